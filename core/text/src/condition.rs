//! How useful a condition is: a marker alone, with something to do, with another branch or a threshold.
//!
//! Level 1 is a marker to which nothing is tied, 2 a condition and an action in the same sentence, item, or heading with
//! its items, 3 adds what to do otherwise or the number at which the condition holds. The action stands outside of the
//! condition's own clause: "if you can run" asks for nothing. In English and Arabic the marker opens its clause, in Turkish
//! it ends it.

use std::ops::Range;

use spotter_contract::Lang;

use crate::pattern::Hit;

/// How many tokens a clause may have.
const CLAUSE: usize = 60;

/// What the words of a sentence are to its condition.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Conditions in grammar: `if`, `إذا`, `-sA`.
    pub(crate) markers: Vec<Hit>,
    /// What is a condition where an action hangs on it: `when you ..`, `durumunda`.
    pub(crate) circumstances: Vec<Hit>,
    /// Conditions in form alone: `even if`, `as if`, `what if`.
    pub(crate) concessions: Vec<Hit>,
    /// No conditions at all: `let me know if`.
    pub(crate) asides: Vec<Hit>,
    /// Orders, advice and permissions.
    pub(crate) actions: Vec<Hit>,
    /// Verbs that may be an order where no comma ends the condition before them.
    pub(crate) told: Vec<usize>,
    /// `otherwise`.
    pub(crate) alternatives: Vec<Hit>,
    /// Numbers, by their tokens.
    pub(crate) numbers: Vec<Range<usize>>,
}

/// The sentence that is read.
pub(crate) struct Around<'a> {
    pub(crate) tokens: Range<usize>,
    pub(crate) lang: Lang,
    /// Whether a clause ends at a token.
    pub(crate) is_end: &'a dyn Fn(usize) -> bool,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Reading {
    /// 0 where there is no condition.
    pub(crate) level: u8,
    /// Whether an action in the items below would complete it.
    pub(crate) is_open: bool,
    /// Whether the sentence tells to do something outside of any condition.
    pub(crate) has_action: bool,
}

impl Reading {
    /// Completes the condition of a heading with an action in an item below it.
    pub(crate) fn complete(&mut self, item: Self) {
        if self.is_open && item.has_action {
            self.level = self.level.max(2);
        }
    }
}

/// Reads the condition of a sentence.
pub(crate) fn read(marks: &Marks, around: &Around) -> Reading {
    let clauses = clauses(marks, around);
    let is_inside = |at: usize| holding(&clauses, at).is_some();
    let mut actions: Vec<usize> = marks.actions.iter().map(|hit| hit.first).filter(|at| !is_inside(*at)).collect();
    if actions.is_empty() && around.lang != Lang::Tr {
        actions = run_on(marks, &clauses, around.tokens.end);
    }
    let has_action = !actions.is_empty();
    if clauses.is_empty() {
        let level = u8::from(!marks.concessions.is_empty());
        return Reading { level, is_open: false, has_action };
    }
    if !has_action {
        let is_marked = marks.markers.iter().any(|hit| is_inside(hit.first)) || !marks.concessions.is_empty();
        return Reading { level: u8::from(is_marked), is_open: true, has_action };
    }
    let has_threshold = marks.numbers.iter().any(|number| is_inside(number.start));
    let first = clauses.first().map_or(0, |clause| clause.end);
    let otherwise = marks.alternatives.iter().any(|hit| hit.first >= first);
    let level = if has_threshold || otherwise || branches(&clauses, &actions) >= 2 { 3 } else { 2 };
    Reading { level, is_open: true, has_action }
}

/// The clauses of the conditions, in order, those that overlap joined.
fn clauses(marks: &Marks, around: &Around) -> Vec<Range<usize>> {
    let mut others: Vec<Range<usize>> =
        marks.concessions.iter().chain(&marks.asides).map(|hit| hit.first..hit.after).collect();
    others.sort_by_key(|one| one.start);
    let own = marks.markers.iter().chain(&marks.circumstances).filter(|hit| holding(&others, hit.first).is_none());
    let mut clauses: Vec<Range<usize>> = own.map(|hit| clause(hit, around)).collect();
    clauses.sort_by_key(|clause| (clause.start, clause.end));
    clauses.dedup_by(|next, last| {
        let overlaps = next.start < last.end;
        if overlaps {
            last.end = last.end.max(next.end);
        }
        overlaps
    });
    clauses
}

/// The clause of a marker, as far as a clause reaches.
fn clause(hit: &Hit, around: &Around) -> Range<usize> {
    if around.lang == Lang::Tr {
        let begin = hit.first.saturating_sub(CLAUSE).max(around.tokens.start);
        let start = (begin..hit.first).rev().find(|at| (around.is_end)(*at)).map_or(begin, |at| at + 1);
        return start..hit.after;
    }
    let end = around.tokens.end.min(hit.after + CLAUSE);
    hit.first..(hit.after..end).find(|at| (around.is_end)(*at)).unwrap_or(end)
}

/// The stretch that holds a token; stretches are sorted by their beginnings.
fn holding(stretches: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let next = stretches.partition_point(|one| one.start <= at);
    next.checked_sub(1).and_then(|last| stretches.get(last)).filter(|one| at < one.end)
}

/// Actions behind a condition that no comma ends: "if hungry eat".
fn run_on(marks: &Marks, clauses: &[Range<usize>], end: usize) -> Vec<usize> {
    let is_last = |clause: &Range<usize>| clause.end + 1 >= end;
    let holds = |at: usize| holding(clauses, at).is_some_and(|clause| clause.start + 2 <= at && is_last(clause));
    marks.told.iter().copied().filter(|at| holds(*at)).collect()
}

/// How many conditions have an action of their own before the next one begins.
fn branches(clauses: &[Range<usize>], actions: &[usize]) -> usize {
    let ends = clauses.iter().skip(1).map(|clause| clause.start).chain([usize::MAX]);
    let has_own = |clause: &Range<usize>, end: usize| {
        actions.get(actions.partition_point(|at| *at < clause.end)).is_some_and(|at| *at < end)
    };
    clauses.iter().zip(ends).filter(|(clause, end)| has_own(clause, *end)).count()
}
