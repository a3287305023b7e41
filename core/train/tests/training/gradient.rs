//! Gradients of the whole network against finite differences, and their independence of how a window is cut.

use crate::common::{line, shape};
use spotter_train::{Batch, Line, Lora, Network, Target};

/// A network away from its start, so that no gradient is zero by construction; every B among it.
fn stirred(mut network: Network) -> Network {
    for (index, value) in network.trainable().iter_mut().enumerate() {
        let wave = ((index * 2_654_435_761) % 1013) as f32 / 1013.0 - 0.5;
        *value = *value * 3.0 + 0.3 * wave;
    }
    network
}

fn adapted() -> Network {
    let base = stirred(Network::random(shape(), 3));
    stirred(base.with_lora(Lora::new(&shape(), &Target::ALL, 3, 6.0)))
}

/// Checks the slope of the loss along each tensor's own gradient, which is that gradient's length.
fn check(mut network: Network) {
    let batch = Batch::new([&line(11, 7), &line(6, 13)]);
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
    let network = adapted();
    assert_eq!(network.trainable_tensors().count(), 2 * 7 * 2);
    check(network);
}

#[test]
fn eight_micro_batches_of_one_line_are_one_of_eight() {
    let lines: Vec<Line> = (0..8).map(|index| line(4 + index * 3, 3 + 2 * index)).collect();
    let targets: usize = lines.iter().map(Line::targets).sum();
    let scale = 1.0 / targets as f32;
    // Without the stirring of the base: its large weights would magnify the rounding of sums in another order.
    let adapted = stirred(Network::random(shape(), 3).with_lora(Lora::new(&shape(), &Target::ALL, 3, 6.0)));
    for mut network in [Network::random(shape(), 3), adapted] {
        let (mut whole, mut parts) = (vec![0.0; network.trainable_len()], vec![0.0; network.trainable_len()]);
        let together = network.learn(&Batch::new(&lines), (scale, None), &mut whole);
        let mut apart = 0.0;
        for line in &lines {
            apart += network.learn(&Batch::new([line]), (scale, None), &mut parts);
        }
        assert!((together - apart).abs() / targets as f64 <= 1e-6);
        let length =
            |values: &mut dyn Iterator<Item = f32>| values.map(|value| f64::from(value).powi(2)).sum::<f64>().sqrt();
        let far = length(&mut whole.iter().zip(&parts).map(|(a, b)| a - b)) / length(&mut whole.iter().copied());
        assert!(far <= 1e-6, "the gradients differ by {far} of their length");
    }
}
