//! What a newcomer reads at the end of the road.

use std::fs;
use std::io::Write;

use anyhow::Context;
use spotter_data::Ledger;
use spotter_data::audit::Audit;
use spotter_data::faults::Finds;
use spotter_eval::{Decision, Diff, Run, Terms, report};
use spotter_report::{Cell, Format, Screen, Table};

use super::Road;
use crate::exit::Answer;
use crate::verbs::diff::ended;
use crate::verbs::print::print as show;

pub(super) fn print(road: &Road) -> Answer {
    show(&ledgers(road)?, Format::Terminal)?;
    let audit: Audit = read(road, "audit.json")?;
    let finds: Finds = read(road, "faults.json")?;
    show(&finds.faults_table(), Format::Terminal)?;
    show(&audit.targets_table(), Format::Terminal)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}\n", audit.verdict())?;
    let (base, adapter) = (run(road, "run.base.json")?, run(road, "run.adapter.json")?);
    let diff = Diff::of(&base, &adapter);
    let decision = Decision::of(&diff, &Terms::default());
    writeln!(out, "{}", report::terminal(&diff, &decision, Screen::of_stdout()))?;
    writeln!(out, "The whole report: {}", road.report("report.html").display())?;
    Ok(ended(&decision))
}

/// What each step read, kept and dropped, and why.
fn ledgers(road: &Road) -> anyhow::Result<Table> {
    let mut table = Table::new("What was dropped, and why", &["step", "read", "kept", "dropped", "rule"]);
    for (step, file) in [("clean", "clean.jsonl"), ("merge", "merged.jsonl"), ("dedupe", "deduped.jsonl")] {
        let ledger = Ledger::beside(&road.out(file))?;
        let row =
            [Cell::from(step), ledger.read.into(), ledger.kept.into(), ledger.dropped_total().into(), Cell::Empty];
        table.row(row);
        for (rule, count) in &ledger.dropped {
            table.row([Cell::Empty, Cell::Empty, Cell::Empty, (*count).into(), Cell::from(rule)]);
        }
    }
    Ok(table)
}

fn read<T: serde::de::DeserializeOwned>(road: &Road, name: &str) -> anyhow::Result<T> {
    let path = road.report(name);
    let json = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_slice(&json).with_context(|| format!("reading {}", path.display()))
}

fn run(road: &Road, name: &str) -> anyhow::Result<Run> {
    Ok(Run::load(&road.out(name))?)
}
