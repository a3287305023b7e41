//! Numbers in words: `üç yüz yirmi bir`, `two and a half`, `خمسة وعشرون`.

use spotter_contract::Lang;

use crate::grammar::Grammar;
use crate::normalise::Folded;
use crate::number::{NumberWord, Worth};
use crate::tokens::{Kind, Token};

/// A number in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Numeral {
    /// The token after its last.
    pub(crate) after: usize,
    /// What it is worth.
    pub(crate) value: f64,
    /// Whether it is a single word that is more often no number.
    pub(crate) is_shy: bool,
}

/// Reads number words.
#[derive(Clone, Copy)]
pub(crate) struct Numerals<'a> {
    pub(crate) grammar: &'a Grammar,
    pub(crate) folded: &'a Folded,
    pub(crate) tokens: &'a [Token],
    pub(crate) end: usize,
    pub(crate) lang: Lang,
}

/// A number that is being read.
#[derive(Clone, Copy)]
struct State {
    total: f64,
    group: f64,
    /// The size of what was read last.
    last: f64,
    /// What stood before the last `and`.
    held: f64,
    count: usize,
    after: usize,
    is_shy: bool,
    is_done: bool,
}

impl Numerals<'_> {
    /// The number in words that begins at `at`.
    pub(crate) fn read(self, at: usize) -> Option<Numeral> {
        if let Some(fraction) = self.turkish_fraction(at) {
            return Some(fraction);
        }
        let begin = at + usize::from(self.is_article(at));
        let first = self.word(begin)?;
        let has_article = begin > at;
        if has_article && matches!(first.worth, Worth::Add(_) | Worth::AndHalf | Worth::Minus | Worth::And) {
            return None;
        }
        let mut state = self.run(begin)?;
        self.mixed(&mut state);
        self.decimals(&mut state);
        let is_shy = state.is_shy && state.count == 1 && !has_article;
        Some(Numeral { after: state.after, value: state.total + state.group, is_shy })
    }

    /// A half or a quarter behind a number: `and a half`, `و ربع`, `and three fifths`.
    pub(crate) fn part(self, at: usize) -> Option<(f64, usize)> {
        let glued = self.word(at).filter(|word| word.joins);
        let is_and = self.word(at).is_some_and(|word| word.worth == Worth::And);
        let begin = if is_and { at + 1 } else { at };
        if glued.is_none() && !is_and {
            return None;
        }
        let begin = begin + usize::from(self.is_article(begin));
        match (self.word(begin)?.worth, self.word(begin + 1).map(|word| word.worth)) {
            (Worth::Part(part), _) => Some((part, begin + 1)),
            (Worth::Add(count), Some(Worth::Part(part))) if count < 100.0 => Some((count * part, begin + 2)),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<NumberWord> {
        let token = self.tokens.get(at).filter(|token| at < self.end && token.kind == Kind::Word)?;
        let text = token.text(self.folded);
        // An English preposition, not ten.
        if text == "on" && self.lang == Lang::En {
            return None;
        }
        self.grammar.numbers.spelled(text)
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|_| at < self.end).map_or("", |token| token.text(self.folded))
    }

    fn is_article(&self, at: usize) -> bool {
        self.lang != Lang::Tr && matches!(self.text(at), "a" | "an")
    }

    fn run(&self, at: usize) -> Option<State> {
        let mut state = State {
            total: 0.0,
            group: 0.0,
            last: f64::INFINITY,
            held: 0.0,
            count: 0,
            after: at,
            is_shy: true,
            is_done: false,
        };
        let (mut next, mut is_joined) = (at, false);
        while let Some(token) = self.tokens.get(next).filter(|_| next < self.end && !state.is_done) {
            let is_hyphen = state.count > 0 && token.is('-') && token.is_glued;
            if is_hyphen && self.tokens.get(next + 1).is_some_and(|next| next.is_glued) {
                next += 1;
                continue;
            }
            let Some(word) = self.word(next) else { break };
            if word.worth == Worth::And && state.count > 0 && self.lang != Lang::Tr {
                (is_joined, next) = (true, next + 1);
                continue;
            }
            if !self.take(&mut state, word, is_joined || word.joins) {
                break;
            }
            state.is_shy &= word.is_shy;
            (is_joined, next) = (false, next + 1);
            (state.count, state.after) = (state.count + 1, next);
        }
        (state.count > 0).then_some(state)
    }

    /// Adds a word to a number, or refuses it.
    fn take(&self, state: &mut State, word: NumberWord, is_joined: bool) -> bool {
        let is_first = state.count == 0;
        match word.worth {
            Worth::Add(value) if is_first || self.fits(state, value, is_joined) => {
                state.held = if is_joined { state.total + state.group } else { 0.0 };
                state.group += value;
                state.last = if value < 10.0 { 1.0 } else { value };
            }
            Worth::Hundred if is_first => (state.group, state.last) = (100.0, 100.0),
            Worth::Hundred if state.group < 10.0 && state.last <= 1.0 && !is_joined => {
                (state.group, state.last) = (state.group * 100.0, 100.0);
            }
            Worth::Hundred if is_joined && state.last >= 1000.0 => (state.group, state.last) = (100.0, 100.0),
            Worth::Scale(scale) if !is_joined || state.last > scale => {
                if state.total > 0.0 && state.total <= scale {
                    return false;
                }
                state.total += if state.group == 0.0 { scale } else { state.group * scale };
                (state.group, state.last) = (0.0, scale);
            }
            Worth::Part(part) if is_first => (state.group, state.last) = (part, 0.5),
            Worth::Part(part) if !is_joined && state.last >= 1.0 => {
                let value = state.total + state.group - state.held;
                (state.total, state.group, state.is_done) = (state.held, value * part, true);
            }
            Worth::AndHalf if !is_first => (state.group, state.last) = (state.group + 0.5, 0.4),
            _ => return false,
        }
        true
    }

    /// Whether ones, tens or hundreds may follow what was read.
    fn fits(&self, state: &State, value: f64, is_joined: bool) -> bool {
        let is_tens = (10.0..100.0).contains(&state.last);
        if self.lang == Lang::Ar {
            let is_teen = value == 10.0 && state.last == 1.0 && !is_joined;
            let is_ones_and_tens = is_joined && state.last == 1.0 && (20.0..100.0).contains(&value);
            return is_teen || is_ones_and_tens || (is_joined && state.last >= 100.0 && value < state.last);
        }
        (value < 10.0
            && is_tens
            && !is_joined
            && state.last % 10.0 == 0.0
            && (state.last > 10.0 || self.lang != Lang::En))
            || (state.last >= 100.0 && state.last.is_finite() && value < 100.0)
    }

    fn mixed(&self, state: &mut State) {
        if state.is_done || state.last < 1.0 {
            return;
        }
        if let Some((part, after)) = self.part(state.after) {
            let scale = if state.last >= 1000.0 && self.lang == Lang::En { state.last } else { 1.0 };
            (state.group, state.after, state.count) = (state.group + part * scale, after, state.count + 1);
        }
    }

    /// `five point two five`, `beş nokta yirmi beş`.
    fn decimals(&self, state: &mut State) {
        let text = self.text(state.after);
        if !self.grammar.point.iter().any(|point| point == text) {
            return;
        }
        let (mut digits, mut at, mut tens) = (String::new(), state.after + 1, None::<f64>);
        while let Some(NumberWord { worth: Worth::Add(value), .. }) = self.word(at) {
            match tens.take() {
                Some(ten) if value < 10.0 && value > 0.0 => digits.push_str(&(ten + value).to_string()),
                Some(_) => return,
                None if value >= 20.0 => tens = Some(value),
                None => digits.push_str(&value.to_string()),
            }
            at += 1;
            if self.tokens.get(at).is_some_and(|token| token.is('-') && token.is_glued) {
                at += 1;
            }
        }
        digits.extend(tens.map(|ten| format!("{ten}")));
        if let Ok(fraction) = format!("0.{digits}").parse::<f64>()
            && !digits.is_empty()
        {
            (state.group, state.after, state.count) = (state.group + fraction, at, state.count + 1);
        }
    }

    /// `dörtte üç`: three quarters.
    fn turkish_fraction(&self, at: usize) -> Option<Numeral> {
        let (bottom, top) = (self.word(at)?, self.word(at + 1)?);
        let is_place =
            self.text(at).ends_with(['a', 'e']) && matches!(self.text(at).chars().rev().nth(1), Some('d' | 't'));
        match (bottom.worth, top.worth) {
            (Worth::Add(bottom), Worth::Add(top)) if is_place && self.lang == Lang::Tr && top < bottom && top > 0.0 => {
                Some(Numeral { after: at + 2, value: top / bottom, is_shy: false })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokenise;

    fn value(lang: Lang, text: &str) -> Option<f64> {
        let (grammar, folded) = (Grammar::new().unwrap(), Folded::new(text));
        let tokens = tokenise(&folded);
        let numerals = Numerals { grammar: &grammar, folded: &folded, tokens: &tokens, end: tokens.len(), lang };
        numerals.read(0).filter(|numeral| numeral.after == tokens.len()).map(|numeral| numeral.value)
    }

    #[test]
    fn turkish_numbers() {
        let cases = [
            ("dört bin üç yüz yirmi bir", 4321.0),
            ("iki buçuk milyon", 2_500_000.0),
            ("üç çeyrek", 0.75),
            ("dörtte üç", 0.75),
        ];
        for (text, wanted) in
            cases.into_iter().chain([("yirmibeş", 25.0), ("beş nokta yirmi beş", 5.25), ("yüz on altı", 116.0)])
        {
            assert_eq!(value(Lang::Tr, text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn english_numbers() {
        let cases = [
            ("one hundred and sixty-one", 161.0),
            ("two and a half", 2.5),
            ("twenty and three fifths", 20.6),
            ("a hundred", 100.0),
        ];
        for (text, wanted) in cases.into_iter().chain([("3", f64::NAN), ("half", 0.5), ("two thirds", 2.0 / 3.0)]) {
            let found = value(Lang::En, text);
            assert!(found.map_or(wanted.is_nan(), |found| (found - wanted).abs() < 1e-9), "{text}: {found:?}");
        }
    }

    #[test]
    fn arabic_numbers() {
        let cases = [
            ("خمسة وعشرون", 25.0),
            ("ستة عشر", 16.0),
            ("ثلاثمائة و واحد و ثلاثون", 331.0),
            ("ثلاثة أخماس", 0.6),
            ("خمسة و ربع", 5.25),
        ];
        for (text, wanted) in cases {
            let found = value(Lang::Ar, text);
            assert!(found.is_some_and(|found| (found - wanted).abs() < 1e-9), "{text}: {found:?}");
        }
    }
}
