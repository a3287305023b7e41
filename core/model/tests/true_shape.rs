//! Qwen2.5-0.5B's true shape: every dimension of the real model, with random weights in bf16.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use common::{Numbers, user, write_beside};
use serde_json::{Map, Value, json};
use spotter_model::{CandleSpec, EndpointSpec, Request, Sampling, open};
use tempfile::tempdir;

/// The config.json of Qwen2.5-0.5B-Instruct, as far as it shapes the arithmetic.
fn config() -> Value {
    json!({
        "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": 151_936, "hidden_size": 896,
        "intermediate_size": 4864, "num_hidden_layers": 24, "num_attention_heads": 14, "num_key_value_heads": 2,
        "hidden_act": "silu", "max_position_embeddings": 32_768, "rms_norm_eps": 1e-6, "rope_theta": 1_000_000.0,
        "tie_word_embeddings": true, "use_sliding_window": false, "torch_dtype": "bfloat16"
    })
}

fn shapes() -> Vec<(String, Vec<usize>)> {
    let mut shapes =
        vec![("model.embed_tokens.weight".to_owned(), vec![151_936, 896]), ("model.norm.weight".to_owned(), vec![896])];
    for layer in 0..24 {
        for (part, shape) in [
            ("input_layernorm.weight", vec![896]),
            ("post_attention_layernorm.weight", vec![896]),
            ("self_attn.q_proj.weight", vec![896, 896]),
            ("self_attn.q_proj.bias", vec![896]),
            ("self_attn.k_proj.weight", vec![128, 896]),
            ("self_attn.k_proj.bias", vec![128]),
            ("self_attn.v_proj.weight", vec![128, 896]),
            ("self_attn.v_proj.bias", vec![128]),
            ("self_attn.o_proj.weight", vec![896, 896]),
            ("mlp.gate_proj.weight", vec![4864, 896]),
            ("mlp.up_proj.weight", vec![4864, 896]),
            ("mlp.down_proj.weight", vec![896, 4864]),
        ] {
            shapes.push((format!("model.layers.{layer}.{part}"), shape));
        }
    }
    shapes
}

/// Writes the header and the values by hand, tensor by tensor, so that nothing of this size is held in memory.
fn write_bf16(path: &Path) {
    let mut header = Map::new();
    let mut offset = 0;
    for (name, shape) in shapes() {
        let bytes = shape.iter().product::<usize>() * 2;
        header.insert(name, json!({"dtype": "BF16", "shape": shape, "data_offsets": [offset, offset + bytes]}));
        offset += bytes;
    }
    let mut header = Value::Object(header).to_string();
    header.extend(std::iter::repeat_n(' ', header.len().next_multiple_of(8) - header.len()));
    let mut file = BufWriter::new(File::create(path).unwrap());
    file.write_all(&(header.len() as u64).to_le_bytes()).unwrap();
    file.write_all(header.as_bytes()).unwrap();
    // One block of numbers, written over and over, is random enough for a shape.
    let mut numbers = Numbers(5);
    let block: Vec<u8> =
        (0..8191).flat_map(|_| ((numbers.next() * 0.05).to_bits() >> 16).to_le_bytes()[..2].to_vec()).collect();
    let mut left = offset;
    while left > 0 {
        let part = left.min(block.len());
        file.write_all(&block[..part]).unwrap();
        left -= part;
    }
    file.flush().unwrap();
}

#[test]
fn the_true_shape_of_a_half_billion_model_answers() {
    let dir = tempdir().unwrap();
    write_beside(dir.path(), &config());
    write_bf16(&dir.path().join("model.safetensors"));
    let spec = EndpointSpec::Candle(CandleSpec { base: dir.path().into(), adapter: None, batch: 2 });
    let endpoint = open(&spec).unwrap();
    let sampling = Sampling { max_tokens: 2, temperature: 1.0, seed: 1, ..Sampling::default() };
    let requests = ["Protein?", "كم؟"].map(|text| Request { turns: vec![user(text)], sampling: sampling.clone() });
    let answers = endpoint.answer(&requests, &|_| ());
    for answer in answers {
        assert_eq!(answer.unwrap().tokens, 2);
    }
}
