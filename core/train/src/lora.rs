//! Low-rank adapters (Hu et al., 2021), with PEFT's meaning: `y + alpha / rank * B(A(dropout(x)))`.

use std::ops::Range;

use rayon::prelude::*;
use spotter_kernels::{Blend, View, ViewMut, multiply};

use crate::random::{Purpose, Stream};
use crate::shape::{Place, Shape};

/// A matrix of a block that an adapter can stand beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The queries.
    Q,
    /// The keys.
    K,
    /// The values.
    V,
    /// Attention's output.
    O,
    /// The gates of the feed-forward.
    Gate,
    /// The ups of the feed-forward.
    Up,
    /// The feed-forward's output.
    Down,
}

impl Target {
    /// All of them, in the order of a block.
    pub const ALL: [Self; 7] = [Self::Q, Self::K, Self::V, Self::O, Self::Gate, Self::Up, Self::Down];

    /// The name that recipes and PEFT use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Q => "q_proj",
            Self::K => "k_proj",
            Self::V => "v_proj",
            Self::O => "o_proj",
            Self::Gate => "gate_proj",
            Self::Up => "up_proj",
            Self::Down => "down_proj",
        }
    }

    fn module(self) -> &'static str {
        match self {
            Self::Q | Self::K | Self::V | Self::O => "self_attn",
            Self::Gate | Self::Up | Self::Down => "mlp",
        }
    }

    fn inputs(self, shape: &Shape) -> usize {
        match self {
            Self::O => shape.query(),
            Self::Down => shape.intermediate,
            _ => shape.hidden,
        }
    }

    /// The columns it fills in the product that it is part of.
    pub(crate) fn columns(self, shape: &Shape) -> Range<usize> {
        let (query, key, inner) = (shape.query(), shape.key(), shape.intermediate);
        match self {
            Self::Q => 0..query,
            Self::K => query..query + key,
            Self::V => query + key..query + 2 * key,
            Self::O | Self::Down => 0..shape.hidden,
            Self::Gate => 0..inner,
            Self::Up => inner..2 * inner,
        }
    }
}

/// Which numbers dropout removes: a pattern for each micro-batch of each step.
#[derive(Debug, Clone, Copy)]
pub struct Dropout {
    /// The run's seed.
    pub seed: u64,
    /// The step.
    pub step: u64,
    /// The micro-batch within the step.
    pub micro: u64,
}

/// The adapters of all blocks, in one flat buffer.
#[derive(Debug, Clone)]
pub struct Lora {
    /// Rows of each A, columns of each B.
    pub rank: usize,
    /// The factor, times the rank.
    pub alpha: f32,
    /// The share of inputs that training drops.
    pub dropout: f32,
    pub(crate) targets: Vec<Target>,
    pub(crate) values: Vec<f32>,
    /// For each layer, for each target: A, then B.
    pub(crate) places: Vec<Place>,
    shape: Shape,
}

impl Lora {
    /// Adapters that change nothing yet: A uniform in ±1/√inputs (Kaiming's law with a = √5), B zero.
    pub fn new(shape: &Shape, targets: &[Target], rank: usize, alpha: f32) -> Self {
        let mut targets = targets.to_vec();
        targets.sort_unstable();
        targets.dedup();
        let mut places = vec![];
        let mut len = 0;
        for layer in 0..shape.layers {
            for target in &targets {
                let (inputs, outputs) = (target.inputs(shape), target.columns(shape).len());
                for (part, sizes) in [("lora_A", [rank, inputs]), ("lora_B", [outputs, rank])] {
                    let (module, target) = (target.module(), target.name());
                    let name = format!("base_model.model.model.layers.{layer}.{module}.{target}.{part}.weight");
                    let range = len..len + sizes[0] * sizes[1];
                    len = range.end;
                    places.push(Place { name, shape: sizes.into(), range });
                }
            }
        }
        Self { rank, alpha, dropout: 0.0, targets, values: vec![0.0; len], places, shape: shape.clone() }
    }

    /// Draws every A.
    pub fn draw(&mut self, seed: u64) {
        for (index, place) in self.places.iter().enumerate().step_by(2) {
            let stream = Stream::new(seed, Purpose::Weights, &[index as u64]);
            let bound = 1.0 / (place.shape[1] as f32).sqrt();
            for (number, value) in self.values[place.range.clone()].iter_mut().enumerate() {
                *value = (stream.uniform(number as u64) * 2.0 - 1.0) * bound;
            }
        }
    }

    /// The places of A and B, if the target is adapted.
    fn pair(&self, layer: usize, target: Target) -> Option<(Range<usize>, Range<usize>)> {
        let index = self.targets.iter().position(|other| *other == target)?;
        let at = (layer * self.targets.len() + index) * 2;
        Some((self.places[at].range.clone(), self.places[at + 1].range.clone()))
    }

    fn scale(&self) -> f32 {
        self.alpha / self.rank as f32
    }
}

/// One adapter at work on the rows of a micro-batch.
#[derive(Clone, Copy)]
pub(crate) struct Site<'a> {
    pub(crate) lora: &'a Lora,
    pub(crate) layer: usize,
    pub(crate) target: Target,
    pub(crate) dropout: Option<Dropout>,
}

impl Site<'_> {
    /// Adds the adapter's part to its columns of `y`.
    pub(crate) fn forward(&self, x: &[f32], y: &mut [f32], width: usize) {
        let Some((a, b)) = self.lora.pair(self.layer, self.target) else { return };
        let (rank, values) = (self.lora.rank, &self.lora.values);
        let dropped = self.dropped(x);
        let low = self.low(dropped.as_deref().unwrap_or(x), &values[a]);
        let columns = self.target.columns(&self.lora.shape);
        let out = ViewMut::new(y, width).columns(columns);
        multiply(out, View::new(&low, rank), View::new(&values[b], rank).transposed(), Blend::add(self.lora.scale()));
    }

    /// Adds the gradients of A and B to `gradients` and that of the inputs to `dx`.
    pub(crate) fn backward(&self, x: &[f32], dy: View, (dx, gradients): (&mut [f32], &mut [f32])) {
        let Some((a, b)) = self.lora.pair(self.layer, self.target) else { return };
        let (rank, inputs, scale) = (self.lora.rank, self.target.inputs(&self.lora.shape), self.lora.scale());
        let values = &self.lora.values;
        let dropped = self.dropped(x);
        let x = dropped.as_deref().unwrap_or(x);
        let low = self.low(x, &values[a.clone()]);
        let dy = dy.columns(self.target.columns(&self.lora.shape));
        let mut dlow = vec![0.0; low.len()];
        multiply(ViewMut::new(&mut dlow, rank), dy, View::new(&values[b.clone()], rank), Blend::set(scale));
        let db = ViewMut::new(&mut gradients[b], rank);
        multiply(db, dy.transposed(), View::new(&low, rank), Blend::add(scale));
        let da = ViewMut::new(&mut gradients[a.clone()], inputs);
        multiply(da, View::new(&dlow, rank).transposed(), View::new(x, inputs), Blend::ADD);
        let (dlow, a) = (View::new(&dlow, rank), View::new(&values[a], inputs));
        let Some(mut dropped) = dropped else {
            return multiply(ViewMut::new(dx, inputs), dlow, a, Blend::ADD);
        };
        multiply(ViewMut::new(&mut dropped, inputs), dlow, a, Blend::SET);
        self.drop(&mut dropped);
        spotter_kernels::add_rows(dx, &dropped);
    }

    fn low(&self, x: &[f32], a: &[f32]) -> Vec<f32> {
        let inputs = self.target.inputs(&self.lora.shape);
        let mut low = vec![0.0; x.len() / inputs * self.lora.rank];
        let a = View::new(a, inputs).transposed();
        multiply(ViewMut::new(&mut low, self.lora.rank), View::new(x, inputs), a, Blend::SET);
        low
    }

    fn dropped(&self, x: &[f32]) -> Option<Vec<f32>> {
        if self.lora.dropout == 0.0 {
            return None;
        }
        self.dropout?;
        let mut dropped = x.to_vec();
        self.drop(&mut dropped);
        Some(dropped)
    }

    /// Zeroes a share of the values and makes up for it in the others.
    fn drop(&self, values: &mut [f32]) {
        const PIECE: usize = 1 << 12;
        let Some(dropout) = self.dropout else { return };
        let keys = [dropout.step, dropout.micro, self.layer as u64, self.target as u64];
        let stream = Stream::new(dropout.seed, Purpose::Dropout, &keys);
        let (share, keep) = (self.lora.dropout, 1.0 / (1.0 - self.lora.dropout));
        values.par_chunks_mut(PIECE).enumerate().for_each(|(piece, values)| {
            for (index, value) in values.iter_mut().enumerate() {
                let is_dropped = stream.uniform((piece * PIECE + index) as u64) < share;
                *value = if is_dropped { 0.0 } else { *value * keep };
            }
        });
    }
}
