//! Quantities, equations and the energy of foods.

use serde_json::Value;
use spotter_contract::{Document, Quantity};
use spotter_report::Rate;

use crate::bench::{Bench, answer, flag, text};
use crate::board::{Aim, Board, Score};

/// The Recognizers sets: language, and the F1 aimed at.
const RECOGNIZERS: [(&str, f64); 3] = [("en", 0.96), ("tr", 0.96), ("ar", 0.90)];

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    for (lang, aim) in RECOGNIZERS {
        recognizers(bench, board, &format!("num_recognizers_{lang}"), aim)?;
    }
    equations(bench, board)
}

/// Value and span of every quantity of the rows in scope.
fn recognizers(bench: &Bench, board: &mut Board, set: &str, aim: f64) -> anyhow::Result<()> {
    let (mut values, mut spans) = (Score::default(), Score::default());
    for row in bench.rows(set)?.iter().filter(|row| flag(row, "in_scope")) {
        let source = text(row, "text");
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        let gold: Vec<&Value> = row.get("quantities").and_then(Value::as_array).into_iter().flatten().collect();
        let found = of_model(&document, text(row, "model"));
        let by_value = matched(&gold, &found, |gold, found| is_worth(gold, found));
        let by_span = matched(&gold, &found, |gold, found| is_worth(gold, found) && is_at(gold, found, source));
        for (score, right) in [(&mut values, by_value), (&mut spans, by_span)] {
            score.right += right;
            score.wrong += found.len() - right;
            score.missed += gold.len() - right;
        }
        if by_span < gold.len().max(found.len()) {
            let surfaces: Vec<&str> = gold.iter().map(|gold| text(gold, "surface")).collect();
            let read: Vec<&str> = found.iter().map(|found| found.span.of(source)).collect();
            board.show(set, || format!("{source:?}\n    gold {surfaces:?}\n    read {read:?}"));
        }
    }
    board.f1(set, "value and span", spans, Aim::AtLeast(aim));
    board.f1(set, "value", values, Aim::None);
    Ok(())
}

/// The quantities that a model of the set is about: some label only what has a unit.
fn of_model<'d, 'a>(document: &'d Document<'a>, model: &str) -> Vec<&'d Quantity<'a>> {
    let is_bare = matches!(model, "NumberModel" | "NumberRangeModel" | "OrdinalModel");
    document.quantities.iter().filter(|found| is_bare || found.unit.is_some()).collect()
}

/// How many labelled quantities have a found one of their own.
fn matched(gold: &[&Value], found: &[&Quantity], is_same: impl Fn(&Value, &Quantity) -> bool) -> usize {
    let mut free: Vec<&Quantity> = found.to_vec();
    gold.iter()
        .filter(|gold| match free.iter().position(|found| is_same(gold, found)) {
            Some(at) => {
                free.remove(at);
                true
            }
            None => false,
        })
        .count()
}

/// Whether a found quantity has the labelled value, or the labelled ends of a range.
fn is_worth(gold: &Value, found: &Quantity) -> bool {
    let near = |gold: f64, found: f64| (gold - found).abs() <= 1e-6 * gold.abs().max(1.0);
    if let Some(value) = gold.get("value_num").and_then(Value::as_f64) {
        return near(value, found.value) || found.other.is_some_and(|other| near(value, other));
    }
    let range = text(gold, "value").trim_matches(['(', ')', '[', ']']);
    let ends: Vec<f64> = range.split(',').filter_map(|end| end.parse().ok()).collect();
    match (ends.as_slice(), found.high) {
        ([low, high], Some(end)) => near(*low, found.value) && near(*high, end),
        ([one], None) => near(*one, found.value),
        _ => false,
    }
}

/// Whether the spans are the same; the sets count in characters of some language, so the surface decides.
fn is_at(gold: &Value, found: &Quantity, source: &str) -> bool {
    let plain = |text: &str| text.trim().to_owned();
    plain(text(gold, "surface")) == plain(found.span.of(source))
}

/// The written equations of GSM8K: parsed, false alarms, corrupted results caught.
fn equations(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "num_gsm8k_arith";
    let (mut parsed, mut alarms, mut caught) = (Rate::default(), Rate::default(), Rate::default());
    for row in bench.rows(set)? {
        let source = text(&row, "text");
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        let gold = row.get("equations").and_then(Value::as_array).map_or(0, Vec::len);
        parsed += Rate::new(document.equations.len().min(gold), gold);
        for equation in &document.equations {
            let is_off = |stated: f64| (stated - equation.computed).abs() > equation.tolerance;
            let corrupted = if equation.stated.abs() >= 10.0 { equation.stated * 1.1 } else { equation.stated + 1.0 };
            alarms += Rate::new(usize::from(is_off(equation.stated)), 1);
            caught += Rate::new(usize::from(is_off(corrupted)), 1);
            if is_off(equation.stated) {
                board.show(set, || format!("alarm {:?}: {}", equation.span.of(source), equation.computed));
            }
        }
        if document.equations.len() < gold {
            board.show(set, || format!("{} of {gold} in {source:?}", document.equations.len()));
        }
    }
    board.rate(set, "equations parsed", parsed, Aim::AtLeast(0.85));
    board.rate(set, "false alarms", alarms, Aim::AtMost(0.0));
    board.rate(set, "corrupted results caught", caught, Aim::AtLeast(0.99));
    Ok(())
}
