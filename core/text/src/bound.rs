//! Ranges without an end: `more than 5`, `en az 8`, `لا يقل عن 20`, and two of them that make one range.
//!
//! The value of a bound is the number it names. The words that make it a bound belong to the span of a bare number;
//! where the number has a unit, the span stays the measure alone, as a table or a label would have it.

use crate::quantity::{Found, Reader};
use crate::tokens::Kind;

/// On which side of a number the range lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The number and what is above it.
    Above,
    /// The number and what is below it.
    Below,
    /// The number alone: `equal to 20`.
    Equal,
}

/// What a phrase behind a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    /// The side.
    pub(crate) side: Side,
    /// Whether the number must stand in the ablative: `otuzdan az`, but `beş az yağlı ürün`.
    pub(crate) is_than: bool,
}

impl<'a> Reader<'a, '_> {
    /// Marks the bounds among quantities and joins two that face each other.
    pub(crate) fn bounds(&self, first: usize, end: usize, found: &mut Vec<Found<'a>>) {
        let mut limit = first;
        for own in found.iter_mut() {
            self.bound_before(own, limit);
            limit = own.after;
        }
        let mut limit = end;
        for own in found.iter_mut().rev() {
            self.bound_behind(own, limit);
            limit = own.from;
        }
        let mut kept: Vec<Found<'a>> = Vec::with_capacity(found.len());
        for own in found.drain(..) {
            match kept.last_mut() {
                Some(last) if self.face_each_other(last, &own) => join(last, &own),
                _ => kept.push(own),
            }
        }
        *found = kept;
    }

    fn bound_before(&self, own: &mut Found, limit: usize) {
        let from = if own.high.is_some() {
            self.range_begins(own, limit)
        } else {
            let before = self.before(own.first, limit);
            own.side = before.map(|(side, _)| side);
            before.map(|(_, from)| from)
        };
        if own.unit.is_none() {
            own.from = from.unwrap_or(own.first);
        }
    }

    fn bound_behind(&self, own: &mut Found, end: usize) {
        let to = if own.high.is_some() {
            let after = self.text(own.after);
            let is_closed = after.starts_with("arasi") || after == "ara" || after.starts_with("kadar");
            (own.after < end && is_closed).then_some(own.after + 1)
        } else {
            let behind = self.behind(own.after, end);
            let side = own.side.filter(|side| *side != Side::Equal);
            own.side = side.or(behind.map(|(side, _)| side)).or(own.side);
            behind.map(|(_, to)| to)
        };
        if own.unit.is_none() {
            own.to = to.unwrap_or(own.after);
        }
    }

    /// The first token of `between .. and ..`, `from .. to ..`.
    fn range_begins(&self, own: &Found, limit: usize) -> Option<usize> {
        let before = own.first.checked_sub(1).filter(|before| *before >= limit)?;
        let article = usize::from(self.text(before) == "the" && before > limit);
        let before = before - article;
        if self.word_in(before, &self.grammar.between) {
            return Some(before - usize::from(before > limit && self.text(before - 1) == "ما"));
        }
        self.word_in(before, &self.grammar.from).then_some(before)
    }

    /// The bound before a number, and its first token.
    fn before(&self, first: usize, limit: usize) -> Option<(Side, usize)> {
        let last = first.checked_sub(1).filter(|last| *last >= limit)?;
        let token = self.tokens.get(last)?;
        if token.kind == Kind::Mark {
            return self.sign_before(last, limit);
        }
        let matches = |words: &[String]| {
            let Some(from) = first.checked_sub(words.len()).filter(|from| *from >= limit) else { return false };
            words.iter().enumerate().all(|(index, word)| {
                let text = self.text(from + index);
                // The Arabic conjunctions are part of the word.
                text == word || (index == 0 && text.strip_prefix(['و', 'ف']) == Some(word))
            })
        };
        let text = token.text(self.folded);
        let found = self.grammar.bounds_before.find(text, matches);
        let found = found.or_else(|| self.grammar.bounds_before.find(text.strip_prefix(['و', 'ف'])?, matches));
        found.map(|(length, bound)| (bound.side, first - length))
    }

    /// `>`, `<=`, `≥` before a number.
    fn sign_before(&self, last: usize, limit: usize) -> Option<(Side, usize)> {
        let is_equals = self.is(last, '=');
        let at = if is_equals { last.checked_sub(1).filter(|at| *at >= limit)? } else { last };
        let side = match self.tokens.get(at)?.glyph {
            '>' | '≥' | '⩾' => Side::Above,
            '<' | '≤' | '⩽' => Side::Below,
            _ => return None,
        };
        Some((side, at))
    }

    /// The bound behind a number, and the token after it.
    fn behind(&self, after: usize, end: usize) -> Option<(Side, usize)> {
        let token = self.tokens.get(after).filter(|_| after < end)?;
        if token.is('+') {
            return token.is_glued.then_some((Side::Above, after + 1));
        }
        let is_ablative = after.checked_sub(1).is_some_and(|last| {
            let text = self.text(last);
            ["dan", "den", "tan", "ten"].iter().any(|ending| text.ends_with(ending))
        });
        let matches = |words: &[String]| {
            after + words.len() <= end
                && words.iter().enumerate().all(|(index, word)| {
                    let text = self.text(after + index);
                    text == word || (index == 0 && text.strip_prefix(['و', 'ف']) == Some(word))
                })
        };
        let find = |text: &str| {
            let (length, bound) = self.grammar.bounds_after.find(text, matches)?;
            (!bound.is_than || is_ablative).then_some((bound.side, after + length))
        };
        let text = token.text(self.folded);
        find(text).or_else(|| find(text.strip_prefix(['و', 'ف'])?))
    }

    /// Whether two bounds make one range: `more than 20 and less than 35`.
    fn face_each_other(&self, one: &Found, two: &Found) -> bool {
        let (low, high) = match (one.side, two.side) {
            (Some(Side::Above), Some(Side::Below)) => (one, two),
            (Some(Side::Below), Some(Side::Above)) => (two, one),
            _ => return false,
        };
        let same_unit = one.unit == two.unit || one.unit.is_none();
        let is_join =
            |at: usize| self.is(at, ',') || matches!(self.text(at), "and" | "but" | "ve" | "ama" | "و" | "او" | "ولكن");
        let gap = one.to.max(one.after)..two.from;
        gap.len() <= 2
            && gap.clone().all(is_join)
            && (!gap.is_empty() || self.text(two.from).starts_with('و'))
            && same_unit
            && low.value < high.value
            && one.high.is_none()
            && two.high.is_none()
    }
}

fn join<'a>(one: &mut Found<'a>, two: &Found<'a>) {
    (one.value, one.high) = (one.value.min(two.value), Some(one.value.max(two.value)));
    (one.after, one.to) = (two.after, two.to.max(two.after));
    (one.unit, one.kind, one.other, one.side) = (two.unit, two.kind, None, None);
}
