//! The forward against candle-transformers' Qwen2, and a trajectory of ten losses that must not move.

use std::collections::HashMap;
use std::fs;

use crate::common::{model_recipe, write_corpus};
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::qwen2::{Config, ModelForCausalLM};
use spotter_model::Folder;
use spotter_train::{Batch, Line, Network, Recipe, run};

#[test]
fn logits_are_those_of_candle_transformers() {
    let root = tempfile::tempdir().unwrap();
    write_corpus(root.path());
    run(&model_recipe(), root.path(), &mut |_| {}).unwrap();
    let base = root.path().join("base");
    let folder = Folder::open(&base).unwrap();
    let mut network = Network::open(&folder).unwrap();
    let line = Line { tokens: (0..40).map(|index| index * 37 % 300).collect(), is_target: vec![true; 40] };
    let ours = network.logits(&Batch::new([&line]));
    let config: Config = serde_json::from_slice(&fs::read(base.join("config.json")).unwrap()).unwrap();
    let tensors: HashMap<String, Tensor> = folder
        .tensors()
        .unwrap()
        .into_iter()
        .map(|(name, (shape, values))| (name, Tensor::from_vec(values, shape, &Device::Cpu).unwrap()))
        .collect();
    let builder = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
    let mut theirs = ModelForCausalLM::new(&config, builder).unwrap();
    for (index, token) in line.tokens.iter().enumerate() {
        let input = Tensor::new(&[[*token]], &Device::Cpu).unwrap();
        let logits: Vec<f32> = theirs.forward(&input, index).unwrap().flatten_all().unwrap().to_vec1().unwrap();
        let ours = &ours[index * 300..(index + 1) * 300];
        let far = ours.iter().zip(&logits).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt();
        let long = logits.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
        assert!(far / long < 4e-6, "position {index}: {far} of {long}");
    }
}

#[test]
fn ten_losses_follow_their_trajectory() {
    const GOLDEN: [f64; 10] =
        [5.70303, 5.61543, 5.41030, 5.24030, 5.13109, 4.95963, 4.83122, 4.80444, 4.73861, 4.72423];
    let root = tempfile::tempdir().unwrap();
    write_corpus(root.path());
    let recipe: Recipe = model_recipe();
    let mut losses = vec![];
    run(&recipe, root.path(), &mut |progress| losses.push(progress.loss)).unwrap();
    let is_near = losses.iter().zip(GOLDEN).all(|(loss, golden)| (loss - golden).abs() < 2e-4);
    assert!(is_near, "{losses:.5?}");
}
