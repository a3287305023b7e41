//! What can go wrong between a folder on disk and an answer.

use std::path::PathBuf;

/// A failure of this crate; each says what was being done, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of a model, an adapter or a canned endpoint could not be read.
    #[error("cannot read {path}: {source}; is the folder complete?")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A JSON file does not say what its reader needs.
    #[error("{path} does not hold the JSON that is expected there: {source}")]
    Json {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// A model of another family.
    #[error("{path}: the model type `{found}` is not supported; supported: {supported}")]
    Family {
        /// The folder's config.json.
        path: PathBuf,
        /// Its `model_type`.
        found: String,
        /// The families that are.
        supported: String,
    },
    /// A config.json that contradicts itself or asks for what the decoder lacks.
    #[error("{path}: `{key}` {reason}")]
    Config {
        /// The folder's config.json or generation_config.json.
        path: PathBuf,
        /// The key at fault.
        key: &'static str,
        /// What is wrong with it, and what would do.
        reason: String,
    },
    /// A tokenizer.json that cannot be used.
    #[error("{path}: {reason}")]
    Tokenizer {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A text that the tokenizer refuses.
    #[error("the tokenizer of {path} refuses a text: {reason}")]
    Encode {
        /// The model's folder.
        path: PathBuf,
        /// What the tokenizer said.
        reason: String,
    },
    /// A folder without a chat template.
    #[error("{path} holds no chat template; add `chat_template` to tokenizer_config.json or a chat_template.jinja")]
    NoTemplate {
        /// The model's folder.
        path: PathBuf,
    },
    /// A chat template that fails on a conversation, or does not compile.
    #[error("the chat template of {path} fails: {source}")]
    Template {
        /// The model's folder.
        path: PathBuf,
        /// What minijinja said.
        source: minijinja::Error,
    },
    /// A template that renders earlier turns differently once later ones follow, so no answer can be told apart.
    #[error("the chat template of {path} rewrites the turns before turn {turn}, so its answer cannot be told apart")]
    Rewritten {
        /// The model's folder.
        path: PathBuf,
        /// The coach's turn, from 0.
        turn: usize,
    },
    /// A text that uses up every character that could mark a broken control word.
    #[error("a turn holds all of U+FDD0 to U+FDEF, which Unicode reserves for internal use; remove one of them")]
    Reserved,
    /// A safetensors file that is damaged.
    #[error("{path} is not a usable safetensors file: {source}; fetch or save it again")]
    Safetensors {
        /// The file.
        path: PathBuf,
        /// What its reader said.
        source: safetensors::SafeTensorError,
    },
    /// A tensor of a kind that is not a float.
    #[error("{path}: tensor `{name}` is stored as {dtype}; expected F32, F16 or BF16")]
    Dtype {
        /// The file.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// How it is stored.
        dtype: String,
    },
    /// Tensors that are missing or have another shape than config.json says.
    #[error("{path}: the weights do not fit config.json:\n  {mismatches}")]
    Weights {
        /// The folder.
        path: PathBuf,
        /// One line for each tensor, in order of name.
        mismatches: String,
    },
    /// An adapter that this decoder cannot apply.
    #[error("the adapter {path} cannot be applied: {reason}")]
    Adapter {
        /// The adapter's folder.
        path: PathBuf,
        /// Why, and what would do.
        reason: String,
    },
    /// A prompt that leaves no room for an answer.
    #[error("a prompt of {prompt} tokens leaves no room in the {limit} positions of {path}; shorten the conversation")]
    TooLong {
        /// The model's folder.
        path: PathBuf,
        /// Tokens of the prompt.
        prompt: usize,
        /// `max_position_embeddings`.
        limit: usize,
    },
    /// A tensor operation failed; its message names the shapes.
    #[error("{path}: a tensor operation fails: {source}")]
    Tensor {
        /// The model's folder.
        path: PathBuf,
        /// What candle said.
        source: candle_core::Error,
    },
    /// Settings of an endpoint that cannot work.
    #[error("the {kind} endpoint: {reason}")]
    Spec {
        /// The kind of endpoint.
        kind: &'static str,
        /// What to change.
        reason: String,
    },
    /// A request that a server does not answer with an answer.
    #[error("the {kind} endpoint at {url}: {reason}")]
    Served {
        /// The kind of endpoint.
        kind: &'static str,
        /// Its address.
        url: String,
        /// What happened and what to do.
        reason: String,
    },
    /// A prompt for which the canned endpoint's file holds nothing.
    #[error("{path} holds no answer to `{prompt}`; add a line with that `prompt`, or with `request` = `{hash}`")]
    NotCanned {
        /// The file.
        path: PathBuf,
        /// The last text of the user.
        prompt: String,
        /// The hash of the request.
        hash: String,
    },
}
