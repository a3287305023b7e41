//! What the parts of a turn say, as the document and the facts hold it.

use spotter_contract::{Act, ActKind, Condition, Document, Equation, Lang, Mention, MentionKind, Role, Sentence, Span};

use super::{Analyser, Part, Purpose, Turn};
use crate::equation::equations;
use crate::facts::Statement;
use crate::foods::Beside;
use crate::grammar::Measure;
use crate::pattern::{Class, Hit, Place};
use crate::scope::Named;
use crate::tokens::Kind;

impl Analyser {
    pub(super) fn report<'a>(&'a self, turn: &Turn, parts: &[(usize, Lang, Part<'a>)], document: &mut Document<'a>) {
        for (index, lang, part) in parts {
            let Some(segment) = turn.segments.get(*index) else { continue };
            let span = turn.span(segment.first, segment.after);
            document.sentences.push(Sentence { turn: turn.index, span, kind: segment.kind, lang: *lang });
            for found in &part.quantities {
                document.quantities.push(turn.quantity(found));
            }
            let beside = part.beside();
            for (named, term) in &part.named {
                document.mentions.extend(self.mention(turn, &beside, *named, *term));
            }
            let written =
                equations(turn.folded, turn.tokens, segment.first + segment.bullet, segment.after, &part.quantities);
            document.equations.extend(written.iter().map(|one| Equation {
                turn: turn.index,
                span: turn.span(one.first, one.after),
                stated: one.stated,
                computed: one.computed,
                tolerance: one.tolerance,
            }));
            if part.reading.level > 0 {
                document.conditions.push(Condition { turn: turn.index, span, level: part.reading.level });
            }
            self.acts(turn, part, document);
        }
    }

    fn mention<'a>(&'a self, turn: &Turn, beside: &Beside, named: Named, term: usize) -> Option<Mention<'a>> {
        let term = self.lexicon.terms.get(term)?;
        let is_food = term.kind == MentionKind::Food && !term.classes.is_empty();
        let classes = if is_food { self.modified(turn, beside, named, &term.classes) } else { &term.classes };
        let span = turn.span(named.first, named.after);
        Some(Mention { turn: turn.index, span, kind: term.kind, name: &term.name, classes, scope: named.scope })
    }

    /// What the words beside a food leave of its classes: `vegan cheese`, `glutensiz ekmek`.
    fn modified<'a>(&'a self, turn: &Turn, beside: &Beside, food: Named, classes: &'a str) -> &'a str {
        let stops = |at: usize| {
            let Some(token) = turn.tokens.get(at) else { return true };
            let word = token.text(turn.folded);
            let is_one = |list: &[(Lang, String)]| list.iter().any(|(_, one)| one == word);
            token.kind != Kind::Word || is_one(&self.grammar.joins) || is_one(&self.grammar.breaks)
        };
        let mut left = classes;
        for index in beside.modifiers_of((food.first, food.after), &self.lexicon.modifiers, stops) {
            left = self.lexicon.modifiers.get(index).and_then(|one| one.left_of(left)).unwrap_or(left);
        }
        left
    }

    fn acts<'a>(&'a self, turn: &Turn, part: &Part<'a>, document: &mut Document<'a>) {
        let mut acts: Vec<Act<'a>> = Vec::new();
        for (purpose, hit) in &part.hits {
            let Purpose::Phrase(index) = purpose else { continue };
            let Some(phrase) = self.lexicon.phrases.get(*index) else { continue };
            if phrase.act == ActKind::Crisis && turn.role != Role::User {
                continue;
            }
            let drug = || self.drug_in(part, hit);
            let detail = phrase.detail.as_deref().or_else(drug);
            let act = Act { turn: turn.index, span: turn.span(hit.first, hit.after), act: phrase.act, detail };
            match acts
                .iter_mut()
                .find(|own| own.act == act.act && own.detail == act.detail && own.span.overlaps(act.span))
            {
                Some(own) => own.span = Span::new(own.span.start.min(act.span.start), own.span.end.max(act.span.end)),
                None => acts.push(act),
            }
        }
        document.acts.extend(acts);
    }

    /// The drug inside a match.
    fn drug_in<'a>(&'a self, part: &Part<'a>, hit: &Hit) -> Option<&'a str> {
        let inside = |place: &&Place| {
            matches!(place.class, Class::Drug | Class::Supplement)
                && hit.first <= place.first
                && place.after <= hit.after
        };
        let place = part.places.iter().find(inside)?;
        let (_, term) = part.named.iter().find(|(named, term)| named.first == place.first && self.is_drug(*term))?;
        self.lexicon.terms.get(*term).map(|term| term.name.as_str())
    }

    fn is_drug(&self, term: usize) -> bool {
        self.lexicon.terms.get(term).is_some_and(|term| term.kind == MentionKind::Drug)
    }

    pub(super) fn statement<'p>(&'p self, part: &'p Part<'p>) -> Statement<'p> {
        let has = |wanted: Purpose| part.hits.iter().any(|(purpose, _)| *purpose == wanted);
        let fact =
            |purpose: &Purpose| if let Purpose::Fact(index) = purpose { self.lexicon.facts.get(*index) } else { None };
        let named = |(named, term): &(Named, usize)| {
            self.lexicon.terms.get(*term).map(|term| (term.kind, term.name.as_str(), named.scope))
        };
        let mut measures: Vec<(Measure, usize, usize)> = part
            .hits
            .iter()
            .filter_map(|(purpose, hit)| match purpose {
                Purpose::Measure(about) => Some((*about, hit.first, hit.after)),
                _ => None,
            })
            .collect();
        measures.sort_by_key(|(_, first, _)| *first);
        Statement {
            facts: part.hits.iter().filter_map(|(purpose, _)| fact(purpose)).collect(),
            named: part.named.iter().filter_map(named).collect(),
            quantities: &part.quantities,
            measures,
            is_self: has(Purpose::Own),
            is_other: has(Purpose::Other),
        }
    }
}
