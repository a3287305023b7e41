//! An Ollama server, through its own `/api/chat`.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use spotter_contract::Role;

use crate::endpoint::remote::{Failure, Limits, Server, answer_all, refusal, transfer};
use crate::endpoint::{Endpoint, Identity, OllamaSpec};
use crate::request::hex;
use crate::{Answer, Error, Finish, Request};

/// A client of one model on one server.
#[derive(Clone)]
pub(crate) struct Ollama {
    client: reqwest::Client,
    spec: OllamaSpec,
}

#[derive(Deserialize)]
struct Chat {
    message: Message,
    #[serde(default)]
    done_reason: Option<String>,
    #[serde(default)]
    eval_count: usize,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

impl Ollama {
    pub(crate) fn open(spec: &OllamaSpec) -> Result<Self, Error> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(spec.timeout_s)).build();
        let wrong = |error| Error::Spec { kind: "ollama", reason: format!("no HTTP client could be made: {error}") };
        Ok(Self { client: client.map_err(wrong)?, spec: spec.clone() })
    }

    fn body(&self, request: &Request) -> Value {
        let sampling = &request.sampling;
        let messages: Vec<Value> = request
            .turns
            .iter()
            .map(|turn| json!({"role": speaker(turn.role), "content": turn.text.as_ref()}))
            .collect();
        let mut options = json!({
            "num_predict": sampling.max_tokens,
            "temperature": sampling.temperature,
            "seed": sampling.seed,
            "stop": sampling.stop,
        });
        let given = [
            ("top_p", sampling.top_p.map(Value::from)),
            ("top_k", sampling.top_k.map(Value::from)),
            ("num_ctx", self.spec.num_ctx.map(Value::from)),
        ];
        for (key, value) in given {
            if let Some(value) = value {
                options[key] = value;
            }
        }
        json!({"model": self.spec.model, "messages": messages, "stream": false, "options": options})
    }
}

impl Endpoint for Ollama {
    fn identity(&self) -> Identity {
        let hash = hex(&Sha256::digest(format!("{}\n{}", self.spec.url, self.spec.model)));
        Identity { kind: "ollama".into(), model: self.spec.model.clone(), adapter: None, hash }
    }

    fn answer(&self, requests: &[Request], done: &(dyn Fn(usize) + Sync)) -> Vec<Result<Answer, Error>> {
        let limits = Limits {
            concurrency: self.spec.concurrency,
            retries: self.spec.retries,
            backoff: Duration::from_millis(self.spec.backoff_ms),
        };
        answer_all(self, limits, requests, done)
    }
}

impl Server for Ollama {
    const KIND: &'static str = "ollama";

    fn url(&self) -> &str {
        &self.spec.url
    }

    async fn ask(&self, request: &Request) -> Result<Answer, Failure> {
        let url = format!("{}/api/chat", self.spec.url.trim_end_matches('/'));
        let sent = self.client.post(url).json(&self.body(request)).send().await;
        let response = sent.map_err(|error| transfer(&error))?;
        let status = response.status();
        let text = response.text().await.map_err(|error| transfer(&error))?;
        if status.as_u16() == 404 {
            let model = &self.spec.model;
            return Err(Failure::Lasting(format!("{}; run `ollama pull {model}` on the server", complaint(&text))));
        }
        if !status.is_success() {
            return Err(refusal(status.as_u16(), &complaint(&text)));
        }
        let chat: Chat = serde_json::from_str(&text).map_err(|error| {
            let start: String = text.chars().take(120).collect();
            Failure::Lasting(format!("the response is not Ollama's ({error}): `{start}`; check `url`"))
        })?;
        let finish = if chat.done_reason.as_deref() == Some("length") { Finish::Length } else { Finish::Stop };
        Ok(Answer { text: chat.message.content, finish, tokens: chat.eval_count })
    }
}

/// What the server says is wrong: the text of `error`, or the start of whatever it sent.
fn complaint(text: &str) -> String {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    json.get("error").and_then(Value::as_str).map_or_else(|| text.chars().take(120).collect(), str::to_owned)
}

fn speaker(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Coach => "assistant",
        Role::Tool => "tool",
    }
}
