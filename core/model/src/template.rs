//! Chat templates: the Jinja text of a model's folder, rendered as Python's transformers renders it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, context};
use minijinja_contrib::pycompat::unknown_method_callback;
use serde_json::Value as Json;
use spotter_contract::{Role, Turn};

use crate::{Error, files, python};

const NAME: &str = "chat";

/// A compiled chat template with the words it may use.
pub struct Template {
    path: PathBuf,
    environment: Environment<'static>,
    words: Vec<(&'static str, String)>,
}

/// Whether a rendering ends where the coach's next answer begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// After the last turn.
    Turn,
    /// After the words that open an answer.
    Prompt,
}

impl Template {
    /// Finds the template of a model's folder: `chat_template.jinja`, else `chat_template` in `tokenizer_config.json`.
    ///
    /// # Errors
    ///
    /// When there is none, or it does not compile.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let settings = folder.join("tokenizer_config.json");
        let settings: Json = if settings.exists() { files::json(&settings)? } else { Json::Null };
        let file = folder.join("chat_template.jinja");
        let source = if file.exists() { Some(files::text(&file)?) } else { written_in(&settings) };
        let source = source.ok_or_else(|| Error::NoTemplate { path: folder.into() })?;
        let mut environment = environment();
        environment
            .add_template_owned(NAME, with_plain_generation_tags(&source))
            .map_err(|source| Error::Template { path: folder.into(), source })?;
        let words = ["bos_token", "eos_token", "pad_token", "unk_token"];
        let words = words.into_iter().filter_map(|key| Some((key, word(&settings, key)?))).collect();
        Ok(Self { path: folder.into(), environment, words })
    }

    /// The word that the folder names as the end of a text.
    pub fn eos_token(&self) -> Option<&str> {
        self.words.iter().find(|(key, _)| *key == "eos_token").map(|(_, word)| word.as_str())
    }

    /// The text of a conversation.
    pub(crate) fn render(&self, turns: &[Turn], ending: Ending) -> Result<String, Error> {
        let failed = |source| Error::Template { path: self.path.clone(), source };
        let messages: Vec<Value> = turns
            .iter()
            .map(|turn| context! { role => speaker(turn.role), content => Value::from(turn.text.as_ref()) })
            .collect();
        // Templates ask whether `tools` is defined, so without tools there is no such key.
        let own = context! { messages => messages, add_generation_prompt => ending == Ending::Prompt };
        let words: BTreeMap<&str, String> = self.words.iter().cloned().collect();
        let words = Value::from(words);
        let template = self.environment.get_template(NAME).map_err(failed)?;
        template.render(context! { ..own, ..words }).map_err(failed)
    }
}

fn speaker(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Coach => "assistant",
        Role::Tool => "tool",
    }
}

/// `chat_template` is a text, or a list of named texts.
fn written_in(settings: &Json) -> Option<String> {
    match settings.get("chat_template")? {
        Json::String(text) => Some(text.clone()),
        Json::Array(named) => {
            let default = named.iter().find(|entry| entry.get("name").and_then(Json::as_str) == Some("default"));
            default.or_else(|| named.first())?.get("template")?.as_str().map(str::to_owned)
        }
        _ => None,
    }
}

/// A special word is a text, or an object with `content`.
fn word(settings: &Json, key: &str) -> Option<String> {
    let value = settings.get(key)?;
    value.as_str().or_else(|| value.get("content")?.as_str()).map(str::to_owned)
}

/// The environment of transformers' `apply_chat_template`.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_unknown_method_callback(unknown_method_callback);
    environment.add_filter("tojson", tojson);
    environment.add_function("raise_exception", raise_exception);
    environment.add_function("strftime_now", |format: &str| python::strftime_pinned(format));
    environment
}

fn raise_exception(message: &str) -> Result<Value, minijinja::Error> {
    Err(minijinja::Error::new(ErrorKind::InvalidOperation, message.to_owned()))
}

/// `json.dumps` with transformers' defaults: no HTML escapes, non-ASCII as it is.
#[expect(clippy::needless_pass_by_value, reason = "minijinja hands keyword arguments over by value")]
fn tojson(value: &Value, options: Kwargs) -> Result<String, minijinja::Error> {
    let json = serde_json::to_value(value)
        .map_err(|error| minijinja::Error::new(ErrorKind::BadSerialization, error.to_string()))?;
    let style = python::Style {
        indent: options.get::<Option<usize>>("indent")?,
        escapes: if options.get::<Option<bool>>("ensure_ascii")?.unwrap_or(false) {
            python::Escapes::NonAscii
        } else {
            python::Escapes::Needed
        },
        order: if options.get::<Option<bool>>("sort_keys")?.unwrap_or(false) {
            python::Order::Sorted
        } else {
            python::Order::Given
        },
    };
    options.assert_all_used()?;
    Ok(python::dumps(&json, style))
}

/// `{% generation %}` marks answers for training in transformers; a block that always holds takes its place, so that
/// the whitespace around the tags is handled as before.
fn with_plain_generation_tags(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, tag)) = rest.split_once("{%") {
        let Some((inside, after)) = tag.split_once("%}") else { break };
        let inside = match inside.trim_matches(['-', '+', ' ', '\t', '\n']) {
            "generation" => inside.replace("generation", "if true"),
            "endgeneration" => inside.replace("endgeneration", "endif"),
            _ => inside.to_owned(),
        };
        kept.push_str(before);
        kept.push_str("{%");
        kept.push_str(&inside);
        kept.push_str("%}");
        rest = after;
    }
    kept.push_str(rest);
    kept
}
