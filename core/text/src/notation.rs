//! How trainers write: `3x10`, `4 × 8-12`, `3x45 sn`, `1:30:00`, `6:30/km`.

use spotter_contract::{Lang, QuantityKind};

use crate::figure::Number;
use crate::number::digits;
use crate::quantity::{Found, Reader};
use crate::tokens::Kind;

impl<'a> Reader<'a, '_> {
    /// `3x10`, `3 × 8-12`, `3x45 sn`: the sets, then what is done in each.
    pub(crate) fn sets(
        &self,
        first: usize,
        low: Number,
        (end, lang): (usize, Lang),
        found: &mut Vec<Found<'a>>,
    ) -> Option<usize> {
        let times = self.tokens.get(low.after).filter(|_| low.after < end)?;
        let is_times = times.is('×') || (times.kind == Kind::Word && times.text(self.folded) == "x");
        let next = self
            .tokens
            .get(low.after + 1)
            .filter(|next| is_times && next.kind == Kind::Number && low.after + 1 < end)?;
        let is_small = low.value.fract() == 0.0 && low.value >= 1.0 && low.value <= 20.0 && !low.is_word;
        let reps = self.number(low.after + 1, end, lang)?;
        let glued = times.is_glued && next.is_glued;
        let high = self.high(reps.after, end, lang, reps);
        let after = high.map_or(reps.after, |high| high.after);
        let unit = self.unit(after, end);
        let is_result = self.is(unit.map_or(after, |(_, _, after)| after), '=');
        if !is_small || is_result || (!glued && unit.is_none() && reps.value.fract() != 0.0) || reps.value > 1000.0 {
            return None;
        }
        let past = unit.map_or(after, |(_, _, after)| after);
        found.push(Found { unit: Some("set"), kind: QuantityKind::Sets, ..Found::new(first, past, low.value) });
        let (name, kind) = unit.map_or(("rep", QuantityKind::Count), |(unit, _, _)| (unit.name.as_str(), unit.kind));
        let high = high.map(|high| high.value);
        found.push(Found { unit: Some(name), kind, high, ..Found::new(low.after + 1, past, reps.value) });
        Some(past)
    }

    /// `1:30:00`, `6:30/km`, `1:30 dk`; a time of the day is passed over.
    pub(crate) fn clock(&self, first: usize, low: Number, end: usize, found: &mut Vec<Found<'a>>) -> Option<usize> {
        let mut parts = vec![low.value];
        let mut after = low.after;
        while self.is(after, ':') && after + 1 < end && parts.len() < 3 {
            let (Some(colon), Some(next)) = (self.tokens.get(after), self.tokens.get(after + 1)) else { break };
            if !colon.is_glued || !next.is_glued || next.kind != Kind::Number {
                break;
            }
            parts.push(digits(next.stem(self.folded))?.point);
            after += 2;
        }
        let quantity = |value, unit, kind, after| Found { unit: Some(unit), kind, ..Found::new(first, after, value) };
        match (parts.as_slice(), self.unit(after, end)) {
            ([_], _) => None,
            ([hours, minutes, seconds], _) => {
                found.push(quantity(hours * 3600.0 + minutes * 60.0 + seconds, "s", QuantityKind::Time, after));
                Some(after)
            }
            ([minutes, seconds], _)
                if self.is(after, '/')
                    && self.unit(after + 1, end).is_some_and(|(unit, _, _)| unit.kind == QuantityKind::Length) =>
            {
                let past = self.unit(after + 1, end)?.2;
                let name = if self.unit(after + 1, end)?.0.name == "mi" { "min/mi" } else { "min/km" };
                found.push(quantity(minutes + seconds / 60.0, name, QuantityKind::Rate, past));
                Some(past)
            }
            ([major, minor], Some((unit, _, past))) if unit.kind == QuantityKind::Time => {
                found.push(quantity(major + minor / 60.0, &unit.name, QuantityKind::Time, past));
                Some(past)
            }
            _ => Some(after),
        }
    }
}
