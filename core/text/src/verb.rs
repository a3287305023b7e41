//! Turkish verbs: the conditional, read from the end of a word, and the negative forms of a stem.
//!
//! The conditional is a closed paradigm. Behind a tense stands `-sA` and a person: `ağrı|r|sa`, `hissed|iyor|san`,
//! `geç|ti|yse`, `yap|tı|n|sa`; behind a noun or an adjective the copula `-(y)sA`: `hasta|ysa|nız`, `yorgun|sa|n`. The same
//! letters end many other words (`borsa`, `derse`, `insan`), so what no tense explains needs a word that the grammar knows.
//! All words are in search form, where `ı` and `i` are one.

use crate::paradigm::suffixed;

/// How a word is conditional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// A verb with a tense: `ağrırsa`.
    Tense,
    /// A noun or an adjective with the copula: `hastaysa`, `yorgunsan`.
    Copula,
    /// A bare root: `olsa`, `uyusan`. A wish as often as a condition.
    Wish,
}

/// Words that only the grammar can tell from conditionals, and those that look like one.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Words that end like a conditional and are none.
    pub(crate) never: Vec<String>,
    /// Adjectives that are said of a state: `yorgun`.
    pub(crate) states: Vec<String>,
    /// Verbs whose bare root takes `-sA`: `ol`.
    pub(crate) roots: Vec<String>,
}

/// The conditional that a word is, if it is one.
pub(crate) fn conditional(word: &str, known: &Known) -> Option<Mood> {
    let (base, person) = person(word)?;
    if known.never.iter().any(|own| own == word) {
        return None;
    }
    let letters = base.chars().count();
    if is_tense(base) {
        return Some(Mood::Tense);
    }
    if known.roots.iter().any(|root| root == base) {
        return Some(Mood::Wish);
    }
    let is_infinitive = letters >= 4 && (base.ends_with("mak") || base.ends_with("mek"));
    let is_open = letters >= 4 && base.strip_suffix('y').is_some_and(|open| open.ends_with(is_vowel));
    let is_addressed = person == "niz" && letters >= 3 && !base.ends_with(is_vowel);
    let is_state = known.states.iter().any(|state| state == base);
    (is_state || is_open || is_addressed || is_infinitive).then_some(Mood::Copula)
}

/// What stands before `-sA`, and the person behind it.
fn person(word: &str) -> Option<(&str, &'static str)> {
    const PERSONS: [&str; 6] = ["niz", "lar", "ler", "m", "n", "k"];
    if let Some(base) = before_sa(word) {
        return Some((base, ""));
    }
    if let Some(found) = PERSONS.iter().find_map(|person| Some((before_sa(word.strip_suffix(person)?)?, *person))) {
        return Some(found);
    }
    // `gelseydim`: the conditional of what did not happen.
    let at = word.rfind("yd").filter(|at| word.len() - at <= 7)?;
    Some((before_sa(word.get(..at)?)?, ""))
}

fn before_sa(text: &str) -> Option<&str> {
    text.strip_suffix("sa").or_else(|| text.strip_suffix("se")).filter(|base| !base.is_empty())
}

/// Whether the letters before `-sA` end in a tense, with or without its own person.
fn is_tense(base: &str) -> bool {
    const TENSES: [&str; 12] =
        ["maz", "mez", "yor", "acak", "ecek", "miş", "muş", "müş", "maliy", "meliy", "maktay", "mektey"];
    const PASTS: [&str; 6] = ["di", "du", "dü", "ti", "tu", "tü"];
    const PERSONS: [&str; 7] = ["y", "m", "n", "k", "niz", "nuz", "nüz"];
    let has_root = |root: &str| root.chars().count() >= 2;
    if TENSES.iter().any(|tense| base.strip_suffix(tense).is_some_and(has_root)) {
        return true;
    }
    let mut past = PERSONS.iter().filter_map(|person| base.strip_suffix(person));
    if past.any(|rest| PASTS.iter().any(|tense| rest.strip_suffix(tense).is_some_and(has_root))) {
        return true;
    }
    // The aorist; a plural `-lar` and many nouns end alike, and take the copula.
    base.strip_suffix('r').is_some_and(|rest| rest.ends_with(is_vowel) && rest.chars().count() >= 2)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'ö' | 'ü')
}

/// The negative forms of a verb: orders, tenses, participles and converbs.
pub(crate) fn negatives(stem: &str) -> Vec<String> {
    const FORMS: [&str; 51] = [
        "mA",
        "mAyIn",
        "mAyInIz",
        "mAsIn",
        "mAsInlAr",
        "mAyAlIm",
        "mAyAyIm",
        "mAm",
        "mAyIz",
        "mAz",
        "mAzsIn",
        "mAzsInIz",
        "mAzlAr",
        "mAmAlI",
        "mAmAlIyIm",
        "mAmAlIsIn",
        "mAmAlIsInIz",
        "mAmAlIyIz",
        "mAmAlIdIr",
        "mAmAlIlAr",
        "mAdI",
        "mAdIm",
        "mAdIn",
        "mAdIk",
        "mAdInIz",
        "mAdIlAr",
        "mAmIş",
        "mAyAcAk",
        "mAyAcAğIm",
        "mAyAcAğIz",
        "mAyAcAksIn",
        "mAyAcAksInIz",
        "mAyAcAklAr",
        "mAyIp",
        "mAmAk",
        "mAmAnIz",
        "mAmAn",
        "mAmAsI",
        "mAmAyA",
        "mAmAnIzI",
        "mAmAnI",
        "mIyor",
        "mIyorum",
        "mIyorsun",
        "mIyoruz",
        "mIyorsunuz",
        "mIyorlAr",
        "(y)AmAm",
        "(y)AmAz",
        "(y)AmIyorum",
        "(y)AmAyIz",
    ];
    suffixed(stem, &FORMS)
}

/// The forms of a Turkish verb that ask, advise or permit: `ekleyin`, `eklemelisin`, `ekleyebilirsiniz`, `eklemeyin`.
pub(crate) fn requests(stem: &str) -> Vec<String> {
    const FORMS: [&str; 21] = [
        "(y)In",
        "(y)InIz",
        "mAlI",
        "mAlIsIn",
        "mAlIsInIz",
        "mAlIdIr",
        "mAlIyIz",
        "(y)AlIm",
        "(y)AbilirsIn",
        "(y)AbilirsInIz",
        "(y)AbilIrIz",
        "mA",
        "mAyIn",
        "mAyInIz",
        "mAmAlI",
        "mAmAlIsIn",
        "mAmAlIsInIz",
        "mAmAlIdIr",
        "mAyAlIm",
        "sIn",
        "mAsIn",
    ];
    suffixed(stem, &FORMS)
}

/// How a condition in a sentence is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// As a condition.
    Condition,
    /// As a concession: `yorgun olsan da`.
    Concession,
}

/// The conditional words of a sentence, told from those that only look alike; `word` gives each token's text.
pub(crate) fn conditions<'t>(
    tokens: std::ops::Range<usize>,
    known: &Known,
    word: impl Fn(usize) -> &'t str,
) -> Vec<(usize, Meant)> {
    let mut found = Vec::new();
    let mut is_wish = false;
    for at in tokens.clone() {
        let text = word(at);
        is_wish |= text == "keşke";
        let back = |steps: usize| at.checked_sub(steps).filter(|at| *at >= tokens.start).map_or("", &word);
        let next = if at + 1 < tokens.end { word(at + 1) } else { "" };
        let is_condition = match text {
            "ise" => is_predicate(back(1), known),
            "öyleyse" | "oyleyse" => back(1).starts_with(char::is_alphanumeric),
            "isen" | "isem" | "isek" | "iseniz" => true,
            "yoksa" => !is_or(back(1)),
            "varsa" | "değilse" | "degilse" | "yoksan" | "varsan" => back(1) != "hiç",
            _ => is_rather(text) || conditional(text, known).is_some() && !is_idiom(text, back(1), next),
        };
        if !is_condition || is_wish || is_free_relative(&back) {
            continue;
        }
        let is_concession = is_rather(text)
            || matches!(next, "da" | "de" | "bile" | "dahi")
            || matches!(back(1), "da" | "de") && text == "olsa";
        found.push((at, if is_concession { Meant::Concession } else { Meant::Condition }));
    }
    found
}

/// Whether a word before a bare `ise` is what is said of something: `gidiyor ise`, not `kız ise`.
fn is_predicate(word: &str, known: &Known) -> bool {
    matches!(word, "var" | "yok" | "değil")
        || known.states.iter().any(|state| state == word)
        || is_tense(word) && !word.ends_with('r')
        || ["iyor", "uyor", "üyor", "ebilir", "abilir", "malidir"].iter().any(|end| word.ends_with(end))
}

/// `koşmaktansa`: rather than running.
fn is_rather(word: &str) -> bool {
    ["maktansa", "mektense", "masindansa", "mesindense"].iter().any(|end| word.ends_with(end))
}

/// Whether `yoksa` behind this word means "or": it opens a clause or stands in a question.
fn is_or(before: &str) -> bool {
    let first = before.chars().next();
    !first.is_some_and(char::is_alphanumeric)
        || matches!(before, "mi" | "mu" | "mü" | "ya" | "ama" | "ve" | "musun" | "misin" | "müsün")
        || before.ends_with("meli")
        || ["mali", "ğini", "ğunu", "ğünü"].iter().any(|end| before.ends_with(end))
}

/// `ne olursa olsun`, `olmazsa olmaz`, `hiç olmazsa`.
fn is_idiom(word: &str, before: &str, next: &str) -> bool {
    let root: String = word.chars().take(2).collect();
    let repeats = next.starts_with(&root) && ["sin", "sun", "sün", "maz", "mez"].iter().any(|end| next.ends_with(end));
    before == "hiç" || repeats
}

/// Whether a question word shortly before makes it "whatever": `ne zaman istersen`. Another verb between takes the
/// question for itself: `ne yiyeceğini bilmiyorsan`.
fn is_free_relative<'t>(back: &dyn Fn(usize) -> &'t str) -> bool {
    const WORDS: [&str; 15] = [
        "ne",
        "kim",
        "kimi",
        "kime",
        "kimin",
        "nasil",
        "nere",
        "nereye",
        "nerede",
        "hangi",
        "hangisi",
        "hangisini",
        "hanginizi",
        "kaç",
        "neyi",
    ];
    const VERBS: [&str; 8] = ["eceğ", "acağ", "diğ", "duğ", "düğ", "tiğ", "tuğ", "tüğ"];
    for steps in 1..=4 {
        let word = back(steps);
        if word.is_empty() || !word.starts_with(char::is_alphanumeric) || VERBS.iter().any(|verb| word.contains(verb)) {
            return false;
        }
        if WORDS.contains(&word) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mood(word: &str) -> Option<Mood> {
        let list = |words: &[&str]| words.iter().map(|word| crate::fold(word)).collect();
        let known = Known {
            never: list(&["borsa", "derse", "oysa", "neyse", "arsa", "bağırsak", "dirsek"]),
            states: list(&["yorgun", "hasta", "aç", "yüksek"]),
            roots: list(&["ol", "uyu"]),
        };
        conditional(&crate::fold(word), &known)
    }

    #[test]
    fn every_tense_takes_the_conditional() {
        let tenses = "ağrırsa ağrırsanız istersen olurlarsa olmazsa geçmezsen hissediyorsan ediyorlarsa olmuşsa almışsanız \
                      yapacaksan geçtiyse olduysanız yaptınsa yaşamadınızsa gelmediyse yapmalıysa çalışabilirseniz";
        for word in tenses.split_whitespace() {
            assert_eq!(mood(word), Some(Mood::Tense), "{word}");
        }
        for word in "hastaysanız yorgunsan açsa yüksekse evdeyse vejetaryenseniz".split_whitespace() {
            assert_eq!(mood(word), Some(Mood::Copula), "{word}");
        }
        assert_eq!(mood("olsaydı"), Some(Mood::Wish));
        assert_eq!(mood("uyusan"), Some(Mood::Wish));
    }

    #[test]
    fn words_that_end_alike_are_no_conditionals() {
        for word in "insan yüksek kimse kısa masa borsa derse arsa oysa neyse doksan seksen bağırsak dirsek lise hisse \
                     polise yasak nisan lisan esen kasa"
            .split_whitespace()
        {
            assert_eq!(mood(word), None, "{word}");
        }
    }

    #[test]
    fn negatives_follow_harmony() {
        let ekle = negatives("ekle");
        let has = |form: &str| ekle.contains(&crate::fold(form));
        assert!(has("eklemeyin") && has("eklemez") && has("eklemiyorum") && has("eklememelisiniz"), "{ekle:?}");
        assert!(negatives("kullan").contains(&crate::fold("kullanmayın")));
    }
}
