//! The rubrics that ship with Spotter, built and loaded as users load them.

use spotter_contract::{Diet, Facts, Outcome, Sample};
use spotter_gate::{Gate, Verdict};

use crate::project::{sample, workspace};

const RUBRICS: [&str; 8] =
    ["numeric", "conditional", "disclaimer", "dietary", "medical", "plan", "repetition", "wordlist"];

fn vegetarian(answer: &str) -> Sample<'static> {
    let mut sample = sample("7", answer);
    sample.facts = Facts { diet: Some(Diet::Vegetarian), ..Facts::default() };
    sample
}

#[test]
fn every_policy_opens_with_every_rubric() {
    let open = |policy| Gate::open(&workspace(), policy).unwrap_or_else(|error| panic!("{error}"));
    let gates = ["training", "release", "live"].map(open);
    for gate in &gates {
        let names: Vec<&str> = gate.rubrics().iter().map(|loaded| loaded.name.as_str()).collect();
        assert_eq!(names, RUBRICS);
        assert!(gate.rubrics().iter().all(|loaded| loaded.library.len() == 64 && loaded.pack.len() == 64));
    }
    let hashes: std::collections::BTreeSet<String> = gates.iter().map(Gate::hash).collect();
    assert_eq!(hashes.len(), 3, "each policy has a hash of its own");
    let sample = vegetarian("Izgara tavuk göğsü, 150 g.");
    let outcomes = gates.each_ref().map(|gate| {
        gate.judge(&sample).outcomes.into_iter().map(|judged| (judged.rule, judged.outcome)).collect::<Vec<_>>()
    });
    assert!(outcomes[0] == outcomes[1] && outcomes[1] == outcomes[2], "a policy changes what findings cost, not them");
}

#[test]
fn chicken_for_a_vegetarian_is_blocked_where_it_stands() {
    let gate = Gate::open(&workspace(), "release").unwrap_or_else(|error| panic!("{error}"));
    for (answer, quote) in [
        ("Izgara tavuk göğsü, 150 g.", "tavuk göğsü"),
        ("Grilled chicken breast, 150 g.", "chicken breast"),
        ("صدر دجاج مشوي، 150 غ.", "صدر دجاج"),
    ] {
        let sample = vegetarian(answer);
        let judgement = gate.judge(&sample);
        assert_eq!(judgement.verdict, Verdict::Block, "{answer}");
        let record = spotter_gate::record(&sample, &judgement).to_string();
        assert!(record.contains(&format!("\"quote\":\"{quote}\"")), "{record}");
    }
    let swapped = gate.judge(&vegetarian("Tavuk yerine tofu kullan: 150 g."));
    let dietary = |rule: &str| rule.starts_with("dietary/");
    assert!(!swapped.broken().any(|judged| dietary(&judged.rule)), "{:?}", swapped.outcomes);
    gate.health().unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn the_c_plugin_finds_what_is_said_three_times() {
    let gate = Gate::open(&workspace(), "release").unwrap_or_else(|error| panic!("{error}"));
    let judgement = gate.judge(&sample("7", &"Bol su içmeyi sakın unutma. ".repeat(3)));
    let repeated = judgement.outcomes.iter().find(|judged| judged.rule == "repetition/repeated-sentence");
    assert!(matches!(repeated.map(|judged| &judged.outcome), Some(Outcome::Broken(_))), "{:?}", judgement.outcomes);
}
