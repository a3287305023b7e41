//! LoRA adapters as PEFT saves them: `adapter_config.json` and `adapter_model.safetensors`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::weights::Weights;
use crate::{Error, files};

/// What PEFT puts before every module's name.
const PREFIX: &str = "base_model.model.";

/// The low-rank updates of an adapter, by the name of the weight that each belongs to.
pub(crate) struct Adapter {
    pub(crate) modules: BTreeMap<String, LowRank>,
}

/// One update: `scale · up · down`.
pub(crate) struct LowRank {
    /// `lora_A`: (rank, inputs)
    pub(crate) down: Vec<f32>,
    /// `lora_B`: (outputs, rank)
    pub(crate) up: Vec<f32>,
    pub(crate) rank: usize,
    pub(crate) scale: f32,
}

/// The keys of `adapter_config.json` that change the arithmetic; the others are ignored.
#[derive(Deserialize)]
struct Settings {
    peft_type: String,
    r: usize,
    lora_alpha: f64,
    #[serde(default)]
    use_rslora: bool,
    #[serde(default)]
    use_dora: bool,
    #[serde(default)]
    fan_in_fan_out: bool,
    #[serde(default)]
    bias: Option<String>,
    #[serde(default)]
    modules_to_save: Option<Vec<String>>,
    #[serde(default)]
    rank_pattern: Option<BTreeMap<String, Value>>,
    #[serde(default)]
    alpha_pattern: Option<BTreeMap<String, Value>>,
}

impl Settings {
    /// Why the adapter cannot be applied, if it cannot.
    fn refusal(&self) -> Option<String> {
        let has = |pattern: &Option<BTreeMap<String, Value>>| pattern.as_ref().is_some_and(|map| !map.is_empty());
        if self.peft_type != "LORA" {
            return Some(format!("`peft_type` is `{}`; only `LORA` is supported", self.peft_type));
        }
        if self.r == 0 {
            return Some("`r` is 0".into());
        }
        if self.use_dora {
            return Some(
                "it uses DoRA; merge it into its base with PEFT first, or train with `use_dora: false`".into(),
            );
        }
        if let Some(modules) = self.modules_to_save.as_ref().filter(|modules| !modules.is_empty()) {
            let modules = modules.join(", ");
            return Some(format!("`modules_to_save` holds whole modules ({modules}); merge it with PEFT first"));
        }
        if has(&self.rank_pattern) || has(&self.alpha_pattern) {
            return Some("`rank_pattern` and `alpha_pattern` are not supported; use one rank and alpha".into());
        }
        if self.fan_in_fan_out {
            return Some("`fan_in_fan_out` is true, which these families never are".into());
        }
        let bias = self.bias.as_deref().unwrap_or("none");
        (bias != "none").then(|| format!("`bias` is `{bias}`; only `none` is supported"))
    }

    fn scale(&self) -> f32 {
        let rank = self.r as f64;
        (self.lora_alpha / if self.use_rslora { rank.sqrt() } else { rank }) as f32
    }
}

impl Adapter {
    /// Reads an adapter for a base whose weights have these shapes.
    pub(crate) fn open(path: &Path, base: &BTreeMap<String, Vec<usize>>) -> Result<Self, Error> {
        let refused = |reason| Error::Adapter { path: path.into(), reason };
        let settings: Settings = files::json(&path.join("adapter_config.json"))?;
        if let Some(reason) = settings.refusal() {
            return Err(refused(reason));
        }
        let weights = Weights::of(&[path.join("adapter_model.safetensors")])?;
        let shapes = weights.shapes()?;
        let mismatches = mismatches(&shapes, base, settings.r);
        if !mismatches.is_empty() {
            return Err(refused(format!("its tensors do not fit the base:\n  {}", mismatches.join("\n  "))));
        }
        let mut modules = BTreeMap::new();
        for module in shapes.keys().filter_map(|name| name.strip_suffix(".lora_A.weight")) {
            let down = weights.tensor(&format!("{module}.lora_A.weight"))?;
            let up = weights.tensor(&format!("{module}.lora_B.weight"))?;
            if let (Some((_, down)), Some((_, up))) = (down, up) {
                let low_rank = LowRank { down, up, rank: settings.r, scale: settings.scale() };
                modules.insert(target(module), low_rank);
            }
        }
        Ok(Self { modules })
    }
}

/// The weight that a module of the adapter changes.
fn target(module: &str) -> String {
    format!("{}.weight", module.strip_prefix(PREFIX).unwrap_or(module))
}

/// One line for each tensor that has no place in the base, or another shape than its place has.
fn mismatches(shapes: &BTreeMap<String, Vec<usize>>, base: &BTreeMap<String, Vec<usize>>, rank: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, shape) in shapes {
        let down = name.strip_suffix(".lora_A.weight").map(|module| (module, ".lora_B.weight"));
        let part = down.or_else(|| name.strip_suffix(".lora_B.weight").map(|module| (module, ".lora_A.weight")));
        let Some((module, twin)) = part else {
            lines.push(format!("`{name}` is neither `lora_A.weight` nor `lora_B.weight`"));
            continue;
        };
        let Some([outputs, inputs]) = base.get(&target(module)).map(Vec::as_slice) else {
            lines.push(format!("`{name}` belongs to no weight of the base"));
            continue;
        };
        let expected = if down.is_some() { [rank, *inputs] } else { [*outputs, rank] };
        if *shape != expected {
            lines.push(format!("`{name}` is {shape:?}, expected {expected:?}"));
        }
        if !shapes.contains_key(&format!("{module}{twin}")) {
            lines.push(format!("`{name}` lacks its twin `{module}{twin}`"));
        }
    }
    lines
}
