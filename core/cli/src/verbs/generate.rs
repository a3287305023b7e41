//! `spotter data generate`: conversations from the offline grammar or from a server.

use std::path::Path;

use spotter_data::generate::offline::{self, Plan};
use spotter_data::generate::openai::{self, Budget, Files, Server};

use crate::arguments::{Generate, Preset, Provider};
use crate::exit::{Answer, Ended, Usage};
use crate::place::Place;

pub(crate) fn run(place: &Place, options: &Generate) -> Answer {
    if options.provider == Provider::Openai {
        let settings = settings(options.records, options.seed, options.budget_micro_dollars);
        eprintln!("{}", ask(place, &settings, &options.out)?);
        return Ok(Ended::Pass);
    }
    let plan = match options.preset {
        Preset::Default => Plan { seed: options.seed, records: options.records, ..Plan::default() },
        Preset::None => Plan::clean(options.seed, options.records),
        Preset::Habits => Plan::habits(options.seed, options.records),
    };
    let sidecar = options.sidecar.clone().unwrap_or_else(|| options.out.with_extension("faults.jsonl"));
    let counts = offline::write(&plan, &options.out, &sidecar)?;
    let faulty = counts.written - counts.sound;
    eprintln!("{} conversations, {faulty} of them with a planted fault ({})", counts.written, sidecar.display());
    Ok(Ended::Pass)
}

/// How a server is asked; without a budget of its own, the library's default holds.
pub(crate) fn settings(records: u64, seed: u64, micro_dollars: Option<u64>) -> openai::Settings {
    let mut settings = openai::Settings { records, seed, ..openai::Settings::default() };
    if let Some(micro_dollars) = micro_dollars {
        settings.budget = Budget { micro_dollars, ..settings.budget };
    }
    settings
}

/// Asks the server that the environment names, and says in one line what came of it.
pub(crate) fn ask(place: &Place, settings: &openai::Settings, out: &Path) -> anyhow::Result<String> {
    let server = Server::read(&place.project).map_err(|error| Usage(error.to_string()))?;
    let (seeds, journal) = (place.at("data/seeds/seed_examples.jsonl"), out.with_extension("journal.jsonl"));
    let spent = openai::write(settings, &server, &Files { seeds: &seeds, journal: &journal, out })?;
    let dollars = spent.micro_dollars as f64 / 1e6;
    let stop = if spent.is_out_of_budget { "; the budget is spent, more needs a larger one" } else { "" };
    Ok(format!("{} conversations from {} requests for ${dollars:.4}{stop}", spent.written, spent.requests))
}
