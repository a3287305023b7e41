//! `spotter pipeline`: the whole road, one line a stage, resumable.
//!
//! Every stage leaves a stamp with the hashes of what it read, how it was set and what it wrote. A stage with a true
//! stamp is skipped; a killed one is done again and ends with the same bytes, for nothing depends on clock or chance.

mod settings;
mod stages;
mod summary;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::Context;
use indicatif::HumanDuration;
use serde::Serialize;
use sha2::{Digest, Sha256};
use spotter_data::stage::{Ran, Stage, run_stage, settings_hash};
use spotter_gate::Gate;

use crate::arguments::Pipeline;
use crate::exit::Answer;
use crate::place::Place;
use settings::Settings;

pub(crate) fn run(place: &Place, options: &Pipeline) -> Answer {
    let settings = Settings::read(&place.at(&options.config))?;
    let road = Road::open(place, settings, options.force)?;
    stages::generate(&road)?;
    stages::clean(&road)?;
    stages::merge(&road)?;
    stages::dedupe(&road)?;
    stages::audit(&road)?;
    stages::train(&road)?;
    stages::infer(&road)?;
    stages::evaluate(&road)?;
    stages::report(&road)?;
    summary::print(&road)
}

/// What every stage needs.
struct Road<'a> {
    place: &'a Place,
    settings: Settings,
    training: Gate,
    release: Gate,
    force: bool,
}

impl<'a> Road<'a> {
    fn open(place: &'a Place, settings: Settings, force: bool) -> anyhow::Result<Self> {
        let training = place.gate("training")?;
        let release = place.gate(&settings.evaluate.gate)?;
        Ok(Self { place, settings, training, release, force })
    }

    /// A file between the stages.
    fn out(&self, name: &str) -> PathBuf {
        self.place.at(&self.settings.project.out).join(name)
    }

    /// A file for people.
    fn report(&self, name: &str) -> PathBuf {
        self.place.at(&self.settings.project.reports).join(name)
    }

    /// Does a stage's work unless nothing it depends on has changed, and says so in one line.
    fn stage(&self, stage: &Step<'_>, work: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<()> {
        let stamp = self.out("stamps").join(format!("{}.json", stage.name));
        if self.force && stamp.exists() {
            std::fs::remove_file(&stamp)?;
        }
        let unit = Stage {
            name: stage.name.to_owned(),
            inputs: stage.inputs.clone(),
            settings: stage.settings.clone(),
            outputs: stage.outputs.clone(),
            stamp,
        };
        let begun = Instant::now();
        let said = match run_stage(&unit, work)? {
            Ran::Fresh => "nothing has changed".to_owned(),
            Ran::Done(said) => said,
        };
        // Times are for eyes only: they go to the terminal and into no file.
        let time = HumanDuration(begun.elapsed()).to_string();
        let time =
            if std::io::stderr().is_terminal() { time } else { format!("{:.1} s", begun.elapsed().as_secs_f64()) };
        eprintln!("{:>10}  {said} ({time})", stage.name);
        Ok(())
    }
}

/// One stage: what it reads, what decides, what it writes.
struct Step<'a> {
    name: &'a str,
    inputs: Vec<PathBuf>,
    settings: String,
    outputs: Vec<PathBuf>,
}

/// The hash of everything besides the inputs that decides how a stage works, this program among it.
fn settled(settings: &impl Serialize, also: &str) -> anyhow::Result<String> {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    if PROGRAM.get().is_none() {
        let bytes = std::fs::read(std::env::current_exe()?).context("reading this program")?;
        PROGRAM.get_or_init(|| format!("{:x?}", Sha256::digest(bytes)));
    }
    let program = PROGRAM.get();
    Ok(settings_hash(&(settings, also, program))?)
}
