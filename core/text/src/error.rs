//! What can go wrong while the lexicon is read.

use std::path::PathBuf;

/// A fault in a file of the lexicon; each message names the file and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A lexicon file could not be read.
    #[error("reading the lexicon {path}: {source}; check that the file exists and may be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A lexicon file is not the TOML that the format asks for.
    #[error("parsing the lexicon {file}: {source}")]
    Toml {
        /// The file.
        file: String,
        /// What the parser said, with the line.
        source: Box<toml::de::Error>,
    },
    /// A pattern does not follow the pattern language.
    #[error("compiling the pattern `{pattern}` of {file}: {reason}")]
    Pattern {
        /// The file.
        file: String,
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A word stands where only a few words may stand.
    #[error("reading the lexicon {file}: `{value}` is no {what}; use one of {allowed}")]
    Unknown {
        /// The file.
        file: String,
        /// What the word should have been.
        what: &'static str,
        /// The word as written.
        value: String,
        /// The words that may stand there.
        allowed: String,
    },
    /// The terms do not fit the matcher.
    #[error("building the term matcher: {source}; shorten the term lists")]
    Automaton {
        /// What the matcher said.
        source: Box<aho_corasick::BuildError>,
    },
}
