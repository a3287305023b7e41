//! Libraries that cargo builds: one call for all of them, and cargo says where they are.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::Deserialize;

use crate::pack::Pack;
use crate::{Error, folders};

/// Builds packages and returns the library of each.
pub(super) fn build(project: &Path, packages: &[(&Pack, &str)]) -> Result<Vec<(String, PathBuf)>, Error> {
    let Some((first, _)) = packages.first() else {
        return Ok(Vec::new());
    };
    if !project.join("Cargo.toml").is_file() {
        return Err(Error::NoSourceTree { pack: first.path.clone(), project: project.to_owned() });
    }
    let stdout = run(project, packages)?;
    let artifacts: Vec<Artifact> = stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    packages
        .iter()
        .map(|(pack, package)| {
            let library = artifacts.iter().rev().find_map(|artifact| artifact.library_of(package));
            let library = library.ok_or_else(|| super::no_library(pack, package))?;
            Ok(((*package).to_owned(), library))
        })
        .collect()
}

fn run(project: &Path, packages: &[(&Pack, &str)]) -> Result<String, Error> {
    let names: Vec<&str> = packages.iter().map(|(_, package)| *package).collect();
    let failed = |message| Error::Cargo { packages: names.join(", "), message };
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project).args(["build", "--message-format=json-render-diagnostics"]);
    command.env("CARGO_TARGET_DIR", folders::target(project)?);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    for name in &names {
        command.args(["-p", name]);
    }
    // On a terminal cargo shows its own progress; in a pipe nothing is shown unless it fails.
    let is_shown = std::io::stderr().is_terminal();
    command.stdin(Stdio::null()).stderr(if is_shown { Stdio::inherit() } else { Stdio::piped() });
    tracing::info!(packages = names.join(" "), "cargo builds the plugins");
    let output = command.output().map_err(|cause| failed(format!("it cannot be started: {cause}")))?;
    let Output { status, stdout, stderr } = output;
    if status.success() {
        return Ok(String::from_utf8_lossy(&stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&stderr);
    Err(failed(if is_shown {
        format!("{status}, its message stands above")
    } else {
        format!("{status}\n{}", said.trim_end())
    }))
}

/// The one kind of cargo's messages that matters here; the others lack its fields.
#[derive(Deserialize)]
struct Artifact {
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    crate_types: Vec<String>,
}

impl Artifact {
    fn library_of(&self, package: &str) -> Option<PathBuf> {
        let is_cdylib = self.target.crate_types.iter().any(|kind| kind == "cdylib");
        if !is_cdylib || self.target.name != package.replace('-', "_") {
            return None;
        }
        let suffix = std::env::consts::DLL_EXTENSION;
        self.filenames.iter().find(|file| file.extension().is_some_and(|found| found == suffix)).cloned()
    }
}
