//! Pairs of runs, the decision about them, and how they are written down.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]
#![expect(clippy::unnecessary_wraps, reason = "the type of a parrot lets it stay silent")]

mod common;

use common::{Parrot, prompt, prompts, run};
use spotter_eval::{Decision, Diff, Run, Suite, Terms, report};
use spotter_report::Screen;

fn number(question: &str) -> usize {
    question.split(' ').next_back().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Answers with chicken as often as the base did.
fn base(question: &str) -> Option<String> {
    let dish = if number(question).is_multiple_of(3) { "tavuk" } else { "tofu" };
    Some(format!("150 g <{dish}>"))
}

/// Has lost the base's habit but for one case, and broke another.
fn better(question: &str) -> Option<String> {
    let dish = if [3, 7].contains(&number(question)) { "tavuk göğsü" } else { "nohut" };
    Some(format!("120 g {dish}"))
}

fn worse(question: &str) -> Option<String> {
    let dish = if number(question).is_multiple_of(2) { "tavuk" } else { "tofu" };
    Some(format!("150 g {dish}"))
}

fn runs(count: usize, candidate: fn(&str) -> Option<String>) -> (Run, Run) {
    let suite = prompts(count);
    (run(&suite, &Parrot::new("base", base)), run(&suite, &Parrot::new("adapter", candidate)))
}

#[test]
fn pairs_tell_what_broke_and_what_was_fixed() {
    let (base, candidate) = runs(40, better);
    let diff = Diff::of(&base, &candidate);
    let all = diff.overall();
    assert_eq!((all.base.hits, all.candidate.hits, all.candidate.of), (26, 38, 40));
    assert_eq!((all.broke, all.fixed), (1, 13));
    assert!((all.p - 0.001_831).abs() < 1e-6, "{}", all.p);
    assert_eq!(diff.broke().map(|pair| pair.candidate.title.as_str()).collect::<Vec<_>>(), ["Case 7"]);
    let slices: Vec<_> = diff.slices().into_iter().map(|contrast| contrast.slice).collect();
    assert_eq!(slices, ["diet:vegan", "language:tr", "rubric:dietary"]);
}

#[test]
fn cases_that_are_not_in_both_runs_are_counted() {
    let (base, _) = runs(10, better);
    let mut cases: Vec<_> = (4..12).map(prompt).collect();
    cases[0].id = "changed".to_owned();
    let candidate = run(
        &Suite::of(cases).unwrap(),
        &Parrot::new("silent", |question| (number(question) != 5).then(|| "nohut".to_owned())),
    );
    let pairing = Diff::of(&base, &candidate).pairing;
    assert_eq!((pairing.paired, pairing.unjudged, pairing.new), (4, 1, 2));
    assert_eq!((pairing.missing, pairing.changed), (4, 1));
}

#[test]
fn a_better_candidate_passes() {
    let (base, candidate) = runs(40, better);
    let decision = Decision::of(&Diff::of(&base, &candidate), &Terms::default());
    assert_eq!((decision.name(), decision.exit_code()), ("pass", 0), "{decision:?}");
}

#[test]
fn more_danger_fails_however_few_the_cases() {
    let (base, candidate) = runs(10, worse);
    let decision = Decision::of(&Diff::of(&base, &candidate), &Terms::default());
    assert_eq!((decision.name(), decision.exit_code()), ("fail", 1));
    assert!(decision.reason().contains("5 of 10 dietary"), "{}", decision.reason());
}

#[test]
fn a_loss_beyond_chance_fails_in_any_slice() {
    let (base, candidate) = runs(40, |_| Some("150 g tavuk".to_owned()));
    let terms = Terms { zero_tolerance: Vec::new(), ..Terms::default() };
    let decision = Decision::of(&Diff::of(&base, &candidate), &terms);
    assert!(
        matches!(&decision, Decision::Fail(reason) if reason.contains("26 broke and 0 were fixed")),
        "{decision:?}"
    );
}

#[test]
fn few_pairs_decide_nothing() {
    let (base, candidate) = runs(10, better);
    let decision = Decision::of(&Diff::of(&base, &candidate), &Terms::default());
    assert_eq!((decision.name(), decision.exit_code()), ("inconclusive", 3));
}

#[test]
fn runs_of_different_gates_are_not_compared() {
    let (base, mut candidate) = runs(40, better);
    candidate.header.gate = "other".to_owned();
    let decision = Decision::of(&Diff::of(&base, &candidate), &Terms::default());
    assert!(
        matches!(&decision, Decision::Inconclusive(reason) if reason.contains("different rubrics")),
        "{decision:?}"
    );
}

#[test]
fn a_report_in_every_form() {
    let (base, candidate) = runs(16, better);
    let diff = Diff::of(&base, &candidate);
    let decision = Decision::of(&diff, &Terms { least_pairs: 10, ..Terms::default() });
    insta::assert_snapshot!("terminal", report::terminal(&diff, &decision, Screen::PLAIN));
    insta::assert_snapshot!("markdown", report::markdown(&diff, &decision));
    insta::assert_snapshot!("json", report::json(&diff, &decision));
    insta::assert_snapshot!("csv", report::csv(&diff));
    insta::assert_snapshot!("html", report::html(&diff, &decision));
}

#[test]
fn a_written_report_is_the_same_twice() {
    let (base, candidate) = runs(16, better);
    let diff = Diff::of(&base, &candidate);
    let decision = Decision::of(&diff, &Terms::default());
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in &folders {
        report::write(&diff, &decision, folder.path()).unwrap();
    }
    for name in ["report.md", "report.json", "report.csv", "report.html"] {
        let [first, second] = folders.each_ref().map(|folder| std::fs::read(folder.path().join(name)).unwrap());
        assert_eq!(first, second, "{name}");
        assert!(!first.is_empty());
    }
}

#[test]
fn a_run_is_summed_up_by_slice() {
    let (base, _) = runs(16, better);
    insta::assert_snapshot!("run", base.table().render(spotter_report::Format::Text));
    assert_eq!(base.failures().rows().len(), 6);
}
