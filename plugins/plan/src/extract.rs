//! Finding plans and changes in an answer: between prose, in a fence, cut off in the middle.

use crate::json::Node;
use crate::reader::{Failure, Read, read};

/// Names that only our documents have; one of them makes an unreadable document ours.
const OWN: [&str; 7] =
    ["athlete", "days_available", "duration_min", "modifications", "session_id", "sessions", "weeks"];
/// How often a document that runs to the end of the text and is not ours is taken for prose.
const RETRIES: usize = 4;

/// What stands in a text.
#[derive(Debug, Default)]
pub(crate) struct Extract {
    /// Documents of a known kind, in the order of the text.
    pub(crate) documents: Vec<Document>,
    /// The first document that is ours and cannot be read.
    pub(crate) failure: Option<Failure>,
}

/// A document of a known kind.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) kind: DocumentKind,
    pub(crate) read: Read,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// A plan at the root.
    Plan,
    /// A plan as the one member `plan` of the root.
    WrappedPlan,
    /// One modification at the root.
    Change,
    /// A list of modifications at the root.
    ListedChanges,
    /// A list of modifications in the member `modifications`.
    NamedChanges,
}

/// Every plan and every modification of a text. Linear: reading goes on where it stopped.
pub(crate) fn extract(text: &str) -> Extract {
    let (mut found, mut at, mut retries) = (Extract::default(), 0, 0);
    while let Some(start) = next_bracket(text, at) {
        match read(text, start) {
            Ok(read) => {
                let kind = kind_of(&read.node);
                let runs_out = kind.is_none() && read.end == text.len() && retries < RETRIES;
                retries += usize::from(runs_out);
                at = if runs_out { start + 1 } else { read.end.max(start + 1) };
                found.documents.extend(kind.map(|kind| Document { kind, read }));
            }
            Err(failure) => {
                at = failure.at.max(start + 1);
                let is_own = OWN.iter().any(|name| failure.names.contains(*name));
                if is_own && found.failure.is_none() {
                    found.failure = Some(failure);
                }
            }
        }
    }
    found
}

fn next_bracket(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    bytes.iter().position(|byte| matches!(byte, b'{' | b'[')).map(|position| from + position)
}

fn kind_of(node: &Node) -> Option<DocumentKind> {
    let is_plan = |node: &Node| node.get("weeks").is_some() || node.get("athlete").is_some();
    let is_change = |node: &Node| node.get("op").is_some() || node.get("session_id").is_some();
    if is_plan(node) {
        Some(DocumentKind::Plan)
    } else if node.get("modifications").is_some() {
        Some(DocumentKind::NamedChanges)
    } else if is_change(node) && node.get("duration_min").is_none() {
        Some(DocumentKind::Change)
    } else if node.items().first().is_some_and(is_change) {
        Some(DocumentKind::ListedChanges)
    } else if node.get("plan").is_some_and(is_plan) {
        Some(DocumentKind::WrappedPlan)
    } else {
        None
    }
}
