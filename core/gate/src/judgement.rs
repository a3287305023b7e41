//! What the gate answers about a sample.

use serde::{Deserialize, Serialize};
use spotter_contract::Outcome;

/// What happens to the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It goes on.
    Pass,
    /// It goes on, and a person should look at it.
    Flag,
    /// It goes no further.
    Block,
}

/// What a broken rule weighs, as its pack or the policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth a person's look.
    Flag,
    /// Not to be let through.
    Block,
}

impl Verdict {
    /// `pass`, `flag` or `block`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Flag => "flag",
            Self::Block => "block",
        }
    }
}

impl Severity {
    /// `note`, `flag` or `block`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Flag => "flag",
            Self::Block => "block",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// A verdict with everything it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What happens to the sample.
    pub verdict: Verdict,
    /// One outcome for every rule that answered, in the order of the policy's rubrics.
    pub outcomes: Vec<Judged>,
    /// The rubrics that could not answer; where there is one, the verdict is `Block`.
    pub failures: Vec<Failure>,
}

impl Judgement {
    /// The rules that are broken.
    pub fn broken(&self) -> impl Iterator<Item = &Judged> {
        self.outcomes.iter().filter(|judged| matches!(judged.outcome, Outcome::Broken(_)))
    }
}

/// The outcome of one rule with its weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// `dietary/forbidden-ingredient`.
    pub rule: String,
    /// What the rule answered.
    pub outcome: Outcome,
    /// What it weighs if it is broken.
    pub severity: Severity,
}

/// A rubric that could not answer about a sample.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Failure {
    /// The rubric, which has its plugin's name: `dietary`.
    pub rubric: String,
    /// The rule that was being judged, where that is known: `dietary/forbidden-ingredient`.
    pub rule: Option<String>,
    /// The sample's id.
    pub sample: String,
    /// What went wrong.
    pub message: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "plugin `{}`", self.rubric)?;
        if let Some(rule) = &self.rule {
            write!(f, ", rule `{rule}`")?;
        }
        write!(f, ", sample `{}`: {}", self.sample, self.message)
    }
}
