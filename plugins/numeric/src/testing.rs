//! What the tests of the rules share: a conversation, read and judged with the real packs.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use spotter_contract::{Facts, Outcome, Role, Rubric, Rule, Sample, Turn};
use spotter_text::{Analyser, Lexicon};

use crate::Numeric;

/// What a rule of the pack says about a question and its answer.
pub(crate) fn outcome(rule: &Rule<Numeric>, facts: Facts<'static>, [question, answer]: [&str; 2]) -> Outcome {
    let (rubric, analyser) = armed();
    let turns = vec![Turn::new(Role::User, question), Turn::new(Role::Coach, answer)];
    let mut sample = Sample { facts, turns, ..Sample::default() };
    let read = analyser.facts(&sample);
    sample.facts = std::mem::take(&mut sample.facts).completed_by(read);
    (rule.check)(rubric, &sample, &analyser.read(&sample))
}

/// Asserts that a rule is broken by every answer.
pub(crate) fn breaks(rule: &Rule<Numeric>, facts: &Facts<'static>, conversations: &[[&str; 2]]) {
    for conversation in conversations {
        let outcome = outcome(rule, facts.clone(), *conversation);
        assert_eq!(outcome.name(), "broken", "{conversation:?}");
    }
}

/// Asserts that a rule finds no fault with any answer.
pub(crate) fn keeps(rule: &Rule<Numeric>, facts: &Facts<'static>, conversations: &[[&str; 2]]) {
    for conversation in conversations {
        let outcome = outcome(rule, facts.clone(), *conversation);
        assert!(outcome.findings().is_empty(), "{conversation:?}: {outcome:?}");
    }
}

/// The rubric and the reader of the real packs.
pub(crate) fn armed() -> &'static (Numeric, Analyser) {
    static ARMED: OnceLock<(Numeric, Analyser)> = OnceLock::new();
    ARMED.get_or_init(|| {
        let folders = ["numeric", "conditional", "disclaimer", "dietary", "medical"].map(|name| (name, pack(name)));
        let packs: Vec<(&str, &Path)> = folders.iter().map(|(name, folder)| (*name, folder.as_path())).collect();
        let analyser = Analyser::new(Lexicon::load(&packs).unwrap()).unwrap();
        let text = std::fs::read_to_string(pack(Numeric::NAME).join("rubric.toml")).unwrap();
        let table: toml::Table = toml::from_str(&text).unwrap();
        let options = table.get("options").and_then(toml::Value::as_table).map(ToString::to_string).unwrap_or_default();
        (Numeric::arm(&options).unwrap(), analyser)
    })
}

fn pack(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rubrics").join(name)
}
