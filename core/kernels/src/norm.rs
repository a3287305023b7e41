//! Root mean square normalisation (Zhang and Sennrich, 2019).

use rayon::prelude::*;

use crate::ROWS_PER_TASK;
use crate::simd::{dot, vectorised};

/// The normalisation `y = weight * x / sqrt(mean(x²) + epsilon)`, row by row.
#[derive(Debug, Clone, Copy)]
pub struct RmsNorm<'a> {
    /// One factor a column.
    pub weight: &'a [f32],
    /// Keeps the root away from zero.
    pub epsilon: f32,
}

/// What the backward needs from the forward.
#[derive(Debug, Clone, Copy)]
pub struct Normed<'a> {
    /// The rows that went in.
    pub x: &'a [f32],
    /// One over the root, for each row.
    pub inverse: &'a [f32],
}

impl RmsNorm<'_> {
    /// Writes the normalised rows to `y` and one over each root to `inverse`.
    pub fn forward(&self, x: &[f32], y: &mut [f32], inverse: &mut [f32]) {
        let piece = self.weight.len() * ROWS_PER_TASK;
        let tasks = y.par_chunks_mut(piece).zip(x.par_chunks(piece)).zip(inverse.par_chunks_mut(ROWS_PER_TASK));
        tasks.for_each(|((y, x), inverse)| forward_rows(*self, x, y, inverse));
    }

    /// Adds the gradient of the rows to `dx`.
    pub fn backward(&self, normed: Normed, dy: &[f32], dx: &mut [f32]) {
        let piece = self.weight.len() * ROWS_PER_TASK;
        let saved = normed.x.par_chunks(piece).zip(normed.inverse.par_chunks(ROWS_PER_TASK));
        let tasks = dx.par_chunks_mut(piece).zip(dy.par_chunks(piece)).zip(saved);
        tasks.for_each(|((dx, dy), (x, inverse))| backward_rows(*self, Normed { x, inverse }, dy, dx));
    }

    /// Adds the gradient of the weight to `dweight`.
    pub fn backward_weight(&self, normed: Normed, dy: &[f32], dweight: &mut [f32]) {
        let piece = self.weight.len() * ROWS_PER_TASK;
        let saved = normed.x.par_chunks(piece).zip(normed.inverse.par_chunks(ROWS_PER_TASK));
        let part = |(dy, (x, inverse)): (&[f32], (&[f32], &[f32]))| {
            let mut part = vec![0.0; self.weight.len()];
            weight_rows(Normed { x, inverse }, dy, &mut part);
            part
        };
        let parts: Vec<Vec<f32>> = dy.par_chunks(piece).zip(saved).map(part).collect();
        for part in &parts {
            for (sum, value) in dweight.iter_mut().zip(part) {
                *sum += value;
            }
        }
    }
}

vectorised! {
    fn forward_rows(norm: RmsNorm, x: &[f32], y: &mut [f32], inverse: &mut [f32]) {
        let width = norm.weight.len();
        let rows = x.chunks_exact(width).zip(y.chunks_exact_mut(width)).zip(inverse);
        for ((x, y), inverse) in rows {
            *inverse = 1.0 / (dot(x, x) / width as f32 + norm.epsilon).sqrt();
            for ((y, x), weight) in y.iter_mut().zip(x).zip(norm.weight) {
                *y = *x * *inverse * weight;
            }
        }
    }
}

vectorised! {
    fn backward_rows(norm: RmsNorm, normed: Normed, dy: &[f32], dx: &mut [f32]) {
        let width = norm.weight.len();
        let mut scaled = vec![0.0; width];
        let rows = normed.x.chunks_exact(width).zip(normed.inverse);
        for (((x, inverse), dy), dx) in rows.zip(dy.chunks_exact(width)).zip(dx.chunks_exact_mut(width)) {
            for ((scaled, dy), weight) in scaled.iter_mut().zip(dy).zip(norm.weight) {
                *scaled = dy * weight;
            }
            // d/dx of x·s/rms:  inverse·s − x·inverse³·(s·x)/width
            let pull = dot(&scaled, x) * inverse * inverse * inverse / width as f32;
            for ((dx, scaled), x) in dx.iter_mut().zip(&scaled).zip(x) {
                *dx += scaled * inverse - x * pull;
            }
        }
    }
}

vectorised! {
    fn weight_rows(normed: Normed, dy: &[f32], dweight: &mut [f32]) {
        let width = dweight.len();
        for ((x, inverse), dy) in normed.x.chunks_exact(width).zip(normed.inverse).zip(dy.chunks_exact(width)) {
            for ((sum, x), dy) in dweight.iter_mut().zip(x).zip(dy) {
                *sum += x * inverse * dy;
            }
        }
    }
}
