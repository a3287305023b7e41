//! Products with weights.
//!
//! A weight is kept in panels of [`PANEL`] outputs, each with its inputs one after another, so that a product streams
//! it once in memory order whether one row is multiplied or hundreds.
//!
//! A row of the result never depends on the rows beside it, bit for bit, so an answer does not depend on which others
//! are worked on at the same time.

use rayon::prelude::*;
use spotter_kernels::{Blend, View, ViewMut, multiply_here};

/// Outputs of a panel. More than 64, because the gemm crate cuts long sums elsewhere for products up to 64 by 64.
const PANEL: usize = 128;

/// Rows that are multiplied at least, for the gemm crate adds in another order for a single one.
const FEWEST_ROWS: usize = 2;

/// A weight with an optional bias.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    /// (outputs / PANEL, inputs, PANEL); the last panel is filled up with zeros.
    panels: Vec<f32>,
    bias: Option<Vec<f32>>,
    inputs: usize,
    outputs: usize,
}

impl Linear {
    /// From a weight as it lies on disk: a row of `inputs` numbers for each output.
    pub(crate) fn new(weight: &[f32], inputs: usize, bias: Option<Vec<f32>>) -> Self {
        let outputs = weight.len() / inputs;
        let mut panels = vec![0.0; outputs.next_multiple_of(PANEL) * inputs];
        panels.par_chunks_exact_mut(PANEL * inputs).zip(weight.par_chunks(PANEL * inputs)).for_each(|(panel, rows)| {
            for (place, row) in rows.chunks_exact(inputs).enumerate() {
                for (target, value) in panel.iter_mut().skip(place).step_by(PANEL).zip(row) {
                    *target = *value;
                }
            }
        });
        Self { panels, bias, inputs, outputs }
    }

    /// The rows times the weight, plus the bias.
    pub(crate) fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let count = rows.len() / self.inputs;
        let mut filled = Vec::new();
        let rows = if count < FEWEST_ROWS {
            filled.extend_from_slice(rows);
            filled.resize(FEWEST_ROWS * self.inputs, 0.0);
            &filled
        } else {
            rows
        };
        let parts: Vec<Vec<f32>> =
            self.panels.par_chunks_exact(PANEL * self.inputs).map(|panel| self.part(rows, panel)).collect();
        let mut out = vec![0.0; count * self.outputs];
        for (start, part) in (0..).step_by(PANEL).zip(&parts) {
            let width = PANEL.min(self.outputs - start);
            for (out, part) in out.chunks_exact_mut(self.outputs).zip(part.chunks_exact(PANEL)) {
                out[start..start + width].copy_from_slice(&part[..width]);
            }
        }
        self.add_bias(&mut out);
        out
    }

    /// The weight's row for one output: a token's embedding, where the weight is the table of embeddings.
    pub(crate) fn row(&self, output: usize) -> impl Iterator<Item = f32> {
        let start = output / PANEL * PANEL * self.inputs + output % PANEL;
        self.panels[start..].iter().step_by(PANEL).take(self.inputs).copied()
    }

    fn part(&self, rows: &[f32], panel: &[f32]) -> Vec<f32> {
        let mut part = vec![0.0; rows.len() / self.inputs * PANEL];
        multiply_here(
            ViewMut::new(&mut part, PANEL),
            View::new(rows, self.inputs),
            View::new(panel, PANEL),
            Blend::SET,
        );
        part
    }

    fn add_bias(&self, out: &mut [f32]) {
        if let Some(bias) = &self.bias {
            for row in out.chunks_exact_mut(self.outputs) {
                for (value, bias) in row.iter_mut().zip(bias) {
                    *value += bias;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, seed: u64) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn a_row_does_not_depend_on_the_rows_beside_it() {
        for (outputs, inputs) in [(8, 32), (40, 700), (64, 1000), (96, 64), (300, 256), (512, 896), (130, 4864)] {
            let weight = numbers(outputs * inputs, 1);
            let rows = numbers(130 * inputs, 2);
            let linear = Linear::new(&weight, inputs, None);
            let whole = linear.apply(&rows);
            for count in [1, 2, 3, 7, 16, 31, 48, 49, 64, 65, 100] {
                let part = linear.apply(&rows[..count * inputs]);
                assert_eq!(part, whole[..count * outputs], "{count} rows of {inputs} into {outputs}");
            }
        }
    }

    #[test]
    fn products_are_what_plain_sums_say() {
        let (outputs, inputs) = (37, 129);
        let (weight, rows) = (numbers(outputs * inputs, 3), numbers(50 * inputs, 4));
        let linear = Linear::new(&weight, inputs, Some(numbers(outputs, 5)));
        assert!(linear.row(3).eq(weight[3 * inputs..4 * inputs].iter().copied()));
        for count in [1, 5, 50] {
            let fast = linear.apply(&rows[..count * inputs]);
            for (index, value) in fast.iter().enumerate() {
                let (row, output) = (index / outputs, index % outputs);
                let pair = rows[row * inputs..].iter().zip(&weight[output * inputs..]).take(inputs);
                let bias = f64::from(numbers(outputs, 5)[output]);
                let slow: f64 = bias + pair.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
                assert!((f64::from(*value) - slow).abs() < 1e-4, "{value} is not {slow}");
            }
        }
    }
}
