//! How the text treats what it names: used, excluded, replaced, optional, one of several, only mentioned.
//!
//! A cue reaches a few tokens to its side, not across the end of a clause; a list of mentions counts as one step.

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
    /// Whether a token begins another clause (`ama`, `but`).
    pub(crate) breaks: &'a dyn Fn(usize) -> bool,
}

/// Applies a cue that matched the tokens `first..after` to the mentions of its sentence.
pub(crate) fn apply(cue: &Cue, first: usize, after: usize, named: &mut [Named], around: &Surroundings) {
    match cue.side {
        Side::Inside => {
            let inside = |one: &&mut Named| first <= one.first && one.after <= after;
            named.iter_mut().filter(inside).for_each(|one| strengthen(one, cue.scope));
        }
        Side::Before => before(cue, first, named, around),
        Side::After => behind(cue, after, named, around),
        Side::Around => {
            before(cue, first, named, around);
            behind(cue, after, named, around);
        }
    }
}

/// How many tokens a list of mentions may have.
const LIST: usize = 60;

fn before(cue: &Cue, first: usize, named: &mut [Named], around: &Surroundings) {
    // `tofu (optional)`: the remark speaks about what stands before its bracket.
    let opens = |at: usize| around.tokens.get(at).is_some_and(|token| token.is('('));
    let mut at = first;
    if cue.scope == Scope::Optional && at > around.first && opens(at - 1) {
        at -= 1;
    }
    let mut steps = 0;
    while at > around.first && at + LIST > first {
        if let Some(one) = holding(named, at - 1) {
            let here = *one;
            strengthen_all(named, here, cue.scope);
            at = here.first;
            steps = 0;
            continue;
        }
        at -= 1;
        let beside = at > 0 && holding(named, at + 1).is_some() && holding(named, at - 1).is_some();
        if !passes(at, beside, cue, &mut steps, around) {
            return;
        }
    }
}

fn behind(cue: &Cue, after: usize, named: &mut [Named], around: &Surroundings) {
    let mut at = after;
    let mut steps = 0;
    while at < around.after && at < after + LIST {
        if let Some(one) = holding(named, at) {
            let here = *one;
            strengthen_all(named, here, cue.scope);
            at = here.after;
            steps = 0;
            continue;
        }
        let beside = named.iter().any(|one| one.after == at)
            && named.iter().any(|one| one.first == at + 1 || one.first == at + 2);
        if !passes(at, beside, cue, &mut steps, around) {
            return;
        }
        at += 1;
    }
}

/// The mention that holds a token; mentions are sorted, and those of one place lie side by side.
fn holding(named: &mut [Named], token: usize) -> Option<&mut Named> {
    let after = named.partition_point(|one| one.first <= token);
    named.get_mut(after.saturating_sub(4)..after)?.iter_mut().rev().find(|one| token < one.after)
}

/// Whether a cue reaches past a token that belongs to no mention.
fn passes(at: usize, beside: bool, cue: &Cue, steps: &mut usize, around: &Surroundings) -> bool {
    let Some(token) = around.tokens.get(at) else { return false };
    if (around.joins)(at) || (token.is(',') && beside) || (token.is('/') && beside) {
        return cue.scope != Scope::Alternative || !token.is(',');
    }
    if (around.breaks)(at) || token.kind == Kind::Break {
        return false;
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

/// Keeps the stronger of two scopes.
pub(crate) fn strengthen(one: &mut Named, scope: Scope) {
    let strength = |scope: Scope| match scope {
        Scope::Used => 0,
        Scope::Alternative => 1,
        Scope::Optional => 2,
        Scope::Mentioned => 3,
        Scope::Excluded => 4,
        Scope::Replaced => 5,
    };
    if strength(scope) > strength(one.scope) {
        one.scope = scope;
    }
}
