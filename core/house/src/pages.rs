//! The page of every rule: what it finds and why, from its documentation, and two cases that run as tests.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::tree::{project, rubric_folders, snapshots, toml_at};

/// A page as it should stand in the project.
pub struct Page {
    /// Its path from the project's root.
    pub path: PathBuf,
    /// Its Markdown.
    pub text: String,
}

/// A judged case of the suites.
struct Case {
    path: PathBuf,
    body: String,
}

/// The page of every rule, sorted by path: `rubrics/<rubric>/rules/<rule>.md`.
///
/// # Panics
///
/// When a pack, a rule's file or a case cannot be read, or a rule lacks a case that breaks or keeps it.
pub fn pages() -> Vec<Page> {
    let cases = cases();
    let mut pages = Vec::new();
    for folder in rubric_folders() {
        let rubric = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let pack = toml_at(&folder.join("rubric.toml"));
        for (rule, about) in pack.get("rules").and_then(toml::Value::as_table).into_iter().flatten() {
            let path = Path::new("rubrics").join(&rubric).join("rules").join(format!("{rule}.md"));
            pages.push(Page { path, text: page(&rubric, rule, about, &cases) });
        }
    }
    pages
}

fn page(rubric: &str, rule: &str, about: &toml::Value, cases: &[Case]) -> String {
    let name = format!("{rubric}/{rule}");
    let field = |key: &str| about.get(key).and_then(toml::Value::as_str).unwrap_or_default();
    let explain = |lang| about.get("explain").and_then(|explain| explain.get(lang)).and_then(toml::Value::as_str);
    let mut text = format!("# {name}\n\n{}\n", documentation(rubric, rule));
    let _ = writeln!(
        text,
        "## Weight\n\n`{}` in its pack; a policy of `rubrics/gates` may weigh it otherwise.\n",
        field("severity")
    );
    let _ = writeln!(text, "## To the people who read reports\n");
    for lang in ["en", "tr", "ar"] {
        let _ = writeln!(text, "- {lang}: {}", explain(lang).unwrap_or_default());
    }
    for (heading, outcome) in [("A case that breaks it", "broken"), ("A case that keeps it", "met   ")] {
        let case = best(cases, outcome, &name).unwrap_or_else(|| panic!("no case in testsuites has {name} {outcome}"));
        let path = case.path.display();
        let _ = writeln!(text, "\n## {heading}\n\n`{path}`\n\n```text\n{}```", shown(&case.body, &name));
    }
    text
}

/// The documentation of a rule's file, one heading lower; that of a whole plugin in C.
fn documentation(rubric: &str, rule: &str) -> String {
    let source = project().join("plugins").join(rubric);
    let name = format!("{}.rs", rule.replace('-', "_"));
    let files = [source.join("src").join(&name), source.join("src/rules").join(&name)];
    if let Some(text) = files.iter().find_map(|file| fs::read_to_string(file).ok()) {
        let lines =
            text.lines().map_while(|line| line.strip_prefix("//!")).map(|line| line.strip_prefix(' ').unwrap_or(line));
        return lines
            .map(|line| if line.starts_with('#') { format!("#{line}\n") } else { format!("{line}\n") })
            .collect();
    }
    let file = source.join(format!("{rubric}.c"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("cannot read {}: {error}", file.display()));
    let comment = text.split("*/").next().unwrap_or_default();
    let clean = |line: &str| format!("{}\n", line.trim_start_matches(['/', '*', ' ']));
    comment.lines().map(clean).collect::<String>().trim_end().to_owned() + "\n"
}

fn cases() -> Vec<Case> {
    let root = project();
    let snapshot = |path: PathBuf| {
        let inside = path.strip_prefix(root.join("testsuites")).ok()?.to_owned();
        let text = fs::read_to_string(&path).ok()?;
        let body = text.splitn(3, "---\n").nth(2)?.to_owned();
        let folder = inside.parent()?.parent()?;
        let case = Path::new("testsuites").join(folder).join(inside.file_stem()?).with_extension("toml");
        Some(Case { path: case, body })
    };
    snapshots().into_iter().filter_map(snapshot).collect()
}

/// The case that shows a rule best: of its own rubric, with the fewest faults, the shortest.
fn best<'c>(cases: &'c [Case], outcome: &str, name: &str) -> Option<&'c Case> {
    let line = format!("{outcome} {name}");
    let has = |case: &&Case| {
        case.body
            .lines()
            .any(|own| own.strip_prefix(&line).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
    };
    let rubric = name.split('/').next().unwrap_or_default();
    let rank = |case: &&Case| {
        let is_foreign = !case.path.starts_with(Path::new("testsuites").join(rubric));
        let faults = case.body.lines().filter(|line| line.starts_with("broken ")).count();
        (is_foreign, faults, case.body.len(), case.path.clone())
    };
    cases.iter().filter(has).min_by_key(rank)
}

/// The conversation, and what this rule says about it.
fn shown(body: &str, name: &str) -> String {
    let is_of_rule = |line: &str| {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("broken" | "met"), Some(rule)) => Some(rule.trim_end_matches(':') == name),
            _ => None,
        }
    };
    let mut is_kept = true;
    let mut text = String::new();
    for line in body.lines() {
        if let Some(is_own) = is_of_rule(line) {
            is_kept = is_own;
        }
        if is_kept {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}
