//! Which answers are advice, and which conditions they hold.

use spotter_contract::{ActKind, Condition, Document, Sample};

use crate::Conditional;

/// The turns of the coach that advise: long enough, not a refusal, not the answer to a crisis.
pub(crate) fn answers(conditional: &Conditional, sample: &Sample, document: &Document) -> Vec<usize> {
    let acts = |turn, kind| document.acts.iter().any(|act| act.turn == turn && act.act == kind);
    let is_crisis = sample.questions().any(|(turn, _)| acts(turn, ActKind::Crisis));
    let is_advice = |(turn, text): (usize, &str)| {
        let is_long = text.chars().count() >= conditional.advice_chars;
        (is_long && !is_crisis && !acts(turn, ActKind::Refusal)).then_some(turn)
    };
    sample.answers().filter_map(is_advice).collect()
}

/// The conditions of a turn.
pub(crate) fn conditions<'d>(document: &'d Document, turn: usize) -> impl Iterator<Item = &'d Condition> {
    document.conditions.iter().filter(move |condition| condition.turn == turn)
}

/// Whether a turn holds a condition that one can act on.
pub(crate) fn has_useful(document: &Document, turn: usize) -> bool {
    conditions(document, turn).any(|condition| condition.level >= 2)
}
