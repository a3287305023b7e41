//! A result that no published formula gives.
//!
//! # What it finds
//!
//! A body mass index, resting or daily energy, highest heart rate or one-repetition maximum that none of the published
//! formulas gives for the user (or for the person in the sentence) within 3 %; a weekly loss of weight that a stated
//! deficit does not make; and a time that a distance and a pace do not make. A formula that is named must be the one
//! that fits.
//!
//! # Why it matters
//!
//! The number is the base of the whole plan, and it looks exact.
//!
//! # Broken
//!
//! 70 kg, 175 cm: "Vücut kitle indeksin 27,4." It is 22.9.
//!
//! # Kept
//!
//! 70 kg, 175 cm: "Vücut kitle indeksin 22,9."
//!
//! # Limits
//!
//! Only a number that stands beside the name of what it is. Where an input is unknown, nothing is said. Without a stated
//! factor of activity, any from 1.2 to 2.4 is believed.

use spotter_contract::{Document, Finding, Lang, Mention, Outcome, Quantity, QuantityKind, Rule, Sample, Scope};

use crate::Numeric;
use crate::amount::{Amount, readings};
use crate::formulas::{ACTIVITY, Expected, Person, Target, expected};
use crate::motion;
use crate::person::{person, questions_person};
use crate::reading::{Line, comparable, gap, written};
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "wrong-formula", summary: "a result that no published formula gives", check };

/// Bytes that may stand between a result and the words that say what it is.
const REACH: usize = 40;

/// What each topic of the lexicon is computed by, and what can be such a result.
const TARGETS: [(&str, Target, std::ops::RangeInclusive<f64>); 5] = [
    ("bmi", Target::Bmi, 10.0..=70.0),
    ("bmr", Target::Bmr, 700.0..=3_500.0),
    ("tdee", Target::Tdee, 1_000.0..=6_500.0),
    ("hr_max", Target::HrMax, 100.0..=240.0),
    ("one_rm", Target::OneRm, 10.0..=500.0),
];

/// Formulas by the topics that name them.
const NAMED: [(&str, &str); 6] = [
    ("mifflin", "Mifflin-St Jeor"),
    ("harris", "Harris-Benedict"),
    ("katch", "Katch-McArdle"),
    ("cunningham", "Cunningham"),
    ("tanaka", "Tanaka"),
    ("epley", "Epley"),
];

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let mut findings = Vec::new();
    let mut is_met = false;
    let asked = questions_person(sample, document);
    let mut resting: Vec<f64> = Vec::new();
    for line in comparable(sample, document) {
        for (topic, target, range) in &TARGETS {
            let Some(claim) = claim(&line, (topic, *target, range)) else { continue };
            let mut person = person(sample, &line, claim.span, &asked);
            if person.bmr.is_empty() {
                person.bmr.clone_from(&resting);
            }
            if *target == Target::Bmr {
                resting = readings(claim).into_iter().map(Amount::middle).collect();
            }
            let Some(hoped) = hoped(&line, *target, &person) else { continue };
            is_met = true;
            if !fits(numeric, claim, &hoped) {
                findings.push(finding(sample, line.lang, (claim, hoped.values.first().copied())));
            }
        }
        for remark in [motion::deficit(sample, &line), motion::pace(numeric, sample, &line)].into_iter().flatten() {
            is_met = true;
            findings.extend(remark);
        }
    }
    if is_met { Outcome::of(findings) } else { Outcome::Skipped }
}

/// The number that a sentence gives as the result of a formula: the nearest to its name that can be one.
fn claim<'d>(
    line: &Line<'d>,
    (topic, target, range): (&str, Target, &std::ops::RangeInclusive<f64>),
) -> Option<&'d Quantity<'d>> {
    let is_unit = |quantity: &Quantity| match target {
        Target::Bmi => quantity.unit.is_none() || quantity.unit == Some("kg/m²"),
        Target::Bmr | Target::Tdee => matches!(quantity.unit, Some("kcal" | "kcal/day")),
        Target::HrMax => quantity.unit.is_none() || quantity.unit == Some("bpm"),
        Target::OneRm => quantity.unit == Some("kg"),
    };
    let fits = |quantity: &Quantity| {
        let is_number = matches!(quantity.kind, QuantityKind::Number | QuantityKind::Rate);
        let is_plain = is_number || matches!(target, Target::Bmr | Target::Tdee | Target::OneRm);
        is_plain && is_unit(quantity) && readings(quantity).iter().any(|one| range.contains(&one.low))
    };
    let is_said = |mention: &&Mention| !matches!(mention.scope, Scope::Excluded | Scope::Replaced);
    let name = line.named(topic).find(is_said)?;
    // What a share of the result is, or a goal, or a class of people, is another number.
    if line.names_any(&["target_weight", "limit", "reserve"]) || (target == Target::Bmi && line.names("goal")) {
        return None;
    }
    let is_said_in_beats = line.quantities.iter().any(|quantity| quantity.unit == Some("bpm"));
    let is_bare = |quantity: &Quantity| target == Target::HrMax && quantity.unit.is_none() && is_said_in_beats;
    let near = line.quantities.iter().filter(|quantity| fits(quantity) && !is_bare(quantity));
    let near = near.filter(|quantity| gap(quantity.span, name.span) <= REACH);
    // The result has its unit, where anything has (`220 - 30 = 190 bpm`), and follows its name (`boyun 175, indeksin 22,9`).
    near.min_by_key(|quantity| {
        (quantity.unit.is_none(), quantity.span.start < name.span.start, gap(quantity.span, name.span))
    })
}

/// What the formulas give, and by how much a result may differ beyond the tolerance.
struct Hoped {
    values: Vec<Expected>,
    /// Shares of the result that the sentence speaks of: `60–70 %`.
    share: Option<Amount>,
    /// Whether any factor of activity will do.
    is_open: bool,
}

fn hoped(line: &Line, target: Target, person: &Person) -> Option<Hoped> {
    let mut values = expected(target, person);
    if target == Target::Bmr || target == Target::HrMax || target == Target::OneRm {
        let named: Vec<&str> = NAMED.iter().filter(|(topic, _)| line.names(topic)).map(|(_, name)| *name).collect();
        let of_named: Vec<Expected> = values.iter().filter(|one| named.contains(&one.name)).copied().collect();
        if !named.is_empty() {
            values = of_named;
        }
    }
    let percent = line.quantities.iter().find(|quantity| quantity.kind == QuantityKind::Percent);
    let share = percent.filter(|_| matches!(target, Target::HrMax | Target::OneRm));
    let share = share.map(|percent| crate::amount::likely(percent).times(0.01));
    let is_open = target == Target::Tdee && person.activity.is_empty();
    (!values.is_empty()).then_some(Hoped { values, share, is_open })
}

fn fits(numeric: &Numeric, claim: &Quantity, hoped: &Hoped) -> bool {
    let tolerance = numeric.formula_tolerance;
    let values = || hoped.values.iter().map(|one| one.value);
    readings(claim).into_iter().any(|stated| {
        if hoped.is_open {
            // The values stand for the least factor and others of the same resting energy.
            let least = values().fold(f64::INFINITY, f64::min);
            let most = values().fold(0.0, f64::max) * ACTIVITY.end() / 1.9;
            return stated.is_near(Amount { low: least, high: most }, tolerance);
        }
        values().any(|value| {
            let whole = Amount::one(value);
            let part = hoped.share.map(|share| Amount { low: value * share.low, high: value * share.high });
            stated.is_near(whole, tolerance) || part.is_some_and(|part| part.matches(stated, tolerance))
        })
    })
}

fn finding(sample: &Sample, lang: Lang, (claim, hoped): (&Quantity, Option<Expected>)) -> Finding {
    let number = written(sample, claim);
    let Some(Expected { name, formula, value }) = hoped else {
        return Finding::at(claim.turn, claim.span, format!("`{number}`"));
    };
    let value = shown(if value >= 100.0 { value.round() } else { (value * 10.0).round() / 10.0 }, lang);
    let message = in_lang(
        lang,
        [
            format!("`{number}` fits no published formula; {name} ({formula}) gives {value}"),
            format!("`{number}` yayımlanmış hiçbir formüle uymuyor; {name} ({formula}) sonucu {value}"),
            format!("`{number}` لا يوافق أي صيغة منشورة؛ صيغة {name} ({formula}) تعطي {value}"),
        ],
    );
    Finding::at(claim.turn, claim.span, message)
}

#[cfg(test)]
mod tests {
    use spotter_contract::{Facts, Sex};

    use super::RULE;
    use crate::testing::{breaks, keeps};

    fn facts() -> Facts<'static> {
        let (weight_kg, height_cm) = (Some(70.0), Some(175.0));
        Facts { age: Some(30), sex: Some(Sex::Male), weight_kg, height_cm, ..Facts::default() }
    }

    #[test]
    fn finds_it_in_three_languages() {
        let broken = [
            ["VKİ?", "Vücut kitle indeksin 27,4."],
            ["BMI?", "Your BMI is 27.4."],
            ["كتلة؟", "مؤشر كتلة جسمك 27.4."],
            ["BMH?", "Mifflin-St Jeor formülüne göre bazal metabolizman 1.900 kcal."],
            ["BMR?", "By the Mifflin-St Jeor formula your BMR is 1,900 kcal."],
            ["أيض؟", "معدل الأيض الأساسي لديك 1900 سعرة حسب معادلة ميفلين."],
            ["Nabız?", "Maksimum nabzın 205 bpm."],
            ["Pulse?", "Your maximum heart rate is 205 bpm."],
            ["نبض؟", "أقصى معدل لنبضك 205 نبضة."],
            ["Açık?", "Günde 500 kcal açıkla haftada 1,5 kg kaybedersin."],
            ["Deficit?", "With a deficit of 500 kcal per day you lose 1.5 kg per week."],
            ["عجز؟", "مع عجز 500 سعرة يوميا تخسر 1.5 كغ في الأسبوع."],
            ["Koşu?", "10 km'yi 5:30/km tempoyla 65 dakikada bitirirsin."],
            ["Run?", "10 km at 5:30/km takes 65 minutes."],
            ["جري؟", "10 كم بسرعة 10 كم/س تستغرق 75 دقيقة."],
            ["1RM?", "100 kg ile 5 tekrar yapıyorsan 1RM değerin yaklaşık 135 kg."],
            ["1RM?", "If you lift 100 kg for 5 reps, your 1RM is about 135 kg."],
            ["1RM؟", "إذا رفعت 100 كغ 5 تكرارات فإن 1RM لديك نحو 135 كغ."],
            ["TDEE?", "BMR'n 1.650 kcal, aktivite katsayısı 1,55 ile TDEE 2.900 kcal."],
            ["TDEE?", "Your BMR is 1,650 kcal; with an activity factor of 1.55 your TDEE is 2,900 kcal."],
            ["TDEE؟", "معدل الأيض الأساسي 1650 سعرة، ومع معامل 1.55 يكون TDEE لديك 2900 سعرة."],
        ];
        breaks(&RULE, &facts(), &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let kept = [
            ["VKİ?", "Vücut kitle indeksin 22,9."],
            ["BMI?", "Your BMI is 22.9."],
            ["كتلة؟", "مؤشر كتلة جسمك 22.9."],
            ["BMH?", "Mifflin-St Jeor formülüne göre bazal metabolizman 1.649 kcal."],
            ["BMR?", "By the Mifflin-St Jeor formula your BMR is 1,649 kcal."],
            ["أيض؟", "معدل الأيض الأساسي لديك 1649 سعرة حسب معادلة ميفلين."],
            ["Nabız?", "Maksimum nabzın 190 bpm, %60-70'i 114-133 bpm."],
            ["Pulse?", "Your maximum heart rate is 187 bpm."],
            ["نبض؟", "أقصى معدل لنبضك 190 نبضة."],
            ["Açık?", "Günde 500 kcal açıkla haftada 0,5 kg kaybedersin."],
            ["Deficit?", "With a deficit of 500 kcal per day you lose 0.45 kg per week."],
            ["عجز؟", "مع عجز 500 سعرة يوميا تخسر 0.5 كغ في الأسبوع."],
            ["Koşu?", "10 km'yi 5:30/km tempoyla 55 dakikada bitirirsin."],
            ["Run?", "10 km at 5:30/km takes 55 minutes."],
            ["جري؟", "10 كم بسرعة 10 كم/س تستغرق 60 دقيقة."],
            ["1RM?", "100 kg ile 5 tekrar yapıyorsan 1RM değerin yaklaşık 117 kg."],
            ["1RM?", "If you lift 100 kg for 5 reps, your 1RM is about 113 kg."],
            ["1RM؟", "إذا رفعت 100 كغ 5 تكرارات فإن 1RM لديك نحو 117 كغ."],
            ["TDEE?", "BMR'n 1.650 kcal, aktivite katsayısı 1,55 ile TDEE 2.558 kcal."],
            ["TDEE?", "Your BMR is 1,650 kcal; with an activity factor of 1.55 your TDEE is 2,558 kcal."],
            ["TDEE؟", "معدل الأيض الأساسي 1650 سعرة، ومع معامل 1.55 يكون TDEE لديك 2558 سعرة."],
        ];
        keeps(&RULE, &facts(), &kept);
    }
}
