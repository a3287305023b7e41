//! Coaching sentences whose numbers are right, and the same sentences with one wrong number.
//!
//! A kind of sentence has a question, answers in three languages with places for numbers, and a function that draws
//! the numbers and the one that is wrong. The same seed gives the same sentences on every machine.

mod kinds;

use kinds::{KINDS, Kind};

/// A question with a right and a wrong answer to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Exchange {
    /// What the error is about; the rule that should find it.
    pub(crate) rule: &'static str,
    /// `tr`, `en` or `ar`.
    pub(crate) lang: &'static str,
    /// What the user says.
    pub(crate) question: String,
    /// An answer without an error.
    pub(crate) right: String,
    /// The same answer with one error.
    pub(crate) wrong: String,
}

/// Numbers by chance that come out the same everywhere (the generator of Knuth's MMIX).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// A whole number from `low` to `high` in steps.
    fn step(&mut self, low: f64, high: f64, step: f64) -> f64 {
        let steps = ((high - low) / step).round() as u64 + 1;
        low + step * (self.next() % steps) as f64
    }

    /// A factor that makes a number wrong: 15 to 45 % too low or 20 to 60 % too high.
    fn error(&mut self) -> f64 {
        if self.next().is_multiple_of(2) { self.step(0.55, 0.85, 0.05) } else { self.step(1.2, 1.6, 0.05) }
    }
}

const LANGS: [&str; 3] = ["en", "tr", "ar"];

/// The first `count` exchanges of a seed: every kind in every language in turn.
pub(crate) fn exchanges(seed: u64, count: usize) -> Vec<Exchange> {
    let mut chance = Chance(seed);
    (0..count).map(|index| exchange(&mut chance, index)).collect()
}

fn exchange(chance: &mut Chance, index: usize) -> Exchange {
    let lang = index % LANGS.len();
    let kind: &Kind = &KINDS[(index / LANGS.len()) % KINDS.len()];
    let answer = kind.answers[chance.next() as usize % kind.answers.len()][lang];
    let grouped = chance.next().is_multiple_of(2);
    let (values, errors) = (kind.draw)(chance);
    let fill = |text: &str, errors: &[(&str, f64)]| {
        let mut filled = text.to_owned();
        for (key, value) in errors.iter().chain(&values) {
            filled = filled.replace(&format!("{{{key}}}"), &written(*value, LANGS[lang], grouped));
        }
        filled
    };
    Exchange {
        rule: kind.rule,
        lang: LANGS[lang],
        question: fill(kind.question[lang], &[]),
        right: fill(answer, &[]),
        wrong: fill(answer, &errors),
    }
}

/// A number as a language writes it, with at most two decimals, and with or without a mark at the thousands.
fn written(value: f64, lang: &str, is_grouped: bool) -> String {
    let text = format!("{value:.2}");
    let plain = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let (group, point) = if lang == "tr" { (".", ",") } else { (",", ".") };
    let at = whole.len().checked_sub(3).filter(|at| is_grouped && *at > 0);
    let whole = match at.and_then(|at| whole.split_at_checked(at)) {
        Some((thousands, rest)) => format!("{thousands}{group}{rest}"),
        None => whole.to_owned(),
    };
    if decimals.is_empty() { whole } else { format!("{whole}{point}{decimals}") }
}
