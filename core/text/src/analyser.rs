//! The one reading of a sample that every rubric shares.

mod compile;
mod report;

use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use spotter_contract::{
    Document, Facts, Lang, MentionKind, Quantity, QuantityKind, Role, Sample, Scope, SentenceKind, Span,
};

use crate::Error;
use crate::condition::{Marks, Reading};
use crate::context::{Context, quoted};
use crate::facts;
use crate::foods::Beside;
use crate::grammar::{Grammar, Measure};
use crate::lang::Tally;
use crate::lexicon::{Flag, Lexicon, Senses};
use crate::mention::{self, Finder, Guard};
use crate::normalise::Folded;
use crate::pattern::{Class, Hit, Marked, Patterns, Place};
use crate::quantity::{Found, Reader};
use crate::scope::{Heard, Named};
use crate::segment::{Segment, segments};
use crate::tokens::{Kind, Token, tokenise};
use crate::unit::Units;
use crate::vocabulary;

/// Reads samples with a lexicon.
#[derive(Debug)]
pub struct Analyser {
    lexicon: Lexicon,
    grammar: Grammar,
    units: Units,
    finder: Finder,
    guard: Guard,
    patterns: Patterns,
    roles: Vec<Group>,
}

/// What a group of patterns is for, and which group it cancels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Group {
    purpose: Purpose,
    /// The group that a match of this one cancels in the same sentence.
    cancels: Option<usize>,
    /// The language whose words the group is about.
    lang: Option<Lang>,
}

/// What a pattern's match means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Cue(usize),
    Heading(usize),
    Phrase(usize),
    Fact(usize),
    Marker,
    Circumstance,
    Concession,
    Aside,
    Action,
    Alternative,
    Modifier(usize),
    Own,
    Other,
    Measure(Measure),
    Unless,
}

/// From how many tokens on the language of a segment is certain enough to rule out words of another.
const CERTAIN: usize = 5;

/// A shy word counts in a segment of fewer other words than this.
const SHY: usize = 3;

/// How many bytes may stand between two foods of a list: ` and `, ` veya `.
const LISTED: usize = 8;

/// One turn, cut and marked.
struct Turn<'t> {
    index: usize,
    role: Role,
    source: &'t str,
    folded: &'t Folded,
    tokens: &'t [Token],
    segments: &'t [Segment],
    marked: Marked,
    named: Vec<mention::Hit>,
    quoted: Vec<Range<usize>>,
}

/// What was found in one segment.
struct Part<'a> {
    quantities: Vec<Found<'a>>,
    named: Vec<(Named, usize)>,
    hits: Vec<(Purpose, Hit)>,
    places: Vec<Place>,
    reading: Reading,
}

impl Analyser {
    /// An analyser with this lexicon.
    ///
    /// # Errors
    /// If a pattern does not follow the pattern language.
    pub fn new(mut lexicon: Lexicon) -> Result<Self, Error> {
        lexicon.learn_modifiers();
        let grammar = Grammar::new()?;
        // Words, units and patterns do not need one another.
        let (words, units, patterns) = thread::scope(|scope| {
            let words = scope.spawn(|| (Finder::new(&lexicon.terms), Guard::new(&lexicon.terms)));
            let units = scope.spawn(|| {
                vocabulary::prepare();
                Units::new()
            });
            let patterns = compile::compile(&lexicon, &grammar);
            (words.join(), units.join(), patterns)
        });
        let (finder, guard) = words.unwrap_or_else(|panic| resume_unwind(panic));
        let units = units.unwrap_or_else(|panic| resume_unwind(panic))?;
        let (patterns, roles) = patterns?;
        Ok(Self { lexicon, grammar, units, finder, guard, patterns, roles })
    }

    /// Reads every turn of a sample.
    pub fn read<'a>(&'a self, sample: &Sample) -> Document<'a> {
        let mut document = Document::empty();
        self.pass(sample, Some(&mut document), None);
        document
    }

    /// What the user's turns state about the user.
    pub fn facts(&self, sample: &Sample) -> Facts<'static> {
        let mut facts = Facts::default();
        self.pass(sample, None, Some(&mut facts));
        facts
    }

    /// Both in one pass, which costs no more than the reading alone.
    pub fn read_with_facts<'a>(&'a self, sample: &Sample) -> (Document<'a>, Facts<'static>) {
        let (mut document, mut facts) = (Document::empty(), Facts::default());
        self.pass(sample, Some(&mut document), Some(&mut facts));
        (document, facts)
    }

    fn pass<'a>(
        &'a self,
        sample: &Sample,
        mut document: Option<&mut Document<'a>>,
        mut facts: Option<&mut Facts<'static>>,
    ) {
        let told = sample.answer().or(sample.question()).map(|(index, _)| index);
        for (index, turn) in sample.turns.iter().enumerate() {
            let is_question = turn.role == Role::User;
            if document.is_none() && !is_question {
                continue;
            }
            let tally = self.with_turn(index, turn.role, &turn.text, |turn, parts| {
                if let Some(document) = document.as_deref_mut() {
                    self.report(turn, parts, document);
                }
                if let Some(facts) = facts.as_deref_mut().filter(|_| is_question) {
                    for (_, _, part) in parts {
                        facts::add(facts, &self.statement(part));
                    }
                }
            });
            if let Some(document) = document.as_deref_mut().filter(|_| told == Some(index)) {
                document.lang = tally.lang(&turn.text);
            }
        }
        if let Some(document) = document {
            document.mentions.sort_by_key(|mention| (mention.turn, mention.span, mention.kind));
            document.acts.sort_by_key(|act| (act.turn, act.span, act.act));
        }
    }

    fn with_turn<'a>(
        &'a self,
        index: usize,
        role: Role,
        text: &str,
        mut then: impl FnMut(&Turn, &[(usize, Lang, Part<'a>)]),
    ) -> Tally {
        let folded = Folded::new(text);
        let tokens = tokenise(&folded);
        let segments = segments(text, &folded, &tokens, &self.grammar);
        let mut named = self.finder.find(&folded.text);
        let disguised = self.guard.find(text, &folded, &tokens, &named);
        if !disguised.is_empty() {
            named.extend(disguised);
            named.sort_by_key(|hit| hit.start);
        }
        let marked = self.patterns.mark(&folded, &tokens);
        let quoted = quoted(&tokens);
        let turn = Turn {
            index,
            role,
            source: text,
            folded: &folded,
            tokens: &tokens,
            segments: &segments,
            marked,
            named,
            quoted,
        };
        let mut tally = Tally::default();
        let parts: Vec<(usize, Lang, Part)> = self.parts(&turn, &mut tally);
        then(&turn, &parts);
        tally
    }

    fn parts<'a>(&'a self, turn: &Turn, tally: &mut Tally) -> Vec<(usize, Lang, Part<'a>)> {
        let mut parts: Vec<(usize, Lang, Part)> = Vec::with_capacity(turn.segments.len());
        let mut scopes: Vec<Option<Scope>> = Vec::with_capacity(turn.segments.len());
        let mut next = 0;
        let reader = Reader::new(&self.grammar, &self.units, (turn.folded, turn.tokens), turn.source);
        for (index, segment) in turn.segments.iter().enumerate() {
            let own = turn.tokens.get(segment.first..segment.after).unwrap_or(&[]);
            let (lang, absent) = tally.add(turn.folded, own);
            let quantities = reader.read(segment.first + segment.bullet, segment.after, lang);
            let mut part = self.part(turn, segment, (quantities, lang, absent), &mut next);
            let context = self.context(turn, segment, (lang, absent));
            part.reading = context.condition(marks(&part, turn));
            let inherited = segment.heading.and_then(|heading| scopes.get(heading).copied().flatten());
            let own = || self.heading(&part, segment.first..segment.after);
            scopes.push(match segment.kind {
                SentenceKind::Heading => own(),
                SentenceKind::Json => own().or(inherited),
                _ => None,
            });
            let header = parts.get(segment.header.unwrap_or(usize::MAX));
            self.scope(&context, &mut part, (inherited, header), turn);
            if let Some((_, _, heading)) = segment.heading.and_then(|heading| parts.get_mut(heading)) {
                heading.reading.complete(part.reading);
            }
            parts.push((index, lang, part));
        }
        parts
    }

    fn context<'t>(
        &'t self,
        turn: &Turn<'t>,
        segment: &'t Segment,
        (lang, absent): (Lang, Option<Lang>),
    ) -> Context<'t> {
        Context {
            grammar: &self.grammar,
            source: turn.source,
            folded: turn.folded,
            tokens: turn.tokens,
            segment,
            lang,
            absent,
        }
    }

    fn part<'a>(
        &'a self,
        turn: &Turn,
        segment: &Segment,
        (quantities, lang, absent): (Vec<Found<'a>>, Lang, Option<Lang>),
        next: &mut usize,
    ) -> Part<'a> {
        let named = self.named(turn, (segment, lang), next);
        let mut places: Vec<Place> = named.iter().filter_map(|(named, term)| self.place(*named, *term)).collect();
        let numbers = quantities.iter().filter(|found| found.kind != QuantityKind::Ordinal);
        places.extend(numbers.map(|found| Place { first: found.first, after: found.after, class: Class::Number }));
        places.sort_by_key(|place| place.first);
        let found = self.patterns.find(&turn.marked, segment.first + segment.bullet..segment.after, &places);
        let role = |hit: &Hit| self.roles.get(hit.group).copied();
        let mut cancelled: Vec<usize> = found.iter().filter_map(|hit| role(hit)?.cancels).collect();
        cancelled.sort_unstable();
        cancelled.dedup();
        let is_spoken = |group: Group| !group.purpose.is_grammar() || group.lang.is_none() || group.lang != absent;
        let live =
            found.iter().filter(|hit| cancelled.binary_search(&hit.group).is_err() && role(hit).is_some_and(is_spoken));
        let hits = live.filter_map(|hit| Some((role(hit)?.purpose, *hit))).collect();
        Part { quantities, named, hits, places, reading: Reading::default() }
    }

    /// The terms inside a segment, by their tokens; words beside them may cancel them.
    fn named(&self, turn: &Turn, (segment, lang): (&Segment, Lang), next: &mut usize) -> Vec<(Named, usize)> {
        let end = turn.tokens.get(segment.after.wrapping_sub(1)).map_or(0, |token| token.end as usize);
        let mut named = Vec::new();
        while let Some(hit) = turn.named.get(*next).filter(|hit| hit.start < end) {
            let at = *next;
            *next += 1;
            let own = turn.tokens.get(segment.first..segment.after).unwrap_or(&[]);
            let first = segment.first + own.partition_point(|token| (token.end as usize) <= hit.start);
            let after = segment.first + own.partition_point(|token| (token.start as usize) < hit.end);
            let is_foreign = self.is_foreign(*hit, lang) && own.len() >= CERTAIN;
            if first >= after || is_foreign || self.is_cancelled(turn, segment, at, (first, after)) {
                continue;
            }
            let scope = if hit.is_privative { Scope::Excluded } else { Scope::Used };
            named.push((Named { first, after, scope }, hit.term));
        }
        named
    }

    /// Whether a short food is spelled like a word of the sentence's own language: `ham` is raw in Turkish, `tuna` a river.
    fn is_foreign(&self, hit: mention::Hit, lang: Lang) -> bool {
        let is_known = matches!(lang, Lang::Tr | Lang::En | Lang::Ar);
        let term = self.lexicon.terms.get(hit.term).filter(|term| term.kind == MentionKind::Food);
        is_known && hit.end - hit.start <= 4 && term.is_some_and(|term| term.lang != lang)
    }

    /// Whether the neighbours of a word say that it means something else.
    fn is_cancelled(&self, turn: &Turn, segment: &Segment, hit: usize, (first, after): (usize, usize)) -> bool {
        let Some(found) = turn.named.get(hit) else { return true };
        let Some(term) = self.lexicon.terms.get(found.term) else { return true };
        let token = |at: usize| turn.tokens.get(at).filter(|_| (segment.first..segment.after).contains(&at));
        let text = |at: Option<usize>| at.and_then(token).map_or("", |token| token.stem(turn.folded));
        let senses = &term.senses;
        if Senses::is_one(&senses.unless_before, text(first.checked_sub(1)))
            || Senses::is_one(&senses.unless_after, text(Some(after)))
        {
            return true;
        }
        if !term.flags.contains(&Flag::Shy) {
            return false;
        }
        let own = turn.tokens.get(segment.first..segment.after).unwrap_or(&[]);
        let is_alone =
            own.iter().filter(|token| token.kind == Kind::Word).take(after - first + SHY).count() < after - first + SHY;
        let is_counted = (1..=3).filter_map(|back| token(first.checked_sub(back)?)).any(|one| one.kind == Kind::Number);
        let is_confirmed = (1..=2).any(|step| {
            Senses::is_one(&senses.if_before, text(first.checked_sub(step)))
                || Senses::is_one(&senses.if_after, text(Some(after + step - 1)))
        });
        !(is_alone || is_counted || is_confirmed || self.is_beside_food(turn, hit))
    }

    /// Whether another food stands within a list's reach of one: `et, süt`, `sole and cod`.
    fn is_beside_food(&self, turn: &Turn, hit: usize) -> bool {
        let Some(own) = turn.named.get(hit) else { return false };
        let is_food = |other: &&mention::Hit| {
            self.lexicon
                .terms
                .get(other.term)
                .is_some_and(|term| term.kind == MentionKind::Food && !term.flags.contains(&Flag::Shy))
        };
        let before = hit.checked_sub(1).and_then(|at| turn.named.get(at)).filter(is_food);
        let after = turn.named.get(hit + 1).filter(is_food);
        before.is_some_and(|other| own.start.saturating_sub(other.end) <= LISTED)
            || after.is_some_and(|other| other.start.saturating_sub(own.end) <= LISTED)
    }

    fn place(&self, named: Named, term: usize) -> Option<Place> {
        let term = self.lexicon.terms.get(term)?;
        let class = match term.kind {
            MentionKind::Food => Class::Food,
            MentionKind::Drug if term.classes.split(',').any(|class| class == "supplement") => Class::Supplement,
            MentionKind::Drug => Class::Drug,
            MentionKind::Condition => Class::Condition,
            MentionKind::Topic => Class::Topic,
        };
        Some(Place { first: named.first, after: named.after, class })
    }

    /// What a heading among these tokens says of what stands under it.
    fn heading(&self, part: &Part, tokens: Range<usize>) -> Option<Scope> {
        part.hits.iter().find_map(|(purpose, hit)| match purpose {
            Purpose::Heading(index) if tokens.start <= hit.first && hit.after <= tokens.end => {
                self.grammar.headings.get(*index).map(|cue| cue.scope)
            }
            _ => None,
        })
    }

    fn scope(
        &self,
        context: &Context,
        part: &mut Part,
        (inherited, header): (Option<Scope>, Option<&(usize, Lang, Part)>),
        turn: &Turn,
    ) {
        let mut named: Vec<Named> = part.named.iter().map(|(named, _)| *named).collect();
        let cue = |(purpose, hit): &(Purpose, Hit)| {
            let Purpose::Cue(index) = purpose else { return None };
            Some(Heard { cue: self.grammar.cues.get(*index)?, first: hit.first, after: hit.after })
        };
        let mut heard: Vec<Heard> = part.hits.iter().filter_map(cue).collect();
        heard.sort_by_key(|one| (one.first, one.after));
        let colon = context.colon();
        let inline = colon.and_then(|colon| self.heading(part, context.segment.first..colon));
        let column = |at: usize| {
            let (index, _, head) = header?;
            let row = turn.segments.get(*index)?;
            let cell = context.cell(row, context.column(at)?);
            self.heading(head, cell)
        };
        let of = |at: usize| {
            let inline = inline.filter(|_| colon.is_some_and(|colon| colon < at));
            let quoted = context.is_quoted(&turn.quoted, at).then_some(Scope::Mentioned);
            inline.or_else(|| column(at)).or(inherited).or(quoted)
        };
        context.scope(&heard, &mut named, &of);
        part.named.iter_mut().zip(named).for_each(|(own, named)| own.0 = named);
    }
}

impl Part<'_> {
    /// Where its foods, its modifiers and its cues stand.
    fn beside(&self) -> Beside {
        let mut beside =
            Beside { foods: self.named.iter().map(|(one, _)| (one.first, one.after)).collect(), ..Beside::default() };
        for (purpose, hit) in &self.hits {
            match purpose {
                Purpose::Modifier(index) => beside.modifiers.push(((hit.first, hit.after), *index)),
                Purpose::Cue(_) => beside.cues.push((hit.first, hit.after)),
                _ => {}
            }
        }
        beside.sorted()
    }
}

impl Turn<'_> {
    /// The source bytes of the tokens `first..after`, without line breaks at the ends.
    fn span(&self, first: usize, after: usize) -> Span {
        let tokens = self.tokens.get(first..after).unwrap_or(&[]);
        let mut inked = tokens.iter().filter(|token| token.kind != Kind::Break);
        let Some(start) = inked.clone().next() else { return Span::new(0, 0) };
        let end = inked.next_back().map_or(start.end, |last| last.end);
        self.folded.source(start.start as usize, end as usize)
    }

    fn quantity<'a>(&self, found: &Found<'a>) -> Quantity<'a> {
        Quantity {
            turn: self.index,
            span: self.span(found.from, found.to),
            value: found.value,
            high: found.high,
            other: found.other,
            unit: found.unit,
            kind: found.kind,
        }
    }
}

impl Purpose {
    /// Whether a group for this is words of a language's grammar, which mean nothing in a sentence of another.
    fn is_grammar(self) -> bool {
        matches!(
            self,
            Self::Cue(_)
                | Self::Heading(_)
                | Self::Marker
                | Self::Circumstance
                | Self::Concession
                | Self::Aside
                | Self::Action
                | Self::Alternative
        )
    }
}

/// What the matches in a segment are to its condition.
fn marks(part: &Part, turn: &Turn) -> Marks {
    let mut marks = Marks::default();
    for (purpose, hit) in &part.hits {
        match purpose {
            Purpose::Marker => marks.markers.push(*hit),
            Purpose::Circumstance => marks.circumstances.push(*hit),
            Purpose::Concession => marks.concessions.push(*hit),
            Purpose::Aside => marks.asides.push(*hit),
            Purpose::Action => marks.actions.push(*hit),
            Purpose::Alternative => marks.alternatives.push(*hit),
            _ => {}
        }
    }
    let is_digit = |found: &&Found| {
        found.kind != QuantityKind::Ordinal && found.unit.is_some()
            || turn.tokens.get(found.first).is_some_and(|token| token.kind == Kind::Number)
    };
    marks.numbers = part.quantities.iter().filter(is_digit).map(|found| found.first..found.after).collect();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_of_this_crate_compiles() {
        Analyser::new(Lexicon::default()).unwrap();
    }
}
