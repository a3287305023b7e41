//! A pipeline that is killed again and again ends with the bytes of one that was never disturbed.

#![expect(clippy::unwrap_used, reason = "the functions that the tests share may fail as the tests do")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How often the pipeline is killed, unless it ends before.
const KILLS: u32 = 10;
/// What is read by people and programs when the pipeline has ended.
const ENDS: [&str; 6] = [
    "reports/report.md",
    "reports/report.json",
    "reports/report.csv",
    "reports/report.html",
    "reports/audit.json",
    "out/adapter/adapter_model.safetensors",
];

/// A pipeline that is small enough to be run often, in a folder of its own.
struct Tiny {
    folder: TempDir,
}

impl Tiny {
    fn new() -> Self {
        let tiny = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(tiny.at("spotter.toml"), tiny.settings()).unwrap();
        fs::write(tiny.at("recipe.toml"), tiny.recipe()).unwrap();
        fs::create_dir(tiny.at("prompts")).unwrap();
        for rubric in ["conditional", "dietary", "medical"] {
            let prompt = first_case(&project().join("testsuites/prompts").join(rubric));
            fs::copy(prompt, tiny.at(&format!("prompts/{rubric}.toml"))).unwrap();
        }
        tiny
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn settings(&self) -> String {
        let (here, project) = (self.folder.path().display(), project());
        let project = project.display();
        format!(
            "[project]
out = '{here}/out'
reports = '{here}/reports'
[generate]
provider = 'offline'
records = 200
seed = 7
[clean]
min_chars = 100
languages = ['tr', 'en', 'ar']
[merge]
inputs = ['{project}/data/seeds/seed_examples.jsonl']
[train]
recipe = '{here}/recipe.toml'
[infer]
base = '{project}/data/models/coach-mini'
suite = '{here}/prompts'
max_tokens = 24
[evaluate]
gate = 'release'
"
        )
    }

    fn recipe(&self) -> String {
        let (here, project) = (self.folder.path().display(), project());
        let project = project.display();
        format!(
            "base = '{project}/data/models/coach-mini'
output = '{here}/out/adapter'
seed = 7
context = 256
[data]
train = '{here}/out/train.jsonl'
valid = '{here}/out/valid.jsonl'
[lora]
rank = 4
alpha = 8.0
dropout = 0.05
[optimiser]
learning_rate = 0.002
[schedule]
steps = 6
batch_tokens = 512
checkpoint_every = 2
"
        )
    }

    fn command(&self) -> Command {
        let mut command = spotter();
        command.arg("pipeline").arg("--config").arg(self.at("spotter.toml"));
        command
    }

    /// Runs the pipeline to its end and says how the gate decided, which is not what this is about.
    fn run(&self) -> Option<i32> {
        let output = self.command().output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1 | 3)), "{code:?}: {}", String::from_utf8_lossy(&output.stderr));
        code
    }

    /// Starts the pipeline and kills it after a while; an exit code means that it ended before.
    fn disturb(&self, delay: Duration) -> Option<i32> {
        let mut child = self.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        while begun.elapsed() < delay && child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap().code()
    }

    fn ends(&self) -> Vec<Vec<u8>> {
        ENDS.iter().map(|name| fs::read(self.at(name)).unwrap()).collect()
    }

    /// Forgets everything, so that the next run begins at the first stage.
    fn forget(&self) {
        fs::remove_dir_all(self.at("out")).unwrap();
        fs::remove_dir_all(self.at("reports")).unwrap();
    }
}

#[test]
fn a_killed_pipeline_resumes_to_the_same_bytes() {
    // The first gate of a fresh checkout builds its plugins; that time would spread the kills too thin.
    assert!(spotter().args(["plugin", "list"]).output().unwrap().status.success());
    let undisturbed = Tiny::new();
    let begun = Instant::now();
    let code = undisturbed.run();
    let whole = begun.elapsed();
    let ends = undisturbed.ends();

    let disturbed = Tiny::new();
    let mut kills = 0;
    for round in 0..KILLS {
        let ended = disturbed.disturb(whole * round / (KILLS - 1));
        if ended.is_none() {
            kills += 1;
            continue;
        }
        // What the kills before have left was enough to end in time: compare, and begin anew.
        assert_eq!(ended, code, "round {round}");
        assert_same(&ends, &disturbed.ends());
        disturbed.forget();
    }
    assert!(kills >= 3, "only {kills} of {KILLS} kills came before the end");
    assert_eq!(disturbed.run(), code);
    assert_same(&ends, &disturbed.ends());
}

fn assert_same(ends: &[Vec<u8>], others: &[Vec<u8>]) {
    for (name, (end, other)) in ENDS.iter().zip(ends.iter().zip(others)) {
        assert!(end == other, "{name} is not the same: {} and {} bytes", end.len(), other.len());
    }
}

/// The first case of a folder, in the order of names.
fn first_case(folder: &Path) -> PathBuf {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).min().unwrap()
}

fn spotter() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("spotter"));
    command.arg("--project").arg(project());
    command
}

fn project() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}
