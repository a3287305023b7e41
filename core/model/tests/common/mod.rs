//! Folders with random weights, laid out as Hugging Face does.

#![expect(dead_code, reason = "each test uses a part")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, TensorView, serialize_to_file};
use serde_json::{Value, json};
use spotter_contract::{Role, Turn};

/// Tensors by name: shape and values.
pub(crate) type Tensors = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

/// ChatML with a default system turn, written in the manner of Qwen2.5's template.
pub(crate) const TEMPLATE: &str = "{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
{%- else %}
    {{- '<|im_start|>system\nYou are a coach.<|im_end|>\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if not (loop.first and message.role == 'system') %}
        {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
{%- endif %}
";

/// Numbers that look random and never change, from -1 to 1.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1 << 23) as f32 - 1.0
    }

    pub(crate) fn take(&mut self, count: usize, scale: f32) -> Vec<f32> {
        (0..count).map(|_| self.next() * scale).collect()
    }
}

/// A small config of the Qwen2 family.
pub(crate) fn small() -> Value {
    json!({
        "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": 300, "hidden_size": 32,
        "intermediate_size": 72, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
        "hidden_act": "silu", "max_position_embeddings": 256, "rms_norm_eps": 1e-6, "rope_theta": 10000.0,
        "tie_word_embeddings": true, "use_sliding_window": false, "max_window_layers": 3, "sliding_window": 256
    })
}

/// A whole folder with the weights of `tensors` in one file.
pub(crate) fn folder(path: &Path, config: &Value) -> Tensors {
    let tensors = weights(config, 7);
    write_beside(path, config);
    save(&path.join("model.safetensors"), &tensors);
    tensors
}

/// Everything but the weights.
pub(crate) fn write_beside(path: &Path, config: &Value) {
    fs::create_dir_all(path).unwrap();
    write_json(&path.join("config.json"), config);
    write_json(&path.join("tokenizer.json"), &tokenizer());
    let settings = json!({"chat_template": TEMPLATE, "eos_token": "<|im_end|>", "bos_token": null,
        "pad_token": {"content": "<|endoftext|>"}});
    write_json(&path.join("tokenizer_config.json"), &settings);
    write_json(&path.join("generation_config.json"), &json!({"eos_token_id": [262, 260], "temperature": 0.7}));
}

/// All tensors of a model, drawn so that activations stay near 1.
pub(crate) fn weights(config: &Value, seed: u64) -> Tensors {
    let size = |key: &str| usize::try_from(config[key].as_u64().unwrap()).unwrap();
    let (hidden, wide, heads) = (size("hidden_size"), size("intermediate_size"), size("num_attention_heads"));
    let (vocab, shared) = (size("vocab_size"), hidden / heads * size("num_key_value_heads"));
    let mut numbers = Numbers(seed);
    let mut tensors = Tensors::new();
    let mut put = |name: String, shape: &[usize]| {
        let count = shape.iter().product();
        let values = match shape {
            [_] if name.contains("norm") => numbers.take(count, 0.2).iter().map(|value| value + 1.0).collect(),
            [_] => numbers.take(count, 0.3),
            _ => numbers.take(count, 2.0 / (shape[1] as f32).sqrt()),
        };
        tensors.insert(name, (shape.to_vec(), values));
    };
    put("model.embed_tokens.weight".into(), &[vocab, hidden]);
    put("model.norm.weight".into(), &[hidden]);
    if config["tie_word_embeddings"] == json!(false) {
        put("lm_head.weight".into(), &[vocab, hidden]);
    }
    for layer in 0..size("num_hidden_layers") {
        for (part, shape) in [
            ("input_layernorm.weight", vec![hidden]),
            ("post_attention_layernorm.weight", vec![hidden]),
            ("self_attn.q_proj.weight", vec![hidden, hidden]),
            ("self_attn.q_proj.bias", vec![hidden]),
            ("self_attn.k_proj.weight", vec![shared, hidden]),
            ("self_attn.k_proj.bias", vec![shared]),
            ("self_attn.v_proj.weight", vec![shared, hidden]),
            ("self_attn.v_proj.bias", vec![shared]),
            ("self_attn.o_proj.weight", vec![hidden, hidden]),
            ("mlp.gate_proj.weight", vec![wide, hidden]),
            ("mlp.up_proj.weight", vec![wide, hidden]),
            ("mlp.down_proj.weight", vec![hidden, wide]),
        ] {
            put(format!("model.layers.{layer}.{part}"), &shape);
        }
    }
    tensors
}

/// A safetensors file in f32.
pub(crate) fn save(path: &Path, tensors: &Tensors) {
    let bytes: Vec<(&String, &Vec<usize>, Vec<u8>)> = tensors
        .iter()
        .map(|(name, (shape, values))| (name, shape, values.iter().flat_map(|value| value.to_le_bytes()).collect()))
        .collect();
    let views = bytes.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(Dtype::F32, (*shape).clone(), bytes).unwrap();
        ((*name).clone(), view)
    });
    serialize_to_file(views, None, path).unwrap();
}

/// The same tensors in two files with an index.
pub(crate) fn save_sharded(path: &Path, tensors: &Tensors) {
    let mut shards = [Tensors::new(), Tensors::new()];
    let mut map = BTreeMap::new();
    for (index, (name, tensor)) in tensors.iter().enumerate() {
        shards[index % 2].insert(name.clone(), tensor.clone());
        map.insert(name.clone(), format!("model-0000{}-of-00002.safetensors", index % 2 + 1));
    }
    for (index, shard) in shards.iter().enumerate() {
        save(&path.join(format!("model-0000{}-of-00002.safetensors", index + 1)), shard);
    }
    write_json(&path.join("model.safetensors.index.json"), &json!({"metadata": {}, "weight_map": map}));
}

pub(crate) fn write_json(path: &Path, value: &Value) {
    fs::write(path, value.to_string()).unwrap();
}

/// A byte-level BPE with a few merges, split as Qwen2 splits, and Qwen2's control words.
pub(crate) fn tokenizer() -> Value {
    let mut vocab = serde_json::Map::new();
    for (id, letter) in letters().into_iter().enumerate() {
        vocab.insert(letter.to_string(), json!(id));
    }
    for (id, merged) in ["th", "the", "Ġp", "er"].into_iter().enumerate() {
        vocab.insert(merged.into(), json!(256 + id));
    }
    let word = |id: u32, word: &str, special: bool| {
        json!({"id": id, "content": word, "special": special, "single_word": false, "lstrip": false, "rstrip": false,
            "normalized": false})
    };
    let pattern = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    json!({
        "version": "1.0", "truncation": null, "padding": null,
        "added_tokens": [word(260, "<|endoftext|>", true), word(261, "<|im_start|>", true),
            word(262, "<|im_end|>", true), word(263, "<tool_call>", false)],
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": false},
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false}]},
        "post_processor": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false},
        "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false},
        "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "",
            "end_of_word_suffix": "", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
            "vocab": vocab, "merges": [["t", "h"], ["th", "e"], ["Ġ", "p"], ["e", "r"]]}
    })
}

/// The letters of byte-level BPE in the order of their bytes.
fn letters() -> Vec<char> {
    let mut moved = 0;
    let letter = |byte: u8| {
        if matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF) {
            return char::from(byte);
        }
        moved += 1;
        char::from_u32(0xFF + moved).unwrap()
    };
    (0..=u8::MAX).map(letter).collect()
}

pub(crate) fn user(text: &str) -> Turn<'static> {
    Turn::new(Role::User, text.to_owned())
}

pub(crate) fn coach(text: &str) -> Turn<'static> {
    Turn::new(Role::Coach, text.to_owned())
}

/// A PEFT adapter folder that changes the given modules; returns its path.
pub(crate) fn adapter(path: &Path, settings: &Value, tensors: &Tensors) -> PathBuf {
    fs::create_dir_all(path).unwrap();
    let mut whole = json!({"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 4, "lora_alpha": 8, "bias": "none",
        "use_rslora": false, "use_dora": false, "fan_in_fan_out": false, "modules_to_save": null,
        "rank_pattern": {}, "alpha_pattern": {}, "target_modules": ["q_proj"], "unknown_key": [1, 2]});
    for (key, value) in settings.as_object().unwrap() {
        whole[key] = value.clone();
    }
    write_json(&path.join("adapter_config.json"), &whole);
    save(&path.join("adapter_model.safetensors"), tensors);
    path.to_path_buf()
}
