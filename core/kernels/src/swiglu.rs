//! The gated activation `silu(gate) * up` (Shazeer, 2020).

use rayon::prelude::*;

use crate::ROWS_PER_TASK;
use crate::simd::{exp, vectorised};

/// Rows of `width` gates followed by `width` ups.
#[derive(Debug, Clone, Copy)]
pub struct SwiGlu {
    /// Numbers in a row of the result.
    pub width: usize,
}

impl SwiGlu {
    /// Writes the activation of each row to `out`.
    pub fn forward(&self, gate_up: &[f32], out: &mut [f32]) {
        let piece = self.width * ROWS_PER_TASK;
        out.par_chunks_mut(piece).zip(gate_up.par_chunks(piece * 2)).for_each(|(out, gate_up)| {
            for (out, row) in out.chunks_exact_mut(self.width).zip(gate_up.chunks_exact(self.width * 2)) {
                let (gate, up) = row.split_at(self.width);
                forward_row(gate, up, out);
            }
        });
    }

    /// Writes the gradient of gates and ups to `dgate_up`, from the gradient `dout` of the result.
    pub fn backward(&self, gate_up: &[f32], dout: &[f32], dgate_up: &mut [f32]) {
        let piece = self.width * ROWS_PER_TASK;
        let tasks = dgate_up.par_chunks_mut(piece * 2).zip(gate_up.par_chunks(piece * 2)).zip(dout.par_chunks(piece));
        tasks.for_each(|((dgate_up, gate_up), dout)| {
            let rows = dgate_up.chunks_exact_mut(self.width * 2).zip(gate_up.chunks_exact(self.width * 2));
            for ((drow, row), dout) in rows.zip(dout.chunks_exact(self.width)) {
                backward_row(row, dout, drow);
            }
        });
    }
}

vectorised! {
    fn forward_row(gate: &[f32], up: &[f32], out: &mut [f32]) {
        for ((out, gate), up) in out.iter_mut().zip(gate).zip(up) {
            *out = gate / (1.0 + exp(-gate)) * up;
        }
    }
}

vectorised! {
    fn backward_row(row: &[f32], dout: &[f32], drow: &mut [f32]) {
        let width = dout.len();
        let (gates, ups) = row.split_at(width);
        let (dgates, dups) = drow.split_at_mut(width);
        for ((((dgate, dup), gate), up), dout) in dgates.iter_mut().zip(dups).zip(gates).zip(ups).zip(dout) {
            let sigmoid = 1.0 / (1.0 + exp(-gate));
            *dup = dout * gate * sigmoid;
            *dgate = dout * up * sigmoid * (1.0 + gate * (1.0 - sigmoid));
        }
    }
}
