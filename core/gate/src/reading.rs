//! The text layer, armed with the lexicons of the project.

use std::path::{Path, PathBuf};

use spotter_contract::{Document, Facts, Sample};
use spotter_text::{Analyser, Lexicon};

use crate::{Error, folders};

/// Reads samples once for all rubrics.
pub(crate) struct Reading {
    analyser: Analyser,
    /// The bytes of every lexicon, in the order of their paths.
    pub(crate) lexicons: Vec<Vec<u8>>,
}

impl Reading {
    /// Loads the lexicons of every rubric of the project, whichever the policy names: what a text says does not depend
    /// on the policy.
    pub(crate) fn load(project: &Path) -> Result<Self, Error> {
        let names = folders::list(&project.join("rubrics"))?;
        let folders: Vec<(&str, PathBuf)> =
            names.iter().map(|name| (name.as_str(), folders::rubric(project, name))).collect();
        let packs: Vec<(&str, &Path)> = folders.iter().map(|(name, folder)| (*name, folder.as_path())).collect();
        let lexicon = Lexicon::load(&packs).map_err(Error::Lexicon)?;
        let analyser = Analyser::new(lexicon).map_err(Error::Lexicon)?;
        Ok(Self { analyser, lexicons: bytes(&packs)? })
    }

    /// The document of a sample.
    pub(crate) fn document(&self, sample: &Sample) -> Document<'_> {
        self.analyser.read(sample)
    }

    /// The facts that the user's own words state.
    pub(crate) fn facts(&self, sample: &Sample) -> Facts<'static> {
        self.analyser.facts(sample)
    }
}

fn bytes(packs: &[(&str, &Path)]) -> Result<Vec<Vec<u8>>, Error> {
    let mut bytes = Vec::new();
    for (_, folder) in packs {
        for lang in ["tr", "en", "ar"] {
            bytes.extend(folders::read_if_there(&folder.join(format!("{lang}.toml")))?);
        }
    }
    Ok(bytes)
}
