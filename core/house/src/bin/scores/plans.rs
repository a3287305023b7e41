//! Training plans: sound ones that must pass, and one fault at a time that must be found.
//!
//! No public corpus of coaches' plans has load metrics, so the plans are generated, seeded, in the talk of three
//! languages. Fitness is checked against a recurrence of its own, summed directly and not day by day.

mod faults;
mod generator;
mod random;
mod talk;

use anyhow::Context;
use serde_json::{Value, json};
use spotter_contract::{Outcome, Role, Sample, Turn};
use spotter_gate::Gate;
use spotter_report::Rate;

use crate::bench::Bench;
use crate::board::{Aim, Board};
use faults::{FAULTS, Spoil};
use random::Random;

/// The name of the generated material in the table.
const SET: &str = "generated plans";
/// How many sound plans there are.
const SOUND: u64 = 200;
/// How many plans have each fault.
const SPOILT: u64 = 40;
/// What a cut answer must break.
const CUT: [&str; 2] = ["plan/truncated-plan", "plan/unreadable-plan"];

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let gate = bench.gate()?;
    sound(gate, board);
    changed(gate, board);
    spoilt(gate, board);
    cut(gate, board);
    fitness(gate, board)
}

/// Sound plans in every wrapping: none may have a finding.
fn sound(gate: &Gate, board: &mut Board) {
    let mut alarms = Rate::default();
    for seed in 0..SOUND {
        let plan = generator::plan(&mut Random::new(seed));
        let answer = talk::wrapped(&plan, seed);
        let broken = broken(gate, &turns(talk::question(seed), &answer));
        alarms += Rate::new(usize::from(!broken.is_empty()), 1);
        if !broken.is_empty() {
            board.show(SET, || format!("alarm, plan {seed}: {broken:?}"));
        }
    }
    board.rate(SET, "sound plans, false alarms", alarms, Aim::AtMost(0.0));
}

/// Honest modifications of sound plans.
fn changed(gate: &Gate, board: &mut Board) {
    let mut alarms = Rate::default();
    for seed in 0..SOUND {
        let plan = generator::plan(&mut Random::new(seed));
        let change = talk::honest_change(&plan, seed);
        let broken = of_change(gate, &plan, &change, seed);
        alarms += Rate::new(usize::from(!broken.is_empty()), 1);
        if !broken.is_empty() {
            board.show(SET, || format!("alarm, change {seed}: {broken:?}\n    {change}"));
        }
    }
    board.rate(SET, "honest modifications, false alarms", alarms, Aim::AtMost(0.0));
}

/// One fault of each kind in each plan.
fn spoilt(gate: &Gate, board: &mut Board) {
    let mut all = Rate::default();
    for fault in FAULTS {
        let mut caught = Rate::default();
        for seed in 0..SPOILT {
            let mut plan = generator::plan(&mut Random::new(seed));
            let found = match fault.spoil {
                Spoil::Plan(spoil) => {
                    spoil(&mut plan);
                    broken(gate, &turns(talk::question(seed), &talk::wrapped(&plan, seed)))
                }
                Spoil::Text(spoil) => broken(gate, &turns(talk::question(seed), &spoil(&talk::wrapped(&plan, seed)))),
                Spoil::Change(change) => of_change(gate, &plan, &change(&plan, seed), seed),
            };
            let is_caught = found.iter().any(|(rule, _)| rule == fault.rule);
            caught += Rate::new(usize::from(is_caught), 1);
            if !is_caught {
                board.show(SET, || format!("missed {} in plan {seed}: {found:?}", fault.name));
            }
        }
        all += caught;
        board.rate(SET, fault.name, caught, Aim::AtLeast(1.0));
    }
    board.rate(SET, "all kinds of faults caught", all, Aim::AtLeast(1.0));
}

/// Answers that end too early, at twenty places each.
fn cut(gate: &Gate, board: &mut Board) {
    let mut caught = Rate::default();
    for seed in 0..SPOILT {
        let plan = generator::plan(&mut Random::new(seed));
        let answer = talk::wrapped(&plan, seed);
        let (Some(start), Some(end)) = (answer.find("\"weeks\""), answer.rfind('}')) else { continue };
        for part in 1..=20 {
            let at = answer.floor_char_boundary(start + (end - start) * part / 20);
            let Some(text) = answer.get(..at.max(start + 8)) else { continue };
            let found = broken(gate, &turns(talk::question(seed), text));
            let is_caught = found.iter().any(|(rule, _)| CUT.contains(&rule.as_str()));
            caught += Rate::new(usize::from(is_caught), 1);
            if !is_caught {
                board.show(SET, || format!("missed a cut at {at} of plan {seed}: {found:?}"));
            }
        }
    }
    board.rate(SET, "cut answers caught", caught, Aim::AtLeast(1.0));
}

/// The fitness that a finding expects against the directly summed one.
fn fitness(gate: &Gate, board: &mut Board) -> anyhow::Result<()> {
    let mut near = Rate::default();
    for seed in 0..SOUND {
        let mut plan = generator::plan(&mut Random::new(seed));
        let due = generator::fitness_at_the_end(&plan);
        let last = plan["weeks"].as_array().map_or(0, Vec::len) - 1;
        plan["weeks"][last]["targets"]["ctl"] = json!(((due + 20.0) * 10.0).round() / 10.0);
        let found = broken(gate, &turns(talk::question(seed), &talk::wrapped(&plan, seed)));
        let message = found.iter().find(|(rule, message)| rule == "plan/wrong-load" && message.contains("CTL"));
        let (_, message) = message.with_context(|| format!("plan {seed} has a wrong CTL and no finding"))?;
        let words = message.split("should be ").nth(1).and_then(|rest| rest.split(':').next());
        let said: f64 = words.and_then(|word| word.parse().ok()).context("the finding names the CTL that is due")?;
        near += Rate::new(usize::from((said - due).abs() <= 0.01), 1);
    }
    board.rate(SET, "CTL within 0.01 of the direct sum", near, Aim::AtLeast(1.0));
    Ok(())
}

fn of_change(gate: &Gate, plan: &Value, change: &Value, seed: u64) -> Vec<(String, String)> {
    let question = format!("{}\n\n```json\n{plan:#}\n```", talk::question(seed));
    broken(gate, &turns(&question, &format!("```json\n{change:#}\n```")))
}

fn turns(question: &str, answer: &str) -> Sample<'static> {
    let turns = vec![Turn::new(Role::User, question.to_owned()), Turn::new(Role::Coach, answer.to_owned())];
    Sample { turns, ..Sample::default() }
}

/// The rules of the rubric that are broken, each with its first message; a failure of the gate is one of them.
fn broken(gate: &Gate, sample: &Sample) -> Vec<(String, String)> {
    let judgement = gate.judge(sample);
    let mut found: Vec<(String, String)> =
        judgement.failures.iter().map(|failure| ("failure".to_owned(), failure.to_string())).collect();
    for judged in judgement.outcomes.into_iter().filter(|judged| judged.rule.starts_with("plan/")) {
        if let Outcome::Broken(findings) = judged.outcome {
            let message = findings.into_iter().next().map(|finding| finding.message);
            found.push((judged.rule, message.unwrap_or_default()));
        }
    }
    found
}
