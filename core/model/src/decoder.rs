//! The decoder: one pass for prompts and for single tokens, over sequences of different lengths.
//!
//! It computes on plain f32 slices through spotter-kernels rather than on candle tensors: a decoding step of a small
//! model is hundreds of tiny operations, and an allocation and a dispatch for each cost more than the arithmetic.
//! candle's own Qwen2 is its referee in the tests.

use std::path::Path;

use rayon::prelude::*;
use spotter_kernels::{Lanes, RmsNorm, Rope, SwiGlu};

use crate::cache::{Cache, Memory};
use crate::linear::Linear;
use crate::load::Source;
use crate::{Config, Error, Folder};

/// Tokens of a prompt that are worked on at once.
const CHUNK: usize = 512;

/// A model in memory, its adapter merged.
pub struct Decoder {
    config: Config,
    embedding: Linear,
    blocks: Vec<Block>,
    norm: Vec<f32>,
    /// `None` where the head is the embedding table.
    head: Option<Linear>,
    rope: Rope,
}

struct Block {
    before_attention: Vec<f32>,
    /// Queries, keys and values in one product.
    qkv: Linear,
    mix: Linear,
    before_feed: Vec<f32>,
    /// Gates and ups in one product.
    gate_up: Linear,
    down: Linear,
}

/// The next tokens of one sequence.
pub(crate) struct Feed<'a> {
    pub(crate) tokens: &'a [u32],
    pub(crate) cache: &'a mut Cache,
}

impl Decoder {
    /// Loads the weights of a folder, and merges the PEFT adapter of another into them.
    ///
    /// # Errors
    ///
    /// When a file is missing or damaged, or a tensor is missing, unknown or of another shape than config.json says.
    pub fn open(folder: &Folder, adapter: Option<&Path>) -> Result<Self, Error> {
        let source = Source::open(folder, adapter)?;
        let config = folder.config.clone();
        let embedding = source.linear(&["model.embed_tokens"])?;
        let blocks = (0..config.num_hidden_layers).map(|index| block(&source, index)).collect::<Result<_, _>>()?;
        let norm = source.norm("model.norm")?;
        let head = if config.tie_word_embeddings { None } else { Some(source.linear(&["lm_head"])?) };
        let rope = Rope::new(config.head_dim(), config.max_position_embeddings, config.rope_theta);
        Ok(Self { config, embedding, blocks, norm, head, rope })
    }

    /// The model's shape.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The logits after every token of a text, row by row.
    pub fn logits(&self, tokens: &[u32]) -> Vec<f32> {
        let mut cache = self.cache(tokens.len());
        let hidden = self.hidden(&mut [Feed { tokens, cache: &mut cache }]);
        self.project(&hidden)
    }

    /// Room for a sequence of `room` tokens.
    pub(crate) fn cache(&self, room: usize) -> Cache {
        let config = &self.config;
        Cache::new((config.num_hidden_layers, config.num_key_value_heads, config.head_dim()), room)
    }

    /// Reads a prompt, and returns the logits after its last token.
    pub(crate) fn read(&self, prompt: &[u32], cache: &mut Cache) -> Vec<f32> {
        let mut last = Vec::new();
        for tokens in prompt.chunks(CHUNK) {
            let hidden = self.hidden(&mut [Feed { tokens, cache }]);
            last = hidden[hidden.len() - self.config.hidden_size..].to_vec();
        }
        self.project(&last)
    }

    /// Reads the next token of every sequence, and returns the logits after each, row by row.
    pub(crate) fn step(&self, feeds: &mut [Feed]) -> Vec<f32> {
        debug_assert!(feeds.iter().all(|feed| feed.tokens.len() == 1), "a step reads one token of each sequence");
        let hidden = self.hidden(feeds);
        self.project(&hidden)
    }

    /// The residual stream after the last block.
    fn hidden(&self, feeds: &mut [Feed]) -> Vec<f32> {
        let tokens: Vec<u32> = feeds.iter().flat_map(|feed| feed.tokens).copied().collect();
        let positions: Vec<u32> = feeds
            .iter()
            .flat_map(|feed| (feed.cache.length..feed.cache.length + feed.tokens.len()).map(|position| position as u32))
            .collect();
        let mut x: Vec<f32> = tokens.iter().flat_map(|token| self.embedding.row(*token as usize)).collect();
        for (index, block) in self.blocks.iter().enumerate() {
            let mut qkv = block.qkv.apply(&self.normed(&x, &block.before_attention));
            self.rope.forward(&mut qkv, self.lanes(), &positions);
            add(&mut x, &block.mix.apply(&self.attended(&qkv, feeds, index)));
            let gate_up = block.gate_up.apply(&self.normed(&x, &block.before_feed));
            let mut gated = vec![0.0; gate_up.len() / 2];
            SwiGlu { width: self.config.intermediate_size }.forward(&gate_up, &mut gated);
            add(&mut x, &block.down.apply(&gated));
        }
        for feed in feeds {
            feed.cache.length += feed.tokens.len();
        }
        x
    }

    /// What each token takes from those before it; rows of all query heads.
    fn attended(&self, qkv: &[f32], feeds: &mut [Feed], block: usize) -> Vec<f32> {
        let (width, stride) = (self.config.head_dim(), self.lanes().stride);
        let (heads, shared) = (self.config.num_attention_heads, self.config.num_key_value_heads);
        let group = heads / shared;
        let mut first = 0;
        let mut tasks: Vec<(usize, usize, usize, &mut Memory)> = Vec::with_capacity(feeds.len() * shared);
        for feed in feeds {
            let (position, count) = (feed.cache.length, feed.tokens.len());
            tasks.extend(
                feed.cache.blocks[block]
                    .iter_mut()
                    .enumerate()
                    .map(|(head, memory)| (first * shared + head, count, position, memory)),
            );
            first += count;
        }
        let mixed: Vec<(usize, Vec<f32>)> = tasks
            .into_par_iter()
            .map(|(place, count, position, memory)| {
                let (first, head) = (place / shared, place % shared);
                let rows = &qkv[first * stride..(first + count) * stride];
                let mut queries = Vec::with_capacity(count * group * width);
                for (row, position) in rows.chunks_exact(stride).zip(position..) {
                    let (key, value) = ((heads + head) * width, (heads + shared + head) * width);
                    memory.put(position, &row[key..key + width], &row[value..value + width]);
                    queries.extend_from_slice(&row[head * group * width..(head + 1) * group * width]);
                }
                (place, memory.attend(&queries, group, position))
            })
            .collect();
        let mut out = vec![0.0; qkv.len() / stride * heads * width];
        for (place, mixed) in mixed {
            let (first, head) = (place / shared, place % shared);
            for (row, mixed) in (first..).zip(mixed.chunks_exact(group * width)) {
                let start = row * heads * width + head * group * width;
                out[start..start + group * width].copy_from_slice(mixed);
            }
        }
        out
    }

    fn project(&self, hidden: &[f32]) -> Vec<f32> {
        let head = self.head.as_ref().unwrap_or(&self.embedding);
        head.apply(&self.normed(hidden, &self.norm))
    }

    fn normed(&self, x: &[f32], weight: &[f32]) -> Vec<f32> {
        let mut normed = vec![0.0; x.len()];
        let mut inverse = vec![0.0; x.len() / weight.len()];
        let norm = RmsNorm { weight, epsilon: self.config.rms_norm_eps as f32 };
        norm.forward(x, &mut normed, &mut inverse);
        normed
    }

    /// Queries and keys are turned, values are not.
    fn lanes(&self) -> Lanes {
        let (heads, shared) = (self.config.num_attention_heads, self.config.num_key_value_heads);
        Lanes { stride: (heads + 2 * shared) * self.config.head_dim(), heads: heads + shared }
    }
}

fn block(source: &Source, index: usize) -> Result<Block, Error> {
    let name = |part: &str| format!("model.layers.{index}.{part}");
    let fused = |parts: &[&str]| {
        let names: Vec<String> = parts.iter().map(|part| name(part)).collect();
        source.linear(&names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    Ok(Block {
        before_attention: source.norm(&name("input_layernorm"))?,
        qkv: fused(&["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"])?,
        mix: fused(&["self_attn.o_proj"])?,
        before_feed: source.norm(&name("post_attention_layernorm"))?,
        gate_up: fused(&["mlp.gate_proj", "mlp.up_proj"])?,
        down: fused(&["mlp.down_proj"])?,
    })
}

fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}
