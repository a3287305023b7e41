//! What can go wrong between a recipe and an adapter.

use std::path::PathBuf;

/// A failure of training; each says what was being done, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {path}: {source}; is there space, and may this user write there?")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The recipe is not the TOML that a recipe is.
    #[error("{path} is not a recipe: {source}")]
    Recipe {
        /// The recipe.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// The recipe asks for what cannot be done.
    #[error("the recipe's `{key}` {reason}")]
    Setting {
        /// The key.
        key: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of the training data is not a sample.
    #[error("{path}:{line} is not a sample: {source}")]
    Sample {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// Where and why.
        source: serde_json::Error,
    },
    /// There is nothing to learn from.
    #[error("{path} holds no sample with a token to learn within the context; is it the right file?")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The base model's folder, template or tokenizer failed.
    #[error(transparent)]
    Model(#[from] spotter_model::Error),
    /// The base model lacks a tensor, or has it in another shape.
    #[error("{path} has no tensor {name} of shape {shape:?}; is it of the Qwen2 family?")]
    Tensor {
        /// The folder.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// The shape that config.json asks for.
        shape: Vec<usize>,
    },
    /// A tokenizer could not be trained or written.
    #[error("cannot make the tokenizer: {reason}")]
    Tokenizer {
        /// What the library said.
        reason: String,
    },
    /// A checkpoint cannot be continued.
    #[error("{path} cannot be continued: {reason}; delete it to start again")]
    Checkpoint {
        /// The checkpoint.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Tensors could not be laid out for a file.
    #[error("cannot write {path}: {source}")]
    Safetensors {
        /// The file.
        path: PathBuf,
        /// What the library said.
        source: safetensors::SafeTensorError,
    },
    /// The loss is no longer a number.
    #[error("the loss of step {step} is not a number; lower the learning rate")]
    Diverged {
        /// The step.
        step: usize,
    },
}
