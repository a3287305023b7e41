//! The shapes in which people keep conversations: Alpaca, ShareGPT, messages, and our own.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use spotter_contract::{Role, Sample};

use crate::Error;

/// A shape of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// `{ instruction, input, output, system?, history? }`.
    Alpaca,
    /// `{ conversations: [{ from: human | gpt | system | tool, value }] }`.
    ShareGpt,
    /// `{ messages: [{ role: user | assistant | system | tool, content }] }`.
    Messages,
    /// `{ turns: [{ user }, { coach }] }`, the form of the test suites.
    Native,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Alpaca, Self::ShareGpt, Self::Messages, Self::Native];

    /// The name used on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alpaca => "alpaca",
            Self::ShareGpt => "sharegpt",
            Self::Messages => "messages",
            Self::Native => "native",
        }
    }

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The sample as one line of JSON in this format, without the line's end.
    ///
    /// # Errors
    ///
    /// When the sample has turns that the format cannot hold.
    pub fn write(self, sample: &Sample) -> Result<String, Error> {
        let mut record = Map::new();
        if !sample.id.is_empty() {
            record.insert("id".into(), json!(sample.id));
        }
        if let Some(lang) = sample.lang {
            record.insert("lang".into(), json!(lang));
        }
        if !sample.facts.is_empty() {
            record.insert("facts".into(), json!(sample.facts));
        }
        match self {
            Self::Alpaca => put_alpaca(&mut record, sample)?,
            Self::ShareGpt => put_turns(&mut record, sample, &SHAREGPT),
            Self::Messages => put_turns(&mut record, sample, &MESSAGES),
            Self::Native => drop(record.insert("turns".into(), json!(sample.turns))),
        }
        Ok(Value::Object(record).to_string())
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// The role that a name stands for in ShareGPT or messages files.
pub(crate) fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "system" | "developer" => Role::System,
        "human" | "user" => Role::User,
        "gpt" | "assistant" | "model" | "coach" | "chatgpt" | "bot" | "function_call" => Role::Coach,
        "tool" | "function" | "observation" | "function_response" | "ipython" => Role::Tool,
        _ => return None,
    })
}

/// The words that a format of turns uses.
struct Words {
    list: &'static str,
    who: &'static str,
    what: &'static str,
    user: &'static str,
    coach: &'static str,
}

const SHAREGPT: Words = Words { list: "conversations", who: "from", what: "value", user: "human", coach: "gpt" };
const MESSAGES: Words = Words { list: "messages", who: "role", what: "content", user: "user", coach: "assistant" };

fn put_turns(record: &mut Map<String, Value>, sample: &Sample, words: &Words) {
    let name = |role| match role {
        Role::System => "system",
        Role::User => words.user,
        Role::Coach => words.coach,
        Role::Tool => "tool",
    };
    let turns = sample.turns.iter().map(|turn| json!({ words.who: name(turn.role), words.what: turn.text }));
    record.insert(words.list.into(), turns.collect());
}

fn put_alpaca(record: &mut Map<String, Value>, sample: &Sample) -> Result<(), Error> {
    let misfit = |why| Error::Format { id: sample.id.to_string(), format: Format::Alpaca, why };
    let mut turns = sample.turns.as_slice();
    let mut system = None;
    if let [first, rest @ ..] = turns
        && first.role == Role::System
    {
        system = Some(&first.text);
        turns = rest;
    }
    let exchanges = turns.chunks(2).map(exchange).collect::<Option<Vec<_>>>();
    let mut exchanges = exchanges.ok_or_else(|| misfit("questions and answers do not alternate"))?;
    let (question, answer) = exchanges.pop().ok_or_else(|| misfit("there is no question with an answer"))?;
    record.insert("instruction".into(), json!(question));
    record.insert("input".into(), json!(""));
    record.insert("output".into(), json!(answer));
    if let Some(system) = system {
        record.insert("system".into(), json!(system));
    }
    if !exchanges.is_empty() {
        record.insert("history".into(), json!(exchanges));
    }
    Ok(())
}

fn exchange<'a>(turns: &'a [spotter_contract::Turn]) -> Option<(&'a Cow<'a, str>, &'a Cow<'a, str>)> {
    match turns {
        [user, coach] if user.role == Role::User && coach.role == Role::Coach => Some((&user.text, &coach.text)),
        _ => None,
    }
}
