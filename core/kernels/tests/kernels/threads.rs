//! Results are the same bits for any number of threads.

use crate::reference::noise;
use spotter_kernels::{
    Attended, Attention, Blend, Head, Hidden, Normed, RmsNorm, View, ViewMut, add_column_sums, multiply, square_sum,
};

fn is_same_on_all(work: impl Fn() -> Vec<f32> + Sync) {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(&work).iter().map(|value| value.to_bits()).collect::<Vec<u32>>()
    };
    let one = on(1);
    for threads in [2, 3, 8] {
        assert!(on(threads) == one, "{threads} threads differ from one");
    }
}

#[test]
fn products_do_not_depend_on_threads() {
    for (rows, inner, cols) in [(300, 200, 150), (700, 64, 256), (40, 900, 512), (5, 300, 7)] {
        let (a, b) = (noise(rows * inner, 1), noise(inner * cols, 2));
        is_same_on_all(|| {
            let mut out = noise(rows * cols, 3);
            multiply(ViewMut::new(&mut out, cols), View::new(&a, inner), View::new(&b, cols), Blend::ADD);
            out
        });
        is_same_on_all(|| {
            let mut out = vec![0.0; inner * inner];
            let a = View::new(&a, inner);
            multiply(ViewMut::new(&mut out, inner), a.transposed(), a, Blend::SET);
            out
        });
    }
}

#[test]
fn sums_over_rows_do_not_depend_on_threads() {
    let (x, dy, weight) = (noise(1000 * 48, 1), noise(1000 * 48, 2), noise(48, 3));
    is_same_on_all(|| {
        let norm = RmsNorm { weight: &weight, epsilon: 1e-6 };
        let (mut y, mut inverse, mut sums) = (vec![0.0; x.len()], vec![0.0; 1000], vec![0.0; 48]);
        norm.forward(&x, &mut y, &mut inverse);
        norm.backward_weight(Normed { x: &x, inverse: &inverse }, &dy, &mut sums);
        add_column_sums(&mut sums, &y);
        sums.push(square_sum(&y) as f32);
        sums
    });
}

#[test]
fn attention_and_loss_do_not_depend_on_threads() {
    let segments = [0..130, 130..200];
    let (qkv, dout, weight) = (noise(200 * 64, 1), noise(200 * 32, 2), noise(300 * 32, 3));
    let targets: Vec<u32> = (0..200).collect();
    is_same_on_all(|| {
        let attention = Attention { heads: 4, kv_heads: 2, head_dim: 8, segments: &segments };
        let (mut out, mut lse, mut dqkv) = (vec![0.0; dout.len()], vec![0.0; 800], vec![0.0; qkv.len()]);
        attention.forward(&qkv, &mut out, &mut lse);
        attention.backward(Attended { qkv: &qkv, out: &out, lse: &lse }, &dout, &mut dqkv);
        let mut drows = vec![0.0; out.len()];
        let head = Head { weight: &weight, hidden: 32 };
        let loss = head.loss(Hidden { rows: &out, drows: &mut drows }, &targets, 0.01, None);
        dqkv.extend(drows);
        dqkv.push(loss as f32);
        dqkv
    });
}
