//! Any server that speaks OpenAI's chat completions.

use std::time::Duration;

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use async_openai::middleware::ReqwestService;
use async_openai::types::chat::{
    ChatCompletionRequestAssistantMessage, ChatCompletionRequestAssistantMessageContent, ChatCompletionRequestMessage,
    ChatCompletionRequestSystemMessage, ChatCompletionRequestSystemMessageContent, ChatCompletionRequestToolMessage,
    ChatCompletionRequestToolMessageContent, ChatCompletionRequestUserMessage, ChatCompletionRequestUserMessageContent,
    CreateChatCompletionRequest, CreateChatCompletionResponse, FinishReason, StopConfiguration,
};
use sha2::{Digest, Sha256};
use spotter_contract::{Role, Turn};

use crate::endpoint::remote::{Failure, Limits, Server, answer_all, refusal, transfer};
use crate::endpoint::{Endpoint, Identity, OpenaiSpec};
use crate::request::hex;
use crate::{Answer, Error, Finish, Request};

/// A client of one model on one server.
#[derive(Clone)]
pub(crate) struct Openai {
    client: Client<OpenAIConfig>,
    base_url: String,
    model: String,
    limits: Limits,
}

impl Openai {
    pub(crate) fn open(spec: &OpenaiSpec) -> Result<Self, Error> {
        let wrong = |reason: String| Error::Spec { kind: "openai", reason };
        let key = match &spec.api_key_env {
            // Servers without keys still want the header.
            None => "none".to_owned(),
            Some(name) => std::env::var(name).map_err(|_| {
                wrong(format!("the environment variable `{name}` is not set; export the key or write it to .env"))
            })?,
        };
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(spec.timeout_s))
            .build()
            .map_err(|error| wrong(format!("no HTTP client could be made: {error}")))?;
        let config = OpenAIConfig::new().with_api_base(spec.base_url.trim_end_matches('/')).with_api_key(key);
        // The client's own service repeats requests by itself; this one does not.
        let client = Client::build(http.clone(), config).with_http_service(ReqwestService::new(http));
        let limits = Limits {
            concurrency: spec.concurrency,
            retries: spec.retries,
            backoff: Duration::from_millis(spec.backoff_ms),
        };
        Ok(Self { client, base_url: spec.base_url.clone(), model: spec.model.clone(), limits })
    }
}

impl Endpoint for Openai {
    fn identity(&self) -> Identity {
        let hash = hex(&Sha256::digest(format!("{}\n{}", self.base_url, self.model)));
        Identity { kind: "openai".into(), model: self.model.clone(), adapter: None, hash }
    }

    fn answer(&self, requests: &[Request], done: &(dyn Fn(usize) + Sync)) -> Vec<Result<Answer, Error>> {
        answer_all(self, self.limits, requests, done)
    }
}

impl Server for Openai {
    const KIND: &'static str = "openai";

    fn url(&self) -> &str {
        &self.base_url
    }

    async fn ask(&self, request: &Request) -> Result<Answer, Failure> {
        if request.sampling.top_k.is_some() {
            return Err(Failure::Lasting("OpenAI's interface has no `top_k`; leave it out".into()));
        }
        let body = body(&self.model, request);
        let response = self.client.chat().create(body).await.map_err(|error| judged(&error))?;
        read(response)
    }
}

fn body(model: &str, request: &Request) -> CreateChatCompletionRequest {
    let sampling = &request.sampling;
    #[expect(deprecated, reason = "compatible servers know `max_tokens`; many ignore its successor")]
    CreateChatCompletionRequest {
        model: model.to_owned(),
        messages: request.turns.iter().map(message).collect(),
        max_tokens: Some(u32::try_from(sampling.max_tokens).unwrap_or(u32::MAX)),
        temperature: Some(sampling.temperature as f32),
        top_p: sampling.top_p.map(|p| p as f32),
        seed: Some(sampling.seed.cast_signed()),
        stop: (!sampling.stop.is_empty()).then(|| StopConfiguration::StringArray(sampling.stop.clone())),
        ..CreateChatCompletionRequest::default()
    }
}

fn message(turn: &Turn) -> ChatCompletionRequestMessage {
    let text = turn.text.clone().into_owned();
    match turn.role {
        Role::System => {
            let content = ChatCompletionRequestSystemMessageContent::Text(text);
            ChatCompletionRequestSystemMessage { content, ..Default::default() }.into()
        }
        Role::User => {
            let content = ChatCompletionRequestUserMessageContent::Text(text);
            ChatCompletionRequestUserMessage { content, ..Default::default() }.into()
        }
        Role::Coach => {
            let content = Some(ChatCompletionRequestAssistantMessageContent::Text(text));
            ChatCompletionRequestAssistantMessage { content, ..Default::default() }.into()
        }
        Role::Tool => {
            let content = ChatCompletionRequestToolMessageContent::Text(text);
            ChatCompletionRequestToolMessage { content, ..Default::default() }.into()
        }
    }
}

fn read(response: CreateChatCompletionResponse) -> Result<Answer, Failure> {
    let tokens = response.usage.map_or(0, |usage| usage.completion_tokens as usize);
    let Some(choice) = response.choices.into_iter().next() else {
        return Err(Failure::Lasting("the response holds no choice; is the model a chat model?".into()));
    };
    let finish = match choice.finish_reason {
        Some(FinishReason::Length) => Finish::Length,
        Some(FinishReason::ContentFilter) => Finish::Filtered,
        _ => Finish::Stop,
    };
    let text = choice.message.content.or(choice.message.refusal).unwrap_or_default();
    Ok(Answer { text, finish, tokens })
}

fn judged(error: &OpenAIError) -> Failure {
    match error {
        OpenAIError::Reqwest(error) => transfer(error),
        OpenAIError::ApiError(response) => {
            let said = response.api_error.to_string();
            if response.api_error.r#type.as_deref() == Some("insufficient_quota") {
                return Failure::Lasting(format!("{said}; the account has no quota left"));
            }
            refusal(response.status_code.as_u16(), &said)
        }
        OpenAIError::JSONDeserialize(error, content) => {
            let start: String = content.chars().take(120).collect();
            Failure::Lasting(format!(
                "the response is not a chat completion ({error}): `{start}`; does `base_url` end in /v1?"
            ))
        }
        other => Failure::Lasting(other.to_string()),
    }
}
