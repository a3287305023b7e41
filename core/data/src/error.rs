//! What can go wrong in a step as a whole; a broken record is a [`Fault`](crate::Fault) and stops nothing.

use std::io;
use std::path::{Path, PathBuf};

use crate::Format;

/// Why a step could not finish.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be opened or read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written or put in its place.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that a step needs is not what the step wrote.
    #[error("cannot read `{}`, line {line}: {source}; run the step that writes it again", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A sample has turns that the format cannot hold.
    #[error("cannot write sample `{id}` as {format}: {why}; write it as messages instead")]
    Format {
        /// The sample.
        id: String,
        /// The format that was asked for.
        format: Format,
        /// What does not fit.
        why: &'static str,
    },
    /// The counts of a step do not add up: a record was lost.
    #[error("the ledger of `{step}` does not balance: read {read}, kept {kept}, dropped {dropped}")]
    Unbalanced {
        /// The step.
        step: String,
        /// Records read.
        read: u64,
        /// Records kept.
        kept: u64,
        /// Records dropped.
        dropped: u64,
    },
    /// A rubric failed, and a failure is never a pass.
    #[error("cannot judge the records: {0}")]
    Gate(#[source] spotter_gate::Error),
    /// A setting has a value that makes no sense.
    #[error("setting `{name}` is {value}, but must be {expected}")]
    Setting {
        /// The setting as it is written in `spotter.toml`.
        name: &'static str,
        /// Its value.
        value: String,
        /// What is accepted.
        expected: &'static str,
    },
    /// A file changed between the two readings of a step.
    #[error("`{}` changed while it was read; run the step again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

impl Error {
    pub(crate) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Read { path, source }
    }

    pub(crate) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Write { path, source }
    }

    pub(crate) fn parse(path: &Path, line: usize) -> impl FnOnce(serde_json::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Parse { path, line, source }
    }
}
