//! Units behind numbers: one unit, one for each of another, two that make one measure, and a unit that is its own number.

use spotter_contract::{Lang, QuantityKind};

use crate::figure::Number;
use crate::numeral::Sort;
use crate::quantity::{Found, Reader};
use crate::tokens::{Kind, Token};
use crate::unit::{Spelling, Unit, share};
use crate::words::Worth;

impl<'a> Reader<'a, '_> {
    /// The unit that begins at `at`, its spelling, and the token after it: the longest of up to five tokens.
    pub(crate) fn unit(&self, at: usize, end: usize) -> Option<(&'a Unit, Spelling, usize)> {
        let token = self.tokens.get(at).filter(|_| at < end)?;
        if token.kind == Kind::Mark {
            if token.is('-') && at + 1 < end {
                let is_glued = self.tokens.get(at + 1).is_some_and(|next| next.is_glued == token.is_glued);
                return if is_glued { self.plain_unit(at + 1, end, token.is_glued) } else { None };
            }
            let closing = match token.glyph {
                '(' => ')',
                '[' => ']',
                '{' => '}',
                _ => return self.plain_unit(at, end, true),
            };
            let inside = self.plain_unit(at + 1, end, true);
            return inside
                .filter(|(.., past)| self.is(*past, closing))
                .map(|(unit, spelling, past)| (unit, spelling, past + 1));
        }
        self.plain_unit(at, end, true)
    }

    fn plain_unit(&self, at: usize, end: usize, is_near: bool) -> Option<(&'a Unit, Spelling, usize)> {
        let is_word = |token: &&Token| token.kind != Kind::Number && token.kind != Kind::Break;
        let first = self.tokens.get(at).filter(|_| at < end && is_near).filter(is_word)?;
        let text = first.text(self.folded);
        let letters = || text.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or("");
        let longest = self.units.longest(text).or_else(|| self.units.longest(letters()))?;
        for length in (1..=longest).rev().filter(|length| at + length <= end) {
            let last = self.tokens.get(at + length - 1)?;
            let text = self.folded.text.get(first.start as usize..last.end as usize).unwrap_or("");
            let stem = self.folded.text.get(first.start as usize..last.stem as usize).unwrap_or("");
            let spelling = self.units.spelled(text).or_else(|| self.units.spelled(stem));
            if let Some(spelling) = spelling.filter(|spelling| !spelling.is_capital || self.is_capital(at)) {
                return Some((self.units.at(spelling.unit)?, spelling, at + length));
            }
        }
        None
    }

    /// The unit of a number: behind it, or behind words that may stand between.
    pub(crate) fn unit_of(&self, number: Number, end: usize) -> Option<(&'a Unit, usize)> {
        let fits = |(unit, spelling, past): (&'a Unit, Spelling, usize)| {
            let most = if unit.name == "K" { 1e5 } else { 400.0 };
            let is_hot = !spelling.is_capital || (number.value.abs() <= most && !self.is_block(past, end));
            let has_digits = !spelling.needs_digits || !number.is_word;
            (is_hot && has_digits).then_some((unit, past))
        };
        if self.text(number.after) == "k" && self.is_race(number.after, end, number.value) {
            return self.units.named("km").map(|unit| (unit, number.after + 1));
        }
        let is_extent = |text: &str| matches!(text, "thick" | "wide" | "long" | "tall" | "high" | "deep" | "diameter");
        if self.text(number.after) == "in" && is_extent(self.text(number.after + 1)) {
            return self.units.named("in").map(|unit| (unit, number.after + 1));
        }
        if let Some(found) = self.unit(number.after, end) {
            return fits(found);
        }
        let mut at = number.after;
        if number.sort != Sort::Whole {
            at += usize::from(self.text(at) == "of");
            at += usize::from(matches!(self.text(at), "a" | "an" | "the"));
        }
        at += usize::from(self.word_in(at, &self.grammar.fillers));
        let (unit, spelling, past) = self.unit(at, end).filter(|_| at > number.after)?;
        let is_counted = unit.kind == QuantityKind::Count && number.sort != Sort::Whole;
        (!is_counted).then(|| fits((unit, spelling, past)))?
    }

    /// Whether a capital letter begins a name: `23456 F Block`, `F-Series`.
    fn is_block(&self, at: usize, end: usize) -> bool {
        let next = self.tokens.get(at).filter(|_| at < end);
        next.is_some_and(|next| next.is('-') && next.is_glued)
    }

    /// Whether an ordinal is a part of a unit: `a tenth of a gallon`.
    pub(crate) fn is_part_of_unit(&self, at: usize, end: usize) -> bool {
        let article = usize::from(matches!(self.text(at + 1), "a" | "an"));
        let unit = self.unit(at + 1 + article, end).filter(|_| self.text(at) == "of");
        unit.is_some_and(|(unit, ..)| unit.kind != QuantityKind::Count)
    }

    /// Adds what stands behind the unit: a second unit, a half, a smaller unit, the word that makes it an age.
    pub(crate) fn complete(&self, quantity: &mut Found<'a>, unit: &'a Unit, end: usize, lang: Lang) {
        if quantity.high.is_none() {
            if let Some((part, after)) = self.half_behind(quantity.after, end) {
                (quantity.value, quantity.after) = (quantity.value + part, after);
            }
            self.smaller(quantity, end, lang);
        }
        if unit.kind == QuantityKind::Time {
            self.age(quantity, unit);
            if quantity.kind == QuantityKind::Age {
                return;
            }
        }
        self.compound(quantity, unit, end);
        self.turkish_compound(quantity, unit, end);
    }

    /// `90 day old`, `عمره 5 سنوات`.
    fn age(&self, quantity: &mut Found<'a>, unit: &'a Unit) {
        let hyphen = usize::from(self.is(quantity.after, '-'));
        let is_old = self.text(quantity.after + hyphen) == "old";
        if is_old {
            quantity.after += hyphen + 1;
        }
        if is_old || (unit.name == "year" && self.is_age(quantity.first)) {
            quantity.kind = QuantityKind::Age;
            quantity.unit = Some(if unit.name == "year" { "years old" } else { unit.name.as_str() });
        }
    }

    /// `an hour and a half`, `ساعتين ونصف`; not `1 cup and a half teaspoon`.
    fn half_behind(&self, at: usize, end: usize) -> Option<(f64, usize)> {
        let (part, after) = self.numerals(end, Lang::Other).part(at)?;
        let is_own = self.text(after) != "of" && self.unit(after, end).is_none();
        is_own.then_some((part, after))
    }

    /// Joins a smaller unit: `5 feet 2 inches`, `1 saat 30 dakika`, `1 kg 500 g`.
    fn smaller(&self, quantity: &mut Found<'a>, end: usize, lang: Lang) {
        let Some(larger) = quantity.unit else { return };
        let mut scale = 1.0;
        let mut larger = larger;
        loop {
            let mut at = quantity.after;
            let is_comma = self.is(at, ',') && quantity.kind == QuantityKind::Length;
            at += usize::from(is_comma);
            at += usize::from(matches!(self.text(at), "and" | "ve" | "و"));
            let Some(number) = self.number(at, end, lang).filter(|number| number.sort == Sort::Whole) else { return };
            let Some((unit, past)) = self.unit_of(number, end) else { return };
            let Some(count) = share(larger, &unit.name).filter(|count| number.value < *count) else { return };
            scale *= count;
            (quantity.value, quantity.after) = (quantity.value + number.value / scale, past);
            larger = unit.name.as_str();
        }
    }

    /// Joins a second unit: `g/kg`, `kcal/gün`, `g per kg`, `km an hour`.
    fn compound(&self, quantity: &mut Found<'a>, unit: &'a Unit, end: usize) {
        let at = quantity.after;
        let is_slash = self.is(at, '/');
        let is_article = matches!(self.text(at), "a" | "an" | "في");
        let is_per = !is_slash && self.word_in(at, &self.grammar.per);
        if !is_slash && !is_per {
            return;
        }
        let own_number =
            self.tokens.get(at + 1).filter(|next| next.kind == Kind::Number && next.text(self.folded) == "1");
        let begin = at + 1 + usize::from(own_number.is_some());
        let Some((bottom, _, after)) = self.unit(begin, end) else { return };
        let is_speed = matches!(unit.kind, QuantityKind::Length | QuantityKind::Money | QuantityKind::Rate);
        // `150 g a day` stays 150 g: the day is when, not of what.
        let is_when = bottom.kind == QuantityKind::Time && !is_slash && !is_speed && unit.kind != QuantityKind::Energy;
        if is_when && !unit.is_data() && (unit.name != "time" || is_article)
            || (is_article && (bottom.kind != QuantityKind::Time || !is_speed))
        {
            return;
        }
        self.join(quantity, unit, bottom, after);
    }

    fn join(&self, quantity: &mut Found<'a>, top: &'a Unit, bottom: &'a Unit, after: usize) {
        let Some(name) = self.units.joined(&top.name, &bottom.name) else { return };
        quantity.kind = match (top.kind, bottom.kind) {
            (QuantityKind::Mass, QuantityKind::Mass) => QuantityKind::MassPerMass,
            (QuantityKind::Energy, QuantityKind::Time) => QuantityKind::Energy,
            _ => QuantityKind::Rate,
        };
        (quantity.unit, quantity.after) = (Some(name), after.max(quantity.after));
    }

    /// Turkish says the second unit first: `kg başına 1,6 g`, `saatte 188 mil`.
    fn turkish_compound(&self, quantity: &mut Found<'a>, top: &'a Unit, end: usize) {
        let Some(before) = quantity.first.checked_sub(1).filter(|_| quantity.unit == Some(top.name.as_str())) else {
            return;
        };
        let word = self.text(before);
        let is_per = word == "basina" || word == "başina";
        if is_per {
            let bottom =
                (1..=3).filter_map(|back| before.checked_sub(back)).find_map(|at| self.unit(at, before.min(end)));
            if let Some((bottom, ..)) = bottom.filter(|(bottom, ..)| bottom.kind == QuantityKind::Mass) {
                self.join(quantity, top, bottom, quantity.after);
            }
            return;
        }
        let bottom = match word {
            "saatte" => "h",
            "dakikada" => "min",
            "saniyede" => "s",
            _ => return,
        };
        if let Some(bottom) = self.units.named(bottom).filter(|_| top.kind == QuantityKind::Length) {
            self.join(quantity, top, bottom, quantity.after);
            quantity.first = before;
            quantity.from = before;
        }
    }

    /// `5'10"`, `5' 10"`; also `5"` outside of quotation marks: inches in English, seconds in Turkish and Arabic.
    pub(crate) fn feet_and_inches(&self, at: usize, end: usize, lang: Lang) -> Option<Found<'a>> {
        let figure = |at: usize| {
            let token = self.tokens.get(at).filter(|token| at < end && token.kind == Kind::Number)?;
            token.stem(self.folded).parse::<f64>().ok().filter(|value| *value < 1000.0)
        };
        let glued = |at: usize| self.tokens.get(at).is_some_and(|token| token.is_glued);
        let first = figure(at)?;
        let unit = |name: &str| self.units.named(name).map(|unit| unit.name.as_str());
        let length = |after: usize, value: f64, unit: Option<&'a str>| {
            Some(Found { unit, kind: QuantityKind::Length, ..Found::new(at, after, value) })
        };
        if self.is(at + 1, '\'') && glued(at + 1) {
            let inches = figure(at + 2).filter(|inches| *inches < 12.0 && (3.0..=8.0).contains(&first))?;
            let closing = if self.is(at + 3, '"') && glued(at + 3) {
                1
            } else if self.is(at + 3, '\'') && self.is(at + 4, '\'') {
                2
            } else {
                0
            };
            let is_close = glued(at + 2) || closing > 0;
            return is_close.then(|| length(at + 3 + closing, first + inches / 12.0, unit("ft")))?;
        }
        let is_inch = self.is(at + 1, '"') && glued(at + 1) && at + 1 < end && !self.is_quoted(at);
        if is_inch && matches!(lang, Lang::Tr | Lang::Ar) {
            let seconds = Found::new(at, at + 2, first);
            return Some(Found { unit: unit("s"), kind: QuantityKind::Time, ..seconds });
        }
        is_inch.then(|| length(at + 2, first, unit("in")))?
    }

    /// Whether a quotation mark was opened not far before.
    fn is_quoted(&self, at: usize) -> bool {
        let near = self.tokens.get(at.saturating_sub(60)..at).unwrap_or(&[]);
        near.iter().rev().take_while(|token| token.kind != Kind::Break).filter(|token| token.is('"')).count() % 2 == 1
    }

    /// A unit that is its own number: `ساعتان` is two hours, `شهر واحد` one month, `a gallon` one gallon.
    pub(crate) fn one_of_a_unit(&self, at: usize, end: usize, lang: Lang) -> Option<Found<'a>> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        let (unit, value, after) = if token.glyph >= '\u{600}' {
            let (unit, spelling, after) = self.unit(at, end)?;
            let one = self.numerals(end, lang).word(after).map(|word| (word.worth, word.joins));
            let is_one = one == Some((Worth::Add(1.0), false));
            let has_half =
                one.is_some_and(|(worth, joins)| matches!(worth, Worth::Part(_)) && joins || worth == Worth::And);
            let half = if has_half { self.half_behind(after, end) } else { None };
            match (spelling.is_dual, half) {
                (true, _) => (unit, 2.0, after),
                (false, Some(_)) => (unit, 1.0, after),
                (false, None) if is_one && unit.kind != QuantityKind::Count => (unit, 1.0, after + 1),
                _ => return None,
            }
        } else {
            let is_article = matches!(self.text(at), "a" | "an") && lang != Lang::Tr;
            let (unit, spelling, after) = self.unit(at + 1, end).filter(|_| is_article)?;
            let is_usual = matches!(unit.kind, QuantityKind::Mass | QuantityKind::Volume | QuantityKind::Length)
                || matches!(unit.name.as_str(), "h" | "fortnight" | "decade");
            if !is_usual || spelling.needs_digits || self.is_rate(at) || after == at + 1 {
                return None;
            }
            (unit, 1.0, after)
        };
        let mut found = Found::new(at, after, value);
        (found.unit, found.kind) = (Some(unit.name.as_str()), unit.kind);
        self.complete(&mut found, unit, end, lang);
        self.below_zero(&mut found);
        found.to = found.after;
        Some(found)
    }

    /// Whether an article means `per`: `miles an hour`, `$15 an hour`, `once an hour`.
    fn is_rate(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return false };
        let token = self.tokens.get(before);
        token.is_some_and(|token| token.kind == Kind::Number)
            || self.unit(before, at).is_some()
            || self.word_in(before, &self.grammar.often)
    }
}
