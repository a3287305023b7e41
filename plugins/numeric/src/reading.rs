//! Questions that several rules put to the document: what stands in a sentence, and what is near what.

use std::ops::Range;

use spotter_contract::{Act, ActKind, Document, Lang, Mention, Quantity, Role, Sample, Scope, Sentence, Span};

/// A sentence of the coach's with what stands in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'d> {
    /// Where it stands, and what it is.
    pub(crate) sentence: &'d Sentence,
    /// Its numbers, in order.
    pub(crate) quantities: &'d [Quantity<'d>],
    /// The things it names, in order.
    pub(crate) mentions: &'d [Mention<'d>],
    /// The language that remarks about it are written in.
    pub(crate) lang: Lang,
    /// Whether it states a condition.
    pub(crate) is_conditional: bool,
}

impl<'d> Line<'d> {
    fn new(document: &'d Document<'d>, sentence: &'d Sentence) -> Self {
        let place = |turn, span: Span| (turn, span.start);
        Self {
            sentence,
            quantities: within(&document.quantities, sentence, |one| place(one.turn, one.span)),
            mentions: within(&document.mentions, sentence, |one| place(one.turn, one.span)),
            lang: tongue(document, sentence.lang),
            is_conditional: !within(&document.conditions, sentence, |one| place(one.turn, one.span)).is_empty(),
        }
    }

    /// The part of the sentence around a number, so that a sentence without an end costs no more than a short one.
    pub(crate) fn around(self, quantity: &Quantity) -> Self {
        let (first, after) = (quantity.span.start.saturating_sub(REACH), quantity.span.end + REACH);
        Self {
            quantities: between(self.quantities, |one| one.span.start, first..after),
            mentions: between(self.mentions, |one| one.span.start, first..after),
            ..self
        }
    }

    /// The mentions with this name.
    pub(crate) fn named(self, name: &str) -> impl Iterator<Item = &'d Mention<'d>> {
        self.mentions.iter().filter(move |mention| mention.name == name)
    }

    /// Whether a thing with this name is mentioned.
    pub(crate) fn names(self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    /// Whether a thing with one of these names is mentioned.
    pub(crate) fn names_any(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.names(name))
    }

    /// Whether the sentence calls something dangerous or advises against it.
    pub(crate) fn warns(self) -> bool {
        let is_off = |scope| matches!(scope, Scope::Excluded | Scope::Replaced);
        self.named("danger").any(|mention| !is_off(mention.scope)) || self.names("discouraged")
    }

    /// Whether a number is spoken of only to warn: it is negated, or a limit that is not to be passed.
    pub(crate) fn warns_of(self, quantity: &Quantity) -> bool {
        let is_off = |scope| matches!(scope, Scope::Excluded | Scope::Replaced);
        let is_negated = |mention: &Mention| is_off(mention.scope) && mention.span.overlaps(quantity.span);
        let is_limit = |mention: &'d Mention<'d>| {
            let nearest = self.quantities.iter().min_by_key(|one| gap(one.span, mention.span));
            nearest.is_some_and(|nearest| nearest.span == quantity.span)
        };
        self.warns() || self.mentions.iter().any(is_negated) || self.named("limit").any(is_limit)
    }
}

/// Bytes to both sides of a number in which words may speak of it.
const REACH: usize = 300;

/// How many numbers, and how many names, a sentence may hold to be compared with each other.
const CROWD: usize = 80;

fn between<T>(entries: &[T], place: impl Fn(&T) -> usize, bytes: Range<usize>) -> &[T] {
    let first = entries.partition_point(|one| place(one) < bytes.start);
    let after = entries.partition_point(|one| place(one) < bytes.end);
    entries.get(first..after).unwrap_or(&[])
}

/// The entries that lie in a sentence; entries are sorted by turn and position.
fn within<'d, T>(entries: &'d [T], sentence: &Sentence, place: impl Fn(&T) -> (usize, usize)) -> &'d [T] {
    let first = entries.partition_point(|one| place(one) < (sentence.turn, sentence.span.start));
    let after = entries.partition_point(|one| place(one) < (sentence.turn, sentence.span.end));
    entries.get(first..after).unwrap_or(&[])
}

/// The sentences of the coach's turns, in order.
pub(crate) fn lines<'d>(sample: &'d Sample, document: &'d Document<'d>) -> impl Iterator<Item = Line<'d>> {
    spoken(sample, document, Role::Coach)
}

/// The sentences of the coach's turns whose numbers can be compared with each other: in a table without line breaks
/// nobody can tell what belongs together.
pub(crate) fn comparable<'d>(sample: &'d Sample, document: &'d Document<'d>) -> impl Iterator<Item = Line<'d>> {
    lines(sample, document).filter(|line| line.quantities.len() <= CROWD && line.mentions.len() <= CROWD)
}

/// The sentences of the user's turns, in order.
pub(crate) fn questions<'d>(sample: &'d Sample, document: &'d Document<'d>) -> impl Iterator<Item = Line<'d>> {
    spoken(sample, document, Role::User)
}

fn spoken<'d>(sample: &'d Sample, document: &'d Document<'d>, role: Role) -> impl Iterator<Item = Line<'d>> {
    let is_theirs = move |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == role);
    let sentences = document.sentences.iter().filter(move |sentence| is_theirs(sentence.turn));
    sentences.map(|sentence| Line::new(document, sentence))
}

/// A number as it is written.
pub(crate) fn written<'s>(sample: &'s Sample, quantity: &Quantity) -> &'s str {
    quantity.span.of(sample.text(quantity.turn))
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

/// The language that a remark about a position is written in.
pub(crate) fn lang_at(document: &Document, turn: usize, position: usize) -> Lang {
    let after = document.sentences.partition_point(|one| (one.turn, one.span.start) <= (turn, position));
    let lang = after.checked_sub(1).and_then(|at| document.sentences.get(at)).map_or(Lang::Other, |one| one.lang);
    tongue(document, lang)
}

/// The language of the whole answer, for a line of a list is too short to tell; that of the sentence where the answer mixes.
fn tongue(document: &Document, sentence: Lang) -> Lang {
    let is_sure = |lang: &Lang| matches!(lang, Lang::Tr | Lang::En | Lang::Ar);
    [document.lang, sentence].into_iter().find(is_sure).unwrap_or(Lang::En)
}
