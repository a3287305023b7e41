//! One record of a file: from bytes to a [`Sample`], or to the [`Fault`] that keeps it from being one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Serialize};
use spotter_contract::{Facts, Lang, Role, Sample, Turn};

use crate::format::role_of;
use crate::{Format, hash};

/// What a file holds at one place, before anything is understood of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// Which of the inputs it comes from, from 0.
    pub input: usize,
    /// The line in a JSONL file, the position in a JSON array, from 1.
    pub number: u64,
    /// The text of the record as it stands in the file.
    pub bytes: Vec<u8>,
}

/// A record that was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// What will be judged.
    pub sample: Sample<'a>,
    /// The shape the record had.
    pub format: Format,
    /// What kind of sample the record says it is, if it says so in `kind` or `category`.
    pub kind: Option<Cow<'a, str>>,
    /// Whether the record brought its own id; otherwise one was made for it.
    pub is_named: bool,
}

/// Why a record cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Fault {
    /// The bytes are not UTF-8.
    #[error("byte {0} is not UTF-8")]
    NotUtf8(usize),
    /// The text is not JSON.
    #[error("not valid JSON: {0}")]
    BrokenJson(String),
    /// A field has a value of the wrong kind.
    #[error("{0}")]
    BrokenField(String),
    /// A field that every sample needs is absent or empty.
    #[error("`{0}` is absent or empty")]
    MissingField(&'static str),
}

impl Fault {
    /// The rule that the record breaks.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotUtf8(_) | Self::BrokenJson(_) => "clean/broken-json",
            Self::BrokenField(_) => "clean/broken-field",
            Self::MissingField(_) => "clean/missing-field",
        }
    }
}

impl Raw {
    /// The record that the bytes hold, with a question and an answer, as training needs them.
    ///
    /// # Errors
    ///
    /// The fault that keeps them from being one.
    pub fn record(&self) -> Result<Record<'_>, Fault> {
        let record = self.reading()?;
        let said = |role| record.sample.turns.iter().any(|turn| turn.role == role && !turn.text.trim().is_empty());
        let names = names_of(record.format);
        match (said(Role::User), said(Role::Coach)) {
            (true, true) => Ok(record),
            (false, _) => Err(Fault::MissingField(names.0)),
            (true, false) => Err(Fault::MissingField(names.1)),
        }
    }

    /// The record that the bytes hold, be it a question alone or an answer alone.
    ///
    /// # Errors
    ///
    /// The fault that keeps them from being one.
    pub fn reading(&self) -> Result<Record<'_>, Fault> {
        let text = std::str::from_utf8(&self.bytes).map_err(|error| Fault::NotUtf8(error.valid_up_to()))?;
        let fields: Fields = serde_json::from_str(text).map_err(|error| fault_of(&error))?;
        let mut record = fields.record()?;
        if record.sample.id.is_empty() {
            record.is_named = false;
            record.sample.id = Cow::Owned(self.made_id());
        }
        Ok(record)
    }

    /// The name of a record that has none: its place and its content.
    pub fn made_id(&self) -> String {
        format!("r{}-{:08x}", self.number, hash::of_bytes(0, &self.bytes) as u32)
    }

    /// The bytes as one line of text, and with the id if the record brought none.
    pub(crate) fn line(&self, record: &Record) -> Cow<'_, [u8]> {
        if record.is_named && !self.bytes.contains(&b'\n') {
            return Cow::Borrowed(&self.bytes);
        }
        let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_slice(&self.bytes) else {
            return Cow::Borrowed(&self.bytes);
        };
        fields.shift_remove("id");
        fields.shift_insert(0, "id".into(), record.sample.id.as_ref().into());
        Cow::Owned(serde_json::Value::Object(fields).to_string().into_bytes())
    }
}

fn fault_of(error: &serde_json::Error) -> Fault {
    let said = error.to_string();
    // Every record is one text, so that "at line 1" would only mislead beside the record's own number.
    let said = said.replace(" at line 1 column ", " at column ");
    if error.is_data() { Fault::BrokenField(said) } else { Fault::BrokenJson(said) }
}

/// The fields that any of the formats uses; all others are passed over.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Fields<'a> {
    #[serde(default)]
    id: Word<'a>,
    #[serde(default)]
    lang: Word<'a>,
    #[serde(default)]
    kind: Word<'a>,
    #[serde(default)]
    category: Word<'a>,
    facts: Option<Facts<'static>>,
    instruction: Option<Text<'a>>,
    input: Option<Text<'a>>,
    output: Option<Text<'a>>,
    system: Option<Text<'a>>,
    history: Option<Vec<(Text<'a>, Text<'a>)>>,
    conversations: Option<Vec<Said<'a>>>,
    messages: Option<Vec<Said<'a>>>,
    turns: Option<Vec<Turn<'static>>>,
}

impl<'a> Fields<'a> {
    fn record(mut self) -> Result<Record<'a>, Fault> {
        let id = std::mem::take(&mut self.id).0.unwrap_or_default();
        let lang = self.lang.0.as_deref().map(lang_of);
        let kind = std::mem::take(&mut self.kind).0.or(std::mem::take(&mut self.category).0);
        let facts = self.facts.take().unwrap_or_default();
        let (format, turns) = self.turns()?;
        Ok(Record { sample: Sample { id, lang, facts, turns }, format, kind, is_named: true })
    }

    fn turns(self) -> Result<(Format, Vec<Turn<'a>>), Fault> {
        if let Some(turns) = self.turns {
            return Ok((Format::Native, turns));
        }
        let system = self.system.map(|text| Turn::new(Role::System, text.0));
        if let Some(said) = self.messages {
            return Ok((Format::Messages, spoken(system, said)?));
        }
        if let Some(said) = self.conversations {
            return Ok((Format::ShareGpt, spoken(system, said)?));
        }
        if self.instruction.is_none() && self.output.is_none() {
            return Err(Fault::MissingField("instruction"));
        }
        let mut turns: Vec<_> = system.into_iter().filter(|turn| !turn.text.is_empty()).collect();
        for (question, answer) in self.history.into_iter().flatten() {
            turns.extend([Turn::new(Role::User, question.0), Turn::new(Role::Coach, answer.0)]);
        }
        let question = self.instruction.map(|instruction| question_of(instruction.0, self.input));
        turns.extend(question.map(|question| Turn::new(Role::User, question)));
        turns.extend(self.output.map(|text| Turn::new(Role::Coach, text.0)));
        Ok((Format::Alpaca, turns))
    }
}

/// An instruction and what it is about make one question.
fn question_of<'a>(instruction: Cow<'a, str>, input: Option<Text<'a>>) -> Cow<'a, str> {
    match input {
        Some(input) if !input.0.trim().is_empty() => Cow::Owned(format!("{instruction}\n\n{}", input.0)),
        _ => instruction,
    }
}

fn spoken<'a>(system: Option<Turn<'a>>, said: Vec<Said<'a>>) -> Result<Vec<Turn<'a>>, Fault> {
    let mut turns: Vec<_> = system.into_iter().filter(|turn| !turn.text.is_empty()).collect();
    for said in said {
        let who = said.who.0.ok_or(Fault::MissingField("role"))?;
        let role = role_of(&who).ok_or_else(|| Fault::BrokenField(format!("unknown role `{who}`")))?;
        turns.push(Turn::new(role, said.what.0));
    }
    Ok(turns)
}

/// What the question and the answer are called in a format.
fn names_of(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Alpaca => ("instruction", "output"),
        Format::ShareGpt => ("conversations: human", "conversations: gpt"),
        Format::Messages => ("messages: user", "messages: assistant"),
        Format::Native => ("turns: user", "turns: coach"),
    }
}

/// The language of a tag such as `tr` or `tr-TR`.
fn lang_of(tag: &str) -> Lang {
    let name = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
    Lang::from_name(&name).unwrap_or(Lang::Other)
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Said<'a> {
    #[serde(alias = "from", alias = "role", default)]
    who: Word<'a>,
    #[serde(alias = "value", alias = "content", alias = "text", default)]
    what: Text<'a>,
}

/// A text, written as a string or as a list of parts.
#[derive(Default)]
struct Text<'a>(Cow<'a, str>);

/// A short word; what is not a word or a number counts as not given.
#[derive(Default)]
struct Word<'a>(Option<Cow<'a, str>>);

/// One of the parts of a text; an image has no text.
#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    text: Option<String>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct See<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for See<'a> {
            type Value = Text<'a>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text or a list of text parts")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'a>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'a>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Text<'a>, E> {
                Ok(Text(Cow::Owned(text)))
            }

            fn visit_unit<E>(self) -> Result<Text<'a>, E> {
                Ok(Text::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text<'a>, A::Error> {
                let part = Part::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Text(Cow::Owned(part.text.unwrap_or_default())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Text<'a>, A::Error> {
                let mut texts = Vec::new();
                while let Some(Text(text)) = parts.next_element()? {
                    texts.push(text);
                }
                texts.retain(|text: &Cow<str>| !text.is_empty());
                Ok(Text(Cow::Owned(texts.join("\n"))))
            }
        }
        from.deserialize_any(See(std::marker::PhantomData))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct See<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for See<'a> {
            type Value = Word<'a>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a word or a number")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Word<'a>, E> {
                Ok(Word(Some(Cow::Borrowed(text))))
            }

            fn visit_str<E>(self, text: &str) -> Result<Word<'a>, E> {
                Ok(Word(Some(Cow::Owned(text.to_owned()))))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Word<'a>, E> {
                Ok(Word(Some(Cow::Owned(number.to_string()))))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Word<'a>, E> {
                Ok(Word(Some(Cow::Owned(number.to_string()))))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Word<'a>, E> {
                Ok(Word(Some(Cow::Owned(number.to_string()))))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Word<'a>, E> {
                Ok(Word(None))
            }

            fn visit_unit<E>(self) -> Result<Word<'a>, E> {
                Ok(Word(None))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Word<'a>, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Word(None))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Word<'a>, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Word(None))
            }
        }
        from.deserialize_any(See(std::marker::PhantomData))
    }
}
