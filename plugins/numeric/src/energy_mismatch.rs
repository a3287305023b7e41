//! Kilocalories that the macronutrients do not hold.
//!
//! # What it finds
//!
//! A sentence, or a list with the line before it, that states protein, fat, carbohydrate and energy once each, where 4
//! kcal a gram of protein and carbohydrate and 9 kcal a gram of fat, with or without 2 kcal less for each gram of fibre,
//! miss the stated energy by more than 15 kcal and 15 % of what they hold.
//!
//! # Why it matters
//!
//! One of the four numbers is wrong, and nobody can tell which one to follow.
//!
//! # Broken
//!
//! "Bu öğün 30 g protein, 10 g yağ, 40 g karbonhidrat ve 600 kcal içerir." They hold 370.
//!
//! # Kept
//!
//! "Bu öğün 30 g protein, 10 g yağ, 40 g karbonhidrat ve 370 kcal içerir."
//!
//! # Limits
//!
//! Alcohol and vinegar hold energy beside the three, polyols and leavening less than the factors give: where
//! one of them is named, only the side that it does not explain is checked. An error below 15 kcal is not seen, and so
//! no error of 30 % in a food of less than 50 kcal.

use spotter_contract::{Document, Finding, Outcome, Quantity, QuantityKind, Rule, Sample, SentenceKind};

use crate::Numeric;
use crate::amount::{Amount, likely, readings};
use crate::macros::{MACROS, Part, grams, kcal_per_gram};
use crate::reading::{Line, comparable, written};
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "energy-mismatch", summary: "stated energy that the macronutrients do not hold", check };

/// Kilocalories that a gram of fibre holds less than other carbohydrate (Regulation (EU) 1169/2011, Annex XIV).
const FIBRE_KCAL: f64 = 2.0;

fn check(numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let lines: Vec<Line> = comparable(sample, document).collect();
    let mut dishes: Vec<Dish> = lines.iter().filter_map(|line| dish(std::slice::from_ref(line))).collect();
    dishes.extend(lists(&lines).into_iter().filter_map(dish));
    if dishes.is_empty() {
        return Outcome::Skipped;
    }
    Outcome::of(dishes.iter().filter_map(|dish| finding(numeric, sample, dish)).collect())
}

/// Three nutrients and the energy they should hold.
struct Dish<'d> {
    macros: Vec<Part<'d>>,
    fibre: f64,
    energy: &'d Quantity<'d>,
    line: Line<'d>,
    /// Whether something named holds energy beside the three: alcohol, vinegar.
    holds_more: bool,
    /// Whether something named holds less than the factors give: polyols, leavening.
    holds_less: bool,
}

/// Runs of list lines, each with the line before and the line after it.
fn lists<'l, 'd>(lines: &'l [Line<'d>]) -> Vec<&'l [Line<'d>]> {
    let is_line = |line: &Line| matches!(line.sentence.kind, SentenceKind::Item | SentenceKind::Row);
    let mut lists = Vec::new();
    let mut start = 0;
    while let Some(first) = lines.get(start) {
        let turn = first.sentence.turn;
        let rest = lines.get(start..).unwrap_or(&[]);
        let length = rest.iter().take_while(|line| is_line(line) && line.sentence.turn == turn).count();
        if length >= 2 {
            let is_same = |at: usize| lines.get(at).is_some_and(|line| line.sentence.turn == turn);
            let before = start.checked_sub(1).filter(|before| is_same(*before)).unwrap_or(start);
            let after = start + length + usize::from(is_same(start + length));
            lists.extend(lines.get(before..after));
        }
        start += length.max(1);
    }
    lists
}

fn dish<'d>(lines: &[Line<'d>]) -> Option<Dish<'d>> {
    // A list of more lines than a food label has holds several dishes.
    const LABEL: usize = 16;
    if lines.len() > LABEL {
        return None;
    }
    let parts: Vec<Part> = lines.iter().flat_map(grams).collect();
    let of = |name: &'static str| parts.iter().filter(move |part| part.nutrient == name);
    if !MACROS.into_iter().all(|name| of(name).count() == 1) {
        return None;
    }
    let is_left_out = |line: &&Line| line.names_any(&["deficit", "below_need", "burn"]);
    let stating = lines.iter().filter(|line| !is_left_out(line));
    let mut energies = stating.flat_map(|line| line.quantities.iter().map(move |quantity| (quantity, *line)));
    let mut energies = energies.by_ref().filter(|(quantity, _)| quantity.kind == QuantityKind::Energy);
    let (energy, line) = energies.next()?;
    // A line that gives each nutrient's energy in brackets has four energies, and nothing to compare.
    if energies.next().is_some() {
        return None;
    }
    let fibre = of("fibre").map(|part| likely(part.quantity).high).sum();
    let is_drink = |line: &Line| line.mentions.iter().any(|mention| mention.has_class("alcohol"));
    let holds_more = lines.iter().any(|line| line.names_any(&["alcohol", "more_energy"]) || is_drink(line));
    let holds_less = lines.iter().any(|line| line.names("less_energy"));
    let macros = MACROS.into_iter().flat_map(of).copied().collect();
    Some(Dish { macros, fibre, energy, line, holds_more, holds_less })
}

fn finding(numeric: &Numeric, sample: &Sample, dish: &Dish) -> Option<Finding> {
    let held = dish
        .macros
        .iter()
        .fold(Amount::ZERO, |held, part| held.plus(likely(part.quantity).times(kcal_per_gram(part.nutrient))));
    let kilocalories = if dish.energy.unit == Some("kJ") { 1.0 / 4.184 } else { 1.0 };
    let least = held.low - FIBRE_KCAL * dish.fibre;
    let slack = numeric.energy_tolerance_kcal.max(least * numeric.energy_tolerance);
    let fits = |stated: Amount| {
        (dish.holds_less || least - slack <= stated.high) && (dish.holds_more || stated.low <= held.high + slack)
    };
    if readings(dish.energy).into_iter().any(|stated| fits(stated.times(kilocalories))) {
        return None;
    }
    let lang = dish.line.lang;
    let energy = written(sample, dish.energy);
    let grams = |name: &str| {
        let part = dish.macros.iter().find(|part| part.nutrient == name);
        part.map_or_else(String::new, |part| likely(part.quantity).shown(lang))
    };
    let sum = format!("4 × {} + 9 × {} + 4 × {}", grams("protein"), grams("fat"), grams("carbohydrate"));
    let kcal = shown(held.middle().round(), lang);
    let message = in_lang(
        lang,
        [
            format!("`{energy}` is stated, but the macronutrients hold {kcal} kcal: {sum} (Atwater factors)"),
            format!("`{energy}` yazıyor ama makrolar {kcal} kcal ediyor: {sum} (Atwater katsayıları)"),
            format!("المذكور `{energy}` لكن المغذيات الكبرى تعطي {kcal} kcal: {sum} (معاملات أتووتر)"),
        ],
    );
    Some(Finding::at(dish.energy.turn, dish.energy.span, message))
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
            ["Kaç kalori?", "30 g protein, 10 g yağ, 40 g karbonhidrat ve 600 kcal içerir."],
            ["Macros?", "Protein: 40 g, carbs: 50 g, fat: 20 g, 900 kcal."],
            ["كم سعرة؟", "30 غ بروتين و10 غ دهون و40 غ كربوهيدرات و600 سعرة."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Kaç kalori?", "30 g protein, 10 g yağ, 40 g karbonhidrat ve 370 kcal içerir."],
            ["Macros?", "Protein: 40 g, carbs: 50 g, fat: 20 g, 540 kcal."],
            ["كم سعرة؟", "30 غ بروتين و10 غ دهون و40 غ كربوهيدرات و370 سعرة."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
