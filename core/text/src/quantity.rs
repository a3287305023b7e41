//! Numbers with their units: what begins a quantity, and what belongs to it.
//!
//! Digits are read in `figure`, words in `numeral`, units in `measure`, ranges without an end in `bound`; what only
//! looks like a quantity is passed over in `skip`.

use spotter_contract::{Lang, QuantityKind};

use crate::bound::Side;
use crate::figure::Number;
use crate::grammar::{Grammar, Lead};
use crate::normalise::Folded;
use crate::number::{digits, vulgar};
use crate::numeral::{Numerals, Sort};
use crate::tokens::{Kind, Token};
use crate::unit::{Unit, Units};
use crate::words::Worth;

/// A quantity, by its tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found<'a> {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last.
    pub(crate) after: usize,
    /// The first token, with the words that make a bare number a bound: `at least 20`.
    pub(crate) from: usize,
    /// The token after the last, with those words.
    pub(crate) to: usize,
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
    /// On which side of the number the range lies, where words say so.
    pub(crate) side: Option<Side>,
}

impl Found<'_> {
    /// A bare number.
    pub(crate) fn new(first: usize, after: usize, value: f64) -> Self {
        Self {
            first,
            after,
            from: first,
            to: after,
            value,
            high: None,
            other: None,
            unit: None,
            kind: QuantityKind::Number,
            side: None,
        }
    }
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
    /// The text as it was written.
    pub(crate) source: &'t str,
    /// The decimal separator of most numbers that leave no doubt.
    pub(crate) decimal: Option<char>,
}

/// What stands before a number.
#[derive(Debug, Clone, Copy, Default)]
struct Ahead<'a> {
    begin: usize,
    sign: Option<f64>,
    money: Option<&'a str>,
    is_percent: bool,
    is_effort: bool,
}

impl<'a, 't> Reader<'a, 't> {
    /// A reader of one text.
    pub(crate) fn new(
        grammar: &'a Grammar,
        units: &'a Units,
        (folded, tokens): (&'t Folded, &'t [Token]),
        source: &'t str,
    ) -> Self {
        let mut reader = Self { grammar, units, folded, tokens, source, decimal: None };
        reader.decimal = reader.majority();
        reader
    }

    /// The decimal separator of most numbers that leave no doubt.
    fn majority(&self) -> Option<char> {
        let (mut points, mut commas) = (0usize, 0usize);
        for token in self.tokens.iter().filter(|token| token.kind == Kind::Number && token.stem - token.start > 2) {
            let text = token.stem(self.folded);
            let Some(at) = text.rfind(['.', ',']) else { continue };
            let Some(read) = digits(text).filter(|read| read.undecided.is_none()) else { continue };
            // A group of thousands speaks for the other separator.
            let is_point = text.as_bytes().get(at) == Some(&b'.');
            if is_point == (read.decimals > 0) {
                points += 1;
            } else {
                commas += 1;
            }
        }
        match points.cmp(&commas) {
            std::cmp::Ordering::Greater => Some('.'),
            std::cmp::Ordering::Less => Some(','),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The quantities among the tokens `first..after`, in order.
    pub(crate) fn read(&self, first: usize, after: usize, lang: Lang) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        let mut at = first;
        while at < after {
            if !self.can_begin(at, after) {
                at += 1;
                continue;
            }
            let past = match self.skip(at, after, lang) {
                Some(past) => past,
                None => self.quantity(at, after, lang, &mut found).unwrap_or(at + 1),
            };
            at = past.max(at + 1);
        }
        self.bounds(first, after, &mut found);
        found
    }

    fn can_begin(&self, at: usize, end: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        match token.kind {
            Kind::Break => false,
            Kind::Number => true,
            Kind::Mark => {
                matches!(token.glyph, '%' | '-' | '+' | '$' | '€' | '£' | '₺') || vulgar(token.glyph).is_some()
            }
            Kind::Word => {
                let text = token.text(self.folded);
                self.grammar.numbers.spelled(text).is_some()
                    || self.grammar.leads.contains_key(text)
                    || (token.glyph >= '\u{600}' && self.units.opens(text))
                    || (matches!(text, "a" | "an") && at + 1 < end)
            }
        }
    }

    fn quantity(&self, at: usize, end: usize, lang: Lang, found: &mut Vec<Found<'a>>) -> Option<usize> {
        if let Some(own) = self.feet_and_inches(at, end, lang).or_else(|| self.one_of_a_unit(at, end, lang)) {
            let past = own.after;
            found.push(own);
            return Some(past);
        }
        let ahead = self.ahead(at, end);
        let mut low = self.number(ahead.begin, end, lang)?;
        if low.is_word && low.value == 0.0 && self.is_freezing_point(ahead.begin, low.after) {
            return None;
        }
        if low.sort == Sort::Ordinal && !self.is_part_of_unit(low.after, end) {
            return self.ordinal(at, low, end, found);
        }
        if low.sort == Sort::Ordinal {
            (low.value, low.comma, low.sort) = (1.0 / low.value, 1.0 / low.comma, Sort::Part);
        }
        if let Some(sign) = ahead.sign {
            (low.value, low.comma) = (low.value * sign, low.comma * sign);
        }
        let past = self.sets(at, low, (end, lang), found).or_else(|| self.clock(at, low, end, found));
        if past.is_some() {
            return past;
        }
        let (mut high, mut unit, mut after) = self.with_unit(low, &ahead, (end, lang));
        let is_alone = self.tokens.get(low.after).is_none_or(|next| next.kind == Kind::Break)
            && at
                .checked_sub(1)
                .and_then(|before| self.tokens.get(before))
                .is_none_or(|before| before.kind == Kind::Break);
        let is_several =
            at.checked_sub(1).is_some_and(|before| matches!(self.text(before), "several" | "birkaç" | "عدة"));
        let is_shy = low.is_shy && ahead.sign.is_none() && unit.is_none() && high.is_none() && !is_alone;
        if is_shy || (low.is_word && is_several) {
            return None;
        }
        let mut quantity = Found::new(at, after, low.value);
        self.decide(&mut quantity, low, high, (lang, unit));
        if let Some(end_of_range) = quantity.high.filter(|high| *high <= quantity.value) {
            if quantity.value < 0.0 && end_of_range < quantity.value {
                (quantity.value, quantity.high) = (end_of_range, Some(quantity.value));
            } else {
                (high, unit, after) = self.alone(low, &ahead, end);
                (quantity.high, quantity.after) = (high.map(|high| high.value), after);
            }
        }
        if let Some(high) = quantity.high.filter(|_| self.plus_or_minus(low, end).is_some()) {
            quantity.value -= high - quantity.value;
        }
        if let Some(unit) = unit {
            (quantity.unit, quantity.kind) = (Some(unit.name.as_str()), unit.kind);
            self.complete(&mut quantity, unit, end, lang);
        } else if ahead.is_effort {
            quantity.kind = QuantityKind::Effort;
        } else if self.is_numbered(after, end) {
            quantity.kind = QuantityKind::Ordinal;
        } else if self.is_age(at) {
            (quantity.kind, quantity.unit) = (QuantityKind::Age, Some("years old"));
        }
        self.below_zero(&mut quantity);
        quantity.to = quantity.after;
        let past = quantity.after;
        found.push(quantity);
        Some(past)
    }

    /// The upper end of a range, the unit, and the token after both.
    fn with_unit(
        &self,
        low: Number,
        ahead: &Ahead<'a>,
        (end, lang): (usize, Lang),
    ) -> (Option<Number>, Option<&'a Unit>, usize) {
        let own = self.unit_of(low, end);
        let past_unit = own.map_or(low.after, |(_, past)| past);
        let high = self.high(past_unit, end, lang, low).or_else(|| self.plus_or_minus(low, end));
        let Some(high) = high else { return self.alone(low, ahead, end) };
        let percent = ahead.is_percent.then(|| self.units.named("%")).flatten();
        let unit = self.unit_of(high, end);
        let after = unit.map_or(high.after, |(_, past)| past);
        let name = |unit: Option<(&'a Unit, usize)>| unit.map(|(unit, _)| unit.name.as_str());
        let is_clash = own.is_some() && unit.is_some() && name(own) != name(unit);
        if is_clash {
            return (None, own.map(|(unit, _)| unit), past_unit);
        }
        let money = ahead.money.and_then(|name| self.units.named(name));
        (Some(high), percent.or(unit.or(own).map(|(unit, _)| unit)).or(money), after)
    }

    /// The unit of a number that is no range, and the token after both.
    fn alone(&self, low: Number, ahead: &Ahead<'a>, end: usize) -> (Option<Number>, Option<&'a Unit>, usize) {
        let money = ahead.money.and_then(|name| self.units.named(name));
        match (self.unit_of(low, end), ahead.is_percent) {
            (_, true) => (None, self.units.named("%"), low.after),
            (Some((unit, past)), _) => (None, Some(unit), past),
            (None, _) => (None, money, low.after),
        }
    }

    /// The signs and words before a number: a sign, a currency, percent, effort.
    fn ahead(&self, at: usize, end: usize) -> Ahead<'a> {
        let mut ahead = Ahead { begin: at, ..Ahead::default() };
        for _ in 0..3 {
            let begin = ahead.begin;
            let Some(token) = self.tokens.get(begin).filter(|_| begin + 1 < end) else { break };
            let lead = self.grammar.leads.get(token.text(self.folded));
            if token.is('%') || lead == Some(&Lead::Percent) {
                ahead.is_percent = true;
            } else if lead == Some(&Lead::Effort) {
                ahead.is_effort = true;
            } else if let Some(name) = (token.kind == Kind::Mark).then(|| currency(token.glyph)).flatten() {
                ahead.money = Some(name);
            } else if let Some(sign) = self.sign(begin).filter(|_| ahead.sign.is_none()) {
                ahead.sign = Some(sign);
            } else {
                break;
            }
            ahead.begin += 1;
        }
        ahead
    }

    fn sign(&self, at: usize) -> Option<f64> {
        let token = self.tokens.get(at)?;
        if token.kind == Kind::Word {
            let word = self.grammar.numbers.spelled(token.text(self.folded))?;
            return (word.worth == Worth::Minus).then_some(-1.0);
        }
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let is_free = !token.is_glued || before.is_some_and(|before| before.kind == Kind::Mark && before.glyph != '%');
        let next = self.tokens.get(at + 1)?;
        match token.glyph {
            '-' if is_free && next.is_glued => Some(-1.0),
            // A spaced minus is a dash, but for a temperature.
            '-' if is_free && next.kind == Kind::Number && self.is_temperature(at + 2) => Some(-1.0),
            '+' if is_free && next.is_glued => Some(1.0),
            _ => None,
        }
    }

    fn is_temperature(&self, at: usize) -> bool {
        self.unit(at, self.tokens.len()).is_some_and(|(unit, _, _)| unit.kind == QuantityKind::Temperature)
    }

    /// Whether zero is what a temperature lies below: `sıfırın altında`.
    fn is_freezing_point(&self, first: usize, after: usize) -> bool {
        let before = first.checked_sub(1).map_or("", |before| self.text(before));
        let behind = self.text(after);
        matches!(before, "below" | "above" | "تحت" | "فوق")
            || behind.starts_with("altinda")
            || behind.starts_with("üstünde")
            || behind.starts_with("üzerinde")
    }

    /// `2 degrees below zero`, `sıfırın altında 2 derece`: a temperature behind or before such words is negative.
    pub(crate) fn below_zero(&self, quantity: &mut Found<'a>) {
        if !matches!(quantity.kind, QuantityKind::Temperature | QuantityKind::Number) {
            return;
        }
        // A text that is nothing but a signed number is no list of one item.
        let is_whole = quantity.first == 1 && quantity.after == self.tokens.len() && self.is(0, '-');
        if is_whole && quantity.value > 0.0 && quantity.high.is_none() {
            (quantity.value, quantity.first, quantity.from) = (-quantity.value, 0, 0);
        }
        let is = |at: usize, word: &str| self.text(at) == word;
        let after = quantity.after;
        let behind = (is(after, "below") && is(after + 1, "zero"))
            || (is(after, "sifirin") && self.text(after + 1).starts_with("altinda"))
            || (is(after, "تحت") && is(after + 1, "الصفر"));
        if behind {
            quantity.value = -quantity.value.abs();
            (quantity.kind, quantity.after) = (QuantityKind::Temperature, after + 2);
            quantity.unit = quantity.unit.or(self.units.named("°C").map(|unit| unit.name.as_str()));
        }
        let before = quantity.first;
        let is_before = before >= 2
            && ((is(before - 2, "sifirin") && self.text(before - 1).starts_with("altinda"))
                || (is(before - 2, "تحت") && is(before - 1, "الصفر")));
        if is_before && quantity.unit.is_some() {
            quantity.value = -quantity.value.abs();
        }
    }

    /// A place in an order; `first,` at the head of a sentence is an adverb.
    fn ordinal(&self, at: usize, low: Number, end: usize, found: &mut Vec<Found<'a>>) -> Option<usize> {
        let next = self.tokens.get(low.after).filter(|_| low.after < end);
        if let Some(high) = self.high(low.after, end, Lang::Other, low).filter(|high| high.sort == Sort::Ordinal) {
            let quantity = Found::new(at, high.after, low.value);
            found.push(Found { kind: QuantityKind::Ordinal, high: Some(high.value), ..quantity });
            return Some(high.after);
        }
        let is_adverb = low.is_word && next.is_some_and(|next| next.is(',') || next.is(':'))
            || matches!(self.text(low.after), "that" | "this" | "of" | "half" | "مره" | "مرة");
        if is_adverb {
            return None;
        }
        found.push(Found { kind: QuantityKind::Ordinal, ..Found::new(at, low.after, low.value) });
        Some(low.after)
    }

    /// Whether a full stop makes the number before it an ordinal: `3. gün`.
    fn is_numbered(&self, at: usize, end: usize) -> bool {
        let next = self.tokens.get(at + 1).filter(|_| at + 1 < end);
        self.is(at, '.')
            && self.tokens.get(at).is_some_and(|token| token.is_glued)
            && next.is_some_and(|next| next.kind == Kind::Word)
    }

    pub(crate) fn is(&self, at: usize, glyph: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(glyph))
    }

    pub(crate) fn text(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.text(self.folded))
    }

    pub(crate) fn word_in(&self, at: usize, words: &[String]) -> bool {
        let text = self.text(at);
        !text.is_empty() && words.iter().any(|word| word == text)
    }

    /// Whether the token was written with a capital letter.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let span = self.folded.source(token.start as usize, token.end as usize);
        span.of(self.source).chars().all(char::is_uppercase)
    }

    pub(crate) fn is_age(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| self.word_in(before, &self.grammar.age_before))
    }

    pub(crate) fn numerals(&self, end: usize, lang: Lang) -> Numerals<'t>
    where
        'a: 't,
    {
        Numerals { grammar: self.grammar, folded: self.folded, tokens: self.tokens, end, lang }
    }

    /// Decides between the two readings of a number by its unit, by the other numbers of the text, by the language.
    fn decide(&self, quantity: &mut Found<'a>, low: Number, high: Option<Number>, (lang, unit): (Lang, Option<&Unit>)) {
        let separator = low.undecided.or(high.and_then(|high| high.undecided));
        let by_unit = unit.is_some_and(|unit| unit.thousands);
        let by_language = if lang == Lang::Tr { ',' } else { '.' };
        let decimal = self.decimal.unwrap_or(by_language);
        let is_comma_decimal = match separator {
            Some(separator) if by_unit => separator == '.',
            Some(_) => decimal == ',',
            None => false,
        };
        quantity.value = if is_comma_decimal { low.comma } else { low.value };
        quantity.high = high.map(|high| if is_comma_decimal { high.comma } else { high.value });
        let is_sure = by_unit || self.decimal.is_some() || (lang == Lang::En && low.undecided == Some(','));
        let is_open = low.undecided.is_some() && !is_sure;
        quantity.other = is_open.then_some(if is_comma_decimal { low.value } else { low.comma });
    }
}

/// The currency that a sign stands for.
pub(crate) fn currency(glyph: char) -> Option<&'static str> {
    match glyph {
        '$' => Some("USD"),
        '€' => Some("EUR"),
        '£' => Some("GBP"),
        '₺' => Some("TL"),
        _ => None,
    }
}
