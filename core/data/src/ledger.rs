//! The book that every step keeps: what it read, kept and dropped, and why.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::writer::{beside, write_json};
use crate::{Error, Raw, Writer};

/// The counts of one step. They balance: read = kept + dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// The step's name.
    pub step: String,
    /// How many records were read.
    pub read: u64,
    /// How many of them were kept.
    pub kept: u64,
    /// How many were dropped, by the rule that dropped them.
    pub dropped: BTreeMap<String, u64>,
}

impl Ledger {
    /// The empty book of a step.
    pub fn new(step: &str) -> Self {
        Self { step: step.to_owned(), ..Self::default() }
    }

    /// How many records were dropped.
    pub fn dropped_total(&self) -> u64 {
        self.dropped.values().sum()
    }

    /// Checks that no record was lost.
    ///
    /// # Errors
    ///
    /// When read is not kept + dropped.
    pub fn check(&self) -> Result<(), Error> {
        let (read, kept, dropped) = (self.read, self.kept, self.dropped_total());
        if read == kept + dropped {
            return Ok(());
        }
        Err(Error::Unbalanced { step: self.step.clone(), read, kept, dropped })
    }

    /// The book that a step wrote beside its output.
    ///
    /// # Errors
    ///
    /// When there is none, or it is not a ledger.
    pub fn beside(out: &Path) -> Result<Self, Error> {
        let path = ledger_path(out);
        let json = std::fs::read(&path).map_err(Error::read(&path))?;
        serde_json::from_slice(&json).map_err(|error| Error::parse(&path, error.line())(error))
    }
}

/// The file that holds the dropped records of a step: `clean.dropped.jsonl` for `clean.jsonl`.
pub fn dropped_path(out: &Path) -> PathBuf {
    beside(out, "dropped.jsonl")
}

/// The file that holds the ledger of a step: `clean.ledger.json` for `clean.jsonl`.
pub fn ledger_path(out: &Path) -> PathBuf {
    beside(out, "ledger.json")
}

/// Why a record was dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dropped {
    /// Which of the inputs the record comes from, from 0.
    pub input: usize,
    /// Its line there, from 1.
    pub line: u64,
    /// Its id, if it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The rule that dropped it.
    pub rule: String,
    /// What the rule found.
    pub reason: String,
    /// The other rules that it breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The kept record that says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// The record, if it is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<serde_json::Value>,
    /// Its text, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
}

/// A kept record that a dropped one repeats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Witness {
    /// The id of the kept record.
    pub id: String,
    /// The share of words that the two questions have in common.
    pub input_jaccard: f64,
    /// The share of words that the two answers have in common.
    pub output_jaccard: f64,
}

impl Dropped {
    pub(crate) fn of(raw: &Raw, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        let record = serde_json::from_slice(&raw.bytes).ok();
        let text = record.is_none().then(|| String::from_utf8_lossy(&raw.bytes).into_owned());
        Self {
            input: raw.input,
            line: raw.number,
            id: None,
            rule: rule.into(),
            reason: reason.into(),
            also: Vec::new(),
            witness: None,
            record,
            raw: text,
        }
    }

    pub(crate) fn named(self, id: &str) -> Self {
        Self { id: Some(id.to_owned()), ..self }
    }
}

/// The files of a step in the making: what it keeps, what it drops, and its ledger.
pub(crate) struct Books {
    pub(crate) ledger: Ledger,
    out: PathBuf,
    kept: Writer,
    dropped: Writer,
}

impl Books {
    pub(crate) fn open(step: &str, out: &Path) -> Result<Self, Error> {
        let (kept, dropped) = (Writer::create(out)?, Writer::create(&dropped_path(out))?);
        Ok(Self { ledger: Ledger::new(step), out: out.to_path_buf(), kept, dropped })
    }

    pub(crate) fn keep(&mut self, line: &[u8]) -> Result<(), Error> {
        self.ledger.kept += 1;
        self.kept.line(line)
    }

    pub(crate) fn drop(&mut self, drop: &Dropped) -> Result<(), Error> {
        *self.ledger.dropped.entry(drop.rule.clone()).or_default() += 1;
        let json = serde_json::to_vec(drop).map_err(Error::parse(&self.out, 1))?;
        self.dropped.line(&json)
    }

    /// Puts the three files in their places, the step's output last.
    pub(crate) fn close(self) -> Result<Ledger, Error> {
        self.ledger.check()?;
        self.dropped.commit()?;
        write_json(&ledger_path(&self.out), &self.ledger)?;
        self.kept.commit()?;
        Ok(self.ledger)
    }
}
