//! Running a stage only when something it depends on has changed.
//!
//! A stage's stamp names the hashes of what went in and of what came out. It is written last and in one step, so that
//! after a kill at any moment the stamp is either that of the run before, whose hashes no longer fit, or the new one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hash::hex;
use crate::writer::write_json;
use crate::{Error, hash};

/// What a finished stage read and wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// The stage.
    pub stage: String,
    /// The program that ran it.
    pub program: String,
    /// The hash of its settings.
    pub settings: String,
    /// The hash of each input.
    pub inputs: BTreeMap<String, String>,
    /// The hash of each output.
    pub outputs: BTreeMap<String, String>,
}

/// A stage: what it reads, what decides how it works, and what it writes. Inputs and outputs are files or folders.
#[derive(Debug, Clone)]
pub struct Stage {
    /// One word.
    pub name: String,
    /// What it reads.
    pub inputs: Vec<PathBuf>,
    /// A hash over its settings and whatever else decides; see [`settings_hash`].
    pub settings: String,
    /// What it writes.
    pub outputs: Vec<PathBuf>,
    /// Where its stamp lies.
    pub stamp: PathBuf,
}

/// What a stage did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ran<T> {
    /// Nothing, for nothing had changed.
    Fresh,
    /// Its work.
    Done(T),
}

impl Stage {
    /// Whether the outputs are those that these inputs and settings make.
    ///
    /// # Errors
    ///
    /// When an input cannot be read.
    pub fn is_fresh(&self) -> Result<bool, Error> {
        let Some(stamp) = self.read_stamp() else {
            return Ok(false);
        };
        if stamp.settings != self.settings || stamp.program != program() || stamp.inputs != hashes(&self.inputs)? {
            return Ok(false);
        }
        // An output that is gone or unreadable is not fresh, but no error either.
        Ok(hashes(&self.outputs).is_ok_and(|outputs| outputs == stamp.outputs))
    }

    /// The stamp of the last run, if there is one that can be read.
    fn read_stamp(&self) -> Option<Stamp> {
        let json = std::fs::read(&self.stamp).ok()?;
        serde_json::from_slice(&json).ok().filter(|stamp: &Stamp| stamp.stage == self.name)
    }

    fn seal(&self, inputs: BTreeMap<String, String>) -> Result<(), Error> {
        let stamp = Stamp {
            stage: self.name.clone(),
            program: program(),
            settings: self.settings.clone(),
            inputs,
            outputs: hashes(&self.outputs)?,
        };
        write_json(&self.stamp, &stamp)
    }
}

/// Does a stage's work unless its outputs are fresh, and stamps them.
///
/// # Errors
///
/// When an input or output cannot be read, or the work fails; the stage is then done again the next time.
pub fn run_stage<T, E: From<Error>>(stage: &Stage, work: impl FnOnce() -> Result<T, E>) -> Result<Ran<T>, E> {
    if stage.is_fresh()? {
        return Ok(Ran::Fresh);
    }
    // What counts is what the inputs were when the work began.
    let inputs = hashes(&stage.inputs)?;
    let done = work()?;
    stage.seal(inputs)?;
    Ok(Ran::Done(done))
}

/// The hash of settings, by the names and values that they are written with.
///
/// # Errors
///
/// When the settings cannot be written as JSON.
pub fn settings_hash(settings: &impl Serialize) -> Result<String, Error> {
    let json = serde_json::to_vec(settings).map_err(Error::parse(Path::new("spotter.toml"), 1))?;
    Ok(hash::sha256(&json))
}

fn program() -> String {
    format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}

fn hashes(paths: &[PathBuf]) -> Result<BTreeMap<String, String>, Error> {
    paths.iter().map(|path| Ok((path.to_string_lossy().into_owned(), hash_of(path)?))).collect()
}

/// The SHA-256 of a file, or of a folder's names and files.
fn hash_of(path: &Path) -> Result<String, Error> {
    let mut digest = Sha256::new();
    if !path.is_dir() {
        read_into(path, &mut digest)?;
        return Ok(hex(&digest.finalize()));
    }
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(path).map_err(Error::read(path))? {
        entries.push(entry.map_err(Error::read(path))?.path());
    }
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        digest.update((name.len() as u64).to_le_bytes());
        digest.update(name.as_bytes());
        digest.update(hash_of(&entry)?.as_bytes());
    }
    Ok(hex(&digest.finalize()))
}

fn read_into(path: &Path, digest: &mut Sha256) -> Result<(), Error> {
    let mut file = File::open(path).map_err(Error::read(path))?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(Error::read(path))?;
        if read == 0 {
            return Ok(());
        }
        digest.update(buffer.get(..read).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn stage(folder: &Path) -> Stage {
        fs::write(folder.join("in"), "one").unwrap();
        Stage {
            name: "copy".into(),
            inputs: vec![folder.join("in")],
            settings: settings_hash(&1).unwrap(),
            outputs: vec![folder.join("out")],
            stamp: folder.join("stamps/copy.json"),
        }
    }

    fn run(stage: &Stage) -> bool {
        let copy = || fs::copy(&stage.inputs[0], &stage.outputs[0]).map_err(Error::write(&stage.outputs[0]));
        matches!(run_stage(stage, copy).unwrap(), Ran::Done(_))
    }

    #[test]
    fn runs_when_something_changed_and_not_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = stage(folder.path());
        assert!(run(&stage));
        assert!(!run(&stage));
        fs::write(&stage.inputs[0], "two").unwrap();
        assert!(run(&stage), "an input changed");
        fs::write(&stage.outputs[0], "spoilt").unwrap();
        assert!(run(&stage), "an output was changed by someone else");
        fs::remove_file(&stage.outputs[0]).unwrap();
        assert!(run(&stage), "an output is gone");
        stage.settings = settings_hash(&2).unwrap();
        assert!(run(&stage), "a setting changed");
        fs::write(&stage.stamp, "{").unwrap();
        assert!(run(&stage), "the stamp is broken");
        assert!(!run(&stage));
    }

    #[test]
    fn a_failure_leaves_the_stage_to_be_done() {
        let folder = tempfile::tempdir().unwrap();
        let stage = stage(folder.path());
        let fail = || Err::<(), _>(Error::Changed { path: stage.inputs[0].clone() });
        assert!(run_stage(&stage, fail).is_err());
        assert!(!stage.is_fresh().unwrap());
        assert!(run(&stage));
    }

    #[test]
    fn a_folder_counts_by_names_and_contents() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("model/part");
        fs::create_dir_all(&inside).unwrap();
        fs::write(inside.join("a"), "1").unwrap();
        let before = hash_of(folder.path()).unwrap();
        fs::rename(inside.join("a"), inside.join("b")).unwrap();
        let renamed = hash_of(folder.path()).unwrap();
        fs::write(inside.join("b"), "2").unwrap();
        let changed = hash_of(folder.path()).unwrap();
        assert!(before != renamed && renamed != changed && before != changed);
    }
}
