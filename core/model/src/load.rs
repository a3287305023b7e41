//! From files to the decoder's tensors: what must be there, in which shape, with the adapter merged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use spotter_kernels::{Blend, View, ViewMut, multiply};

use crate::adapter::Adapter;
use crate::family::Family;
use crate::linear::Linear;
use crate::weights::Weights;
use crate::{Config, Error, Folder};

/// The checked weights of a folder, ready to be taken one by one.
pub(crate) struct Source {
    path: PathBuf,
    weights: Weights,
    adapter: Option<Adapter>,
    shapes: BTreeMap<String, Vec<usize>>,
    family: Family,
}

impl Source {
    /// Opens the files and compares every tensor's shape with the config.
    pub(crate) fn open(folder: &Folder, adapter: Option<&Path>) -> Result<Self, Error> {
        let family = Family::of(&folder.config, &folder.path.join("config.json"))?;
        let weights = Weights::open(&folder.path)?;
        let shapes = expected(&folder.config, family);
        check(&folder.path, &shapes, &weights.shapes()?)?;
        let adapter = adapter.map(|path| Adapter::open(path, &shapes)).transpose()?;
        Ok(Self { path: folder.path.clone(), weights, adapter, shapes, family })
    }

    /// The weight of a norm, as a factor.
    pub(crate) fn norm(&self, module: &str) -> Result<Vec<f32>, Error> {
        let mut weight = self.tensor(&format!("{module}.weight"))?;
        for value in &mut weight {
            *value += self.family.norm_offset;
        }
        Ok(weight)
    }

    /// Modules with the same inputs, as one, with adapters merged; with their biases where the family has them.
    pub(crate) fn linear(&self, modules: &[&str]) -> Result<Linear, Error> {
        let mut weight = Vec::new();
        let mut biases = None;
        let mut inputs = 1;
        for module in modules {
            let name = format!("{module}.weight");
            inputs = self.shapes.get(&name).and_then(|shape| shape.last()).copied().unwrap_or(1);
            let part = self.weight(&name, inputs)?;
            // The table of embeddings is large; alone, it is not copied.
            if weight.is_empty() {
                weight = part;
            } else {
                weight.extend(part);
            }
            let bias = format!("{module}.bias");
            if self.shapes.contains_key(&bias) {
                biases.get_or_insert_with(Vec::new).extend(self.tensor(&bias)?);
            }
        }
        Ok(Linear::new(&weight, inputs, biases))
    }

    /// A weight with its adapter merged.
    fn weight(&self, name: &str, inputs: usize) -> Result<Vec<f32>, Error> {
        let mut weight = self.tensor(name)?;
        if let Some(low_rank) = self.adapter.as_ref().and_then(|adapter| adapter.modules.get(name)) {
            let (down, up) = (View::new(&low_rank.down, inputs), View::new(&low_rank.up, low_rank.rank));
            multiply(ViewMut::new(&mut weight, inputs), up, down, Blend::add(low_rank.scale));
        }
        Ok(weight)
    }

    fn tensor(&self, name: &str) -> Result<Vec<f32>, Error> {
        let (_, values) = self
            .weights
            .tensor(name)?
            .ok_or_else(|| Error::Weights { path: self.path.clone(), mismatches: format!("`{name}` is missing") })?;
        Ok(values)
    }
}

/// The tensors that a model of this config has, with their shapes.
fn expected(config: &Config, family: Family) -> BTreeMap<String, Vec<usize>> {
    let (hidden, wide, width) = (config.hidden_size, config.intermediate_size, config.head_dim());
    let (queries, shared) = (config.num_attention_heads * width, config.num_key_value_heads * width);
    let mut shapes = BTreeMap::new();
    let mut put = |name: String, shape: &[usize]| shapes.insert(name, shape.to_vec());
    put("model.embed_tokens.weight".into(), &[config.vocab_size, hidden]);
    put("model.norm.weight".into(), &[hidden]);
    if !config.tie_word_embeddings {
        put("lm_head.weight".into(), &[config.vocab_size, hidden]);
    }
    for index in 0..config.num_hidden_layers {
        let name = |part: &str| format!("model.layers.{index}.{part}");
        put(name("input_layernorm.weight"), &[hidden]);
        put(name("post_attention_layernorm.weight"), &[hidden]);
        for (part, outputs) in [("q_proj", queries), ("k_proj", shared), ("v_proj", shared)] {
            put(name(&format!("self_attn.{part}.weight")), &[outputs, hidden]);
            if family.qkv_bias {
                put(name(&format!("self_attn.{part}.bias")), &[outputs]);
            }
        }
        put(name("self_attn.o_proj.weight"), &[hidden, queries]);
        put(name("mlp.gate_proj.weight"), &[wide, hidden]);
        put(name("mlp.up_proj.weight"), &[wide, hidden]);
        put(name("mlp.down_proj.weight"), &[hidden, wide]);
    }
    shapes
}

/// Names every tensor that is missing, of another shape, or unknown.
fn check(
    path: &Path,
    expected: &BTreeMap<String, Vec<usize>>,
    found: &BTreeMap<String, Vec<usize>>,
) -> Result<(), Error> {
    let mut mismatches = Vec::new();
    for (name, shape) in expected {
        match found.get(name) {
            Some(other) if other == shape => {}
            Some(other) => mismatches.push(format!("`{name}` is {other:?}, expected {shape:?}")),
            None => mismatches.push(format!("`{name}` is missing, expected {shape:?}")),
        }
    }
    // A tied head is often saved all the same, and old exports hold the rotary table.
    let is_spare = |name: &str| name == "lm_head.weight" || name.ends_with("rotary_emb.inv_freq");
    for name in found.keys().filter(|name| !expected.contains_key(*name) && !is_spare(name)) {
        mismatches.push(format!("`{name}` is unknown to this family"));
    }
    if mismatches.is_empty() {
        return Ok(());
    }
    Err(Error::Weights { path: path.into(), mismatches: mismatches.join("\n  ") })
}
