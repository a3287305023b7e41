//! Makes training records: from a grammar of scenarios, offline, or from a model behind an OpenAI-compatible server.
//!
//! The records are [`spotter_contract::Sample`]s, one JSON object a line. The offline provider also plants faults and
//! writes which is which to a sidecar that no later step reads, so that precision and recall can be measured.

mod draw;
mod faults;
mod foods;
pub mod formulas;
pub mod offline;
mod person;
mod phrases;
mod recipe;
mod record;
mod rng;
mod scene;
mod slots;
mod template;

use std::path::{Path, PathBuf};

pub use faults::Fault;
pub use phrases::Kind;

/// What can go wrong while records are made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A table of shares is not a table of shares.
    #[error("the plan's `{table}` must be finite shares of at least 0 with a sum that leaves room: correct that table")]
    Shares {
        /// The table of the plan.
        table: &'static str,
    },
    /// A file could not be written.
    #[error("writing `{path}`: {source}; check that the folder exists and has room")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Error {
    fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }
}
