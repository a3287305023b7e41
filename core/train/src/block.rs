//! One decoder block, forward and backward.

use spotter_kernels::{
    Attended, Attention, Blend, Lanes, Normed, RmsNorm, Rope, SwiGlu, View, ViewMut, add_column_sums, multiply,
    repeat_row,
};

use crate::batch::Batch;
use crate::lora::{Dropout, Lora, Site, Target};
use crate::shape::{BlockPlaces, Shape};

/// A block and the micro-batch that it works on.
#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) places: &'a BlockPlaces,
    pub(crate) weights: &'a [f32],
    pub(crate) lora: Option<&'a Lora>,
    pub(crate) rope: &'a Rope,
    pub(crate) batch: &'a Batch,
    pub(crate) dropout: Option<Dropout>,
    pub(crate) layer: usize,
}

/// What the backward of a block needs from its forward.
#[derive(Default)]
pub(crate) struct Saved {
    /// The residual stream as it came in.
    pub(crate) x: Vec<f32>,
    normed1: Vec<f32>,
    inverse1: Vec<f32>,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    lse: Vec<f32>,
    middle: Vec<f32>,
    normed2: Vec<f32>,
    inverse2: Vec<f32>,
    gate_up: Vec<f32>,
    active: Vec<f32>,
}

/// Gradients on their way through a block.
#[derive(Default)]
pub(crate) struct Scratch {
    normed: Vec<f32>,
    attended: Vec<f32>,
    qkv: Vec<f32>,
    gate_up: Vec<f32>,
    active: Vec<f32>,
}

impl Block<'_> {
    /// Writes the residual stream behind the block to `out`, from `saved.x`.
    pub(crate) fn forward(&self, saved: &mut Saved, out: &mut [f32]) {
        self.attend(saved);
        self.feed(saved, out);
    }

    /// Turns `dx`, the gradient of the stream behind the block, into that of the stream before it.
    ///
    /// Gradients of weights are added to `gradients`: the adapter's where there is one, else the block's own.
    pub(crate) fn backward(&self, saved: &Saved, scratch: &mut Scratch, (dx, gradients): (&mut [f32], &mut [f32])) {
        self.feed_backward(saved, scratch, (dx, gradients));
        self.attend_backward(saved, scratch, (dx, gradients));
    }

    fn attend(&self, saved: &mut Saved) {
        let (shape, places, rows) = (self.shape, self.places, self.batch.tokens.len());
        fit(&mut saved.normed1, rows * shape.hidden);
        fit(&mut saved.inverse1, rows);
        fit(&mut saved.qkv, rows * shape.qkv());
        fit(&mut saved.attended, rows * shape.query());
        fit(&mut saved.lse, rows * shape.heads);
        fit(&mut saved.middle, rows * shape.hidden);
        self.norm1().forward(&saved.x, &mut saved.normed1, &mut saved.inverse1);
        repeat_row(&mut saved.qkv, &self.weights[places.qkv_bias.clone()]);
        self.linear(&saved.normed1, places.qkv.clone(), &mut saved.qkv, shape.hidden);
        self.adapt([Target::Q, Target::K, Target::V], &saved.normed1, (&mut saved.qkv, shape.qkv()));
        self.rope.forward(&mut saved.qkv, self.lanes(), &self.batch.positions);
        self.attention().forward(&saved.qkv, &mut saved.attended, &mut saved.lse);
        saved.middle.copy_from_slice(&saved.x);
        self.linear(&saved.attended, places.o.clone(), &mut saved.middle, shape.query());
        self.adapt([Target::O], &saved.attended, (&mut saved.middle, shape.hidden));
    }

    fn feed(&self, saved: &mut Saved, out: &mut [f32]) {
        let (shape, places, rows) = (self.shape, self.places, self.batch.tokens.len());
        fit(&mut saved.normed2, rows * shape.hidden);
        fit(&mut saved.inverse2, rows);
        fit(&mut saved.gate_up, rows * 2 * shape.intermediate);
        fit(&mut saved.active, rows * shape.intermediate);
        self.norm2().forward(&saved.middle, &mut saved.normed2, &mut saved.inverse2);
        let weight = View::new(&self.weights[places.gate_up.clone()], shape.hidden).transposed();
        let gate_up = ViewMut::new(&mut saved.gate_up, 2 * shape.intermediate);
        multiply(gate_up, View::new(&saved.normed2, shape.hidden), weight, Blend::SET);
        self.adapt([Target::Gate, Target::Up], &saved.normed2, (&mut saved.gate_up, 2 * shape.intermediate));
        self.swiglu().forward(&saved.gate_up, &mut saved.active);
        out.copy_from_slice(&saved.middle);
        self.linear(&saved.active, places.down.clone(), out, shape.intermediate);
        self.adapt([Target::Down], &saved.active, (out, shape.hidden));
    }

    fn feed_backward(&self, saved: &Saved, scratch: &mut Scratch, (dx, gradients): (&mut [f32], &mut [f32])) {
        let (shape, places) = (self.shape, self.places);
        fit(&mut scratch.active, saved.active.len());
        fit(&mut scratch.gate_up, saved.gate_up.len());
        fit(&mut scratch.normed, saved.normed2.len());
        let dout = View::new(dx, shape.hidden);
        self.unlinear((&saved.active, places.down.clone()), dout, (&mut scratch.active, gradients));
        self.unadapt([Target::Down], &saved.active, (dout, &mut scratch.active, gradients));
        self.swiglu().backward(&saved.gate_up, &scratch.active, &mut scratch.gate_up);
        let dgate_up = View::new(&scratch.gate_up, 2 * shape.intermediate);
        self.unlinear((&saved.normed2, places.gate_up.clone()), dgate_up, (&mut scratch.normed, gradients));
        self.unadapt([Target::Gate, Target::Up], &saved.normed2, (dgate_up, &mut scratch.normed, gradients));
        let normed = Normed { x: &saved.middle, inverse: &saved.inverse2 };
        self.norm2().backward(normed, &scratch.normed, dx);
        if self.lora.is_none() {
            self.norm2().backward_weight(normed, &scratch.normed, &mut gradients[places.norm2.clone()]);
        }
    }

    fn attend_backward(&self, saved: &Saved, scratch: &mut Scratch, (dx, gradients): (&mut [f32], &mut [f32])) {
        let (shape, places) = (self.shape, self.places);
        fit(&mut scratch.attended, saved.attended.len());
        fit(&mut scratch.qkv, saved.qkv.len());
        let dmiddle = View::new(dx, shape.hidden);
        self.unlinear((&saved.attended, places.o.clone()), dmiddle, (&mut scratch.attended, gradients));
        self.unadapt([Target::O], &saved.attended, (dmiddle, &mut scratch.attended, gradients));
        let attended = Attended { qkv: &saved.qkv, out: &saved.attended, lse: &saved.lse };
        self.attention().backward(attended, &scratch.attended, &mut scratch.qkv);
        self.rope.backward(&mut scratch.qkv, self.lanes(), &self.batch.positions);
        let dqkv = View::new(&scratch.qkv, shape.qkv());
        self.unlinear((&saved.normed1, places.qkv.clone()), dqkv, (&mut scratch.normed, gradients));
        self.unadapt([Target::Q, Target::K, Target::V], &saved.normed1, (dqkv, &mut scratch.normed, gradients));
        let normed = Normed { x: &saved.x, inverse: &saved.inverse1 };
        self.norm1().backward(normed, &scratch.normed, dx);
        if self.lora.is_none() {
            add_column_sums(&mut gradients[places.qkv_bias.clone()], &scratch.qkv);
            self.norm1().backward_weight(normed, &scratch.normed, &mut gradients[places.norm1.clone()]);
        }
    }

    /// Adds `x · Wᵀ` to `y`.
    fn linear(&self, x: &[f32], place: std::ops::Range<usize>, y: &mut [f32], inputs: usize) {
        let weight = View::new(&self.weights[place], inputs);
        let outputs = y.len() / (x.len() / inputs);
        multiply(ViewMut::new(y, outputs), View::new(x, inputs), weight.transposed(), Blend::ADD);
    }

    /// Writes `dy · W` to `dx`, and adds `dyᵀ · x` to the gradients of W unless it is frozen.
    fn unlinear(
        &self,
        (x, place): (&[f32], std::ops::Range<usize>),
        dy: View,
        (dx, gradients): (&mut [f32], &mut [f32]),
    ) {
        let inputs = x.len() / self.batch.tokens.len();
        multiply(ViewMut::new(dx, inputs), dy, View::new(&self.weights[place.clone()], inputs), Blend::SET);
        if self.lora.is_none() {
            let dweight = ViewMut::new(&mut gradients[place], inputs);
            multiply(dweight, dy.transposed(), View::new(x, inputs), Blend::ADD);
        }
    }

    fn adapt<const N: usize>(&self, targets: [Target; N], x: &[f32], (y, width): (&mut [f32], usize)) {
        for target in targets {
            if let Some(site) = self.site(target) {
                site.forward(x, y, width);
            }
        }
    }

    fn unadapt<const N: usize>(
        &self,
        targets: [Target; N],
        x: &[f32],
        (dy, dx, gradients): (View, &mut [f32], &mut [f32]),
    ) {
        for target in targets {
            if let Some(site) = self.site(target) {
                site.backward(x, dy, (&mut *dx, &mut *gradients));
            }
        }
    }

    fn site(&self, target: Target) -> Option<Site<'_>> {
        let lora = self.lora?;
        Some(Site { lora, layer: self.layer, target, dropout: self.dropout })
    }

    fn norm1(&self) -> RmsNorm<'_> {
        RmsNorm { weight: &self.weights[self.places.norm1.clone()], epsilon: self.shape.epsilon }
    }

    fn norm2(&self) -> RmsNorm<'_> {
        RmsNorm { weight: &self.weights[self.places.norm2.clone()], epsilon: self.shape.epsilon }
    }

    fn swiglu(&self) -> SwiGlu {
        SwiGlu { width: self.shape.intermediate }
    }

    /// Queries and keys are turned, values are not.
    fn lanes(&self) -> Lanes {
        Lanes { stride: self.shape.qkv(), heads: self.shape.heads + self.shape.kv_heads }
    }

    fn attention(&self) -> Attention<'_> {
        let Shape { heads, kv_heads, head_dim, .. } = *self.shape;
        Attention { heads, kv_heads, head_dim, segments: &self.batch.segments }
    }
}

/// Gives a buffer its length and keeps its memory.
pub(crate) fn fit(buffer: &mut Vec<f32>, len: usize) {
    buffer.resize(len, 0.0);
}
