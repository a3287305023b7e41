//! Recipes: foods in grams that a person may eat, and what that person has at home.

use super::foods::{ALLERGENS, Constraint, Food, Part, clash};
use super::phrases::{Recipes, foods};
use super::rng::Rng;
use spotter_contract::Diet;

/// A dish for one person.
#[derive(Debug, Clone)]
pub(super) struct Recipe {
    pub(super) constraint: Option<Constraint>,
    /// Main, starch, green, fresh and fat, each in grams.
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
    /// The forbidden food at hand is the main of the dish.
    Nothing,
}

impl Recipe {
    /// Draws a dish.
    pub(super) fn draw(rng: &mut Rng, recipes: Recipes, heed: Heed) -> Self {
        let constraint = (recipes == Recipes::Bound).then(|| draw_constraint(rng));
        let banned = constraint.and_then(|constraint| draw_banned(rng, constraint));
        let allowed = |food: &&Food| constraint.is_none_or(|constraint| constraint.allows(food));
        let plain = |food: &&Food| constraint.is_some() || !food.classes.iter().any(|class| class == "pork");
        let mut items: Vec<(&'static Food, u32)> = Vec::with_capacity(5);
        for part in [Part::Protein, Part::Carb, Part::Veg, Part::Fresh, Part::Fat] {
            let fits = |food: &&'static Food| {
                food.role == part
                    && allowed(food)
                    && plain(food)
                    && !items.iter().any(|(other, _)| clash(constraint, other, food))
            };
            let choices: Vec<&'static Food> = foods().iter().filter(fits).collect();
            let food = *rng.pick(&choices);
            items.push((food, *rng.pick(&food.g)));
        }
        let alternative = draw_alternative(rng, constraint, &items);
        if let (Heed::Nothing, Some(banned)) = (heed, banned) {
            let place = match banned.role {
                Part::Carb => 1,
                Part::Fat => 4,
                _ => 0,
            };
            items[place] = (banned, *rng.pick(&banned.g));
        }
        let inventory = draw_inventory(rng, &items, banned);
        Self { constraint, items, inventory, banned, alternative, less_g: *rng.pick(&[20, 25, 30]) }
    }

    /// Energy of the dish: the sum of its parts.
    pub(super) fn kcal(&self) -> f64 {
        self.items.iter().map(|(food, grams)| food.kcal(*grams)).sum()
    }

    /// Protein of the dish in whole grams.
    pub(super) fn protein_g(&self) -> f64 {
        self.items.iter().map(|(food, grams)| food.protein_g(*grams)).sum::<f64>().round()
    }
}

fn draw_constraint(rng: &mut Rng) -> Constraint {
    if rng.chance(0.22) {
        return Constraint::Allergy(ALLERGENS[rng.below(ALLERGENS.len())]);
    }
    let weights = [0.26, 0.26, 0.12, 0.08, 0.05, 0.1, 0.06, 0.04, 0.03];
    Constraint::Diet(Diet::ALL[rng.weighted(&weights)])
}

/// A forbidden food that could stand in the dish; where the constraint forbids none of those, any forbidden one.
fn draw_banned(rng: &mut Rng, constraint: Constraint) -> Option<&'static Food> {
    let forbidden = |food: &&'static Food| !constraint.allows(food);
    let central = |food: &&'static Food| matches!(food.role, Part::Protein | Part::Carb | Part::Fat);
    let choices: Vec<&'static Food> = foods().iter().filter(forbidden).filter(central).collect();
    if choices.is_empty() {
        let any: Vec<&'static Food> = foods().iter().filter(forbidden).collect();
        return (!any.is_empty()).then(|| *rng.pick(&any));
    }
    Some(*rng.pick(&choices))
}

fn draw_alternative(rng: &mut Rng, constraint: Option<Constraint>, items: &[(&'static Food, u32)]) -> &'static Food {
    let fits = |food: &&'static Food| {
        food.role == Part::Protein
            && constraint.is_none_or(|constraint| constraint.allows(food))
            && (constraint.is_some() || !food.classes.iter().any(|class| class == "pork"))
            && items.iter().all(|(other, _)| other.en != food.en && !clash(constraint, other, food))
    };
    let choices: Vec<&'static Food> = foods().iter().filter(fits).collect();
    *rng.pick(&choices)
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
