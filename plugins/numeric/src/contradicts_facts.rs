//! The user's age, weight, height or free days, restated wrongly.
//!
//! # What it finds
//!
//! A number beside words such as "your weight", "years old" or "days you can train" that differs from what the user said,
//! once pounds, feet and inches are converted. A whole number in the user's own unit must be the same; elsewhere one
//! percent is granted for rounding.
//!
//! # Why it matters
//!
//! Every number that is computed from it is wrong as well, and the user sees that the coach did not listen.
//!
//! # Broken
//!
//! The user weighs 82 kg; "Kilonuz 70 kg olduğu için .."
//!
//! # Kept
//!
//! "Hedef kilonuz 70 kg": that is a goal.
//!
//! # Limits
//!
//! Only a number within a few words of its name is compared; "someone of 70 kg" is taken for an example.

use spotter_contract::{Document, Finding, Lang, Mention, Outcome, Quantity, QuantityKind, Rule, Sample, Scope, Span};

use crate::Numeric;
use crate::amount::{Amount, readings};
use crate::reading::{Line, comparable, gap, questions};
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "contradicts-facts", summary: "the user's age, weight, height or free days restated wrongly", check };

/// Bytes that may stand between a number and the words that say what it is.
const REACH: usize = 16;

/// How many times a number may exceed, or fall below, the truth and still be taken for a restatement. A change of weight
/// of a kilogram is no body weight.
const FAR: f64 = 2.0;

/// Days of a week are compared however far apart they are.
const DAYS: f64 = 7.0;

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let known = known(sample, document);
    if known.is_empty() {
        return Outcome::Skipped;
    }
    let mut findings = Vec::new();
    for line in comparable(sample, document) {
        for fact in &known {
            let wrong = restatements(&line, fact).into_iter().filter(|restated| !fact.is_kept(restated, numeric));
            findings.extend(wrong.map(|restated| finding(sample, &line, (fact, restated))));
        }
    }
    Outcome::of(findings)
}

/// Something known about the user.
struct Fact {
    topic: &'static str,
    kind: QuantityKind,
    value: f64,
    unit: &'static str,
    far: f64,
}

fn known(sample: &Sample, document: &Document) -> Vec<Fact> {
    let facts = &sample.facts;
    let fact = |topic, kind, unit, far| move |value| Fact { topic, kind, value, unit, far };
    let days = questions(sample, document).find_map(|line| days(&line));
    let known = [
        facts.age.map(f64::from).map(fact("age", QuantityKind::Age, "years old", FAR)),
        facts.weight_kg.map(fact("body_weight", QuantityKind::Mass, "kg", FAR)),
        facts.height_cm.map(fact("height", QuantityKind::Length, "cm", FAR)),
        days.map(fact("free_days", QuantityKind::Time, "day", DAYS)),
    ];
    known.into_iter().flatten().collect()
}

/// The days a week for which the user has time: `haftada 3 gün`.
fn days(line: &Line) -> Option<f64> {
    let mut days = line.quantities.iter().filter(|one| one.unit == Some("day") && one.high.is_none());
    let first = days.next().filter(|one| (1.0..=DAYS).contains(&one.value))?;
    (line.names("per_week") && days.next().is_none()).then_some(first.value)
}

impl Fact {
    /// Whether a number says the same, or speaks of something else.
    fn is_kept(&self, restated: &Restated, numeric: &Numeric) -> bool {
        let is_exact = restated.is_own_unit && self.value.fract() == 0.0 && restated.amounts[0].low.fract() == 0.0;
        let slack = if is_exact { 0.0 } else { numeric.fact_tolerance };
        let ratio = restated.amounts[0].low / self.value;
        let is_far = !(1.0 / self.far..=self.far).contains(&ratio);
        is_far || restated.amounts.iter().any(|amount| amount.is_near(Amount::one(self.value), slack))
    }
}

/// A number that may restate a fact, in the unit of the fact.
struct Restated {
    turn: usize,
    span: Span,
    amounts: Vec<Amount>,
    is_own_unit: bool,
}

/// The numbers of a sentence that restate a fact.
fn restatements(line: &Line, fact: &Fact) -> Vec<Restated> {
    let named: Vec<&Mention> = line.named(fact.topic).filter(|mention| mention.scope != Scope::Excluded).collect();
    let is_near = |quantity: &Quantity| named.iter().any(|mention| gap(mention.span, quantity.span) <= REACH);
    let mut found = Vec::new();
    let mut rest = line.quantities;
    while let [first, after @ ..] = rest {
        rest = after;
        // Arabic writes an age in years: `عمرك 29 سنة`.
        let is_kind = first.kind == fact.kind || (fact.kind == QuantityKind::Age && first.unit == Some("year"));
        let Some(factor) = factor(first).filter(|_| is_kind) else { continue };
        let mut amounts: Vec<Amount> = readings(first).into_iter().map(|amount| amount.times(factor)).collect();
        let mut span = first.span;
        if let Some(inches) = after.first().filter(|next| first.unit == Some("ft") && is_inches(first, next)) {
            amounts = vec![Amount::one(first.value * factor + inches.value * 2.54)];
            (span.end, rest) = (inches.span.end, after.get(1..).unwrap_or(&[]));
        }
        if is_near(first) {
            found.push(Restated { turn: first.turn, span, amounts, is_own_unit: factor == 1.0 });
        }
    }
    found
}

/// Whether a number is the inches behind the feet: `5 ft 10 in`.
fn is_inches(feet: &Quantity, next: &Quantity) -> bool {
    next.unit == Some("in") && gap(feet.span, next.span) <= 2
}

fn finding(sample: &Sample, line: &Line, (fact, restated): (&Fact, Restated)) -> Finding {
    let number = restated.span.of(sample.text(restated.turn));
    let (value, unit) = (shown(fact.value, line.lang), unit(fact.unit, line.lang));
    let message = in_lang(
        line.lang,
        [
            format!("`{number}` contradicts the user's {value} {unit}"),
            format!("`{number}`, kullanıcının verdiği {value} {unit} bilgisiyle çelişiyor"),
            format!("`{number}` يخالف ما ذكره المستخدم: {value} {unit}"),
        ],
    );
    Finding::at(restated.turn, restated.span, message)
}

fn unit(unit: &str, lang: Lang) -> &str {
    match (unit, lang) {
        ("years old", Lang::Tr) => "yaş",
        ("years old", Lang::Ar) => "سنة",
        ("day", Lang::Tr) => "gün",
        ("day", Lang::Ar) => "أيام في الأسبوع",
        ("day", _) => "days a week",
        _ => unit,
    }
}

/// From the unit of a quantity to years, kilograms, centimetres or days.
fn factor(quantity: &Quantity) -> Option<f64> {
    match (quantity.kind, quantity.unit) {
        (QuantityKind::Age, None | Some("year" | "years" | "years old"))
        | (QuantityKind::Mass, Some("kg"))
        | (QuantityKind::Length, Some("cm"))
        | (QuantityKind::Time, Some("day" | "year")) => Some(1.0),
        (QuantityKind::Mass, Some("lb")) => Some(0.453_592_37),
        (QuantityKind::Length, Some("m")) => Some(100.0),
        (QuantityKind::Length, Some("in")) => Some(2.54),
        (QuantityKind::Length, Some("ft")) => Some(30.48),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts { weight_kg: Some(82.0), age: Some(28), ..Facts::default() };
        let broken = [
            ["Ne içeyim?", "Kilonuz 70 kg olduğu için 2,5 l su için."],
            ["How much water?", "Your weight is 70 kg, so drink 2.5 l."],
            ["كم ماء؟", "وزنك 70 كغ، اشرب 2.5 لتر."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { weight_kg: Some(82.0), age: Some(28), ..Facts::default() };
        let kept = [
            ["Ne içeyim?", "Hedef kilonuz 75 kg olabilir."],
            ["How much water?", "You weigh 82 kg, so drink 2.5 l."],
            ["كم ماء؟", "وزنك 82 كغ، اشرب 2.5 لتر."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
