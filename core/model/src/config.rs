//! `config.json` and `generation_config.json`, as Hugging Face folders hold them.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::family::Family;
use crate::{Error, files};

/// The shape of a decoder: the keys of `config.json` under their own names; unknown keys are ignored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// The family, as in `qwen2`.
    pub model_type: String,
    /// Rows of the embedding table.
    pub vocab_size: usize,
    /// Width of the residual stream.
    pub hidden_size: usize,
    /// Width inside a feed-forward block.
    pub intermediate_size: usize,
    /// Blocks.
    pub num_hidden_layers: usize,
    /// Query heads.
    pub num_attention_heads: usize,
    /// Key and value heads; 0 in the file or absent means one for each query head.
    #[serde(default)]
    pub num_key_value_heads: usize,
    /// Width of a head where it is not `hidden_size / num_attention_heads`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_dim: Option<usize>,
    /// The gate's activation.
    #[serde(default = "silu")]
    pub hidden_act: String,
    /// The longest sequence.
    #[serde(default = "positions")]
    pub max_position_embeddings: usize,
    /// Added to the mean square in RMSNorm.
    #[serde(default = "epsilon")]
    pub rms_norm_eps: f64,
    /// Base of the rotary angles.
    #[serde(default = "theta")]
    pub rope_theta: f64,
    /// How rotary angles are stretched past the trained length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rope_scaling: Option<Value>,
    /// Whether the output head is the embedding table.
    #[serde(default)]
    pub tie_word_embeddings: bool,
    /// Whether attention sees only the last tokens.
    #[serde(default)]
    pub use_sliding_window: bool,
}

impl Config {
    /// Reads and checks a `config.json`.
    ///
    /// # Errors
    ///
    /// When the file is missing, is no JSON object of that shape, or describes what the decoder does not do.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let value: Value = files::json(path)?;
        // transformers 5 moved the rotary settings into `rope_parameters`.
        let moved = value.get("rope_parameters").cloned();
        let mut config: Self =
            serde_json::from_value(value).map_err(|source| Error::Json { path: path.into(), source })?;
        if let Some(theta) = moved.as_ref().and_then(|rope| rope.get("rope_theta")).and_then(Value::as_f64) {
            config.rope_theta = theta;
        }
        if config.rope_scaling.is_none() {
            config.rope_scaling = moved;
        }
        if config.num_key_value_heads == 0 {
            config.num_key_value_heads = config.num_attention_heads;
        }
        config.check(path)?;
        Ok(config)
    }

    /// Width of a head.
    pub fn head_dim(&self) -> usize {
        self.head_dim.unwrap_or(self.hidden_size / self.num_attention_heads.max(1))
    }

    fn check(&self, path: &Path) -> Result<(), Error> {
        let family = Family::of(self, path)?;
        let wrong = |key, reason: String| Err(Error::Config { path: path.into(), key, reason });
        for (key, value) in [
            ("vocab_size", self.vocab_size),
            ("hidden_size", self.hidden_size),
            ("intermediate_size", self.intermediate_size),
            ("num_hidden_layers", self.num_hidden_layers),
            ("num_attention_heads", self.num_attention_heads),
            ("max_position_embeddings", self.max_position_embeddings),
        ] {
            if value == 0 {
                return wrong(key, "is 0".into());
            }
        }
        if !self.num_attention_heads.is_multiple_of(self.num_key_value_heads) {
            return wrong("num_key_value_heads", format!("does not divide the {} heads", self.num_attention_heads));
        }
        if self.head_dim.is_none() && !self.hidden_size.is_multiple_of(self.num_attention_heads) {
            return wrong("num_attention_heads", format!("does not divide hidden_size {}", self.hidden_size));
        }
        if !self.head_dim().is_multiple_of(2) {
            return wrong("head_dim", format!("is {}; rotary positions need an even width", self.head_dim()));
        }
        if self.hidden_act != family.activation {
            return wrong("hidden_act", format!("is `{}`; only `{}` is supported", self.hidden_act, family.activation));
        }
        if self.use_sliding_window {
            return wrong("use_sliding_window", "is true; sliding windows are not supported, set it to false".into());
        }
        match self.rope_kind() {
            "default" => Ok(()),
            kind => wrong("rope_scaling", format!("is of type `{kind}`; only unscaled rotary positions are supported")),
        }
    }

    fn rope_kind(&self) -> &str {
        let scaling = self.rope_scaling.as_ref().filter(|scaling| !scaling.is_null());
        let Some(scaling) = scaling else { return "default" };
        let kind = scaling.get("rope_type").or_else(|| scaling.get("type"));
        kind.and_then(Value::as_str).unwrap_or("default")
    }
}

/// What `generation_config.json` says about ending and sampling; all of it is optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GenerationConfig {
    /// Tokens that end an answer: one or several.
    #[serde(default, deserialize_with = "one_or_many")]
    pub eos_token_id: Vec<u32>,
    /// Suggested temperature.
    #[serde(default)]
    pub temperature: Option<f64>,
    /// Suggested nucleus.
    #[serde(default)]
    pub top_p: Option<f64>,
    /// Suggested number of candidates.
    #[serde(default)]
    pub top_k: Option<usize>,
}

impl GenerationConfig {
    /// Reads a `generation_config.json`; a missing file says nothing.
    ///
    /// # Errors
    ///
    /// When the file is there but is no JSON object of that shape.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if path.exists() { files::json(path) } else { Ok(Self::default()) }
    }
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
    let value = Option::<Value>::deserialize(deserializer)?;
    let list = match value {
        None => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(one) => vec![one],
    };
    let id = |value: &Value| value.as_u64().and_then(|id| u32::try_from(id).ok());
    let ids: Option<Vec<u32>> = list.iter().map(id).collect();
    ids.ok_or_else(|| serde::de::Error::custom("expected a token id or a list of them"))
}

fn silu() -> String {
    "silu".into()
}

fn positions() -> usize {
    32_768
}

fn epsilon() -> f64 {
    1e-6
}

fn theta() -> f64 {
    10_000.0
}
