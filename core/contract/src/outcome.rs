//! What a rule answers.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in the text of a turn, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Whether a position lies inside.
    pub fn contains(self, position: usize) -> bool {
        (self.start..self.end).contains(&position)
    }

    /// Whether the other span lies inside.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The stretch of text, or the empty text for a span that does not fit it.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// Where a finding points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At a stretch of a turn's text.
    At {
        /// Position of the turn, from 0.
        turn: usize,
        /// The stretch.
        span: Span,
    },
    /// Nowhere: something is missing.
    Absent,
}

/// One remark of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where it points.
    pub place: Place,
    /// One lower-case clause without a full stop; the offending words in backticks.
    pub message: String,
    /// Text that mends it, where that is safe: it stands in for the marked stretch, or joins the answer where something
    /// is missing.
    pub fix: Option<String>,
}

impl Finding {
    /// A remark at a stretch of a turn's text.
    pub fn at(turn: usize, span: impl Into<Span>, message: impl Into<String>) -> Self {
        Self { place: Place::At { turn, span: span.into() }, message: message.into(), fix: None }
    }

    /// A remark that something is missing.
    pub fn absent(message: impl Into<String>) -> Self {
        Self { place: Place::Absent, message: message.into(), fix: None }
    }

    /// The same remark with the text that mends it.
    #[must_use]
    pub fn with_fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}

/// What a rule answers about a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The rule does not apply.
    Skipped,
    /// The rule applies and holds.
    Met,
    /// The rule applies and does not hold; there is at least one finding.
    Broken(Vec<Finding>),
}

impl Outcome {
    /// `Met` without findings, `Broken` with them.
    pub fn of(findings: Vec<Finding>) -> Self {
        if findings.is_empty() { Self::Met } else { Self::Broken(findings) }
    }

    /// The findings; none unless broken.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Broken(findings) => findings,
            Self::Skipped | Self::Met => &[],
        }
    }

    /// `skipped`, `met` or `broken`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Met => "met",
            Self::Broken(_) => "broken",
        }
    }
}
