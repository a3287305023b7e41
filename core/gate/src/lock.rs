//! `spotter-plugins.lock`: the libraries that a project trusts, by their hash. Without the file any library is taken.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::pack::Loaded;
use crate::{Error, folders};

const NAME: &str = "spotter-plugins.lock";

/// The lock file as it was read.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lock {
    plugins: BTreeMap<String, Pin>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    version: String,
    sha256: String,
}

impl Lock {
    /// Reads the lock file of a project, if it has one.
    pub(crate) fn load(project: &Path) -> Result<Option<Self>, Error> {
        let path = project.join(NAME);
        let Some(bytes) = folders::read_if_there(&path)? else {
            return Ok(None);
        };
        folders::parse(&path, "lock file", &bytes).map(Some)
    }

    /// Checks the hash of a library, before anything of it runs.
    pub(crate) fn check(&self, plugin: &str, path: &Path, sha256: &str) -> Result<(), Error> {
        let reason = match self.plugins.get(plugin) {
            Some(pin) if pin.sha256 == sha256 => return Ok(()),
            Some(pin) => format!("has the hash {sha256}, but {NAME} pins {}", pin.sha256),
            None => format!("is not in {NAME}"),
        };
        Err(Error::Locked { plugin: plugin.to_owned(), path: path.to_owned(), reason })
    }
}

/// Pins the libraries of these rubrics in the project's `spotter-plugins.lock` and returns its path.
///
/// # Errors
///
/// When the file cannot be written.
pub fn write_lock(project: &Path, rubrics: &[Loaded]) -> Result<PathBuf, Error> {
    let pin = |loaded: &Loaded| {
        let pin = Pin { version: loaded.version.clone(), sha256: loaded.library.clone() };
        (loaded.plugin.clone(), pin)
    };
    let lock = Lock { plugins: rubrics.iter().map(pin).collect() };
    let path = project.join(NAME);
    let text = toml::to_string(&lock)
        .map_err(|cause| Error::Write { path: path.clone(), cause: std::io::Error::other(cause.to_string()) })?;
    folders::write(&path, text.as_bytes())?;
    Ok(path)
}
