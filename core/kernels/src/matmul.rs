//! Matrix products over views of slices, and the two row operations that go with a bias.

use std::ops::Range;

use gemm::Parallelism;
use rayon::prelude::*;

use crate::ROWS_PER_TASK;

/// A matrix inside a slice.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    data: &'a [f32],
    shape: Strides,
}

/// A matrix inside a slice that a product writes to.
#[derive(Debug)]
pub struct ViewMut<'a> {
    data: &'a mut [f32],
    shape: Strides,
}

#[derive(Debug, Clone, Copy)]
struct Strides {
    start: usize,
    rows: usize,
    cols: usize,
    row_stride: usize,
    col_stride: usize,
}

impl Strides {
    fn whole(len: usize, cols: usize) -> Self {
        assert!(cols > 0 && len.is_multiple_of(cols), "{len} numbers do not fill rows of {cols}");
        Self { start: 0, rows: len / cols, cols, row_stride: cols, col_stride: 1 }
    }

    fn columns(self, range: &Range<usize>) -> Self {
        assert!(range.start <= range.end && range.end <= self.cols, "columns {range:?} of {}", self.cols);
        Self { start: self.start + range.start * self.col_stride, cols: range.len(), ..self }
    }

    fn rows(self, range: &Range<usize>) -> Self {
        assert!(range.start <= range.end && range.end <= self.rows, "rows {range:?} of {}", self.rows);
        Self { start: self.start + range.start * self.row_stride, rows: range.len(), ..self }
    }
}

impl<'a> View<'a> {
    /// All of `data`, in rows of `cols` numbers.
    pub fn new(data: &'a [f32], cols: usize) -> Self {
        Self { data, shape: Strides::whole(data.len(), cols) }
    }

    /// Only these columns.
    #[must_use]
    pub fn columns(self, range: Range<usize>) -> Self {
        Self { shape: self.shape.columns(&range), ..self }
    }

    /// Only these rows.
    #[must_use]
    pub fn rows(self, range: Range<usize>) -> Self {
        Self { shape: self.shape.rows(&range), ..self }
    }

    /// The same numbers with rows and columns exchanged.
    #[must_use]
    pub fn transposed(self) -> Self {
        let Strides { start, rows, cols, row_stride, col_stride } = self.shape;
        let shape = Strides { start, rows: cols, cols: rows, row_stride: col_stride, col_stride: row_stride };
        Self { shape, ..self }
    }
}

impl<'a> ViewMut<'a> {
    /// All of `data`, in rows of `cols` numbers.
    pub fn new(data: &'a mut [f32], cols: usize) -> Self {
        let shape = Strides::whole(data.len(), cols);
        Self { data, shape }
    }

    /// Only these columns.
    #[must_use]
    pub fn columns(self, range: Range<usize>) -> Self {
        Self { shape: self.shape.columns(&range), ..self }
    }

    /// Only these rows.
    #[must_use]
    pub fn rows(self, range: Range<usize>) -> Self {
        Self { shape: self.shape.rows(&range), ..self }
    }
}

/// What a product does with the numbers that were there: `out = keep * out + scale * product`.
#[derive(Debug, Clone, Copy)]
pub struct Blend {
    keep: f32,
    scale: f32,
}

impl Blend {
    /// Overwrites.
    pub const SET: Self = Self { keep: 0.0, scale: 1.0 };
    /// Adds.
    pub const ADD: Self = Self { keep: 1.0, scale: 1.0 };

    /// Overwrites with a multiple of the product.
    pub fn set(scale: f32) -> Self {
        Self { keep: 0.0, scale }
    }

    /// Adds a multiple of the product.
    pub fn add(scale: f32) -> Self {
        Self { keep: 1.0, scale }
    }
}

/// The product `a · b`, on all threads.
///
/// # Panics
///
/// When the shapes do not fit.
pub fn multiply(out: ViewMut, a: View, b: View, blend: Blend) {
    product(out, (a, b), blend, Parallelism::Rayon(0));
}

/// The product `a · b`, on this thread alone: for use inside a parallel task.
///
/// # Panics
///
/// When the shapes do not fit.
pub fn multiply_here(out: ViewMut, a: View, b: View, blend: Blend) {
    product(out, (a, b), blend, Parallelism::None);
}

fn product(out: ViewMut, (a, b): (View, View), blend: Blend, parallelism: Parallelism) {
    let ViewMut { data, shape: o } = out;
    let (l, r) = (a.shape, b.shape);
    assert!(o.rows == l.rows && o.cols == r.cols && l.cols == r.rows, "{o:?} is not {l:?} times {r:?}");
    if o.rows == 0 || o.cols == 0 {
        return;
    }
    // SAFETY: a view is made from a whole slice and only ever narrowed inside it, so every index that the strides
    // reach lies in its slice; `out` is borrowed mutably, so it overlaps neither `a` nor `b`.
    unsafe {
        gemm::gemm(
            o.rows,
            o.cols,
            l.cols,
            data.as_mut_ptr().add(o.start),
            o.col_stride as isize,
            o.row_stride as isize,
            blend.keep != 0.0,
            a.data.as_ptr().add(l.start),
            l.col_stride as isize,
            l.row_stride as isize,
            b.data.as_ptr().add(r.start),
            r.col_stride as isize,
            r.row_stride as isize,
            blend.keep,
            blend.scale,
            false,
            false,
            false,
            parallelism,
        );
    }
}

/// Writes `row` into every row of `out`: a bias, before a product is added to it.
pub fn repeat_row(out: &mut [f32], row: &[f32]) {
    out.par_chunks_mut(row.len() * ROWS_PER_TASK).for_each(|rows| {
        for target in rows.chunks_exact_mut(row.len()) {
            target.copy_from_slice(row);
        }
    });
}

/// Adds the sum of the rows of `values` to `sums`: the gradient of a bias.
pub fn add_column_sums(sums: &mut [f32], values: &[f32]) {
    let width = sums.len();
    let part = |rows: &[f32]| {
        let mut part = vec![0.0_f32; width];
        for row in rows.chunks_exact(width) {
            for (sum, value) in part.iter_mut().zip(row) {
                *sum += value;
            }
        }
        part
    };
    let parts: Vec<Vec<f32>> = values.par_chunks(width * ROWS_PER_TASK).map(part).collect();
    for part in &parts {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += value;
        }
    }
}
