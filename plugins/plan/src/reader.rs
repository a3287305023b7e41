//! A JSON reader that keeps places and forgives what models do to JSON.
//!
//! It reads forward only, so it is linear; it nests [`DEPTH`] levels and no deeper. What it has to mend it notes as a
//! [`Repair`]: a strict document has none.

use std::collections::BTreeSet;

use spotter_contract::Span;

use crate::json::{Kind, Member, Node};

/// How deep values may nest; a plan needs nine.
const DEPTH: usize = 64;
/// How many repairs are kept: a document with more is told by the first of them.
const REPAIRS: usize = 64;
/// A code fence ends the document wherever a value or a comma is due.
const FENCE: &str = "```";

/// A document that was read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) node: Node,
    /// The byte behind it.
    pub(crate) end: usize,
    pub(crate) repairs: Vec<Repair>,
}

/// Something that strict JSON does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repair {
    pub(crate) span: Span,
    pub(crate) fix: Fix,
}

/// What was mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fix {
    Comment,
    TrailingComma,
    MissingComma,
    MissingBracket,
    Quotes,
    BareName,
    Literal,
    Number,
    Control,
    Escape,
    RepeatedName,
    /// The text ends before the document does.
    Unfinished,
    /// `...` stands for what the writer left out.
    LeftOut,
}

/// A document that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Where it began.
    pub(crate) start: usize,
    /// Where reading stopped.
    pub(crate) at: usize,
    pub(crate) what: &'static str,
    /// The names that were read on the way.
    pub(crate) names: BTreeSet<String>,
}

/// Reads the document that begins at a bracket.
pub(crate) fn read(text: &str, start: usize) -> Result<Read, Failure> {
    let mut reader = Reader { text, at: start, depth: 0, repairs: Vec::new(), names: BTreeSet::new() };
    match reader.value() {
        Ok(Some(node)) => Ok(Read { node, end: reader.at, repairs: reader.repairs }),
        Ok(None) => Err(reader.failure(start, "no value")),
        Err(what) => Err(reader.failure(start, what)),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    repairs: Vec<Repair>,
    names: BTreeSet<String>,
}

/// Why reading stops.
type Fault = &'static str;

/// What stands before the next item of a list or an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Item,
}

impl Reader<'_> {
    fn failure(self, start: usize, what: Fault) -> Failure {
        Failure { start, at: self.at, what, names: self.names }
    }

    /// The next value, or nothing where the text ends first.
    fn value(&mut self) -> Result<Option<Node>, Fault> {
        self.blank();
        let start = self.at;
        if self.is_ended() {
            return Ok(None);
        }
        let kind = match self.peek() {
            b'.' | 0xE2 if self.leaves_out(start) => Some(Kind::Null),
            b'{' => Some(self.nested(Self::object)?),
            b'[' => Some(self.nested(Self::list)?),
            _ if self.opens_text() => Some(Kind::Text(self.string()?)),
            b'-' | b'+' | b'.' | b'0'..=b'9' => self.number()?,
            _ if self.arabic_digit().is_some() => self.number()?,
            _ => self.literal()?,
        };
        Ok(kind.map(|kind| Node { span: Span::new(start, self.at), kind }))
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Kind, Fault>) -> Result<Kind, Fault> {
        if self.depth == DEPTH {
            return Err("brackets are nested deeper than 64");
        }
        self.depth += 1;
        self.at += 1;
        let kind = read(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn list(&mut self) -> Result<Kind, Fault> {
        let (mut items, mut before) = (Vec::new(), Before::Nothing);
        while self.has_next(b']', before)? {
            items.extend(self.value()?);
            before = Before::Item;
        }
        Ok(Kind::List(items))
    }

    fn object(&mut self) -> Result<Kind, Fault> {
        let (mut members, mut before, mut seen) = (Vec::new(), Before::Nothing, BTreeSet::new());
        while self.has_next(b'}', before)? {
            let Some(member) = self.member()? else { continue };
            if !seen.insert(member.name.clone()) {
                self.mend(member.at, Fix::RepeatedName);
            }
            members.push(member);
            before = Before::Item;
        }
        Ok(Kind::Object(members))
    }

    /// A name and its value, or nothing where the text ends first.
    fn member(&mut self) -> Result<Option<Member>, Fault> {
        let start = self.at;
        let name = if self.opens_text() { self.string()? } else { self.bare_name()? };
        let at = Span::new(start, self.at);
        self.names.insert(name.clone());
        self.blank();
        if self.is_ended() {
            return Ok(None);
        }
        if self.peek() != b':' {
            return Err("a name is not followed by a colon");
        }
        self.at += 1;
        let value = self.value()?;
        Ok(value.map(|node| Member { name, at, node }))
    }

    /// Steps over separators to the next item; false behind the closing bracket and at the end of the text.
    fn has_next(&mut self, close: u8, before: Before) -> Result<bool, Fault> {
        let mut comma = None;
        loop {
            self.blank();
            if self.is_ended() {
                self.mend(Span::new(self.at, self.at), Fix::Unfinished);
                return Ok(false);
            }
            let start = self.at;
            if self.eat(",") || self.eat("،") {
                if comma.is_some() || before == Before::Nothing {
                    return Err("a comma has no value before it");
                }
                comma = Some(Span::new(start, self.at));
            } else if !self.leaves_out(start) {
                break;
            }
        }
        if matches!(self.peek(), b']' | b'}') {
            if let Some(comma) = comma {
                self.mend(comma, Fix::TrailingComma);
            }
            if self.peek() == close {
                self.at += 1;
            } else {
                self.mend(Span::new(self.at, self.at), Fix::MissingBracket);
            }
            return Ok(false);
        }
        if before == Before::Item && comma.is_none() {
            self.mend(Span::new(self.at, self.at), Fix::MissingComma);
        }
        Ok(true)
    }

    /// Steps over `...`, which stands for what the writer left out.
    fn leaves_out(&mut self, start: usize) -> bool {
        let is_left_out = self.eat("...") || self.eat("…");
        if is_left_out {
            self.mend(Span::new(start, self.at), Fix::LeftOut);
        }
        is_left_out
    }

    /// Steps over white space and comments.
    fn blank(&mut self) {
        loop {
            while self.byte(self.at).is_some_and(|byte| byte.is_ascii_whitespace()) {
                self.at += 1;
            }
            let (start, rest) = (self.at, self.rest());
            let length = if rest.starts_with("//") || rest.starts_with('#') {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if rest.starts_with('\u{a0}') || rest.starts_with('\u{feff}') {
                self.at += rest.chars().next().map_or(0, char::len_utf8);
                continue;
            } else {
                return;
            };
            self.at += length;
            self.mend(Span::new(start, self.at), Fix::Comment);
        }
    }

    fn opens_text(&self) -> bool {
        let rest = self.rest();
        rest.starts_with(['"', '\'', '“', '”'])
    }

    /// A text with its quotes.
    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let open = self.rest().chars().next().unwrap_or('"');
        self.at += open.len_utf8();
        if open != '"' {
            self.mend(Span::new(start, self.at), Fix::Quotes);
        }
        let mut value = String::new();
        loop {
            let rest = self.rest();
            let Some(stop) = rest.find(|letter: char| is_special(letter, open)) else {
                value.push_str(rest);
                self.at = self.text.len();
                return Ok(value);
            };
            value.push_str(rest.get(..stop).unwrap_or(""));
            self.at += stop;
            let letter = self.rest().chars().next().unwrap_or(open);
            let begin = self.at;
            self.at += letter.len_utf8();
            match letter {
                '\\' => self.escape(&mut value)?,
                _ if letter.is_control() => {
                    self.mend(Span::new(begin, self.at), Fix::Control);
                    value.push(letter);
                }
                '\'' if !self.closes_single() => value.push(letter),
                _ => return Ok(value),
            }
        }
    }

    /// Whether a single quote ends its text and is no apostrophe.
    fn closes_single(&self) -> bool {
        let rest = self.rest().trim_start_matches([' ', '\t', '\r', '\n']);
        rest.is_empty() || rest.starts_with([',', ':', '}', ']'])
    }

    fn escape(&mut self, value: &mut String) -> Result<(), Fault> {
        let start = self.at;
        let Some(letter) = self.rest().chars().next() else { return Ok(()) };
        self.at += letter.len_utf8();
        match letter {
            '"' | '\\' | '/' => value.push(letter),
            'n' => value.push('\n'),
            't' => value.push('\t'),
            'r' => value.push('\r'),
            'b' => value.push('\u{8}'),
            'f' => value.push('\u{c}'),
            'u' => value.push(self.code_point()?),
            _ => {
                self.mend(Span::new(start, self.at), Fix::Escape);
                value.push(letter);
            }
        }
        Ok(())
    }

    /// The character of `\uXXXX`; two of them where the first is half of a pair.
    fn code_point(&mut self) -> Result<char, Fault> {
        let Some(high) = self.four_digits() else {
            let is_cut = self.text.len() < self.at + 4;
            return if is_cut { Ok(char::REPLACEMENT_CHARACTER) } else { Err("`\\u` needs four hexadecimal digits") };
        };
        if !(0xD800..0xDC00).contains(&high) {
            return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let back = self.at;
        if self.eat("\\u")
            && let Some(low) = self.four_digits().filter(|low| (0xDC00..0xE000).contains(low))
        {
            let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.at = back;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    /// A number, or nothing where the text ends in the middle of it.
    fn number(&mut self) -> Result<Option<Kind>, Fault> {
        let (start, mut digits) = (self.at, String::new());
        loop {
            match (self.byte(self.at), self.arabic_digit()) {
                (Some(byte @ (b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')), _) => {
                    digits.push(char::from(byte));
                    self.at += 1;
                }
                (Some(b'_'), _) => self.at += 1,
                (_, Some(digit)) => {
                    digits.push(char::from(digit));
                    self.at += 2;
                }
                _ => break,
            }
        }
        let span = Span::new(start, self.at);
        if !is_strict_number(span.of(self.text)) {
            self.mend(span, Fix::Number);
        }
        match digits.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Some(Kind::Number(value))),
            Ok(_) => Err("a number is too large"),
            Err(_) if self.is_ended() => Ok(None),
            Err(_) => Err("a number cannot be read"),
        }
    }

    /// An Arabic-Indic digit as its ASCII twin.
    fn arabic_digit(&self) -> Option<u8> {
        match (self.byte(self.at), self.byte(self.at + 1)) {
            (Some(0xD9), Some(low @ 0xA0..=0xA9)) => Some(b'0' + (low - 0xA0)),
            (Some(0xDB), Some(low @ 0xB0..=0xB9)) => Some(b'0' + (low - 0xB0)),
            _ => None,
        }
    }

    /// `true`, `false`, `null` and what other languages call them; nothing where the text ends inside.
    fn literal(&mut self) -> Result<Option<Kind>, Fault> {
        let start = self.at;
        let word = self.word();
        let span = Span::new(start, start + word.len());
        let kind = match word {
            "true" | "True" => Kind::Bool(true),
            "false" | "False" => Kind::Bool(false),
            "null" | "None" | "undefined" | "NaN" => Kind::Null,
            _ if span.end == self.text.len() && !word.is_empty() => {
                self.at = span.end;
                return Ok(None);
            }
            _ => return Err("a value is neither a string, a number, a list nor an object"),
        };
        if !matches!(word, "true" | "false" | "null") {
            self.mend(span, Fix::Literal);
        }
        self.at = span.end;
        Ok(Some(kind))
    }

    fn bare_name(&mut self) -> Result<String, Fault> {
        let word = self.word().to_owned();
        if word.is_empty() || word.starts_with(|letter: char| letter.is_ascii_digit()) {
            return Err("a name is due, in double quotes");
        }
        let span = Span::new(self.at, self.at + word.len());
        self.mend(span, Fix::BareName);
        self.at = span.end;
        Ok(word)
    }

    /// Letters, digits and underscores from here on.
    fn word(&self) -> &str {
        let rest = self.rest();
        let end = rest.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_'));
        rest.get(..end.unwrap_or(rest.len())).unwrap_or("")
    }

    fn mend(&mut self, span: Span, fix: Fix) {
        let is_end = matches!(fix, Fix::Unfinished | Fix::LeftOut);
        if self.repairs.len() < REPAIRS || (is_end && !self.repairs.iter().any(|repair| repair.fix == fix)) {
            self.repairs.push(Repair { span, fix });
        }
    }

    fn is_ended(&self) -> bool {
        let rest = self.rest();
        rest.is_empty() || rest.starts_with(FENCE)
    }

    fn eat(&mut self, token: &str) -> bool {
        let is_next = self.rest().starts_with(token);
        self.at += if is_next { token.len() } else { 0 };
        is_next
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> u8 {
        self.byte(self.at).unwrap_or(0)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
}

/// Whether a text cannot run on over a character unseen.
fn is_special(letter: char, open: char) -> bool {
    let is_close = if matches!(open, '“' | '”') { matches!(letter, '”' | '“' | '"') } else { letter == open };
    is_close || letter == '\\' || letter < ' '
}

/// Whether JSON (RFC 8259) allows a number to be written so.
fn is_strict_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (digits, None),
    };
    let (whole, part) = match mantissa.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (mantissa, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = is_digits(whole) && (whole == "0" || !whole.starts_with('0'));
    is_plain && part.is_none_or(is_digits) && exponent.is_none_or(is_digits)
}

#[cfg(test)]
mod tests;
