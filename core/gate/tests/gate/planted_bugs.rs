//! Plugins that misbehave while they judge: what each does to a sample and to the run, word for word.

use std::process::Command;

use spotter_contract::Sample;
use spotter_gate::{Gate, Verdict};

use crate::project::{Project, sample};

/// What a person sees for a sample that begins with a letter of two bytes.
fn failure(gate: &Gate) -> String {
    let judgement = gate.judge(&sample("7", "İyi bir soru."));
    assert_eq!(judgement.verdict, Verdict::Block, "an error is never a pass");
    assert_eq!(judgement.failures.len(), 1);
    assert!(judgement.outcomes.is_empty(), "a failed call leaves no outcome behind");
    judgement.failures[0].to_string()
}

#[track_caller]
fn says(file: &str, message: &str) {
    let project = Project::with_c(file);
    let gate = project.open().unwrap();
    assert_eq!(failure(&gate), message);
    assert_eq!(
        gate.health().unwrap_err().to_string(),
        format!("rubric `planted` failed 1 of 1 calls; these samples were blocked, not judged: {message}")
    );
}

#[test]
fn a_sound_plugin_passes() {
    let project = Project::with_c("met");
    let gate = project.open().unwrap();
    assert_eq!(gate.judge(&sample("7", "İyi.")).verdict, Verdict::Pass);
    gate.health().unwrap();
}

#[test]
fn a_span_outside_the_text() {
    says(
        "span_outside",
        "plugin `planted`, rule `planted/first`, sample `7`: it reported the span 0..15 in turn 1, outside the text of 14 bytes",
    );
}

#[test]
fn a_span_that_ends_before_it_begins() {
    says(
        "span_backwards",
        "plugin `planted`, rule `planted/first`, sample `7`: it reported the span 3..2 in turn 1, which ends before it begins",
    );
}

#[test]
fn a_span_inside_a_character() {
    says(
        "span_in_character",
        "plugin `planted`, rule `planted/second`, sample `7`: it reported the span 0..1 in turn 1, which cuts a character in two",
    );
}

#[test]
fn a_turn_that_is_not_there() {
    says(
        "no_such_turn",
        "plugin `planted`, rule `planted/first`, sample `7`: it reported a span in field 56, and the sample has 2 turns",
    );
}

#[test]
fn an_endless_list_of_findings() {
    says(
        "endless_findings",
        "plugin `planted`, rule `planted/first`, sample `7`: it reported more than 1,000 findings",
    );
}

#[test]
fn a_missing_outcome() {
    says("missing_outcome", "plugin `planted`, rule `planted/second`, sample `7`: it reported no outcome for the rule");
}

#[test]
fn a_second_outcome() {
    says(
        "two_outcomes",
        "plugin `planted`, rule `planted/second`, sample `7`: it reported a second outcome for the rule",
    );
}

#[test]
fn an_error_with_its_reason() {
    says(
        "error_status",
        "plugin `planted`, rule `planted/second`, sample `7`: it failed inside: the table of foods is gone",
    );
}

#[test]
fn an_unknown_status() {
    says("unknown_status", "plugin `planted`, rule `planted/first`, sample `7`: it returned the unknown status -77");
}

#[test]
fn an_unknown_outcome() {
    says(
        "unknown_outcome",
        "plugin `planted`, rule `planted/first`, sample `7`: it reported the outcome 9, and 0 (skipped) to 2 (broken) are known",
    );
}

#[test]
fn an_unknown_rule() {
    says("unknown_rule", "plugin `planted`, sample `7`: it reported an outcome for rule 2, and it has 2 rules, from 0");
}

#[test]
fn a_broken_rule_without_a_finding() {
    says(
        "broken_without_finding",
        "plugin `planted`, rule `planted/first`, sample `7`: it reported the rule as broken, without a finding",
    );
}

#[test]
fn a_finding_for_a_rule_that_holds() {
    says(
        "finding_for_met",
        "plugin `planted`, rule `planted/first`, sample `7`: it reported findings for a rule that it did not report as broken",
    );
}

#[test]
fn a_message_that_is_not_text() {
    says("bad_message", "plugin `planted`, rule `planted/first`, sample `7`: it reported a message that is not UTF-8");
}

#[test]
fn a_plugin_that_is_always_in_the_wrong_state_is_disabled() {
    let project = Project::with_c("always_stale");
    let gate = project.open().unwrap();
    let message =
        "plugin `planted`, sample `7`: it is disabled after 4 failed instances; the last: it refused every call";
    assert_eq!(failure(&gate), message);
    assert_eq!(
        gate.health().unwrap_err().to_string(),
        format!(
            "rubric `planted` failed 1 of 1 calls and is disabled; these samples were blocked, not judged: {message}"
        )
    );
}

#[test]
fn a_plugin_that_never_stops_ends_the_program_with_its_name() {
    let own = std::env::current_exe().unwrap();
    let child = Command::new(own).args(["--exact", "planted_bugs::judges_with_a_deaf_plugin", "--ignored"]).output();
    let child = child.unwrap();
    assert_eq!(child.status.code(), Some(4));
    let said = String::from_utf8_lossy(&child.stderr);
    let message = "spotter: plugin `planted`, sample `7`: it goes on reporting after 1000000 requests to stop; nothing \
                   can end its call, so Spotter ends here";
    assert!(said.contains(message), "{said}");
}

#[test]
#[ignore = "ends its process; the test above runs it in one of its own"]
fn judges_with_a_deaf_plugin() {
    let project = Project::with_c("deaf");
    project.open().unwrap().judge(&sample("7", "İyi."));
}

#[test]
fn an_exclusive_rubric_is_called_once_at_a_time() {
    let project = Project::with_c("exclusive");
    let gate = project.open().unwrap();
    let samples: Vec<Sample> = (0..200).map(|id| sample(&id.to_string(), "İyi.")).collect();
    assert!(gate.judge_all(&samples).iter().all(|judgement| judgement.verdict == Verdict::Pass));
    gate.health().unwrap();
}
