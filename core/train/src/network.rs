//! The whole decoder: loss and gradients of a micro-batch.

use spotter_kernels::{Head, Hidden, Normed, RmsNorm, Rope, embed, scatter};
use spotter_model::Folder;

use crate::batch::Batch;
use crate::block::{Block, Saved, Scratch, fit};
use crate::lora::{Dropout, Lora};
use crate::random::{Purpose, Stream};
use crate::shape::{Layout, Shape};
use crate::{Error, folder};

/// A decoder whose weights learn, or whose adapter does while the weights are frozen.
pub struct Network {
    pub(crate) shape: Shape,
    pub(crate) layout: Layout,
    pub(crate) weights: Vec<f32>,
    pub(crate) lora: Option<Lora>,
    rope: Rope,
    arena: Arena,
}

/// Buffers that every micro-batch uses again.
#[derive(Default)]
struct Arena {
    saved: Vec<Saved>,
    scratch: Scratch,
    /// The residual stream behind the last block, and its norm.
    last: Vec<f32>,
    normed: Vec<f32>,
    inverse: Vec<f32>,
    /// The normed rows that have a target.
    rows: Vec<f32>,
    drows: Vec<f32>,
    dnormed: Vec<f32>,
    dx: Vec<f32>,
}

impl Network {
    /// A network with random weights: normal with deviation 0.02, smaller where a block adds to the stream, norms one.
    pub fn random(shape: Shape, seed: u64) -> Self {
        let layout = Layout::new(&shape);
        let mut weights = vec![0.0; layout.len];
        let narrow = 1.0 / (2.0 * shape.layers as f32).sqrt();
        for (index, place) in layout.tensors.iter().enumerate() {
            let values = &mut weights[place.range.clone()];
            if place.name.ends_with("norm.weight") {
                values.fill(1.0);
            } else if place.name.ends_with(".weight") {
                let adds = place.name.ends_with("o_proj.weight") || place.name.ends_with("down_proj.weight");
                let deviation = if adds { 0.02 * narrow } else { 0.02 };
                let stream = Stream::new(seed, Purpose::Weights, &[index as u64]);
                for (number, value) in values.iter_mut().enumerate() {
                    *value = stream.normal(number as u64) * deviation;
                }
            }
        }
        Self::new(shape, weights)
    }

    /// The network of a folder of the Qwen2 family.
    ///
    /// # Errors
    ///
    /// When its weights cannot be read, or are not those of its config.json.
    pub fn open(folder: &Folder) -> Result<Self, Error> {
        let shape = Shape::from(&folder.config);
        let weights = folder::weights(folder, &Layout::new(&shape))?;
        Ok(Self::new(shape, weights))
    }

    /// A network with these weights, laid out as [`Network::random`] does.
    fn new(shape: Shape, weights: Vec<f32>) -> Self {
        let rope = Rope::new(shape.head_dim, shape.positions, shape.theta);
        let layout = Layout::new(&shape);
        Self { shape, layout, weights, lora: None, rope, arena: Arena::default() }
    }

    /// The same network, frozen, with an adapter that learns.
    #[must_use]
    pub fn with_lora(mut self, lora: Lora) -> Self {
        self.lora = Some(lora);
        self
    }

    /// What learns: the adapter's numbers, or all weights.
    pub fn trainable(&mut self) -> &mut Vec<f32> {
        match &mut self.lora {
            Some(lora) => &mut lora.values,
            None => &mut self.weights,
        }
    }

    /// How many numbers learn.
    pub fn trainable_len(&self) -> usize {
        self.lora.as_ref().map_or(self.weights.len(), |lora| lora.values.len())
    }

    /// The name and the place of every tensor that learns.
    pub fn trainable_tensors(&self) -> impl Iterator<Item = (&str, std::ops::Range<usize>)> {
        let places = self.lora.as_ref().map_or(&self.layout.tensors, |lora| &lora.places);
        places.iter().map(|place| (place.name.as_str(), place.range.clone()))
    }

    /// The summed loss over the batch's targets.
    pub fn loss(&mut self, batch: &Batch) -> f64 {
        self.forward(batch, None);
        self.gather(batch);
        self.head().measure(&self.arena.rows, &batch.targets)
    }

    /// The logits of every token of the batch, row by row.
    pub fn logits(&mut self, batch: &Batch) -> Vec<f32> {
        self.forward(batch, None);
        self.head().logits(&self.arena.normed)
    }

    /// Adds the gradients of `scale` times the summed loss to `gradients`, and returns the sum.
    ///
    /// # Panics
    ///
    /// When `gradients` is not as long as what learns.
    pub fn learn(&mut self, batch: &Batch, (scale, dropout): (f32, Option<Dropout>), gradients: &mut [f32]) -> f64 {
        assert_eq!(gradients.len(), self.trainable_len(), "one gradient for each number that learns");
        self.forward(batch, dropout);
        self.gather(batch);
        let loss = self.learn_head(batch, scale, gradients);
        let Self { shape, layout, weights, lora, rope, arena } = self;
        for layer in (0..shape.layers).rev() {
            let places = &layout.blocks[layer];
            let block = Block { shape, places, weights, lora: lora.as_ref(), rope, batch, dropout, layer };
            block.backward(&arena.saved[layer], &mut arena.scratch, (&mut arena.dx, &mut *gradients));
        }
        if lora.is_none() {
            scatter(&mut gradients[layout.embedding.clone()], &arena.dx, &batch.tokens);
        }
        loss
    }

    fn forward(&mut self, batch: &Batch, dropout: Option<Dropout>) {
        let Self { shape, layout, weights, lora, rope, arena } = self;
        let len = batch.tokens.len() * shape.hidden;
        arena.saved.resize_with(shape.layers, Saved::default);
        for saved in &mut arena.saved {
            fit(&mut saved.x, len);
        }
        fit(&mut arena.last, len);
        fit(&mut arena.normed, len);
        fit(&mut arena.inverse, batch.tokens.len());
        let first = arena.saved.first_mut().map_or(&mut arena.last, |saved| &mut saved.x);
        embed(first, &weights[layout.embedding.clone()], &batch.tokens);
        for layer in 0..shape.layers {
            let places = &layout.blocks[layer];
            let block = Block { shape, places, weights, lora: lora.as_ref(), rope, batch, dropout, layer };
            let (before, after) = arena.saved.split_at_mut(layer + 1);
            let out = after.first_mut().map_or(&mut arena.last, |saved| &mut saved.x);
            block.forward(&mut before[layer], out);
        }
        let norm = RmsNorm { weight: &weights[layout.norm.clone()], epsilon: shape.epsilon };
        norm.forward(&arena.last, &mut arena.normed, &mut arena.inverse);
    }

    /// Collects the rows that have a target.
    fn gather(&mut self, batch: &Batch) {
        let (hidden, arena) = (self.shape.hidden, &mut self.arena);
        fit(&mut arena.rows, batch.rows.len() * hidden);
        for (target, row) in arena.rows.chunks_exact_mut(hidden).zip(&batch.rows) {
            target.copy_from_slice(&arena.normed[row * hidden..(row + 1) * hidden]);
        }
    }

    /// The loss, and its gradient down to the residual stream behind the last block.
    fn learn_head(&mut self, batch: &Batch, scale: f32, gradients: &mut [f32]) -> f64 {
        let Self { shape, layout, weights, lora, arena, .. } = self;
        let hidden = shape.hidden;
        fit(&mut arena.drows, arena.rows.len());
        let head = Head { weight: &weights[layout.head.clone()], hidden };
        let rows = Hidden { rows: &arena.rows, drows: &mut arena.drows };
        let dhead = lora.is_none().then(|| &mut gradients[layout.head.clone()]);
        let loss = head.loss(rows, &batch.targets, scale, dhead);
        arena.dnormed.clear();
        fit(&mut arena.dnormed, arena.normed.len());
        for (drow, row) in arena.drows.chunks_exact(hidden).zip(&batch.rows) {
            arena.dnormed[row * hidden..(row + 1) * hidden].copy_from_slice(drow);
        }
        arena.dx.clear();
        fit(&mut arena.dx, arena.last.len());
        let norm = RmsNorm { weight: &weights[layout.norm.clone()], epsilon: shape.epsilon };
        let normed = Normed { x: &arena.last, inverse: &arena.inverse };
        norm.backward(normed, &arena.dnormed, &mut arena.dx);
        if lora.is_none() {
            norm.backward_weight(normed, &arena.dnormed, &mut gradients[layout.norm.clone()]);
        }
        loss
    }

    fn head(&self) -> Head<'_> {
        Head { weight: &self.weights[self.layout.head.clone()], hidden: self.shape.hidden }
    }
}
