//! Tokens a second of full training at 6 M parameters, and how much of it matrix products take.
//!
//! `cargo bench -p spotter-train`; the products are timed alone, at the shapes and in the number of one step.

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use spotter_kernels::{Blend, View, ViewMut, multiply};
use spotter_train::{Batch, Line, Network, Shape};

const ROWS: usize = 8 * 256;
const STEPS: usize = 6;

fn shape() -> Shape {
    Shape {
        vocab: 6144,
        hidden: 256,
        intermediate: 640,
        layers: 6,
        heads: 4,
        kv_heads: 2,
        head_dim: 64,
        positions: 256,
        epsilon: 1e-6,
        theta: 10_000.0,
        is_tied: true,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut network = Network::random(shape(), 7);
    let line = |start: u32| Line {
        tokens: (0..256).map(|index| (start * 977 + index * 31) % 6144).collect(),
        is_target: vec![true; 256],
    };
    let lines: Vec<Line> = (0..8).map(line).collect();
    let batch = Batch::new(&lines);
    let mut gradients = vec![0.0; network.trainable_len()];
    let scale = 1.0 / batch.targets() as f32;
    let step = best(|| {
        gradients.fill(0.0);
        network.learn(&batch, (scale, None), &mut gradients);
    });
    let (products, flops) = products();
    let mut out = std::io::stderr();
    let tokens = ROWS as f64 / step;
    writeln!(out, "{} parameters, {} threads", network.trainable_len(), rayon::current_num_threads())?;
    writeln!(out, "{tokens:.0} tokens/s, {:.0} ms a step of {ROWS} tokens", step * 1e3)?;
    writeln!(out, "matrix products {:.0} ms, {:.0} % of the step", products * 1e3, products / step * 100.0)?;
    let (alone, within) = (flops / products / 1e9, flops / step / 1e9);
    writeln!(out, "{alone:.0} GFLOP/s in products alone, {within:.0} GFLOP/s over the step; peak {:.0}", peak())?;
    Ok(())
}

/// Seconds of the fastest of a few runs, after one to warm up.
fn best(mut work: impl FnMut()) -> f64 {
    work();
    let mut fastest = f64::INFINITY;
    for _ in 0..STEPS {
        let start = Instant::now();
        work();
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    fastest
}

/// Seconds and operations of the step's linear layers: forward, inputs' gradient, weights' gradient.
fn products() -> (f64, f64) {
    let shape = shape();
    let layers = [
        (shape.hidden, shape.qkv(), shape.layers),
        (shape.query(), shape.hidden, shape.layers),
        (shape.hidden, 2 * shape.intermediate, shape.layers),
        (shape.intermediate, shape.hidden, shape.layers),
        (shape.hidden, shape.vocab, 1),
    ];
    let (mut seconds, mut flops) = (0.0, 0.0);
    for (inputs, outputs, count) in layers {
        let (x, w) = (vec![0.5; ROWS * inputs], vec![0.5; inputs * outputs]);
        let (mut y, mut dx, mut dw) = (vec![0.0; ROWS * outputs], vec![0.0; x.len()], vec![0.0; w.len()]);
        let time = best(|| {
            let (rows, weight) = (View::new(&x, inputs), View::new(&w, inputs));
            multiply(ViewMut::new(&mut y, outputs), rows, weight.transposed(), Blend::SET);
            let dy = View::new(&y, outputs);
            multiply(ViewMut::new(&mut dx, inputs), dy, weight, Blend::SET);
            multiply(ViewMut::new(&mut dw, inputs), dy.transposed(), rows, Blend::SET);
        });
        seconds += time * count as f64;
        flops += 6.0 * (ROWS * inputs * outputs * count) as f64;
    }
    (seconds, flops)
}

/// GFLOP/s of a product large enough to hide every overhead.
fn peak() -> f64 {
    const SIZE: usize = 1536;
    let (a, mut out) = (vec![0.5; SIZE * SIZE], vec![0.0; SIZE * SIZE]);
    let view = View::new(&a, SIZE);
    let time = best(|| multiply(ViewMut::new(&mut out, SIZE), view, view, Blend::SET));
    2.0 * (SIZE as f64).powi(3) / time / 1e9
}
