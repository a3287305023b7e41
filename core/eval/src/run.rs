//! One judging of a suite, with everything that made it.

use std::path::Path;

use serde::{Deserialize, Serialize};
use spotter_model::{Identity, Sampling};
use spotter_report::{Cell, Rate, Table};

use crate::files::{read, replace};
use crate::hash::hash;
use crate::{Error, Judged};

/// Records of every case of a suite; written once, never edited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// What made the run.
    pub header: Header,
    /// One record for each case, in the suite's order.
    pub records: Vec<Record>,
}

/// What made a run. There is no clock in it, so that the same making gives the same file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Hash of the rest of the file.
    pub run: String,
    /// Hash of the cases.
    pub suite: String,
    /// Hash of the rubrics and the policy.
    pub gate: String,
    /// Who answered; nothing when only fixed answers were judged.
    pub endpoint: Option<Identity>,
    /// How answers were drawn, the seed included.
    pub sampling: Sampling,
    /// Version of this crate.
    pub version: String,
    /// How many cases there are.
    pub cases: usize,
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The case's id.
    pub case: String,
    /// The case's title.
    pub title: String,
    /// What the case belongs to, as `language:tr`.
    pub slices: Vec<String>,
    /// How it went.
    pub status: Status,
    /// What was asked last.
    pub question: String,
    /// Position of the answer among the turns.
    pub turn: usize,
    /// The answer that was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The judgement of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// Why it did not pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// How a case went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The judgement is as expected.
    Passed,
    /// The judgement is not as expected.
    Failed,
    /// There is no judgement: the endpoint or a plugin failed. Never a pass.
    Errored,
    /// Nobody was there to answer.
    Skipped,
}

/// How many cases went which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Judged as expected.
    pub passed: usize,
    /// Judged otherwise.
    pub failed: usize,
    /// Not judged, because something failed.
    pub errored: usize,
    /// Not judged, because nobody answered.
    pub skipped: usize,
}

impl Record {
    /// Whether the case was judged as expected, or `None` when it was not judged.
    pub fn is_passed(&self) -> Option<bool> {
        match self.status {
            Status::Passed => Some(true),
            Status::Failed => Some(false),
            Status::Errored | Status::Skipped => None,
        }
    }
}

impl Totals {
    /// Counts the records.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut totals = Self::default();
        for record in records {
            match record.status {
                Status::Passed => totals.passed += 1,
                Status::Failed => totals.failed += 1,
                Status::Errored => totals.errored += 1,
                Status::Skipped => totals.skipped += 1,
            }
        }
        totals
    }

    /// Every case, however it went.
    pub fn cases(self) -> usize {
        self.passed + self.failed + self.errored + self.skipped
    }

    /// How many of the judged cases passed.
    pub fn rate(self) -> Rate {
        Rate::new(self.passed, self.passed + self.failed)
    }
}

impl Run {
    /// Closes a run: the header learns the number of cases and the hash of the file.
    pub(crate) fn close(mut header: Header, records: Vec<Record>) -> Result<Self, Error> {
        header.cases = records.len();
        header.run = String::new();
        let mut run = Self { header, records };
        run.header.run = hash([run.text()?.as_str()]);
        Ok(run)
    }

    /// The hash of the run's content: its name.
    pub fn id(&self) -> &str {
        &self.header.run
    }

    /// How many cases went which way; together they are all cases.
    pub fn totals(&self) -> Totals {
        Totals::of(&self.records)
    }

    /// Writes the run.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        replace(path, &self.text()?)
    }

    /// Reads a run and holds it against its own hash.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is no run, was cut short, or was edited.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let not_a_run = |source| Error::NotARun { path: path.to_owned(), source };
        let run: Self = serde_json::from_str(&read(path)?).map_err(not_a_run)?;
        let again = Self::close(run.header.clone(), run.records.clone())?;
        if again.header != run.header {
            return Err(Error::Edited { path: path.to_owned() });
        }
        Ok(run)
    }

    /// How the cases of every slice went.
    pub fn table(&self) -> Table {
        let columns = ["slice", "passed", "errored", "skipped"];
        let mut table = Table::new("Cases", &columns);
        let mut slices: Vec<&String> = self.records.iter().flat_map(|record| &record.slices).collect();
        slices.sort();
        slices.dedup();
        for slice in slices {
            let totals = Totals::of(self.records.iter().filter(|record| record.slices.contains(slice)));
            table.row(row(slice, totals));
        }
        table.row(row("all", self.totals()));
        table
    }

    /// The cases that failed or could not be judged, with the reasons.
    pub fn failures(&self) -> Table {
        let mut table = Table::new("Not passed", &["case", "status", "reasons"]);
        for record in &self.records {
            let status = match record.status {
                Status::Failed => "failed",
                Status::Errored => "errored",
                Status::Passed | Status::Skipped => continue,
            };
            table.row([record.title.clone(), status.to_owned(), record.reasons.join("\n")]);
        }
        table
    }

    /// The file: one JSON object with a line for the header and a line for every record.
    fn text(&self) -> Result<String, Error> {
        let failed = |case: &str| {
            let case = case.to_owned();
            move |source| Error::Record { case, source }
        };
        let header = serde_json::to_string(&self.header).map_err(failed("header"))?;
        let mut lines = Vec::with_capacity(self.records.len());
        for record in &self.records {
            lines.push(serde_json::to_string(record).map_err(failed(&record.title))?);
        }
        Ok(format!("{{\"header\":{header},\n\"records\":[\n{}\n]}}\n", lines.join(",\n")))
    }
}

fn row(slice: &str, totals: Totals) -> [Cell; 4] {
    [slice.into(), totals.rate().into(), totals.errored.into(), totals.skipped.into()]
}
