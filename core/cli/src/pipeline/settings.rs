//! `spotter.toml`, read strictly: a key that means nothing is an error.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use spotter_data::{audit, clean, dedupe};

use crate::exit::Usage;

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Folders.
    pub(crate) project: Project,
    /// Where conversations come from.
    pub(crate) generate: Generate,
    /// What is dropped.
    #[serde(default)]
    pub(crate) clean: clean::Settings,
    /// What is joined.
    #[serde(default)]
    pub(crate) merge: Merge,
    /// When two records are one.
    #[serde(default)]
    pub(crate) dedupe: dedupe::Settings,
    /// What a good data set has.
    #[serde(default)]
    pub(crate) audit: audit::Settings,
    /// How the adapter is trained.
    pub(crate) train: Train,
    /// Who answers what.
    pub(crate) infer: Infer,
    /// Who judges.
    pub(crate) evaluate: Evaluate,
}

/// `[project]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Project {
    /// Everything between the stages.
    pub(crate) out: PathBuf,
    /// What people read.
    pub(crate) reports: PathBuf,
}

/// `[generate]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generate {
    /// `offline` or `openai`.
    pub(crate) provider: Provider,
    /// How many conversations.
    pub(crate) records: u64,
    /// The seed.
    pub(crate) seed: u64,
}

/// Who writes the conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Provider {
    /// The scenario grammar.
    Offline,
    /// An OpenAI-compatible server.
    Openai,
}

/// `[merge]`
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Merge {
    /// Files joined with the cleaned records.
    pub(crate) inputs: Vec<PathBuf>,
}

/// `[train]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Train {
    /// The recipe.
    pub(crate) recipe: PathBuf,
}

/// `[infer]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Infer {
    /// The base model's folder.
    pub(crate) base: PathBuf,
    /// The prompts.
    pub(crate) suite: PathBuf,
    /// The most tokens an answer may have.
    pub(crate) max_tokens: usize,
}

/// `[evaluate]`
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evaluate {
    /// The policy that judges.
    pub(crate) gate: String,
}

impl Settings {
    /// Reads a settings file.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .map_err(|error| Usage(format!("cannot read {}: {error}; is this a project?", path.display())))?;
        toml::from_str(&text).map_err(|error| Usage(format!("{}: {error}", path.display())).into())
    }
}
