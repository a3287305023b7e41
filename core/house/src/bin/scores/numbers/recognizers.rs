//! The rows of Recognizers-Text: numbers, ranges, percent, ages, dimensions, temperatures, durations.
//!
//! What a model of the set does not label is not held against the reading: ordinals beside numbers, plain numbers
//! beside ranges, counted things beside dimensions. A unit without a number is no quantity.

use serde_json::Value;
use spotter_contract::{Document, Quantity, QuantityKind};
use spotter_text::fold;

use super::{near, pair, readings, units};
use crate::bench::{Bench, answer, flag, text};
use crate::board::{Aim, Board, Score};

/// Value and span of every quantity of the rows in scope.
pub(super) fn values(bench: &Bench, board: &mut Board, set: &str, aim: f64) -> anyhow::Result<()> {
    let (mut values, mut spans) = (Score::default(), Score::default());
    for row in bench.rows(set)?.iter().filter(|row| flag(row, "in_scope")) {
        let (source, model) = (text(row, "text"), text(row, "model"));
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        let gold = labelled(row);
        let found: Vec<&Quantity> = document.quantities.iter().filter(|found| is_of(model, found)).collect();
        let (value, free) = pair(&gold, &found, |gold, found| is_worth(gold, found));
        values += counted(value, &free, model, source);
        let (span, free) = pair(&gold, &found, |gold, found| {
            let surface = text(gold, "surface");
            // Some labels are not words of the text; the value decides there.
            let is_absent = !fold(source).contains(fold(surface).trim());
            let (own, has_unit) = (found.span.of(source), found.unit.is_some());
            let is_bound = model == "NumberRangeModel" && has_unit && is_bound_of(surface, own);
            is_worth(gold, found) && (is_absent || is_bound || is_at(surface, own, has_unit || model == "NumberModel"))
        });
        let span = counted(span, &free, model, source);
        spans += span;
        if span.wrong + span.missed > 0 {
            board.show(set, || shown(row, &document, source));
        }
    }
    board.f1(set, "value and span", spans, Aim::AtLeast(aim));
    board.f1(set, "value", values, Aim::None);
    Ok(())
}

/// The length in seconds of every duration.
pub(super) fn durations(bench: &Bench, board: &mut Board, set: &str) -> anyhow::Result<()> {
    let mut score = Score::default();
    for row in bench.rows(set)? {
        let source = text(&row, "text");
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        let gold = labelled(&row);
        let found: Vec<&Quantity> =
            document.quantities.iter().filter(|found| matches!(found.kind, QuantityKind::Time)).collect();
        let (mut own, free) = pair(&gold, &found, |gold, found| {
            let stated = gold.pointer("/value/FutureResolution/duration").and_then(Value::as_str);
            stated.and_then(|stated| stated.parse().ok()).is_some_and(|stated| {
                units::base(found.unit).is_some_and(|(_, factor)| near(stated, found.value * factor))
            })
        });
        own.wrong += free.len();
        score += own;
        if own.wrong + own.missed > 0 {
            board.show(set, || shown(&row, &document, source));
        }
    }
    board.f1(set, "seconds", score, Aim::None);
    Ok(())
}

/// The labelled quantities that have a value.
fn labelled(row: &Value) -> Vec<&Value> {
    let all = row.get("quantities").and_then(Value::as_array).into_iter().flatten();
    all.filter(|gold| !text(gold, "surface").is_empty())
        .filter(|gold| gold.get("value").is_some_and(|value| !value.is_null() && value.as_str() != Some("null")))
        .collect()
}

/// Whether a model is about quantities of this kind.
fn is_of(model: &str, found: &Quantity) -> bool {
    use QuantityKind::{Age, Count, Length, Mass, MassPerMass, Percent, Rate, Temperature, Time, Volume};
    match model {
        "PercentModel" => found.kind == Percent,
        "TemperatureModel" => found.kind == Temperature,
        "AgeModel" => matches!(found.kind, Age | Time),
        "DimensionModel" => matches!(found.kind, Mass | MassPerMass | Volume | Length | Rate | Count),
        _ => true,
    }
}

/// The score with what was found and not labelled, as far as the model labels such things.
fn counted(mut score: Score, free: &[&&Quantity], model: &str, source: &str) -> Score {
    let is_wrong = |found: &Quantity| {
        let surface = found.span.of(source);
        let mut unit = surface.chars().skip_while(|letter| !letter.is_alphabetic());
        let digits = surface.chars().take_while(|letter| !letter.is_alphabetic());
        let is_glued = found.unit.is_some() && unit.next().is_some() && digits.last().is_some_and(char::is_numeric);
        let is_plain = found.high.is_none() && !surface.contains(' ');
        match model {
            "NumberModel" => found.kind != QuantityKind::Ordinal && !is_glued,
            "NumberRangeModel" => !is_plain && found.kind != QuantityKind::Ordinal,
            "AgeModel" => found.kind == QuantityKind::Age,
            _ => true,
        }
    };
    score.wrong += free.iter().filter(|found| is_wrong(found)).count();
    score
}

/// Whether a found quantity has the labelled value, or the labelled ends of a range.
fn is_worth(gold: &Value, found: &Quantity) -> bool {
    if let Some(value) = gold.get("value_num").and_then(Value::as_f64) {
        return found.high.is_none() && readings(found).any(|reading| close(value, reading));
    }
    let value = text(gold, "value");
    let range = value.trim_matches(['(', ')', '[', ']', '%']);
    let ends: Vec<f64> = range.split(',').filter_map(|end| end.parse().ok()).collect();
    match (ends.as_slice(), found.high) {
        ([low, high], Some(end)) => close(*low, found.value) && close(*high, end),
        ([low, high], None) => near(*low, *high) && close(*low, found.value),
        ([one], None) => readings(found).any(|reading| close(*one, reading)),
        _ => false,
    }
}

/// The sets round to fifteen digits.
fn close(gold: f64, found: f64) -> bool {
    (gold - found).abs() <= 1e-6 * gold.abs().max(1.0)
}

/// Whether the surfaces are the same. The offsets of the sets count in characters of some language, so the surface
/// decides; where the set labels the number alone, its unit or its bound may stand on, and so may a Turkish ending.
fn is_at(gold: &str, found: &str, has_more: bool) -> bool {
    let (gold, found) = (fold(gold), fold(found));
    let (gold, found) = (gold.trim(), found.trim());
    let Some(rest) = found.strip_prefix(gold).or(found.strip_suffix(gold)) else { return false };
    let is_ending = rest.chars().count() <= 6 && rest.chars().all(|letter| letter.is_alphabetic() || letter == '\'');
    rest.is_empty() || (has_more && !rest.contains(|letter: char| letter.is_ascii_digit())) || is_ending
}

/// Whether a labelled bound ends with the number that a found measure begins with: `more than thirty`, `thirty years`.
fn is_bound_of(gold: &str, found: &str) -> bool {
    let (gold, found) = (fold(gold), fold(found));
    let mut starts = gold.match_indices(' ').filter_map(|(at, _)| gold.get(at + 1..));
    starts.any(|number| found.starts_with(number))
}

fn shown(row: &Value, document: &Document, source: &str) -> String {
    let gold: Vec<(&str, &Value)> =
        labelled(row).into_iter().map(|gold| (text(gold, "surface"), &gold["value"])).collect();
    let read: Vec<(&str, f64, Option<f64>, Option<&str>)> =
        document.quantities.iter().map(|found| (found.span.of(source), found.value, found.high, found.unit)).collect();
    format!("{} {source:?}\n    gold {gold:?}\n    read {read:?}", text(row, "model"))
}
