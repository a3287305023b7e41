//! Gradients of the whole network against finite differences.

use spotter_train::{Batch, Line, Lora, Network, Shape, Target};

fn shape() -> Shape {
    Shape {
        vocab: 48,
        hidden: 16,
        intermediate: 24,
        layers: 2,
        heads: 4,
        kv_heads: 2,
        head_dim: 4,
        positions: 32,
        epsilon: 1e-6,
        theta: 10_000.0,
        is_tied: true,
    }
}

/// Two lines of unlike length, with a part of each to learn.
fn batch() -> Batch {
    let line = |len: usize, factor: usize| Line {
        tokens: (0..len).map(|index| ((index * factor + 5) % 48) as u32).collect(),
        is_target: (0..len).map(|index| index > 2).collect(),
    };
    Batch::new([&line(11, 7), &line(6, 13)])
}

/// A network away from its start, so that no gradient is zero by construction.
fn stirred(mut network: Network) -> Network {
    for (index, value) in network.trainable().iter_mut().enumerate() {
        let wave = ((index * 2_654_435_761) % 1013) as f32 / 1013.0 - 0.5;
        *value = *value * 3.0 + 0.3 * wave;
    }
    network
}

/// Checks the derivative along each tensor's own gradient.
fn check(mut network: Network) {
    let batch = batch();
    let mut gradients = vec![0.0; network.trainable_len()];
    let scale = 1.0 / batch.targets() as f32;
    network.learn(&batch, (scale, None), &mut gradients);
    let tensors: Vec<_> = network.trainable_tensors().map(|(name, range)| (name.to_owned(), range)).collect();
    for (name, range) in tensors {
        let norm = gradients[range.clone()].iter().map(|value| f64::from(value * value)).sum::<f64>().sqrt();
        assert!(norm > 1e-5, "{name} has no gradient");
        let width = 4e-3;
        let mut at = |side: f64| {
            let kept = network.trainable()[range.clone()].to_vec();
            for (value, gradient) in network.trainable()[range.clone()].iter_mut().zip(&gradients[range.clone()]) {
                *value += (side * width * f64::from(*gradient) / norm) as f32;
            }
            let loss = network.loss(&batch) * f64::from(scale);
            network.trainable()[range.clone()].copy_from_slice(&kept);
            loss
        };
        let slope = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * width);
        assert!((slope - norm).abs() < 2e-3 * norm + 2e-5, "{name}: gradient {norm}, slope {slope}");
    }
}

#[test]
fn every_weight_of_a_whole_model_has_its_true_gradient() {
    check(stirred(Network::random(shape(), 3)));
}

#[test]
fn every_adapter_tensor_has_its_true_gradient() {
    let base = stirred(Network::random(shape(), 3));
    check(stirred(base.with_lora(Lora::new(&shape(), &Target::ALL, 3, 6.0))));
}
