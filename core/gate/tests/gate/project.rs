//! A project in a temporary folder with one rubric, `planted`.

use std::fs;
use std::path::{Path, PathBuf};

use spotter_contract::{Role, Sample, Turn};
use spotter_gate::{Error, Gate};
use tempfile::TempDir;

/// The folder of the workspace.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A sample with one question and one answer.
pub(crate) fn sample(id: &str, answer: &str) -> Sample<'static> {
    let turns = vec![Turn::new(Role::User, "Ne yiyeyim?"), Turn::new(Role::Coach, answer.to_owned())];
    Sample { id: id.to_owned().into(), turns, ..Sample::default() }
}

/// A project; its folder goes when it is dropped.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A project whose pack takes its plugin from `plugin`, written as in `rubric.toml`.
    pub(crate) fn new(plugin: &str) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        // A source tree keeps what it builds in its target folder, so that no test writes to the user's cache.
        project.write("Cargo.toml", "[workspace]\n");
        std::os::unix::fs::symlink(workspace().join("core"), project.path().join("core")).unwrap();
        project.write("rubrics/planted/rubric.toml", &pack(plugin, &["first", "second"]));
        let policy = "rubrics = [\"planted\"]\nverdict = { flag = \"flag\", block = \"block\" }\n";
        project.write("rubrics/gates/test.toml", policy);
        project
    }

    /// A project with one of the C files in `tests/planted`.
    pub(crate) fn with_c(file: &str) -> Self {
        Self::new(&format!("{{ c = \"core/gate/tests/planted/{file}.c\" }}"))
    }

    /// Writes a file of the project.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The project's folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Opens the gate.
    pub(crate) fn open(&self) -> Result<Gate, Error> {
        Gate::open(self.path(), "test")
    }

    /// The message of a gate that must not open, with the project's folder left out.
    pub(crate) fn refusal(&self) -> String {
        let message = self.open().err().expect("the gate must not open").to_string();
        message.replace(&format!("{}/", self.path().display()), "")
    }
}

/// A pack with rules that block.
pub(crate) fn pack(plugin: &str, rules: &[&str]) -> String {
    let head = format!("[rubric]\nname = \"planted\"\nsummary = \"planted\"\nplugin = {plugin}\n");
    let rule = |name: &&str| {
        format!("[rules.{name}]\nseverity = \"block\"\nexplain = {{ en = \"e\", tr = \"t\", ar = \"a\" }}\n")
    };
    head + &rules.iter().map(rule).collect::<Vec<_>>().concat()
}
