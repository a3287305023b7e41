//! Weights on disk: safetensors, one file or several, read through memory maps.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use rayon::prelude::*;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::request::hex;
use crate::{Error, files};

/// A tensor in f32: its shape, and its values row by row.
pub type Tensor = (Vec<usize>, Vec<f32>);

/// The weight files of a folder, opened.
pub(crate) struct Weights {
    files: Vec<Mapped>,
    /// Which file holds a tensor.
    places: BTreeMap<String, usize>,
}

struct Mapped {
    path: PathBuf,
    map: Mmap,
}

#[derive(Deserialize)]
struct Index {
    weight_map: BTreeMap<String, String>,
}

impl Weights {
    /// Opens `model.safetensors`, or the shards that `model.safetensors.index.json` names.
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        Self::of(&paths(folder)?)
    }

    /// Opens safetensors files.
    pub(crate) fn of(paths: &[PathBuf]) -> Result<Self, Error> {
        let mut files = Vec::new();
        let mut places = BTreeMap::new();
        for path in paths {
            let mapped = Mapped::open(path)?;
            for name in mapped.tensors()?.names() {
                places.insert(name.to_owned(), files.len());
            }
            files.push(mapped);
        }
        Ok(Self { files, places })
    }

    /// The names of all tensors with their shapes.
    pub(crate) fn shapes(&self) -> Result<BTreeMap<String, Vec<usize>>, Error> {
        let mut shapes = BTreeMap::new();
        for mapped in &self.files {
            for (name, view) in mapped.tensors()?.iter() {
                shapes.insert(name.to_owned(), view.shape().to_vec());
            }
        }
        Ok(shapes)
    }

    /// One tensor, converted to f32; `None` when no file holds it.
    pub(crate) fn tensor(&self, name: &str) -> Result<Option<Tensor>, Error> {
        let Some(mapped) = self.places.get(name).and_then(|place| self.files.get(*place)) else { return Ok(None) };
        let tensors = mapped.tensors()?;
        let view = tensors.tensor(name).map_err(|source| mapped.damaged(source))?;
        let values = floats(&view).ok_or_else(|| Error::Dtype {
            path: mapped.path.clone(),
            name: name.to_owned(),
            dtype: format!("{:?}", view.dtype()),
        })?;
        Ok(Some((view.shape().to_vec(), values)))
    }

    /// All tensors, converted to f32.
    pub(crate) fn tensors(&self) -> Result<BTreeMap<String, Tensor>, Error> {
        let mut all = BTreeMap::new();
        for name in self.places.keys() {
            if let Some(tensor) = self.tensor(name)? {
                all.insert(name.clone(), tensor);
            }
        }
        Ok(all)
    }
}

impl Mapped {
    #[expect(unsafe_code, reason = "weights are read through a memory map, so that a large model costs no copy")]
    fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Read { path: path.into(), source };
        let file = File::open(path).map_err(failed)?;
        // SAFETY: the map is private and read-only. Whoever changes a model's file while it is in use changes what is
        // read; the values are plain floats, of which every bit pattern is valid.
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        Ok(Self { path: path.into(), map })
    }

    fn tensors(&self) -> Result<SafeTensors<'_>, Error> {
        SafeTensors::deserialize(&self.map).map_err(|source| self.damaged(source))
    }

    fn damaged(&self, source: safetensors::SafeTensorError) -> Error {
        Error::Safetensors { path: self.path.clone(), source }
    }
}

/// The weight files of a folder in order of name.
pub(crate) fn paths(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let index = folder.join("model.safetensors.index.json");
    if !index.exists() {
        return Ok(vec![folder.join("model.safetensors")]);
    }
    let index: Index = files::json(&index)?;
    let names: BTreeSet<String> = index.weight_map.into_values().collect();
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}

/// SHA-256 over the names and contents of everything that decides what a model answers.
pub(crate) fn hash(folder: &Path, adapter: Option<&Path>) -> Result<String, Error> {
    const BESIDE: [&str; 5] =
        ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"];
    let mut all: Vec<PathBuf> = BESIDE.iter().map(|name| folder.join(name)).filter(|path| path.exists()).collect();
    all.extend(paths(folder)?);
    if let Some(adapter) = adapter {
        all.extend(["adapter_config.json", "adapter_model.safetensors"].map(|name| adapter.join(name)));
    }
    let mut hasher = Sha256::new();
    for path in all {
        let mapped = Mapped::open(&path)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        hasher.update(format!("{name} {}\n", mapped.map.len()));
        hasher.update(&mapped.map[..]);
    }
    Ok(hex(&hasher.finalize()))
}

fn floats(view: &TensorView) -> Option<Vec<f32>> {
    let data = view.data();
    let values = match view.dtype() {
        Dtype::F32 => data.as_chunks::<4>().0.par_iter().map(|bytes| f32::from_le_bytes(*bytes)).collect(),
        Dtype::BF16 => data.as_chunks::<2>().0.par_iter().map(|bytes| from_bf16(u16::from_le_bytes(*bytes))).collect(),
        Dtype::F16 => data.as_chunks::<2>().0.par_iter().map(|bytes| from_f16(u16::from_le_bytes(*bytes))).collect(),
        _ => return None,
    };
    Some(values)
}

/// bfloat16 is the upper half of an f32.
fn from_bf16(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

/// IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits.
fn from_f16(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let exponent = u32::from(bits >> 10 & 0x1f);
    let fraction = u32::from(bits & 0x3ff);
    let magnitude = match (exponent, fraction) {
        (0, fraction) => return f32::from_bits(sign | (fraction as f32 * 2f32.powi(-24)).to_bits()),
        (31, fraction) => 0x7f80_0000 | fraction << 13,
        (exponent, fraction) => (exponent + 112) << 23 | fraction << 13,
    };
    f32::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_read_as_it_is_written() {
        for (bits, value) in [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0, 0.0)]
        {
            assert_eq!(from_f16(bits), value, "{bits:#x}");
        }
        assert!(from_f16(0x7c00).is_infinite() && from_f16(0x7e00).is_nan());
        assert_eq!(from_bf16(0x3f80), 1.0);
        assert_eq!(from_bf16(0xc040), -3.0);
    }
}
