//! Conditional sentences, and how useful a condition is.

use std::collections::BTreeMap;

use serde_json::Value;
use spotter_report::Rate;

use crate::bench::{Bench, answer, flag, text};
use crate::board::{Aim, Board, Score};

/// The treebanks: language, and the F1 aimed at.
const TREEBANKS: [(&str, f64); 3] = [("en", 0.94), ("tr", 0.95), ("ar", 0.92)];

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    for (lang, aim) in TREEBANKS {
        treebank(bench, board, &format!("cond_ud_{lang}"), aim)?;
    }
    levels(bench, board)
}

/// Whether a sentence holds a condition; rows whose label is ambiguous are left out.
fn treebank(bench: &Bench, board: &mut Board, set: &str, aim: f64) -> anyhow::Result<()> {
    let mut score = Score::default();
    for row in bench.rows(set)?.iter().filter(|row| !flag(row, "ambiguous")) {
        let (source, is_gold) = (text(row, "text"), flag(row, "conditional"));
        let sample = answer(source);
        let document = bench.text.read(&sample);
        let level = document.conditions.iter().map(|condition| condition.level).max();
        score.add(is_gold, level.is_some());
        if is_gold != level.is_some() {
            board.show(set, || format!("{} {level:?} {source}", if is_gold { "missed" } else { "wrong " }));
        }
    }
    board.f1(set, "conditional sentences", score, Aim::AtLeast(aim));
    Ok(())
}

/// The level of the most useful condition of each text, 0 where there is none.
fn levels(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "condition_actions";
    let mut right: BTreeMap<String, Rate> = BTreeMap::new();
    for row in crate::bench::contrast(set)? {
        let source = text(&row, "text");
        let sample = answer(source);
        let document = bench.text.read(&sample);
        let found = u64::from(document.conditions.iter().map(|condition| condition.level).max().unwrap_or(0));
        let gold = row.get("level").and_then(Value::as_u64).unwrap_or(0);
        *right.entry(text(&row, "lang").to_owned()).or_default() += Rate::new(usize::from(found == gold), 1);
        if found != gold {
            board.show(set, || format!("{} is {gold}, read {found}: {source:?}", text(&row, "id")));
        }
    }
    for (lang, rate) in right {
        board.rate(set, &format!("right level, {lang}"), rate, Aim::AtLeast(0.9));
    }
    Ok(())
}
