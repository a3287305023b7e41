//! Quantities and equations.
//!
//! The sets label the same text in their own ways: one labels the number alone, another the number with its unit, a
//! third only ranges. Each measure says what it holds against the reading and what it leaves aside.

mod corpora;
mod equations;
mod recognizers;
mod units;

use spotter_contract::Quantity;

use crate::bench::Bench;
use crate::board::{Board, Score};

/// The languages, with the F1 aimed at on the Recognizers and on the Duckling rows.
const LANGUAGES: [(&str, f64, f64); 3] = [("en", 0.96, 0.95), ("tr", 0.96, 0.97), ("ar", 0.90, 0.92)];

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    for (lang, aim, _) in LANGUAGES {
        recognizers::values(bench, board, &format!("num_recognizers_{lang}"), aim)?;
    }
    for (lang, ..) in LANGUAGES {
        recognizers::durations(bench, board, &format!("num_recognizers_duration_{lang}"))?;
    }
    corpora::quantulum(bench, board)?;
    for (lang, _, aim) in LANGUAGES {
        corpora::duckling(bench, board, &format!("num_duckling_{lang}"), aim)?;
    }
    corpora::ingredients(bench, board)?;
    equations::measure(bench, board)
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// Whether two numbers are the same but for rounding.
fn near(gold: f64, found: f64) -> bool {
    (gold - found).abs() <= 1e-6 * gold.abs().max(1e-6)
}

/// The values that a quantity may have: both readings, where its separator is undecided.
fn readings(found: &Quantity) -> impl Iterator<Item = f64> {
    [Some(found.value), found.other].into_iter().flatten()
}

/// Pairs each labelled thing with a found one of its own, and returns which of the found are left.
fn pair<'f, 'q, 'a, G>(
    gold: &[G],
    found: &'f [&'q Quantity<'a>],
    is_same: impl Fn(&G, &Quantity) -> bool,
) -> (Score, Vec<&'f &'q Quantity<'a>>) {
    let mut free: Vec<&&Quantity> = found.iter().collect();
    let mut score = Score::default();
    for gold in gold {
        match free.iter().position(|found| is_same(gold, found)) {
            Some(at) => {
                free.remove(at);
                score.right += 1;
            }
            None => score.missed += 1,
        }
    }
    (score, free)
}
