//! Where the model is and what opens it.

use std::fmt;
use std::path::Path;

use crate::generate::Error;

/// A secret: it is sent to the server and shown to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// A key of these signs.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The signs, for the request's header alone.
    pub(super) fn signs(&self) -> &str {
        &self.0
    }

    /// The text with the key taken out.
    pub(super) fn taken_out_of(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&self.0, "[key]") }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

/// A model on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The address before `/chat/completions`.
    pub base_url: String,
    /// The model's name there.
    pub model: String,
    /// What opens it.
    pub key: Key,
}

impl Server {
    /// Reads `OPENAI_BASE_URL`, `OPENAI_MODEL` and `OPENAI_API_KEY` from the environment, or else from `.env` in `folder`.
    ///
    /// # Errors
    ///
    /// When one of them is nowhere.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let file = folder.join(".env");
        let read =
            |name: &'static str| std::env::var(name).ok().or_else(|| in_file(&file, name)).ok_or(Error::Unset { name });
        let base_url = read("OPENAI_BASE_URL").unwrap_or_else(|_| "https://api.openai.com/v1".to_owned());
        Ok(Self { base_url, model: read("OPENAI_MODEL")?, key: Key(read("OPENAI_API_KEY")?) })
    }
}

fn in_file(file: &Path, name: &str) -> Option<String> {
    let pairs = dotenvy::from_path_iter(file).ok()?;
    pairs.filter_map(Result::ok).find_map(|(key, value)| (key == name).then_some(value))
}
