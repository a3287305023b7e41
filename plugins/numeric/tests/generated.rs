//! Generated exchanges with one injected error each, two hundred of every seed: precision at least .98, recall at least
//! .95.

mod coach;

use std::path::Path;

use rubric_numeric::Numeric;
use spotter_contract::{Outcome, Role, Rubric, Sample, Turn};
use spotter_text::{Analyser, Lexicon};

use coach::exchanges;

const COUNT: usize = 200;
const SEEDS: std::ops::RangeInclusive<u64> = 1..=10;

/// The rules that an answer breaks.
fn broken(rubric: &Numeric, analyser: &Analyser, [question, answer]: [&str; 2]) -> Vec<&'static str> {
    let turns = vec![Turn::new(Role::User, question), Turn::new(Role::Coach, answer)];
    let mut sample = Sample { turns, ..Sample::default() };
    sample.facts = analyser.facts(&sample);
    let document = analyser.read(&sample);
    let rules = Numeric::RULES.iter();
    let is_broken = |outcome: Outcome| matches!(outcome, Outcome::Broken(_));
    rules.filter(|rule| is_broken((rule.check)(rubric, &sample, &document))).map(|rule| rule.name).collect()
}

#[test]
fn injected_errors_are_found_and_right_answers_are_kept() {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rubrics");
    let folders = ["numeric", "conditional", "disclaimer", "dietary", "medical"].map(|name| (name, packs.join(name)));
    let folders: Vec<(&str, &Path)> = folders.iter().map(|(name, folder)| (*name, folder.as_path())).collect();
    let analyser = Analyser::new(Lexicon::load(&folders).unwrap()).unwrap();
    let pack: toml::Table = std::fs::read_to_string(packs.join("numeric/rubric.toml")).unwrap().parse().unwrap();
    let rubric = Numeric::arm(&pack["options"].as_table().unwrap().to_string()).unwrap();
    for seed in SEEDS {
        measure(&rubric, &analyser, seed);
    }
}

fn measure(rubric: &Numeric, analyser: &Analyser, seed: u64) {
    let (mut found, mut alarms, mut notes) = (0, 0, Vec::new());
    for exchange in exchanges(seed, COUNT) {
        let kept = broken(rubric, analyser, [&exchange.question, &exchange.right]);
        if !kept.is_empty() {
            alarms += 1;
            notes.push(format!("alarm {kept:?}: {:?} {:?}", exchange.question, exchange.right));
        }
        if broken(rubric, analyser, [&exchange.question, &exchange.wrong]).contains(&exchange.rule) {
            found += 1;
        } else {
            notes.push(format!("missed {}: {:?} {:?}", exchange.rule, exchange.question, exchange.wrong));
        }
    }
    let (precision, recall) = (found as f64 / (found + alarms) as f64, found as f64 / COUNT as f64);
    assert!(precision >= 0.98 && recall >= 0.95, "seed {seed}: P {precision:.3} R {recall:.3}\n{}", notes.join("\n"));
}
