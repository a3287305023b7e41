//! A sample takes one road: the command line, the cleaning of data and the judging of suites find the same in it.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use spotter_data::{CleanSettings, Dropped, dropped_path};
use spotter_eval::{Case, Judged, Kind, Suite};
use spotter_gate::Gate;
use spotter_model::Sampling;

/// What was found in a sample, whoever judged it.
#[derive(Debug, PartialEq)]
struct Found {
    verdict: String,
    /// The broken rules with the severity, the quote and the message of each finding.
    broken: BTreeMap<String, Vec<[String; 3]>>,
}

impl Found {
    /// What a line of `spotter check --format jsonl` says.
    fn in_line(line: &Value) -> Self {
        let mut broken = BTreeMap::new();
        for outcome in line["outcomes"].as_array().unwrap() {
            let findings = outcome["findings"].as_array().into_iter().flatten();
            let findings: Vec<_> =
                findings.map(|finding| ["severity", "quote", "message"].map(|key| text(&finding[key]))).collect();
            assert_eq!(outcome["outcome"] == "broken", !findings.is_empty(), "{line}");
            if !findings.is_empty() {
                broken.insert(text(&outcome["rule"]), findings);
            }
        }
        Self { verdict: text(&line["verdict"]), broken }
    }

    /// What a run keeps.
    fn in_run(judged: &Judged) -> Self {
        let mut broken = BTreeMap::new();
        for rule in judged.broken() {
            let severity = rule.severity.name();
            let remark =
                |remark: &spotter_eval::Remark| [severity.to_owned(), remark.quote.clone(), remark.message.clone()];
            broken.insert(rule.rule.clone(), rule.remarks.iter().map(remark).collect());
        }
        Self { verdict: judged.verdict.name().to_owned(), broken }
    }

    /// The rules that cost the sample its place in a data set.
    fn costly(&self) -> BTreeSet<String> {
        if self.verdict != "block" {
            return BTreeSet::new();
        }
        let is_costly = |findings: &[[String; 3]]| findings.iter().any(|[severity, ..]| severity != "note");
        self.broken.iter().filter(|(_, findings)| is_costly(findings)).map(|(rule, _)| rule.clone()).collect()
    }
}

#[test]
fn check_clean_and_evaluate_find_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("samples.jsonl");
    let suite = fixed_answers();
    write(&suite.cases, &samples);
    let gate = Gate::open(&project(), "training").unwrap();

    let checked = check(&samples);
    assert_eq!(checked.len(), suite.cases.len(), "every case is checked once");
    assert!(checked.values().any(|found| found.verdict == "block"), "the suites have cases to block");
    assert!(checked.values().any(|found| found.verdict == "pass"), "the suites have cases to pass");

    let dropped = clean(&samples, &folder.path().join("clean.jsonl"), &gate);
    for (id, found) in &checked {
        let rules = dropped.get(id).cloned().unwrap_or_default();
        assert_eq!(found.costly(), rules, "clean and check disagree about `{}`", title(&suite, id));
    }

    let evaluated = evaluate(&suite, &gate);
    for (id, found) in &checked {
        assert_eq!(Some(found), evaluated.get(id), "eval and check disagree about `{}`", title(&suite, id));
    }
}

/// What `spotter check` says about each sample of a file.
fn check(samples: &Path) -> BTreeMap<String, Found> {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("spotter");
    command.arg("--project").arg(project()).arg("check").arg(samples);
    let assert = command.args(["--gate", "training", "--format", "jsonl"]).assert().code(1);
    let said = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    let lines = said.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| (text(&line["id"]), Found::in_line(&line))).collect()
}

/// The rubrics' rules that `clean` drops each sample by. Its own rules, about language and form, are none of theirs.
fn clean(samples: &Path, out: &Path, gate: &Gate) -> BTreeMap<String, BTreeSet<String>> {
    let settings = json!({ "min_chars": 0, "languages": ["tr", "en", "ar"] });
    let settings: CleanSettings = serde_json::from_value(settings).unwrap();
    spotter_data::clean(&[samples.to_path_buf()], out, &settings, gate, &|_| ()).unwrap();
    let dropped = fs::read_to_string(dropped_path(out)).unwrap();
    let dropped = dropped.lines().map(|line| serde_json::from_str::<Dropped>(line).unwrap());
    dropped.map(|drop| (drop.id.clone().unwrap_or_default(), rules_of_rubrics(drop))).collect()
}

fn rules_of_rubrics(drop: Dropped) -> BTreeSet<String> {
    std::iter::once(drop.rule).chain(drop.also).filter(|rule| !rule.starts_with("clean/")).collect()
}

/// What a run of the suite keeps of each case.
fn evaluate(suite: &Suite, gate: &Gate) -> BTreeMap<String, Found> {
    let settings = spotter_eval::Settings { sampling: Sampling::default(), resume: None, progress: &|_, _| () };
    let run = spotter_eval::evaluate(suite, gate, None, &settings).unwrap();
    let found = |record: &spotter_eval::Record| {
        let judged = record.judged.as_ref().unwrap();
        (record.case.clone(), Found::in_run(judged))
    };
    run.records.iter().map(found).collect()
}

/// The cases of all suites that bring their answer along.
fn fixed_answers() -> Suite {
    let all = Suite::load(&[project().join("testsuites")]).unwrap();
    Suite::of(all.cases.into_iter().filter(|case| case.kind() == Kind::Fixed).collect()).unwrap()
}

fn write(cases: &[Case], path: &Path) {
    let lines: Vec<String> = cases.iter().map(|case| serde_json::to_string(&case.sample).unwrap()).collect();
    fs::write(path, lines.join("\n") + "\n").unwrap();
}

fn title<'a>(suite: &'a Suite, id: &str) -> &'a str {
    suite.cases.iter().find(|case| case.id == id).map_or("", |case| case.title.as_str())
}

/// A text, empty where there is none.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn project() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}
