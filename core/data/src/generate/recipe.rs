//! Recipes: foods in grams that a person may eat, and what that person has at home.

use spotter_contract::Diet;

use super::foods::{ALLERGENS, Constraint, Food, Part, clash};
use super::phrases::{Meal, Recipes, foods};
use super::rng::Rng;

/// A dish for one person.
#[derive(Debug, Clone)]
pub(super) struct Recipe {
    pub(super) constraint: Option<Constraint>,
    /// Main, starch, green and fresh, and on a plate the fat; each in grams.
    pub(super) items: Vec<(&'static Food, u32)>,
    /// What is at home, in the order in which it is told.
    pub(super) inventory: Vec<&'static Food>,
    /// What is at home and forbidden.
    pub(super) banned: Option<&'static Food>,
    /// Another main that is allowed.
    pub(super) alternative: &'static Food,
    /// How much less of the starch makes the dish lighter.
    pub(super) less_g: u32,
}

/// Whether a recipe heeds its constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heed {
    /// Forbidden foods stay out.
    Constraint,
    /// The forbidden food at hand is part of the dish.
    Nothing,
}

impl Meal {
    /// The parts of the dish, in the order of the slots.
    fn parts(self) -> &'static [Part] {
        match self {
            Self::Plate => &[Part::Protein, Part::Carb, Part::Veg, Part::Fresh, Part::Fat],
            Self::Breakfast => &[Part::Base, Part::Flakes, Part::Fruit, Part::Topping],
        }
    }
}

impl Recipe {
    /// Draws a dish.
    pub(super) fn draw(rng: &mut Rng, recipes: Recipes, meal: Meal, heed: Heed) -> Self {
        let (constraint, banned) = match recipes {
            Recipes::Free => (None, None),
            Recipes::Bound => draw_constraint(rng, meal),
        };
        let mut items: Vec<(&'static Food, u32)> = Vec::with_capacity(5);
        for part in meal.parts() {
            let food = draw_food(rng, *part, constraint, &items);
            items.push((food, *rng.pick(&food.g)));
        }
        let alternative = draw_food(rng, meal.parts()[0], constraint, &items);
        if let (Heed::Nothing, Some(banned)) = (heed, banned) {
            let place = meal.parts().iter().position(|part| *part == banned.role).unwrap_or(0);
            items[place] = (banned, *rng.pick(&banned.g));
        }
        let inventory = draw_inventory(rng, &items, banned);
        Self { constraint, items, inventory, banned, alternative, less_g: *rng.pick(&[10, 15, 20]) }
    }

    /// Energy of the dish: the sum of its parts.
    pub(super) fn kcal(&self) -> f64 {
        self.items.iter().map(|(food, grams)| food.kcal(*grams)).sum()
    }

    /// Protein of the dish in whole grams.
    pub(super) fn protein_g(&self) -> f64 {
        self.items.iter().map(|(food, grams)| food.protein_g(*grams)).sum::<f64>().round()
    }

    /// Whether the dish uses a food that its constraint forbids.
    pub(super) fn is_forbidden(&self) -> bool {
        self.constraint.is_some_and(|constraint| self.items.iter().any(|(food, _)| !constraint.allows(food)))
    }
}

/// A constraint, and a food that it forbids and that could stand in the dish.
fn draw_constraint(rng: &mut Rng, meal: Meal) -> (Option<Constraint>, Option<&'static Food>) {
    loop {
        let constraint = if rng.chance(0.22) {
            Constraint::Allergy(ALLERGENS[rng.below(ALLERGENS.len())])
        } else {
            Constraint::Diet(Diet::ALL[rng.weighted(&[0.26, 0.26, 0.12, 0.08, 0.05, 0.1, 0.06, 0.04, 0.06])])
        };
        let forbidden = |food: &&'static Food| !constraint.allows(food) && meal.parts().contains(&food.role);
        let choices: Vec<&'static Food> = foods().iter().filter(forbidden).collect();
        if !choices.is_empty() {
            return (Some(constraint), Some(choices[rng.below(choices.len())]));
        }
    }
}

/// A food for a part of the dish that is allowed, new and fits the others; people without a constraint get no pork.
fn draw_food(
    rng: &mut Rng,
    part: Part,
    constraint: Option<Constraint>,
    items: &[(&'static Food, u32)],
) -> &'static Food {
    let allowed = |food: &Food| match constraint {
        Some(constraint) => constraint.allows(food),
        None => !food.classes.iter().any(|class| class == "pork"),
    };
    let fits = |food: &&'static Food| {
        food.role == part
            && allowed(food)
            && items.iter().all(|(other, _)| other.en != food.en && !clash(constraint, other, food))
    };
    let choices: Vec<&'static Food> = foods().iter().filter(fits).collect();
    choices[rng.below(choices.len())]
}

fn draw_inventory(rng: &mut Rng, items: &[(&'static Food, u32)], banned: Option<&'static Food>) -> Vec<&'static Food> {
    let mut inventory: Vec<&'static Food> = items.iter().take(3).map(|(food, _)| *food).collect();
    if rng.chance(0.4) {
        inventory.push(items[3].0);
    }
    if let Some(banned) = banned.filter(|banned| !inventory.iter().any(|food| food.en == banned.en)) {
        inventory.push(banned);
    }
    for place in (1..inventory.len()).rev() {
        inventory.swap(place, rng.below(place + 1));
    }
    inventory
}
