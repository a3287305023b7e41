//! What looks like a quantity and is none: dates, times of the day, telephone numbers, addresses, versions, names with
//! a number such as `omega-3`, techniques such as `4-7-8`.

use spotter_contract::Lang;

use crate::grammar::Lead;
use crate::number::digits;
use crate::quantity::Reader;
use crate::tokens::Kind;

impl Reader<'_, '_> {
    /// Where what begins at `at` ends, if it is none.
    pub(crate) fn skip(&self, at: usize, end: usize, lang: Lang) -> Option<usize> {
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Mark if matches!(token.glyph, '+' | '-') => {
                let next = self.tokens.get(at + 1).filter(|next| at + 1 < end && next.kind == Kind::Number)?;
                let past = self.chain(at + 1, end);
                let is_long = past > at + 5 || (next.is_glued && next.stem - next.start > 9 && token.glyph == '+');
                is_long.then_some(past)
            }
            Kind::Word => match self.grammar.leads.get(token.text(self.folded))? {
                Lead::Address => Some(self.glued_end(at, end)),
                Lead::Hour => self.hour_end(at, end),
                Lead::Month => self.month_end(at, end),
                Lead::Percent | Lead::Effort => None,
            },
            Kind::Number => self.skip_number(at, end, lang),
            _ => None,
        }
    }

    fn skip_number(&self, at: usize, end: usize, lang: Lang) -> Option<usize> {
        let token = self.tokens.get(at)?;
        let stem = token.stem(self.folded);
        if self.is_name_part(at) {
            return Some(at + 1);
        }
        if matches!(stem, "112" | "911" | "999" | "155" | "182" | "997" | "998") && self.unit(at + 1, end).is_none() {
            return Some(at + 1);
        }
        let chain = self.chain(at, end);
        let is_plain = stem.bytes().all(|byte| byte.is_ascii_digit());
        let is_phone = stem.len() >= 7 && stem.starts_with('0') && is_plain;
        let is_year = is_plain && stem.len() == 4 && stem.starts_with(['1', '2']);
        if digits(stem).is_none() || chain > at + 4 || is_phone || (is_year && self.is_year_and_month(at, end)) {
            return Some(chain);
        }
        let is_mask = is_plain && self.is(at + 1, '/') && self.text(at + 2) == "0";
        if is_mask {
            return Some(chain);
        }
        self.day_end(at, end, stem)
            .or_else(|| self.time_end(at, end, lang))
            .or_else(|| self.code_end(at, end, is_plain))
    }

    /// Whether a number is glued to a name: `omega-3`, `v2.0`, `example.com/3`.
    fn is_name_part(&self, at: usize) -> bool {
        let glued = |at: usize| self.tokens.get(at).is_some_and(|token| token.is_glued);
        let Some((mark, name)) = at.checked_sub(1).zip(at.checked_sub(2)) else { return false };
        let is_link = self.is(mark, '-') || self.is(mark, '.') || self.is(mark, '_') || self.is(mark, '#');
        let is_word = self.tokens.get(name).is_some_and(|name| name.kind == Kind::Word);
        let is_hour = self.is(mark, '#');
        (glued(at) && glued(mark) && is_link && is_word) || (glued(at) && is_hour)
    }

    /// The end of numbers glued by `-`, `/` or `.`: dates, tempos, techniques.
    pub(crate) fn chain(&self, at: usize, end: usize) -> usize {
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

    /// `2013-14`, `1995-01`.
    fn is_year_and_month(&self, at: usize, end: usize) -> bool {
        let next = self.tokens.get(at + 2).filter(|_| at + 2 < end);
        self.is(at + 1, '-')
            && self.tokens.get(at + 1).is_some_and(|dash| dash.is_glued)
            && next.is_some_and(|next| next.is_glued && next.kind == Kind::Number && next.stem - next.start == 2)
    }

    /// The end of an address or a version: everything without a blank.
    fn glued_end(&self, at: usize, end: usize) -> usize {
        (at + 1..end).find(|at| self.tokens.get(*at).is_none_or(|token| !token.is_glued)).unwrap_or(end)
    }

    /// `8 Mayıs 1945`, `17 March`, `٣ مارس ٢٠٢٤`.
    fn day_end(&self, at: usize, end: usize, stem: &str) -> Option<usize> {
        let day: u32 = stem.parse().ok().filter(|day| (1..=31).contains(day))?;
        let ordinal = usize::from(day > 0 && matches!(self.text(at + 1), "st" | "nd" | "rd" | "th" | "."));
        let month = at + 1 + ordinal;
        let month = month + usize::from(self.text(month) == "of");
        (month < end && self.is_month(month)).then(|| self.year_end(month + 1, end))
    }

    /// `March 17, 2024`.
    fn month_end(&self, at: usize, end: usize) -> Option<usize> {
        let day = self.tokens.get(at + 1).filter(|day| at + 1 < end && day.kind == Kind::Number)?;
        let value: u32 = day.stem(self.folded).parse().ok()?;
        match value {
            1..=31 if self.unit(at + 2, end).is_none() => {
                let comma = usize::from(self.is(at + 2, ','));
                let past = self.year_end(at + 2 + comma, end);
                Some(if past > at + 2 + comma { past } else { at + 2 })
            }
            1900..=2100 => Some(at + 2),
            _ => None,
        }
    }

    fn is_month(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .filter(|token| token.kind == Kind::Word)
            .is_some_and(|token| self.grammar.leads.get(token.stem(self.folded)) == Some(&Lead::Month))
    }

    fn year_end(&self, at: usize, end: usize) -> usize {
        let is_year = |text: &str| text.len() == 4 && text.starts_with(['1', '2']);
        let year = self.tokens.get(at).filter(|token| at < end && token.kind == Kind::Number);
        if year.is_some_and(|year| is_year(year.stem(self.folded))) { at + 1 } else { at }
    }

    /// `2 pm`, `2:30 p.m.`, `5 o'clock`.
    fn time_end(&self, at: usize, end: usize, lang: Lang) -> Option<usize> {
        let minutes = usize::from(self.is(at + 1, ':')) * 2;
        let after = at + 1 + minutes;
        if after >= end || lang == Lang::Ar {
            return None;
        }
        match self.text(after) {
            "am" | "pm" if self.is_hour(at) => Some(after + 1),
            "o'clock" => Some(after + 1),
            "a" | "p" if self.is(after + 1, '.') && self.text(after + 2) == "m" => Some(after + 3),
            _ => None,
        }
    }

    fn is_hour(&self, at: usize) -> bool {
        let stem = self.tokens.get(at).map_or("", |token| token.stem(self.folded));
        let (hour, minutes) = stem.split_once(['.', ',']).unwrap_or((stem, "00"));
        hour.parse::<u32>().is_ok_and(|hour| hour <= 24) && minutes.len() == 2
    }

    /// `saat 8'de`, `saat 14.30`, `الساعة 5`.
    fn hour_end(&self, at: usize, end: usize) -> Option<usize> {
        let token = self.tokens.get(at + 1).filter(|token| at + 1 < end && token.kind == Kind::Number)?;
        let stem = token.stem(self.folded);
        let is_marked = token.end > token.stem || stem.contains(['.', ':']) || self.is(at + 2, ':');
        let is_definite = self.text(at) != "saat";
        let value: f64 = stem.replace(',', ".").parse().ok()?;
        let past = if self.is(at + 2, ':') { at + 4 } else { at + 2 };
        ((is_marked || is_definite) && value <= 24.0 && self.unit(at + 2, end).is_none()).then_some(past)
    }

    /// `24703m212`, `24703 L-202`: letters with numbers glued to both sides.
    fn code_end(&self, at: usize, end: usize, is_plain: bool) -> Option<usize> {
        let token = |at: usize| self.tokens.get(at).filter(|_| at < end);
        let word = token(at + 1).filter(|word| word.kind == Kind::Word && is_plain)?;
        let next = token(at + 2)?;
        let is_code = |number: &crate::tokens::Token| number.kind == Kind::Number && number.is_glued;
        let is_long = token(at)?.stem - token(at)?.start >= 4;
        let is_known =
            matches!(word.text(self.folded), "x" | "e" | "h" | "m" | "k" | "s" | "d" | "w" | "dk" | "sa" | "min");
        let is_glued_code = word.is_glued && (is_long || !is_known) && is_code(next);
        let is_dashed_code = is_long && next.is('-') && next.is_glued && token(at + 3).is_some_and(is_code);
        (is_glued_code || is_dashed_code).then(|| self.glued_end(at + 1, end))
    }
}
