//! The arithmetic of training, on plain `&[f32]` slices: each operation has a forward and a hand-derived backward.
//!
//! Matrices are row-major. Every result is the same for any number of threads: work is cut into pieces of a fixed
//! size, and partial sums are added in the order of the pieces. The plain version of each operation, and the check of
//! its gradient against finite differences, stand in `tests/`.

#![expect(unsafe_code, reason = "products reach memory through gemm, and vector features are chosen at run time")]

mod adam;
mod attention;
mod embedding;
mod loss;
mod matmul;
mod norm;
mod rope;
mod simd;
mod swiglu;

pub use adam::{AdamW, Moments, square_sum};
pub use attention::{Attended, Attention};
pub use embedding::{add_rows, embed, scatter};
pub use loss::{Head, Hidden};
pub use matmul::{Blend, View, ViewMut, add_column_sums, multiply, multiply_here, repeat_row};
pub use norm::{Normed, RmsNorm};
pub use rope::{Lanes, Rope};
pub use swiglu::SwiGlu;

/// Rows that one task handles where an operation works row by row.
const ROWS_PER_TASK: usize = 32;
