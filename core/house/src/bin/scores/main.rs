//! Measures the rubrics on labelled material: `cargo run --release -p spotter-house --bin scores -- DIR`.
//!
//! `DIR` holds JSONL sets; the project's own contrast material (`testsuites/contrast`) is measured beside them.
//! A set that is absent is named and skipped. Each line of the table is hits of how many with Wilson's 95 % interval.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program exists to print")]

mod bench;
mod board;
mod conditions;
mod disclaimer;
mod energy;
mod foods;
mod medical;
mod morphology;
mod numbers;
mod numeric;
mod obfuscation;
mod plans;
mod scope;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use spotter_report::Format;

use crate::bench::Bench;
use crate::board::Board;

/// Measures the rubrics on labelled material.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  scores ../shared/devsets\n  scores DIR --only numbers --show num_recognizers_tr")]
struct Arguments {
    /// The folder of the labelled sets.
    folder: PathBuf,
    /// Measures this skill alone.
    #[arg(long, value_name = "SKILL")]
    only: Option<String>,
    /// Also prints what was missed and what was wrongly found in this set.
    #[arg(long, value_name = "SET")]
    show: Option<String>,
    /// How the table is printed.
    #[arg(long, default_value = "table")]
    format: Format,
}

/// One skill: a name, and the measures of its sets.
type Skill = (&'static str, fn(&Bench, &mut Board) -> anyhow::Result<()>);

const SKILLS: &[Skill] = &[
    ("numbers", numbers::measure),
    ("energy", energy::measure),
    ("numeric", numeric::measure),
    ("conditions", conditions::measure),
    ("scope", scope::measure),
    ("morphology", morphology::measure),
    ("foods", foods::measure),
    ("medical", medical::measure),
    ("disclaimer", disclaimer::measure),
    ("plans", plans::measure),
    ("obfuscation", obfuscation::measure),
];

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let bench = Bench::open(arguments.folder)?;
    let mut board = Board::new(arguments.show);
    let known = || SKILLS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    if let Some(only) = arguments.only.as_deref().filter(|only| !SKILLS.iter().any(|(name, _)| name == only)) {
        anyhow::bail!("there is no skill `{only}`; there are {}", known());
    }
    for (name, measure) in SKILLS.iter().filter(|(name, _)| arguments.only.as_deref().is_none_or(|only| only == *name))
    {
        board.skill(name);
        measure(&bench, &mut board)?;
    }
    println!("{}", board.table().render(arguments.format));
    for absent in bench.absent() {
        eprintln!("skipped: {absent} is not in the folder");
    }
    Ok(())
}
