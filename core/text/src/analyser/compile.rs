//! What the analyser looks for: the patterns of the lexicon and of the grammar, by what a match means.

use spotter_contract::Lang;

use super::{Group, Purpose};
use crate::Error;
use crate::grammar::Grammar;
use crate::lexicon::{self, Lexicon};
use crate::pattern::Patterns;

/// Compiles every pattern of the lexicon and the grammar; the groups say what a match means.
pub(super) fn compile(lexicon: &Lexicon, grammar: &Grammar) -> Result<(Patterns, Vec<Group>), Error> {
    let mut compiler = Compiler::default();
    let cues = grammar.cues.iter().enumerate().map(|(index, cue)| (Purpose::Cue(index), &cue.patterns));
    let headings = grammar.headings.iter().enumerate().map(|(index, cue)| (Purpose::Heading(index), &cue.patterns));
    let markers = grammar.markers.iter().map(|patterns| (Purpose::Marker, patterns));
    let circumstances = grammar.circumstances.iter().chain(&lexicon.markers);
    let markers = markers.chain(circumstances.map(|patterns| (Purpose::Circumstance, patterns)));
    let markers = markers.chain(grammar.concessions.iter().map(|patterns| (Purpose::Concession, patterns)));
    let markers = markers.chain(grammar.asides.iter().map(|patterns| (Purpose::Aside, patterns)));
    let actions = grammar.actions.iter().chain(&lexicon.actions).map(|patterns| (Purpose::Action, patterns));
    let branches =
        grammar.alternatives.iter().chain(&lexicon.alternatives).map(|patterns| (Purpose::Alternative, patterns));
    let phrases = lexicon.phrases.iter().enumerate().map(|(index, phrase)| (Purpose::Phrase(index), &phrase.patterns));
    let facts = lexicon.facts.iter().enumerate().map(|(index, fact)| (Purpose::Fact(index), &fact.patterns));
    let modifiers = lexicon.modifiers.iter().enumerate().map(|(index, one)| (Purpose::Modifier(index), &one.patterns));
    let people = grammar.selves.iter().map(|patterns| (Purpose::Own, patterns));
    let people = people.chain(grammar.others.iter().map(|patterns| (Purpose::Other, patterns)));
    let measures = grammar.measures.iter().map(|(about, patterns)| (Purpose::Measure(*about), patterns));
    let conditional = markers.chain(actions).chain(branches);
    for (purpose, patterns) in cues
        .chain(headings)
        .chain(conditional)
        .chain(phrases)
        .chain(facts)
        .chain(modifiers)
        .chain(people)
        .chain(measures)
    {
        compiler.add(purpose, patterns)?;
    }
    compiler.patterns.seal();
    Ok((compiler.patterns, compiler.roles))
}

/// What has been compiled so far.
#[derive(Default)]
struct Compiler {
    patterns: Patterns,
    roles: Vec<Group>,
}

impl Compiler {
    fn add(&mut self, purpose: Purpose, group: &lexicon::Patterns) -> Result<(), Error> {
        let own = self.roles.len();
        let lang =
            [Lang::Tr, Lang::En, Lang::Ar].into_iter().find(|lang| group.file.ends_with(&format!("{lang}.toml")));
        self.roles.push(Group { purpose, cancels: None, lang });
        for pattern in &group.texts {
            self.patterns.add(own, pattern, &group.except, &group.file)?;
        }
        if !group.unless.is_empty() {
            let unless = self.roles.len();
            self.roles.push(Group { purpose: Purpose::Unless, cancels: Some(own), lang });
            for pattern in &group.unless {
                self.patterns.add(unless, pattern, &[], &group.file)?;
            }
        }
        Ok(())
    }
}
