//! Causal attention with grouped heads, exact, one sequence at a time (flash attention's recomputation: only the
//! logarithm of each row's sum is kept for the backward).

use std::ops::Range;

use rayon::prelude::*;

use crate::matmul::{Blend, View, ViewMut, multiply_here};
use crate::simd::{dot, exp, exp_sum, max, vectorised};

/// Queries that are handled at once.
const QUERIES: usize = 64;

/// The heads, and the rows of each sequence. A row holds all queries, then all keys, then all values.
#[derive(Debug, Clone, Copy)]
pub struct Attention<'a> {
    /// Query heads.
    pub heads: usize,
    /// Key and value heads; each serves `heads / kv_heads` query heads.
    pub kv_heads: usize,
    /// Numbers in a head.
    pub head_dim: usize,
    /// The rows of each sequence; no row attends outside its own.
    pub segments: &'a [Range<usize>],
}

/// What the backward needs from the forward.
#[derive(Debug, Clone, Copy)]
pub struct Attended<'a> {
    /// The rows that went in.
    pub qkv: &'a [f32],
    /// The rows that came out.
    pub out: &'a [f32],
    /// The logarithm of each row's sum of exponentials, a number for each head.
    pub lse: &'a [f32],
}

/// A sequence and one of its key heads: a task.
struct Group {
    segment: Range<usize>,
    head: usize,
}

struct Answer {
    out: Vec<f32>,
    lse: Vec<f32>,
}

struct Gradient {
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
}

impl Attention<'_> {
    /// Writes each row's mixture of values to `out`, and its `lse`.
    pub fn forward(&self, qkv: &[f32], out: &mut [f32], lse: &mut [f32]) {
        let groups = self.groups();
        let answers: Vec<Answer> = groups.par_iter().map(|group| self.answer(group, qkv)).collect();
        let (wide, share) = (self.share() * self.head_dim, self.share());
        for (group, answer) in groups.iter().zip(answers) {
            let rows = group.segment.clone();
            put(out, &answer.out, (self.heads * self.head_dim, rows.start, group.head * wide, wide));
            put(lse, &answer.lse, (self.heads, rows.start, group.head * share, share));
        }
    }

    /// Writes the gradient of queries, keys and values to `dqkv`.
    pub fn backward(&self, attended: Attended, dout: &[f32], dqkv: &mut [f32]) {
        let groups = self.groups();
        let gradients: Vec<Gradient> = groups.par_iter().map(|group| self.gradient(group, attended, dout)).collect();
        let (stride, wide) = (self.stride(), self.share() * self.head_dim);
        for (group, gradient) in groups.iter().zip(gradients) {
            let row = group.segment.start;
            put(dqkv, &gradient.queries, (stride, row, group.head * wide, wide));
            put(dqkv, &gradient.keys, (stride, row, self.key(group.head).start, self.head_dim));
            put(dqkv, &gradient.values, (stride, row, self.value(group.head).start, self.head_dim));
        }
    }

    fn answer(&self, group: &Group, qkv: &[f32]) -> Answer {
        let (share, dim, len) = (self.share(), self.head_dim, group.segment.len());
        let rows = View::new(qkv, self.stride()).rows(group.segment.clone());
        let mut answer = Answer { out: vec![0.0; len * share * dim], lse: vec![0.0; len * share] };
        let mut scores = vec![0.0; QUERIES.min(len) * len];
        for member in 0..share {
            let queries = rows.columns(self.query(group.head * share + member));
            for block in blocks(len) {
                let scores = &mut scores[..block.len() * block.end];
                let keys = rows.columns(self.key(group.head)).rows(0..block.end);
                let values = rows.columns(self.value(group.head)).rows(0..block.end);
                let into = ViewMut::new(scores, block.end);
                multiply_here(into, queries.rows(block.clone()), keys.transposed(), Blend::set(self.scale()));
                let lse = &mut answer.lse[block.start * share..block.end * share];
                softmax_block(scores, block.start, lse.iter_mut().skip(member).step_by(share));
                let out = ViewMut::new(&mut answer.out, share * dim).columns(member * dim..(member + 1) * dim);
                multiply_here(out.rows(block.clone()), View::new(scores, block.end), values, Blend::SET);
            }
        }
        answer
    }

    fn gradient(&self, group: &Group, attended: Attended, dout: &[f32]) -> Gradient {
        let (share, dim, len) = (self.share(), self.head_dim, group.segment.len());
        let mut gradient = Gradient {
            queries: vec![0.0; len * share * dim],
            keys: vec![0.0; len * dim],
            values: vec![0.0; len * dim],
        };
        let mut scratch = (vec![0.0; QUERIES.min(len) * len], vec![0.0; QUERIES.min(len) * len]);
        for member in 0..share {
            for block in blocks(len) {
                self.gradient_block((group, member), &block, (attended, dout), (&mut gradient, &mut scratch));
            }
        }
        gradient
    }

    fn gradient_block(
        &self,
        (group, member): (&Group, usize),
        block: &Range<usize>,
        (attended, dout): (Attended, &[f32]),
        (gradient, scratch): (&mut Gradient, &mut (Vec<f32>, Vec<f32>)),
    ) {
        let (share, dim) = (self.share(), self.head_dim);
        let head = group.head * share + member;
        let rows = View::new(attended.qkv, self.stride()).rows(group.segment.clone());
        let queries = rows.columns(self.query(head)).rows(block.clone());
        let keys = rows.columns(self.key(group.head)).rows(0..block.end);
        let values = rows.columns(self.value(group.head)).rows(0..block.end);
        let dout_view = View::new(dout, self.heads * dim).rows(group.segment.clone());
        let dout_view = dout_view.columns(self.query(head)).rows(block.clone());
        let shares = &mut scratch.0[..block.len() * block.end];
        let dshares = &mut scratch.1[..block.len() * block.end];
        multiply_here(ViewMut::new(shares, block.end), queries, keys.transposed(), Blend::set(self.scale()));
        multiply_here(ViewMut::new(dshares, block.end), dout_view, values.transposed(), Blend::SET);
        for (index, row) in block.clone().enumerate() {
            let at = (group.segment.start + row) * self.heads + head;
            let numbers = at * dim..(at + 1) * dim;
            let shares = &mut shares[index * block.end..(index + 1) * block.end];
            let dshares = &mut dshares[index * block.end..(index + 1) * block.end];
            let pull = row_dot(&dout[numbers.clone()], &attended.out[numbers]);
            gradient_row((shares, dshares), row + 1, (attended.lse[at], pull), self.scale());
        }
        let (shares, dshares) = (View::new(shares, block.end), View::new(dshares, block.end));
        let dqueries = ViewMut::new(&mut gradient.queries, share * dim).columns(member * dim..(member + 1) * dim);
        multiply_here(dqueries.rows(block.clone()), dshares, keys, Blend::SET);
        let dkeys = ViewMut::new(&mut gradient.keys, dim).rows(0..block.end);
        multiply_here(dkeys, dshares.transposed(), queries, Blend::ADD);
        let dvalues = ViewMut::new(&mut gradient.values, dim).rows(0..block.end);
        multiply_here(dvalues, shares.transposed(), dout_view, Blend::ADD);
    }

    fn groups(&self) -> Vec<Group> {
        let heads = |segment: &Range<usize>| {
            let segment = segment.clone();
            (0..self.kv_heads).map(move |head| Group { segment: segment.clone(), head })
        };
        self.segments.iter().filter(|segment| !segment.is_empty()).flat_map(heads).collect()
    }

    fn share(&self) -> usize {
        self.heads / self.kv_heads
    }

    fn scale(&self) -> f32 {
        1.0 / (self.head_dim as f32).sqrt()
    }

    fn stride(&self) -> usize {
        (self.heads + 2 * self.kv_heads) * self.head_dim
    }

    fn query(&self, head: usize) -> Range<usize> {
        head * self.head_dim..(head + 1) * self.head_dim
    }

    fn key(&self, head: usize) -> Range<usize> {
        self.query(self.heads + head)
    }

    fn value(&self, head: usize) -> Range<usize> {
        self.query(self.heads + self.kv_heads + head)
    }
}

fn blocks(len: usize) -> impl Iterator<Item = Range<usize>> {
    (0..len).step_by(QUERIES).map(move |start| start..(start + QUERIES).min(len))
}

/// Copies rows of `wide` numbers into a matrix of rows of `stride`, from a row and a column on.
fn put(out: &mut [f32], values: &[f32], (stride, row, column, wide): (usize, usize, usize, usize)) {
    for (target, value) in out[row * stride..].chunks_mut(stride).zip(values.chunks_exact(wide)) {
        target[column..column + wide].copy_from_slice(value);
    }
}

/// Turns scores into shares; the row of query `first + index` sees the keys up to its own.
fn softmax_block<'a>(scores: &mut [f32], first: usize, lse: impl ExactSizeIterator<Item = &'a mut f32>) {
    let width = scores.len() / lse.len();
    for ((index, row), lse) in scores.chunks_exact_mut(width).enumerate().zip(lse) {
        *lse = softmax_row(row, first + index + 1);
    }
}

vectorised! {
    fn softmax_row(row: &mut [f32], seen: usize) -> f32 {
        let (row, hidden) = row.split_at_mut(seen);
        hidden.fill(0.0);
        let peak = max(row);
        let sum = exp_sum(row, peak);
        let factor = 1.0 / sum;
        for value in row {
            *value *= factor;
        }
        peak + sum.ln()
    }
}

vectorised! {
    /// Turns a row of scores into shares, and a row of the shares' gradients into the scores' gradients.
    fn gradient_row(rows: (&mut [f32], &mut [f32]), seen: usize, known: (f32, f32), scale: f32) {
        let (lse, pull) = known;
        let (shares, hidden) = rows.0.split_at_mut(seen);
        hidden.fill(0.0);
        let (dshares, hidden) = rows.1.split_at_mut(seen);
        hidden.fill(0.0);
        for (share, dshare) in shares.iter_mut().zip(dshares) {
            *share = exp(*share - lse);
            *dshare = *share * (*dshare - pull) * scale;
        }
    }
}

vectorised! {
    fn row_dot(a: &[f32], b: &[f32]) -> f32 {
        dot(a, b)
    }
}
