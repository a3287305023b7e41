//! The provider under test, against servers on loopback.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::json;
use spotter_contract::{Lang, Role, Sample, Turn};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::{Budget, Files, Key, Server, Settings, Spent, canonical, generate};
use crate::generate::Error;

const SECRET: &str = "sk-very-secret-0123456789";

struct Bench {
    folder: tempfile::TempDir,
    mock: MockServer,
    settings: Settings,
}

impl Bench {
    async fn new(respond: impl Respond + 'static) -> Self {
        let mock = MockServer::start().await;
        Mock::given(method("POST")).and(path("/v1/chat/completions")).respond_with(respond).mount(&mock).await;
        let folder = tempfile::tempdir().unwrap();
        let turns = vec![Turn::new(Role::User, "How much water?"), Turn::new(Role::Coach, "About 2 litres.")];
        let seed = Sample { lang: Some(Lang::En), turns, ..Sample::default() };
        std::fs::write(folder.path().join("seeds.jsonl"), serde_json::to_string(&seed).unwrap()).unwrap();
        let budget = Budget { micro_dollars: 1_000_000_000, requests: 10_000, ..Budget::default() };
        let settings = Settings { records: 6, backoff_ms: 1, timeout_s: 5, budget, ..Settings::default() };
        Self { folder, mock, settings }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn run(&self) -> Result<Spent, Error> {
        let base_url = format!("{}/v1", self.mock.uri());
        let server = Server { base_url, model: "small".into(), key: Key::new(SECRET) };
        let (seeds, journal, out) = (self.file("seeds.jsonl"), self.file("journal.jsonl"), self.file("out.jsonl"));
        generate(&self.settings, &server, &Files { seeds: &seeds, journal: &journal, out: &out }).await
    }

    async fn requests(&self) -> u64 {
        self.mock.received_requests().await.unwrap().len() as u64
    }

    fn records(&self) -> Vec<Sample<'static>> {
        let text = std::fs::read_to_string(self.file("out.jsonl")).unwrap();
        text.lines().map(|line| serde_json::from_str::<Sample>(line).unwrap().into_owned()).collect()
    }
}

fn completion(content: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "id": "c", "object": "chat.completion", "created": 1, "model": "small",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}
    }))
}

fn good() -> ResponseTemplate {
    completion(r#"{"question": "How much water a day?", "answer": "About 2 litres; if it is hot, 500 ml more."}"#)
}

/// Answers the first `first` requests in one way and the rest in another.
struct Turning {
    seen: Arc<AtomicU64>,
    first: u64,
    before: ResponseTemplate,
    after: ResponseTemplate,
}

impl Turning {
    fn new(first: u64, before: ResponseTemplate, after: ResponseTemplate) -> Self {
        Self { seen: Arc::default(), first, before, after }
    }
}

impl Respond for Turning {
    fn respond(&self, _request: &Request) -> ResponseTemplate {
        let turn = self.seen.fetch_add(1, Ordering::SeqCst) < self.first;
        if turn { self.before.clone() } else { self.after.clone() }
    }
}

#[tokio::test]
async fn a_good_answer_becomes_a_record_and_is_never_asked_again() {
    let bench = Bench::new(Turning::new(0, good(), good())).await;
    let spent = bench.run().await.unwrap();
    assert_eq!((spent.written, spent.requests, spent.unanswered), (6, 6, 0));
    // 100 tokens at $0.15 and 50 at $0.60 a million are 45 millionths of a dollar.
    assert_eq!(spent.micro_dollars, 6 * 45);
    let first = std::fs::read(bench.file("out.jsonl")).unwrap();
    let again = bench.run().await.unwrap();
    assert_eq!((again.written, again.requests, again.micro_dollars), (6, 6, 270));
    assert_eq!(bench.requests().await, 6);
    assert_eq!(std::fs::read(bench.file("out.jsonl")).unwrap(), first);
    assert!(bench.records().iter().all(|sample| sample.turns.len() == 2 && sample.lang.is_some()));
}

#[tokio::test]
async fn a_full_server_is_asked_later_as_it_wishes() {
    let full = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let mut bench = Bench::new(Turning::new(1, full, good())).await;
    bench.settings.concurrency = 1;
    let start = tokio::time::Instant::now();
    let spent = bench.run().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!((spent.written, spent.requests), (6, 7));
    assert_eq!(spent.micro_dollars, 6 * 45);
}

#[tokio::test]
async fn a_server_that_fails_is_asked_again() {
    let bench = Bench::new(Turning::new(3, ResponseTemplate::new(503), good())).await;
    let spent = bench.run().await.unwrap();
    assert_eq!((spent.written, spent.requests), (6, 9));
}

#[tokio::test]
async fn a_server_that_always_fails_leaves_records_unanswered() {
    let mut bench = Bench::new(Turning::new(u64::MAX, ResponseTemplate::new(500), good())).await;
    bench.settings.retries = 2;
    let spent = bench.run().await.unwrap();
    assert_eq!((spent.written, spent.unanswered, spent.requests), (0, 6, 18));
    assert_eq!(spent.micro_dollars, 0);
}

#[tokio::test]
async fn a_lost_request_is_paid_and_repeated() {
    let slow = good().set_delay(Duration::from_secs(20));
    let mut bench = Bench::new(Turning::new(1, slow, good())).await;
    bench.settings.timeout_s = 1;
    bench.settings.records = 2;
    bench.settings.concurrency = 1;
    let spent = bench.run().await.unwrap();
    assert_eq!((spent.written, spent.requests), (2, 3));
    assert!(spent.micro_dollars > 2 * 45, "{spent:?}");
}

#[tokio::test]
async fn garbage_is_kept_and_asked_up_to_the_limit_only() {
    let mut bench = Bench::new(Turning::new(u64::MAX, completion("I cannot do that."), good())).await;
    bench.settings.retries = 2;
    bench.settings.records = 3;
    let spent = bench.run().await.unwrap();
    assert_eq!((spent.written, spent.garbage, spent.requests), (0, 3, 9));
    let journal = std::fs::read_to_string(bench.file("journal.jsonl")).unwrap();
    assert_eq!(journal.matches("I cannot do that.").count(), 9);
    bench.run().await.unwrap();
    assert_eq!(bench.requests().await, 9);
}

#[tokio::test]
async fn a_body_that_is_no_completion_is_garbage_too() {
    let mut bench = Bench::new(Turning::new(2, ResponseTemplate::new(200).set_body_string("<html>"), good())).await;
    bench.settings.concurrency = 1;
    let spent = bench.run().await.unwrap();
    assert_eq!((spent.written, spent.requests), (6, 8));
}

#[tokio::test]
async fn the_budget_holds_with_many_in_flight() {
    let mut bench = Bench::new(good().set_delay(Duration::from_millis(30))).await;
    bench.settings.records = 200;
    bench.settings.concurrency = 16;
    bench.settings.budget.micro_dollars = 5000;
    let spent = bench.run().await.unwrap();
    assert!(spent.is_out_of_budget);
    assert!(spent.micro_dollars <= 5000, "{spent:?}");
    assert_eq!(spent.micro_dollars, spent.written * 45);
    // The last reservation is an upper bound of some 1,100 millionths, so nearly all of the money is used.
    assert!(spent.micro_dollars > 3500, "{spent:?}");
    assert_eq!(spent.written + spent.unanswered, 200);
}

#[tokio::test]
async fn the_cap_on_requests_holds_over_resumptions() {
    let mut bench = Bench::new(good().set_delay(Duration::from_millis(5))).await;
    bench.settings.records = 50;
    bench.settings.concurrency = 16;
    bench.settings.budget.requests = 20;
    for _ in 0..2 {
        let spent = bench.run().await.unwrap();
        assert_eq!((spent.written, spent.requests), (20, 20));
    }
    assert_eq!(bench.requests().await, 20);
}

#[tokio::test]
async fn a_killed_run_asks_nothing_twice_that_was_answered() {
    let mut bench = Bench::new(good().set_delay(Duration::from_millis(40))).await;
    bench.settings.records = 40;
    bench.settings.concurrency = 4;
    for _ in 0..3 {
        let cut = tokio::time::timeout(Duration::from_millis(100), bench.run()).await;
        assert!(cut.is_err());
    }
    let spent = bench.run().await.unwrap();
    assert_eq!(spent.written, 40);
    // A kill loses what was in flight, at most one request a worker; each of those counts as sent and as spent.
    assert!(bench.requests().await <= 40 + 3 * 4);
    assert!(spent.requests >= bench.requests().await);
    assert_eq!(answers_by_request(&bench).iter().filter(|count| **count > 1).count(), 0);
}

fn answers_by_request(bench: &Bench) -> Vec<usize> {
    let journal = std::fs::read_to_string(bench.file("journal.jsonl")).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for line in journal.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        if entry["event"] == "answer" {
            *counts.entry(entry["request"].to_string()).or_insert(0) += 1;
        }
    }
    counts.into_values().collect()
}

#[tokio::test]
async fn a_line_that_a_kill_cut_short_is_forgotten() {
    let bench = Bench::new(good()).await;
    bench.run().await.unwrap();
    let journal = std::fs::read_to_string(bench.file("journal.jsonl")).unwrap();
    let kept = journal.len() - 20;
    std::fs::write(bench.file("journal.jsonl"), journal.get(..kept).unwrap()).unwrap();
    let spent = bench.run().await.unwrap();
    assert_eq!((spent.written, bench.requests().await), (6, 7));
}

#[tokio::test]
async fn a_refusal_ends_the_run_without_showing_the_key() {
    let said = format!("Incorrect API key provided: {SECRET}");
    let bench = Bench::new(ResponseTemplate::new(401).set_body_string(said)).await;
    let error = bench.run().await.unwrap_err();
    assert!(matches!(error, Error::Refused { status: 401, .. }), "{error:?}");
    let shown = format!("{error} {error:?} {:?}", Key::new(SECRET));
    assert!(!shown.contains(SECRET) && shown.contains("[key]"), "{shown}");
    for name in ["journal.jsonl", "out.jsonl"] {
        let text = std::fs::read_to_string(bench.file(name)).unwrap_or_default();
        assert!(!text.contains(SECRET), "{name}");
    }
    let sent = bench.mock.received_requests().await.unwrap();
    assert_eq!(sent[0].headers["authorization"], format!("Bearer {SECRET}"));
}

#[test]
fn the_settings_of_a_server_come_from_the_environment_or_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let text = "OPENAI_BASE_URL=http://localhost:1/v1\nOPENAI_MODEL=small\nOPENAI_API_KEY=sk-file\n";
    std::fs::write(folder.path().join(".env"), text).unwrap();
    let server = Server::read(folder.path()).unwrap();
    assert!(!format!("{server:?}").contains("sk-file"));
    if std::env::var("OPENAI_MODEL").is_err() {
        assert_eq!(server.model, "small");
    }
}

#[test]
fn a_canonical_text_does_not_depend_on_the_order_of_keys() {
    let one = canonical(&json!({"b": [1, {"d": 2, "c": "x"}], "a": null}));
    let other = canonical(&json!({"a": null, "b": [1, {"c": "x", "d": 2}]}));
    assert_eq!(one, other);
    assert_eq!(one, r#"{"a":null,"b":[1,{"c":"x","d":2}]}"#);
}
