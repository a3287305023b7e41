//! Quantities of quantulum3, of Duckling and of recipe lines: values with their units.

use serde_json::Value;
use spotter_contract::{Quantity, QuantityKind};
use spotter_report::Rate;

use super::{near, pair, readings, units};
use crate::bench::{Bench, answer, flag, text};
use crate::board::{Aim, Board, Score};

/// Value and unit of what quantulum3 reads; a range counts by its ends.
pub(super) fn quantulum(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "num_quantulum3_en";
    let mut score = Score::default();
    for row in bench.rows(set)? {
        let source = text(&row, "text");
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        let gold: Vec<&Value> = row.get("quantities").and_then(Value::as_array).into_iter().flatten().collect();
        let found: Vec<&Quantity> =
            document.quantities.iter().filter(|found| found.kind != QuantityKind::Ordinal).collect();
        let (mut own, free) = pair(&gold, &found, |gold, found| {
            let number = |field: &str| gold.get(field).and_then(Value::as_f64);
            let is_worth = match (number("value_lo"), number("value_hi"), found.high) {
                (Some(low), Some(high), Some(end)) => near(low, found.value) && near(high, end),
                (None, None, None) => {
                    number("value").is_some_and(|value| readings(found).any(|reading| near(value, reading)))
                }
                _ => false,
            };
            is_worth && units::same(text(gold, "unit"), found.unit)
        });
        own.wrong += free.len();
        score += own;
        if own.wrong + own.missed > 0 {
            board.show(set, || {
                let gold: Vec<(&str, &Value, &str)> =
                    gold.iter().map(|gold| (text(gold, "surface"), &gold["value"], text(gold, "unit"))).collect();
                format!(
                    "{source:?} {}\n    gold {gold:?}\n    read {:?}",
                    flag(&row, "ambiguous"),
                    plain(&found, source)
                )
            });
        }
    }
    board.f1(set, "value and unit", score, Aim::AtLeast(0.92));
    Ok(())
}

/// Duckling's examples: the whole text is one quantity, or none.
pub(super) fn duckling(bench: &Bench, board: &mut Board, set: &str, aim: f64) -> anyhow::Result<()> {
    let mut score = Score::default();
    for row in bench.rows(set)? {
        let source = text(&row, "text");
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        let found: Vec<&Quantity> = document.quantities.iter().collect();
        let is_negative = text(&row, "kind") == "negative";
        let is_right = !is_negative && matches!(found.as_slice(), [one] if is_duckling(&row, one));
        score.right += usize::from(is_right);
        score.missed += usize::from(!is_negative && !is_right);
        score.wrong += usize::from(!is_right && !found.is_empty());
        if (is_negative && !found.is_empty()) || (!is_negative && !is_right) {
            board.show(set, || {
                let gold = [&row["dim"], &row["kind"], &row["value"], &row["unit"]];
                format!("{source:?} {gold:?}\n    read {:?}", plain(&found, source))
            });
        }
    }
    board.f1(set, "value and unit", score, Aim::AtLeast(aim));
    Ok(())
}

/// Whether a quantity is what Duckling's example says: a number, or both ends of a range.
fn is_duckling(row: &Value, found: &Quantity) -> bool {
    let unit = row.get("unit").and_then(Value::as_str).filter(|unit| *unit != "Unnamed");
    let own = units::base(found.unit);
    let gold = units::base(unit);
    let factor = match (unit, &gold, &own) {
        (None, ..) if text(row, "dim") == "Ordinal" => f64::from(u8::from(found.kind == QuantityKind::Ordinal)),
        (None, _, None) => 1.0,
        (Some(_), Some((gold, size)), Some((own, own_size))) if gold == own => own_size / size,
        _ => return false,
    };
    // Duckling's years have other lengths than ours.
    let slack = if found.kind == QuantityKind::Time { 0.02 } else { 1e-6 };
    let is = |gold: f64, found: f64| (gold - found * factor).abs() <= slack * gold.abs().max(1e-6);
    let number = |field: &str| row.get(field).and_then(Value::as_f64);
    match (number("value"), number("lo").zip(number("hi")), found.high) {
        (_, Some((low, high)), Some(end)) => is(low, found.value) && is(high, end),
        (Some(value), None, None) => readings(found).any(|reading| is(value, reading)),
        _ => false,
    }
}

/// The amounts of recipe lines: value and unit, as far as the unit is one of measure.
pub(super) fn ingredients(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "num_ingredient_lines_en";
    let mut found_of = Rate::default();
    for row in bench.rows(set)? {
        let source = text(&row, "input");
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        for amount in row.get("amounts").and_then(Value::as_array).into_iter().flatten() {
            let is_found = document.quantities.iter().any(|found| is_amount(amount, found));
            found_of += Rate::new(usize::from(is_found), 1);
            if !is_found {
                let found: Vec<&Quantity> = document.quantities.iter().collect();
                board.show(set, || format!("{source:?} {amount}\n    read {:?}", plain(&found, source)));
            }
        }
    }
    board.rate(set, "amounts found, value and unit", found_of, Aim::None);
    Ok(())
}

fn is_amount(amount: &Value, found: &Quantity) -> bool {
    let number = |field: &str| match amount.get(field) {
        Some(Value::String(text)) => {
            let mut parts = text.split('/').filter_map(|part| part.trim().parse::<f64>().ok());
            let top = parts.next();
            top.map(|top| top / parts.next().unwrap_or(1.0))
        }
        value => value.and_then(Value::as_f64),
    };
    let Some(value) = number("value") else { return false };
    let is_worth = match (number("upper_value"), found.high) {
        (Some(high), Some(end)) => (value - found.value).abs() < 0.01 && (high - end).abs() < 0.01,
        (None, None) => readings(found).any(|reading| (value - reading).abs() < 0.01),
        _ => false,
    };
    let unit = text(amount, "unit");
    is_worth && (units::base(Some(unit)).is_none() || units::same(unit, found.unit))
}

fn plain<'q>(found: &[&'q Quantity], source: &'q str) -> Vec<(&'q str, f64, Option<f64>, Option<&'q str>)> {
    found.iter().map(|found| (found.span.of(source), found.value, found.high, found.unit)).collect()
}
