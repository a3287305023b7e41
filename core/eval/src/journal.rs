//! Answers that are already paid for, kept beside the run until it is written.
//!
//! The first line names what makes the run; a journal of anything else is not read. Every further line holds one whole
//! chunk of records. A line that a kill cut short is dropped together with all behind it, and its chunk is asked again
//! as a whole, so that a batch always holds the same prompts and the run comes out the same.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::files::{beside, replace};
use crate::{Error, Record};

/// The journal of one run.
pub(crate) struct Journal {
    path: Option<PathBuf>,
    /// Chunks that are already answered, in order.
    pub(crate) chunks: Vec<Vec<Record>>,
}

impl Journal {
    /// A journal that forgets.
    pub(crate) fn none() -> Self {
        Self { path: None, chunks: Vec::new() }
    }

    /// Opens the journal beside a run's file and keeps what belongs to the run with this `key`.
    pub(crate) fn open(run: &Path, key: &str) -> Result<Self, Error> {
        let path = beside(run, "journal");
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(Error::Read { path, source }),
        };
        let (kept, chunks) = readable(&text, key);
        replace(&path, &kept)?;
        Ok(Self { path: Some(path), chunks })
    }

    /// Adds a chunk; when this returns, a kill cannot lose it.
    pub(crate) fn push(&mut self, chunk: &[Record]) -> Result<(), Error> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let failed = |source| Error::Write { path: path.clone(), source };
        let mut line = serde_json::to_string(chunk).map_err(|source| {
            let case = chunk.first().map(|record| record.title.clone()).unwrap_or_default();
            Error::Record { case, source }
        })?;
        line.push('\n');
        let mut file = OpenOptions::new().append(true).open(path).map_err(failed)?;
        file.write_all(line.as_bytes()).and_then(|()| file.sync_data()).map_err(failed)
    }

    /// Removes the journal, once the run itself is on disk.
    pub(crate) fn remove(run: &Path) -> Result<(), Error> {
        let path = beside(run, "journal");
        match fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(Error::Write { path, source }),
            _ => Ok(()),
        }
    }
}

/// The lines that can be used, and the chunks they hold.
fn readable(text: &str, key: &str) -> (String, Vec<Vec<Record>>) {
    let mut kept = format!("{key}\n");
    let mut chunks = Vec::new();
    // Of a line without its end nobody knows whether it is whole.
    let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    if lines.next() != Some(key) {
        return (kept, chunks);
    }
    for line in lines {
        let Ok(chunk) = serde_json::from_str(line) else {
            break;
        };
        chunks.push(chunk);
        kept.push_str(line);
        kept.push('\n');
    }
    (kept, chunks)
}
