//! One case: a conversation and what we expect of its judgement.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use spotter_contract::{Facts, Lang, Role, Sample, Turn};
use spotter_gate::Verdict;
use toml::Spanned;

use crate::Error;
use crate::files::read;
use crate::hash::hash;

/// A conversation and what we expect of its judgement.
#[derive(Debug, Clone)]
pub struct Case {
    /// Follows from turns, facts and expectation; a title may change, a case may move.
    pub id: String,
    /// A sentence that names the case.
    pub title: String,
    /// Where it was read; no run mentions it.
    pub path: PathBuf,
    /// The conversation and the facts.
    pub sample: Sample<'static>,
    /// What the judgement must be.
    pub expect: Expect,
    /// What the case belongs to, as `language:tr` or `rubric:dietary`; sorted.
    pub slices: Vec<String>,
}

/// Whether a case brings its answer along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The last turn is the coach's: the gate must judge it as expected.
    Fixed,
    /// The last turn is the user's: a model must answer so that the gate lets it through.
    Prompt,
}

/// What the judgement must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// Of a fixed answer, the very verdict; of a prompt, the worst one allowed.
    pub verdict: Verdict,
    /// The rubrics a prompt is about; none stands for all.
    pub rubrics: Vec<String>,
    /// The findings that a fixed answer must get; no others may cost anything.
    pub findings: Vec<Expected>,
}

/// A finding that must be there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Rubric and rule: `dietary/forbidden-ingredient`.
    pub rule: String,
    /// Words inside the stretch that the finding points at.
    pub quote: Option<String>,
}

/// The shape of a case in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    title: Spanned<String>,
    lang: Option<Lang>,
    #[serde(default)]
    facts: Facts<'static>,
    #[serde(default)]
    labels: Vec<String>,
    turns: Spanned<Vec<Turn<'static>>>,
    expect: Spanned<ExpectFile>,
}

/// The shape of `[expect]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectFile {
    verdict: Option<Verdict>,
    #[serde(default)]
    rubrics: Vec<String>,
    #[serde(default)]
    findings: Vec<Expected>,
}

impl Case {
    /// Reads a case from its file.
    ///
    /// # Errors
    ///
    /// Names the file and the line that is not as it should be.
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(path, &read(path)?)
    }

    /// Reads a case from the text of its file.
    ///
    /// # Errors
    ///
    /// Names the file and the line that is not as it should be.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let file: CaseFile =
            toml::from_str(text).map_err(|source| Error::Case { path: path.to_owned(), source: Box::new(source) })?;
        let at = |position: usize, fault: String| {
            let line = 1 + text.bytes().take(position).filter(|byte| *byte == b'\n').count();
            Error::Senseless { path: path.to_owned(), line, fault }
        };
        check_title(&file).map_err(|fault| at(file.title.span().start, fault))?;
        let kind = kind_of(file.turns.as_ref()).map_err(|fault| at(file.turns.span().start, fault))?;
        let position = file.expect.span().start;
        let expect = expectation(file.expect.into_inner(), kind).map_err(|fault| at(position, fault))?;
        let turns = file.turns.into_inner();
        let slices = slices(file.lang, &file.facts, &file.labels, &about(&expect, path));
        let id = identity(&turns, &file.facts, &expect);
        let sample = Sample { id: id.clone().into(), lang: file.lang, facts: file.facts, turns };
        Ok(Self { id, title: file.title.into_inner(), path: path.to_owned(), sample, expect, slices })
    }

    /// Whether the case brings its answer along.
    pub fn kind(&self) -> Kind {
        match self.sample.turns.last().map(|turn| turn.role) {
            Some(Role::Coach) => Kind::Fixed,
            _ => Kind::Prompt,
        }
    }
}

fn check_title(file: &CaseFile) -> Result<(), String> {
    if file.title.as_ref().trim().is_empty() {
        return Err("the title is empty: write one sentence that names the case".into());
    }
    Ok(())
}

fn kind_of(turns: &[Turn]) -> Result<Kind, String> {
    if let Some(turn) = turns.iter().find(|turn| turn.text.trim().is_empty()) {
        return Err(format!("a {} turn is empty", turn.role));
    }
    match turns.last().map(|turn| turn.role) {
        Some(Role::Coach) => Ok(Kind::Fixed),
        Some(Role::User) => Ok(Kind::Prompt),
        Some(role) => Err(format!("the last turn is of the {role}; end with a coach or a user turn")),
        None => Err("there is no turn; write at least one".into()),
    }
}

fn expectation(file: ExpectFile, kind: Kind) -> Result<Expect, String> {
    let verdict = match (file.verdict, kind) {
        (Some(verdict), _) => verdict,
        (None, Kind::Prompt) => Verdict::Pass,
        (None, Kind::Fixed) => return Err("a fixed answer needs `verdict`: pass, flag or block".into()),
    };
    if kind == Kind::Prompt && !file.findings.is_empty() {
        return Err("nobody knows the findings of an answer that is still to come: leave `findings` out".into());
    }
    if let Some(expected) = file.findings.iter().find(|expected| !expected.rule.contains('/')) {
        return Err(format!("`{}` is no rule: write rubric/rule", expected.rule));
    }
    Ok(Expect { verdict, rubrics: file.rubrics, findings: file.findings })
}

/// The rubrics a case is about: those it names, else the folder it lies in.
fn about(expect: &Expect, path: &Path) -> Vec<String> {
    if !expect.rubrics.is_empty() {
        return expect.rubrics.clone();
    }
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    folder.map(str::to_owned).into_iter().collect()
}

fn slices(lang: Option<Lang>, facts: &Facts, labels: &[String], rubrics: &[String]) -> Vec<String> {
    let mut slices = Vec::new();
    slices.extend(lang.map(|lang| format!("language:{lang}")));
    slices.extend(facts.diet.map(|diet| format!("diet:{diet}")));
    slices.extend(rubrics.iter().map(|rubric| format!("rubric:{rubric}")));
    slices.extend(labels.iter().map(|label| format!("label:{label}")));
    slices.sort();
    slices.dedup();
    slices
}

/// Sixteen bytes of hash over what is judged and what is expected.
fn identity(turns: &[Turn], facts: &Facts, expect: &Expect) -> String {
    let mut parts: Vec<String> = Vec::new();
    for turn in turns {
        parts.extend([turn.role.name().to_owned(), turn.text.clone().into_owned()]);
    }
    parts.extend(facts.pairs().into_iter().flat_map(|(key, value)| [key.to_owned(), value.into_owned()]));
    parts.push(expect.verdict.name().to_owned());
    parts.extend(expect.rubrics.iter().cloned());
    for expected in &expect.findings {
        parts.extend([expected.rule.clone(), expected.quote.clone().unwrap_or_default()]);
    }
    hash(parts.iter().map(String::as_str)).chars().take(32).collect()
}
