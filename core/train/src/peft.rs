//! An adapter's folder as PEFT writes it.

use std::fs;
use std::path::Path;

use safetensors::Dtype;
use serde_json::{Value, json};

use crate::Error;
use crate::folder::{write_json, write_tensors};
use crate::lora::{Lora, Target};

/// Writes `adapter_config.json` and `adapter_model.safetensors`.
pub(crate) fn write(path: &Path, lora: &Lora, base: &str) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|source| Error::Write { path: path.into(), source })?;
    let bytes: Vec<u8> = lora.values.iter().flat_map(|value| value.to_le_bytes()).collect();
    write_tensors(&path.join("adapter_model.safetensors"), &lora.places, (&bytes, Dtype::F32))?;
    write_json(&path.join("adapter_config.json"), &config(lora, base))
}

/// PEFT's keys in order of the alphabet, the targets too.
fn config(lora: &Lora, base: &str) -> Value {
    let mut targets: Vec<&str> = lora.targets.iter().copied().map(Target::name).collect();
    targets.sort_unstable();
    json!({
        "alpha_pattern": {},
        "auto_mapping": null,
        "base_model_name_or_path": base,
        "bias": "none",
        "fan_in_fan_out": false,
        "inference_mode": true,
        "init_lora_weights": true,
        "lora_alpha": lora.alpha,
        "lora_dropout": lora.dropout,
        "modules_to_save": null,
        "peft_type": "LORA",
        "peft_version": "0.21.2",
        "r": lora.rank,
        "rank_pattern": {},
        "revision": null,
        "target_modules": targets,
        "task_type": "CAUSAL_LM",
        "use_dora": false,
        "use_rslora": false,
    })
}
