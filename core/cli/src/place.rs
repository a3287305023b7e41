//! Where the project is.

use std::path::{Path, PathBuf};

use anyhow::Context;
use spotter_gate::Gate;

use crate::exit::Usage;

/// The folder that holds `spotter.toml` and `rubrics/`.
pub(crate) struct Place {
    /// Its path.
    pub(crate) project: PathBuf,
}

impl Place {
    /// The folder that was named, or the nearest one upwards that holds `rubrics/`.
    pub(crate) fn find(named: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(named) = named {
            return Ok(Self { project: named.to_path_buf() });
        }
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let is_project = |folder: &&Path| folder.join("rubrics").is_dir();
        let found = here.ancestors().find(is_project).unwrap_or(&here);
        Ok(Self { project: found.to_path_buf() })
    }

    /// A path of the project; an absolute one stays as it is.
    pub(crate) fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.project.join(path)
    }

    /// Opens the gate with one of the project's policies.
    pub(crate) fn gate(&self, policy: &str) -> anyhow::Result<Gate> {
        if !self.at("rubrics").is_dir() {
            let place = self.project.display();
            let remedy = "run inside a project, or name one with --project";
            return Err(Usage(format!("no folder `rubrics` in {place} or above it: {remedy}")).into());
        }
        Gate::open(&self.project, policy).map_err(|error| anyhow::Error::new(Usage(error.to_string())))
    }
}

/// Writes a file beside its target and renames it, so that a kill leaves the old one or the new one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_added_extension("tmp");
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, path)
}
