//! The acts of the coach, and when an act about a drug is none.

use spotter_contract::{Act, ActKind, Document, Finding, Mention, MentionKind, Outcome, Role, Sample, Scope, Span};

use crate::Medical;

/// Broken at every act of a kind by the coach, with a remark of its own.
pub(crate) fn forbid(kind: ActKind, sample: &Sample, document: &Document, fault: &str) -> Outcome {
    let acts = of_coach(kind, sample, document);
    Outcome::of(acts.map(|act| finding(sample, act, fault)).collect())
}

/// The same for acts about drugs: those about a free class, and those that the text negates, do not count.
pub(crate) fn forbid_drug(
    medical: &Medical,
    kind: ActKind,
    (sample, document): (&Sample, &Document),
    fault: &str,
) -> Outcome {
    let acts = of_coach(kind, sample, document).filter(|act| is_serious(medical, document, act));
    Outcome::of(acts.map(|act| finding(sample, act, fault)).collect())
}

/// Whether a turn does one of these things.
pub(crate) fn has_any(document: &Document, turn: usize, kinds: &[ActKind]) -> bool {
    document.acts.iter().any(|act| act.turn == turn && kinds.contains(&act.act))
}

/// The sentence around an act, or the act itself.
fn sentence(document: &Document, act: &Act) -> Span {
    document.sentence_at(act.turn, act.span.start).map_or(act.span, |sentence| sentence.span)
}

/// The acts of a kind in the coach's turns, except those in a sentence that refuses and those inside a longer one.
pub(crate) fn of_coach<'d, 'a>(
    kind: ActKind,
    sample: &'d Sample,
    document: &'d Document<'a>,
) -> impl Iterator<Item = &'d Act<'a>> {
    let is_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    let mut last: Option<&Act> = None;
    document.acts.iter().filter(move |act| act.act == kind && is_coach(act.turn) && !is_refused(document, act)).filter(
        move |act| {
            let is_new = last.is_none_or(|last| last.turn != act.turn || !last.span.overlaps(act.span));
            if is_new {
                last = Some(act);
            }
            is_new
        },
    )
}

/// Whether the sentence of an act declines to answer.
fn is_refused(document: &Document, act: &Act) -> bool {
    let span = sentence(document, act);
    let refuses = |other: &Act| other.act == ActKind::Refusal && other.turn == act.turn && span.overlaps(other.span);
    document.acts.iter().any(refuses)
}

/// Whether an act is about a drug that is not free, or about none that is named.
fn is_serious(medical: &Medical, document: &Document, act: &Act) -> bool {
    let around = sentence(document, act);
    let is_drug = |mention: &&Mention| mention.kind == MentionKind::Drug && mention.turn == act.turn;
    let of = |span: Span| document.mentions.iter().filter(is_drug).filter(move |mention| span.overlaps(mention.span));
    let inside: Vec<&Mention> = of(act.span).collect();
    let drugs = if inside.is_empty() { of(around).collect() } else { inside };
    let is_free = |mention: &Mention| medical.free_classes.iter().any(|class| mention.has_class(class));
    // A dose that is raised and a drug that is stopped look like a thing that is left out; only for a start that is what it says.
    let is_negated = |mention: &Mention| mention.scope == Scope::Excluded && act.act == ActKind::Start;
    drugs.is_empty() || drugs.iter().any(|drug| !is_free(drug) && !is_negated(drug))
}

/// The remark that the words of an act have a fault.
pub(crate) fn finding(sample: &Sample, act: &Act, fault: &str) -> Finding {
    let words = act.span.of(sample.text(act.turn)).trim();
    Finding::at(act.turn, act.span, format!("`{words}` {fault}"))
}
