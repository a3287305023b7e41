//! Numbers in digits: `1 234 567`, `2 1/4`, `3 hundred and 21`, `1.5M`, `9.8e-3`, `2,000.45±0.01`, `22nd`; and ranges.

use spotter_contract::Lang;

use crate::number::{digits, vulgar};
use crate::numeral::Sort;
use crate::quantity::Reader;
use crate::tokens::{Kind, Token};
use crate::words::Worth;

/// A number without its unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number {
    pub(crate) first: usize,
    pub(crate) after: usize,
    pub(crate) value: f64,
    pub(crate) comma: f64,
    pub(crate) undecided: Option<char>,
    pub(crate) is_word: bool,
    pub(crate) is_shy: bool,
    pub(crate) sort: Sort,
}

impl Number {
    fn new(first: usize, after: usize, value: f64) -> Self {
        Self { first, after, value, comma: value, undecided: None, is_word: false, is_shy: false, sort: Sort::Whole }
    }

    fn times(&mut self, factor: f64, after: usize) {
        (self.value, self.comma, self.after) = (self.value * factor, self.comma * factor, after);
    }

    fn plus(&mut self, more: f64, after: usize) {
        let more = if self.value < 0.0 { -more } else { more };
        (self.value, self.comma, self.after) = (self.value + more, self.comma + more, after);
    }
}

impl Reader<'_, '_> {
    /// A number in digits, a fraction or words that begins at `at`.
    pub(crate) fn number(&self, at: usize, end: usize, lang: Lang) -> Option<Number> {
        let token = self.tokens.get(at).filter(|_| at < end)?;
        match token.kind {
            Kind::Mark => {
                vulgar(token.glyph).map(|value| Number { sort: Sort::Part, ..Number::new(at, at + 1, value) })
            }
            Kind::Number => self.figure(at, end, lang),
            Kind::Word => self.words(at, end, lang),
            Kind::Break => None,
        }
    }

    fn words(&self, at: usize, end: usize, lang: Lang) -> Option<Number> {
        let read = self.numerals(end, lang).read(at)?;
        let mut number = Number::new(at, read.after, read.value);
        (number.is_word, number.is_shy, number.sort) = (true, read.is_shy, read.sort);
        // `forty-five (45)`
        number.after = self.repeated(number, end).unwrap_or(number.after);
        Some(number)
    }

    /// The token behind a bracket that says the same number once more.
    fn repeated(&self, number: Number, end: usize) -> Option<usize> {
        let at = number.after;
        if !self.is(at, '(') || at + 2 >= end {
            return None;
        }
        let inside = self.tokens.get(at + 1)?;
        let (value, after) = if inside.kind == Kind::Number {
            (digits(inside.stem(self.folded))?.point, at + 2)
        } else {
            let read = self.numerals(end, Lang::En).read(at + 1)?;
            (read.value, read.after)
        };
        (value == number.value && self.is(after, ')')).then_some(after + 1)
    }

    fn figure(&self, at: usize, end: usize, lang: Lang) -> Option<Number> {
        let read = digits(self.tokens.get(at)?.stem(self.folded))?;
        let mut number = Number::new(at, at + 1, read.point);
        (number.comma, number.undecided) = (read.comma, read.undecided);
        if self.is_ordinal(at, end) {
            number.sort = Sort::Ordinal;
            number.after += usize::from(matches!(self.text(at + 1), "st" | "nd" | "rd" | "th"));
            return Some(number);
        }
        let glyph = self.tokens.get(at + 1).filter(|next| next.kind == Kind::Mark && at + 1 < end);
        if let Some(part) = glyph.and_then(|next| vulgar(next.glyph)) {
            number.plus(part, at + 2);
            return Some(number);
        }
        if let Some((value, after)) = self.groups(at, end) {
            number = Number { sort: Sort::Whole, ..Number::new(at, after, value) };
        } else if let Some((value, after)) = self.fraction(at, end) {
            number = Number { sort: Sort::Part, ..Number::new(at, after, value) };
            return Some(number);
        } else if let Some((value, after)) = self.fraction(at + 1, end).filter(|(value, _)| *value < 1.0)
            && read.decimals == 0
        {
            number.plus(value, after);
            return Some(number);
        } else if let Some(after) = self.exponent(&mut number, end) {
            number.after = after;
        } else if let Some((value, after)) = self.spelled_point(at, end) {
            return Some(Number::new(at, after, value));
        }
        self.scaled(&mut number, end, lang);
        self.with_part(&mut number, read.decimals, end);
        number.after = self.repeated(number, end).unwrap_or(number.after);
        Some(number)
    }

    /// `22nd`, `3'üncü`.
    fn is_ordinal(&self, at: usize, end: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let suffix = self.folded.text.get(token.stem as usize..token.end as usize).unwrap_or("");
        let is_turkish = ["nci", "ncu", "ncü"].iter().any(|ending| suffix.contains(ending));
        let next = self.tokens.get(at + 1).filter(|next| at + 1 < end && next.is_glued && next.kind == Kind::Word);
        is_turkish || next.is_some_and(|next| matches!(next.text(self.folded), "st" | "nd" | "rd" | "th"))
    }

    /// Groups of three digits parted by blanks: `1 234 567`, `40 000`.
    fn groups(&self, at: usize, end: usize) -> Option<(f64, usize)> {
        let stem = |at: usize| {
            let token = self.tokens.get(at).filter(|token| at < end && token.kind == Kind::Number);
            token.map(|token| token.stem(self.folded))
        };
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let first = stem(at).filter(|text| text.len() <= 3 && is_plain(text))?;
        stem(at + 1).filter(|text| text.len() >= 3)?;
        let mut joined = first.to_owned();
        let mut after = at + 1;
        while let Some(group) = stem(after).filter(|text| text.len() >= 3 && is_plain(text.get(..3).unwrap_or(""))) {
            let rest = group.get(3..).unwrap_or("");
            if !(rest.is_empty() || rest.starts_with(['.', ','])) {
                break;
            }
            joined.push_str(&group.replace(',', "."));
            after += 1;
            if !rest.is_empty() {
                break;
            }
        }
        let is_sure = after > at + 2 || (after == at + 2 && stem(at + 1) == Some("000"));
        is_sure.then(|| joined.parse().ok().map(|value| (value, after)))?
    }

    /// `1/2`, not `120/80` and not a date.
    fn fraction(&self, at: usize, end: usize) -> Option<(f64, usize)> {
        let (top, slash, bottom) = (self.tokens.get(at)?, self.tokens.get(at + 1)?, self.tokens.get(at + 2)?);
        let is_whole = |token: &Token| {
            token.kind == Kind::Number && token.stem(self.folded).bytes().all(|byte| byte.is_ascii_digit())
        };
        if at + 2 >= end || !slash.is('/') || !slash.is_glued || !bottom.is_glued || !is_whole(top) || !is_whole(bottom)
        {
            return None;
        }
        let (top, bottom): (u32, u32) = (top.stem(self.folded).parse().ok()?, bottom.stem(self.folded).parse().ok()?);
        let is_round = matches!(bottom, 10 | 100 | 1000);
        let is_plain = bottom > 1
            && (bottom <= 100 || is_round)
            && (top < bottom || is_round || (matches!(bottom, 2 | 3 | 4 | 8) && top % bottom != 0 && top < 20));
        let is_date = self.is(at + 3, '/') && self.tokens.get(at + 4).is_some_and(|next| next.kind == Kind::Number);
        (is_plain && !is_date).then(|| (f64::from(top) / f64::from(bottom), at + 3))
    }

    /// `9.83e-3`, `5.5x10-3`, `10^6`: the token after it.
    fn exponent(&self, number: &mut Number, end: usize) -> Option<usize> {
        let glued = |at: usize| self.tokens.get(at).filter(|token| at < end && token.is_glued);
        let mark = glued(number.after)?;
        let text = mark.text(self.folded);
        let is_times = (text == "x" || mark.is('×')) && glued(number.after + 1)?.text(self.folded) == "10";
        let is_power = mark.is('^') && number.value == 10.0;
        if text != "e" && !is_times && !is_power {
            return None;
        }
        let mut at = number.after + if is_times { 2 } else { 1 };
        at += usize::from(is_times && self.is(at, '^'));
        let is_negative = self.is(at, '-') && glued(at).is_some();
        at += usize::from(is_negative || (self.is(at, '+') && glued(at).is_some()));
        let power: i32 = glued(at).filter(|token| token.kind == Kind::Number)?.text(self.folded).parse().ok()?;
        if is_times && !is_negative && !self.is(at - 1, '^') || !(0..=30).contains(&power) {
            return None;
        }
        let factor = 10f64.powi(if is_negative { -power } else { power });
        number.times(if is_power { factor / 10.0 } else { factor }, at + 1);
        Some(at + 1)
    }

    /// `1 point 1`, `1 فاصلة 1`.
    fn spelled_point(&self, at: usize, end: usize) -> Option<(f64, usize)> {
        let is_point = at + 2 < end && self.word_in(at + 1, &self.grammar.point);
        let token = |at: usize| self.tokens.get(at).filter(|token| token.kind == Kind::Number);
        let (whole, part) = (token(at)?, token(at + 2).filter(|_| is_point)?);
        let text = format!("{}.{}", whole.stem(self.folded), part.stem(self.folded));
        text.parse().ok().map(|value| (value, at + 3))
    }

    /// Scales in words or letters behind digits: `3 hundred and 21`, `1.5 milyon`, `10k`, `5 buçuk`.
    fn scaled(&self, number: &mut Number, end: usize, lang: Lang) {
        if let Some(factor) = self.glued_scale(number.after, end, number.value, lang) {
            number.times(factor, number.after + 1);
            number.undecided = None;
            return;
        }
        let numerals = self.numerals(end, lang);
        let mut least = f64::INFINITY;
        while let Some(word) = numerals.word(number.after) {
            match word.worth {
                Worth::Scale(scale) if !word.joins => (number.undecided, least) = (None, scale),
                Worth::Hundred if !word.joins => least = 100.0,
                Worth::Part(part) if word.part.is_some() && part >= 0.01 && number.value < 1.0 / part => {
                    number.times(part, number.after + 1);
                    number.sort = Sort::Part;
                    break;
                }
                Worth::AndHalf => {
                    number.plus(0.5, number.after + 1);
                    continue;
                }
                _ => break,
            }
            number.times(least, number.after + 1);
        }
        while least.is_finite() && least >= 100.0 {
            let Some((more, smaller, after)) = self.addend(number.after, end, lang, least) else { break };
            number.plus(more, after);
            least = smaller;
        }
    }

    /// What is added behind a scale: `and 21` behind `3 hundred`.
    fn addend(&self, at: usize, end: usize, lang: Lang, below: f64) -> Option<(f64, f64, usize)> {
        let is_and = matches!(self.text(at), "and" | "و");
        let begin = at + usize::from(is_and);
        let token = self.tokens.get(begin).filter(|token| begin < end && token.kind == Kind::Number)?;
        if !is_and && lang != Lang::Ar {
            return None;
        }
        let mut value = digits(token.stem(self.folded)).filter(|read| read.decimals == 0)?.point;
        let word = self.numerals(end, lang).word(begin + 1).map(|word| word.worth);
        let (scale, after) = match word {
            Some(Worth::Hundred) => (100.0, begin + 2),
            Some(Worth::Scale(scale)) => (scale, begin + 2),
            _ => (1.0, begin + 1),
        };
        value *= scale;
        let fits = value < below && value > 0.0 && (is_and || scale > 1.0) && value.fract() == 0.0;
        (fits && self.unit(after, end).is_none_or(|_| scale <= 1.0)).then_some((value, scale, after))
    }

    /// A letter that multiplies the digits it is glued to: `10k`, `3M`, `1200B` (Turkish *bin*).
    fn glued_scale(&self, at: usize, end: usize, value: f64, lang: Lang) -> Option<f64> {
        let token = self.tokens.get(at).filter(|token| at < end && token.is_glued && token.kind == Kind::Word)?;
        let is_next_glued = self.tokens.get(at + 1).is_some_and(|next| next.is_glued && next.kind == Kind::Number);
        let is_capital = self.is_capital(at);
        let decimals =
            self.tokens.get(at - 1).map_or("", |token| token.stem(self.folded)).rfind('.').map_or(0, |dot| {
                let token = &self.tokens.get(at - 1);
                token.map_or(0, |token| (token.stem - token.start) as usize - dot - 1)
            });
        match token.stem(self.folded) {
            _ if is_next_glued => None,
            "k" if self.is_race(at, end, value) || (decimals > 1 && is_capital) => None,
            "k" => Some(1e3),
            "m" | "mm" if is_capital => Some(1e6),
            "mil" if lang != Lang::Tr => Some(1e6),
            "g" if is_capital && value.abs() < 0.01 => Some(1e9),
            "b" if is_capital && lang == Lang::En && value < 1000.0 => Some(1e9),
            "b" if is_capital => Some(1e3),
            "t" if is_capital && self.is_money(at) => Some(1e12),
            _ => None,
        }
    }

    fn is_money(&self, at: usize) -> bool {
        at.checked_sub(2)
            .and_then(|before| self.tokens.get(before))
            .is_some_and(|token| token.kind == Kind::Mark && crate::quantity::currency(token.glyph).is_some())
    }

    /// Whether `10k` is a race of ten kilometres.
    pub(crate) fn is_race(&self, at: usize, end: usize, value: f64) -> bool {
        const RACES: [f64; 7] = [3.0, 5.0, 8.0, 10.0, 15.0, 21.0, 42.0];
        let next = self.tokens.get(at + 1).filter(|_| at + 1 < end);
        let is_dash = next.is_some_and(|next| next.is('-') || next.is('~'));
        let names_race = |at: usize| self.word_in(at, &self.grammar.race);
        let is_named = names_race(at + 1)
            || at.checked_sub(2).is_some_and(names_race)
            || at.checked_sub(3).is_some_and(names_race);
        let is_bare = next.is_none_or(|next| next.kind != Kind::Word);
        !is_dash && !self.is_money(at) && RACES.contains(&value) && (is_named || is_bare)
    }

    /// `5 and a half`, `3 million and a quarter`.
    fn with_part(&self, number: &mut Number, decimals: usize, end: usize) {
        if decimals > 0 {
            return;
        }
        if matches!(self.text(number.after), "and" | "و")
            && let Some((part, after)) = self.fraction(number.after + 1, end).filter(|(part, _)| *part < 1.0)
        {
            number.plus(part, after);
            return;
        }
        if let Some(whole) = self.one_in(*number, end) {
            (number.value, number.comma, number.after) = (1.0 / whole.0, 1.0 / whole.0, whole.1);
            return;
        }
        if let Some((part, after)) = self.numerals(end, Lang::Other).part(number.after) {
            let scale = if number.value >= 1e6 { 1e6 } else { 1.0 };
            number.plus(part * scale, after);
        }
    }

    /// `1 in 5 people`, not `1 in 5 minutes`: the whole, and the token after it.
    fn one_in(&self, number: Number, end: usize) -> Option<(f64, usize)> {
        if number.value != 1.0 || !matches!(self.text(number.after), "in" | "في") {
            return None;
        }
        let begin = number.after + 1;
        let token = self.tokens.get(begin).filter(|_| begin < end)?;
        let (whole, after) = if token.kind == Kind::Number {
            (digits(token.stem(self.folded))?.point, begin + 1)
        } else {
            let read = self.numerals(end, Lang::Other).read(begin).filter(|read| read.sort == Sort::Whole)?;
            (read.value, read.after)
        };
        let is_share = whole.fract() == 0.0 && (2.0..1900.0).contains(&whole) && self.unit(after, end).is_none();
        is_share.then_some((whole, after))
    }

    /// The upper end of a range whose lower end was read.
    pub(crate) fn high(&self, at: usize, end: usize, lang: Lang, low: Number) -> Option<Number> {
        let token = self.tokens.get(at).filter(|_| at < end)?;
        let next = self.tokens.get(at + 1).filter(|_| at + 1 < end)?;
        let is_dash = token.is('~') || (token.is('-') && (!token.is_glued || next.is_glued));
        if token.kind == Kind::Number || token.kind == Kind::Word && self.is_to(at) {
            return self.ablative_range(at, end, lang, low);
        }
        let is_joined = self.grammar.numbers.spelled(self.text(at)).is_some_and(|word| word.joins);
        // `3½- to 4-pound`
        let at = at + usize::from(is_dash && self.word_in(at + 1, &self.grammar.range));
        let is_or = matches!(self.text(at), "or" | "veya" | "او");
        if !is_dash && !is_or && !self.word_in(at, &self.grammar.range) && !self.is_between(at, low.first) {
            return None;
        }
        let mut begin = at + usize::from(!is_joined);
        while self.is(begin, '%')
            || (low.sort == Sort::Ordinal && self.text(begin) == "the")
            || self.is(begin, '~')
            || self.is(begin, '$')
            || self.is(begin, '€')
        {
            begin += 1;
        }
        // `from -18 °C to -34 °C`
        let is_negative = low.value < 0.0 || self.is(low.first.wrapping_sub(1), '-');
        let sign = if is_negative && !is_dash && self.is(begin, '-') { -1.0 } else { 1.0 };
        begin += usize::from(sign < 0.0);
        let mut high =
            self.number(begin, end, lang).filter(|high| high.sort == low.sort || high.sort != Sort::Ordinal)?;
        high.times(sign, high.after);
        // `3 or 4 times`, but not `5 or 10`.
        if is_or && (high.value - low.value - 1.0).abs() > 1e-9 {
            return None;
        }
        let is_cold = low.value < 0.0 && high.value < 0.0;
        (high.value > low.value || high.comma > low.comma || is_cold).then_some(high)
    }

    /// Whether a bare word number may be the end of `20'den 100'e`.
    fn is_to(&self, at: usize) -> bool {
        let text = self.text(at);
        let word = self.grammar.numbers.spelled(text).filter(|_| text.ends_with(['a', 'e']));
        word.is_some_and(|word| word.lang == Lang::Tr && word.worth != Worth::And)
    }

    /// `20'den 100'e kadar`.
    fn ablative_range(&self, at: usize, end: usize, lang: Lang, low: Number) -> Option<Number> {
        let last = self.text(at - 1);
        if !["dan", "den", "tan", "ten"].iter().any(|ending| last.ends_with(ending)) {
            return None;
        }
        let high = self.number(at, end, lang).filter(|high| high.value > low.value || high.comma > low.comma)?;
        let is_dative = self.text(high.after - 1).ends_with(['a', 'e']);
        let is_until = self.text(high.after).starts_with("kadar") || self.unit(high.after, end).is_some();
        (is_dative || is_until).then_some(high)
    }

    /// Whether `and` at `at` joins the ends of a range: `between 20 and 30`, `5 ve 10 arası`.
    fn is_between(&self, at: usize, low: usize) -> bool {
        let word = self.grammar.numbers.spelled(self.text(at));
        let is_and = word.is_some_and(|word| word.worth == Worth::And || word.joins);
        let opens = (1..=3).filter_map(|back| low.checked_sub(back)).any(|before| {
            self.word_in(before, &self.grammar.between)
                && (before + 1..low).all(|at| self.is(at, '-') || self.text(at) == "the" || self.is_sign_word(at))
        });
        let closes = (2..=6).any(|step| self.text(at + step).starts_with("arasi") || self.text(at + step) == "ara");
        is_and && (opens || closes)
    }

    fn is_sign_word(&self, at: usize) -> bool {
        self.grammar.numbers.spelled(self.text(at)).is_some_and(|word| word.worth == Worth::Minus)
    }

    /// `2,000.45±0.01`, `9.83e-3 +/- 1e-5`: the upper end; the lower one is as far on the other side.
    pub(crate) fn plus_or_minus(&self, low: Number, end: usize) -> Option<Number> {
        let at = low.after;
        let begin = match () {
            () if self.is(at, '±') => at + 1,
            () if self.is(at, '+') && self.is(at + 1, '/') && self.is(at + 2, '-') => at + 3,
            () => return None,
        };
        let slack = self.number(begin, end, Lang::En).filter(|slack| slack.value.is_finite())?;
        Some(Number { value: low.value + slack.value, comma: low.comma + slack.value, ..slack })
    }
}
