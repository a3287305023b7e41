//! Questions that several rules put to the document: what stands in a sentence, and what is near what.

use spotter_contract::{Act, ActKind, Document, Mention, Quantity, Role, Sample, Sentence, Span};

/// The sentences of the coach's turns, in order.
pub(crate) fn answers<'d>(sample: &'d Sample, document: &'d Document) -> impl Iterator<Item = &'d Sentence> {
    let of_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    document.sentences.iter().filter(move |sentence| of_coach(sentence.turn))
}

/// The quantities of a sentence, in order.
pub(crate) fn quantities<'d, 'a>(document: &'d Document<'a>, sentence: &Sentence) -> Vec<&'d Quantity<'a>> {
    let inside = |quantity: &&Quantity| quantity.turn == sentence.turn && sentence.span.covers(quantity.span);
    document.quantities.iter().filter(inside).collect()
}

/// The mentions of a sentence, in order.
pub(crate) fn mentions<'d, 'a>(document: &'d Document<'a>, sentence: &Sentence) -> Vec<&'d Mention<'a>> {
    let inside = |mention: &&Mention| mention.turn == sentence.turn && sentence.span.covers(mention.span);
    document.mentions.iter().filter(inside).collect()
}

/// Whether a thing with this name is mentioned in a sentence.
pub(crate) fn names(document: &Document, sentence: &Sentence, name: &str) -> bool {
    mentions(document, sentence).iter().any(|mention| mention.name == name)
}

/// Whether a turn declines to answer.
pub(crate) fn is_refusal(document: &Document, turn: usize) -> bool {
    has_act(document, turn, ActKind::Refusal)
}

/// Whether a turn does something.
pub(crate) fn has_act(document: &Document, turn: usize, kind: ActKind) -> bool {
    document.acts.iter().any(|act: &Act| act.turn == turn && act.act == kind)
}

/// Bytes between two spans; 0 where they touch or overlap.
pub(crate) fn gap(a: Span, b: Span) -> usize {
    if a.start <= b.start { b.start.saturating_sub(a.end) } else { a.start.saturating_sub(b.end) }
}
