//! The shape of a Qwen2 decoder, and where each of its tensors lies in one flat buffer.

use std::ops::Range;

use spotter_model::Config;

/// The sizes that determine a decoder of the Qwen2 family.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Rows of the embedding table.
    pub vocab: usize,
    /// Width of the residual stream.
    pub hidden: usize,
    /// Width inside a feed-forward block.
    pub intermediate: usize,
    /// Blocks.
    pub layers: usize,
    /// Query heads.
    pub heads: usize,
    /// Key and value heads.
    pub kv_heads: usize,
    /// Width of a head.
    pub head_dim: usize,
    /// The longest sequence.
    pub positions: usize,
    /// Added to the mean square in RMSNorm.
    pub epsilon: f32,
    /// Base of the rotary angles.
    pub theta: f64,
    /// Whether the output head is the embedding table.
    pub is_tied: bool,
}

impl From<&Config> for Shape {
    fn from(config: &Config) -> Self {
        Self {
            vocab: config.vocab_size,
            hidden: config.hidden_size,
            intermediate: config.intermediate_size,
            layers: config.num_hidden_layers,
            heads: config.num_attention_heads,
            kv_heads: config.num_key_value_heads,
            head_dim: config.head_dim(),
            positions: config.max_position_embeddings,
            epsilon: config.rms_norm_eps as f32,
            theta: config.rope_theta,
            is_tied: config.tie_word_embeddings,
        }
    }
}

impl Shape {
    /// Numbers in all queries of a row.
    pub fn query(&self) -> usize {
        self.heads * self.head_dim
    }

    /// Numbers in all keys of a row, and in all values.
    pub fn key(&self) -> usize {
        self.kv_heads * self.head_dim
    }

    /// Numbers in all queries, keys and values of a row.
    pub fn qkv(&self) -> usize {
        self.query() + 2 * self.key()
    }
}

/// A tensor's name on disk, its shape and its place.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) range: Range<usize>,
}

/// Where a block's tensors lie; queries, keys and values are one matrix, and so are gates and ups.
#[derive(Debug, Clone)]
pub(crate) struct BlockPlaces {
    pub(crate) norm1: Range<usize>,
    pub(crate) qkv: Range<usize>,
    pub(crate) qkv_bias: Range<usize>,
    pub(crate) o: Range<usize>,
    pub(crate) norm2: Range<usize>,
    pub(crate) gate_up: Range<usize>,
    pub(crate) down: Range<usize>,
}

/// Where everything lies.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) tensors: Vec<Place>,
    pub(crate) blocks: Vec<BlockPlaces>,
    pub(crate) embedding: Range<usize>,
    pub(crate) norm: Range<usize>,
    /// The output head; the embedding's place when they are tied.
    pub(crate) head: Range<usize>,
    pub(crate) len: usize,
}

impl Layout {
    pub(crate) fn new(shape: &Shape) -> Self {
        let mut tensors = Tensors::default();
        let embedding = tensors.push("model.embed_tokens.weight", &[shape.vocab, shape.hidden]);
        let blocks = (0..shape.layers).map(|layer| block(&mut tensors, shape, layer)).collect();
        let norm = tensors.push("model.norm.weight", &[shape.hidden]);
        let head = if shape.is_tied {
            embedding.clone()
        } else {
            tensors.push("lm_head.weight", &[shape.vocab, shape.hidden])
        };
        Self { len: tensors.len, tensors: tensors.list, blocks, embedding, norm, head }
    }
}

fn block(tensors: &mut Tensors, shape: &Shape, layer: usize) -> BlockPlaces {
    let mut push = |name: &str, sizes: &[usize]| tensors.push(&format!("model.layers.{layer}.{name}"), sizes);
    let (hidden, inner, query, key) = (shape.hidden, shape.intermediate, shape.query(), shape.key());
    let norm1 = push("input_layernorm.weight", &[hidden]);
    let q = push("self_attn.q_proj.weight", &[query, hidden]);
    push("self_attn.k_proj.weight", &[key, hidden]);
    let v = push("self_attn.v_proj.weight", &[key, hidden]);
    let q_bias = push("self_attn.q_proj.bias", &[query]);
    push("self_attn.k_proj.bias", &[key]);
    let v_bias = push("self_attn.v_proj.bias", &[key]);
    let o = push("self_attn.o_proj.weight", &[hidden, query]);
    let norm2 = push("post_attention_layernorm.weight", &[hidden]);
    let gate = push("mlp.gate_proj.weight", &[inner, hidden]);
    let up = push("mlp.up_proj.weight", &[inner, hidden]);
    let down = push("mlp.down_proj.weight", &[hidden, inner]);
    BlockPlaces {
        norm1,
        qkv: q.start..v.end,
        qkv_bias: q_bias.start..v_bias.end,
        o,
        norm2,
        gate_up: gate.start..up.end,
        down,
    }
}

#[derive(Default)]
struct Tensors {
    list: Vec<Place>,
    len: usize,
}

impl Tensors {
    fn push(&mut self, name: &str, shape: &[usize]) -> Range<usize> {
        let range = self.len..self.len + shape.iter().product::<usize>();
        self.len = range.end;
        self.list.push(Place { name: name.into(), shape: shape.into(), range: range.clone() });
        range
    }
}
