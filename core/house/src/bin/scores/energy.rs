//! The energy of real foods: each row is written as a coach's sentence and judged by the numeric rubric.
//!
//! A row without energy, protein, fat or carbohydrate says too little and is left out; one without fibre is written without
//! it. Below 50 kcal an error of 30 % lies inside the 15 kcal that the rule grants, so errors are counted from 100 kcal
//! on, and from 50 kcal on beside it.

use serde_json::Value;
use spotter_contract::Outcome;
use spotter_gate::Gate;
use spotter_report::Rate;

use crate::bench::{Bench, answer, text};
use crate::board::{Aim, Board};

/// The least energy of a food whose errors must be caught.
const CAUGHT_KCAL: f64 = 100.0;
/// The least energy of a food for which an error of 30 % exceeds what the rule grants.
const GRANTED_KCAL: f64 = 50.0;

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    SETS.iter().try_for_each(|set| foods(bench, board, set))
}

/// A set of foods: its name, the field of the food's name, how a coach writes a food, and the false alarms allowed.
struct Set {
    name: &'static str,
    food: &'static str,
    write: fn(&Food, f64) -> String,
    alarms: f64,
}

const SETS: [Set; 2] = [
    Set { name: "usda_sr26_macros", food: "desc", write: english, alarms: 0.01 },
    Set { name: "diet_tr_foods_nutrition", food: "name", write: turkish, alarms: 0.025 },
];

/// What a row says about a food.
struct Food<'v> {
    name: &'v str,
    portion_g: f64,
    kcal: f64,
    protein: f64,
    fat: f64,
    carbohydrate: f64,
    fibre: Option<f64>,
}

impl<'v> Food<'v> {
    fn of(row: &'v Value, name: &str) -> Option<Self> {
        let number = |field: &str| row.get(field).and_then(Value::as_f64);
        Some(Self {
            name: text(row, name),
            portion_g: number("portion_g").unwrap_or(100.0),
            kcal: number("kcal")?,
            protein: number("protein")?,
            fat: number("fat")?,
            carbohydrate: number("carb")?,
            fibre: number("fiber"),
        })
    }
}

/// A number with at most one decimal.
fn plain(value: f64) -> String {
    format!("{value:.1}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn english(food: &Food, kcal: f64) -> String {
    let fibre = food.fibre.map_or_else(String::new, |fibre| format!(", {} g fibre", plain(fibre)));
    let Food { name, portion_g, protein, fat, carbohydrate, .. } = food;
    let [portion, protein, carbohydrate, fat] = [portion_g, protein, carbohydrate, fat].map(|value| plain(*value));
    format!(
        "{portion} g {name}: {kcal:.0} kcal, {protein} g protein, {carbohydrate} g carbohydrates, {fat} g fat{fibre}."
    )
}

fn turkish(food: &Food, kcal: f64) -> String {
    let comma = |value: f64| plain(value).replace('.', ",");
    let fibre = food.fibre.map_or_else(String::new, |fibre| format!(", {} g lif", comma(fibre)));
    let Food { name, portion_g, protein, fat, carbohydrate, .. } = food;
    let [portion, protein, carbohydrate, fat] = [portion_g, protein, carbohydrate, fat].map(|value| comma(*value));
    format!(
        "{portion} g {name}: {kcal:.0} kcal, {protein} g protein, {carbohydrate} g karbonhidrat, {fat} g yağ{fibre}."
    )
}

fn foods(bench: &Bench, board: &mut Board, set: &Set) -> anyhow::Result<()> {
    let (mut read, mut alarms, mut caught, mut granted) =
        (Rate::default(), Rate::default(), Rate::default(), Rate::default());
    let rows = bench.rows(set.name)?;
    if rows.is_empty() {
        return Ok(());
    }
    let gate = bench.gate()?;
    for food in rows.iter().filter_map(|row| Food::of(row, set.food)) {
        let written = (set.write)(&food, food.kcal);
        let outcome = outcome(gate, &written);
        let is_alarm = matches!(outcome, Some(Outcome::Broken(_)));
        read += Rate::new(usize::from(!matches!(outcome, None | Some(Outcome::Skipped))), 1);
        alarms += Rate::new(usize::from(is_alarm), 1);
        if is_alarm {
            board.show(set.name, || format!("alarm {written}"));
        }
        for factor in [0.7, 1.3].into_iter().filter(|_| food.kcal >= GRANTED_KCAL) {
            let wrong = (set.write)(&food, food.kcal * factor);
            let hit = Rate::new(usize::from(matches!(self::outcome(gate, &wrong), Some(Outcome::Broken(_)))), 1);
            granted += hit;
            if food.kcal >= CAUGHT_KCAL {
                caught += hit;
            }
            if hit.hits == 0 && food.kcal >= CAUGHT_KCAL {
                board.show(set.name, || format!("missed {wrong}"));
            }
        }
    }
    board.rate(set.name, "foods read", read, Aim::None);
    board.rate(set.name, "false alarms", alarms, Aim::AtMost(set.alarms));
    board.rate(set.name, "±30 % errors caught, from 100 kcal", caught, Aim::AtLeast(0.98));
    board.rate(set.name, "±30 % errors caught, from 50 kcal", granted, Aim::None);
    Ok(())
}

/// What the rule about energy says of a sentence.
fn outcome(gate: &Gate, written: &str) -> Option<Outcome> {
    let judgement = gate.judge(&answer(written));
    judgement.outcomes.into_iter().find(|judged| judged.rule == "numeric/energy-mismatch").map(|judged| judged.outcome)
}
