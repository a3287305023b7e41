//! A stated total that its parts do not come to.
//!
//! # What it finds
//!
//! A list or a sentence with amounts of energy, grams of a macronutrient, sets, minutes, kilometres or litres, and a
//! stated total of something else; and the heading of a meal whose energy its lines do not come to.
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
//! A list in which one line has two amounts of a kind is not added up, for one of them may be a part of the other. A
//! table whose cells carry no units is not read.

use spotter_contract::{Document, Finding, Lang, Outcome, Rule, Sample};

use crate::Numeric;
use crate::amount::{Amount, readings};
use crate::reading::{Line, comparable, written};
use crate::sums::{Measure, Sum, in_sentence, of_list};
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "wrong-sum", summary: "a stated total that its parts do not come to", check };

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let lines: Vec<Line> = comparable(sample, document).collect();
    let mut sums: Vec<Sum> = lines.iter().flat_map(|line| in_sentence(*line)).collect();
    for turn in lines.chunk_by(|a, b| a.sentence.turn == b.sentence.turn) {
        sums.extend(of_list(turn));
    }
    if sums.is_empty() {
        return Outcome::Skipped;
    }
    Outcome::of(sums.iter().filter_map(|sum| wrong_total(numeric, sample, sum)).collect())
}

/// By how much rounding moves one item, in the unit of the measure: to fives of kilocalories, to whole grams.
fn rounding(measure: Measure) -> f64 {
    match measure {
        Measure::Energy => 2.5,
        Measure::Sets => 0.0,
        Measure::Grams(_) | Measure::Time => 0.5,
        Measure::Distance => 0.05,
        Measure::Volume => 25.0,
    }
}

fn wrong_total(numeric: &Numeric, sample: &Sample, sum: &Sum) -> Option<Finding> {
    let measure = sum.total.measure;
    let parts = sum.items.iter().fold(Amount::ZERO, |parts, item| parts.plus(item.amount()));
    let rounded = rounding(measure) * sum.items.len() as f64;
    let fits = |total: Amount| {
        let share = if measure == Measure::Sets { 0.0 } else { total.middle() * numeric.sum_tolerance };
        parts.is_within(total, rounded.max(share))
    };
    if readings(sum.total.quantity).into_iter().any(|total| fits(total.times(sum.total.factor))) {
        return None;
    }
    let lang = sum.line.lang;
    let total = written(sample, sum.total.quantity);
    let items: Vec<String> = sum.items.iter().map(|item| item.amount().shown(lang)).collect();
    let (unit, items, parts) = (unit(measure, lang), items.join(" + "), shown(parts.middle(), lang));
    let message = in_lang(
        lang,
        [
            format!("the total `{total}` differs from its parts, {items} = {parts} {unit}"),
            format!("toplam `{total}` parçalarıyla tutmuyor, {items} = {parts} {unit}"),
            format!("المجموع `{total}` يخالف أجزاءه، {items} = {parts} {unit}"),
        ],
    );
    Some(Finding::at(sum.total.quantity.turn, sum.total.quantity.span, message))
}

fn unit(measure: Measure, lang: Lang) -> &'static str {
    match measure {
        Measure::Energy => "kcal",
        Measure::Grams(_) => "g",
        Measure::Sets => in_lang(lang, ["sets", "set", "مجموعات"]),
        Measure::Time => in_lang(lang, ["min", "dk", "دقيقة"]),
        Measure::Distance => "km",
        Measure::Volume => "ml",
    }
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
            ["Göğüs günüm?", "Bench press 4 set, incline 4 set, fly 3 set; toplam 15 set."],
            ["Chest day?", "Bench press 4 sets, incline press 4 sets, flyes 3 sets; 15 sets in total."],
            ["يوم الصدر؟", "ضغط البنش 4 مجموعات والضغط المائل 4 مجموعات والتفتيح 3 مجموعات، المجموع 15 مجموعة."],
            [
                "Protein?",
                "- Kahvaltı: 30 g protein\n- Öğle: 40 g protein\n- Akşam: 40 g protein\nToplam: 150 g protein",
            ],
            ["My breakfast?", "Breakfast (650 kcal):\n- 2 eggs: 150 kcal\n- Bread: 160 kcal\n- Cheese: 120 kcal"],
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
            ["Göğüs günüm?", "Bench press 4 set, incline 4 set, fly 3 set; toplam 11 set."],
            ["Chest day?", "Bench press 4 sets, incline press 4 sets, flyes 3 sets; 11 sets in total."],
            ["يوم الصدر؟", "ضغط البنش 4 مجموعات والضغط المائل 4 مجموعات والتفتيح 3 مجموعات، المجموع 11 مجموعة."],
            [
                "Protein?",
                "- Kahvaltı: 30 g protein\n- Öğle: 40 g protein\n- Akşam: 40 g protein\nToplam: 110 g protein",
            ],
            ["My breakfast?", "Breakfast (430 kcal):\n- 2 eggs: 150 kcal\n- Bread: 160 kcal\n- Cheese: 120 kcal"],
            ["A snack?", "Snacks under 200 kcal:\n- Apple: 95 kcal\n- Yoghurt: 150 kcal"],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
