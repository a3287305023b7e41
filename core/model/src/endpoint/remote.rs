//! What all servers share: several requests on their way at once, and patience with passing failures.

use std::future::Future;
use std::time::Duration;

use tokio::runtime;
use tokio::task::JoinSet;

use crate::{Answer, Error, Request};

/// The longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A server that can be asked one thing.
pub(crate) trait Server: Clone + Send + Sync + 'static {
    /// The kind of endpoint, for messages.
    const KIND: &'static str;

    /// The server's address, for messages.
    fn url(&self) -> &str;

    /// Asks once.
    fn ask(&self, request: &Request) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

/// Why an attempt failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Another attempt may succeed.
    Passing(String),
    /// Every attempt would fail like this.
    Lasting(String),
}

/// How many requests are on their way at once, and how a failed one is repeated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) concurrency: usize,
    pub(crate) retries: u32,
    pub(crate) backoff: Duration,
}

/// Answers in the order of the requests.
pub(crate) fn answer_all<S: Server>(
    server: &S,
    limits: Limits,
    requests: &[Request],
    done: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Answer, Error>> {
    // A thread of its own, because the caller may stand inside a runtime already.
    let ask_all = || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.map(|runtime| runtime.block_on(gather(server, limits, requests, done)))
    };
    let outcome = std::thread::scope(|scope| scope.spawn(ask_all).join());
    match outcome {
        Ok(Ok(answers)) => answers,
        Ok(Err(error)) => lost(server, requests, &format!("no runtime could be started: {error}")),
        Err(_) => lost(server, requests, "the client panicked"),
    }
}

async fn gather<S: Server>(
    server: &S,
    limits: Limits,
    requests: &[Request],
    done: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Answer, Error>> {
    let mut answers: Vec<Option<Result<Answer, Error>>> = requests.iter().map(|_| None).collect();
    let mut waiting = requests.iter().cloned().enumerate();
    let mut asked = JoinSet::new();
    let mut finished = 0;
    loop {
        while asked.len() < limits.concurrency.max(1) {
            let Some((index, request)) = waiting.next() else { break };
            let server = server.clone();
            asked.spawn(async move { (index, patiently(&server, limits, &request).await) });
        }
        match asked.join_next().await {
            Some(Ok((index, answer))) => answers[index] = Some(answer),
            // A panicked task leaves its answer empty; it is reported below.
            Some(Err(_)) => {}
            None => break,
        }
        finished += 1;
        done(finished);
    }
    let panicked = || Err(served(server, "the client panicked on this request".into()));
    answers.into_iter().map(|answer| answer.unwrap_or_else(panicked)).collect()
}

/// Asks until there is an answer, a failure that lasts, or no retry is left.
async fn patiently<S: Server>(server: &S, limits: Limits, request: &Request) -> Result<Answer, Error> {
    let mut failed = 0;
    loop {
        match server.ask(request).await {
            Ok(answer) => return Ok(answer),
            Err(Failure::Lasting(reason)) => return Err(served(server, reason)),
            Err(Failure::Passing(reason)) if failed == limits.retries => {
                let attempts = failed + 1;
                return Err(served(server, format!("{reason}; gave up after {attempts} attempts, try again later")));
            }
            Err(Failure::Passing(_)) => {
                let wait = limits.backoff.saturating_mul(2_u32.saturating_pow(failed));
                tokio::time::sleep(wait.min(LONGEST_WAIT)).await;
                failed += 1;
            }
        }
    }
}

/// Judges a failed transfer.
pub(crate) fn transfer(error: &reqwest::Error) -> Failure {
    // The outer message of reqwest hides what went wrong underneath.
    let mut reason = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        reason = format!("{reason}: {inner}");
        cause = inner.source();
    }
    if error.is_timeout() {
        return Failure::Passing("no answer in time; is `timeout_s` long enough?".into());
    }
    if error.is_connect() {
        return Failure::Passing(format!("cannot connect ({reason}); is the server running?"));
    }
    if error.is_builder() || error.is_decode() {
        return Failure::Lasting(reason);
    }
    Failure::Passing(reason)
}

/// Judges an HTTP status: too many requests, time-outs and the server's own faults pass; the rest lasts.
pub(crate) fn refusal(status: u16, said: &str) -> Failure {
    let said = said.trim();
    match status {
        408 | 429 | 500..=599 => Failure::Passing(format!("status {status}: {said}")),
        401 | 403 => Failure::Lasting(format!("status {status}: {said}; check the key")),
        404 => Failure::Lasting(format!("status {status}: {said}; check the address and the model's name")),
        _ => Failure::Lasting(format!("status {status}: {said}")),
    }
}

fn served<S: Server>(server: &S, reason: String) -> Error {
    Error::Served { kind: S::KIND, url: server.url().to_owned(), reason }
}

fn lost<S: Server>(server: &S, requests: &[Request], reason: &str) -> Vec<Result<Answer, Error>> {
    requests.iter().map(|_| Err(served(server, reason.to_owned()))).collect()
}
