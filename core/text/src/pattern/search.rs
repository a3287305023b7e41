//! Trying the patterns of a sentence, from their anchors outwards.

use super::{Choice, GAP, Hit, LENGTH, Marked, Patterns, Place, Present, Step};

/// One sentence being searched.
pub(super) struct Search<'a> {
    pub(super) patterns: &'a Patterns,
    pub(super) marked: &'a Marked,
    pub(super) range: std::ops::Range<usize>,
    pub(super) places: &'a [Place],
    pub(super) present: &'a Present,
}

impl Search<'_> {
    /// Tries a pattern whose anchor matched the tokens `first..after`.
    pub(super) fn outwards(&self, index: usize, first: usize, after: usize, hits: &mut Vec<Hit>) {
        let Some(pattern) = self.patterns.compiled.get(index) else { return };
        if !self.is_possible(&pattern.steps) {
            return;
        }
        let Some((left, right)) = pattern.steps.split_at_checked(pattern.anchor) else { return };
        let Some(after) = self.rightwards(right.get(1..).unwrap_or(&[]), after) else { return };
        if let Some(first) = self.leftwards(left, first) {
            hits.push(Hit { first, after, group: pattern.group });
        }
    }

    /// Whether every word that a pattern asks for stands somewhere in the sentence; most patterns end here.
    fn is_possible(&self, steps: &[Step]) -> bool {
        steps.iter().all(|step| match step {
            Step::One(choice) if choice.classes.is_empty() && !choice.is_any => {
                choice.atoms.iter().any(|atom| self.present.has(*atom))
            }
            _ => true,
        })
    }

    fn rightwards(&self, steps: &[Step], at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else { return Some(at) };
        match step {
            Step::One(choice) => self.right_of(choice, rest, at),
            Step::Maybe(choice) => self.right_of(choice, rest, at).or_else(|| self.rightwards(rest, at)),
            Step::Gap => {
                let ends = (at..=at + GAP).take_while(|next| *next <= self.range.end);
                ends.into_iter().find_map(|next| self.rightwards(rest, next))
            }
        }
    }

    fn right_of(&self, choice: &Choice, rest: &[Step], at: usize) -> Option<usize> {
        if at < self.range.end
            && (choice.is_any || self.marked.has(at, choice))
            && let Some(end) = self.rightwards(rest, at + 1)
        {
            return Some(end);
        }
        if choice.classes.is_empty() {
            return None;
        }
        let begin = self.places.partition_point(|place| place.first < at);
        let here = self.places.iter().skip(begin).take_while(|place| place.first == at);
        here.filter(|place| choice.classes.contains(&place.class)).find_map(|place| self.rightwards(rest, place.after))
    }

    fn leftwards(&self, steps: &[Step], at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_last() else { return Some(at) };
        match step {
            Step::One(choice) => self.left_of(choice, rest, at),
            Step::Maybe(choice) => self.left_of(choice, rest, at).or_else(|| self.leftwards(rest, at)),
            Step::Gap => {
                let starts = (0..=GAP).map_while(|gap| at.checked_sub(gap).filter(|next| *next >= self.range.start));
                starts.into_iter().find_map(|next| self.leftwards(rest, next))
            }
        }
    }

    fn left_of(&self, choice: &Choice, rest: &[Step], at: usize) -> Option<usize> {
        if at > self.range.start
            && (choice.is_any || self.marked.has(at - 1, choice))
            && let Some(first) = self.leftwards(rest, at - 1)
        {
            return Some(first);
        }
        if choice.classes.is_empty() {
            return None;
        }
        let begin = self.places.partition_point(|place| place.first + LENGTH < at);
        let here =
            self.places.iter().skip(begin).take_while(|place| place.first < at).filter(|place| place.after == at);
        here.filter(|place| choice.classes.contains(&place.class)).find_map(|place| self.leftwards(rest, place.first))
    }
}
