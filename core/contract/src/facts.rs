//! What is known about the user.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::code::codes;

codes! {
    /// A way of eating that forbids classes of food.
    Diet {
        /// No flesh, gelatin, animal fat or broth.
        Vegetarian = 0 "vegetarian",
        /// Nothing from an animal.
        Vegan = 1 "vegan",
        /// Vegetarian, but fish and seafood are eaten.
        Pescatarian = 2 "pescatarian",
        /// What Islamic law permits.
        Halal = 3 "halal",
        /// What Jewish law permits.
        Kosher = 4 "kosher",
        /// No wheat, rye, barley or their kin.
        GlutenFree = 5 "gluten-free",
        /// No milk sugar.
        LactoseFree = 6 "lactose-free",
        /// Nothing made of milk.
        DairyFree = 7 "dairy-free",
        /// No tree nuts and no peanuts.
        NutFree = 8 "nut-free",
    }
}

codes! {
    /// The sex that formulas of energy need distinguish.
    Sex {
        /// Female.
        Female = 0 "female",
        /// Male.
        Male = 1 "male",
    }
}

/// What is known about the user: given with the sample, or read from the user's own words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts<'a> {
    /// How the user eats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diet: Option<Diet>,
    /// Allergens by class: `peanut`, `milk`, `gluten` ..
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<Cow<'a, str>>,
    /// Health conditions by their English name: `diabetes`, `pregnancy` ..
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Cow<'a, str>>,
    /// Drugs the user takes, by their English generic name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drugs: Vec<Cow<'a, str>>,
    /// What the user has in the kitchen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inventory: Vec<Cow<'a, str>>,
    /// What of the inventory must not be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forbidden: Vec<Cow<'a, str>>,
    /// `lose`, `gain`, `maintain`, or a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Cow<'a, str>>,
    /// Years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
    /// The sex that energy formulas ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Kilograms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_kg: Option<f64>,
    /// Centimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height_cm: Option<f64>,
}

impl<'a> Facts<'a> {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The facts as the key-value pairs that cross the ABI; a key repeats for a list.
    pub fn pairs(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let mut pairs = Vec::new();
        let mut put = |key, value: Cow<'a, str>| pairs.push((key, value));
        self.diet.into_iter().for_each(|diet| put("diet", diet.name().into()));
        self.allergies.iter().for_each(|name| put("allergy", name.clone()));
        self.conditions.iter().for_each(|name| put("condition", name.clone()));
        self.drugs.iter().for_each(|name| put("drug", name.clone()));
        self.inventory.iter().for_each(|name| put("inventory", name.clone()));
        self.forbidden.iter().for_each(|name| put("forbidden", name.clone()));
        self.goal.iter().for_each(|goal| put("goal", goal.clone()));
        self.age.into_iter().for_each(|age| put("age", age.to_string().into()));
        self.sex.into_iter().for_each(|sex| put("sex", sex.name().into()));
        self.weight_kg.into_iter().for_each(|kg| put("weight_kg", kg.to_string().into()));
        self.height_cm.into_iter().for_each(|cm| put("height_cm", cm.to_string().into()));
        pairs
    }

    /// The facts that key-value pairs state; a key this version does not know is left out.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut facts = Self::default();
        for (key, value) in pairs {
            match key {
                "diet" => facts.diet = Diet::from_name(value),
                "allergy" => facts.allergies.push(value.into()),
                "condition" => facts.conditions.push(value.into()),
                "drug" => facts.drugs.push(value.into()),
                "inventory" => facts.inventory.push(value.into()),
                "forbidden" => facts.forbidden.push(value.into()),
                "goal" => facts.goal = Some(value.into()),
                "age" => facts.age = value.parse().ok(),
                "sex" => facts.sex = Sex::from_name(value),
                "weight_kg" => facts.weight_kg = value.parse().ok(),
                "height_cm" => facts.height_cm = value.parse().ok(),
                _ => {}
            }
        }
        facts
    }

    /// These facts, completed by `read` where they are silent; a list is joined.
    #[must_use]
    pub fn completed_by(mut self, read: Facts<'a>) -> Self {
        join(&mut self.allergies, read.allergies);
        join(&mut self.conditions, read.conditions);
        join(&mut self.drugs, read.drugs);
        join(&mut self.inventory, read.inventory);
        join(&mut self.forbidden, read.forbidden);
        self.diet = self.diet.or(read.diet);
        self.goal = self.goal.or(read.goal);
        self.age = self.age.or(read.age);
        self.sex = self.sex.or(read.sex);
        self.weight_kg = self.weight_kg.or(read.weight_kg);
        self.height_cm = self.height_cm.or(read.height_cm);
        self
    }

    /// The same facts with text of their own.
    pub fn into_owned(self) -> Facts<'static> {
        let own = |list: Vec<Cow<'a, str>>| list.into_iter().map(|text| Cow::Owned(text.into_owned())).collect();
        Facts {
            diet: self.diet,
            allergies: own(self.allergies),
            conditions: own(self.conditions),
            drugs: own(self.drugs),
            inventory: own(self.inventory),
            forbidden: own(self.forbidden),
            goal: self.goal.map(|goal| Cow::Owned(goal.into_owned())),
            age: self.age,
            sex: self.sex,
            weight_kg: self.weight_kg,
            height_cm: self.height_cm,
        }
    }
}

fn join<'a>(list: &mut Vec<Cow<'a, str>>, more: Vec<Cow<'a, str>>) {
    for text in more {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_carry_every_fact() {
        let facts = Facts {
            diet: Some(Diet::Vegan),
            allergies: vec!["peanut".into(), "egg".into()],
            conditions: vec!["diabetes".into()],
            drugs: vec!["metformin".into()],
            inventory: vec!["milk".into()],
            forbidden: vec!["milk".into()],
            goal: Some("lose".into()),
            age: Some(30),
            sex: Some(Sex::Female),
            weight_kg: Some(62.5),
            height_cm: Some(170.0),
        };
        let pairs = facts.pairs();
        let back = Facts::from_pairs(pairs.iter().map(|(key, value)| (*key, value.as_ref())));
        assert_eq!(back, facts);
    }

    #[test]
    fn given_facts_win_over_read_ones() {
        let given = Facts { diet: Some(Diet::Vegan), ..Facts::default() };
        let read = Facts { diet: Some(Diet::Halal), age: Some(40), ..Facts::default() };
        let facts = given.completed_by(read);
        assert_eq!((facts.diet, facts.age), (Some(Diet::Vegan), Some(40)));
    }
}
