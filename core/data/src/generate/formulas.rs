//! The arithmetic of coaching, each formula with its source.

use spotter_contract::Sex;

/// Resting energy in kcal a day (Mifflin, St Jeor 1990).
pub fn resting_kcal(weight_kg: f64, height_cm: f64, age: u32, sex: Sex) -> f64 {
    let shift = match sex {
        Sex::Male => 5.0,
        Sex::Female => -161.0,
    };
    10.0 * weight_kg + 6.25 * height_cm - 5.0 * f64::from(age) + shift
}

/// The highest heart rate to expect, in beats a minute (220 minus age).
pub fn highest_pulse(age: u32) -> f64 {
    220.0 - f64::from(age)
}

/// The load that could be lifted once, from one that was lifted `reps` times (Epley 1985).
pub fn one_rep_max(load_kg: f64, reps: u32) -> f64 {
    load_kg * (1.0 + f64::from(reps) / 30.0)
}

/// Energy of macronutrients at 4, 4 and 9 kcal a gram (Atwater).
pub fn macro_kcal(protein_g: f64, carbs_g: f64, fat_g: f64) -> f64 {
    4.0 * protein_g + 4.0 * carbs_g + 9.0 * fat_g
}

/// Body mass index in kg/m².
pub fn body_mass_index(weight_kg: f64, height_cm: f64) -> f64 {
    weight_kg / (height_cm / 100.0).powi(2)
}

/// `value` to the nearest multiple of `step`.
pub fn to_nearest(value: f64, step: f64) -> f64 {
    (value / step).round() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_hand_computed_values() {
        assert_eq!(resting_kcal(70.0, 175.0, 30, Sex::Male), 1648.75);
        assert_eq!(resting_kcal(60.0, 165.0, 25, Sex::Female), 1345.25);
        assert_eq!(highest_pulse(40), 180.0);
        assert!((one_rep_max(60.0, 10) - 80.0).abs() < 1e-9);
        assert_eq!(macro_kcal(30.0, 50.0, 10.0), 410.0);
        assert!((body_mass_index(70.0, 175.0) - 22.857).abs() < 0.001);
        assert_eq!(to_nearest(61.3, 2.5), 62.5);
    }
}
