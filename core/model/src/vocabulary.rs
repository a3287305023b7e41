//! Text to tokens and back.
//!
//! Control words (`<|im_start|>` and its like) exist only for [`Vocabulary::encode_rendered`], which chat templates
//! use; [`Vocabulary::encode_text`] never makes one, whatever the text says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde_json::Value;
use tokenizers::Tokenizer;

use crate::{Error, files};

/// The tokens of a model: a byte-level BPE for text, and the control words beside it.
pub struct Vocabulary {
    path: PathBuf,
    plain: Tokenizer,
    /// Longest first, so that a word wins over its own beginning.
    controls: Vec<(String, u32)>,
    special: BTreeSet<u32>,
    bytes: Vec<Vec<u8>>,
}

/// A token with the byte of the rendered text at which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) id: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) is_control: bool,
}

impl Vocabulary {
    /// Reads a `tokenizer.json`.
    ///
    /// # Errors
    ///
    /// When the file is missing, is damaged, or is not a byte-level BPE.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut json: Value = files::json(path)?;
        let (controls, special) = take_controls(&mut json);
        if !is_byte_level(&json) {
            let reason = "the tokenizer is not a byte-level BPE, the only kind that is supported".into();
            return Err(Error::Tokenizer { path: path.into(), reason });
        }
        let plain = Tokenizer::from_str(&json.to_string())
            .map_err(|error| Error::Tokenizer { path: path.into(), reason: error.to_string() })?;
        let bytes = byte_table(&plain, &controls);
        Ok(Self { path: path.into(), plain, controls, special, bytes })
    }

    /// Ids up to and including the greatest in use.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The id of a control word.
    pub fn control(&self, word: &str) -> Option<u32> {
        self.controls.iter().find(|(text, _)| text == word).map(|(_, id)| *id)
    }

    /// Whether a token steers the model and is no part of a text's reading.
    pub fn is_special(&self, id: u32) -> bool {
        self.special.contains(&id)
    }

    /// The control words with their ids, longest first.
    pub fn controls(&self) -> &[(String, u32)] {
        &self.controls
    }

    /// The tokens of a text, none of them a control word.
    ///
    /// # Errors
    ///
    /// When the tokenizer's own rules refuse the text.
    pub fn encode_text(&self, text: &str) -> Result<Vec<u32>, Error> {
        let encoding = self.plain.encode_fast(text, false).map_err(|error| self.refused(&error.to_string()))?;
        Ok(encoding.get_ids().to_vec())
    }

    /// The bytes a token stands for; none for an id that is not in use.
    pub fn bytes(&self, id: u32) -> &[u8] {
        self.bytes.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// The text of tokens, control words included; bytes that are no UTF-8 become `U+FFFD`.
    pub fn decode(&self, ids: &[u32]) -> String {
        let bytes: Vec<u8> = ids.iter().flat_map(|id| self.bytes(*id)).copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A text whose control words are broken by `mark`, so that none can be read from it.
    pub(crate) fn broken(&self, text: &str, mark: char) -> String {
        let mut broken = text.to_owned();
        for (word, _) in &self.controls {
            let mut letters = word.chars();
            let (Some(first), rest) = (letters.next(), letters.as_str()) else { continue };
            // A word that overlaps itself takes more than one round.
            while !rest.is_empty() && broken.contains(word.as_str()) {
                broken = broken.replace(word.as_str(), &format!("{first}{mark}{rest}"));
            }
        }
        broken
    }

    /// The tokens of a rendered template: its control words become control tokens, and each `mark` vanishes.
    pub(crate) fn encode_rendered(&self, rendered: &str, mark: char) -> Result<Vec<Piece>, Error> {
        let mut pieces = Vec::new();
        let mut plain_from = 0;
        let mut at = 0;
        while let Some(rest) = rendered.get(at..).filter(|rest| !rest.is_empty()) {
            if let Some((word, id)) = self.controls.iter().find(|(word, _)| rest.starts_with(word.as_str())) {
                self.encode_plain(rendered.get(plain_from..at).unwrap_or(""), (plain_from, mark), &mut pieces)?;
                pieces.push(Piece { id: *id, start: at, end: at + word.len(), is_control: true });
                at += word.len();
                plain_from = at;
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.encode_plain(rendered.get(plain_from..).unwrap_or(""), (plain_from, mark), &mut pieces)?;
        Ok(pieces)
    }

    /// The tokens of a stretch that holds no control word; `start` is where it begins in the whole.
    fn encode_plain(&self, text: &str, (start, mark): (usize, char), pieces: &mut Vec<Piece>) -> Result<(), Error> {
        if text.is_empty() {
            return Ok(());
        }
        let clean = text.replace(mark, "");
        let width = mark.len_utf8();
        // Places of the marks, counted in the clean text.
        let marks: Vec<usize> = text.match_indices(mark).enumerate().map(|(seen, (at, _))| at - seen * width).collect();
        let whole = |at: usize| start + at + width * marks.partition_point(|place| *place <= at);
        let encoding = self.plain.encode(clean, false).map_err(|error| self.refused(&error.to_string()))?;
        for (id, (from, to)) in encoding.get_ids().iter().zip(encoding.get_offsets()) {
            pieces.push(Piece { id: *id, start: whole(*from), end: whole(*to), is_control: false });
        }
        Ok(())
    }

    fn refused(&self, reason: &str) -> Error {
        Error::Encode { path: self.path.clone(), reason: reason.to_owned() }
    }
}

/// Takes the added words out of a tokenizer's JSON, so that the rest of it can only make text.
fn take_controls(json: &mut Value) -> (Vec<(String, u32)>, BTreeSet<u32>) {
    let added = json.get_mut("added_tokens").map(Value::take).unwrap_or_default();
    let read = |entry: &Value| {
        let word = entry.get("content")?.as_str()?.to_owned();
        let id = u32::try_from(entry.get("id")?.as_u64()?).ok()?;
        let is_special = entry.get("special").and_then(Value::as_bool).unwrap_or(false);
        (!word.is_empty()).then_some((word, id, is_special))
    };
    let added: Vec<(String, u32, bool)> = added.as_array().into_iter().flatten().filter_map(read).collect();
    if let Some(root) = json.as_object_mut() {
        root.insert("added_tokens".into(), Value::Array(Vec::new()));
        root.insert("post_processor".into(), Value::Null);
    }
    if let Some(vocab) = json.pointer_mut("/model/vocab").and_then(Value::as_object_mut) {
        for (word, _, _) in added.iter().filter(|(_, _, is_special)| *is_special) {
            vocab.remove(word);
        }
    }
    let special = added.iter().filter(|(_, _, is_special)| *is_special).map(|(_, id, _)| *id).collect();
    let mut controls: Vec<(String, u32)> = added.into_iter().map(|(word, id, _)| (word, id)).collect();
    controls.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    (controls, special)
}

fn is_byte_level(json: &Value) -> bool {
    let is_bpe = json.pointer("/model/type").and_then(Value::as_str).is_none_or(|kind| kind == "BPE");
    is_bpe && json.get("pre_tokenizer").is_some_and(|splitter| splitter.to_string().contains("\"ByteLevel\""))
}

fn byte_table(plain: &Tokenizer, controls: &[(String, u32)]) -> Vec<Vec<u8>> {
    let letters = byte_letters();
    let decode = |token: &str| -> Vec<u8> {
        let bytes: Option<Vec<u8>> = token.chars().map(|letter| letters.get(&letter).copied()).collect();
        bytes.unwrap_or_else(|| token.as_bytes().to_vec())
    };
    let text: BTreeMap<u32, Vec<u8>> =
        plain.get_vocab(false).into_iter().map(|(token, id)| (id, decode(&token))).collect();
    let size = text.keys().copied().chain(controls.iter().map(|(_, id)| *id)).max().map_or(0, |id| id as usize + 1);
    let mut table = vec![Vec::new(); size];
    for (id, bytes) in text {
        table[id as usize] = bytes;
    }
    for (word, id) in controls {
        table[*id as usize] = word.as_bytes().to_vec();
    }
    table
}

/// The printable letter that stands for each byte in byte-level BPE, from letter to byte (GPT-2's `bytes_to_unicode`).
fn byte_letters() -> BTreeMap<char, u8> {
    let is_printable = |byte: u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    let mut moved = 0;
    let mut letters = BTreeMap::new();
    for byte in 0..=u8::MAX {
        let letter = if is_printable(byte) {
            char::from(byte)
        } else {
            moved += 1;
            char::from_u32(0xFF + moved).unwrap_or(char::REPLACEMENT_CHARACTER)
        };
        letters.insert(letter, byte);
    }
    letters
}
