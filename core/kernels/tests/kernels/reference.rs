//! Every operation in its plainest form, in f64, and the slopes of anything by finite differences.

use std::ops::Range;

/// Numbers between -1 and 1 that look random and are the same every time.
pub(crate) fn noise(len: usize, salt: u32) -> Vec<f32> {
    let number = |index: usize| {
        let bits = (index as u32 ^ salt.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
        let bits = (bits ^ (bits >> 13)).wrapping_mul(0xc2b2_ae35);
        ((bits ^ (bits >> 16)) as f32 / u32::MAX as f32) * 2.0 - 1.0
    };
    (0..len).map(number).collect()
}

pub(crate) fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}

/// The sum of the values, each times its weight: turns any operation into one number.
pub(crate) fn weigh(values: &[f64], weights: &[f32]) -> f64 {
    values.iter().zip(weights).map(|(value, weight)| value * f64::from(*weight)).sum()
}

/// The slope of `f` at `x` in each direction, by central differences.
pub(crate) fn slopes(x: &[f32], f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    const WIDTH: f64 = 1e-5;
    let x = wide(x);
    let at = |index: usize, step: f64| {
        let mut moved = x.clone();
        moved[index] += step;
        f(&moved)
    };
    (0..x.len()).map(|index| (at(index, WIDTH) - at(index, -WIDTH)) / (2.0 * WIDTH)).collect()
}

/// `a` (rows, inner) times `b` (inner, cols).
pub(crate) fn product(a: &[f64], b: &[f64], inner: usize) -> Vec<f64> {
    let cols = b.len() / inner;
    let cell = |row: usize, col: usize| (0..inner).map(|k| a[row * inner + k] * b[k * cols + col]).sum();
    let cells = (0..a.len() / inner).flat_map(|row| (0..cols).map(move |col| (row, col)));
    cells.map(|(row, col)| cell(row, col)).collect()
}

pub(crate) fn rms_norm(x: &[f64], weight: &[f64], epsilon: f64) -> Vec<f64> {
    let row = |row: &[f64]| {
        let mean = row.iter().map(|x| x * x).sum::<f64>() / row.len() as f64;
        let root = (mean + epsilon).sqrt();
        row.iter().zip(weight).map(|(x, weight)| x / root * weight).collect::<Vec<f64>>()
    };
    x.chunks(weight.len()).flat_map(row).collect()
}

pub(crate) fn swiglu(gate_up: &[f64], width: usize) -> Vec<f64> {
    let row = |row: &[f64]| {
        let (gate, up) = row.split_at(width);
        gate.iter().zip(up).map(|(gate, up)| gate / (1.0 + (-gate).exp()) * up).collect::<Vec<f64>>()
    };
    gate_up.chunks(2 * width).flat_map(row).collect()
}

/// Turns one head at a position.
pub(crate) fn rope(head: &[f64], position: u32, theta: f64) -> Vec<f64> {
    let half = head.len() / 2;
    let angle = |pair: usize| f64::from(position) / theta.powf(pair as f64 / half as f64);
    let first = (0..half).map(|i| head[i] * angle(i).cos() - head[i + half] * angle(i).sin());
    let second = (0..half).map(|i| head[i + half] * angle(i).cos() + head[i] * angle(i).sin());
    first.chain(second).collect()
}

/// The shape of an attention: query heads, key heads, numbers in a head.
#[derive(Clone, Copy)]
pub(crate) struct Heads(pub(crate) usize, pub(crate) usize, pub(crate) usize);

pub(crate) fn attention(qkv: &[f64], Heads(heads, kv_heads, dim): Heads, segments: &[Range<usize>]) -> Vec<f64> {
    let stride = (heads + 2 * kv_heads) * dim;
    let part = |row: usize, head: usize| &qkv[row * stride + head * dim..row * stride + (head + 1) * dim];
    let mut out = vec![];
    for row in 0..qkv.len() / stride {
        let start = segments.iter().find(|segment| segment.contains(&row)).map_or(row, |segment| segment.start);
        for head in 0..heads {
            let group = head / (heads / kv_heads);
            let dot = |other: usize| -> f64 {
                part(row, head).iter().zip(part(other, heads + group)).map(|(a, b)| a * b).sum()
            };
            let scores: Vec<f64> = (start..=row).map(|other| (dot(other) / (dim as f64).sqrt()).exp()).collect();
            let sum: f64 = scores.iter().sum();
            let value = |index: usize| -> f64 {
                let values = (start..=row).map(|other| part(other, heads + kv_heads + group)[index]);
                scores.iter().zip(values).map(|(score, value)| score / sum * value).sum()
            };
            out.extend((0..dim).map(value));
        }
    }
    out
}

/// The summed loss of hidden rows under a head of `weight.len() / hidden` tokens.
pub(crate) fn cross_entropy(rows: &[f64], weight: &[f64], targets: &[u32]) -> f64 {
    let hidden = rows.len() / targets.len();
    let row = |(row, target): (&[f64], &u32)| {
        let logit = |weight: &[f64]| row.iter().zip(weight).map(|(a, b)| a * b).sum::<f64>();
        let logits: Vec<f64> = weight.chunks(hidden).map(logit).collect();
        logits.iter().map(|logit| logit.exp()).sum::<f64>().ln() - logits[*target as usize]
    };
    rows.chunks(hidden).zip(targets).map(row).sum()
}

/// One number after `gradients.len()` updates.
pub(crate) fn adamw(mut weight: f64, gradients: &[f64], (rate, beta1, beta2, decay): (f64, f64, f64, f64)) -> f64 {
    let (mut mean, mut square) = (0.0, 0.0);
    for (index, gradient) in gradients.iter().enumerate() {
        let count = index as i32 + 1;
        mean = beta1 * mean + (1.0 - beta1) * gradient;
        square = beta2 * square + (1.0 - beta2) * gradient * gradient;
        let (mean, square) = (mean / (1.0 - beta1.powi(count)), square / (1.0 - beta2.powi(count)));
        weight = weight * (1.0 - rate * decay) - rate * mean / (square.sqrt() + 1e-8);
    }
    weight
}
