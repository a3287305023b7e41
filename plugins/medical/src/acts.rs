//! The acts of the coach, and when an act about a drug is none.

use spotter_contract::{Act, ActKind, Document, Mention, MentionKind, Outcome, Role, Sample, Scope, Span};

use crate::Medical;
use crate::remark::finding;

/// Broken at every act of a kind by the coach.
pub(crate) fn forbid(medical: &Medical, rule: &str, kind: ActKind, given: (&Sample, &Document)) -> Outcome {
    let acts = of_coach(kind, given.0, given.1);
    Outcome::of(acts.map(|act| finding(medical, rule, given, act)).collect())
}

/// The same for acts about drugs: those about a free class, and those that the text negates, do not count.
pub(crate) fn forbid_drug(medical: &Medical, rule: &str, kind: ActKind, given: (&Sample, &Document)) -> Outcome {
    let (sample, document) = given;
    let doses: Vec<Span> = match kind {
        ActKind::Start => of_coach(ActKind::Dose, sample, document).map(|dose| sentence(document, dose)).collect(),
        _ => Vec::new(),
    };
    // A dose says to take the drug too; one remark is enough.
    let is_dosed = |act: &Act| doses.iter().any(|dose| dose.overlaps(act.span));
    let acts = of_coach(kind, sample, document).filter(|act| is_serious(medical, document, act) && !is_dosed(act));
    Outcome::of(acts.map(|act| finding(medical, rule, given, act)).collect())
}

/// Whether a turn does one of these things.
pub(crate) fn has_any(document: &Document, turn: usize, kinds: &[ActKind]) -> bool {
    document.acts.iter().any(|act| act.turn == turn && kinds.contains(&act.act))
}

/// The sentence around an act, or the act itself.
fn sentence(document: &Document, act: &Act) -> Span {
    document.sentence_at(act.turn, act.span.start).map_or(act.span, |sentence| sentence.span)
}

/// The type of an act that is only spoken of: a question about a dose, a report of one.
const MENTIONED: &str = "mentioned";

/// What a question begins with that is none.
const RHETORICAL: [&str; 8] = ["why not", "why don't you", "neden", "niye", "niçin", "لم لا", "لماذا لا", "لما لا"];

/// The acts of a kind in the coach's turns, except those that are asked, quoted or only spoken of, those in a sentence
/// that refuses, and those inside a longer one.
pub(crate) fn of_coach<'d, 'a>(
    kind: ActKind,
    sample: &'d Sample,
    document: &'d Document<'a>,
) -> impl Iterator<Item = &'d Act<'a>> {
    let is_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    let mut last: Option<&Act> = None;
    let is_advice = move |act: &&Act| {
        act.act == kind
            && is_coach(act.turn)
            && act.detail != Some(MENTIONED)
            && !is_refused(document, act)
            && !is_asked(sample, document, act)
            && !is_quoted(sample, document, act)
    };
    document.acts.iter().filter(is_advice).filter(move |act| {
        let is_new = last.is_none_or(|last| last.turn != act.turn || !last.span.overlaps(act.span));
        if is_new {
            last = Some(act);
        }
        is_new
    })
}

/// Whether an act stands in a question; `why not stop it?` is advice.
fn is_asked(sample: &Sample, document: &Document, act: &Act) -> bool {
    let text = sentence(document, act).of(sample.text(act.turn)).trim();
    let is_question = text.trim_end_matches(['"', '”', '»', ')', '*', ' ']).ends_with(['?', '؟']);
    is_question && !RHETORICAL.iter().any(|begin| spotter_text::fold(text).starts_with(&spotter_text::fold(begin)))
}

/// Whether an act stands between quotation marks that open in its sentence: the words are somebody else's.
fn is_quoted(sample: &Sample, document: &Document, act: &Act) -> bool {
    let sentence = sentence(document, act);
    let before = Span::new(sentence.start, act.span.start.max(sentence.start)).of(sample.text(act.turn));
    let depth = before.chars().fold(0_i32, |depth, letter| match letter {
        '"' if depth > 0 => depth - 1,
        '“' | '«' | '„' | '"' => depth + 1,
        '”' | '»' => depth - 1,
        _ => depth,
    });
    depth > 0
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
