//! The foods of recipes and the diets and allergies that forbid some of them.

use serde::Deserialize;
use spotter_contract::{Diet, Lang};

/// One food: its names, its classes and what 100 g of it hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Food {
    pub(super) en: String,
    pub(super) tr: String,
    pub(super) tr_acc: String,
    pub(super) ar: String,
    pub(super) role: Part,
    pub(super) how: How,
    pub(super) classes: Vec<String>,
    p: f64,
    c: f64,
    f: f64,
    pub(super) g: Vec<u32>,
}

/// What a food does in a recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Part {
    Protein,
    Carb,
    Veg,
    Fresh,
    Fat,
    Base,
    Flakes,
    Fruit,
    Topping,
}

/// How a recipe prepares a food.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum How {
    Grill,
    Fry,
    Boil,
    Ready,
}

impl Food {
    /// The name in a language.
    pub(super) fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Tr => &self.tr,
            Lang::Ar => &self.ar,
            _ => &self.en,
        }
    }

    /// The object form of the name: the accusative in Turkish, the name itself elsewhere.
    pub(super) fn object(&self, lang: Lang) -> &str {
        if lang == Lang::Tr { &self.tr_acc } else { self.name(lang) }
    }

    /// Energy of a portion, by 4, 4 and 9 kcal a gram.
    pub(super) fn kcal(&self, grams: u32) -> f64 {
        (super::formulas::macro_kcal(self.p, self.c, self.f) * f64::from(grams) / 100.0).round()
    }

    /// Protein of a portion, in grams.
    pub(super) fn protein_g(&self, grams: u32) -> f64 {
        self.p * f64::from(grams) / 100.0
    }

    fn is_of(&self, classes: &[&str]) -> bool {
        self.classes.iter().any(|class| classes.contains(&class.as_str()))
    }
}

/// What a person may not eat, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Constraint {
    /// A way of eating.
    Diet(Diet),
    /// An allergen by its class in [`spotter_contract::Facts`].
    Allergy(&'static str),
}

/// The allergens that are drawn.
pub(super) const ALLERGENS: &[&str] = &["milk", "egg", "peanut", "fish", "soy", "sesame"];

const FLESH: &[&str] = &["poultry", "beef", "lamb", "pork", "fish", "crustacean", "mollusc"];
const VEGAN: &[&str] =
    &["poultry", "beef", "lamb", "pork", "fish", "crustacean", "mollusc", "dairy", "lactose", "egg", "honey"];

impl Constraint {
    /// Whether a food is allowed.
    pub(super) fn allows(self, food: &Food) -> bool {
        !food.is_of(self.forbids())
    }

    /// The classes that are forbidden.
    fn forbids(self) -> &'static [&'static str] {
        match self {
            Self::Diet(Diet::Vegetarian) => FLESH,
            Self::Diet(Diet::Vegan) => VEGAN,
            Self::Diet(Diet::Pescatarian) => &["poultry", "beef", "lamb", "pork"],
            Self::Diet(Diet::Halal) => &["pork"],
            Self::Diet(Diet::Kosher) => &["pork", "crustacean", "mollusc"],
            Self::Diet(Diet::GlutenFree) => &["gluten"],
            Self::Diet(Diet::LactoseFree) => &["lactose"],
            Self::Diet(Diet::DairyFree) | Self::Allergy("milk") => &["dairy", "lactose"],
            Self::Diet(Diet::NutFree) => &["treenut", "peanut"],
            Self::Allergy("egg") => &["egg"],
            Self::Allergy("peanut") => &["peanut"],
            Self::Allergy("fish") => &["fish"],
            Self::Allergy("soy") => &["soy"],
            Self::Allergy(_) => &["sesame"],
        }
    }
}

/// Whether two foods may not meet in one dish of an observant kitchen.
pub(super) fn clash(constraint: Option<Constraint>, one: &Food, other: &Food) -> bool {
    let meat = ["poultry", "beef", "lamb"];
    constraint == Some(Constraint::Diet(Diet::Kosher))
        && ((one.is_of(&meat) && other.is_of(&["dairy"])) || (other.is_of(&meat) && one.is_of(&["dairy"])))
}
