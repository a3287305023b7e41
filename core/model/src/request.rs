//! What is asked, and what comes back.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use spotter_contract::{Role, Turn};

/// A conversation to be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The conversation, oldest turn first.
    pub turns: Vec<Turn<'static>>,
    /// How to answer it.
    pub sampling: Sampling,
}

/// How the tokens of an answer are chosen, and where it ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sampling {
    /// The most tokens of an answer.
    pub max_tokens: usize,
    /// 0 takes the likeliest token; above, tokens are drawn.
    pub temperature: f64,
    /// Draw from the likeliest tokens that reach this share together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// Draw from this many of the likeliest tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_k: Option<usize>,
    /// The same seed draws the same answer.
    pub seed: u64,
    /// An answer ends before the first of these texts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { max_tokens: 256, temperature: 0.0, top_p: None, top_k: None, seed: 0, stop: Vec::new() }
    }
}

/// What an endpoint answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The text, without the words that end it.
    pub text: String,
    /// Why it ends.
    pub finish: Finish,
    /// Tokens of the answer, as the endpoint counts them; the token that ends it is not counted.
    pub tokens: usize,
}

/// Why an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Finish {
    /// The model ended it, or a stop text did.
    Stop,
    /// It reached the most tokens it may have.
    Length,
    /// The server's own filter withheld it.
    Filtered,
}

impl Request {
    /// A name for everything that is asked: the SHA-256 of its JSON, in hexadecimal.
    pub fn hash(&self) -> String {
        // A request is texts and numbers, which JSON can always hold.
        let json = serde_json::to_vec(self).unwrap_or_default();
        hex(&Sha256::digest(json))
    }

    /// The last text of the user; empty when the user says nothing.
    pub fn prompt(&self) -> &str {
        let asked = self.turns.iter().rev().find(|turn| turn.role == Role::User);
        asked.map_or("", |turn| turn.text.as_ref())
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
