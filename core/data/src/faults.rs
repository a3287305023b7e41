//! How well the steps find faults that were planted, by the generator's sidecar. Only this report reads the sidecar.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use spotter_report::{Cell, Rate, Table};

use crate::writer::write_json;
use crate::{Dropped, Error};

/// Which rules answer for which fault. A rubric's name stands for all its rules.
const ANSWERS: &[(&str, &[&str])] = &[
    ("broken-json", &["clean/broken-json"]),
    ("missing-field", &["clean/missing-field", "clean/broken-field"]),
    ("too-short", &["clean/too-short"]),
    ("wrong-language", &["clean/wrong-language"]),
    ("no-numbers", &["numeric/missing-numbers"]),
    (
        "wrong-arithmetic",
        &["numeric/wrong-equation", "numeric/wrong-sum", "numeric/wrong-per-kg", "numeric/energy-mismatch"],
    ),
    ("no-disclaimer", &["disclaimer/"]),
    ("no-condition", &["conditional/"]),
    ("forbidden", &["dietary/"]),
    ("drug-dosing", &["medical/"]),
    ("exact-duplicate", &["dedupe/exact-duplicate"]),
    ("near-duplicate", &["dedupe/near-duplicate"]),
];

/// A line of the sidecar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Planted {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    line: Option<u64>,
    fault: String,
    #[serde(default)]
    twin: Option<String>,
}

/// How one kind of fault was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The kind of fault.
    pub fault: String,
    /// Planted ones that were dropped, by whichever rule, of those planted.
    pub recall: Rate,
    /// Planted ones that a rule answering for the fault named, of those planted.
    pub named: Rate,
    /// Records that a rule answering for the fault dropped and that have it, of those it dropped.
    pub precision: Rate,
}

/// How the planted faults were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finds {
    /// By kind of fault.
    pub faults: Vec<Found>,
    /// By rule: records it dropped that have any planted fault, of those it dropped.
    pub rules: BTreeMap<String, Rate>,
    /// Dropped records that have any planted fault, of all dropped.
    pub precision: Rate,
    /// Records with a planted fault that were dropped, of all with one.
    pub recall: Rate,
}

/// Compares the sidecar of a generated file with the dropped records of the steps that followed.
///
/// A pair of duplicates counts as found when either of the two was dropped: which one is the better is the step's to say.
///
/// # Errors
///
/// When a file cannot be read or is not what the steps write.
pub fn find_faults(sidecar: &Path, dropped: &[PathBuf]) -> Result<Finds, Error> {
    let planted: Vec<Planted> = read_lines(sidecar)?;
    let mut drops: Vec<Dropped> = Vec::new();
    for path in dropped {
        drops.extend(read_lines::<Dropped>(path)?);
    }
    Ok(Finds::of(&planted, &Index::of(&drops)))
}

impl Finds {
    /// Writes the counts as `faults.json`.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        write_json(path, self)
    }

    /// The counts by kind of fault.
    pub fn faults_table(&self) -> Table {
        let columns = ["fault", "recall", "named rightly", "precision"];
        let mut table = Table::new("Planted faults that were found", &columns);
        for found in &self.faults {
            table.row([Cell::from(&found.fault), found.recall.into(), found.named.into(), found.precision.into()]);
        }
        table.row([Cell::from("any"), self.recall.into(), Cell::Empty, self.precision.into()]);
        table
    }

    /// The counts by rule.
    pub fn rules_table(&self) -> Table {
        let mut table = Table::new("Dropped records that have a planted fault", &["rule", "precision"]);
        for (rule, rate) in &self.rules {
            table.row([Cell::from(rule), (*rate).into()]);
        }
        table
    }

    fn of(planted: &[Planted], index: &Index) -> Self {
        let mut names: Vec<&str> = ANSWERS.iter().map(|(fault, _)| *fault).collect();
        let others: BTreeSet<&str> = planted.iter().map(|planted| planted.fault.as_str()).collect();
        names.extend(others.into_iter().filter(|name| !ANSWERS.iter().any(|(fault, _)| fault == name)));
        let faulty: BTreeSet<Key> = planted.iter().flat_map(Planted::keys).collect();
        let mut rules: BTreeMap<String, Rate> = BTreeMap::new();
        let mut precision = Rate::default();
        for (key, drop) in &index.drops {
            let rate = Rate::new(usize::from(faulty.contains(key)), 1);
            *rules.entry(drop.rule.clone()).or_default() += rate;
            precision += rate;
        }
        let keys =
            |planted: &mut dyn Iterator<Item = &Planted>| planted.filter_map(Planted::key).collect::<BTreeSet<_>>();
        let righted = keys(&mut planted.iter().filter(|planted| index.has(planted)));
        let recall = Rate::new(righted.len(), keys(&mut planted.iter()).len());
        let faults = names.into_iter().map(|name| Found::of(name, planted, index)).collect();
        Self { faults, rules, precision, recall }
    }
}

impl Found {
    fn of(fault: &str, planted: &[Planted], index: &Index) -> Self {
        let own: Vec<&Planted> = planted.iter().filter(|planted| planted.fault == fault).collect();
        let has: BTreeSet<Key> = own.iter().flat_map(|planted| planted.keys()).collect();
        let answers = |drop: &Dropped| answers(fault, &drop.rule) || drop.also.iter().any(|rule| answers(fault, rule));
        let named = |planted: &&Planted| index.of_planted(planted).any(answers);
        let by_rule = index.drops.iter().filter(|(_, drop)| self::answers(fault, &drop.rule));
        Self {
            fault: fault.to_owned(),
            recall: Rate::count(own.iter().copied(), |planted| index.has(planted)),
            named: Rate::count(own.iter().copied(), named),
            precision: Rate::count(by_rule, |(key, _)| has.contains(key)),
        }
    }
}

fn answers(fault: &str, rule: &str) -> bool {
    let own = ANSWERS.iter().find(|(name, _)| *name == fault).map_or(&[][..], |(_, rules)| *rules);
    own.iter().any(|own| *own == rule || own.ends_with('/') && rule.starts_with(own))
}

/// What a record is known by: its id, or the line of one that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Id(String),
    Line(u64),
}

impl Planted {
    fn key(&self) -> Option<Key> {
        self.id.clone().map(Key::Id).or(self.line.map(Key::Line))
    }

    /// The record, and for a duplicate the record that it repeats.
    fn keys(&self) -> impl Iterator<Item = Key> {
        self.key().into_iter().chain(self.twin.clone().map(Key::Id))
    }
}

/// The dropped records by what they are known by.
struct Index<'a> {
    drops: Vec<(Key, &'a Dropped)>,
    by_key: BTreeMap<Key, &'a Dropped>,
}

impl<'a> Index<'a> {
    fn of(drops: &'a [Dropped]) -> Self {
        let key = |drop: &Dropped| match &drop.id {
            Some(id) => Key::Id(id.clone()),
            None => match drop.record.as_ref().and_then(|record| record.get("id")).and_then(|id| id.as_str()) {
                Some(id) => Key::Id(id.to_owned()),
                None => Key::Line(drop.line),
            },
        };
        let drops: Vec<(Key, &Dropped)> = drops.iter().map(|drop| (key(drop), drop)).collect();
        let by_key = drops.iter().map(|(key, drop)| (key.clone(), *drop)).collect();
        Self { drops, by_key }
    }

    /// The drops that put a planted fault right.
    fn of_planted(&self, planted: &Planted) -> impl Iterator<Item = &'a Dropped> {
        let own = planted.key().and_then(|key| self.by_key.get(&key)).copied();
        let twin = planted.twin.clone().and_then(|twin| self.by_key.get(&Key::Id(twin))).copied();
        // The other of two duplicates must have gone for being one.
        own.into_iter().chain(twin.filter(|drop| drop.witness.is_some()))
    }

    fn has(&self, planted: &Planted) -> bool {
        self.of_planted(planted).next().is_some()
    }
}

fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::read(path))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| serde_json::from_str(line).map_err(Error::parse(path, index + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_are_counted_by_fault_and_by_rule() {
        let folder = tempfile::tempdir().unwrap();
        let (sidecar, drops) = (folder.path().join("faults.jsonl"), folder.path().join("dropped.jsonl"));
        let planted = [
            r#"{"line":3,"fault":"broken-json"}"#,
            r#"{"id":"short","fault":"too-short"}"#,
            r#"{"id":"kept","fault":"too-short"}"#,
            r#"{"id":"copy","fault":"near-duplicate","twin":"first"}"#,
            r#"{"id":"dose","fault":"drug-dosing"}"#,
        ];
        let dropped = [
            r#"{"input":0,"line":3,"rule":"clean/broken-json","reason":"r","raw":"{"}"#,
            r#"{"input":0,"line":4,"id":"short","rule":"clean/too-short","reason":"r"}"#,
            r#"{"input":0,"line":5,"rule":"clean/too-short","reason":"r","record":{"id":"sound"}}"#,
            r#"{"input":0,"line":6,"id":"first","rule":"dedupe/near-duplicate","reason":"r","witness":{"id":"copy","input_jaccard":1.0,"output_jaccard":0.95}}"#,
            r#"{"input":0,"line":7,"id":"dose","rule":"numeric/unsafe-bound","reason":"r","also":["medical/drug-dose"]}"#,
        ];
        std::fs::write(&sidecar, planted.join("\n")).unwrap();
        std::fs::write(&drops, dropped.join("\n")).unwrap();
        let finds = find_faults(&sidecar, &[drops]).unwrap();
        let of = |name: &str| {
            let found = finds.faults.iter().find(|found| found.fault == name).unwrap();
            (found.recall, found.named, found.precision)
        };
        let one = Rate::new(1, 1);
        assert_eq!(of("broken-json"), (one, one, one));
        assert_eq!(of("too-short"), (Rate::new(1, 2), Rate::new(1, 2), Rate::new(1, 2)));
        assert_eq!(of("near-duplicate"), (one, one, one), "dropping the twin puts it right as well");
        assert_eq!(of("drug-dosing"), (one, one, Rate::new(0, 0)), "another rule came first");
        assert_eq!((finds.recall, finds.precision), (Rate::new(4, 5), Rate::new(4, 5)));
        assert_eq!(finds.rules["clean/too-short"], Rate::new(1, 2));
    }
}
