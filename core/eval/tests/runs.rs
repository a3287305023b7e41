//! Runs: every case has one record, and a killed run comes out like an undisturbed one.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

mod common;

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use common::{Parrot, Simple, prompts, run, settings};
use spotter_eval::{Case, Error, Run, Status, Suite, evaluate};

fn fixed(title: &str, answer: &str, expect: &str) -> Case {
    let text = format!(
        "title = \"{title}\"\nturns = [{{ user = \"Soru\" }}, {{ coach = \"{answer}\" }}]\n[expect]\n{expect}\n"
    );
    Case::parse(Path::new("testsuites/dietary/case.toml"), &text).unwrap()
}

fn last_digit(question: &str) -> u32 {
    question.chars().last().and_then(|digit| digit.to_digit(10)).unwrap_or(0)
}

fn mixed(question: &str) -> Option<String> {
    match last_digit(question) {
        0 => None,
        1..=3 => Some(format!("100 g tavuk ({question})")),
        _ => Some(format!("100 g tofu ({question})")),
    }
}

#[test]
fn every_case_ends_in_exactly_one_way() {
    let suite = prompts(40);
    let run = run(&suite, &Parrot::new("mixed", mixed));
    let totals = run.totals();
    assert_eq!((totals.passed, totals.failed, totals.errored, totals.skipped), (24, 12, 4, 0));
    assert_eq!(totals.cases(), run.header.cases);
    assert!(run.records[0].reasons[0].contains("chat template"), "{:?}", run.records[0].reasons);
}

#[test]
fn without_an_endpoint_prompts_are_skipped_and_fixed_answers_judged() {
    let mut cases = prompts(2).cases;
    cases.push(fixed(
        "Chicken",
        "100 g tavuk",
        "verdict = \"block\"\nfindings = [{ rule = \"dietary/forbidden-ingredient\" }]",
    ));
    let run = evaluate(&Suite::of(cases).unwrap(), &Simple, None, &settings(None)).unwrap();
    let statuses: Vec<_> = run.records.iter().map(|record| record.status).collect();
    assert_eq!(statuses, [Status::Skipped, Status::Skipped, Status::Passed]);
    assert_eq!(run.header.endpoint, None);
    assert_eq!(run.records[2].slices, ["language:tr", "rubric:dietary"]);
}

#[test]
fn a_fixed_answer_must_be_judged_exactly_as_expected() {
    let broken = "findings = [{ rule = \"dietary/forbidden-ingredient\", quote = \"tavuk\" }]";
    let wrong_quote = "findings = [{ rule = \"dietary/forbidden-ingredient\", quote = \"balık\" }]";
    let rows = [
        ("100 g tavuk", format!("verdict = \"block\"\n{broken}"), Status::Passed),
        ("100 g tavuk", format!("verdict = \"flag\"\n{broken}"), Status::Failed),
        ("100 g tavuk", format!("verdict = \"block\"\n{wrong_quote}"), Status::Failed),
        ("100 g tavuk", "verdict = \"block\"".to_owned(), Status::Failed),
        ("tavuk", format!("verdict = \"block\"\n{broken}"), Status::Failed),
        ("100 g tofu", "verdict = \"pass\"".to_owned(), Status::Passed),
        ("100 g ?!", "verdict = \"block\"".to_owned(), Status::Errored),
    ];
    for (answer, expect, status) in rows {
        let suite = Suite::of(vec![fixed("A case", answer, &expect)]).unwrap();
        let run = evaluate(&suite, &Simple, None, &settings(None)).unwrap();
        assert_eq!(run.records[0].status, status, "{answer} with {expect}: {:?}", run.records[0].reasons);
    }
}

#[test]
fn a_prompt_is_held_to_its_own_rubric_and_keeps_the_whole_verdict() {
    let run = run(&prompts(1), &Parrot::new("wordy", |_| Some("tofu, as much as you like".to_owned())));
    assert_eq!(run.records[0].status, Status::Passed);
    assert_eq!(run.records[0].judged.as_ref().unwrap().verdict.name(), "flag");
}

#[test]
fn the_same_making_gives_the_same_file_and_an_edit_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.json"), folder.path().join("b.json"));
    let suite = prompts(40);
    run(&suite, &Parrot::new("mixed", mixed)).save(&first).unwrap();
    run(&suite, &Parrot::new("mixed", mixed)).save(&second).unwrap();
    let text = fs::read_to_string(&first).unwrap();
    assert_eq!(text, fs::read_to_string(&second).unwrap());
    assert_eq!(Run::load(&first).unwrap(), run(&suite, &Parrot::new("mixed", mixed)));
    fs::write(&second, text.replacen("\"failed\"", "\"passed\"", 1)).unwrap();
    assert!(matches!(Run::load(&second), Err(Error::Edited { .. })));
    fs::write(&second, text.get(..text.len() / 2).unwrap()).unwrap();
    assert!(matches!(Run::load(&second), Err(Error::NotARun { .. })));
}

#[test]
fn a_run_killed_anywhere_comes_out_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let suite = prompts(70);
    let whole = run(&suite, &Parrot::new("mixed", mixed));
    let journal = journal_of(&suite, folder.path());
    let cuts = (0..journal.len()).step_by(997).chain([journal.len() - 1, journal.len()]);
    for cut in cuts {
        let path = folder.path().join("run.json");
        fs::write(folder.path().join("run.json.journal"), &journal[..cut]).unwrap();
        let parrot = Parrot::new("mixed", mixed);
        let again = evaluate(&suite, &Simple, Some(&parrot), &settings(Some(&path))).unwrap();
        assert_eq!(again, whole, "cut at byte {cut}");
        let lines = String::from_utf8_lossy(&journal[..cut]).matches('\n').count();
        let kept = lines.saturating_sub(1) * 32;
        assert_eq!(parrot.asked.load(Ordering::Relaxed), 70 - kept.min(70), "cut at byte {cut}");
        assert!(!folder.path().join("run.json.journal").exists());
    }
}

#[test]
fn a_journal_of_another_run_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let journal = journal_of(&prompts(40), folder.path());
    let path = folder.path().join("run.json");
    fs::write(folder.path().join("run.json.journal"), &journal).unwrap();
    let other = Parrot::new("other", mixed);
    evaluate(&prompts(40), &Simple, Some(&other), &settings(Some(&path))).unwrap();
    assert_eq!(other.asked.load(Ordering::Relaxed), 40);
}

/// The journal of a whole run: what a kill just before the end leaves behind.
fn journal_of(suite: &Suite, folder: &Path) -> Vec<u8> {
    // Where a folder has the run's name, everything succeeds but the last step.
    let path = folder.join("blocked.json");
    fs::create_dir_all(path.join("in the way")).unwrap();
    let parrot = Parrot::new("mixed", mixed);
    let ended = evaluate(suite, &Simple, Some(&parrot), &settings(Some(&path)));
    assert!(matches!(ended, Err(Error::Write { .. })));
    fs::read(folder.join("blocked.json.journal")).unwrap()
}

#[test]
fn progress_reaches_the_number_of_cases() {
    let seen = std::sync::Mutex::new(Vec::new());
    let hear = |done, of| seen.lock().unwrap().push((done, of));
    let mut settings = settings(None);
    settings.progress = &hear;
    evaluate(&prompts(40), &Simple, Some(&Parrot::new("mixed", mixed)), &settings).unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.is_sorted() && seen.last() == Some(&(40, 40)), "{seen:?}");
}
