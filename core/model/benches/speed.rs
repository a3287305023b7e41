//! Tokens a second of a model of coach-mini's shape, beside candle's own Qwen2 on the same weights.
//!
//! `cargo bench -p spotter-model --bench speed`

#[path = "../tests/common/mod.rs"]
mod common;

use std::fs;
use std::time::Instant;

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::qwen2;
use common::{Tensors, folder, small, user};
use serde_json::{Value, json};
use spotter_model::{CandleSpec, EndpointSpec, Request, Sampling, open};

const TOKENS: usize = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = tempfile::tempdir()?;
    let mut config = small();
    for (key, value) in [
        ("vocab_size", 4096),
        ("hidden_size", 256),
        ("intermediate_size", 704),
        ("num_hidden_layers", 6),
        ("num_attention_heads", 4),
        ("max_position_embeddings", 1024),
    ] {
        config[key] = json!(value);
    }
    let tensors = folder(dir.path(), &config);
    for temperature in [0.0, 0.8] {
        for batch in [1, 16, 32] {
            let count = batch.max(2) as u64;
            let spec = EndpointSpec::Candle(CandleSpec { base: dir.path().into(), adapter: None, batch });
            let endpoint = open(&spec)?;
            let text = "Sabah aç karnına koşu yapmak yağ yakar mı? ".repeat(3);
            let sampling = Sampling { max_tokens: TOKENS, temperature, top_p: Some(0.9), ..Sampling::default() };
            let requests: Vec<Request> = (0..count)
                .map(|seed| Request { turns: vec![user(&text)], sampling: Sampling { seed, ..sampling.clone() } })
                .collect();
            let (start, worked) = (Instant::now(), processor_seconds());
            let answers = endpoint.answer(&requests, &|_| ());
            let seconds = start.elapsed().as_secs_f64();
            let tokens: usize = answers.into_iter().flatten().map(|answer| answer.tokens).sum();
            let (rate, worked) = (tokens as f64 / seconds, processor_seconds() - worked);
            eprintln!(
                "temperature {temperature}, batch {batch:2}: {tokens} tokens in {seconds:.2} s, {worked:.2} s of processors: {rate:.0} tokens/s"
            );
        }
    }
    for batch in [1, 16] {
        let worked = processor_seconds();
        let seconds = referee(&config, &tensors, batch)?;
        let worked = processor_seconds() - worked;
        let rate = (batch * TOKENS) as f64 / seconds;
        eprintln!(
            "candle's qwen2, batch {batch:2} of equal lengths: {seconds:.2} s, {worked:.2} s of processors: {rate:.0} tokens/s, decoding alone"
        );
    }
    Ok(())
}

fn referee(config: &Value, tensors: &Tensors, batch: usize) -> Result<f64, Box<dyn std::error::Error>> {
    let config: qwen2::Config = serde_json::from_value(config.clone())?;
    let tensors = tensors
        .iter()
        .map(|(name, (shape, values))| Ok((name.clone(), Tensor::from_slice(values, shape.as_slice(), &Device::Cpu)?)))
        .collect::<Result<_, candle_core::Error>>()?;
    let builder = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
    let mut model = qwen2::ModelForCausalLM::new(&config, builder)?;
    let prompt: Vec<u32> = (0..150).collect();
    let prompt = Tensor::new(prompt, &Device::Cpu)?.unsqueeze(0)?.repeat((batch, 1))?;
    model.forward(&prompt, 0)?;
    let start = Instant::now();
    for position in 0..TOKENS {
        let next = Tensor::full(5_u32, (batch, 1), &Device::Cpu)?;
        let logits = model.forward(&next, 150 + position)?;
        logits.argmax(2)?.to_vec2::<u32>()?;
    }
    Ok(start.elapsed().as_secs_f64())
}

/// What all threads have worked, which a busy machine does not stretch as it stretches the clock; Linux only, else 0.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}
