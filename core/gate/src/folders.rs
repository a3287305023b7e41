//! Where things lie in a project, and reading its files.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::Error;

/// The folder of a rubric: its pack and its lexicons.
pub(crate) fn rubric(project: &Path, name: &str) -> PathBuf {
    project.join("rubrics").join(name)
}

/// The folder of the policies.
pub(crate) fn policies(project: &Path) -> PathBuf {
    rubric(project, "gates")
}

/// Whether a name can be a folder, a symbol and half of a rule's name.
pub(crate) fn is_word(name: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase()) && name.bytes().all(is_inner)
}

/// The folder for what is built at run time: cargo's target folder in a source tree, the user's cache elsewhere.
pub(crate) fn built(project: &Path) -> Result<PathBuf, Error> {
    if project.join("Cargo.toml").is_file() {
        return target(project);
    }
    let from_home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(from_home);
    let cache = cache.filter(|cache| cache.is_absolute()).ok_or(Error::NoCache)?;
    Ok(cache.join("spotter"))
}

/// Cargo's target folder, with CARGO_TARGET_DIR respected.
pub(crate) fn target(project: &Path) -> Result<PathBuf, Error> {
    let named = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project.join("target"), PathBuf::from);
    std::path::absolute(&named).map_err(|cause| Error::Read { path: named, cause })
}

/// A file's bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })
}

/// A file's bytes, or nothing where there is no such file.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::Read { path: path.to_owned(), cause }),
    }
}

/// The names in a folder, sorted.
pub(crate) fn list(folder: &Path) -> Result<Vec<String>, Error> {
    let unreadable = |cause| Error::Read { path: folder.to_owned(), cause };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        names.extend(entry.map_err(unreadable)?.file_name().into_string().ok());
    }
    names.sort_unstable();
    Ok(names)
}

/// Bytes as TOML.
pub(crate) fn parse<T: DeserializeOwned>(path: &Path, what: &'static str, bytes: &[u8]) -> Result<T, Error> {
    toml::from_slice(bytes).map_err(|cause| Error::Toml { path: path.to_owned(), what, cause: Box::new(cause) })
}

/// Writes a file as a whole: beside its place first, then renamed.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let aside = aside(path);
    let unwritable = |cause| Error::Write { path: path.to_owned(), cause };
    let written = write_new(&aside, bytes).and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // The error that counts is the one above.
        let _ = fs::remove_file(&aside);
    }
    written.map_err(unwritable)
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name beside a file that no other process and no other thread uses.
fn aside(path: &Path) -> PathBuf {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}-{count}.tmp", std::process::id()));
    PathBuf::from(name)
}
