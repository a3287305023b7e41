//! Whole trainings: the same bytes again, also after an interruption, and the files that others read.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::common::{adapter_recipe, model_recipe, write_corpus};
use spotter_model::Folder;
use spotter_train::{Progress, Recipe, Summary, run};

fn train(recipe: &Recipe, root: &Path) -> Summary {
    run(recipe, root, &mut |_| {}).unwrap()
}

/// Every file of a folder.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (name(&path), fs::read(&path).unwrap())).collect()
}

fn is_same(found: &Path, expected: &Path) {
    let (found, expected) = (bytes(found), bytes(expected));
    assert!(found.keys().eq(expected.keys()), "{:?} are not {:?}", found.keys(), expected.keys());
    for (name, bytes) in &found {
        assert!(*bytes == expected[name], "{name} differs");
    }
}

/// A folder with the corpus and the base model.
fn root() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    write_corpus(root.path());
    train(&model_recipe(), root.path());
    root
}

#[test]
fn the_same_recipe_makes_the_same_bytes() {
    let (first, second) = (root(), root());
    for root in [&first, &second] {
        train(&adapter_recipe(), root.path());
    }
    for folder in ["base", "adapter"] {
        is_same(&first.path().join(folder), &second.path().join(folder));
    }
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let (straight, killed) = (root(), tempfile::tempdir().unwrap());
    write_corpus(killed.path());
    train(&adapter_recipe(), straight.path());
    for (recipe, folder) in [(model_recipe(), "base"), (adapter_recipe(), "adapter")] {
        for last in [2, 5, 7] {
            let mut die = |progress: Progress| assert!(progress.step != last, "killed");
            let died = catch_unwind(AssertUnwindSafe(|| run(&recipe, killed.path(), &mut die)));
            assert!(died.is_err(), "the run was over before step {last}");
        }
        let mut steps = vec![];
        run(&recipe, killed.path(), &mut |progress| steps.push(progress.step)).unwrap();
        assert_eq!(steps.first(), Some(&7), "it went on behind the checkpoint of step 6");
        is_same(&killed.path().join(folder), &straight.path().join(folder));
    }
}

#[test]
fn an_adapter_has_pefts_files_and_names() {
    let root = root();
    train(&adapter_recipe(), root.path());
    let folder = root.path().join("adapter");
    let names: Vec<String> = bytes(&folder).into_keys().collect();
    assert_eq!(names, ["adapter_config.json", "adapter_model.safetensors", "loss.jsonl", "loss.svg"]);
    let file = fs::read(folder.join("adapter_model.safetensors")).unwrap();
    let (_, metadata) = safetensors::SafeTensors::read_metadata(&file).unwrap();
    assert_eq!(metadata.metadata().as_ref().unwrap()["format"], "pt");
    let tensors = safetensors::SafeTensors::deserialize(&file).unwrap();
    assert_eq!(tensors.len(), 28);
    let layer = "base_model.model.model.layers.1";
    for (name, shape) in [
        ("self_attn.q_proj.lora_A.weight", [3, 16]),
        ("self_attn.k_proj.lora_B.weight", [8, 3]),
        ("mlp.up_proj.lora_B.weight", [24, 3]),
        ("mlp.down_proj.lora_A.weight", [3, 24]),
    ] {
        assert_eq!(tensors.tensor(&format!("{layer}.{name}")).unwrap().shape(), shape, "{name}");
    }
    let config: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("adapter_config.json")).unwrap()).unwrap();
    let keys: Vec<&String> = config.as_object().unwrap().keys().collect();
    assert!(keys.is_sorted(), "{keys:?}");
    let targets = ["down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj"];
    assert_eq!(config["target_modules"], serde_json::json!(targets));
    assert_eq!((config["r"].as_u64(), config["lora_alpha"].as_f64()), (Some(3), Some(6.0)));
}

#[test]
fn an_adapter_lowers_the_loss_of_a_base_that_can_speak() {
    let root = tempfile::tempdir().unwrap();
    write_corpus(root.path());
    let (mut model, mut adapter) = (model_recipe(), adapter_recipe());
    model.schedule.steps = Some(80);
    adapter.schedule.epochs = Some(20);
    train(&model, root.path());
    let mut losses = vec![];
    run(&adapter, root.path(), &mut |progress| losses.push(progress.loss)).unwrap();
    let mean = |losses: &[f64]| losses.iter().sum::<f64>() / losses.len() as f64;
    let (first, last) = (mean(&losses[..6]), mean(&losses[losses.len() - 6..]));
    assert!(last < first - 0.1, "{first} became {last}");
}

#[test]
fn a_model_from_nothing_opens_as_a_folder_and_learns() {
    let root = root();
    let folder = Folder::open(&root.path().join("base")).unwrap();
    let tensors = folder.tensors().unwrap();
    assert_eq!(tensors["model.layers.1.self_attn.k_proj.bias"].0, [8]);
    assert_eq!(tensors["model.embed_tokens.weight"].0, [300, 16]);
    let curve = fs::read_to_string(root.path().join("base/loss.jsonl")).unwrap();
    let points: Vec<serde_json::Value> = curve.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(points.len(), 10);
    assert!(points[9]["loss"].as_f64() < points[0]["loss"].as_f64());
    assert!(points[4]["valid"].is_f64() && points[3]["valid"].is_null());
}

#[test]
fn a_sample_that_is_none_is_named_by_its_line() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("train.jsonl"), "{\"turns\":[]}\n{\"turn\":1}\n").unwrap();
    let error = run(&model_recipe(), root.path(), &mut |_| {}).unwrap_err().to_string();
    assert!(error.contains("train.jsonl:2 is not a sample"), "{error}");
}
