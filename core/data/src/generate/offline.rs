//! The offline provider: a seeded grammar of scenarios, with faults planted in known shares.
//!
//! Record `i` of a plan depends on the seed and on `i` alone, so the file is the same for any number of threads.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use spotter_contract::Lang;

use super::Error;
use super::faults::Fault;
use super::phrases::Kind;
use super::record::{Record, record};

/// What to generate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// How many lines.
    pub records: u64,
    /// Shares of the languages.
    pub languages: Languages,
    /// Shares of the kinds of question.
    pub kinds: Kinds,
    /// Shares of the faults among all records, at most one fault a record.
    pub faults: BTreeMap<Fault, f64>,
    /// Probabilities of the flaws that answers have on top, each wherever it applies.
    pub habits: Habits,
}

impl Default for Plan {
    fn default() -> Self {
        let shares = [0.01, 0.015, 0.02, 0.02, 0.02, 0.025, 0.02, 0.03, 0.025, 0.015, 0.025, 0.025];
        Self {
            seed: 1,
            records: 1000,
            languages: Languages::default(),
            kinds: Kinds::default(),
            faults: Fault::ALL.into_iter().zip(shares).collect(),
            habits: Habits::default(),
        }
    }
}

impl Plan {
    /// A plan without any fault.
    #[must_use]
    pub fn clean(seed: u64, records: u64) -> Self {
        Self { seed, records, faults: BTreeMap::new(), ..Self::default() }
    }

    /// A plan whose answers have the bad habits that the base model is to learn.
    #[must_use]
    pub fn habits(seed: u64, records: u64) -> Self {
        let habits = Habits { no_disclaimer: 0.52, no_condition: 0.45, forbidden: 0.4, wrong_arithmetic: 0.06 };
        Self { habits, ..Self::clean(seed, records) }
    }
}

/// Shares of the languages; they need not add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Languages {
    /// Turkish.
    pub tr: f64,
    /// English.
    pub en: f64,
    /// Arabic.
    pub ar: f64,
}

impl Default for Languages {
    fn default() -> Self {
        Self { tr: 0.45, en: 0.4, ar: 0.15 }
    }
}

/// Shares of the kinds of question; they need not add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Kinds {
    /// How an exercise is done.
    pub technique: f64,
    /// What to train when.
    pub programming: f64,
    /// What to eat and drink.
    pub nutrition: f64,
    /// Sleep, soreness, rest.
    pub recovery: f64,
    /// Beginning and keeping on.
    pub motivation: f64,
    /// People whom a risk asks to be careful.
    pub special: f64,
}

impl Default for Kinds {
    fn default() -> Self {
        Self { technique: 0.3, programming: 0.2, nutrition: 0.25, recovery: 0.1, motivation: 0.1, special: 0.05 }
    }
}

impl Kinds {
    pub(super) fn shares(self) -> [f64; 6] {
        [self.technique, self.programming, self.nutrition, self.recovery, self.motivation, self.special]
    }
}

/// Probabilities of flaws wherever each applies; an answer may have several.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Habits {
    /// Of the answers that owe a disclaimer.
    pub no_disclaimer: f64,
    /// Of all answers.
    pub no_condition: f64,
    /// Of the recipes under a constraint.
    pub forbidden: f64,
    /// Of the answers that state a result.
    pub wrong_arithmetic: f64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Lines in the output.
    pub written: u64,
    /// Lines that have no fault.
    pub sound: u64,
    /// Lines of each language that was asked in.
    pub languages: BTreeMap<&'static str, u64>,
    /// Lines of each kind of question.
    pub kinds: BTreeMap<Kind, u64>,
    /// Faults of each name.
    pub faults: BTreeMap<Fault, u64>,
}

/// How many records are told at once.
const BATCH: u64 = 4096;

/// Writes a plan's records to `out`, one JSON object a line, and their faults to `sidecar`.
///
/// # Errors
///
/// When the plan's shares make no sense, or a file cannot be written.
pub fn write(plan: &Plan, out: &Path, sidecar: &Path) -> Result<Counts, Error> {
    check(plan)?;
    let mut counts = Counts::default();
    let mut lines = Target::create(out)?;
    let mut notes = Target::create(sidecar)?;
    for start in (0..plan.records).step_by(BATCH as usize) {
        let end = (start + BATCH).min(plan.records);
        let records: Vec<Record> = (start..end).into_par_iter().map(|position| record(plan, position)).collect();
        for record in &records {
            lines.line(&record.line)?;
            record.notes.iter().try_for_each(|note| notes.line(note))?;
            counts.add(record);
        }
    }
    lines.finish()?;
    notes.finish()?;
    Ok(counts)
}

impl Counts {
    fn add(&mut self, record: &Record) {
        self.written += 1;
        self.sound += u64::from(record.faults.is_empty());
        *self.languages.entry(Lang::name(record.lang)).or_default() += 1;
        *self.kinds.entry(record.kind).or_default() += 1;
        for fault in &record.faults {
            *self.faults.entry(*fault).or_default() += 1;
        }
    }
}

fn check(plan: &Plan) -> Result<(), Error> {
    let languages = [plan.languages.tr, plan.languages.en, plan.languages.ar];
    let habits =
        [plan.habits.no_disclaimer, plan.habits.no_condition, plan.habits.forbidden, plan.habits.wrong_arithmetic];
    is_share_list(&languages).then_some(()).ok_or(Error::Shares { table: "languages" })?;
    is_share_list(&plan.kinds.shares()).then_some(()).ok_or(Error::Shares { table: "kinds" })?;
    if habits.iter().any(|share| !(0.0..=1.0).contains(share)) {
        return Err(Error::Shares { table: "habits" });
    }
    let faults: f64 = plan.faults.values().sum();
    if plan.faults.values().any(|share| share.is_nan() || *share < 0.0) || faults > 0.9 {
        return Err(Error::Shares { table: "faults" });
    }
    Ok(())
}

fn is_share_list(shares: &[f64]) -> bool {
    shares.iter().all(|share| *share >= 0.0 && share.is_finite()) && shares.iter().sum::<f64>() > 0.0
}

/// A file that takes its name only when it is whole.
pub(super) struct Target<'a> {
    path: &'a Path,
    part: std::path::PathBuf,
    writer: BufWriter<File>,
}

impl<'a> Target<'a> {
    pub(super) fn create(path: &'a Path) -> Result<Self, Error> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = std::path::PathBuf::from(part);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|source| Error::write(path, source))?;
        }
        let file = File::create(&part).map_err(|source| Error::write(path, source))?;
        Ok(Self { path, part, writer: BufWriter::with_capacity(1 << 20, file) })
    }

    pub(super) fn line(&mut self, line: &str) -> Result<(), Error> {
        let written = self.writer.write_all(line.as_bytes()).and_then(|()| self.writer.write_all(b"\n"));
        written.map_err(|source| Error::write(self.path, source))
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        let flushed = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        let renamed = flushed.and_then(|()| std::fs::rename(&self.part, self.path));
        renamed.map_err(|source| Error::write(self.path, source))
    }
}
