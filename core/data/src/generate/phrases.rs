//! The material of the grammar: phrases of the three languages, foods and exercises, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use spotter_contract::Lang;

use super::foods::{Food, How};
use super::template::Template;

/// Phrases of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    pub(super) intros: Pool,
    pub(super) tails: Pool,
    pub(super) inventory_join: String,
    pub(super) diet: BTreeMap<String, Bound>,
    pub(super) allergy: BTreeMap<String, Bound>,
    pub(super) cook: BTreeMap<How, Pool>,
    pub(super) disclaimer: BTreeMap<String, Pool>,
    pub(super) fault: Faulty,
    pub(super) near: Near,
    pub(super) technique: Technique,
    scene: Vec<Scene>,
    pub(super) drugs: BTreeMap<String, String>,
}

/// Alternatives, one of which is said.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub(super) struct Pool(pub(super) Vec<Template>);

impl TryFrom<Vec<String>> for Pool {
    type Error = String;

    fn try_from(phrases: Vec<String>) -> Result<Self, String> {
        if phrases.is_empty() {
            return Err("a list of phrases is empty".to_owned());
        }
        phrases.iter().map(|phrase| Template::read(phrase)).collect::<Result<_, _>>().map(Self)
    }
}

/// How a constraint is told by the user and how an answer that heeds it is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bound {
    pub(super) constraint: String,
    pub(super) suits: String,
}

/// What faulty answers say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Faulty {
    pub(super) short: Pool,
    pub(super) vague: Pool,
    pub(super) vague_condition: Pool,
    pub(super) drugs: Pool,
}

/// How a near duplicate differs from its twin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Near {
    pub(super) question: Vec<String>,
    pub(super) swap: Vec<(String, String)>,
    pub(super) extra: Vec<String>,
}

/// Questions and answers about how an exercise is done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Technique {
    pub(super) questions: Pool,
    pub(super) loaded_questions: Pool,
    pub(super) opens: Pool,
    pub(super) closes: Pool,
    pub(super) loaded: Practice,
    pub(super) bodyweight: Practice,
    pub(super) hold: Practice,
    pub(super) cues: BTreeMap<String, Pool>,
}

/// How an exercise of one style is practised.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Practice {
    pub(super) plan: Pool,
    pub(super) conditions: Pool,
}

impl Technique {
    /// The practice of a style.
    pub(super) fn practice(&self, style: Style) -> &Practice {
        match style {
            Style::Loaded => &self.loaded,
            Style::Bodyweight => &self.bodyweight,
            Style::Hold => &self.hold,
        }
    }
}

/// What makes an exercise hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Style {
    /// A weight that is lifted.
    Loaded,
    /// The body, repeated.
    Bodyweight,
    /// The body, held.
    Hold,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// How an exercise is done.
    Technique,
    /// What to train when, and how much.
    Programming,
    /// What to eat and drink.
    Nutrition,
    /// Sleep, soreness, rest.
    Recovery,
    /// Beginning and keeping on.
    Motivation,
    /// People whom a risk asks to be careful.
    Special,
}

impl Kind {
    /// Every kind, in the order of the plan's shares.
    pub const ALL: [Self; 6] =
        [Self::Technique, Self::Programming, Self::Nutrition, Self::Recovery, Self::Motivation, Self::Special];
}

/// One kind of question with the parts of its answers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scene {
    #[expect(dead_code, reason = "people find the scene in the file by it")]
    id: String,
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) person: bool,
    #[serde(default)]
    pub(super) goal: Option<String>,
    #[serde(default)]
    pub(super) due: Option<String>,
    #[serde(default)]
    pub(super) recipe: Option<Recipes>,
    #[serde(default)]
    pub(super) meal: Meal,
    #[serde(default = "one")]
    pub(super) weight: f64,
    pub(super) questions: Pool,
    pub(super) opens: Pool,
    #[serde(default)]
    pub(super) banned: Option<Pool>,
    pub(super) body: Vec<Pool>,
    pub(super) conditions: Pool,
    pub(super) closes: Pool,
}

fn one() -> f64 {
    1.0
}

/// Whether a scene's recipe must heed a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Recipes {
    /// The person eats everything.
    Free,
    /// The person keeps a diet or has an allergy.
    Bound,
}

/// What kind of dish a scene's recipe makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Meal {
    /// Something cooked: protein, starch, vegetables, fat.
    #[default]
    Plate,
    /// A bowl: base, flakes, fruit, topping.
    Breakfast,
}

/// An exercise and the movement pattern whose cues it shares.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exercise {
    tr: String,
    en: String,
    ar: String,
    pub(super) pattern: String,
    pub(super) style: Style,
    #[serde(default = "no_load")]
    pub(super) kg: (u32, u32),
}

fn no_load() -> (u32, u32) {
    (20, 60)
}

impl Exercise {
    /// The name in a language.
    pub(super) fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Tr => &self.tr,
            Lang::Ar => &self.ar,
            _ => &self.en,
        }
    }
}

impl Phrases {
    /// The phrases of a language.
    pub(super) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Tr => &TURKISH,
            Lang::Ar => &ARABIC,
            _ => &ENGLISH,
        }
    }

    /// The scenes of a kind.
    pub(super) fn scenes(&self, kind: Kind) -> impl Iterator<Item = &Scene> {
        self.scene.iter().filter(move |scene| scene.kind == kind)
    }
}

/// Every food.
pub(super) fn foods() -> &'static [Food] {
    &FOODS.food
}

/// Every exercise.
pub(super) fn exercises() -> &'static [Exercise] {
    &EXERCISES.exercise
}

/// Sentences of languages that no user of ours speaks.
pub(super) fn foreign() -> &'static [Vec<String>] {
    &FOREIGN.answer
}

#[derive(Deserialize)]
struct Foods {
    food: Vec<Food>,
}

#[derive(Deserialize)]
struct Exercises {
    exercise: Vec<Exercise>,
}

#[derive(Deserialize)]
struct Foreign {
    answer: Vec<Vec<String>>,
}

static TURKISH: LazyLock<Phrases> = LazyLock::new(|| read(include_str!("phrases/tr.toml"), "tr.toml"));
static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| read(include_str!("phrases/en.toml"), "en.toml"));
static ARABIC: LazyLock<Phrases> = LazyLock::new(|| read(include_str!("phrases/ar.toml"), "ar.toml"));
static FOODS: LazyLock<Foods> = LazyLock::new(|| read(include_str!("phrases/foods.toml"), "foods.toml"));
static EXERCISES: LazyLock<Exercises> =
    LazyLock::new(|| read(include_str!("phrases/exercises.toml"), "exercises.toml"));
static FOREIGN: LazyLock<Foreign> = LazyLock::new(|| read(include_str!("phrases/foreign.toml"), "foreign.toml"));

#[expect(clippy::panic, reason = "the files are compiled in, and a test reads each of them")]
fn read<T: serde::de::DeserializeOwned>(source: &str, file: &str) -> T {
    toml::from_str(source).unwrap_or_else(|error| panic!("phrases/{file}: {error}"))
}
