//! AdamW (Loshchilov and Hutter, 2019) on flat slices, and the norm that clipping needs.

use rayon::prelude::*;

use crate::simd::{dot, vectorised};

/// Numbers that one task updates or sums.
const PIECE: usize = 1 << 14;

/// One update: its rate, its place in the run, and the constants of the optimiser.
#[derive(Debug, Clone, Copy)]
pub struct AdamW {
    /// The learning rate of this update.
    pub rate: f32,
    /// The number of this update, from 1.
    pub count: u32,
    /// How slowly the mean forgets.
    pub beta1: f32,
    /// How slowly the mean square forgets.
    pub beta2: f32,
    /// Keeps the root away from zero.
    pub epsilon: f32,
    /// The share of a weight that decays at a rate of 1.
    pub decay: f32,
    /// The factor on the gradients, below 1 when they are clipped.
    pub scale: f32,
}

/// The running means of a slice's gradients.
#[derive(Debug)]
pub struct Moments<'a> {
    /// The running mean.
    pub mean: &'a mut [f32],
    /// The running mean square.
    pub square: &'a mut [f32],
}

impl AdamW {
    /// Moves the weights against their gradients.
    pub fn update(&self, weights: &mut [f32], gradients: &[f32], moments: Moments) {
        let Moments { mean, square } = moments;
        let moments = mean.par_chunks_mut(PIECE).zip(square.par_chunks_mut(PIECE));
        let tasks = weights.par_chunks_mut(PIECE).zip(gradients.par_chunks(PIECE)).zip(moments);
        tasks.for_each(|((weights, gradients), (mean, square))| {
            update_piece(*self, weights, gradients, Moments { mean, square });
        });
    }
}

vectorised! {
    fn update_piece(adam: AdamW, weights: &mut [f32], gradients: &[f32], moments: Moments) {
        let unbias1 = (1.0 / (1.0 - f64::from(adam.beta1).powf(f64::from(adam.count)))) as f32;
        let unbias2 = (1.0 / (1.0 - f64::from(adam.beta2).powf(f64::from(adam.count)))) as f32;
        let keep = 1.0 - adam.rate * adam.decay;
        let moments = moments.mean.iter_mut().zip(moments.square);
        for ((weight, gradient), (mean, square)) in weights.iter_mut().zip(gradients).zip(moments) {
            let gradient = gradient * adam.scale;
            *mean = adam.beta1 * *mean + (1.0 - adam.beta1) * gradient;
            *square = adam.beta2 * *square + (1.0 - adam.beta2) * gradient * gradient;
            let root = (*square * unbias2).sqrt() + adam.epsilon;
            *weight = *weight * keep - adam.rate * *mean * unbias1 / root;
        }
    }
}

/// The sum of the squares of all values, the same for any number of threads.
pub fn square_sum(values: &[f32]) -> f64 {
    let parts: Vec<f64> = values.par_chunks(PIECE).map(piece_square_sum).collect();
    parts.iter().sum()
}

vectorised! {
    fn piece_square_sum(values: &[f32]) -> f64 {
        values.chunks(1 << 10).map(|part| f64::from(dot(part, part))).sum()
    }
}
