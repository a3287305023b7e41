//! The text layer, armed with the lexicons of the project.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use spotter_contract::{Document, Facts, Lang, Sample};
use spotter_text::{Analyser, Lexicon};

use crate::{Error, folders, hash};

/// Reads samples once for all rubrics.
#[derive(Clone)]
pub(crate) struct Reading {
    analyser: Arc<Analyser>,
    /// SHA-256 of the lexicons.
    pub(crate) hash: String,
}

impl Reading {
    /// Loads the lexicons of every rubric of the project, whichever the policy names: what a text says does not depend
    /// on the policy. Gates with the same lexicons share one analyser, for it takes a while to make.
    pub(crate) fn load(project: &Path) -> Result<Self, Error> {
        static MADE: Mutex<BTreeMap<String, Reading>> = Mutex::new(BTreeMap::new());
        let files = files(project)?;
        let parts = files.iter().flat_map(|file| [file.name.as_bytes(), file.text.as_bytes()]);
        let hash = hash::sha256_of_parts(parts);
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = made.get(&hash) {
            return Ok(reading.clone());
        }
        let sources: Vec<(&str, Lang, &str)> =
            files.iter().map(|file| (file.name.as_str(), file.lang, file.text.as_str())).collect();
        let analyser = Analyser::new(Lexicon::parse(&sources).map_err(Error::Lexicon)?).map_err(Error::Lexicon)?;
        let reading = Self { analyser: Arc::new(analyser), hash: hash.clone() };
        made.insert(hash, reading.clone());
        Ok(reading)
    }

    /// The document of a sample.
    pub(crate) fn document(&self, sample: &Sample) -> Document<'_> {
        self.analyser.read(sample)
    }

    /// The document of a sample, and the facts that the user's own words state, in one reading.
    pub(crate) fn document_and_facts(&self, sample: &Sample) -> (Document<'_>, Facts<'static>) {
        self.analyser.read_with_facts(sample)
    }

    /// The facts that the user's own words state.
    pub(crate) fn facts(&self, sample: &Sample) -> Facts<'static> {
        self.analyser.facts(sample)
    }
}

/// A lexicon as it lies in its file.
struct File {
    /// Its path from the project, for messages.
    name: String,
    lang: Lang,
    text: String,
}

/// The lexicons of a project, in the order of their paths; a rubric without words in a language has no such file.
fn files(project: &Path) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    for rubric in folders::list(&project.join("rubrics"))? {
        for lang in [Lang::Ar, Lang::En, Lang::Tr] {
            let path = folders::rubric(project, &rubric).join(format!("{lang}.toml"));
            match fs::read_to_string(&path) {
                Ok(text) => files.push(File { name: format!("rubrics/{rubric}/{lang}.toml"), lang, text }),
                Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(cause) => return Err(Error::Read { path, cause }),
            }
        }
    }
    Ok(files)
}
