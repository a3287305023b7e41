//! What findings cost: `rubrics/gates/<policy>.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::judgement::{Severity, Verdict};
use crate::{Error, folders};

/// Which rubrics judge, what their rules weigh here, and from which weight on a sample is flagged or blocked.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
    pub(crate) rubrics: Vec<String>,
    pub(crate) severity: BTreeMap<String, Severity>,
    thresholds: Thresholds,
}

impl Policy {
    /// Reads a policy by its name.
    pub(crate) fn load(project: &Path, name: &str) -> Result<Self, Error> {
        let folder = folders::policies(project);
        let path = folder.join(format!("{name}.toml"));
        let bytes = if folders::is_word(name) { folders::read_if_there(&path)? } else { None };
        let Some(bytes) = bytes else {
            let known = known(&folder)?;
            return Err(Error::NoPolicy { policy: name.to_owned(), folder, known });
        };
        let text: Text = folders::parse(&path, "policy", &bytes)?;
        let wrong = |reason| Err(Error::Policy { path: path.clone(), reason });
        if text.rubrics.is_empty() {
            return wrong("a policy without rubrics would pass everything: list some".to_owned());
        }
        if let Some(twice) = first_repeated(&text.rubrics) {
            return wrong(format!("the rubric `{twice}` is listed twice"));
        }
        if text.verdict.flag > text.verdict.block {
            return wrong("[verdict] flags only what it already blocks: `flag` must not be above `block`".to_owned());
        }
        Ok(Self { path, bytes, rubrics: text.rubrics, severity: text.severity, thresholds: text.verdict })
    }

    /// What a broken rule of this severity means for the sample.
    pub(crate) fn verdict(&self, severity: Severity) -> Verdict {
        if severity >= self.thresholds.block {
            Verdict::Block
        } else if severity >= self.thresholds.flag {
            Verdict::Flag
        } else {
            Verdict::Pass
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    rubrics: Vec<String>,
    verdict: Thresholds,
    #[serde(default)]
    severity: BTreeMap<String, Severity>,
}

/// The least severity that has each verdict.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    flag: Severity,
    block: Severity,
}

fn known(folder: &Path) -> Result<String, Error> {
    let names = folders::list(folder)?;
    let names: Vec<&str> = names.iter().filter_map(|name| name.strip_suffix(".toml")).collect();
    Ok(names.join(", "))
}

fn first_repeated(names: &[String]) -> Option<&String> {
    names
        .iter()
        .enumerate()
        .find(|(index, name)| names.iter().take(*index).any(|other| other == *name))
        .map(|(_, name)| name)
}
