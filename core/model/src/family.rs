//! What distinguishes the families of decoders, as a table.

use std::path::Path;

use crate::{Config, Error};

/// How one family departs from the common decoder.
///
/// A new family is a row of [`FAMILIES`] and, where its value is new, a branch in the decoder.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Family {
    /// `model_type` in config.json.
    pub(crate) model_type: &'static str,
    /// Whether the query, key and value projections add a bias.
    pub(crate) qkv_bias: bool,
    /// The gate's activation, by its name in config.json.
    pub(crate) activation: &'static str,
    /// What is added to the weight of every norm: 0, or 1 in Gemma.
    pub(crate) norm_offset: f32,
}

/// The families that the decoder runs.
pub(crate) const FAMILIES: &[Family] =
    &[Family { model_type: "qwen2", qkv_bias: true, activation: "silu", norm_offset: 0.0 }];

impl Family {
    /// The row for a config.
    pub(crate) fn of(config: &Config, path: &Path) -> Result<Self, Error> {
        let row = FAMILIES.iter().find(|family| family.model_type == config.model_type);
        row.copied().ok_or_else(|| {
            let names: Vec<&str> = FAMILIES.iter().map(|family| family.model_type).collect();
            Error::Family { path: path.into(), found: config.model_type.clone(), supported: names.join(", ") }
        })
    }
}
