//! The rules of the house, as tests.
//!
//! STYLE and ARCHITECTURE say how this code is shaped; the tests of this crate hold it to that. The library part only
//! finds and parses the files that the tests look at.

mod pages;
mod tree;

pub use pages::{Page, pages};
pub use tree::{Source, case_files, project, rubric_folders, snapshots, sources, toml_at};
