//! What the model is asked: a scenario of the grammar, shown with seed examples of its language and kind.

use std::fmt::Write as _;
use std::path::Path;

use async_openai::types::chat::{
    ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage, ChatCompletionRequestSystemMessageContent,
    ChatCompletionRequestUserMessage, ChatCompletionRequestUserMessageContent, CreateChatCompletionRequest,
    ResponseFormat,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use spotter_contract::{Lang, Role, Sample, Turn};

use super::{Server, Settings, canonical};
use crate::generate::Error;
use crate::generate::faults::Flaws;
use crate::generate::phrases::Kind;
use crate::generate::rng::Rng;
use crate::generate::scene::tell;

const TASK: &str = "You write training records for a fitness and nutrition coach. Reply with one JSON object and \
nothing else: {\"question\": string, \"answer\": string}. The answer has 100 to 900 characters, opens on the question, \
gives numbers with their arithmetic, and holds at least one sentence that says what to do in which case. It refers to \
a professional where a disease, a drug, pregnancy, age under 18, a supplement, rapid weight loss or lasting pain is \
at stake, and only there. It never doses, starts or stops a drug. It uses only foods that the user's diet allows.";

/// One thing to ask.
#[derive(Debug)]
pub(super) struct Scenario {
    /// The sha256 of the canonical request.
    pub(super) key: String,
    pub(super) request: CreateChatCompletionRequest,
    /// The facts and the language of the record to come.
    pub(super) model: Sample<'static>,
}

/// Makes scenarios from their positions.
pub(super) struct Prompter {
    settings: Settings,
    model: String,
    seeds: Vec<Sample<'static>>,
}

impl Prompter {
    /// Reads the seed examples.
    pub(super) fn read(path: &Path, settings: &Settings, server: &Server) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let seed = |(number, line): (usize, &str)| {
            let sample = serde_json::from_str::<Sample>(line).map(Sample::into_owned);
            sample.map_err(|source| Error::Line { path: path.to_owned(), line: number + 1, source })
        };
        let seeds: Vec<Sample<'static>> = lines.map(seed).collect::<Result<_, _>>()?;
        if seeds.is_empty() {
            return Err(Error::NoSeeds { path: path.to_owned() });
        }
        Ok(Self { settings: settings.clone(), model: server.model.clone(), seeds })
    }

    /// The scenario at a position: the same for the same settings, seeds and model.
    pub(super) fn scenario(&self, position: u64) -> Scenario {
        let mut rng = Rng::at(self.settings.seed, position);
        let languages = &self.settings.languages;
        let lang = [Lang::Tr, Lang::En, Lang::Ar][rng.weighted(&[languages.tr, languages.en, languages.ar])];
        let kind = Kind::ALL[rng.weighted(&self.settings.kinds.shares())];
        let told = tell(&mut rng, lang, kind, Flaws::default());
        let request = self.request(&mut rng, position, &told.sample);
        let value = serde_json::to_value(&request).unwrap_or_default();
        let key = hex(&Sha256::digest(canonical(&value)));
        Scenario { key, request, model: told.sample }
    }

    fn request(&self, rng: &mut Rng, position: u64, sample: &Sample<'_>) -> CreateChatCompletionRequest {
        let lang = sample.lang.unwrap_or(Lang::En);
        let of_lang: Vec<&Sample> = self.seeds.iter().filter(|seed| seed.lang == Some(lang)).collect();
        let all: Vec<&Sample> = self.seeds.iter().collect();
        let pool = if of_lang.is_empty() { all } else { of_lang };
        let mut text = String::new();
        for _ in 0..2 {
            let seed = pool[rng.below(pool.len())];
            let _ = writeln!(text, "Example:\n{}", example(seed));
        }
        let facts = serde_json::to_string(&sample.facts).unwrap_or_default();
        let idea = sample.question().map_or("", |(_, text)| text);
        let _ = write!(text, "Write a new record in language `{lang}`. Facts: {facts}. What it is about: {idea}");
        #[expect(deprecated, reason = "compatible servers know `max_tokens`; many ignore its successor")]
        CreateChatCompletionRequest {
            model: self.model.clone(),
            messages: vec![system(TASK), user(text)],
            max_tokens: Some(self.settings.max_output_tokens),
            temperature: Some(self.settings.temperature),
            seed: Some((self.settings.seed.wrapping_add(position) >> 1).cast_signed()),
            response_format: Some(ResponseFormat::JsonObject),
            ..CreateChatCompletionRequest::default()
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn example(seed: &Sample<'_>) -> String {
    let question = seed.question().map_or("", |(_, text)| text);
    let answer = seed.answer().map_or("", |(_, text)| text);
    serde_json::json!({ "question": question, "answer": answer }).to_string()
}

fn system(text: &str) -> ChatCompletionRequestMessage {
    let content = ChatCompletionRequestSystemMessageContent::Text(text.to_owned());
    ChatCompletionRequestSystemMessage { content, ..Default::default() }.into()
}

fn user(text: String) -> ChatCompletionRequestMessage {
    let content = ChatCompletionRequestUserMessageContent::Text(text);
    ChatCompletionRequestUserMessage { content, ..Default::default() }.into()
}

#[derive(Deserialize)]
struct Pair {
    question: String,
    answer: String,
}

/// The question and the answer that a model wrote, or `None` when it wrote something else.
pub(super) fn read_answer(text: &str) -> Option<Vec<Turn<'static>>> {
    let bare = text.trim().trim_start_matches("```json").trim_start_matches("```").trim_end_matches("```").trim();
    let pair: Pair = serde_json::from_str(bare).ok()?;
    let is_empty = pair.question.trim().is_empty() || pair.answer.trim().is_empty();
    (!is_empty).then(|| vec![Turn::new(Role::User, pair.question), Turn::new(Role::Coach, pair.answer)])
}
