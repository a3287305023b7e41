//! The files of the project, as the tests of the house see them.

use std::fs;
use std::path::{Path, PathBuf};

/// A Rust file of the project.
pub struct Source {
    /// Its path from the project's root, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its syntax tree.
    pub tree: syn::File,
}

/// The project's root.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every Rust file under `core` and `plugins`, sorted by path.
///
/// # Panics
///
/// When a file cannot be read or parsed: a test that sees nothing must not pass.
pub fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in ["core", "plugins"] {
        walk(&project().join(folder), "rs", &mut paths);
    }
    paths.sort();
    paths.into_iter().map(|path| source(&path)).collect()
}

/// Every case file under `testsuites`, sorted by path.
///
/// # Panics
///
/// When the folder cannot be read.
pub fn case_files() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    walk(&project().join("testsuites"), "toml", &mut paths);
    paths.sort();
    paths
}

/// Every snapshot of the project, sorted by path.
///
/// # Panics
///
/// When a folder cannot be read.
pub fn snapshots() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in ["core", "plugins", "testsuites"] {
        walk(&project().join(folder), "snap", &mut paths);
    }
    paths.sort();
    paths
}

/// The folders of `rubrics` that hold a pack, sorted.
///
/// # Panics
///
/// When the folder cannot be read.
pub fn rubric_folders() -> Vec<PathBuf> {
    let entries = entries(&project().join("rubrics"));
    entries.into_iter().filter(|path| path.join("rubric.toml").is_file()).collect()
}

/// A TOML file as a table.
///
/// # Panics
///
/// When it cannot be read or parsed.
pub fn toml_at(path: &Path) -> toml::Table {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn source(path: &Path) -> Source {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    let tree = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let root = project();
    let inside = path.strip_prefix(&root).unwrap_or(path);
    Source { path: inside.display().to_string().replace('\\', "/"), text, tree }
}

fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            walk(&path, extension, found);
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
