//! What can go wrong, and where.

use std::path::PathBuf;

/// Why a suite, a run or a comparison could not be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read.
    #[error("reading {path}: {source}")]
    Read {
        /// What was read.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("writing {path}: {source}")]
    Write {
        /// What was written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A case file is not the TOML we expect.
    #[error("in the case {path}:\n{source}")]
    Case {
        /// The file.
        path: PathBuf,
        /// The line, with what is wrong there.
        source: Box<toml::de::Error>,
    },
    /// A case file is well formed but says something impossible.
    #[error("{path}:{line}: {fault}")]
    Senseless {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        fault: String,
    },
    /// Two cases cannot be told apart.
    #[error("{first} and {second} have the same {what}: change one of them")]
    Twins {
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
        /// What is the same.
        what: &'static str,
    },
    /// There is nothing to run.
    #[error("no case (a .toml file) in {paths}")]
    Empty {
        /// Where we looked.
        paths: String,
    },
    /// A run file is not what `spotter eval` writes.
    #[error("{path} is not a run, or was cut short: {source}; write it again with `spotter eval`")]
    NotARun {
        /// The file.
        path: PathBuf,
        /// What JSON says.
        source: serde_json::Error,
    },
    /// A run file's records do not give the hash in its header.
    #[error("{path} was edited after it was written; write it again with `spotter eval`")]
    Edited {
        /// The file.
        path: PathBuf,
    },
    /// A record could not be turned into JSON.
    #[error("writing the record of `{case}`: {source}")]
    Record {
        /// The case's title.
        case: String,
        /// What JSON says.
        source: serde_json::Error,
    },
    /// An endpoint gave back another number of answers than it was asked for.
    #[error("the endpoint {endpoint} gave {answers} answers to {requests} requests: this is a fault of the endpoint")]
    Miscounted {
        /// Which endpoint.
        endpoint: String,
        /// What it gave.
        answers: usize,
        /// What it was asked.
        requests: usize,
    },
}
