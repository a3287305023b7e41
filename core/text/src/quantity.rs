//! Numbers with their units: digits and words, ranges, percent, compound units, sets, times.

use spotter_contract::{Lang, QuantityKind};

use crate::grammar::Grammar;
use crate::normalise::Folded;
use crate::number::{Worth, digits, vulgar};
use crate::numeral::Numerals;
use crate::tokens::{Kind, Token};
use crate::unit::{Spelling, Unit, Units};

/// A quantity, by its tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found<'a> {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last.
    pub(crate) after: usize,
    /// The value, or the lower end of a range.
    pub(crate) value: f64,
    /// The upper end of a range.
    pub(crate) high: Option<f64>,
    /// The other reading.
    pub(crate) other: Option<f64>,
    /// The unit's name.
    pub(crate) unit: Option<&'a str>,
    /// What is measured.
    pub(crate) kind: QuantityKind,
}

/// What quantities are read from.
pub(crate) struct Reader<'a, 't> {
    /// Number words.
    pub(crate) grammar: &'a Grammar,
    /// Units.
    pub(crate) units: &'a Units,
    /// The text.
    pub(crate) folded: &'t Folded,
    /// Its tokens.
    pub(crate) tokens: &'t [Token],
}

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
}

impl<'a> Reader<'a, '_> {
    /// The quantities among the tokens `first..after`, in order.
    pub(crate) fn read(&self, first: usize, after: usize, lang: Lang) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let mut at = first;
        while at < after {
            let Some(token) = self.tokens.get(at) else { break };
            let can_begin = token.kind != Kind::Break
                && (token.kind != Kind::Mark
                    || matches!(token.glyph, '%' | '-' | '+' | '$' | '€' | '£')
                    || vulgar(token.glyph).is_some())
                && (token.kind != Kind::Word || self.may_begin(at));
            let past = if can_begin { self.skip(at, after) } else { None };
            if let Some(past) = past {
                at = past;
                continue;
            }
            match can_begin.then(|| self.quantity(at, after, lang, &mut found)).flatten() {
                Some(past) => at = past.max(at + 1),
                None => at += 1,
            }
        }
        found
    }

    /// Whether a word may begin a quantity: most do not, and are passed over after one look.
    fn may_begin(&self, at: usize) -> bool {
        let text = self.text(at);
        self.grammar.numbers.spelled(text).is_some()
            || matches!(text, "a" | "an")
            || self.word_in(at, &self.grammar.percent_before)
            || self.word_in(at, &self.grammar.effort)
    }

    /// Where what looks like a number but is none ends: a date, a telephone number, `omega-3`.
    fn skip(&self, at: usize, end: usize) -> Option<usize> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Number)?;
        let stem = token.stem(self.folded);
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        if token.is_glued && before.is_some_and(|before| before.is('-')) {
            let name = at.checked_sub(2).and_then(|name| self.tokens.get(name));
            if before.is_some_and(|before| before.is_glued) && name.is_some_and(|name| name.kind == Kind::Word) {
                return Some(at + 1);
            }
        }
        if matches!(stem, "112" | "911" | "999" | "155" | "182" | "997" | "998") && self.unit(at + 1, end).is_none() {
            return Some(at + 1);
        }
        let chain = self.chain(at, end);
        let is_phone = stem.len() >= 3 && stem.starts_with('0') && stem.bytes().all(|byte| byte.is_ascii_digit());
        (digits(stem).is_none() || chain > at + 4 || is_phone).then_some(chain)
    }

    /// The end of numbers glued by `-`, `/` or `.`: dates, tempos, techniques.
    fn chain(&self, at: usize, end: usize) -> usize {
        let mut after = at + 1;
        while after + 1 < end {
            let (Some(mark), Some(next)) = (self.tokens.get(after), self.tokens.get(after + 1)) else { break };
            let is_link = mark.is_glued
                && next.is_glued
                && next.kind == Kind::Number
                && (mark.is('-') || mark.is('/') || mark.is('.'));
            if !is_link {
                break;
            }
            after += 2;
        }
        after
    }

    fn quantity(&self, at: usize, end: usize, lang: Lang, found: &mut Vec<Found<'a>>) -> Option<usize> {
        let glyph = self.tokens.get(at).map(|token| token.glyph);
        let is_percent = self.is(at, '%') || self.word_in(at, &self.grammar.percent_before);
        let money =
            glyph.filter(|_| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark)).and_then(currency);
        let sign = self.sign(at);
        let is_effort = self.word_in(at, &self.grammar.effort);
        let leads = is_percent || money.is_some() || sign.is_some() || is_effort;
        let begin = if leads { at + 1 } else { at };
        let mut low = self.number(begin, end, lang)?;
        if let Some(sign) = sign {
            (low.value, low.comma) = (low.value * sign, low.comma * sign);
        }
        if let Some(past) = self.sets(at, low, end, lang, found) {
            return Some(past);
        }
        if let Some(past) = self.clock(at, low, end, found) {
            return Some(past);
        }
        let mut after = low.after;
        let unit_of_low = self.unit(after, end);
        let high = self.high(unit_of_low.map_or(after, |(_, _, past)| past), end, lang, low);
        after = high.map_or(after, |high| high.after);
        let unit = self.unit(after, end).or(if high.is_none() { unit_of_low } else { None });
        let unit = if is_percent { self.units.named("%").map(|unit| (unit, None::<Spelling>, after)) } else { unit };
        let unit = unit.or_else(|| money.and_then(|name| self.units.named(name)).map(|unit| (unit, None, after)));
        let shy = low.is_shy && sign.is_none() && unit.is_none() && high.is_none();
        if shy
            || unit.is_some_and(|(_, spelling, _)| {
                spelling.is_some_and(|spelling: Spelling| spelling.needs_digits) && low.is_word
            })
        {
            return None;
        }
        let mut quantity = Found {
            first: at,
            after,
            value: low.value,
            high: None,
            other: None,
            unit: None,
            kind: QuantityKind::Number,
        };
        Self::decide(&mut quantity, low, high, lang, unit.map(|(unit, _, _)| unit));
        if let Some((unit, _, past)) = unit {
            (quantity.unit, quantity.kind, quantity.after) = (Some(unit.name.as_str()), unit.kind, past.max(after));
            self.compound(&mut quantity, end);
        } else if is_effort {
            quantity.kind = QuantityKind::Effort;
        } else if self.is(after, '.')
            && self.tokens.get(after).is_some_and(|token| token.is_glued)
            && self.is_small_word(after + 1, end)
        {
            quantity.kind = QuantityKind::Ordinal;
        } else if self.is_age(at) {
            (quantity.kind, quantity.unit) = (QuantityKind::Age, Some("years old"));
        }
        let past = quantity.after;
        found.push(quantity);
        Some(past)
    }

    pub(crate) fn is(&self, at: usize, glyph: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(glyph))
    }

    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text(self.folded))
    }

    fn word_in(&self, at: usize, words: &[String]) -> bool {
        let text = self.text(at);
        words.iter().any(|word| word == text)
    }

    fn is_small_word(&self, at: usize, end: usize) -> bool {
        at < end && self.tokens.get(at).is_some_and(|token| token.kind == Kind::Word)
    }

    fn is_age(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.word_in(before, &self.grammar.age_before))
    }

    fn sign(&self, at: usize) -> Option<f64> {
        let token = self.tokens.get(at)?;
        if let Some(word) = self.grammar.numbers.spelled(token.text(self.folded)) {
            return (word.worth == Worth::Minus).then_some(-1.0);
        }
        let free = !token.is_glued
            || at
                .checked_sub(1)
                .and_then(|before| self.tokens.get(before))
                .is_some_and(|before| before.kind == Kind::Mark && before.glyph != '%');
        let next_is_glued = self.tokens.get(at + 1).is_some_and(|next| next.is_glued);
        match token.glyph {
            '-' if token.kind == Kind::Mark && free && next_is_glued => Some(-1.0),
            '+' if token.kind == Kind::Mark && free && next_is_glued => Some(1.0),
            _ => None,
        }
    }

    /// A number in digits, a fraction or words that begins at `at`.
    fn number(&self, at: usize, end: usize, lang: Lang) -> Option<Number> {
        let token = self.tokens.get(at).filter(|_| at < end)?;
        if let Some(value) = vulgar(token.glyph).filter(|_| token.kind == Kind::Mark) {
            return Some(Number {
                first: at,
                after: at + 1,
                value,
                comma: value,
                undecided: None,
                is_word: false,
                is_shy: false,
            });
        }
        if token.kind == Kind::Number {
            return self.digits(at, end);
        }
        self.words(at, end, lang)
    }

    pub(crate) fn digits(&self, at: usize, end: usize) -> Option<Number> {
        let read = digits(self.tokens.get(at)?.stem(self.folded))?;
        let mut number = Number {
            first: at,
            after: at + 1,
            value: read.point,
            comma: read.comma,
            undecided: read.undecided,
            is_word: false,
            is_shy: false,
        };
        if let Some(value) = self
            .tokens
            .get(at + 1)
            .filter(|next| next.kind == Kind::Mark && at + 1 < end)
            .and_then(|next| vulgar(next.glyph))
        {
            number.after = at + 2;
            (number.value, number.comma) = (number.value + value, number.comma + value);
            return Some(number);
        }
        if let Some((value, after)) = self.groups(at, end) {
            return Some(Number { after, value, comma: value, undecided: None, ..number });
        }
        if let Some((value, after)) = self.fraction(at, end) {
            return Some(Number { after, value, comma: value, ..number });
        }
        if let Some((value, after)) = self.fraction(at + 1, end).filter(|(value, _)| *value < 1.0 && read.decimals == 0)
        {
            (number.value, number.comma, number.after) = (number.value + value, number.comma + value, after);
            return Some(number);
        }
        while let Some(word) = self
            .tokens
            .get(number.after)
            .filter(|_| number.after < end)
            .and_then(|next| self.grammar.numbers.spelled(next.text(self.folded)))
        {
            let (factor, more) = match word.worth {
                Worth::Scale(scale) => (scale, 0.0),
                Worth::Hundred => (100.0, 0.0),
                Worth::AndHalf => (1.0, 0.5),
                _ => break,
            };
            (number.value, number.comma) = (number.value * factor + more, number.comma * factor + more);
            number.after += 1;
        }
        let numerals = self.numerals(end, Lang::En);
        if let Some((part, after)) = numerals.part(number.after).filter(|_| read.decimals == 0) {
            let scale = if number.value >= 1e6 { 1e6 } else { 1.0 };
            (number.value, number.comma, number.after) =
                (number.value + part * scale, number.comma + part * scale, after);
        }
        Some(number)
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
        let is_plain = bottom > 1
            && bottom <= 100
            && (top < bottom || (matches!(bottom, 2 | 3 | 4 | 8) && top % bottom != 0 && top < 20));
        let is_date = self.is(at + 3, '/');
        (is_plain && !is_date).then(|| (f64::from(top) / f64::from(bottom), at + 3))
    }

    /// A number in words.
    fn words(&self, at: usize, end: usize, lang: Lang) -> Option<Number> {
        let read = self.numerals(end, lang).read(at)?;
        Some(Number {
            first: at,
            after: read.after,
            value: read.value,
            comma: read.value,
            undecided: None,
            is_word: true,
            is_shy: read.is_shy,
        })
    }

    fn numerals(&self, end: usize, lang: Lang) -> Numerals<'_> {
        Numerals { grammar: self.grammar, folded: self.folded, tokens: self.tokens, end, lang }
    }

    /// Groups of three digits parted by blanks: `1 234 567`, `40 000`.
    fn groups(&self, at: usize, end: usize) -> Option<(f64, usize)> {
        let stem = |at: usize| {
            self.tokens
                .get(at)
                .filter(|token| at < end && token.kind == Kind::Number)
                .map(|token| token.stem(self.folded))
        };
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let first = stem(at).filter(|text| text.len() <= 3 && is_plain(text))?;
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

    /// The upper end of a range whose lower end was read.
    pub(crate) fn high(&self, at: usize, end: usize, lang: Lang, low: Number) -> Option<Number> {
        let token = self.tokens.get(at).filter(|_| at < end)?;
        let next = self.tokens.get(at + 1)?;
        let is_dash = token.is('-') && (token.is_glued == next.is_glued);
        if !is_dash && !self.word_in(at, &self.grammar.range) && !self.is_between(at, low.first) {
            return None;
        }
        let begin = if self.is(at + 1, '%') { at + 2 } else { at + 1 };
        let high = self.number(begin, end, lang)?;
        (high.value > low.value || high.comma > low.comma).then_some(high)
    }

    /// Whether `and` at `at` joins the ends of a range: `between 20 and 30`, `5 ve 10 arası`.
    fn is_between(&self, at: usize, low: usize) -> bool {
        let is_and = self.grammar.numbers.spelled(self.text(at)).is_some_and(|word| word.worth == Worth::And);
        let opens = low.checked_sub(1).is_some_and(|before| self.word_in(before, &self.grammar.between));
        let closes = (2..=4).any(|step| self.text(at + step).starts_with("arasi") || self.text(at + step) == "ara");
        is_and && (opens || closes)
    }

    /// The unit that begins at `at`, its spelling, and the token after it: the longest of up to four tokens.
    pub(crate) fn unit(&self, at: usize, end: usize) -> Option<(&'a Unit, Option<Spelling>, usize)> {
        let hyphen =
            usize::from(self.is(at, '-') && self.tokens.get(at).is_some_and(|token| token.is_glued) && at + 1 < end);
        let begin = at + hyphen;
        let first = self
            .tokens
            .get(begin)
            .filter(|token| begin < end && token.kind != Kind::Number && token.kind != Kind::Break)?;
        for length in (1..=4).rev().filter(|length| begin + length <= end) {
            let last = self.tokens.get(begin + length - 1)?;
            let text = self.folded.text.get(first.start as usize..last.end as usize).unwrap_or("");
            let stem = self.folded.text.get(first.start as usize..last.stem as usize).unwrap_or("");
            let spelling = self.units.spelled(text).or_else(|| self.units.spelled(stem));
            if let Some(spelling) = spelling {
                return Some((self.units.at(spelling.unit)?, Some(spelling), begin + length));
            }
        }
        None
    }

    /// Joins a second unit: `g/kg`, `kcal/gün`, `kg per week`.
    fn compound(&self, quantity: &mut Found<'a>, end: usize) {
        let at = quantity.after;
        let is_slash = self.is(at, '/');
        let is_per = self.word_in(at, &self.grammar.per) && self.text(at).chars().count() > 2;
        if !is_slash && !is_per {
            return;
        }
        let Some((unit, _, after)) = self.unit(at + 1, end) else { return };
        let kind = match (quantity.kind, unit.kind) {
            (QuantityKind::Mass, QuantityKind::Mass) => QuantityKind::MassPerMass,
            (QuantityKind::Energy, QuantityKind::Time) => QuantityKind::Energy,
            (_, QuantityKind::Time) if !is_slash => return,
            _ => QuantityKind::Rate,
        };
        let joined = format!("{}/{}", quantity.unit.unwrap_or(""), unit.name);
        let known = COMPOUNDS.iter().find(|known| **known == joined).copied();
        if let Some(known) = known {
            (quantity.kind, quantity.unit, quantity.after) = (kind, Some(known), after);
        }
    }

    /// Decides between the two readings of a number by its unit and its language.
    fn decide(quantity: &mut Found<'a>, low: Number, high: Option<Number>, lang: Lang, unit: Option<&Unit>) {
        let separator = low.undecided.or(high.and_then(|high| high.undecided));
        let by_unit = unit.is_some_and(|unit| unit.thousands);
        let is_comma_decimal = match separator {
            Some('.') => by_unit || lang == Lang::Tr,
            Some(_) => !by_unit && lang == Lang::Tr,
            None => false,
        };
        quantity.value = if is_comma_decimal { low.comma } else { low.value };
        quantity.high = high.map(|high| if is_comma_decimal { high.comma } else { high.value });
        let is_open = low.undecided.is_some() && !by_unit && !(lang == Lang::En && low.undecided == Some(','));
        quantity.other = is_open.then_some(if is_comma_decimal { low.value } else { low.comma });
    }
}

/// Names of joined units.
const COMPOUNDS: [&str; 26] = [
    "g/kg",
    "mg/kg",
    "ml/kg",
    "g/lb",
    "kcal/kg",
    "kcal/day",
    "g/day",
    "mg/day",
    "mcg/day",
    "IU/day",
    "l/day",
    "ml/day",
    "step/day",
    "kg/week",
    "lb/week",
    "g/week",
    "kg/month",
    "km/week",
    "min/week",
    "min/day",
    "min/km",
    "km/h",
    "W/kg",
    "kcal/week",
    "ml/h",
    "g/h",
];

fn currency(glyph: char) -> Option<&'static str> {
    match glyph {
        '$' => Some("USD"),
        '€' => Some("EUR"),
        '£' => Some("GBP"),
        _ => None,
    }
}
