//! Sends one request and says what to make of what came back.

use std::time::Duration;

use async_openai::config::{Config, OpenAIConfig};
use async_openai::types::chat::CreateChatCompletionResponse;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};

use super::budget::Budget;
use super::prompt::Scenario;
use super::{Key, Server, Settings};
use crate::generate::Error;
use crate::generate::rng::Rng;

/// The longest wait that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// What a request brought.
pub(super) enum Reply {
    /// A text, which may be garbage, and what the server counted.
    Text { text: String, input_tokens: Option<u64>, output_tokens: Option<u64> },
    /// Nothing now; `wait` is what the server asks for.
    Later { wait: Option<Duration>, may_be_billed: bool },
}

/// A client of one server. The library's own client repeats requests behind the budget's back, so only its types and
/// its configuration are used.
pub(super) struct Sender {
    http: reqwest::Client,
    url: String,
    headers: HeaderMap,
    key: Key,
    backoff: Duration,
    seed: u64,
    max_output_tokens: u64,
}

impl Sender {
    pub(super) fn new(settings: &Settings, server: &Server) -> Result<Self, Error> {
        let timeout = Duration::from_secs(settings.timeout_s);
        let http = reqwest::Client::builder().timeout(timeout).build();
        if HeaderValue::from_str(server.key.signs()).is_err() {
            return Err(Error::Unset { name: "OPENAI_API_KEY" });
        }
        let base = server.base_url.trim_end_matches('/');
        let config = OpenAIConfig::new().with_api_base(base).with_api_key(server.key.signs());
        let mut headers = config.headers();
        headers.values_mut().for_each(|value| value.set_sensitive(true));
        Ok(Self {
            http: http.map_err(|source| Error::Client { source })?,
            url: config.url("/chat/completions"),
            headers,
            key: server.key.clone(),
            backoff: Duration::from_millis(settings.backoff_ms),
            seed: settings.seed,
            max_output_tokens: settings.max_output_tokens.into(),
        })
    }

    /// The most that a request can cost: no tokenizer makes more tokens than there are bytes.
    pub(super) fn estimate(&self, scenario: &Scenario, budget: &Budget) -> u64 {
        let bytes = serde_json::to_vec(&scenario.request).map_or(0, |body| body.len() as u64);
        budget.cost(Some(bytes), Some(self.max_output_tokens)).unwrap_or(u64::MAX)
    }

    /// How long to wait before repetition `attempt`: what the server asks for, or a doubling wait with seeded jitter.
    pub(super) fn wait(&self, position: u64, attempt: u32, asked: Option<Duration>) -> Duration {
        let jitter = 0.5 + Rng::at(self.seed, position * 64 + u64::from(attempt)).unit();
        let own = self.backoff.saturating_mul(1 << attempt.min(10)).mul_f64(jitter);
        asked.unwrap_or(own).min(LONGEST_WAIT)
    }

    pub(super) async fn send(&self, scenario: &Scenario) -> Result<Reply, Error> {
        let request = self.http.post(&self.url).headers(self.headers.clone()).json(&scenario.request);
        let response = match request.send().await {
            Ok(response) => response,
            // A server that timed out may have answered, and billed, after all.
            Err(error) => return Ok(Reply::Later { wait: None, may_be_billed: !error.is_connect() }),
        };
        let status = response.status();
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let Ok(body) = response.text().await else {
            return Ok(Reply::Later { wait: None, may_be_billed: true });
        };
        self.judge(status, wait.map(Duration::from_secs), &body)
    }

    fn judge(&self, status: StatusCode, wait: Option<Duration>, body: &str) -> Result<Reply, Error> {
        if status.is_success() {
            return Ok(read(body));
        }
        let is_poor = body.contains("insufficient_quota");
        if status.is_server_error() || (status == StatusCode::TOO_MANY_REQUESTS && !is_poor) {
            return Ok(Reply::Later { wait, may_be_billed: false });
        }
        let said: String = self.key.taken_out_of(body).chars().take(300).collect();
        Err(Error::Refused { status: status.as_u16(), said })
    }
}

fn read(body: &str) -> Reply {
    let Ok(response) = serde_json::from_str::<CreateChatCompletionResponse>(body) else {
        return Reply::Text { text: body.to_owned(), input_tokens: None, output_tokens: None };
    };
    let usage = response.usage;
    let text = response.choices.into_iter().next().and_then(|choice| choice.message.content).unwrap_or_default();
    Reply::Text {
        text,
        input_tokens: usage.as_ref().map(|usage| usage.prompt_tokens.into()),
        output_tokens: usage.as_ref().map(|usage| usage.completion_tokens.into()),
    }
}
