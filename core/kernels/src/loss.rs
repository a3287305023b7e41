//! The language-model head and its cross-entropy in one pass, a few rows at a time, so that the table of all
//! logits never exists.

use rayon::prelude::*;

use crate::matmul::{Blend, View, ViewMut, multiply};
use crate::simd::{exp_sum, max, vectorised};

/// Numbers in the logits of one chunk of rows: 8 MB.
const CHUNK: usize = 1 << 21;
const ROWS_PER_TASK: usize = 8;

/// The matrix that turns a hidden row into one logit a token: (vocabulary, hidden).
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// One row a token.
    pub weight: &'a [f32],
    /// Numbers in a hidden row.
    pub hidden: usize,
}

/// The hidden rows that have a target, and where their gradient goes.
#[derive(Debug)]
pub struct Hidden<'a> {
    /// The rows.
    pub rows: &'a [f32],
    /// The gradient of the rows, overwritten.
    pub drows: &'a mut [f32],
}

impl Head<'_> {
    /// The summed cross-entropy of the rows against their targets, without gradients.
    pub fn measure(&self, rows: &[f32], targets: &[u32]) -> f64 {
        let mut logits = Vec::new();
        let chunk = self.rows_per_chunk();
        let mut loss = 0.0;
        for (rows, targets) in rows.chunks(chunk * self.hidden).zip(targets.chunks(chunk)) {
            loss += self.chunk(rows, targets, (&mut logits, 1.0));
        }
        loss
    }

    /// The summed cross-entropy; the gradients are those of `scale` times the sum.
    ///
    /// The weight's gradient is added to `dweight` where one is given.
    pub fn loss(&self, hidden: Hidden, targets: &[u32], scale: f32, mut dweight: Option<&mut [f32]>) -> f64 {
        let mut logits = Vec::new();
        let chunk = self.rows_per_chunk();
        let Hidden { rows, drows } = hidden;
        let rows = rows.chunks(chunk * self.hidden).zip(drows.chunks_mut(chunk * self.hidden));
        let mut loss = 0.0;
        for ((rows, drows), targets) in rows.zip(targets.chunks(chunk)) {
            loss += self.chunk(rows, targets, (&mut logits, scale));
            let dlogits = View::new(&logits, self.vocab());
            multiply(ViewMut::new(drows, self.hidden), dlogits, View::new(self.weight, self.hidden), Blend::SET);
            if let Some(dweight) = dweight.as_deref_mut() {
                let out = ViewMut::new(dweight, self.hidden);
                multiply(out, dlogits.transposed(), View::new(rows, self.hidden), Blend::ADD);
            }
        }
        loss
    }

    /// The logits of each row.
    pub fn logits(&self, rows: &[f32]) -> Vec<f32> {
        let mut logits = Vec::new();
        self.logits_into(rows, &mut logits);
        logits
    }

    /// Leaves the gradient of the logits in `logits`, and returns the summed loss.
    fn chunk(&self, rows: &[f32], targets: &[u32], (logits, scale): (&mut Vec<f32>, f32)) -> f64 {
        self.logits_into(rows, logits);
        let tasks = logits.par_chunks_mut(self.vocab() * ROWS_PER_TASK).zip(targets.par_chunks(ROWS_PER_TASK));
        let losses: Vec<f64> = tasks.map(|(logits, targets)| softmax_rows(logits, targets, scale)).collect();
        losses.iter().sum()
    }

    fn logits_into(&self, rows: &[f32], logits: &mut Vec<f32>) {
        logits.resize(rows.len() / self.hidden * self.vocab(), 0.0);
        let weight = View::new(self.weight, self.hidden).transposed();
        multiply(ViewMut::new(logits, self.vocab()), View::new(rows, self.hidden), weight, Blend::SET);
    }

    fn vocab(&self) -> usize {
        self.weight.len() / self.hidden
    }

    fn rows_per_chunk(&self) -> usize {
        (CHUNK / self.vocab()).max(16)
    }
}

vectorised! {
    fn softmax_rows(logits: &mut [f32], targets: &[u32], scale: f32) -> f64 {
        let vocab = logits.len() / targets.len();
        let mut loss = 0.0;
        for (row, target) in logits.chunks_exact_mut(vocab).zip(targets) {
            let target = *target as usize;
            let (peak, wanted) = (max(row), row[target]);
            let sum = exp_sum(row, peak);
            loss += f64::from(sum).ln() + f64::from(peak) - f64::from(wanted);
            let factor = scale / sum;
            for value in row.iter_mut() {
                *value *= factor;
            }
            row[target] -= scale;
        }
        loss
    }
}
