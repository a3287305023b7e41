//! What a run may cost, and the purse that keeps it to that.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

/// Money in millionths of a dollar, and prices for a million tokens, so that $0.15 can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The most that may be spent, over all resumptions of a run.
    pub micro_dollars: u64,
    /// The price of a million input tokens.
    pub micro_dollars_per_million_input: u64,
    /// The price of a million output tokens.
    pub micro_dollars_per_million_output: u64,
    /// The most requests that may be sent, over all resumptions of a run.
    pub requests: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            micro_dollars: 1_000_000,
            micro_dollars_per_million_input: 150_000,
            micro_dollars_per_million_output: 600_000,
            requests: 1000,
        }
    }
}

impl Budget {
    /// What tokens cost, rounded up; `None` when the server did not count them.
    pub(super) fn cost(&self, input_tokens: Option<u64>, output_tokens: Option<u64>) -> Option<u64> {
        let input = u128::from(input_tokens?) * u128::from(self.micro_dollars_per_million_input);
        let output = u128::from(output_tokens?) * u128::from(self.micro_dollars_per_million_output);
        u64::try_from((input + output).div_ceil(1_000_000)).ok()
    }
}

/// The money and the requests that are left.
pub(super) struct Purse {
    budget: Budget,
    state: Mutex<State>,
    freed: Notify,
}

#[derive(Default)]
struct State {
    spent: u64,
    reserved: u64,
    in_flight: u64,
    requests: u64,
    is_empty: bool,
}

impl Purse {
    /// A purse from which an earlier run has already paid.
    pub(super) fn new(budget: Budget, spent: u64, requests: u64) -> Self {
        Self { budget, state: Mutex::new(State { spent, requests, ..State::default() }), freed: Notify::new() }
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.budget
    }

    pub(super) fn spent(&self) -> u64 {
        self.state().spent
    }

    pub(super) fn requests(&self) -> u64 {
        self.state().requests
    }

    /// Whether something was asked for that the budget does not allow.
    pub(super) fn is_empty(&self) -> bool {
        self.state().is_empty
    }

    /// Takes the money for one request. Where it lacks only because others hold it, waits until they settle.
    pub(super) async fn reserve(&self, amount: u64) -> Option<Reserved<'_>> {
        loop {
            let freed = self.freed.notified();
            let mut freed = std::pin::pin!(freed);
            freed.as_mut().enable();
            match self.try_reserve(amount) {
                Ask::Given => return Some(Reserved { purse: self, amount, cost: amount }),
                Ask::Never => return None,
                Ask::Wait => freed.await,
            }
        }
    }

    fn try_reserve(&self, amount: u64) -> Ask {
        let mut state = self.state();
        let held = state.spent.saturating_add(state.reserved);
        let has_money = held.saturating_add(amount) <= self.budget.micro_dollars;
        let has_requests = state.requests < self.budget.requests;
        if has_money && has_requests {
            state.reserved += amount;
            state.in_flight += 1;
            state.requests += 1;
            return Ask::Given;
        }
        if has_requests && state.in_flight > 0 {
            return Ask::Wait;
        }
        state.is_empty = true;
        Ask::Never
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Ask {
    Given,
    Wait,
    Never,
}

/// Money that is held for a request. Dropped without being settled, it counts as spent.
pub(super) struct Reserved<'a> {
    purse: &'a Purse,
    amount: u64,
    cost: u64,
}

impl Reserved<'_> {
    /// Says what the request did cost.
    pub(super) fn settle(&mut self, cost: u64) {
        self.cost = cost;
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        let mut state = self.purse.state();
        state.reserved -= self.amount;
        state.in_flight -= 1;
        state.spent = state.spent.saturating_add(self.cost);
        drop(state);
        self.purse.freed.notify_waiters();
    }
}
