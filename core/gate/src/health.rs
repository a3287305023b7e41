//! Counting the calls that failed, so that a run cannot end well after one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::judgement::Failure;

/// What went wrong with one rubric during a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// The rubric.
    pub rubric: String,
    /// Calls that failed.
    pub failed: u64,
    /// Calls in all.
    pub calls: u64,
    /// Whether the rubric was disabled.
    pub is_disabled: bool,
    /// The first failure in the order of rule, sample and message.
    pub first: Failure,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { rubric, failed, calls, first, .. } = self;
        let state = if self.is_disabled { " and is disabled" } else { "" };
        write!(
            f,
            "rubric `{rubric}` failed {failed} of {calls} calls{state}; these samples were blocked, not judged: {first}"
        )
    }
}

/// Counts one rubric's calls.
#[derive(Debug, Default)]
pub(crate) struct Health {
    calls: AtomicU64,
    failed: AtomicU64,
    first: Mutex<Option<Failure>>,
}

impl Health {
    /// Counts a call.
    pub(crate) fn call(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a failure and keeps the least one, so that the report does not depend on threads.
    pub(crate) fn fail(&self, failure: &Failure) {
        self.failed.fetch_add(1, Ordering::Relaxed);
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|first| failure < first) {
            *first = Some(failure.clone());
        }
    }

    /// The trouble, if there was any.
    pub(crate) fn trouble(&self, rubric: &str, is_disabled: bool) -> Option<Trouble> {
        let first = self.first.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        let (failed, calls) = (self.failed.load(Ordering::Relaxed), self.calls.load(Ordering::Relaxed));
        Some(Trouble { rubric: rubric.to_owned(), failed, calls, is_disabled, first })
    }
}
