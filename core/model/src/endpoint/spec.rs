//! How people write endpoints, in TOML: `candle = { base = ".." }`, `openai = { base_url = "..", model = ".." }`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// An endpoint as written in a settings file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum EndpointSpec {
    /// A model's folder, run in this process.
    Candle(CandleSpec),
    /// A server that speaks OpenAI's chat completions.
    Openai(OpenaiSpec),
    /// An Ollama server.
    Ollama(OllamaSpec),
    /// A file of answers.
    Canned(CannedSpec),
}

/// A model's folder, with an adapter's folder beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandleSpec {
    /// The model's folder, as Hugging Face lays it out.
    pub base: PathBuf,
    /// A PEFT adapter's folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adapter: Option<PathBuf>,
    /// Answers in the making at once.
    #[serde(default = "batch")]
    pub batch: usize,
}

/// A server that speaks OpenAI's chat completions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenaiSpec {
    /// The address up to, without, `/chat/completions`.
    pub base_url: String,
    /// The model's name.
    pub model: String,
    /// The environment variable that holds the key; none for servers that want no key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key_env: Option<String>,
    /// Requests on their way at once.
    #[serde(default = "concurrency")]
    pub concurrency: usize,
    /// Seconds until a request counts as failed.
    #[serde(default = "timeout_s")]
    pub timeout_s: u64,
    /// How often a request is repeated after 429, 5xx, a time-out or a broken connection.
    #[serde(default = "retries")]
    pub retries: u32,
    /// Milliseconds before the first repetition; each later one waits twice as long, at most 30 s.
    #[serde(default = "backoff_ms")]
    pub backoff_ms: u64,
}

/// An Ollama server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OllamaSpec {
    /// The address up to, without, `/api/chat`.
    #[serde(default = "ollama_url")]
    pub url: String,
    /// The model's name.
    pub model: String,
    /// Tokens of prompt and answer together; Ollama's own default silently cuts long prompts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub num_ctx: Option<u32>,
    /// Requests on their way at once.
    #[serde(default = "concurrency")]
    pub concurrency: usize,
    /// Seconds until a request counts as failed.
    #[serde(default = "timeout_s")]
    pub timeout_s: u64,
    /// How often a request is repeated after 429, 5xx, a time-out or a broken connection.
    #[serde(default = "retries")]
    pub retries: u32,
    /// Milliseconds before the first repetition; each later one waits twice as long, at most 30 s.
    #[serde(default = "backoff_ms")]
    pub backoff_ms: u64,
}

/// A file of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CannedSpec {
    /// JSONL: `{"prompt": last text of the user, "answer": ..}` or `{"request": hash, "answer": ..}`.
    pub file: PathBuf,
}

fn batch() -> usize {
    32
}

fn concurrency() -> usize {
    4
}

fn timeout_s() -> u64 {
    120
}

fn retries() -> u32 {
    4
}

fn backoff_ms() -> u64 {
    500
}

fn ollama_url() -> String {
    "http://localhost:11434".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Settings {
        endpoint: EndpointSpec,
    }

    #[test]
    fn an_endpoint_is_one_table_named_by_its_kind() {
        let text = "[endpoint.candle]\nbase = \"data/models/coach-mini\"\nadapter = \"out/adapter\"";
        let settings: Settings = toml::from_str(text).unwrap();
        let EndpointSpec::Candle(spec) = settings.endpoint else { panic!("not candle") };
        assert_eq!((spec.base, spec.batch), ("data/models/coach-mini".into(), 32));
        let text = "[endpoint]\nollama = { model = \"qwen2.5\" }";
        let settings: Settings = toml::from_str(text).unwrap();
        assert!(matches!(settings.endpoint, EndpointSpec::Ollama(spec) if spec.url.ends_with("11434")));
    }

    #[test]
    fn a_misspelt_setting_is_named_with_its_line() {
        let error = toml::from_str::<Settings>("[endpoint.openai]\nbase_url = \"x\"\nmodle = \"y\"").unwrap_err();
        assert!(error.to_string().contains("modle") && error.to_string().contains("line 3"), "{error}");
    }
}
