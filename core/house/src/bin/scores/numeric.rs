//! Generated coaching sentences with one injected error each, judged by the numeric rubric through the gate.

#[path = "../../../../../plugins/numeric/tests/coach/mod.rs"]
mod coach;

use spotter_gate::Gate;
use spotter_report::Rate;

use crate::bench::{Bench, exchange};
use crate::board::{Aim, Board, Score};

const SET: &str = "generated";
const COUNT: usize = 200;
const SEED: u64 = 3;

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let gate = bench.gate()?;
    let (mut score, mut alarms) = (Score::default(), Rate::default());
    for one in coach::exchanges(SEED, COUNT) {
        let kept = broken(gate, [&one.question, &one.right]);
        let found = broken(gate, [&one.question, &one.wrong]).iter().any(|rule| rule == one.rule);
        score.add(true, found);
        score.add(false, !kept.is_empty());
        alarms += Rate::new(usize::from(!kept.is_empty()), 1);
        if !kept.is_empty() {
            board.show(SET, || format!("alarm {} {kept:?}: {:?} {:?}", one.lang, one.question, one.right));
        }
        if !found {
            board.show(SET, || format!("missed {} {}: {:?} {:?}", one.lang, one.rule, one.question, one.wrong));
        }
    }
    board.pair(SET, "injected errors", score, (Aim::AtLeast(0.98), Aim::AtLeast(0.95)));
    board.rate(SET, "right answers alarmed", alarms, Aim::None);
    Ok(())
}

/// The numeric rules that an answer breaks, without the rubric's name.
fn broken(gate: &Gate, [question, answer]: [&str; 2]) -> Vec<String> {
    let judgement = gate.judge(&exchange(question, answer));
    judgement.broken().filter_map(|judged| judged.rule.strip_prefix("numeric/")).map(str::to_owned).collect()
}
