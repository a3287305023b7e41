//! What the tests of the rules share: lists, armed, and an answer judged by one rule.

use spotter_contract::{Outcome, Role, Rubric, Rule, Sample, Turn};
use spotter_text::{Analyser, Lexicon};

use crate::Wordlist;

/// What a rule says about an answer.
pub(crate) fn outcome(rule: &Rule<Wordlist>, lists: &str, answer: &str) -> Outcome {
    asked(rule, lists, "?", answer)
}

/// What a rule says about a question and its answer.
pub(crate) fn asked(rule: &Rule<Wordlist>, lists: &str, question: &str, answer: &str) -> Outcome {
    let lists = Wordlist::arm(lists).unwrap();
    let turns = vec![Turn::new(Role::User, question), Turn::new(Role::Coach, answer)];
    let sample = Sample { turns, ..Sample::default() };
    let analyser = Analyser::new(Lexicon::default()).unwrap();
    (rule.check)(&lists, &sample, &analyser.read(&sample))
}

/// Asserts that a rule is broken by every answer.
pub(crate) fn breaks(rule: &Rule<Wordlist>, lists: &str, answers: &[&str]) {
    for answer in answers {
        assert_eq!(outcome(rule, lists, answer).name(), "broken", "{answer}");
    }
}

/// Asserts that a rule finds no fault with any answer.
pub(crate) fn keeps(rule: &Rule<Wordlist>, lists: &str, answers: &[&str]) {
    for answer in answers {
        let outcome = outcome(rule, lists, answer);
        assert!(outcome.findings().is_empty(), "{answer}: {outcome:?}");
    }
}
