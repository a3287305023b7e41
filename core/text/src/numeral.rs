//! Numbers in words: `üç yüz yirmi bir`, `two and a half`, `خمسة وعشرون`, `twenty-three fifths`, `الحادي والعشرين`.

use spotter_contract::Lang;

use crate::grammar::Grammar;
use crate::normalise::Folded;
use crate::tokens::{Kind, Token};
use crate::words::{NumberWord, Worth};

/// A number in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Numeral {
    /// The token after its last.
    pub(crate) after: usize,
    /// What it is worth.
    pub(crate) value: f64,
    /// Whether it is a single word that is more often no number.
    pub(crate) is_shy: bool,
    /// What sort of number it is.
    pub(crate) sort: Sort,
}

/// What sort of number words spell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// `seven`
    Whole,
    /// `a fifth`, `half`
    Part,
    /// `the fifth`
    Ordinal,
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
    lang: Lang,
    total: f64,
    group: f64,
    /// What may follow is smaller than this.
    room: f64,
    /// The scale that was read last, where nothing stands behind it yet.
    scale: f64,
    /// The tens that were read last: `twenty`.
    tens: f64,
    /// Whether Arabic ones wait for their tens.
    wants_tens: bool,
    /// What stood before the last `and`.
    held: f64,
    count: usize,
    after: usize,
    is_shy: bool,
    is_done: bool,
    sort: Sort,
}

impl State {
    fn value(&self) -> f64 {
        self.total + self.group
    }

    /// Makes the whole number a part: `twenty-three fifths`, `one hundred and three quarters`.
    fn divide(&mut self, bottom: f64) {
        let (whole, top) = (self.value(), self.value() - self.held);
        // `two million and one half`
        let scale = if self.held >= 1e6 && self.lang == Lang::En { 1e6 } else { 1.0 };
        let value = if self.held > 0.0 && top < bottom { self.held + top / bottom * scale } else { whole / bottom };
        self.finish(value, Sort::Part);
    }

    fn finish(&mut self, value: f64, sort: Sort) {
        (self.total, self.group, self.room, self.is_done, self.sort) = (0.0, value, 0.0, true, sort);
    }
}

impl Numerals<'_> {
    /// The number in words that begins at `at`.
    pub(crate) fn read(self, at: usize) -> Option<Numeral> {
        if let Some(fraction) = self.turkish_fraction(at) {
            return Some(fraction);
        }
        let has_article = self.is_article(at);
        let begin = at + usize::from(has_article);
        let first = self.word(begin).filter(|word| !word.is_inside)?;
        let is_couple = self.text(begin) == "couple";
        if matches!(first.worth, Worth::AndHalf | Worth::Minus | Worth::And) || is_couple != (is_couple && has_article)
        {
            return None;
        }
        let mut state = self.run(begin)?;
        if has_article && !is_couple && state.sort == Sort::Whole && matches!(first.worth, Worth::Add(_)) {
            return None;
        }
        // `الأحد عشر`: the eleventh.
        let is_definite = first.lang == Lang::Ar && self.text(at).starts_with("ال") && first.worth == Worth::Add(1.0);
        if is_definite && state.value() > 10.0 && state.sort == Sort::Whole {
            state.sort = Sort::Ordinal;
        }
        if has_article && state.sort == Sort::Ordinal {
            // `a fifth of them`, but `a second time`.
            let is_part = self.word_kind(state.after) != Some(Kind::Word) || self.text(state.after) == "of";
            if !is_part {
                return None;
            }
            state.finish(1.0 / state.value(), Sort::Part);
        }
        self.share(&mut state);
        self.mixed(&mut state);
        self.decimals(&mut state);
        if is_couple && self.text(state.after) == "of" {
            state.after += 1;
        }
        let is_shy = state.is_shy && state.count == 1 && !has_article;
        Some(Numeral { after: state.after, value: state.value(), is_shy, sort: state.sort })
    }

    /// A half or a quarter behind a number: `and a half`, `و ربع`, `and three fifths`.
    pub(crate) fn part(self, at: usize) -> Option<(f64, usize)> {
        let word = self.word(at)?;
        let is_and = word.worth == Worth::And;
        if !is_and && !word.joins {
            return None;
        }
        let begin = at + usize::from(is_and);
        let begin = begin + usize::from(self.is_article(begin));
        let first = self.word(begin)?;
        // An Arabic fifth that looks like five.
        if let (Lang::Ar, Some(part), Worth::Add(_)) = (first.lang, first.part, first.worth)
            && self.word(begin + 1).is_none_or(|next| next.joins)
        {
            return Some((part, begin + 1));
        }
        let tail = self.run(begin)?;
        let is_part = tail.sort == Sort::Part && tail.value() < 1.0;
        let is_ordinal = tail.sort == Sort::Ordinal && begin > at + usize::from(is_and);
        match (is_part, is_ordinal) {
            (true, _) => Some((tail.value(), tail.after)),
            (_, true) => Some((1.0 / tail.value(), tail.after)),
            _ => None,
        }
    }

    pub(crate) fn word(&self, at: usize) -> Option<NumberWord> {
        let token = self.tokens.get(at).filter(|token| at < self.end && token.kind == Kind::Word)?;
        let text = token.text(self.folded);
        // An English preposition and a container, not ten and a thousand.
        if self.lang == Lang::En && matches!(text, "on" | "bin") && !self.is_among_turkish(at) {
            return None;
        }
        self.grammar.numbers.spelled(text)
    }

    /// Whether a Turkish number word stands beside a word.
    fn is_among_turkish(&self, at: usize) -> bool {
        let is_turkish =
            |at: usize| self.grammar.numbers.spelled(self.text(at)).is_some_and(|word| word.lang == Lang::Tr);
        is_turkish(at + 1) || at.checked_sub(1).is_some_and(is_turkish)
    }

    fn word_kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).filter(|_| at < self.end).map(|token| token.kind)
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).filter(|_| at < self.end).map_or("", |token| token.text(self.folded))
    }

    fn is_article(&self, at: usize) -> bool {
        self.lang != Lang::Tr && matches!(self.text(at), "a" | "an")
    }

    fn run(&self, at: usize) -> Option<State> {
        let lang = self.word(at)?.lang;
        let mut state = State {
            lang,
            total: 0.0,
            group: 0.0,
            room: f64::INFINITY,
            scale: 0.0,
            tens: 0.0,
            wants_tens: false,
            held: 0.0,
            count: 0,
            after: at,
            is_shy: true,
            is_done: false,
            sort: Sort::Whole,
        };
        let (mut next, mut is_joined) = (at, false);
        while let Some(token) = self.tokens.get(next).filter(|_| next < self.end && !state.is_done) {
            let is_dash = token.is('-') || (token.is('—') && token.is_glued);
            if state.count > 0 && !is_joined && is_dash && self.is_hyphen(next) {
                next += 1;
                continue;
            }
            let Some(word) = self.word(next) else { break };
            if word.worth == Worth::And && state.count > 0 && lang != Lang::Tr && !is_joined {
                (is_joined, next) = (true, next + 1);
                continue;
            }
            let is_foreign = word.lang != lang && state.count > 0;
            // `وأحد عشر` looks like `واحد`.
            let is_eleven = lang == Lang::Ar
                && word.worth == Worth::Add(1.0)
                && self.text(next) == "واحد"
                && self.word(next + 1).is_some_and(|ten| ten.worth == Worth::Add(10.0) && !ten.joins);
            let joins = is_joined || ((word.joins || is_eleven) && state.count > 0);
            if is_foreign || !self.take(&mut state, word, joins, next) {
                break;
            }
            state.is_shy &= word.is_shy;
            (is_joined, next) = (false, next + 1);
            (state.count, state.after) = (state.count + 1, next);
        }
        (state.count > 0).then_some(state)
    }

    /// Whether a hyphen joins two number words: `fifty-two`, `one - fourth`.
    fn is_hyphen(&self, at: usize) -> bool {
        let glue = |at: usize| self.tokens.get(at).is_some_and(|token| token.is_glued);
        glue(at) == glue(at + 1) && self.word(at + 1).is_some_and(|word| word.lang == Lang::En)
    }

    /// Adds a word to a number, or refuses it.
    fn take(&self, state: &mut State, word: NumberWord, is_joined: bool, at: usize) -> bool {
        let is_first = state.count == 0;
        match word.worth {
            Worth::Add(value) => self.add(state, word, is_joined, at) && value.is_finite(),
            Worth::Hundred => hundred(state, is_joined),
            Worth::Scale(scale) => scaled(state, scale, is_joined),
            Worth::Part(part) if is_first => {
                state.finish(part, Sort::Part);
                // `half million`
                state.is_done = !matches!(self.word(at + 1).map(|next| next.worth), Some(Worth::Scale(_)));
                true
            }
            Worth::Part(part) if !is_joined && state.value() >= 1.0 && state.sort == Sort::Whole => {
                let bottom = (1.0 / part).round();
                let top = state.value() - state.tens;
                // `one hundred thirty-fifths`
                let is_compound = word.part.is_some() && state.room == 10.0 && bottom < 10.0 && top > 0.0;
                if is_compound {
                    state.finish(top / (state.tens + bottom), Sort::Part);
                } else {
                    state.divide(1.0 / part);
                }
                true
            }
            Worth::Ordinal(value) => self.ordinal(state, value, at),
            Worth::AndHalf if !is_first => {
                (state.group, state.room, state.scale) = (state.group + 0.5, 0.0, 0.0);
                true
            }
            _ => false,
        }
    }

    fn add(&self, state: &mut State, word: NumberWord, is_joined: bool, at: usize) -> bool {
        let Worth::Add(value) = word.worth else { return false };
        let is_first = state.count == 0;
        if is_first && word.lang == Lang::Ar && word.part.is_some() && self.is_definite(at + 1) {
            // `خمس الفطيرة`: a fifth of the pie.
            state.finish(word.part.unwrap_or(value), Sort::Part);
            return true;
        }
        // `one twenty two`
        let is_spoken = state.count == 1
            && state.lang == Lang::En
            && state.value() < 10.0
            && state.value() > 0.0
            && value >= 20.0
            && matches!(self.word(at + 1).map(|next| next.worth), Some(Worth::Add(ones)) if ones < 10.0 && ones > 0.0);
        if is_spoken && !is_joined {
            (state.group, state.room, state.tens) = (state.group * 100.0 + value, 10.0, value);
            return true;
        }
        let is_ahead = state.count == 1 && state.value() == 1.0 && value >= 20.0 && self.is_below(at + 1);
        if !is_first && !fits(state, value, is_joined) && !is_ahead {
            return match word.part.filter(|_| state.lang == Lang::Ar && !is_joined && state.value() > 1.0) {
                Some(part) => {
                    state.divide(1.0 / part);
                    true
                }
                None => false,
            };
        }
        let was_teen = state.wants_tens && !is_joined && !is_first;
        if is_joined && !state.wants_tens {
            state.held = state.value();
        }
        state.wants_tens = state.lang == Lang::Ar && value < 10.0 && value > 0.0;
        state.group += value;
        state.tens = if (20.0..100.0).contains(&value) || value == 10.0 { value } else { 0.0 };
        state.room = if was_teen { 0.0 } else { room(value, state.lang) };
        state.scale = 0.0;
        true
    }

    /// Whether an ordinal below ten follows: `one twenty-fifth`.
    fn is_below(&self, at: usize) -> bool {
        let at = at + usize::from(self.tokens.get(at).is_some_and(|token| token.is('-')));
        matches!(self.word(at).map(|word| word.worth), Some(Worth::Ordinal(value)) if value < 10.0)
    }

    /// Whether the word is definite and no number: `الفطيرة`.
    fn is_definite(&self, at: usize) -> bool {
        self.text(at).starts_with("ال") && self.word(at).is_none()
    }

    fn ordinal(&self, state: &mut State, value: f64, at: usize) -> bool {
        let is_first = state.count == 0;
        // `forty second rest` is a time.
        let is_unit = self.text(at) == "second" && !is_first && self.word_kind(at + 1) == Some(Kind::Word);
        let is_one = state.count == 1 && state.value() == 1.0 && state.lang == Lang::En;
        let above = state.value() - state.tens;
        match () {
            () if is_unit || (is_one && self.text(at) == "second") => return false,
            () if is_first => {
                state.finish(value, Sort::Ordinal);
                state.wants_tens = state.lang == Lang::Ar && value < 10.0;
                state.is_done = !state.wants_tens;
            }
            () if is_one && value >= 3.0 => state.finish(1.0 / value, Sort::Part),
            () if state.room == 10.0 && value < 10.0 && above == 1.0 && state.lang == Lang::En => {
                state.finish(1.0 / (state.tens + value), Sort::Part);
            }
            () if value < state.room => state.finish(state.value() + value, Sort::Ordinal),
            () if value >= 100.0 && state.value() < value && state.lang != Lang::Ar => {
                state.finish(state.value() * value, Sort::Ordinal);
            }
            () => return false,
        }
        true
    }

    /// `two out of five`, `واحد من ثلاثة`.
    fn share(&self, state: &mut State) {
        let words = match (self.text(state.after), self.text(state.after + 1)) {
            ("out", "of") | ("اجزاء", "من") => 2,
            ("من", _) => 1,
            _ => return,
        };
        let is_article = |at: usize| self.text(at).starts_with("ال");
        let begin = state.after + words;
        if state.sort != Sort::Whole || is_article(begin) {
            return;
        }
        let Some(whole) = self.run(begin).filter(|whole| whole.sort == Sort::Whole && whole.value() > state.value())
        else {
            return;
        };
        state.finish(state.value() / whole.value(), Sort::Part);
        (state.after, state.count) = (whole.after, state.count + whole.count);
    }

    fn mixed(&self, state: &mut State) {
        if state.is_done {
            return;
        }
        if let Some((part, after)) = self.part(state.after) {
            let is_scaled = state.scale >= 1000.0 && state.lang == Lang::En;
            let scale = if is_scaled { state.scale } else { 1.0 };
            (state.group, state.after, state.count) = (state.group + part * scale, after, state.count + 1);
            state.sort = if scale > 1.0 { Sort::Whole } else { Sort::Part };
        }
    }

    /// `five point two five`, `beş nokta yirmi beş`, `iki virgül iki milyon`.
    fn decimals(&self, state: &mut State) {
        if !self.grammar.point.iter().any(|point| point == self.text(state.after)) {
            return;
        }
        let (mut digits, mut at, mut tens) = (String::new(), state.after + 1, None::<f64>);
        while let Some(NumberWord { worth: Worth::Add(value), .. }) = self.word(at) {
            match tens.take() {
                Some(ten) if value < 10.0 && value > 0.0 => digits.push_str(&(ten + value).to_string()),
                Some(_) => return,
                None if (20.0..100.0).contains(&value) => tens = Some(value),
                None => digits.push_str(&value.to_string()),
            }
            at += 1;
            if self.tokens.get(at).is_some_and(|token| token.is('-') && token.is_glued) {
                at += 1;
            }
        }
        digits.extend(tens.map(|ten| format!("{ten}")));
        let Some(fraction) = format!("0.{digits}").parse::<f64>().ok().filter(|_| !digits.is_empty()) else { return };
        (state.group, state.after, state.count) = (state.group + fraction, at, state.count + 1);
        if let Some(NumberWord { worth: Worth::Scale(scale), .. }) = self.word(at) {
            (state.total, state.group, state.after) = (0.0, state.value() * scale, at + 1);
        }
    }

    /// `dörtte üç`: three quarters.
    fn turkish_fraction(&self, at: usize) -> Option<Numeral> {
        let (bottom, top) = (self.word(at)?, self.word(at + 1)?);
        let is_place =
            self.text(at).ends_with(['a', 'e']) && matches!(self.text(at).chars().rev().nth(1), Some('d' | 't'));
        let (Worth::Add(bottom_value) | Worth::Scale(bottom_value)) = bottom.worth else { return None };
        match top.worth {
            Worth::Add(top) if is_place && bottom.lang == Lang::Tr && top < bottom_value && top > 0.0 => {
                Some(Numeral { after: at + 2, value: top / bottom_value, is_shy: false, sort: Sort::Part })
            }
            _ => None,
        }
    }
}

/// What may follow a number is smaller than this.
fn room(value: f64, lang: Lang) -> f64 {
    if value >= 1000.0 && value % 1000.0 == 0.0 {
        1000.0
    } else if value >= 100.0 && value % 100.0 == 0.0 {
        100.0
    } else if value >= 20.0 && value % 10.0 == 0.0 && lang != Lang::Ar || value == 10.0 && lang == Lang::Tr {
        10.0
    } else {
        0.0
    }
}

/// Whether ones, tens or hundreds may follow what was read.
fn fits(state: &State, value: f64, is_joined: bool) -> bool {
    match state.lang {
        Lang::Ar if state.wants_tens => {
            let is_teen = value == 10.0 && !is_joined;
            is_teen || (is_joined && (20.0..100.0).contains(&value) && value % 10.0 == 0.0)
        }
        Lang::Ar => {
            state.sort == Sort::Whole && value < state.room && value > 0.0 && (is_joined || state.room >= 1000.0)
        }
        Lang::En => value < state.room && value > 0.0 && (!is_joined || state.room >= 100.0),
        _ => value < state.room && value > 0.0 && !is_joined,
    }
}

fn hundred(state: &mut State, is_joined: bool) -> bool {
    let most = if state.lang == Lang::En { 100.0 } else { 10.0 };
    let is_count = state.group > 0.0 && state.group < most && !is_joined && state.sort == Sort::Whole;
    let is_own = state.count == 0 || state.room >= 1000.0;
    if !is_count && !is_own {
        return false;
    }
    if is_joined {
        state.held = state.value();
    }
    if !is_count {
        state.total = state.value();
    }
    state.group = if is_count { state.group * 100.0 } else { 100.0 };
    (state.room, state.scale, state.wants_tens, state.tens) = (100.0, 0.0, false, 0.0);
    true
}

fn scaled(state: &mut State, scale: f64, is_joined: bool) -> bool {
    if state.sort == Sort::Ordinal {
        return false;
    }
    let is_behind = state.scale > 0.0 && state.group == 0.0 && state.count > 0;
    let (total, group) = match () {
        // `three lakh crore`, `three thousand millions`
        () if is_behind && !is_joined && scale >= state.scale => (state.total * scale, 0.0),
        () if state.count == 0 => (scale, 0.0),
        () if is_joined && state.room > scale => (state.total + state.group + scale, 0.0),
        () if is_joined || (state.total > 0.0 && state.total < scale) => return false,
        () if state.group == 0.0 => (state.total + scale, 0.0),
        () => (state.total + state.group * scale, 0.0),
    };
    if is_joined {
        state.held = state.value();
    }
    (state.total, state.group, state.room, state.scale) = (total, group, scale, scale);
    (state.wants_tens, state.tens, state.sort) = (false, 0.0, Sort::Whole);
    true
}

#[cfg(test)]
#[path = "numeral_tests.rs"]
mod tests;
