//! Rows of a table looked up by token, and their gradients added back.

use rayon::prelude::*;

use crate::ROWS_PER_TASK;

/// Copies the row of each token to `out`.
///
/// # Panics
///
/// When a token has no row.
pub fn embed(out: &mut [f32], table: &[f32], tokens: &[u32]) {
    let width = out.len() / tokens.len().max(1);
    out.par_chunks_mut(width.max(1) * ROWS_PER_TASK).zip(tokens.par_chunks(ROWS_PER_TASK)).for_each(|(out, tokens)| {
        for (row, token) in out.chunks_exact_mut(width).zip(tokens) {
            let start = *token as usize * width;
            row.copy_from_slice(&table[start..start + width]);
        }
    });
}

/// Adds each row of `drows` to its token's row in `dtable`.
///
/// # Panics
///
/// When a token has no row.
pub fn scatter(dtable: &mut [f32], drows: &[f32], tokens: &[u32]) {
    let width = drows.len() / tokens.len().max(1);
    for (drow, token) in drows.chunks_exact(width.max(1)).zip(tokens) {
        let start = *token as usize * width;
        add_rows(&mut dtable[start..start + width], drow);
    }
}

/// Adds `values` to `sums`, one by one.
pub fn add_rows(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}
