//! What the analyser makes of ordinary answers with the lexicons of this repository.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use spotter_contract::{ActKind, Diet, Document, MentionKind, Role, Sample, Scope, Turn};
use spotter_text::{Analyser, Lexicon};

static ANALYSER: LazyLock<Analyser> = LazyLock::new(|| {
    let rubrics = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rubrics");
    let names = ["numeric", "conditional", "disclaimer", "dietary", "medical"];
    let folders: Vec<(&str, PathBuf)> = names.iter().map(|name| (*name, rubrics.join(name))).collect();
    let packs: Vec<(&str, &Path)> = folders.iter().map(|(name, path)| (*name, path.as_path())).collect();
    Analyser::new(Lexicon::load(&packs).unwrap()).unwrap()
});

fn read(role: Role, text: &str) -> (Sample<'_>, Document<'static>) {
    let sample = Sample { turns: vec![Turn::new(role, text)], ..Sample::default() };
    let document = ANALYSER.read(&sample);
    (sample, document)
}

/// The foods of an answer with their scopes, as the text spells them.
fn foods(text: &str) -> Vec<(String, Scope)> {
    let (_, document) = read(Role::Coach, text);
    let foods =
        document.mentions.iter().filter(|mention| mention.kind == MentionKind::Food && !mention.classes.is_empty());
    foods.map(|mention| (mention.span.of(text).to_owned(), mention.scope)).collect()
}

#[test]
fn chicken_breast_is_one_food() {
    let (_, document) = read(Role::Coach, "Izgara tavuk göğsü, 150 g.");
    let text = "Izgara tavuk göğsü, 150 g.";
    let food = document.mentions.iter().find(|mention| mention.kind == MentionKind::Food).unwrap();
    assert_eq!((food.span.of(text), food.scope), ("tavuk göğsü", Scope::Used));
    assert!(food.has_class("poultry"));
    let quantity = &document.quantities[0];
    assert_eq!((quantity.span.of(text), quantity.value, quantity.unit), ("150 g", 150.0, Some("g")));
}

#[test]
fn scope_follows_the_cue_in_each_language() {
    let cases = [
        ("Tavuk yerine tofu kullanın.", Scope::Replaced),
        ("Tavuk kullanmayın.", Scope::Excluded),
        ("Tavuk, balık veya yumurta tüketmeyin.", Scope::Excluded),
        ("Tavuksuz bir salata hazırlayın.", Scope::Excluded),
        ("Use tofu instead of chicken.", Scope::Replaced),
        ("Avoid chicken and beef.", Scope::Excluded),
        ("Swap the chicken for tofu.", Scope::Replaced),
        ("Add 100 g of chicken (optional).", Scope::Optional),
        ("تجنب الدجاج.", Scope::Excluded),
        ("استخدم التوفو بدلا من الدجاج.", Scope::Replaced),
        ("Kaçınılması gerekenler:\n- tavuk", Scope::Excluded),
        ("Izgara tavuk ve pilav yiyin.", Scope::Used),
        ("Eat grilled chicken with rice.", Scope::Used),
        ("تناول الدجاج المشوي مع الأرز.", Scope::Used),
    ];
    for (text, scope) in cases {
        let foods = foods(text);
        let flesh = foods.iter().find(|(food, _)| ["avuk", "hicken", "دجاج"].iter().any(|name| food.contains(name)));
        assert_eq!(flesh.map(|(_, scope)| *scope), Some(scope), "{text}: {foods:?}");
    }
}

#[test]
fn conditions_have_levels() {
    let level = |text| read(Role::Coach, text).1.conditions.first().map(|condition| condition.level);
    assert_eq!(level("Bugün squat yap."), None);
    assert!(level("Eğer dizinizde ağrı olursa antrenmanı bırakın.") >= Some(2));
    assert!(level("If your knee hurts, stop the workout.") >= Some(2));
    assert!(level("إذا شعرت بألم فتوقف عن التمرين.") >= Some(2));
    assert_eq!(level("Let me know if that helps."), None);
}

#[test]
fn referrals_are_acts() {
    for text in [
        "Başlamadan önce doktorunuza danışın.",
        "Please consult your doctor before starting.",
        "استشر طبيبك قبل البدء.",
    ] {
        let (_, document) = read(Role::Coach, text);
        let is_referral = |act: ActKind| matches!(act, ActKind::Referral | ActKind::Disclaimer);
        assert!(document.acts.iter().any(|act| is_referral(act.act)), "{text}: {:?}", document.acts);
    }
}

#[test]
fn the_user_states_facts() {
    for text in [
        "32 yaşında vejetaryen bir kadınım, 70 kg ve 168 cm boyundayım. Kilo vermek istiyorum.",
        "I'm vegetarian. I'm 32 years old, I weigh 70 kg and I am 168 cm tall. I want to lose weight.",
    ] {
        let (sample, _) = read(Role::User, text);
        let facts = ANALYSER.facts(&sample);
        assert_eq!(
            (facts.diet, facts.age, facts.weight_kg, facts.height_cm),
            (Some(Diet::Vegetarian), Some(32), Some(70.0), Some(168.0)),
            "{text}"
        );
    }
}
