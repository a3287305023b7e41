//! A rubric's pack, `rubrics/<name>/rubric.toml`: which plugin, which options, what its rules weigh.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::judgement::Severity;
use crate::{Error, folders, hash};

/// A pack as it was read.
#[derive(Debug)]
pub(crate) struct Pack {
    pub(crate) path: PathBuf,
    pub(crate) hash: String,
    pub(crate) name: String,
    pub(crate) summary: String,
    pub(crate) plugin: Plugin,
    /// The plugin's rubric that this pack arms; several packs may arm the same.
    pub(crate) entry: String,
    /// The `[options]` table as TOML text, for the plugin.
    pub(crate) options: String,
    pub(crate) rules: BTreeMap<String, PackRule>,
}

/// Where the plugin's library comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Plugin {
    /// A package of the source tree.
    Cargo(String),
    /// A C source, by its path from the project.
    C(PathBuf),
    /// A built library, by its path from the project.
    File(PathBuf),
}

impl std::fmt::Display for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cargo(package) => write!(f, "cargo {package}"),
            Self::C(path) => write!(f, "c {}", path.display()),
            Self::File(path) => write!(f, "file {}", path.display()),
        }
    }
}

/// What a pack says about a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackRule {
    pub(crate) severity: Severity,
    pub(crate) explain: Explain,
}

/// Why a rule matters, in one or two sentences for the people who read reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explain {
    /// In English.
    pub en: String,
    /// In Turkish.
    pub tr: String,
    /// In Arabic.
    pub ar: String,
}

/// A rubric that is loaded and armed, as `spotter plugin list` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loaded {
    /// The rubric's one word.
    pub name: String,
    /// The plugin's name, where another pack arms the same plugin too.
    pub plugin: String,
    /// What it is for.
    pub summary: String,
    /// The plugin's version.
    pub version: String,
    /// What built it.
    pub sdk: String,
    /// The version of the boundary it was built for.
    pub abi: String,
    /// Where its library comes from: `cargo rubric-dietary`.
    pub source: String,
    /// SHA-256 of the library; `linked` for one that is part of this program.
    pub library: String,
    /// SHA-256 of the pack.
    pub pack: String,
    /// Its rules in the order of reports.
    pub rules: Vec<LoadedRule>,
}

/// A rule of a loaded rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoadedRule {
    /// `dietary/forbidden-ingredient`.
    pub name: String,
    /// What it finds.
    pub summary: String,
    /// What it weighs under the open policy.
    pub severity: Severity,
    /// Why it matters.
    pub explain: Explain,
}

impl Pack {
    /// Reads the pack of a rubric.
    pub(crate) fn load(project: &Path, name: &str) -> Result<Self, Error> {
        let path = folders::rubric(project, name).join("rubric.toml");
        if !folders::is_word(name) {
            return Err(Error::Name { path, name: name.to_owned() });
        }
        let bytes = folders::read(&path)?;
        let text: Text = folders::parse(&path, "pack", &bytes)?;
        if text.rubric.name != name {
            return Err(Error::Folder { path, name: text.rubric.name, folder: name.to_owned() });
        }
        Ok(Self {
            hash: hash::sha256(&bytes),
            entry: text.rubric.entry.unwrap_or_else(|| name.to_owned()),
            name: text.rubric.name,
            summary: text.rubric.summary,
            plugin: text.rubric.plugin,
            options: text.options.to_string(),
            rules: text.rules,
            path,
        })
    }

    /// Checks that pack and plugin have the same rules.
    pub(crate) fn match_rules(&self, plugin_rules: &[String]) -> Result<(), Error> {
        let mut differences = Vec::new();
        for rule in self.rules.keys().filter(|rule| !plugin_rules.contains(rule)) {
            differences.push(format!("the pack has `{rule}`, which the plugin lacks"));
        }
        for rule in plugin_rules.iter().filter(|rule| !self.rules.contains_key(*rule)) {
            differences.push(format!("the plugin has `{rule}`, which the pack lacks: add [rules.{rule}]"));
        }
        if differences.is_empty() {
            return Ok(());
        }
        let difference = differences.join("; ");
        Err(Error::Rules { pack: self.path.clone(), plugin: self.name.clone(), difference })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    rubric: Head,
    #[serde(default)]
    options: toml::Table,
    #[serde(default)]
    rules: BTreeMap<String, PackRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    summary: String,
    plugin: Plugin,
    entry: Option<String>,
}
