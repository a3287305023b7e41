//! The text layer, armed with the lexicons of the project.

use std::path::Path;

use spotter_contract::{Document, Facts, Sample};

use crate::{Error, folders};

/// Reads samples once for all rubrics.
pub(crate) struct Reading {
    /// The bytes of every lexicon, in the order of their paths.
    pub(crate) lexicons: Vec<Vec<u8>>,
}

impl Reading {
    /// Loads the lexicons of every rubric of the project, whichever the policy names: what a text says does not depend
    /// on the policy.
    pub(crate) fn load(project: &Path) -> Result<Self, Error> {
        let mut lexicons = Vec::new();
        for name in folders::list(&project.join("rubrics"))? {
            for lang in ["tr", "en", "ar"] {
                let path = folders::rubric(project, &name).join(format!("{lang}.toml"));
                lexicons.extend(folders::read_if_there(&path)?);
            }
        }
        Ok(Self { lexicons })
    }

    /// The document of a sample.
    pub(crate) fn document(&self, _sample: &Sample) -> Document<'_> {
        Document::empty()
    }

    /// The facts that the user's own words state.
    pub(crate) fn facts(&self, _sample: &Sample) -> Facts<'static> {
        Facts::default()
    }
}
