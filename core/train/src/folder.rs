//! A model's folder as Hugging Face lays it out: its weights read into one flat buffer, and written from it.

use std::fs;
use std::path::Path;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde_json::{Value, json};
use spotter_model::Folder;
use tokenizers::Tokenizer;

use crate::shape::{Layout, Place};
use crate::vocabulary::{CONTROL, failed};
use crate::{Error, Shape};

/// ChatML without a system turn of its own.
const TEMPLATE: &str = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] \
    + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/// All weights of a folder, laid out flat.
pub(crate) fn weights(folder: &Folder, layout: &Layout) -> Result<Vec<f32>, Error> {
    let tensors = folder.tensors()?;
    let mut weights = vec![0.0; layout.len];
    for place in &layout.tensors {
        let found = tensors.get(&place.name).filter(|(shape, _)| *shape == place.shape);
        let missing =
            || Error::Tensor { path: folder.path.clone(), name: place.name.clone(), shape: place.shape.clone() };
        weights[place.range.clone()].copy_from_slice(&found.ok_or_else(missing)?.1);
    }
    Ok(weights)
}

/// Writes everything but the weights.
pub(crate) fn write_frame(path: &Path, shape: &Shape, tokenizer: &Tokenizer) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|source| Error::Write { path: path.into(), source })?;
    let tokenizer = tokenizer.to_string(true).map_err(|source| failed(&source))?;
    write(&path.join("tokenizer.json"), tokenizer.as_bytes())?;
    write_json(&path.join("tokenizer_config.json"), &tokenizer_config(shape))?;
    write_json(&path.join("config.json"), &config(shape))?;
    write_json(&path.join("generation_config.json"), &json!({ "eos_token_id": [2, 0], "pad_token_id": 0 }))
}

/// Writes the weights as bfloat16, rounded to the nearest.
pub(crate) fn write_weights(path: &Path, layout: &Layout, weights: &[f32]) -> Result<(), Error> {
    let bytes: Vec<u8> = weights.iter().flat_map(|value| to_bf16(*value).to_le_bytes()).collect();
    write_tensors(&path.join("model.safetensors"), &layout.tensors, (&bytes, Dtype::BF16))
}

/// Writes tensors of one type that lie in one buffer.
pub(crate) fn write_tensors(path: &Path, places: &[Place], (bytes, dtype): (&[u8], Dtype)) -> Result<(), Error> {
    let wide = dtype.bitsize() / 8;
    let failed = |source| Error::Safetensors { path: path.into(), source };
    let mut views = Vec::with_capacity(places.len());
    for place in places {
        let bytes = &bytes[place.range.start * wide..place.range.end * wide];
        views.push((place.name.as_str(), TensorView::new(dtype, place.shape.clone(), bytes).map_err(failed)?));
    }
    let format = [("format".to_owned(), "pt".to_owned())].into();
    write(path, &safetensors::serialize(views, Some(format)).map_err(failed)?)
}

/// Writes a value with a line for each key.
pub(crate) fn write_json(path: &Path, value: &Value) -> Result<(), Error> {
    write(path, format!("{value:#}\n").as_bytes())
}

/// Writes a file beside its place, then moves it there, so that no reader sees half of it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.into(), source };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, bytes).map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)
}

fn config(shape: &Shape) -> Value {
    json!({
        "architectures": ["Qwen2ForCausalLM"],
        "attention_dropout": 0.0,
        "bos_token_id": 0,
        "eos_token_id": 2,
        "hidden_act": "silu",
        "hidden_size": shape.hidden,
        "initializer_range": 0.02,
        "intermediate_size": shape.intermediate,
        "max_position_embeddings": shape.positions,
        "max_window_layers": shape.layers,
        "model_type": "qwen2",
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "num_key_value_heads": shape.kv_heads,
        "rms_norm_eps": 1e-6,
        "rope_theta": shape.theta,
        "sliding_window": shape.positions,
        "tie_word_embeddings": shape.is_tied,
        "torch_dtype": "bfloat16",
        "use_cache": true,
        "use_sliding_window": false,
        "vocab_size": shape.vocab,
    })
}

fn tokenizer_config(shape: &Shape) -> Value {
    let control = |(id, content): (usize, &&str)| {
        let token = json!({
            "content": content, "lstrip": false, "normalized": false, "rstrip": false, "single_word": false, "special": true,
        });
        (id.to_string(), token)
    };
    let decoder: serde_json::Map<String, Value> = CONTROL.iter().enumerate().map(control).collect();
    json!({
        "add_prefix_space": false,
        "added_tokens_decoder": decoder,
        "additional_special_tokens": [CONTROL[1], CONTROL[2]],
        "bos_token": null,
        "chat_template": TEMPLATE,
        "clean_up_tokenization_spaces": false,
        "eos_token": CONTROL[2],
        "model_max_length": shape.positions,
        "pad_token": CONTROL[0],
        "tokenizer_class": "PreTrainedTokenizerFast",
        "unk_token": null,
    })
}

/// The upper half of an f32, rounded to the nearest, ties to even.
fn to_bf16(value: f32) -> u16 {
    let bits = value.to_bits();
    let round = 0x7fff + (bits >> 16 & 1);
    (bits.wrapping_add(round) >> 16) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bfloat16_is_rounded_to_the_nearest_even() {
        for (value, bits) in [(1.0, 0x3f80), (1.003_906_3, 0x3f80), (1.011_718_8, 0x3f82), (-2.5, 0xc020), (0.0, 0)] {
            assert_eq!(to_bf16(value), bits, "{value}");
        }
    }
}
