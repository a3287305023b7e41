//! A sentence as its language reads it: where clauses end, who is told to do something, what is quoted or asked.

use std::ops::Range;

use spotter_contract::{Lang, Scope, SentenceKind};

use crate::condition::{self, Marks, Reading};
use crate::grammar::Grammar;
use crate::normalise::Folded;
use crate::pattern::Hit;
use crate::scope::{Heard, Named, Surroundings, holding, strengthen, treat};
use crate::segment::Segment;
use crate::tokens::{Kind, Token};
use crate::verb::{self, Meant};

/// How many tokens an inline heading may have: `Not allowed: cheese`.
const HEADING: usize = 8;

/// How many tokens a tag has: `.., olur mu?`.
const TAG: usize = 5;

/// How many tokens of a table row are read by columns.
const ROW: usize = 200;

/// A sentence and what it is read with.
pub(crate) struct Context<'a> {
    pub(crate) grammar: &'a Grammar,
    pub(crate) source: &'a str,
    pub(crate) folded: &'a Folded,
    pub(crate) tokens: &'a [Token],
    pub(crate) segment: &'a Segment,
    pub(crate) lang: Lang,
    /// Which of Turkish and English the sentence surely holds no word of.
    pub(crate) absent: Option<Lang>,
}

impl Context<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text(self.folded))
    }

    fn is_mark(&self, at: usize, glyphs: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark && glyphs.contains(token.glyph))
    }

    fn range(&self) -> Range<usize> {
        self.segment.first + self.segment.bullet..self.segment.after
    }

    fn is_listed(&self, words: &[(Lang, String)], at: usize) -> bool {
        let text = self.text(at);
        let speaks = |lang: Lang| lang == self.lang || !matches!(self.lang, Lang::Tr | Lang::En | Lang::Ar);
        words.iter().any(|(lang, word)| word == text && speaks(*lang))
    }

    fn joins(&self, at: usize) -> bool {
        self.is_listed(&self.grammar.joins, at)
    }

    fn breaks(&self, at: usize) -> bool {
        self.is_listed(&self.grammar.breaks, at)
    }

    /// Whether a clause ends at a token: at a mark, a word such as `but`, or an Arabic answer to a condition (`فتوقف`).
    fn is_end(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        let is_dash = token.is('-') && !token.is_glued;
        let is_answer = token.glyph == 'ف' && self.lang == Lang::Ar && self.answers(at);
        token.kind == Kind::Break || self.is_mark(at, ",;:—()|.!?") || is_dash || is_answer || self.breaks(at)
    }

    /// Whether an Arabic word is a particle of answer before another word: `فتوقف`, `فلا`, `فيجب`.
    fn answers(&self, at: usize) -> bool {
        let rest = self.text(at).strip_prefix('ف').unwrap_or("");
        self.grammar.is_verb(self.lang, rest)
            || self.grammar.is_verb(self.lang, self.text(at))
            || matches!(rest, "لا" | "من" | "هذا" | "هذه" | "ان" | "لن" | "قد" | "الافضل" | "عليك" | "انت")
            || rest.starts_with(['ي', 'س', 'ت'])
    }

    /// Whether a word asks for something by its form and its place.
    fn is_order(&self, at: usize) -> bool {
        let text = self.text(at);
        match self.lang {
            Lang::Ar => {
                let bare = text.strip_prefix(['ف', 'و']).unwrap_or("");
                let before = at.checked_sub(1).map_or("", |before| self.text(before));
                let is_noun = is_among(" عن من في علي الي قبل بعد عند اثناء خلال مع دون بدون ان غير كل ", before);
                !is_noun && (self.grammar.is_verb(Lang::Ar, text) || self.grammar.is_verb(Lang::Ar, bare))
            }
            Lang::En => self.grammar.is_verb(Lang::En, text) && self.opens(at),
            _ => self.grammar.is_verb(Lang::Tr, text) && self.closes(at + 1),
        }
    }

    /// Whether an English verb stands where an order stands: at the beginning of a clause, behind `please` or `do not`.
    fn opens(&self, at: usize) -> bool {
        const BEFORE: &str = " then please and just also always never don't do not simply instead try or immediately ";
        let Some(before) = at.checked_sub(1).filter(|before| *before >= self.range().start) else { return true };
        let word = self.text(before);
        self.is_mark(before, ",;:—()|-\"") || self.breaks(before) || is_among(BEFORE, word)
    }

    /// Whether a clause ends before a token, as behind a Turkish verb.
    fn closes(&self, at: usize) -> bool {
        at >= self.segment.after || self.is_end(at) || self.joins(at) || !self.is_word(at)
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Number))
    }

    /// Whether a verb somewhere in a clause may be told to someone: nothing before it makes it another's.
    fn is_told(&self, at: usize) -> bool {
        const BEFORE: &str = " to you i we they he she it who that can could will would may might should must do does did not don't a an the your my his her their our and or no of in on for ";
        let before = || at.checked_sub(1).map_or("", |before| self.text(before));
        match self.lang {
            Lang::Ar => self.is_order(at),
            Lang::En => self.grammar.is_verb(Lang::En, self.text(at)) && !is_among(BEFORE, before()),
            _ => false,
        }
    }

    /// The condition of the sentence, from the marks that patterns left.
    pub(crate) fn condition(&self, mut marks: Marks) -> Reading {
        let is_turkish = self.add_turkish(&mut marks);
        if is_turkish && self.lang != Lang::Tr {
            return Context { lang: Lang::Tr, ..*self }.read(marks);
        }
        self.read(marks)
    }

    fn read(&self, mut marks: Marks) -> Reading {
        marks.markers.retain(|hit| !self.has_hamza_above(hit.first));
        if marks.markers.is_empty()
            && marks.circumstances.is_empty()
            && marks.concessions.is_empty()
            && self.segment.heading.is_none()
        {
            return Reading::default();
        }
        if self.lang == Lang::Tr {
            marks.actions.retain(|hit| self.closes(hit.after));
        }
        let orders = self.range().filter(|at| self.is_order(*at));
        marks.actions.extend(orders.map(|at| Hit { first: at, after: at + 1, group: 0 }));
        marks.actions.sort_unstable();
        if !marks.markers.is_empty() || self.lang == Lang::Ar {
            marks.told = self.range().filter(|at| self.is_told(*at)).collect();
        }
        let around = condition::Around { tokens: self.range(), lang: self.lang, is_end: &|at| self.is_end(at) };
        condition::read(&marks, &around)
    }

    /// Whether an Arabic word is written `أن` (that), which the search form makes equal to `إن` (if).
    fn has_hamza_above(&self, at: usize) -> bool {
        let is_short = |token: &&Token| token.end - token.start <= 6 && token.glyph >= '\u{600}';
        let Some(token) = self.tokens.get(at).filter(is_short) else { return false };
        self.folded.source(token.start as usize, token.end as usize).of(self.source).contains('أ')
    }

    /// Adds the conditional words of a Turkish sentence, or of one that may be Turkish; says whether there are any.
    fn add_turkish(&self, marks: &mut Marks) -> bool {
        if self.lang == Lang::Ar || self.absent == Some(Lang::Tr) {
            return false;
        }
        let before = marks.markers.len() + marks.concessions.len();
        for (at, meant) in verb::conditions(self.range(), &self.grammar.conditional, |at| self.text(at)) {
            let hit = Hit { first: at, after: at + 1, group: 0 };
            match meant {
                Meant::Condition => marks.markers.push(hit),
                Meant::Concession => marks.concessions.push(hit),
            }
        }
        marks.markers.len() + marks.concessions.len() > before
    }

    /// Gives the mentions of the sentence their scopes; `inherited` is what the heading of each says.
    pub(crate) fn scope(&self, heard: &[Heard], named: &mut [Named], inherited: &dyn Fn(usize) -> Option<Scope>) {
        let joins = |at: usize| self.joins(at);
        let breaks = |at: usize| self.breaks(at);
        let turns = |at: usize| self.turns(at);
        let orders = |at: usize| self.lang != Lang::Tr && self.grammar.is_verb(self.lang, self.text(at));
        let ends = |at: usize| self.lang != Lang::En && self.lang != Lang::Ar && self.is_order(at);
        let around = Surroundings {
            tokens: self.tokens,
            first: self.segment.first,
            after: self.segment.after,
            joins: &joins,
            orders: &orders,
            breaks: &breaks,
            turns: &turns,
            ends: &ends,
        };
        treat(heard, named, &around);
        let asked = self.asked(named);
        for one in named.iter_mut().filter(|one| one.scope == Scope::Used) {
            if let Some(scope) = inherited(one.first) {
                strengthen(one, scope);
            } else if asked.contains(&one.first) {
                strengthen(one, Scope::Mentioned);
            }
        }
    }

    /// Whether another clause begins with an order: `.. and add`, `.. وأضف`.
    fn turns(&self, at: usize) -> bool {
        let text = self.text(at);
        match self.lang {
            Lang::Ar => self.is_order(at),
            Lang::En => {
                let follows =
                    at.checked_sub(1).is_some_and(|before| self.text(before) == "and" || self.is_mark(before, ","));
                follows && self.grammar.is_verb(Lang::En, text)
            }
            _ => false,
        }
    }

    /// The tokens that a question asks about: its last clause, with the lists in it, or nothing where that is a tag.
    fn asked(&self, named: &mut [Named]) -> Range<usize> {
        let after = self.segment.after;
        if !after.checked_sub(1).is_some_and(|last| self.is_mark(last, "?")) {
            return 0..0;
        }
        let mut first = after - 1;
        let mut is_empty = true;
        while first > self.segment.first {
            let at = first - 1;
            is_empty &= holding(named, at).is_none();
            let is_comma = self.is_mark(at, ",")
                && (at == 0 || holding(named, at - 1).is_none() || holding(named, at + 1).is_none());
            if is_comma && is_empty && after - first <= TAG {
                return 0..0;
            }
            if self.is_mark(at, ";:—") || self.breaks(at) {
                break;
            }
            first = at;
        }
        first..after
    }

    /// Where a heading inside the sentence ends: `Avoid: cheese`.
    pub(crate) fn colon(&self) -> Option<usize> {
        let range = self.range();
        let end = range.end.min(range.start + HEADING);
        (range.start + 1..end).find(|at| self.is_mark(*at, ":")).filter(|at| at + 1 < range.end)
    }

    /// Whether a token stands between quotation marks, and the sentence has words around them.
    pub(crate) fn is_quoted(&self, quoted: &[Range<usize>], at: usize) -> bool {
        let next = quoted.partition_point(|one| one.start <= at);
        let own = next.checked_sub(1).and_then(|last| quoted.get(last)).filter(|one| at < one.end);
        self.segment.kind != SentenceKind::Json
            && own.is_some_and(|own| {
                let range = self.range();
                (range.start..own.start.max(range.start))
                    .chain(own.end.min(range.end)..range.end)
                    .any(|at| self.is_word(at))
            })
    }

    /// The tokens of a cell of a table's header row.
    pub(crate) fn cell(&self, row: &Segment, column: usize) -> Range<usize> {
        let tokens = self.tokens.get(row.first..row.after.min(row.first + ROW)).unwrap_or(&[]);
        let mut bars = tokens.iter().enumerate().filter(|(_, token)| token.is('|')).map(|(index, _)| row.first + index);
        let start = column.checked_sub(1).map_or(Some(row.first), |before| bars.nth(before));
        let end = bars.next().unwrap_or(row.after);
        start.unwrap_or(row.after)..end
    }

    /// The column of a token in its table row.
    pub(crate) fn column(&self, at: usize) -> Option<usize> {
        let before = self.tokens.get(self.segment.first..at).filter(|tokens| tokens.len() <= ROW)?;
        Some(before.iter().filter(|token| token.is('|')).count())
    }
}

fn is_among(words: &str, word: &str) -> bool {
    !word.is_empty() && words.split(' ').any(|own| own == word)
}

/// The stretches between quotation marks, by their tokens: several words that someone else said.
pub(crate) fn quoted(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut quoted = Vec::new();
    let mut open = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Break {
            open = None;
        }
        let is_inch = token.is_glued
            && at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|one| one.kind == Kind::Number);
        if !token.is('"') || is_inch && open.is_none() {
            continue;
        }
        match open.take() {
            None => open = Some(at + 1),
            Some(first) if at >= first + 2 => quoted.push(first..at),
            Some(_) => {}
        }
    }
    quoted
}
