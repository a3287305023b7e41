//! Rotary position embedding (Su et al., 2021), each head's first half paired with its second, as Qwen2 does.

use rayon::prelude::*;

use crate::ROWS_PER_TASK;
use crate::simd::vectorised;

/// The angles of every position.
#[derive(Debug, Clone)]
pub struct Rope {
    half: usize,
    /// For each position `half` cosines, then `half` sines.
    table: Vec<f32>,
}

/// The heads that a rotation turns: the first `heads` of each row of `stride` numbers.
#[derive(Debug, Clone, Copy)]
pub struct Lanes {
    /// The length of a row.
    pub stride: usize,
    /// How many heads, from the row's start, are turned.
    pub heads: usize,
}

impl Rope {
    /// The angles of `positions` positions for heads of `head_dim` numbers, with the base frequency `theta`.
    pub fn new(head_dim: usize, positions: usize, theta: f64) -> Self {
        let half = head_dim / 2;
        let mut table = Vec::with_capacity(positions * head_dim);
        let frequency = |pair: usize| (1.0 / theta.powf(2.0 * pair as f64 / head_dim as f64)) as f32;
        for position in 0..positions {
            let angles = (0..half).map(|pair| f64::from(position as f32 * frequency(pair)));
            table.extend(angles.clone().map(|angle| angle.cos() as f32));
            table.extend(angles.map(|angle| angle.sin() as f32));
        }
        Self { half, table }
    }

    /// Turns the heads of each row by its position's angle.
    pub fn forward(&self, rows: &mut [f32], lanes: Lanes, positions: &[u32]) {
        self.turn(rows, lanes, (positions, 1.0));
    }

    /// Turns gradients back: a rotation's gradient is the rotation the other way.
    pub fn backward(&self, rows: &mut [f32], lanes: Lanes, positions: &[u32]) {
        self.turn(rows, lanes, (positions, -1.0));
    }

    fn turn(&self, rows: &mut [f32], lanes: Lanes, (positions, sign): (&[u32], f32)) {
        let tasks = rows.par_chunks_mut(lanes.stride * ROWS_PER_TASK).zip(positions.par_chunks(ROWS_PER_TASK));
        tasks.for_each(|(rows, positions)| {
            for (row, position) in rows.chunks_exact_mut(lanes.stride).zip(positions) {
                let start = *position as usize * self.half * 2;
                let angles = &self.table[start..start + self.half * 2];
                turn_row(&mut row[..lanes.heads * self.half * 2], angles, sign);
            }
        });
    }
}

vectorised! {
    fn turn_row(row: &mut [f32], angles: &[f32], sign: f32) {
        let half = angles.len() / 2;
        let (cosines, sines) = angles.split_at(half);
        for head in row.chunks_exact_mut(half * 2) {
            let (first, second) = head.split_at_mut(half);
            for (((a, b), cos), sin) in first.iter_mut().zip(second).zip(cosines).zip(sines) {
                let sin = sin * sign;
                (*a, *b) = (*a * cos - *b * sin, *b * cos + *a * sin);
            }
        }
    }
}
