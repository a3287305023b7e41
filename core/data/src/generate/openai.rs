//! The OpenAI provider: any server that speaks OpenAI's chat completions writes the records.
//!
//! Every request is named by the sha256 of its canonical text. What came back is appended to a journal and synced
//! before anything else happens, so a killed run asks nothing twice. Money is reserved before a request is sent and
//! settled after it, so many requests in flight never exceed the budget together.

mod budget;
mod journal;
mod prompt;
mod send;
mod server;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use spotter_contract::Sample;
use tokio::task::JoinSet;

pub use budget::Budget;
pub use server::{Key, Server};

use super::Error;
use super::offline::{Kinds, Languages, Target};
use budget::Purse;
use journal::Journal;
use prompt::{Prompter, Scenario};
use send::{Reply, Sender};

/// What to ask for, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where chance begins: it draws the scenarios and the jitter.
    pub seed: u64,
    /// How many records.
    pub records: u64,
    /// Shares of the languages.
    pub languages: Languages,
    /// Shares of the kinds of question.
    pub kinds: Kinds,
    /// How many requests may be under way at once.
    pub concurrency: usize,
    /// How often a request is repeated after 429, 5xx, a time-out or an answer that is garbage.
    pub retries: u32,
    /// The first wait before a repetition; it doubles each time.
    pub backoff_ms: u64,
    /// When a request counts as lost.
    pub timeout_s: u64,
    /// How much chance the model may use.
    pub temperature: f32,
    /// The longest answer that is paid for.
    pub max_output_tokens: u32,
    /// What the run may cost, over all its resumptions.
    pub budget: Budget,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            records: 100,
            languages: Languages::default(),
            kinds: Kinds::default(),
            concurrency: 8,
            retries: 4,
            backoff_ms: 500,
            timeout_s: 60,
            temperature: 0.8,
            max_output_tokens: 700,
            budget: Budget::default(),
        }
    }
}

/// The files of a run.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// Examples that show the model what is wanted, one [`Sample`] a line.
    pub seeds: &'a Path,
    /// What was asked and answered; it is read first and then appended to.
    pub journal: &'a Path,
    /// The records.
    pub out: &'a Path,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Spent {
    /// Records in the output.
    pub written: u64,
    /// Records whose answers stayed garbage up to the limit.
    pub garbage: u64,
    /// Records that got no answer in this run: errors that outlived the repetitions, or no budget.
    pub unanswered: u64,
    /// Whether the budget ended the run.
    pub is_out_of_budget: bool,
    /// Requests sent, over all resumptions.
    pub requests: u64,
    /// Money spent, over all resumptions, in millionths of a dollar.
    pub micro_dollars: u64,
}

/// Asks for every record that the journal does not hold yet, and writes the records that it holds then.
///
/// # Errors
///
/// When a file cannot be read or written, or the server refuses a request for good.
pub fn write(settings: &Settings, server: &Server, files: &Files<'_>) -> Result<Spent, Error> {
    let runtime = tokio::runtime::Runtime::new().map_err(|source| Error::Runtime { source })?;
    runtime.block_on(generate(settings, server, files))
}

/// [`write`] for callers that have a runtime of their own. Dropping the future stops the run; it can be resumed.
///
/// # Errors
///
/// When a file cannot be read or written, or the server refuses a request for good.
pub async fn generate(settings: &Settings, server: &Server, files: &Files<'_>) -> Result<Spent, Error> {
    let prompter = Prompter::read(files.seeds, settings, server)?;
    let journal = Journal::open(files.journal)?;
    let purse = Purse::new(settings.budget, journal.paid(), journal.sent());
    let sender = Sender::new(settings, server)?;
    let shared = Arc::new(Shared { prompter, journal, purse, sender, retries: settings.retries });
    ask_all(&shared, settings).await?;
    collect(&shared, settings, files.out)
}

struct Shared {
    prompter: Prompter,
    journal: Journal,
    purse: Purse,
    sender: Sender,
    retries: u32,
}

async fn ask_all(shared: &Arc<Shared>, settings: &Settings) -> Result<(), Error> {
    let next = Arc::new(AtomicU64::new(0));
    let mut workers = JoinSet::new();
    for _ in 0..settings.concurrency.max(1) {
        let (shared, next, records) = (Arc::clone(shared), Arc::clone(&next), settings.records);
        workers.spawn(async move {
            loop {
                let position = next.fetch_add(1, Ordering::Relaxed);
                if position >= records || shared.purse.is_empty() {
                    return Ok(());
                }
                ask(&shared, position).await?;
            }
        });
    }
    while let Some(worker) = workers.join_next().await {
        worker.map_err(|source| Error::Worker { source })??;
    }
    Ok(())
}

/// Asks for one record until there is an answer, or no more attempt, or no more money.
async fn ask(shared: &Shared, position: u64) -> Result<(), Error> {
    let scenario = shared.prompter.scenario(position);
    let mut attempt = shared.journal.garbage(&scenario.key);
    while attempt <= shared.retries && !shared.journal.is_answered(&scenario.key) {
        let estimate = shared.sender.estimate(&scenario, shared.purse.budget());
        let Some(mut reserved) = shared.purse.reserve(estimate).await else { return Ok(()) };
        shared.journal.sent_one(&scenario.key, estimate)?;
        match shared.sender.send(&scenario).await? {
            Reply::Text { text, input_tokens, output_tokens } => {
                let cost = shared.purse.budget().cost(input_tokens, output_tokens).unwrap_or(estimate);
                reserved.settle(cost);
                let is_good = prompt::read_answer(&text).is_some();
                shared.journal.came_back(&scenario.key, text, cost, is_good)?;
            }
            Reply::Later { wait, may_be_billed } => {
                let cost = if may_be_billed { estimate } else { 0 };
                reserved.settle(cost);
                drop(reserved);
                shared.journal.failed(&scenario.key, cost)?;
                if attempt < shared.retries {
                    tokio::time::sleep(shared.sender.wait(position, attempt, wait)).await;
                }
            }
        }
        attempt += 1;
    }
    Ok(())
}

fn collect(shared: &Shared, settings: &Settings, out: &Path) -> Result<Spent, Error> {
    let mut spent = Spent {
        requests: shared.purse.requests(),
        micro_dollars: shared.purse.spent(),
        is_out_of_budget: shared.purse.is_empty(),
        ..Spent::default()
    };
    let mut lines = Target::create(out)?;
    for position in 0..settings.records {
        let scenario = shared.prompter.scenario(position);
        match shared.journal.answer(&scenario.key).and_then(|text| sample(position, scenario_facts(&scenario), &text)) {
            Some(sample) => {
                lines.line(&serde_json::to_string(&sample).unwrap_or_default())?;
                spent.written += 1;
            }
            None if shared.journal.garbage(&scenario.key) > shared.retries => spent.garbage += 1,
            None => spent.unanswered += 1,
        }
    }
    lines.finish()?;
    Ok(spent)
}

fn scenario_facts(scenario: &Scenario) -> &Sample<'static> {
    &scenario.model
}

/// The record that an answer makes: the scenario's facts, the model's words.
fn sample(position: u64, model: &Sample<'static>, text: &str) -> Option<Sample<'static>> {
    let turns = prompt::read_answer(text)?;
    Some(Sample { id: format!("m{position:06}").into(), turns, ..model.clone() })
}

/// The canonical text of a request: keys sorted, no spaces.
fn canonical(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(map) => {
            let sorted: BTreeMap<&String, &serde_json::Value> = map.iter().collect();
            let fields: Vec<String> = sorted
                .into_iter()
                .map(|(key, value)| format!("{}:{}", serde_json::Value::String(key.clone()), canonical(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        serde_json::Value::Array(items) => {
            format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}
