//! Dropping records that say what another record says.
//!
//! Two records are exact duplicates when they have the same words in the same order, whatever their case, diacritics
//! and layout. They are near-duplicates when the Jaccard index of their questions' words and that of their answers'
//! words both lie above the threshold. Neither holds when their numbers, negations or diets differ.

mod guard;
mod join;
mod keep;
#[cfg(test)]
mod tests;
mod threshold;
mod words;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::batch::in_order;
use crate::ledger::{Books, Witness};
use crate::reader::{Settled, read_all};
use crate::{Dropped, Error, Fault, Ledger, Raw};
use keep::{Fate, fates};
use threshold::Threshold;
use words::Words;

/// The rule that drops exact duplicates.
pub const EXACT: &str = "dedupe/exact-duplicate";
/// The rule that drops near-duplicates.
pub const NEAR: &str = "dedupe/near-duplicate";

/// The `[dedupe]` table of `spotter.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The Jaccard index, from 0.5 to 0.9999, four digits after the point.
    pub threshold: f64,
    /// Whether the index must lie above the threshold or may equal it.
    pub reading: Reading,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threshold: 0.9, reading: Reading::Above }
    }
}

/// How a threshold is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// More than the threshold.
    Above,
    /// The threshold or more.
    AtLeast,
}

/// How many records of a file repeat others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duplicates {
    /// How many records were read and understood.
    pub records: u64,
    /// How many of them `dedupe` would drop as exact duplicates.
    pub exact: u64,
    /// How many it would drop as near-duplicates.
    pub near: u64,
}

/// Keeps the best of all records that say the same, and writes the others with their witnesses beside `out`.
///
/// # Errors
///
/// When a file cannot be read or written, or a setting makes no sense.
pub fn dedupe(
    inputs: &[PathBuf],
    out: &Path,
    settings: &Settings,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Ledger, Error> {
    let threshold = Threshold::of(settings)?;
    let inputs = Settled::new(inputs, out)?;
    let seen = Seen::read(inputs.paths(), progress)?;
    let fates = seen.fates(threshold);
    let mut books = Books::open("dedupe", out)?;
    seen.write(inputs.paths(), &fates, &mut books)?;
    books.close()
}

/// Counts what `dedupe` would drop.
///
/// # Errors
///
/// When a file cannot be read, or a setting makes no sense.
pub fn count_duplicates(inputs: &[PathBuf], settings: &Settings) -> Result<Duplicates, Error> {
    let threshold = Threshold::of(settings)?;
    let seen = Seen::read(inputs, &|_| ())?;
    let mut duplicates = Duplicates { records: seen.words.len() as u64, ..Duplicates::default() };
    for fate in seen.fates(threshold) {
        duplicates.exact += u64::from(matches!(fate, Fate::Exact(_)));
        duplicates.near += u64::from(matches!(fate, Fate::Near(..)));
    }
    Ok(duplicates)
}

/// The records of the inputs without their text.
#[derive(Default)]
struct Seen {
    words: Vec<Words>,
    ids: Vec<Box<str>>,
    /// For each record of the files whether it was understood.
    is_sound: Vec<bool>,
}

impl Seen {
    fn read(inputs: &[PathBuf], progress: &(dyn Fn(u64) + Sync)) -> Result<Self, Error> {
        let mut seen = Self::default();
        let work = |raw: Raw| {
            let record = raw.record()?;
            Ok((Words::of(&record.sample), Box::<str>::from(record.sample.id)))
        };
        in_order(read_all(inputs), work, |read: Result<_, Fault>| {
            seen.is_sound.push(read.is_ok());
            if let Ok((words, id)) = read {
                seen.words.push(words);
                seen.ids.push(id);
            }
            progress(seen.is_sound.len() as u64);
            Ok(())
        })?;
        Ok(seen)
    }

    fn fates(&self, threshold: Threshold) -> Vec<Fate> {
        let ids: Vec<&str> = self.ids.iter().map(AsRef::as_ref).collect();
        fates(&self.words, &ids, threshold)
    }

    /// Reads the files a second time and sends every record where it belongs.
    fn write(&self, inputs: &[PathBuf], fates: &[Fate], books: &mut Books) -> Result<(), Error> {
        let changed = || Error::Changed { path: inputs.first().cloned().unwrap_or_default() };
        let (mut sound, mut at) = (self.is_sound.iter(), 0);
        in_order(read_all(inputs), sorted, |(raw, line)| {
            books.ledger.read += 1;
            let was_sound = *sound.next().ok_or_else(changed)?;
            match line {
                Err(fault) if !was_sound => books.drop(&Dropped::of(&raw, fault.rule(), fault.to_string())),
                Ok(line) if was_sound => {
                    let fate = *fates.get(at).ok_or_else(changed)?;
                    at += 1;
                    self.send(fate, at - 1, &raw, line.as_deref().unwrap_or(&raw.bytes), books)
                }
                _ => Err(changed()),
            }
        })?;
        if sound.next().is_some() { Err(changed()) } else { Ok(()) }
    }

    fn send(&self, fate: Fate, at: usize, raw: &Raw, line: &[u8], books: &mut Books) -> Result<(), Error> {
        let (rule, kept, input, output) = match fate {
            Fate::Kept => return books.keep(line),
            Fate::Exact(kept) => (EXACT, kept, 1.0, 1.0),
            Fate::Near(kept, input, output) => (NEAR, kept, input, output),
        };
        let id = self.ids[kept as usize].to_string();
        let reason = match rule {
            EXACT => format!("says the same as `{id}`"),
            _ => format!("shares {input:.3} of the question's and {output:.3} of the answer's words with `{id}`"),
        };
        let mut drop = Dropped::of(raw, rule, reason).named(&self.ids[at]);
        drop.witness = Some(Witness { id, input_jaccard: input, output_jaccard: output });
        books.drop(&drop)
    }
}

/// A record with the line to write for it, `None` where that is the record as it stands.
fn sorted(raw: Raw) -> (Raw, Result<Option<Vec<u8>>, Fault>) {
    let line = raw.record().map(|record| match raw.line(&record) {
        std::borrow::Cow::Borrowed(_) => None,
        std::borrow::Cow::Owned(line) => Some(line),
    });
    (raw, line)
}
