//! Every operation against its plain form, and every gradient against finite differences of that form.

use crate::reference::{Heads, noise, slopes, weigh, wide};
use spotter_kernels::{
    AdamW, Attended, Attention, Blend, Head, Hidden, Lanes, Moments, Normed, RmsNorm, Rope, SwiGlu, View, ViewMut,
    add_column_sums, embed, multiply, repeat_row, scatter, square_sum,
};

/// Holds to `bar` of the greatest expected value.
fn same(found: &[f32], expected: &[f64], bar: f64) {
    assert_eq!(found.len(), expected.len());
    let top = expected.iter().fold(1e-3, |top: f64, value| top.max(value.abs()));
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((f64::from(*found) - expected).abs() < bar * top, "at {index}: {found} is not {expected}");
    }
}

#[test]
fn products_agree_with_the_sum_of_products() {
    let (rows, inner, cols) = (37, 19, 23);
    let (a, b) = (noise(rows * inner, 1), noise(inner * cols, 2));
    let expected = crate::reference::product(&wide(&a), &wide(&b), inner);
    let mut out = vec![0.0; rows * cols];
    multiply(ViewMut::new(&mut out, cols), View::new(&a, inner), View::new(&b, cols), Blend::SET);
    same(&out, &expected, 1e-6);
    multiply(ViewMut::new(&mut out, cols), View::new(&a, inner), View::new(&b, cols), Blend::add(-1.0));
    same(&out, &vec![0.0; rows * cols], 1e-3);
}

#[test]
fn views_pick_rows_and_columns_and_leave_the_rest_alone() {
    let a = noise(6 * 8, 3);
    let mut out = vec![9.0; 5 * 7];
    let left = View::new(&a, 8).columns(2..5).rows(1..4);
    multiply(ViewMut::new(&mut out, 7).columns(3..6).rows(1..4), left, left.transposed(), Blend::SET);
    let part: Vec<f64> = (1..4).flat_map(|row| wide(&a[row * 8 + 2..row * 8 + 5])).collect();
    let turned: Vec<f64> = (0..9).map(|index| part[index % 3 * 3 + index / 3]).collect();
    let expected = crate::reference::product(&part, &turned, 3);
    for row in 0..5 {
        for col in 0..7 {
            let is_inside = (1..4).contains(&row) && (3..6).contains(&col);
            let value = if is_inside { expected[(row - 1) * 3 + col - 3] } else { 9.0 };
            assert!((f64::from(out[row * 7 + col]) - value).abs() < 1e-6, "row {row}, column {col}");
        }
    }
}

#[test]
fn a_bias_and_its_gradient_agree() {
    let (bias, values) = (noise(5, 1), noise(5 * 67, 2));
    let mut rows = vec![0.0; 5 * 67];
    repeat_row(&mut rows, &bias);
    assert!(rows.chunks(5).all(|row| row == bias));
    let mut sums = vec![1.0; 5];
    add_column_sums(&mut sums, &values);
    let column = |col: usize| 1.0 + values.iter().skip(col).step_by(5).map(|value| f64::from(*value)).sum::<f64>();
    same(&sums, &(0..5).map(column).collect::<Vec<_>>(), 1e-6);
}

#[test]
fn rms_norm_and_its_gradients_agree() {
    let (x, weight, dy) = (noise(70 * 24, 1), noise(24, 2), noise(70 * 24, 3));
    let norm = RmsNorm { weight: &weight, epsilon: 1e-6 };
    let (mut y, mut inverse) = (vec![0.0; x.len()], vec![0.0; 70]);
    norm.forward(&x, &mut y, &mut inverse);
    same(&y, &crate::reference::rms_norm(&wide(&x), &wide(&weight), 1e-6), 1e-6);
    let normed = Normed { x: &x, inverse: &inverse };
    let (mut dx, mut dweight) = (vec![0.5; x.len()], vec![0.5; 24]);
    norm.backward(normed, &dy, &mut dx);
    norm.backward_weight(normed, &dy, &mut dweight);
    let plus = |slopes: Vec<f64>| slopes.into_iter().map(|slope| slope + 0.5).collect::<Vec<_>>();
    same(&dx, &plus(slopes(&x, |x| weigh(&crate::reference::rms_norm(x, &wide(&weight), 1e-6), &dy))), 1e-5);
    same(&dweight, &plus(slopes(&weight, |w| weigh(&crate::reference::rms_norm(&wide(&x), w, 1e-6), &dy))), 1e-5);
}

#[test]
fn swiglu_and_its_gradient_agree() {
    let gate_up: Vec<f32> = noise(40 * 18, 1).iter().map(|value| value * 6.0).collect();
    let (dout, swiglu) = (noise(40 * 9, 2), SwiGlu { width: 9 });
    let (mut out, mut dgate_up) = (vec![0.0; 40 * 9], vec![7.0; 40 * 18]);
    swiglu.forward(&gate_up, &mut out);
    swiglu.backward(&gate_up, &dout, &mut dgate_up);
    same(&out, &crate::reference::swiglu(&wide(&gate_up), 9), 1e-6);
    same(&dgate_up, &slopes(&gate_up, |x| weigh(&crate::reference::swiglu(x, 9), &dout)), 1e-5);
}

#[test]
fn rope_turns_each_head_and_its_gradient_turns_back() {
    let (dim, positions) = (8, [0, 1, 5, 300]);
    let rope = Rope::new(dim, 301, 10_000.0);
    let rows = noise(4 * 3 * dim, 1);
    let mut turned = rows.clone();
    let lanes = Lanes { stride: 3 * dim, heads: 2 };
    rope.forward(&mut turned, lanes, &positions);
    for (index, (found, row)) in turned.chunks(dim).zip(rows.chunks(dim)).enumerate() {
        let expected = crate::reference::rope(&wide(row), positions[index / 3], 10_000.0);
        same(found, if index % 3 == 2 { wide(row) } else { expected }.as_slice(), 3e-5);
    }
    rope.backward(&mut turned, lanes, &positions);
    same(&turned, &wide(&rows), 1e-6);
}

#[test]
fn attention_and_its_gradient_agree() {
    let (heads, kv_heads, dim) = (4, 2, 6);
    let segments = [0..5, 5..6, 6..9];
    let qkv: Vec<f32> = noise(9 * 8 * dim, 1).iter().map(|value| value * 2.0).collect();
    let dout = noise(9 * heads * dim, 2);
    let plain = |qkv: &[f64]| crate::reference::attention(qkv, Heads(heads, kv_heads, dim), &segments);
    let attention = Attention { heads, kv_heads, head_dim: dim, segments: &segments };
    let (mut out, mut lse, mut dqkv) = (vec![0.0; dout.len()], vec![0.0; 9 * heads], vec![0.0; qkv.len()]);
    attention.forward(&qkv, &mut out, &mut lse);
    same(&out, &plain(&wide(&qkv)), 2e-6);
    attention.backward(Attended { qkv: &qkv, out: &out, lse: &lse }, &dout, &mut dqkv);
    same(&dqkv, &slopes(&qkv, |qkv| weigh(&plain(qkv), &dout)), 1e-5);
}

#[test]
fn attention_over_several_blocks_of_queries_agrees() {
    let (heads, kv_heads, dim) = (2, 1, 4);
    let segments = [0..150, 150..233];
    let (qkv, dout) = (noise(233 * 4 * dim, 1), noise(233 * heads * dim, 2));
    let plain = |qkv: &[f64]| crate::reference::attention(qkv, Heads(heads, kv_heads, dim), &segments);
    let attention = Attention { heads, kv_heads, head_dim: dim, segments: &segments };
    let (mut out, mut lse, mut dqkv) = (vec![0.0; dout.len()], vec![0.0; 233 * heads], vec![0.0; qkv.len()]);
    attention.forward(&qkv, &mut out, &mut lse);
    same(&out, &plain(&wide(&qkv)), 2e-6);
    attention.backward(Attended { qkv: &qkv, out: &out, lse: &lse }, &dout, &mut dqkv);
    let base = wide(&qkv);
    for index in (0..qkv.len()).step_by(397) {
        let at = |step: f64| {
            let mut moved = base.clone();
            moved[index] += step;
            weigh(&plain(&moved), &dout)
        };
        let slope = (at(1e-4) - at(-1e-4)) / 2e-4;
        assert!((f64::from(dqkv[index]) - slope).abs() < 1e-5, "at {index}: {} is not {slope}", dqkv[index]);
    }
}

#[test]
fn the_loss_and_its_gradients_agree() {
    let (hidden, vocab) = (6, 31);
    let targets: Vec<u32> = (0..13).map(|row| row * 7 % 31).collect();
    let (rows, weight) = (noise(13 * hidden, 1), noise(vocab * hidden, 2));
    let head = Head { weight: &weight, hidden };
    let (mut drows, mut dweight) = (vec![3.0; rows.len()], vec![0.25; weight.len()]);
    let loss = head.loss(Hidden { rows: &rows, drows: &mut drows }, &targets, 0.5, Some(&mut dweight));
    let plain = |rows: &[f64], weight: &[f64]| crate::reference::cross_entropy(rows, weight, &targets);
    let expected = plain(&wide(&rows), &wide(&weight));
    assert!((loss - expected).abs() < 1e-5 && (head.measure(&rows, &targets) - expected).abs() < 1e-5);
    same(&drows, &slopes(&rows, |rows| 0.5 * plain(rows, &wide(&weight))), 1e-5);
    let dexpected = slopes(&weight, |weight| 0.5 * plain(&wide(&rows), weight));
    same(&dweight, &dexpected.iter().map(|slope| slope + 0.25).collect::<Vec<_>>(), 1e-5);
}

#[test]
fn embeddings_are_looked_up_and_their_gradients_return() {
    let (table, tokens) = (noise(10 * 4, 1), [3, 9, 3]);
    let mut rows = vec![0.0; 12];
    embed(&mut rows, &table, &tokens);
    assert_eq!(rows[4..8], table[36..40]);
    let mut dtable = vec![0.0; 40];
    scatter(&mut dtable, &[1.0; 12], &tokens);
    assert_eq!((dtable[12], dtable[36], dtable[0]), (2.0, 1.0, 0.0));
}

#[test]
fn adamw_agrees_over_five_updates() {
    let gradients = noise(5, 1);
    let mut weight = [0.7_f32];
    let (mut mean, mut square) = ([0.0], [0.0]);
    for (index, gradient) in gradients.iter().enumerate() {
        let count = index as u32 + 1;
        let adam = AdamW { rate: 0.01, count, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, decay: 0.1, scale: 0.5 };
        adam.update(&mut weight, &[gradient * 2.0], Moments { mean: &mut mean, square: &mut square });
    }
    let expected = crate::reference::adamw(f64::from(0.7_f32), &wide(&gradients), (0.01, 0.9, 0.95, 0.1));
    assert!((f64::from(weight[0]) - expected).abs() < 1e-6, "{} is not {expected}", weight[0]);
    assert!((square_sum(&vec![3.0; 40_000]) - 360_000.0).abs() < 1e-6);
}
