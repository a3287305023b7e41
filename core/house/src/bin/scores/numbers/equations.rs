//! The written equations of GSM8K, and the same equations in Turkish and Arabic words and signs.

use serde_json::Value;
use spotter_contract::Equation;
use spotter_report::Rate;

use crate::bench::{Bench, answer, text};
use crate::board::{Aim, Board};

/// What is counted over the equations of a text.
#[derive(Default)]
struct Counts {
    parsed: Rate,
    alarms: Rate,
    caught: Rate,
}

/// Parsed, false alarms, corrupted results caught.
pub(super) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "num_gsm8k_arith";
    let rows = bench.rows(set)?;
    let mut counts = Counts::default();
    for row in &rows {
        let results: Vec<f64> = gold(row).filter_map(|(_, value)| value).collect();
        counts.text(bench, board, text(row, "text"), &results);
    }
    report(board, set, "as written", &counts);
    for (lang, write) in [("Turkish", turkish as fn(&str, f64) -> String), ("Arabic", arabic)] {
        let mut counts = Counts::default();
        for row in &rows {
            for (left, value) in gold(row) {
                let Some(value) = value.filter(|value| is_exact(left, *value)) else { continue };
                counts.text(bench, board, &write(left, value), &[value]);
            }
        }
        report(board, set, lang, &counts);
    }
    Ok(())
}

fn report(board: &mut Board, set: &str, how: &str, counts: &Counts) {
    board.rate(set, &format!("equations parsed, {how}"), counts.parsed, Aim::AtLeast(0.85));
    board.rate(set, &format!("false alarms, {how}"), counts.alarms, Aim::AtMost(0.0));
    board.rate(set, &format!("corrupted results caught, {how}"), counts.caught, Aim::AtLeast(0.99));
}

/// The equations of a row: the left side and the result.
fn gold(row: &Value) -> impl Iterator<Item = (&str, Option<f64>)> {
    let all = row.get("equations").and_then(Value::as_array).into_iter().flatten();
    all.map(|one| (text(one, "expr"), text(one, "value").replace(',', "").parse().ok()))
}

impl Counts {
    /// Reads a text as it stands, and once more with each result corrupted.
    fn text(&mut self, bench: &Bench, board: &Board, source: &str, results: &[f64]) {
        let set = "num_gsm8k_arith";
        let sample = answer(source);
        let document = bench.plain.read(&sample);
        let mut free: Vec<&Equation> = document.equations.iter().collect();
        for result in results {
            let own = free.iter().position(|found| (found.stated - result).abs() <= 1e-6 * result.abs().max(1.0));
            own.map(|own| free.remove(own));
            self.parsed += Rate::new(usize::from(own.is_some()), 1);
            if own.is_none() {
                board.show(set, || format!("not read: .. = {result} in {source:?}"));
            }
        }
        for equation in &document.equations {
            self.alarms += Rate::new(usize::from(is_off(equation)), 1);
            if is_off(equation) {
                board.show(set, || format!("alarm {:?}: {}", equation.span.of(source), equation.computed));
            }
            let Some(corrupted) = corrupted(source, equation) else { continue };
            let sample = answer(&corrupted);
            let again = bench.plain.read(&sample);
            let is_caught = again.equations.iter().any(|one| one.span.start == equation.span.start && is_off(one));
            self.caught += Rate::new(usize::from(is_caught), 1);
            if !is_caught {
                board.show(set, || format!("corrupted and not caught {:?}", equation.span.of(source)));
            }
        }
    }
}

fn is_off(equation: &Equation) -> bool {
    (equation.stated - equation.computed).abs() > equation.tolerance
}

/// The text with a tenth, and at least one, added to the result of an equation.
fn corrupted(source: &str, equation: &Equation) -> Option<String> {
    let surface = equation.span.of(source);
    let (last, letter) = surface.char_indices().rev().find(|(_, letter)| letter.is_numeric())?;
    let end = last + letter.len_utf8();
    let is_part = |letter: char| letter.is_numeric() || matches!(letter, '.' | ',' | '٫');
    let start = surface.get(..end)?.rfind(|letter| !is_part(letter)).map_or(0, |at| at + 1);
    let start = (start..end).find(|at| surface.is_char_boundary(*at))?;
    let changed = if equation.stated.abs() >= 10.0 { equation.stated.abs() * 1.1 } else { equation.stated.abs() + 1.0 };
    let (from, to) = (equation.span.start + start, equation.span.start + end);
    Some(format!("{}{changed:.2}{}", source.get(..from)?, source.get(to..)?))
}

/// Whether the result is no rounded one, so that the equation may be written without its context.
fn is_exact(left: &str, value: f64) -> bool {
    value.fract() == 0.0 && left.contains(['+', '*', '-']) && !left.contains(['/', '%', '$'])
}

fn turkish(left: &str, value: f64) -> String {
    let left = left.replace('.', ",").replace('*', " çarpı ").replace('+', " artı ").replace('-', " eksi ");
    format!("Hesap: {left} eşittir {value}.")
}

fn arabic(left: &str, value: f64) -> String {
    let digits = |text: String| -> String {
        text.chars()
            .map(|letter| letter.to_digit(10).map_or(letter, |digit| char::from_u32(0x660 + digit).unwrap_or(letter)))
            .collect()
    };
    let left = left.replace('.', "٫").replace('*', " × ").replace('+', " زائد ").replace('-', " ناقص ");
    format!("الحساب: {} يساوي {}.", digits(left), digits(value.to_string()))
}
