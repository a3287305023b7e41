//! The people who ask: drawn so that their body, goal and risks fit together.

use spotter_contract::Sex;

use super::formulas::to_nearest;
use super::rng::Rng;

/// A person who asks.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) age: u32,
    pub(super) sex: Sex,
    pub(super) weight_kg: f64,
    pub(super) height_cm: f64,
    pub(super) goal: &'static str,
}

impl Person {
    /// Someone of whom a scene asks a goal and a risk.
    pub(super) fn draw(rng: &mut Rng, goal: Option<&str>, due: Option<&str>) -> Self {
        let sex = if due == Some("pregnancy") || rng.chance(0.5) { Sex::Female } else { Sex::Male };
        let age = match due {
            Some("minor") => rng.within(14, 17),
            Some("senior") => rng.within(65, 79),
            Some("pregnancy") => rng.within(21, 39),
            Some("diabetes" | "hypertension" | "drug" | "kidney") => rng.within(32, 62),
            _ => rng.within(18, 58),
        };
        let height_cm = f64::from(if sex == Sex::Male { rng.within(165, 194) } else { rng.within(153, 180) });
        let (low, high) = match goal {
            Some("lose") => (26.0, 33.0),
            Some("gain") => (19.5, 23.5),
            _ => (20.0, 29.0),
        };
        let index = low + (high - low) * rng.unit();
        let weight_kg = to_nearest(index * (height_cm / 100.0).powi(2), 1.0);
        let goal = match (goal, index) {
            (Some("lose"), _) => "lose",
            (Some("gain"), _) => "gain",
            (_, index) if index > 26.0 => "lose",
            (_, index) if index < 22.0 => "gain",
            _ => "maintain",
        };
        Self { age, sex, weight_kg, height_cm, goal }
    }
}
