//! Crates depend only downwards, and every crate follows the lints.

use spotter_house::{project, toml_at};

/// Which of our own crates a crate may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("contract", &[]),
    ("text", &["contract"]),
    ("report", &[]),
    ("gate", &["contract", "text", "report"]),
    ("kernels", &[]),
    ("model", &["contract", "kernels"]),
    ("data", &["contract", "text", "report", "gate"]),
    ("train", &["contract", "kernels", "model"]),
    ("eval", &["contract", "text", "report", "gate", "model"]),
    ("cli", &["contract", "text", "report", "gate", "model", "data", "train", "eval"]),
    ("house", &["contract", "text", "report", "gate"]),
];

/// The rubrics that are written in Rust.
const RUBRICS: &[&str] = &["numeric", "conditional", "disclaimer", "dietary", "medical", "plan", "wordlist"];

#[test]
fn crates_depend_only_downwards() {
    for (name, allowed) in ARROWS {
        let used = own_dependencies(&format!("core/{name}"), "dependencies");
        for other in used {
            assert!(allowed.contains(&other.as_str()), "core/{name} must not use {other}: see ARCHITECTURE.md");
        }
    }
}

#[test]
fn every_crate_of_core_is_in_the_map() {
    let folders = std::fs::read_dir(project().join("core")).unwrap();
    for folder in folders.filter_map(Result::ok).filter(|entry| entry.path().join("Cargo.toml").is_file()) {
        let name = folder.file_name().into_string().unwrap();
        assert!(ARROWS.iter().any(|(known, _)| *known == name), "core/{name} has no place in the map of arrows");
    }
}

#[test]
fn plugins_see_contract_and_text_only() {
    for rubric in RUBRICS {
        for other in own_dependencies(&format!("plugins/{rubric}"), "dependencies") {
            assert!(["contract", "text"].contains(&other.as_str()), "plugins/{rubric} must not use {other}");
        }
    }
}

#[test]
fn every_crate_obeys_the_workspace_lints() {
    let core = ARROWS.iter().map(|(name, _)| format!("core/{name}"));
    for folder in core.chain(RUBRICS.iter().map(|name| format!("plugins/{name}"))) {
        let manifest = toml_at(&project().join(&folder).join("Cargo.toml"));
        let inherits = manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool);
        assert_eq!(inherits, Some(true), "{folder} does not inherit the workspace's lints");
    }
}

#[test]
fn one_word_opens_every_room() {
    for rubric in RUBRICS {
        let manifest = toml_at(&project().join(format!("plugins/{rubric}/Cargo.toml")));
        assert_eq!(manifest["package"]["name"].as_str(), Some(format!("rubric-{rubric}").as_str()));
        for room in ["rubrics", "testsuites"] {
            assert!(project().join(room).join(rubric).is_dir(), "{room}/{rubric} is missing");
        }
    }
}

fn own_dependencies(folder: &str, table: &str) -> Vec<String> {
    let manifest = toml_at(&project().join(folder).join("Cargo.toml"));
    let Some(dependencies) = manifest.get(table).and_then(toml::Value::as_table) else {
        return Vec::new();
    };
    let own = dependencies.keys().filter_map(|name| name.strip_prefix("spotter-"));
    own.map(str::to_owned).collect()
}
