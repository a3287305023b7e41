//! A record as two sets of words, with everything else the join needs to know about it.

use spotter_contract::{Role, Sample};

use super::guard::{Guard, Watch};
use crate::hash;

/// The words of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// The hashes of the words of the questions, sorted, each once.
    pub(crate) input: Box<[u64]>,
    /// The hashes of the words of the answers, sorted, each once.
    pub(crate) output: Box<[u64]>,
    /// What two duplicates must agree on.
    pub(crate) guard: u64,
    /// The same for records that say the same words in the same order.
    pub(crate) exact: (u64, u64),
    /// How good the record is; more is better.
    pub(crate) quality: u64,
    /// The hash of the text as it stands, which decides between equals.
    pub(crate) content: u64,
}

impl Words {
    /// Reads a sample.
    pub(crate) fn of(sample: &Sample) -> Self {
        let mut guard = Guard::default();
        for (key, value) in sample.facts.pairs() {
            if matches!(key, "diet" | "allergy" | "forbidden" | "condition") {
                guard.label(key, &spotter_text::fold_ascii(&value));
            }
        }
        let (mut input, mut output) = (Vec::new(), Vec::new());
        let (mut exact, mut content) = ((1, 2), 3);
        for turn in &sample.turns {
            let voice = u64::from(turn.role.code());
            let begin = input.len() + output.len();
            let mut aside = Vec::new();
            let words = match turn.role {
                Role::User => &mut input,
                Role::Coach => &mut output,
                Role::System | Role::Tool => &mut aside,
            };
            exact = read(&turn.text, words, Watch::new(&mut guard, voice), exact);
            exact = extend(exact, (begin as u64).rotate_left(32) ^ voice);
            content = hash::of_bytes(content ^ voice, turn.text.as_bytes());
        }
        let (input, output) = (set_of(input), set_of(output));
        let quality = quality(sample, output.len());
        Self { input, output, guard: guard.key(), exact, quality, content }
    }
}

/// Collects the words of a text and passes them on to the watch.
fn read(text: &str, words: &mut Vec<u64>, mut watch: Watch, mut exact: (u64, u64)) -> (u64, u64) {
    let folded = spotter_text::fold_ascii(text);
    for token in Tokens::new(&folded) {
        let hash = hash::of_bytes(0, token.text().as_bytes());
        exact = extend(exact, hash);
        match token {
            Token::Word(word) => watch.word(word, hash),
            Token::Number(_) | Token::Sign(_) => watch.number(hash),
        }
        if !matches!(token, Token::Sign(_)) {
            words.push(hash);
        }
    }
    watch.end();
    exact
}

fn extend(exact: (u64, u64), number: u64) -> (u64, u64) {
    (hash::fold(exact.0, number), hash::fold(exact.1, !number))
}

fn set_of(mut words: Vec<u64>) -> Box<[u64]> {
    words.sort_unstable();
    words.dedup();
    words.into_boxed_slice()
}

/// Among near-duplicates the better one is not shouted, is spelled with its diacritics, and says more.
fn quality(sample: &Sample, words: usize) -> u64 {
    let (mut letters, mut capitals, mut marked) = (0_u64, 0_u64, 0_u64);
    for letter in sample.turns.iter().flat_map(|turn| turn.text.chars()) {
        letters += u64::from(letter.is_alphabetic());
        capitals += u64::from(letter.is_uppercase());
        marked += u64::from(!letter.is_ascii() && letter.is_alphabetic());
    }
    let is_calm = u64::from(capitals * 2 <= letters);
    is_calm << 48 | marked.min(0xFF_FFFF) << 24 | (words as u64).min(0xFF_FFFF)
}

/// A stretch of folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Number(&'a str),
    /// A sign that changes what a number says.
    Sign(&'a str),
}

impl<'a> Token<'a> {
    fn text(self) -> &'a str {
        match self {
            Self::Word(text) | Self::Number(text) | Self::Sign(text) => text,
        }
    }
}

/// The tokens of a folded text: `150g` is a number and a word.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
    after_blank: bool,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, after_blank: true }
    }

    /// Takes the longest stretch for which `belongs` holds.
    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        self.at += length;
        self.after_blank = false;
        rest.get(..length).unwrap_or_default()
    }

    fn is_minus(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut letters = rest.chars();
        matches!(letters.next(), Some('-' | '\u{2212}')) && letters.next().is_some_and(|next| next.is_ascii_digit())
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let letter = self.text.get(self.at..)?.chars().next()?;
            if letter.is_numeric() {
                return Some(Token::Number(self.take(char::is_numeric)));
            }
            if letter.is_alphabetic() {
                return Some(Token::Word(self.take(char::is_alphabetic)));
            }
            let is_sign = matches!(letter, '<' | '>' | '≤' | '≥' | '%') || self.after_blank && self.is_minus();
            self.after_blank = letter.is_whitespace() || letter == '(';
            let begin = self.at;
            self.at += letter.len_utf8();
            if is_sign {
                return Some(Token::Sign(self.text.get(begin..self.at)?));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::Turn;

    use super::*;

    fn words(question: &str, answer: &str) -> Words {
        let turns = vec![Turn::new(Role::User, question), Turn::new(Role::Coach, answer)];
        Words::of(&Sample { turns, ..Sample::default() })
    }

    #[test]
    fn spelling_case_and_layout_do_not_matter() {
        let plain = words("Çiğ köfte kaç kalori?", "Isırgan ve şeker: 150 g, yaklaşık 1.200 kcal.");
        let shouted = words("ÇİĞ KÖFTE KAÇ KALORİ", "ISIRGAN VE ŞEKER:  150g - yaklaşık 1,200 KCAL");
        let typed = words("cig kofte kac kalori?", "isirgan ve seker 150 g yaklasik 1 200 kcal");
        assert_eq!(plain.exact, shouted.exact);
        assert_eq!(plain.exact, typed.exact);
        assert_eq!(plain.guard, typed.guard);
        assert!(plain.quality > typed.quality);
        assert!(plain.quality > shouted.quality);
    }

    #[test]
    fn what_changes_the_meaning_changes_the_guard() {
        let pairs = [
            ("Günde 150 g protein ye.", "Günde 60 g protein ye."),
            ("Bu yoğurt süt içerir.", "Bu yoğurt süt içermez."),
            ("Eat eggs before training.", "Do not eat eggs before training."),
            ("You should rest today.", "You shouldn't rest today."),
            ("A vegan plan for you.", "A vegetarian plan for you."),
            ("Şekerli yoğurt al.", "Şekersiz yoğurt al."),
            ("Tavuk ye.", "Tavuk değil ye."),
            ("تناول الحليب يوميا", "لا تتناول الحليب يوميا"),
            ("اشرب 3 أكواب", "اشرب 5 أكواب"),
            ("Do two sets.", "Do three sets."),
            ("BMI > 30 is high.", "BMI < 30 is high."),
            ("Sıcaklık -5 derece.", "Sıcaklık 5 derece."),
            ("Eat milk, not eggs.", "Eat eggs, not milk."),
        ];
        for (one, two) in pairs {
            assert_ne!(words("q", one).guard, words("q", two).guard, "{one} / {two}");
        }
    }

    #[test]
    fn arabic_digits_are_digits() {
        assert_eq!(words("كم", "١٥٠ غرام").exact, words("كم", "150 غرام").exact);
    }

    #[test]
    fn the_same_words_from_another_mouth_are_not_the_same() {
        assert_ne!(words("one two", "three").exact, words("one", "two three").exact);
    }
}
