//! Every rule is named after its fault, documented, armed and tested from both sides.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use spotter_house::{case_files, project, rubric_folders, snapshots, toml_at};

/// Headings that the documentation of a rule has.
const HEADINGS: &[&str] = &["# What it finds", "# Why it matters", "# Broken", "# Kept", "# Limits"];

#[test]
fn rules_name_the_fault() {
    for (rubric, rule) in rules() {
        let is_kebab = rule.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-');
        assert!(is_kebab, "{rubric}/{rule} is not in kebab case");
        for cure in ["no-", "check-", "has-", "require-"] {
            assert!(!rule.starts_with(cure), "{rubric}/{rule} names a cure, not the fault");
        }
    }
}

#[test]
fn rules_explain_themselves_in_three_languages() {
    for folder in rubric_folders() {
        let pack = toml_at(&folder.join("rubric.toml"));
        for (rule, table) in pack["rules"].as_table().unwrap() {
            for lang in ["en", "tr", "ar"] {
                let text = table.get("explain").and_then(|explain| explain.get(lang)).and_then(toml::Value::as_str);
                assert!(text.is_some_and(|text| text.len() > 10), "{}: {rule} lacks explain.{lang}", folder.display());
            }
        }
    }
}

#[test]
fn rules_written_in_rust_have_a_file_with_all_headings() {
    for (rubric, rule) in rules() {
        let source = project().join(format!("plugins/{rubric}/src"));
        if !source.is_dir() {
            continue;
        }
        let file = source.join(format!("{}.rs", rule.replace('-', "_")));
        let nested = source.join(format!("rules/{}.rs", rule.replace('-', "_")));
        let file = if file.is_file() { file } else { nested };
        let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{rubric}/{rule} has no file of its own"));
        for heading in HEADINGS {
            assert!(text.contains(&format!("//! {heading}")), "{} lacks `{heading}`", file.display());
        }
    }
}

#[test]
fn every_rule_has_a_broken_and_a_kept_case() {
    let (broken, kept) = judged();
    let rules: Vec<_> = rules().into_iter().map(|(rubric, rule)| format!("{rubric}/{rule}")).collect();
    let lacking =
        |seen: &BTreeSet<String>| rules.iter().filter(|rule| !seen.contains(*rule)).cloned().collect::<Vec<_>>();
    assert_eq!(lacking(&broken), Vec::<String>::new(), "rules without a case that breaks them");
    assert_eq!(lacking(&kept), Vec::<String>::new(), "rules without a case that keeps them");
}

#[test]
fn every_rubric_speaks_three_languages() {
    for folder in rubric_folders() {
        let is_in_c = !project().join("plugins").join(folder.file_name().unwrap()).join("Cargo.toml").is_file();
        for lang in ["tr", "en", "ar"] {
            let lexicon = folder.join(format!("{lang}.toml"));
            assert!(is_in_c || lexicon.is_file(), "{} is missing", lexicon.display());
        }
    }
}

#[test]
fn no_snapshot_is_an_orphan() {
    let cases: BTreeSet<_> = case_files().iter().map(|path| stem(path)).collect();
    for snapshot in snapshots() {
        if !snapshot.starts_with(project().join("testsuites")) {
            continue;
        }
        let name = stem(&snapshot);
        assert!(cases.contains(&name), "{} belongs to no case", snapshot.display());
    }
}

#[test]
fn there_are_enough_cases_in_every_language() {
    let cases = case_files();
    assert!(cases.len() >= 150, "only {} cases", cases.len());
}

/// The rules that some snapshot shows as broken, and those that some snapshot shows as met.
fn judged() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut broken, mut kept) = (BTreeSet::new(), BTreeSet::new());
    for path in snapshots() {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let mut words = line.split_whitespace();
            match (words.next(), words.next()) {
                (Some("broken"), Some(rule)) => broken.insert(rule.trim_end_matches(':').to_owned()),
                (Some("met"), Some(rule)) => kept.insert(rule.trim_end_matches(':').to_owned()),
                _ => continue,
            };
        }
    }
    (broken, kept)
}

/// Rubric and rule of every pack, in order.
fn rules() -> Vec<(String, String)> {
    let mut rules = Vec::new();
    for folder in rubric_folders() {
        let rubric = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let pack = toml_at(&folder.join("rubric.toml"));
        for rule in pack["rules"].as_table().unwrap().keys() {
            rules.push((rubric.clone(), rule.clone()));
        }
    }
    rules
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn every_rule_has_its_page_and_the_page_is_up_to_date() {
    for page in spotter_house::pages() {
        let path = project().join(&page.path);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text == page.text, "{} is stale: run `cargo run -p spotter-house --bin pages`", page.path.display());
    }
}
