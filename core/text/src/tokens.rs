//! Words, numbers and marks of a folded text.
//!
//! A word keeps the suffix behind its apostrophe (`kg'dan`, `don't`) and knows where that begins. A number keeps its
//! separators (`1.755,5`); what they mean is decided in `number`.

use crate::normalise::Folded;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, and digits behind a first letter: `tavuk`, `b12`.
    Word,
    /// Digits with their separators.
    Number,
    /// One character that is neither: `,`, `%`, `×`, `½`.
    Mark,
    /// The end of a line.
    Break,
}

/// A word, a number, a mark or a line break, as a stretch of the folded text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// Its first byte.
    pub(crate) start: u32,
    /// The byte after its last.
    pub(crate) end: u32,
    /// The end of what stands before its first apostrophe.
    pub(crate) stem: u32,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its first character.
    pub(crate) glyph: char,
    /// Whether nothing parts it from the token before it.
    pub(crate) is_glued: bool,
}

impl Token {
    /// The token's text.
    pub(crate) fn text<'t>(&self, folded: &'t Folded) -> &'t str {
        folded.text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// The token's text up to its apostrophe.
    pub(crate) fn stem<'t>(&self, folded: &'t Folded) -> &'t str {
        folded.text.get(self.start as usize..self.stem as usize).unwrap_or("")
    }

    /// Whether it is the mark `glyph`.
    pub(crate) fn is(&self, glyph: char) -> bool {
        self.kind == Kind::Mark && self.glyph == glyph
    }
}

/// The tokens of a folded text, in order.
pub(crate) fn tokenise(folded: &Folded) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(folded.text.len() / 5 + 1);
    let mut at = 0;
    while let Some(glyph) = folded.text.get(at..).and_then(|rest| rest.chars().next()) {
        if glyph == ' ' {
            at += 1;
            continue;
        }
        let before: Option<&Token> = tokens.last();
        let is_glued = before.is_some_and(|before| before.end as usize == at);
        let follows_number =
            is_glued && before.is_some_and(|before| before.kind == Kind::Number && before.stem == before.end);
        let (kind, stem, end) = extent(&folded.text, at, glyph, follows_number);
        tokens.push(Token { start: at as u32, end: end as u32, stem: stem as u32, kind, glyph, is_glued });
        at = end;
    }
    tokens
}

/// The kind of the token at `at`, the end of its stem and its end.
fn extent(text: &str, at: usize, glyph: char, follows_number: bool) -> (Kind, usize, usize) {
    let rest = text.get(at..).unwrap_or("");
    if glyph == '\n' {
        return (Kind::Break, at + 1, at + 1);
    }
    let is_bare_fraction =
        matches!(glyph, '.' | ',' | '٫') && rest.as_bytes().get(glyph.len_utf8()).is_some_and(u8::is_ascii_digit);
    let before = text.get(..at).and_then(|before| before.chars().next_back()).unwrap_or(' ');
    if glyph.is_ascii_digit() || (is_bare_fraction && !before.is_alphanumeric() && before != glyph) {
        // Inside a list without blanks: `22,24,26`.
        let is_listed = before == ',' && text.as_bytes().get(at.wrapping_sub(2)).is_some_and(u8::is_ascii_digit);
        let length = digits(rest);
        let first = rest.get(..length).and_then(|number| number.find(',')).filter(|_| is_listed);
        let stem = at + first.unwrap_or(length);
        return (Kind::Number, stem, stem + suffix(text.get(stem..).unwrap_or("")));
    }
    if !is_letter(glyph) {
        let end = at + glyph.len_utf8();
        return (Kind::Mark, end, end);
    }
    // `b12` is one word, but an Arabic article or `و` does not swallow the number behind it.
    let takes_digits = !follows_number && glyph < '\u{600}';
    let is_inside = |letter: char| is_letter(letter) || (takes_digits && letter.is_ascii_digit());
    let stem = at + rest.chars().take_while(|letter| is_inside(*letter)).map(char::len_utf8).sum::<usize>();
    (Kind::Word, stem, stem + suffix(text.get(stem..).unwrap_or("")))
}

/// Whether a character belongs to words.
pub(crate) fn is_letter(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphabetic(),
        // Latin and Arabic letters without a look into the table of all scripts.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'ؠ'..='ي' => true,
        _ => letter.is_alphabetic(),
    }
}

/// The length of the number at the beginning, separators included.
fn digits(text: &str) -> usize {
    let mut length = 0;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_separator = (length == 0 || matches!(letter, '.' | ',' | '٫' | '٬'))
            && letters.peek().is_some_and(char::is_ascii_digit);
        if !letter.is_ascii_digit() && !is_separator {
            break;
        }
        length += letter.len_utf8();
    }
    let number = text.get(..length).unwrap_or("");
    if is_list(number) { number.find(',').unwrap_or(length) } else { length }
}

/// Whether commas part numbers of a list rather than groups of one number: `22,24,26`.
fn is_list(number: &str) -> bool {
    if number.bytes().filter(|byte| *byte == b',').count() < 2 || number.contains('.') {
        return false;
    }
    let groups: Vec<&str> = number.split(',').collect();
    let middle = groups.get(1..groups.len() - 1).unwrap_or(&[]);
    !middle.iter().all(|group| group.len() == 3) && !crate::number::is_indian(number)
}

/// The length of an apostrophe with the letters behind it.
fn suffix(text: &str) -> usize {
    let Some(letters) = text.strip_prefix('\'') else { return 0 };
    let length: usize = letters.chars().take_while(|letter| is_letter(*letter)).map(char::len_utf8).sum();
    if length == 0 { 0 } else { length + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let folded = Folded::new(text);
        tokenise(&folded).iter().map(|token| token.text(&folded).to_owned()).collect()
    }

    #[test]
    fn suffixes_stay_with_their_word() {
        assert_eq!(words("70 kg'dan 30'u don't"), ["70", "kg'dan", "30'u", "don't"]);
    }

    #[test]
    fn units_part_from_numbers_and_vitamins_do_not() {
        assert_eq!(words("20mg B12 3x10 1.755,5"), ["20", "mg", "b12", "3", "x", "10", "1.755,5"]);
    }

    #[test]
    fn a_list_without_blanks_is_cut() {
        assert_eq!(words("22,24,26 22,240,260 1,5"), ["22", ",", "24", ",", "26", "22,240,260", "1,5"]);
    }

    #[test]
    fn a_final_stop_is_no_separator() {
        assert_eq!(words("150 g. 3."), ["150", "g", ".", "3", "."]);
    }
}
