//! Products with weights as they lie on disk: one row for each output.
//!
//! A row of the result never depends on the rows beside it, bit for bit, so an answer does not depend on which others
//! are worked on at the same time.

use spotter_kernels::{Blend, View, ViewMut, multiply};

/// Up to this many rows the product is computed transposed: the weights are then streamed once, in their own order,
/// without being copied into panels. Measured on coach-mini's shapes.
const FEW_ROWS: usize = 48;

/// A weight with an optional bias.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    /// (outputs, inputs)
    pub(crate) weight: Vec<f32>,
    pub(crate) bias: Option<Vec<f32>>,
    pub(crate) inputs: usize,
}

impl Linear {
    /// The rows times the weight, plus the bias.
    pub(crate) fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut out = product(rows, &self.weight, self.inputs);
        if let Some(bias) = &self.bias {
            for row in out.chunks_exact_mut(bias.len()) {
                for (value, bias) in row.iter_mut().zip(bias) {
                    *value += bias;
                }
            }
        }
        out
    }
}

/// `rows` (count, inputs) times the transpose of `weight` (outputs, inputs).
pub(crate) fn product(rows: &[f32], weight: &[f32], inputs: usize) -> Vec<f32> {
    let outputs = weight.len() / inputs;
    let count = rows.len() / inputs;
    let padded = count.max(fewest_rows(outputs, inputs));
    let mut filled = Vec::new();
    let rows = if padded == count {
        rows
    } else {
        filled.extend_from_slice(rows);
        filled.resize(padded * inputs, 0.0);
        &filled
    };
    let mut out = vec![0.0; padded * outputs];
    if padded <= FEW_ROWS {
        let (weight, rows) = (View::new(weight, inputs), View::new(rows, inputs).transposed());
        multiply(ViewMut::new(&mut out, padded), weight, rows, Blend::SET);
        return turned(&out, padded, count);
    }
    multiply(
        ViewMut::new(&mut out, outputs),
        View::new(rows, inputs),
        View::new(weight, inputs).transposed(),
        Blend::SET,
    );
    out.truncate(count * outputs);
    out
}

/// The gemm crate adds in another order for a single row, for results of up to 256 numbers, and for long sums into at
/// most 64 by 64 numbers; with this many rows none of the three applies.
fn fewest_rows(outputs: usize, inputs: usize) -> usize {
    let beyond_tiny = 256 / outputs + 1;
    let beyond_small = if outputs <= 64 && inputs > 512 { 65 } else { 2 };
    beyond_tiny.max(beyond_small)
}

/// The first `count` columns of a matrix with `columns` columns, as rows.
fn turned(matrix: &[f32], columns: usize, count: usize) -> Vec<f32> {
    let mut rows = Vec::with_capacity(matrix.len() / columns * count);
    for column in 0..count {
        rows.extend(matrix.iter().skip(column).step_by(columns));
    }
    rows
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
            let whole = product(&rows, &weight, inputs);
            for count in [1, 2, 3, 7, 16, 31, 48, 49, 64, 65, 100] {
                let part = product(&rows[..count * inputs], &weight, inputs);
                assert_eq!(part, whole[..count * outputs], "{count} rows of {inputs} into {outputs}");
            }
        }
    }

    #[test]
    fn products_are_what_plain_sums_say() {
        let (outputs, inputs) = (37, 129);
        let (weight, rows) = (numbers(outputs * inputs, 3), numbers(50 * inputs, 4));
        for count in [1, 5, 50] {
            let fast = product(&rows[..count * inputs], &weight, inputs);
            for (index, value) in fast.iter().enumerate() {
                let (row, output) = (index / outputs, index % outputs);
                let pair = rows[row * inputs..].iter().zip(&weight[output * inputs..]).take(inputs);
                let slow: f64 = pair.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
                assert!((f64::from(*value) - slow).abs() < 1e-4, "{value} is not {slow}");
            }
        }
    }
}
