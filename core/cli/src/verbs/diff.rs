//! `spotter diff`: two runs, case by case.

use std::io::Write;

use spotter_eval::{Decision, Diff, Run, Terms, report};
use spotter_report::{Format, Screen};

use crate::arguments;
use crate::exit::{Answer, Ended, Usage};

pub(crate) fn run(options: &arguments::Diff) -> Answer {
    let load = |path| Run::load(path).map_err(|error| Usage(error.to_string()));
    let (base, candidate) = (load(&options.base)?, load(&options.candidate)?);
    let diff = Diff::of(&base, &candidate);
    let decision = Decision::of(&diff, &Terms::default());
    if let Some(folder) = &options.out {
        report::write(&diff, &decision, folder)?;
    }
    let text = match options.format {
        Format::Terminal => report::terminal(&diff, &decision, Screen::of_stdout()),
        Format::Markdown => report::markdown(&diff, &decision),
        Format::Csv => report::csv(&diff),
        Format::Json => report::json(&diff, &decision),
        Format::Text => report::terminal(&diff, &decision, Screen::PLAIN),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ended(&decision))
}

/// The exit that belongs to a decision.
pub(crate) fn ended(decision: &Decision) -> Ended {
    match decision {
        Decision::Pass { .. } => Ended::Pass,
        Decision::Fail { .. } => Ended::Blocked,
        Decision::Inconclusive { .. } => Ended::Inconclusive,
    }
}
