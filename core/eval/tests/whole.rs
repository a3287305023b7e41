//! The suites as a whole: read together, told apart, balanced.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use std::collections::BTreeMap;
use std::path::Path;

use spotter_eval::{Case, Kind, Suite};

fn suite(folder: &str) -> Suite {
    Suite::load(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testsuites").join(folder)]).unwrap()
}

#[test]
fn all_cases_can_be_told_apart() {
    let suite = suite("");
    assert!(suite.cases.iter().any(|case| case.kind() == Kind::Fixed));
    assert!(suite.cases.iter().any(|case| case.kind() == Kind::Prompt));
}

#[test]
fn prompts_are_balanced_over_the_languages() {
    let suite = suite("prompts");
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for case in &suite.cases {
        let rubric = case.expect.rubrics[0].as_str();
        for (count, lang) in counts.entry(rubric).or_default().iter_mut().zip(["tr", "en", "ar"]) {
            *count += usize::from(has(case, &format!("language:{lang}")));
        }
    }
    assert!(suite.cases.len() >= 80, "only {} prompts", suite.cases.len());
    assert_eq!(counts.len(), 5);
    for (rubric, [tr, en, ar]) in counts {
        assert!(tr == en && en == ar, "{rubric}: {tr} tr, {en} en, {ar} ar");
    }
}

#[test]
fn the_recipe_story_is_told_in_every_language() {
    let suite = suite("prompts/dietary");
    for diet in ["vegetarian", "vegan", "pescatarian"] {
        for lang in ["tr", "en", "ar"] {
            let slices = [format!("diet:{diet}"), format!("language:{lang}"), "label:recipe-story".to_owned()];
            let told = suite.cases.iter().filter(|case| slices.iter().all(|slice| has(case, slice)));
            assert_eq!(told.count(), 1, "{slices:?}");
        }
    }
}

fn has(case: &Case, slice: &str) -> bool {
    case.slices.iter().any(|other| other == slice)
}
