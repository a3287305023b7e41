//! A Rust rubric that panics, loaded as a library: the host lives, and nothing passes unjudged.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{self, Project, sample};
use spotter_contract::Sample;
use spotter_gate::{Gate, Verdict};

/// The library of the example, whose place cargo knows.
fn library() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "-p", "spotter-contract", "--example", "panicky", "--message-format=json"]);
    let output = cargo.current_dir(project::workspace()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let stdout = String::from_utf8(output.stdout).unwrap();
    let messages = stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut files = messages.filter(|message| message["target"]["name"] == "panicky").filter_map(|message| {
        message["filenames"].as_array().and_then(|files| files.first()?.as_str().map(PathBuf::from))
    });
    files.next_back().expect("cargo reports the example's library")
}

fn open() -> (Project, Gate) {
    let project = Project::new(&format!("{{ file = \"{}\" }}", library().display()));
    let gate = project.open().unwrap();
    (project, gate)
}

const SAID: &str = "it panicked: core/contract/examples/panicky.rs:22: no word for this";

#[test]
fn a_panic_blocks_its_sample_and_no_other() {
    let (_project, gate) = open();
    let texts = ["İyi.", "boom", "İyi."];
    let samples: Vec<Sample> = texts.iter().enumerate().map(|(id, text)| sample(&id.to_string(), text)).collect();
    let verdicts: Vec<Verdict> = samples.iter().map(|sample| gate.judge(sample).verdict).collect();
    assert_eq!(verdicts, [Verdict::Pass, Verdict::Block, Verdict::Pass]);
    assert_eq!(
        gate.health().unwrap_err().to_string(),
        format!(
            "rubric `planted` failed 1 of 3 calls; these samples were blocked, not judged: plugin `planted`, rule \
             `planted/second`, sample `1`: {SAID}"
        )
    );
}

#[test]
fn four_panics_disable_the_rubric() {
    let (_project, gate) = open();
    for id in ["1", "2", "3", "4"] {
        let failures = gate.judge(&sample(id, "boom")).failures;
        assert_eq!(failures[0].to_string(), format!("plugin `planted`, rule `planted/second`, sample `{id}`: {SAID}"));
    }
    let judgement = gate.judge(&sample("5", "İyi."));
    assert_eq!(judgement.verdict, Verdict::Block, "a pass is never the answer to an error");
    assert_eq!(
        judgement.failures[0].to_string(),
        format!("plugin `planted`, sample `5`: it is disabled after 4 failed instances; the last: {SAID}")
    );
    let message = gate.health().unwrap_err().to_string();
    assert!(message.starts_with("rubric `planted` failed 5 of 5 calls and is disabled;"), "{message}");
}

#[test]
fn panics_in_one_thread_do_not_block_the_samples_of_another() {
    let (_project, gate) = open();
    let is_bad = |id: usize| id % 100 == 50;
    let samples: Vec<Sample> =
        (0..300).map(|id| sample(&id.to_string(), if is_bad(id) { "boom" } else { "İyi." })).collect();
    for (id, judgement) in gate.judge_all(&samples).iter().enumerate() {
        let verdict = if is_bad(id) { Verdict::Block } else { Verdict::Pass };
        assert_eq!(judgement.verdict, verdict, "sample {id}: {:?}", judgement.failures);
    }
    let message = gate.health().unwrap_err().to_string();
    assert!(message.contains("failed 3 of 300 calls; these samples"), "{message}");
    assert!(message.contains("sample `150`"), "the least failure is named, whatever the threads did: {message}");
}

#[test]
fn the_library_exports_its_entry_and_no_other_symbol_of_ours() {
    let output = Command::new("nm").args(["-D", "--defined-only"]).arg(library()).output().unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    let ours: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .filter(|name| name.contains("spotter"))
        .collect();
    assert_eq!(ours, ["spotter_rubric_v1_planted"]);
}
