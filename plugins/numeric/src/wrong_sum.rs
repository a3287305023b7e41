//! A stated total that its parts do not come to.
//!
//! # What it finds
//!
//! A list or a sentence with amounts of energy and a stated total of something else, and shares of protein, fat and
//! carbohydrate that do not come to a hundred percent.
//!
//! # Why it matters
//!
//! The user counts on the total and eats the parts.
//!
//! # Broken
//!
//! "Kahvaltı 400 kcal, öğle 600 kcal, akşam 500 kcal; toplam 1.800 kcal."
//!
//! # Kept
//!
//! "Kahvaltı 400 kcal, öğle 600 kcal, akşam 500 kcal; toplam 1.500 kcal."
//!
//! # Limits
//!
//! A list line with two energies is not added up, for one of them may be a part of the other.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample, Sentence};

use crate::Numeric;
use crate::amount::{Amount, readings, shown};
use crate::macros::shares;
use crate::reading::answers;
use crate::sums::{Sum, in_sentence, of_list};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "wrong-sum", summary: "a stated total that its parts do not come to", check };

/// Kilocalories by which rounding to fives moves one item.
const ROUNDING_KCAL: f64 = 2.5;
/// Percent by which rounding moves the sum of three shares.
const ROUNDING_PERCENT: f64 = 2.0;

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let lines: Vec<&Sentence> = answers(sample, document).collect();
    let mut sums: Vec<Sum> = lines.iter().filter_map(|line| in_sentence(document, line)).collect();
    for turn in lines.chunk_by(|a, b| a.turn == b.turn) {
        sums.extend(of_list(document, turn));
    }
    let splits: Vec<Split> = lines.iter().filter_map(|line| split(document, line)).collect();
    if sums.is_empty() && splits.is_empty() {
        return Outcome::Skipped;
    }
    let mut findings: Vec<Finding> = sums.iter().filter_map(|sum| wrong_total(numeric, sample, sum)).collect();
    findings.extend(splits.iter().filter_map(wrong_split));
    Outcome::of(findings)
}

fn wrong_total(numeric: &Numeric, sample: &Sample, sum: &Sum) -> Option<Finding> {
    let slack = ROUNDING_KCAL * sum.items.len() as f64;
    let parts = sum.items.iter().fold(Amount { low: 0.0, high: 0.0 }, |parts, item| {
        let item = readings(item)[0];
        Amount { low: parts.low + item.low, high: parts.high + item.high }
    });
    let fits = |total: &Amount| {
        let allowed = slack.max(total.middle() * numeric.sum_tolerance);
        parts.low - allowed <= total.high && total.low <= parts.high + allowed
    };
    if readings(sum.total).iter().any(fits) {
        return None;
    }
    let written = sum.total.span.of(sample.text(sum.total.turn));
    let parts = shown(parts.middle());
    Some(Finding::at(
        sum.total.turn,
        sum.total.span,
        format!("the total `{written}` differs from its parts, {parts} kcal"),
    ))
}

/// Where a sentence splits energy into shares, and what they come to.
struct Split {
    turn: usize,
    span: spotter_contract::Span,
    sum: Amount,
}

fn split(document: &Document, line: &Sentence) -> Option<Split> {
    let shares = shares(document, line);
    let all = ["protein", "fat", "carbohydrate"];
    if shares.len() != 3 || !all.iter().all(|name| shares.iter().any(|share| share.nutrient == *name)) {
        return None;
    }
    let amounts = shares.iter().map(|share| readings(share.quantity)[0]);
    let sum = amounts.fold(Amount { low: 0.0, high: 0.0 }, |sum, share| Amount {
        low: sum.low + share.low,
        high: sum.high + share.high,
    });
    Some(Split { turn: line.turn, span: line.span, sum })
}

fn wrong_split(split: &Split) -> Option<Finding> {
    let fits = split.sum.low <= 100.0 + ROUNDING_PERCENT && split.sum.high >= 100.0 - ROUNDING_PERCENT;
    let sum = shown(split.sum.middle());
    (!fits).then(|| Finding::at(split.turn, split.span, format!("the shares come to {sum} %, not 100 %")))
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts::default();
        let broken = [
            ["Öğünlerim?", "Kahvaltı 400 kcal, öğle 600 kcal, akşam 500 kcal; toplam 1.800 kcal."],
            ["My meals?", "- Breakfast: 450 kcal\n- Lunch: 650 kcal\n- Dinner: 600 kcal\nTotal: 2,000 kcal"],
            ["وجباتي؟", "الفطور 400 سعرة والغداء 600 سعرة والعشاء 500 سعرة، المجموع 1800 سعرة."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Öğünlerim?", "Kahvaltı 400 kcal, öğle 600 kcal, akşam 500 kcal; toplam 1.500 kcal."],
            ["My meals?", "- Breakfast: 450 kcal\n- Lunch: 650 kcal\n- Dinner: 600 kcal\nTotal: 1,700 kcal"],
            ["وجباتي؟", "الفطور 400 سعرة والغداء 600 سعرة والعشاء 500 سعرة، المجموع 1500 سعرة."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
