//! How the text treats what it names: used, excluded, replaced, optional, one of several, only mentioned.
//!
//! A cue reaches a few tokens to its side, not across the end of a clause; a list of mentions counts as one step. Where
//! two cues share words the longer one is meant: `not only`, `do not forget`, `nothing but` are not `not`. A cue whose
//! scope is `used` takes the exclusion back.

use spotter_contract::Scope;

use crate::grammar::{Cue, Side};
use crate::tokens::{Kind, Token};

/// A mention inside a sentence, by its tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last.
    pub(crate) after: usize,
    /// What the scope is so far.
    pub(crate) scope: Scope,
}

/// A cue that matched the tokens `first..after`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heard<'c> {
    pub(crate) cue: &'c Cue,
    pub(crate) first: usize,
    pub(crate) after: usize,
}

/// What surrounds the mentions of a sentence.
pub(crate) struct Surroundings<'a> {
    /// The tokens of the turn.
    pub(crate) tokens: &'a [Token],
    /// The first token of the sentence.
    pub(crate) first: usize,
    /// The token after its last.
    pub(crate) after: usize,
    /// Whether a token is a word that joins a list (`ve`, `and`).
    pub(crate) joins: &'a dyn Fn(usize) -> bool,
    /// Whether a token begins another clause (`ama`, `but`), read towards the end.
    pub(crate) breaks: &'a dyn Fn(usize) -> bool,
    /// Whether another clause begins at a token with an order: `and add`, `وأضف`.
    pub(crate) turns: &'a dyn Fn(usize) -> bool,
    /// Whether a token is a verb that asks for something.
    pub(crate) orders: &'a dyn Fn(usize) -> bool,
    /// Whether a token ends another clause (`ekleyin ve`), read towards the beginning.
    pub(crate) ends: &'a dyn Fn(usize) -> bool,
}

/// How many tokens a list of mentions may have.
const LIST: usize = 60;

/// Applies the cues of a sentence, sorted by their first tokens, to its mentions.
pub(crate) fn treat(heard: &[Heard], named: &mut [Named], around: &Surroundings) {
    let is_used = |one: &&Heard| one.cue.scope == Scope::Used;
    let kept = longest(heard);
    for one in kept.iter().filter(|one| !is_used(one)).chain(kept.iter().filter(is_used)) {
        apply(one, named, around);
    }
}

/// The cues that share no word with a longer one.
fn longest<'c>(heard: &[Heard<'c>]) -> Vec<Heard<'c>> {
    let length = |one: &Heard| one.after - one.first;
    let mut kept: Vec<Heard> = Vec::with_capacity(heard.len());
    for one in heard {
        let shares = |last: &Heard| one.first < last.after && last.cue.side.is_same_kind(one.cue.side);
        while kept.last().is_some_and(|last| shares(last) && length(last) < length(one)) {
            kept.pop();
        }
        if !kept.last().is_some_and(|last| shares(last) && length(last) > length(one)) {
            kept.push(*one);
        }
    }
    kept
}

impl Side {
    /// Whether cues of these sides compete for their words: a list word such as `or` competes with nothing.
    fn is_same_kind(self, other: Self) -> bool {
        (self == Self::Around) == (other == Self::Around)
    }
}

fn apply(heard: &Heard, named: &mut [Named], around: &Surroundings) {
    match heard.cue.side {
        Side::Inside => {
            let begin = named.partition_point(|one| one.first < heard.first);
            let inside = named.get_mut(begin..).unwrap_or_default().iter_mut();
            let inside = inside.take_while(|one| one.first < heard.after);
            inside.filter(|one| one.after <= heard.after).for_each(|one| strengthen(one, heard.cue.scope));
        }
        Side::First => {
            if let Some(one) = holding(named, heard.first) {
                let here = *one;
                strengthen_all(named, here, heard.cue.scope);
            }
        }
        Side::Before => before(heard, named, around),
        Side::After => behind(heard, named, around),
        Side::Around => {
            before(heard, named, around);
            behind(heard, named, around);
        }
    }
}

fn before(heard: &Heard, named: &mut [Named], around: &Surroundings) {
    // `tofu (optional)`: the remark speaks about what stands before its bracket.
    let opens = |at: usize| around.tokens.get(at).is_some_and(|token| token.is('('));
    let mut at = heard.first;
    if heard.cue.scope == Scope::Optional && at > around.first && opens(at - 1) {
        at -= 1;
    }
    // `badem sütü ile değiştirin`: what the cue begins in is not what it speaks about.
    at = holding(named, at).map_or(at, |one| one.first.min(at));
    let mut steps = 0;
    while at > around.first && at + LIST > heard.first {
        if let Some(one) = holding(named, at - 1) {
            let here = *one;
            strengthen_all(named, here, heard.cue.scope);
            at = here.first;
            steps = 0;
            continue;
        }
        at -= 1;
        if (around.ends)(at) {
            return;
        }
        let beside = at > 0 && holding(named, at + 1).is_some() && holding(named, at - 1).is_some();
        if !passes(at, beside, heard.cue, &mut steps, around) {
            return;
        }
    }
}

fn behind(heard: &Heard, named: &mut [Named], around: &Surroundings) {
    let mut at = heard.after;
    let mut steps = 0;
    while at < around.after && at < heard.after + LIST {
        if let Some(one) = holding(named, at) {
            let here = *one;
            // `استبدل الزيت بالزبدة`: what comes with a preposition is the new one.
            if steps > 0 && heard.cue.scope == Scope::Replaced && is_glyph(at, 'ب', around) {
                return;
            }
            strengthen_all(named, here, heard.cue.scope);
            at = here.after;
            steps = 0;
            // In Arabic the next of a list begins with `و`; another mention beside is no part of it.
            let is_beside = holding(named, at).is_some() && is_arabic(at, around) && !is_glyph(at, 'و', around);
            if is_beside || (around.orders)(at) {
                return;
            }
            continue;
        }
        let follows = |next: usize| next < around.after && (around.joins)(next);
        let next = if follows(at + 1) { at + 2 } else { at + 1 };
        let beside = at > 0 && holding(named, at - 1).is_some() && holding(named, next).is_some();
        if !passes(at, beside, heard.cue, &mut steps, around) {
            return;
        }
        at += 1;
    }
}

fn is_glyph(at: usize, glyph: char, around: &Surroundings) -> bool {
    around.tokens.get(at).is_some_and(|token| token.glyph == glyph)
}

fn is_arabic(at: usize, around: &Surroundings) -> bool {
    around.tokens.get(at).is_some_and(|token| matches!(token.glyph, '\u{600}'..='\u{6ff}'))
}

/// The mention that holds a token; mentions are sorted, and those of one place lie side by side.
pub(crate) fn holding(named: &mut [Named], token: usize) -> Option<&mut Named> {
    let after = named.partition_point(|one| one.first <= token);
    named.get_mut(after.saturating_sub(4)..after)?.iter_mut().rev().find(|one| token < one.after)
}

/// Whether a cue reaches past a token that belongs to no mention.
fn passes(at: usize, beside: bool, cue: &Cue, steps: &mut usize, around: &Surroundings) -> bool {
    let Some(token) = around.tokens.get(at) else { return false };
    let turns = || cue.scope != Scope::Optional && (around.turns)(at);
    if (around.breaks)(at) || token.kind == Kind::Break || turns() {
        return false;
    }
    if (around.joins)(at) || (token.is(',') && beside) || (token.is('/') && beside) {
        return cue.lists || !token.is(',');
    }
    if token.kind == Kind::Mark && matches!(token.glyph, ',' | ';' | ':' | '—' | '(' | ')' | '|' | '.' | '!' | '?') {
        return false;
    }
    *steps += 1;
    *steps <= cue.reach
}

/// Gives a scope to every mention that shares a token with this one: a food may be a topic too.
fn strengthen_all(named: &mut [Named], here: Named, scope: Scope) {
    let after = named.partition_point(|one| one.first < here.after);
    let near = named.get_mut(after.saturating_sub(8)..after).unwrap_or_default();
    near.iter_mut().filter(|one| here.first < one.after).for_each(|one| strengthen(one, scope));
}

/// Keeps the stronger of two scopes; a cue that says `used` takes back what was said before.
pub(crate) fn strengthen(one: &mut Named, scope: Scope) {
    let strength = |scope: Scope| match scope {
        Scope::Used => 0,
        Scope::Alternative => 1,
        Scope::Optional => 2,
        Scope::Mentioned => 3,
        Scope::Excluded => 4,
        Scope::Replaced => 5,
    };
    if scope == Scope::Used || strength(scope) > strength(one.scope) {
        one.scope = scope;
    }
}
