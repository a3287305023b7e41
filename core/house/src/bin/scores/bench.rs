//! What the measures share: the sets, the readers and the gate.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;
use spotter_contract::{Role, Sample, Turn};
use spotter_gate::Gate;
use spotter_house::project;
use spotter_text::{Analyser, Lexicon};

/// The rubrics whose lexicons the text layer reads with.
const PACKS: [&str; 5] = ["numeric", "conditional", "disclaimer", "dietary", "medical"];

/// Sets, readers and the gate.
pub(crate) struct Bench {
    folder: PathBuf,
    absent: RefCell<BTreeSet<String>>,
    /// Reads with the lexicons of every rubric, as the gate does.
    pub(crate) text: Analyser,
    /// Reads without a lexicon.
    pub(crate) plain: Analyser,
    gate: OnceCell<Gate>,
}

impl Bench {
    pub(crate) fn open(folder: PathBuf) -> anyhow::Result<Self> {
        anyhow::ensure!(folder.is_dir(), "{} is not a folder: name the one that holds the sets", folder.display());
        let folders: Vec<PathBuf> = PACKS.iter().map(|name| project().join("rubrics").join(name)).collect();
        let packs: Vec<(&str, &Path)> = PACKS.into_iter().zip(folders.iter().map(PathBuf::as_path)).collect();
        Ok(Self {
            folder,
            absent: RefCell::default(),
            text: Analyser::new(Lexicon::load(&packs)?)?,
            plain: Analyser::new(Lexicon::default())?,
            gate: OnceCell::new(),
        })
    }

    /// The gate with every rubric, built on first use.
    pub(crate) fn gate(&self) -> anyhow::Result<&Gate> {
        if self.gate.get().is_none() {
            let gate = Gate::open(&project(), "release")?;
            let _ = self.gate.set(gate);
        }
        self.gate.get().context("the gate was opened above")
    }

    /// The rows of a set; none where it is absent.
    pub(crate) fn rows(&self, set: &str) -> anyhow::Result<Vec<Value>> {
        let path = self.folder.join(format!("{set}.jsonl"));
        if !path.is_file() {
            self.absent.borrow_mut().insert(format!("{set}.jsonl"));
            return Ok(Vec::new());
        }
        read(&path)
    }

    /// The sets that were asked for and are absent.
    pub(crate) fn absent(&self) -> Vec<String> {
        self.absent.borrow().iter().cloned().collect()
    }
}

/// The rows of the project's own contrast material.
pub(crate) fn contrast(set: &str) -> anyhow::Result<Vec<Value>> {
    read(&project().join("testsuites/contrast").join(format!("{set}.jsonl")))
}

fn read(path: &Path) -> anyhow::Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let row = |(index, line): (usize, &str)| {
        serde_json::from_str(line).with_context(|| format!("{}:{}: not JSON", path.display(), index + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(row).collect()
}

/// A text field of a row; empty where it is missing.
pub(crate) fn text<'v>(row: &'v Value, field: &str) -> &'v str {
    row.get(field).and_then(Value::as_str).unwrap_or("")
}

/// A true-or-false field of a row; false where it is missing.
pub(crate) fn flag(row: &Value, field: &str) -> bool {
    row.get(field).and_then(Value::as_bool).unwrap_or(false)
}

/// A coach's answer.
pub(crate) fn answer(text: &str) -> Sample<'_> {
    Sample { turns: vec![Turn::new(Role::Coach, text)], ..Sample::default() }
}

/// A user's question alone.
pub(crate) fn question(text: &str) -> Sample<'_> {
    Sample { turns: vec![Turn::new(Role::User, text)], ..Sample::default() }
}

/// A question and the coach's answer.
pub(crate) fn exchange<'t>(question: &'t str, answer: &'t str) -> Sample<'t> {
    Sample { turns: vec![Turn::new(Role::User, question), Turn::new(Role::Coach, answer)], ..Sample::default() }
}
