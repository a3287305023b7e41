//! Makes training records: from a grammar of scenarios, offline, or from a model behind an OpenAI-compatible server.
//!
//! The records are [`spotter_contract::Sample`]s, one JSON object a line. The offline provider also plants faults and
//! writes which is which to a sidecar that no later step reads, so that precision and recall can be measured.

mod draw;
mod faults;
mod foods;
pub mod formulas;
pub mod offline;
pub mod openai;
mod person;
mod phrases;
mod recipe;
mod record;
mod rng;
mod scene;
mod slots;
mod template;
#[cfg(test)]
mod tests;

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
    /// A file could not be read.
    #[error("reading `{path}`: {source}; check that the file is there")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line is not what the file holds.
    #[error("`{path}`, line {line}: {source}; correct or remove that line")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// There is no example to show.
    #[error("`{path}` holds no seed example: add at least one sample, one JSON object a line")]
    NoSeeds {
        /// The file.
        path: PathBuf,
    },
    /// A setting of the server is nowhere.
    #[error("`{name}` is not set: export it or write it to .env")]
    Unset {
        /// The variable.
        name: &'static str,
    },
    /// The server will not answer, however often it is asked.
    #[error("the server refused with status {status}: {said}; check the key, the model's name and the account")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What the server says, without the key.
        said: String,
    },
    /// No HTTP client could be made.
    #[error("making an HTTP client: {source}; check the system's certificates")]
    Client {
        /// What the client says.
        source: reqwest::Error,
    },
    /// No runtime could be started.
    #[error("starting the runtime for requests: {source}; check the limits on threads")]
    Runtime {
        /// What the system says.
        source: std::io::Error,
    },
    /// A task that asks died.
    #[error("a task that asks the server ended early: {source}; run the same command again to resume")]
    Worker {
        /// How it ended.
        source: tokio::task::JoinError,
    },
}

impl Error {
    fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }
}
