//! Phrases with slots: how they are read from TOML and how they are filled.
//!
//! `{slot}` is replaced by a value, `{=slot}` is a stated result: after an equals sign a planted fault may falsify it,
//! `{slot|one|many}` adds the noun that agrees with the number, `{~he|she}` chooses by the sex of the person
//! and a bare `~` adds the feminine ending of an Arabic imperative.

use spotter_contract::{Lang, Sex};

use super::slots::{Slot, Value};

/// A phrase, read.
#[derive(Debug, Clone)]
pub(super) struct Template(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(Box<str>),
    Slot { slot: Slot, result: bool, nouns: Option<(Box<str>, Box<str>)> },
    BySex { male: Box<str>, female: Box<str> },
}

/// What stands before a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Equals,
    Words,
}

/// What fills a phrase.
pub(super) trait Fill {
    /// The value of a slot.
    fn value(&self, slot: Slot) -> Value<'_>;
    /// The factor by which stated results are off: 1 in a true answer.
    fn skew(&self) -> f64;
    /// The language of the text.
    fn lang(&self) -> Lang;
    /// Whom the text addresses.
    fn sex(&self) -> Sex;
}

/// What a filled phrase held.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Filled {
    /// Whether a stated result was falsified.
    pub(super) falsified: bool,
}

impl Template {
    /// Reads a phrase; the error names what is wrong with it.
    pub(super) fn read(phrase: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('{') {
            push_text(&mut pieces, before);
            let Some((inside, tail)) = after.split_once('}') else {
                return Err(format!("a brace is left open in `{phrase}`"));
            };
            let after = if before.contains(" = ") { After::Equals } else { After::Words };
            let piece = Self::piece(inside, after);
            pieces.push(piece.ok_or_else(|| format!("unknown slot `{inside}` in `{phrase}`"))?);
            rest = tail;
        }
        push_text(&mut pieces, rest);
        Ok(Self(pieces))
    }

    fn piece(inside: &str, after: After) -> Option<Piece> {
        if let Some(both) = inside.strip_prefix('~') {
            let (male, female) = both.split_once('|')?;
            return Some(Piece::BySex { male: male.into(), female: female.into() });
        }
        let mut parts = inside.split('|');
        let name = parts.next()?;
        let nouns = parts.next().zip(parts.next()).map(|(few, many)| (few.into(), many.into()));
        let slot = Slot::from_name(name.trim_start_matches('='))?;
        Some(Piece::Slot { slot, result: name.starts_with('=') && after == After::Equals, nouns })
    }

    /// Appends the phrase to `out`, its slots filled, its first letter a capital where a sentence begins.
    pub(super) fn fill(&self, fill: &dyn Fill, out: &mut String) -> Filled {
        let mut filled = Filled::default();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::BySex { male, female } => out.push_str(if fill.sex() == Sex::Female { female } else { male }),
                Piece::Slot { slot, result, nouns } => {
                    let start = out.len();
                    let skew = if *result { fill.skew() } else { 1.0 };
                    let number = push_value(out, &fill.value(*slot), skew, fill.lang());
                    if is_sentence_start(out, start) {
                        capitalise(out, start, fill.lang());
                    }
                    filled.falsified |= number.is_some() && skew != 1.0;
                    if let (Some(number), Some(nouns)) = (number, nouns) {
                        out.push(' ');
                        out.push_str(noun(nouns, number, fill.lang()));
                    }
                }
            }
        }
        filled
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    let mut parts = text.split('~');
    if let Some(first) = parts.next().filter(|first| !first.is_empty()) {
        pieces.push(Piece::Text(first.into()));
    }
    for part in parts {
        pieces.push(Piece::BySex { male: "".into(), female: "ي".into() });
        pieces.push(Piece::Text(part.into()));
    }
}

/// Arabic counts 3 to 10 with the plural and more with the singular; English knows one and many.
fn noun(nouns: &(Box<str>, Box<str>), number: f64, lang: Lang) -> &str {
    let first = match lang {
        Lang::Ar => (3.0..=10.0).contains(&number),
        _ => number == 1.0,
    };
    if first { &nouns.0 } else { &nouns.1 }
}

fn push_value(out: &mut String, value: &Value<'_>, skew: f64, lang: Lang) -> Option<f64> {
    match value {
        Value::Text(text) => {
            out.push_str(text);
            None
        }
        Value::Number(number, decimals) => {
            let number = number * skew;
            push_number(out, number, *decimals, lang);
            Some(number)
        }
    }
}

/// Writes a number with at most `decimals` places and the decimal sign of the language.
pub(super) fn push_number(out: &mut String, number: f64, decimals: usize, lang: Lang) {
    let mut written = format!("{number:.decimals$}");
    if written.contains('.') {
        let kept = written.trim_end_matches('0').trim_end_matches('.').len();
        written.truncate(kept);
    }
    if lang == Lang::Tr {
        written = written.replace('.', ",");
    }
    out.push_str(&written);
}

fn is_sentence_start(out: &str, start: usize) -> bool {
    let before = out.get(..start).unwrap_or("").trim_end();
    before.is_empty() || before.ends_with(['.', '?', '!'])
}

fn capitalise(out: &mut String, start: usize, lang: Lang) {
    let Some(first) = out.get(start..).and_then(|text| text.chars().next()).filter(|first| first.is_lowercase()) else {
        return;
    };
    let capital = match (lang, first) {
        (Lang::Tr, 'i') => 'İ',
        _ => first.to_uppercase().next().unwrap_or(first),
    };
    out.replace_range(start..start + first.len_utf8(), capital.encode_utf8(&mut [0; 4]));
}
