//! When the weights see what, and how fast they move.

use crate::batch::{Line, fill};
use crate::random::{Purpose, Stream};
use crate::recipe::{Optimiser, Recipe, Schedule};

/// The micro-batches of a run in order: which lines each holds.
pub(crate) struct Plan {
    micros: Vec<Vec<usize>>,
    accumulate: usize,
    /// How often the weights move.
    pub(crate) steps: usize,
}

impl Plan {
    /// Shuffles the lines anew for every epoch.
    pub(crate) fn new(recipe: &Recipe, lines: &[Line]) -> Self {
        let Schedule { epochs, steps, batch_tokens, accumulate, .. } = recipe.schedule;
        let mut micros = vec![];
        for epoch in 0.. {
            let is_enough = match (epochs, steps) {
                (Some(epochs), _) => epoch >= epochs,
                (None, steps) => micros.len() >= steps.unwrap_or(0) * accumulate,
            };
            if is_enough {
                break;
            }
            let order = Stream::new(recipe.seed, Purpose::Shuffle, &[epoch as u64]).order(lines.len());
            micros.extend(fill(&order, lines, batch_tokens));
        }
        let steps = steps.unwrap_or_else(|| micros.len().div_ceil(accumulate));
        Self { micros, accumulate, steps }
    }

    /// The micro-batches of a step, from 0.
    pub(crate) fn window(&self, step: usize) -> &[Vec<usize>] {
        let end = ((step + 1) * self.accumulate).min(self.micros.len());
        &self.micros[step * self.accumulate..end]
    }
}

/// The learning rate of a step, from 1: up in a line, then down along a cosine.
pub(crate) fn rate(optimiser: &Optimiser, step: usize, steps: usize) -> f32 {
    let warmup = optimiser.warmup_steps.min(steps);
    if step <= warmup {
        return optimiser.learning_rate * step as f32 / warmup as f32;
    }
    let way = (step - warmup) as f64 / (steps - warmup).max(1) as f64;
    let share = f64::midpoint(1.0, (std::f64::consts::PI * way).cos());
    let floor = f64::from(optimiser.final_share);
    (f64::from(optimiser.learning_rate) * (floor + (1.0 - floor) * share)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_then_falls_to_its_final_share() {
        let optimiser: Optimiser = toml::from_str("learning_rate = 1.0\nwarmup_steps = 4\nfinal_share = 0.1").unwrap();
        let rates: Vec<f32> = (1..=12).map(|step| rate(&optimiser, step, 12)).collect();
        assert_eq!(rates[..4], [0.25, 0.5, 0.75, 1.0]);
        assert!(rates[3..].windows(2).all(|pair| pair[1] < pair[0]), "{rates:?}");
        assert!((rates[11] - 0.1).abs() < 1e-6);
        assert!((rates[7] - 0.55).abs() < 1e-6);
    }
}
