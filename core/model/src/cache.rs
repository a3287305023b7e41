//! What a sequence remembers: the keys and values of its tokens, in room that is reserved once.

use spotter_kernels::{Blend, View, ViewMut, multiply_here};

/// The keys and values of one sequence in all blocks.
#[derive(Debug)]
pub(crate) struct Cache {
    /// For each block, each key and value head.
    pub(crate) blocks: Vec<Vec<Memory>>,
    /// Tokens remembered.
    pub(crate) length: usize,
}

/// The keys and values of one head.
#[derive(Debug)]
pub(crate) struct Memory {
    /// (width, room): transposed, so that scores are a plain product.
    keys: Vec<f32>,
    /// (room, width)
    values: Vec<f32>,
    width: usize,
    room: usize,
}

impl Cache {
    /// Room for `room` tokens in every block.
    pub(crate) fn new((blocks, heads, width): (usize, usize, usize), room: usize) -> Self {
        let memory = |_| Memory { keys: vec![0.0; width * room], values: vec![0.0; room * width], width, room };
        let block = |_| (0..heads).map(memory).collect();
        Self { blocks: (0..blocks).map(block).collect(), length: 0 }
    }
}

impl Memory {
    /// Remembers a token's key and value at its position.
    pub(crate) fn put(&mut self, position: usize, key: &[f32], value: &[f32]) {
        for (column, key) in self.keys.chunks_exact_mut(self.room).zip(key) {
            column[position] = *key;
        }
        let start = position * self.width;
        self.values[start..start + self.width].copy_from_slice(value);
    }

    /// The mixtures of values for `queries` (tokens × group, width), of which the first token stands at `position`.
    pub(crate) fn attend(&self, queries: &[f32], group: usize, position: usize) -> Vec<f32> {
        let rows = queries.len() / self.width;
        let seen = position + rows / group;
        let scale = 1.0 / (self.width as f32).sqrt();
        let mut scores = vec![0.0; rows * seen];
        let keys = View::new(&self.keys, self.room).columns(0..seen);
        multiply_here(ViewMut::new(&mut scores, seen), View::new(queries, self.width), keys, Blend::set(scale));
        for (row, scores) in scores.chunks_exact_mut(seen).enumerate() {
            let (past, future) = scores.split_at_mut(position + row / group + 1);
            softmax(past);
            future.fill(0.0);
        }
        let mut mixed = vec![0.0; queries.len()];
        let values = View::new(&self.values, self.width).rows(0..seen);
        multiply_here(ViewMut::new(&mut mixed, self.width), View::new(&scores, seen), values, Blend::SET);
        mixed
    }
}

fn softmax(scores: &mut [f32]) {
    let max = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - max).exp();
        sum += *score;
    }
    let scale = 1.0 / sum;
    for score in scores {
        *score *= scale;
    }
}
