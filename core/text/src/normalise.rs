//! The search form of a text, with a map back to the bytes of its source.
//!
//! One pass over the source. Case is folded with both readings of the four letters i made equal (`İ I ı i` all become
//! `i`), compatibility forms are unified (NFKC), Arabic letter forms, harakat and tatweel are levelled, Arabic-Indic
//! digits become ASCII, invisible characters and Markdown emphasis vanish, and runs of blanks shrink to one.
//! Vulgar fractions and superscripts stay as they are, because `m²` and `1½` would change their meaning.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use spotter_contract::Span;

/// How many combining marks a letter may carry; the rest is dropped, so that a hostile text costs no more than a plain one.
const MARKS: usize = 8;

/// The search form of a text: case, letter forms and digits are unified as the crate's documentation says.
pub fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// The search form without Turkish diacritics: `çğıöşü` become `cgiosu`. It makes keys for duplicates.
pub fn fold_ascii(text: &str) -> String {
    fold(text).chars().map(plain).collect()
}

/// A Turkish letter without its diacritic.
pub(crate) fn plain(letter: char) -> char {
    match letter {
        'ç' => 'c',
        'ğ' => 'g',
        'ö' => 'o',
        'ş' => 's',
        'ü' => 'u',
        other => other,
    }
}

/// A text in its search form, and where each byte of it comes from.
#[derive(Debug)]
pub(crate) struct Folded {
    /// The search form.
    pub(crate) text: String,
    /// For every byte of the search form, and for its end, the source byte where its character begins.
    map: Vec<u32>,
}

impl Folded {
    /// The search form of `source`.
    pub(crate) fn new(source: &str) -> Self {
        // Positions are kept in four bytes; what lies beyond four gigabytes is not read.
        let source = source.get(..source.floor_char_boundary(u32::MAX as usize - 1)).unwrap_or(source);
        let text = String::with_capacity(source.len() + source.len() / 8);
        let mut folded = Self { text, map: Vec::with_capacity(source.len() + source.len() / 8 + 1) };
        folded.read(source);
        folded.map.push(source.len() as u32);
        folded
    }

    /// The source bytes that a stretch of the search form stands for.
    pub(crate) fn source(&self, start: usize, end: usize) -> Span {
        let at = |position: usize| self.map.get(position).copied().unwrap_or_default() as usize;
        if start >= end {
            return Span::new(at(start), at(start));
        }
        let last = at(end - 1);
        let mut after = end;
        while after + 1 < self.map.len() && at(after) <= last {
            after += 1;
        }
        Span::new(at(start), at(after))
    }

    fn read(&mut self, source: &str) {
        let bytes = source.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let plain = plain_run(bytes.get(at..).unwrap_or(&[]));
            if plain > 0 {
                self.run(source, at, plain);
                at += plain;
                continue;
            }
            let next = bytes.get(at + 1).copied().unwrap_or(b' ');
            if byte < 0x80 && next < 0x80 {
                at += self.ascii(byte, at, bytes);
            } else {
                at += self.character(source, at);
            }
        }
    }

    /// Copies ASCII characters that only their case changes.
    fn run(&mut self, source: &str, at: usize, length: usize) {
        let from = self.text.len();
        self.text.push_str(source.get(at..at + length).unwrap_or(""));
        if let Some(own) = self.text.get_mut(from..) {
            own.make_ascii_lowercase();
        }
        self.map.extend(at as u32..(at + length) as u32);
    }

    /// Folds an ASCII byte that no combining mark follows; returns how many bytes were read.
    fn ascii(&mut self, byte: u8, at: usize, bytes: &[u8]) -> usize {
        match byte {
            b'A'..=b'Z' => self.push(byte.to_ascii_lowercase() as char, at),
            b'\n' => self.newline(at),
            b'*' | b'_' | b'`' => return self.markup(byte, at, bytes),
            0..=b' ' | 0x7f => self.blank(at),
            _ => self.push(byte as char, at),
        }
        1
    }

    /// Drops Markdown emphasis, but keeps a bullet, a fence and a multiplication sign.
    fn markup(&mut self, byte: u8, at: usize, bytes: &[u8]) -> usize {
        let run = bytes.iter().skip(at).take_while(|next| **next == byte).count();
        let is_letter = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
        let beside = is_letter(bytes.get(at + run)) || (at > 0 && is_letter(bytes.get(at - 1)));
        let keeps = match byte {
            b'`' => run >= 3,
            b'*' => run == 1 && !beside,
            _ => run > 2 || !beside && run == 1,
        };
        if keeps {
            (at..at + run).for_each(|at| self.push(byte as char, at));
        }
        run
    }

    /// Folds the character at `at` with the marks that follow it; returns how many bytes were read.
    fn character(&mut self, source: &str, at: usize) -> usize {
        let Some(rest) = source.get(at..) else { return 1 };
        let mut letters = rest.chars();
        let Some(letter) = letters.next() else { return 1 };
        let marks: usize = letters.take_while(|mark| combines(*mark)).map(char::len_utf8).sum();
        let size = letter.len_utf8() + marks;
        if marks > 0 && !combines(letter) {
            let cluster = rest.get(..size).unwrap_or(rest);
            self.compose(&cluster.chars().take(1 + MARKS).collect::<String>(), at);
            return size;
        }
        if letter.is_ascii() {
            return self.ascii(letter as u8, at, source.as_bytes());
        }
        self.single(letter, at);
        // Marks without a letter vanish together, or a run of them would be counted again at each.
        size
    }

    fn single(&mut self, letter: char, at: usize) {
        match known(letter) {
            Fold::To('\n') => self.newline(at),
            Fold::To(to) => self.push(to, at),
            Fold::Blank => self.blank(at),
            Fold::Nothing => {}
            Fold::Ask => self.compose(letter.encode_utf8(&mut [0; 4]), at),
        }
    }

    /// The long way: NFKC, then the case of each character.
    fn compose(&mut self, cluster: &str, at: usize) {
        let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(cluster);
        for letter in composed.chars() {
            match known(letter) {
                Fold::To('\n') => self.newline(at),
                Fold::To(to) => self.push(to, at),
                Fold::Blank => self.blank(at),
                Fold::Nothing => {}
                Fold::Ask if letter.is_ascii() && (letter.is_ascii_control() || letter == ' ') => self.blank(at),
                Fold::Ask if letter.is_ascii() => self.push(letter.to_ascii_lowercase(), at),
                Fold::Ask => self.push(CaseMapper::new().simple_fold(letter), at),
            }
        }
    }

    fn push(&mut self, letter: char, at: usize) {
        self.text.push(letter);
        (0..letter.len_utf8()).for_each(|_| self.map.push(at as u32));
    }

    fn blank(&mut self, at: usize) {
        if !matches!(self.text.as_bytes().last(), None | Some(b' ' | b'\n')) {
            self.push(' ', at);
        }
    }

    fn newline(&mut self, at: usize) {
        if self.text.ends_with(' ') {
            self.text.pop();
            self.map.pop();
        }
        self.push('\n', at);
    }
}

/// How many bytes at the beginning are ASCII characters that only their case changes, whatever stands beside them.
fn plain_run(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'*' | b'_' | b'`');
    let run = bytes.iter().position(|byte| !is_plain(byte)).unwrap_or(bytes.len());
    // The first byte of a combining mark: it belongs to the character before it.
    if matches!(bytes.get(run), Some(0xcc | 0xcd)) { run.saturating_sub(1) } else { run }
}

/// What becomes of a character that needs no context.
enum Fold {
    To(char),
    Blank,
    Nothing,
    Ask,
}

/// Whether a character joins the one before it.
fn combines(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

fn known(letter: char) -> Fold {
    let to = match letter {
        'ı' | 'İ' | 'î' | 'Î' | 'ì' | 'í' | 'ï' | 'Ì' | 'Í' | 'Ï' => 'i',
        'Ç' => 'ç',
        'Ğ' => 'ğ',
        'Ö' => 'ö',
        'Ş' => 'ş',
        'Ü' => 'ü',
        'â' | 'à' | 'á' | 'ã' | 'ä' | 'å' | 'Â' | 'À' | 'Á' | 'Ã' | 'Ä' | 'Å' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'ó' | 'ò' | 'ô' | 'õ' | 'Ó' | 'Ò' | 'Ô' | 'Õ' => 'o',
        'û' | 'ù' | 'ú' | 'Û' | 'Ù' | 'Ú' => 'u',
        'ñ' | 'Ñ' => 'n',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' | 'ے' => 'ي',
        'ة' | 'ہ' | 'ھ' | 'ە' => 'ه',
        'ؤ' => 'و',
        'ک' => 'ك',
        'ç' | 'ğ' | 'ö' | 'ş' | 'ü' | 'ء'..='غ' | 'ف'..='ي' | '٫' | '٬' => letter,
        '٠'..='٩' => digit(letter, '٠'),
        '۰'..='۹' => digit(letter, '۰'),
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '\u{2010}'..='\u{2013}' | '−' | '﹣' => '-',
        '‘' | '’' | 'ʼ' | '´' | '′' => '\'',
        '“' | '”' | '„' | '«' | '»' | '″' => '"',
        '∙' | '⋅' => '·',
        '…' => '…',
        'µ' | 'μ' => 'μ',
        '½' | '¼' | '¾' | '⅐'..='⅞' | '²' | '³' | '¹' | '⁰'..='₎' | '×' | '÷' | '·' | '•' | '°' | '±' | '≈' | '—' => {
            letter
        }
        _ => return unseen(letter),
    };
    Fold::To(to)
}

/// Blanks and characters without ink.
fn unseen(letter: char) -> Fold {
    match letter {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | 'ـ'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}' => Fold::Nothing,
        '\u{2028}' | '\u{2029}' | '\u{85}' => Fold::To('\n'),
        letter if combines(letter) => Fold::Nothing,
        letter if letter.is_whitespace() => Fold::Blank,
        _ => Fold::Ask,
    }
}

fn digit(letter: char, zero: char) -> char {
    char::from(b'0' + (letter as u32 - zero as u32) as u8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn four_letters_i_are_one() {
        assert_eq!(fold("İLAÇ ILIK ilaç ılık"), "ilaç ilik ilaç ilik");
        assert_eq!(fold("i\u{307}"), "i");
        assert_eq!(fold_ascii("Göğüs ŞİŞ"), "gogus sis");
    }

    #[test]
    fn arabic_letter_forms_and_digits_are_unified() {
        assert_eq!(fold("إذَا أكلـــتَ ٢٥٪ مِن الأطعمة"), "اذا اكلت 25% من الاطعمه");
    }

    #[test]
    fn emphasis_vanishes_and_bullets_stay() {
        assert_eq!(fold("**Tavuk** göğsü\n* et\n3 * 4"), "tavuk göğsü\n* et\n3 * 4");
    }

    #[test]
    fn spans_lead_back_to_the_source() {
        let source = "Çok  İYİ e\u{301}t";
        let folded = Folded::new(source);
        let start = folded.text.find("iyi").unwrap();
        assert_eq!(folded.source(start, start + 3).of(source), "İYİ");
        assert_eq!(folded.source(folded.text.len() - 2, folded.text.len()).of(source), "e\u{301}t");
    }

    #[test]
    fn a_newline_of_another_kind_takes_the_blank_before_it_along() {
        assert_eq!(fold("a\0\u{85}b"), "a\nb");
    }

    proptest! {
        #[test]
        fn every_span_is_on_character_boundaries(source in any::<String>()) {
            let folded = Folded::new(&source);
            let bounds: Vec<usize> = folded.text.char_indices().map(|(at, _)| at).chain([folded.text.len()]).collect();
            for pair in bounds.windows(2) {
                let span = folded.source(pair[0], pair[1]);
                prop_assert!(span.start < span.end && source.get(span.start..span.end).is_some());
            }
        }

        #[test]
        fn folding_twice_changes_nothing(source in "[^*_`]*") {
            prop_assert_eq!(fold(&fold(&source)), fold(&source));
        }
    }
}
