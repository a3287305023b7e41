//! The same disclaimer under every answer.
//!
//! A sentence that limits or refers and that stands word for word in a large share of the answers was pasted, not
//! thought of; a model that learns from them learns to paste it, too. Rubrics see one sample, so that the count over a
//! data set is kept here.

use std::collections::{BTreeMap, BTreeSet};

use spotter_contract::{ActKind, Document, Role, Sample};
use spotter_report::Rate;

/// How often each sentence that limits or refers stands in the answers of a data set.
#[derive(Debug, Default)]
pub(crate) struct Boilerplate {
    samples: usize,
    sentences: BTreeMap<String, usize>,
}

impl Boilerplate {
    /// The sentences of the coach that limit or refer, in search form, each once.
    pub(crate) fn sentences(sample: &Sample, document: &Document) -> BTreeSet<String> {
        let is_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
        let limits = document.acts.iter().filter(|act| matches!(act.act, ActKind::Disclaimer | ActKind::Referral));
        limits
            .filter(|act| is_coach(act.turn))
            .map(|act| {
                let sentence = document.sentence_at(act.turn, act.span.start);
                let span = sentence.map_or(act.span, |sentence| sentence.span);
                spotter_text::fold(span.of(sample.text(act.turn)).trim())
            })
            .collect()
    }

    /// Adds the sentences of one sample.
    pub(crate) fn add(&mut self, sentences: BTreeSet<String>) {
        self.samples += 1;
        for sentence in sentences {
            *self.sentences.entry(sentence).or_default() += 1;
        }
    }

    /// The sentences in more than this share of the samples with their counts, the most frequent first.
    pub(crate) fn repeated(&self, most: f64) -> Vec<(&str, usize)> {
        let is_much = |count: usize| count > 1 && count as f64 > most * self.samples as f64;
        let much = self.sentences.iter().filter(|(_, count)| is_much(**count));
        let mut much: Vec<(&str, usize)> = much.map(|(sentence, count)| (sentence.as_str(), *count)).collect();
        much.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        much
    }

    /// How often the most frequent sentence stands.
    pub(crate) fn worst(&self) -> Rate {
        Rate::new(self.sentences.values().copied().max().unwrap_or(0), self.samples)
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::{Lang, Turn};
    use spotter_text::{Analyser, Lexicon};

    use super::*;

    const PHRASES: &str = "[[phrase]]\nact = 'referral'\ntype = 'consult'\npatterns = ['ask your doctor']\n";

    fn counted(answers: &[&str]) -> Boilerplate {
        let analyser = Analyser::new(Lexicon::parse(&[("x/en.toml", Lang::En, PHRASES)]).unwrap()).unwrap();
        let mut boilerplate = Boilerplate::default();
        for answer in answers {
            let sample = Sample { turns: vec![Turn::new(Role::Coach, *answer)], ..Sample::default() };
            boilerplate.add(Boilerplate::sentences(&sample, &analyser.read(&sample)));
        }
        boilerplate
    }

    #[test]
    fn a_sentence_in_every_second_answer_is_boilerplate() {
        let answers =
            ["Walk. Ask your doctor first.", "Swim. Ask your doctor first.", "Row.", "Ask your doctor on Monday."];
        let boilerplate = counted(&answers);
        assert_eq!(boilerplate.worst(), Rate::new(2, 4));
        assert_eq!(boilerplate.repeated(0.3), [("ask your doctor first.", 2)]);
        assert!(boilerplate.repeated(0.5).is_empty());
    }

    #[test]
    fn a_sentence_counts_once_a_sample() {
        let boilerplate = counted(&["Ask your doctor first. Walk. Ask your doctor first.", "Row."]);
        assert!(boilerplate.repeated(0.3).is_empty());
    }
}
