//! Deficit into weight, and distance, pace and time.

use spotter_contract::{Finding, Quantity, QuantityKind, Sample, Span};

use crate::Numeric;
use crate::amount::{Amount, likely, readings};
use crate::reading::{Line, gap, written};
use crate::texts::in_lang;

/// Kilocalories in a kilogram of body weight: 7,700 (Wishnofsky 1958: 3,500 a pound), and 7,000, which many round it to.
const KCAL_PER_KG: Amount = Amount { low: 7_000.0, high: 7_700.0 };

/// People round a rate of loss to a tenth of a kilogram.
const ROUNDING: f64 = 0.05;

/// Whether the weekly loss that a sentence promises follows from the daily deficit beside it; nothing where the sentence
/// has no such pair.
pub(crate) fn deficit(sample: &Sample, line: &Line) -> Option<Vec<Finding>> {
    if !line.names("deficit") || line.names_any(&["limit", "per_month"]) {
        return None;
    }
    let energy = only(line, |quantity| quantity.kind == QuantityKind::Energy && quantity.value >= 100.0)?;
    let loss = only(line, |one| matches!(one.unit, Some("kg" | "lb" | "kg/week" | "lb/week" | "g" | "g/week")))?;
    let is_weekly = loss.unit.is_some_and(|unit| unit.ends_with("/week")) || line.names("per_week");
    let is_daily = energy.unit == Some("kcal/day") || line.names("per_day");
    if !is_weekly || !is_daily || !line.names("weight_loss") {
        return None;
    }
    let factor = match loss.unit {
        Some("lb" | "lb/week") => 0.453_592_37,
        Some("g" | "g/week") => 0.001,
        _ => 1.0,
    };
    let fits = readings(energy).into_iter().any(|energy| {
        let low = energy.low * 7.0 / KCAL_PER_KG.high - ROUNDING;
        let real = Amount { low, high: energy.high * 7.0 / KCAL_PER_KG.low + ROUNDING };
        readings(loss).into_iter().any(|stated| stated.times(factor).is_near(real, 0.0))
    });
    if fits {
        return Some(Vec::new());
    }
    let real = likely(energy).times(7.0 / KCAL_PER_KG.high / factor).shown(line.lang);
    let unit = loss.unit.unwrap_or("kg").trim_end_matches("/week");
    let (stated, energy) = (written(sample, loss), written(sample, energy));
    let message = in_lang(
        line.lang,
        [
            format!("`{stated}` a week does not follow from `{energy}` a day: {real} {unit} at 7,700 kcal/kg"),
            format!("haftada `{stated}`, günde `{energy}` açıktan çıkmıyor: 7.700 kcal/kg ile {real} {unit}"),
            format!("`{stated}` في الأسبوع لا ينتج عن عجز `{energy}` في اليوم: {real} {unit} بحساب 7700 kcal/kg"),
        ],
    );
    Some(vec![Finding::at(loss.turn, loss.span, message)])
}

/// Whether a distance at a pace, or at a speed, takes the time that stands beside them; nothing where one is missing.
pub(crate) fn pace(numeric: &Numeric, sample: &Sample, line: &Line) -> Option<Vec<Finding>> {
    let is_session = |quantity: &Quantity| matches!(quantity.kind, QuantityKind::Sets | QuantityKind::Count);
    if line.quantities.iter().any(is_session) || line.names("part") {
        return None;
    }
    let distance = only(line, |one| matches!(one.unit, Some("km")))?;
    let rate = only(line, |one| matches!(one.unit, Some("min/km" | "km/h")))?;
    let (time, minutes) = duration(line)?;
    let hours = rate.unit == Some("km/h");
    let each = likely(rate);
    let pace = if hours { Amount { low: 60.0 / each.high, high: 60.0 / each.low } } else { each };
    let real = Amount { low: likely(distance).low * pace.low, high: likely(distance).high * pace.high };
    if minutes.is_near(real, numeric.formula_tolerance) || minutes.is_within(real, 0.5) {
        return Some(Vec::new());
    }
    let real = real.shown(line.lang);
    let (time, rate, distance) =
        (time.of(sample.text(line.sentence.turn)), written(sample, rate), written(sample, distance));
    let message = in_lang(
        line.lang,
        [
            format!("`{time}` does not follow from `{distance}` at `{rate}`, which take {real} min"),
            format!("`{time}`, `{rate}` ile `{distance}` için tutmuyor; {real} dk eder"),
            format!("`{time}` لا ينتج عن `{distance}` بسرعة `{rate}`، والناتج {real} دقيقة"),
        ],
    );
    let place = duration(line).map_or(line.sentence.span, |(span, _)| span);
    Some(vec![Finding::at(line.sentence.turn, place, message)])
}

/// The one duration of a line in minutes: `55 dk`, `1 saat 30 dakika`.
fn duration(line: &Line) -> Option<(Span, Amount)> {
    let minutes = |quantity: &Quantity| match quantity.unit {
        Some("s") => Some(1.0 / 60.0),
        Some("min") => Some(1.0),
        Some("h") => Some(60.0),
        _ => None,
    };
    let times: Vec<&Quantity> = line.quantities.iter().filter(|one| one.kind == QuantityKind::Time).collect();
    let amount = |one: &Quantity| Some(likely(one).times(minutes(one)?));
    match times.as_slice() {
        [one] => Some((one.span, amount(one)?)),
        [first, second]
            if first.unit == Some("h") && second.unit == Some("min") && gap(first.span, second.span) <= 8 =>
        {
            Some((Span::new(first.span.start, second.span.end), amount(first)?.plus(amount(second)?)))
        }
        _ => None,
    }
}

/// The one number of a line that fits.
fn only<'d>(line: &Line<'d>, fits: impl Fn(&Quantity) -> bool) -> Option<&'d Quantity<'d>> {
    let mut found = line.quantities.iter().filter(|quantity| fits(quantity));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
