//! One draw: a person, a scene's numbers and words, from which every slot is filled.

use std::borrow::Cow;
use std::fmt::Write as _;

use spotter_contract::{Lang, Sex};

use super::foods::{Constraint, How};
use super::formulas::{highest_pulse, macro_kcal, resting_kcal, to_nearest};
use super::person::Person;
use super::phrases::{Exercise, Phrases, Style, exercises};
use super::recipe::Recipe;
use super::rng::Rng;
use super::slots::{Slot, Value};
use super::template::{Fill, push_number};

/// Everything that a question and its answer are filled from.
#[derive(Debug)]
pub(super) struct Draw {
    pub(super) lang: Lang,
    pub(super) person: Person,
    pub(super) exercise: &'static Exercise,
    pub(super) recipe: Option<Recipe>,
    pub(super) drug: &'static str,
    pub(super) skew: f64,
    cook: String,
    numbers: Numbers,
}

#[derive(Debug)]
struct Numbers {
    per_kg: f64,
    meals: f64,
    activity: f64,
    cut: f64,
    surplus: f64,
    lose: f64,
    steps: f64,
    ml: f64,
    km: f64,
    minutes: f64,
    load: f64,
    step: f64,
    hold: f64,
    sets: f64,
    reps: f64,
    rest: f64,
    effort: f64,
    days: f64,
    daily_sets: f64,
    sleep_h: f64,
    wake_min: u32,
    months: f64,
}

impl Draw {
    /// Draws what a scene needs for `person`.
    pub(super) fn new(rng: &mut Rng, lang: Lang, person: Person, recipe: Option<Recipe>) -> Self {
        let loaded: Vec<&'static Exercise> =
            exercises().iter().filter(|exercise| exercise.style == Style::Loaded).collect();
        let exercise: &'static Exercise = loaded[rng.below(loaded.len())];
        let phrases = Phrases::of(lang);
        let drugs: Vec<&'static str> = phrases.drugs.keys().map(String::as_str).collect();
        let numbers = Numbers::draw(rng, &person, exercise);
        let drug = rng.pick(&drugs);
        let mut draw = Self { lang, person, exercise, recipe, drug, skew: 1.0, cook: String::new(), numbers };
        let how = draw.recipe.as_ref().map_or(How::Ready, |recipe| recipe.items[0].0.how);
        if let Some(pool) = phrases.cook.get(&how) {
            let mut cook = String::new();
            rng.pick(&pool.0).fill(&draw, &mut cook);
            draw.cook = cook;
        }
        draw
    }

    /// Turns to another exercise, with a load that is usual in it.
    pub(super) fn turn_to(&mut self, rng: &mut Rng, exercise: &'static Exercise) {
        self.exercise = exercise;
        self.numbers.load = usual_load(rng, exercise);
    }

    fn resting(&self) -> f64 {
        resting_kcal(self.person.weight_kg, self.person.height_cm, self.person.age, self.person.sex).round()
    }

    fn tdee(&self) -> f64 {
        (self.resting() * self.numbers.activity).round()
    }

    /// The wished deficit, cut back so that nobody is sent below the resting need or a safe intake.
    fn cut(&self) -> f64 {
        let least = if self.person.sex == Sex::Male { 1500.0 } else { 1200.0 };
        let room = (self.tdee() - self.resting().max(least)).min(self.tdee() * 0.2);
        self.numbers.cut.min((room / 50.0).floor() * 50.0).max(100.0)
    }

    fn protein(&self) -> f64 {
        (self.person.weight_kg * self.numbers.per_kg).round()
    }

    fn fat(&self) -> f64 {
        (self.person.weight_kg * 0.9).round()
    }

    fn carbs(&self) -> f64 {
        let rest = self.tdee() + self.numbers.surplus - macro_kcal(self.protein(), 0.0, self.fat());
        (rest / 4.0).round()
    }

    fn word(&self, slot: Slot) -> Cow<'_, str> {
        match slot {
            Slot::Sex => sex_word(self.lang, self.person.sex).into(),
            Slot::Iam => i_am(self.lang, self.person.sex).into(),
            Slot::Exercise => self.exercise.name(self.lang).into(),
            Slot::Wake => clock(self.numbers.wake_min).into(),
            Slot::Bed => {
                let asleep = (self.numbers.sleep_h * 60.0) as u32;
                clock((self.numbers.wake_min + 24 * 60 - asleep) % (24 * 60)).into()
            }
            Slot::Drug => Phrases::of(self.lang).drugs.get(self.drug).map_or("", String::as_str).into(),
            Slot::Cook => self.cook.as_str().into(),
            _ => self.recipe.as_ref().map_or_else(Cow::default, |recipe| self.recipe_word(recipe, slot)),
        }
    }

    fn recipe_word<'a>(&'a self, recipe: &'a Recipe, slot: Slot) -> Cow<'a, str> {
        let lang = self.lang;
        match slot {
            Slot::Constraint => self.bound(recipe, |bound| &bound.constraint),
            Slot::Suits => self.bound(recipe, |bound| &bound.suits),
            Slot::Inventory => listed(recipe.inventory.iter().map(|food| food.name(lang)), lang).into(),
            Slot::Ingredients => ingredients(recipe, lang).into(),
            Slot::Sum => sum(recipe).into(),
            Slot::Main => recipe.items[0].0.name(lang).into(),
            Slot::MainAcc => recipe.items[0].0.object(lang).into(),
            Slot::Starch => recipe.items[1].0.name(lang).into(),
            Slot::StarchAcc => recipe.items[1].0.object(lang).into(),
            Slot::Green => recipe.items[2].0.name(lang).into(),
            Slot::GreenAcc => recipe.items[2].0.object(lang).into(),
            Slot::Fresh => recipe.items[3].0.name(lang).into(),
            Slot::FreshAcc => recipe.items[3].0.object(lang).into(),
            Slot::Alternative => recipe.alternative.name(lang).into(),
            Slot::Banned => recipe.banned.map_or("", |food| food.name(lang)).into(),
            Slot::BannedAcc => recipe.banned.map_or("", |food| food.object(lang)).into(),
            _ => Cow::default(),
        }
    }

    fn bound<'a>(&'a self, recipe: &Recipe, part: fn(&super::phrases::Bound) -> &String) -> Cow<'a, str> {
        let phrases = Phrases::of(self.lang);
        let bound = match recipe.constraint {
            Some(Constraint::Diet(diet)) => phrases.diet.get(diet.name()),
            Some(Constraint::Allergy(name)) => phrases.allergy.get(name),
            None => None,
        };
        let text = bound.map_or("", |bound| part(bound).as_str());
        if self.person.sex == Sex::Female { text.replace('~', "ة").into() } else { text.replace('~', "").into() }
    }

    fn number(&self, slot: Slot) -> Option<(f64, usize)> {
        let n = &self.numbers;
        let person = &self.person;
        Some(match slot {
            Slot::Age => (f64::from(person.age), 0),
            Slot::Weight => (person.weight_kg, 1),
            Slot::Height => (person.height_cm, 0),
            Slot::ProteinPerKg => (n.per_kg, 1),
            Slot::Protein => (self.protein(), 0),
            Slot::Meals => (n.meals, 0),
            Slot::PerMeal => ((self.protein() / n.meals).round(), 0),
            Slot::Resting => (self.resting(), 0),
            Slot::Activity => (n.activity, 3),
            Slot::Tdee => (self.tdee(), 0),
            Slot::Cut => (self.cut(), 0),
            Slot::Target => (self.tdee() - self.cut(), 0),
            Slot::Surplus => (n.surplus, 0),
            Slot::Bulk => (self.tdee() + n.surplus, 0),
            Slot::Fat => (self.fat(), 0),
            Slot::Carbs => (self.carbs(), 0),
            Slot::Lose => (n.lose, 0),
            Slot::Weeks => (n.lose / 0.5, 0),
            Slot::Steps => (n.steps, 0),
            Slot::WaterPerKg => (n.ml, 0),
            Slot::WaterMl => (person.weight_kg * n.ml, 0),
            Slot::Water => (to_nearest(person.weight_kg * n.ml / 1000.0, 0.1), 1),
            Slot::MaxPulse => (highest_pulse(person.age), 0),
            Slot::ZoneLow => ((highest_pulse(person.age) * 0.6).round(), 0),
            Slot::ZoneHigh => ((highest_pulse(person.age) * 0.7).round(), 0),
            _ => return self.training_number(slot),
        })
    }

    fn training_number(&self, slot: Slot) -> Option<(f64, usize)> {
        let n = &self.numbers;
        Some(match slot {
            Slot::Km => (n.km, 0),
            Slot::KmNext => (n.km * 1.1, 1),
            Slot::Minutes => (n.minutes, 0),
            Slot::WeekMinutes => (n.minutes * n.days, 0),
            Slot::WalkMinutes => (30.0 * n.days, 0),
            Slot::Load => (n.load, 2),
            Slot::Step => (n.step, 2),
            Slot::Next => (n.load + n.step, 2),
            Slot::Down => (to_nearest(n.load * 0.9, if n.load > 30.0 { 2.5 } else { 1.0 }), 2),
            Slot::Sets => (n.sets, 0),
            Slot::Reps => (n.reps, 0),
            Slot::TotalReps => (n.sets * n.reps, 0),
            Slot::Hold => (n.hold, 0),
            Slot::HoldTotal => (n.sets * n.hold, 0),
            Slot::Rest => (n.rest, 0),
            Slot::Effort => (n.effort, 0),
            Slot::Days => (n.days, 0),
            Slot::DailySets => (n.daily_sets, 0),
            Slot::WeeklySets => (n.days * n.daily_sets, 0),
            Slot::Sleep => (n.sleep_h, 1),
            Slot::Months => (n.months, 0),
            Slot::RecipeKcal => (self.recipe.as_ref()?.kcal(), 0),
            Slot::RecipeProtein => (self.recipe.as_ref()?.protein_g(), 0),
            Slot::Less => (f64::from(self.recipe.as_ref()?.less_g), 0),
            _ => return None,
        })
    }
}

impl Fill for Draw {
    fn value(&self, slot: Slot) -> Value<'_> {
        match self.number(slot) {
            Some((number, decimals)) => Value::Number(number, decimals),
            None => Value::Text(self.word(slot)),
        }
    }

    fn skew(&self) -> f64 {
        self.skew
    }

    fn lang(&self) -> Lang {
        self.lang
    }

    fn sex(&self) -> Sex {
        self.person.sex
    }
}

impl Numbers {
    fn draw(rng: &mut Rng, person: &Person, exercise: &Exercise) -> Self {
        let lean = (person.weight_kg / 10.0).round();
        Self {
            per_kg: *rng.pick(&[1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0]),
            meals: f64::from(rng.within(3, 5)),
            activity: *rng.pick(&[1.375, 1.55, 1.725]),
            cut: *rng.pick(&[300.0, 350.0, 400.0, 450.0, 500.0]),
            surplus: *rng.pick(&[200.0, 250.0, 300.0, 350.0]),
            lose: f64::from(rng.within(4, (lean as u32 + 2).min(10))),
            steps: f64::from(rng.within(14, 22)) * 500.0,
            ml: *rng.pick(&[30.0, 33.0, 35.0]),
            km: f64::from(rng.within(3, 9)) * 5.0,
            minutes: f64::from(rng.within(4, 10)) * 5.0,
            load: usual_load(rng, exercise),
            step: *rng.pick(&[1.0, 1.25, 2.0, 2.5, 2.5, 2.5]),
            hold: *rng.pick(&[20.0, 25.0, 30.0, 40.0, 45.0]),
            sets: f64::from(rng.within(3, 5)),
            reps: f64::from(*rng.pick(&[5u32, 6, 8, 8, 10, 10, 12, 12])),
            rest: *rng.pick(&[60.0, 75.0, 90.0, 120.0, 150.0]),
            effort: f64::from(rng.within(6, 8)),
            days: f64::from(rng.within(3, 5)),
            daily_sets: f64::from(rng.within(10, 16)),
            sleep_h: *rng.pick(&[7.0, 7.5, 8.0, 8.5]),
            wake_min: rng.within(20, 30) * 15,
            months: f64::from(rng.within(3, 8)),
        }
    }
}

fn usual_load(rng: &mut Rng, exercise: &Exercise) -> f64 {
    let (low, high) = exercise.kg;
    let step = if high > 30 { 2.5 } else { 1.0 };
    to_nearest(f64::from(rng.within(low * 4, high * 4)) / 4.0, step)
}

fn sex_word(lang: Lang, sex: Sex) -> &'static str {
    match (lang, sex) {
        (Lang::Tr, Sex::Female) => "kadın",
        (Lang::Tr, Sex::Male) => "erkek",
        (Lang::Ar, Sex::Female) => "امرأة",
        (Lang::Ar, Sex::Male) => "رجل",
        (_, Sex::Female) => "female",
        (_, Sex::Male) => "male",
    }
}

fn i_am(lang: Lang, sex: Sex) -> &'static str {
    match (lang, sex) {
        (Lang::Tr, Sex::Female) => "kadınım",
        (Lang::Tr, Sex::Male) => "erkeğim",
        (_, sex) => sex_word(lang, sex),
    }
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// "a, b and c"; Arabic puts its "and" before every word.
pub(super) fn listed<'a>(words: impl Iterator<Item = &'a str>, lang: Lang) -> String {
    let words: Vec<&str> = words.collect();
    let Some((last, head)) = words.split_last() else {
        return String::new();
    };
    let join = &Phrases::of(lang).inventory_join;
    match (lang, head) {
        (_, []) => (*last).to_owned(),
        (Lang::Ar, head) => format!("{}{join}{last}", head.join(join)),
        (_, head) => format!("{}{join}{last}", head.join(", ")),
    }
}

fn ingredients(recipe: &Recipe, lang: Lang) -> String {
    let mut text = String::new();
    for (place, (food, grams)) in recipe.items.iter().enumerate() {
        let comma = match (place, lang) {
            (0, _) => "",
            (_, Lang::Ar) => "، ",
            _ => ", ",
        };
        let _ = match lang {
            Lang::Ar => write!(text, "{comma}{grams} غ من {}", food.name(lang)),
            _ => write!(text, "{comma}{grams} g {}", food.name(lang)),
        };
    }
    text
}

fn sum(recipe: &Recipe) -> String {
    let mut text = String::new();
    for (place, (food, grams)) in recipe.items.iter().enumerate() {
        text.push_str(if place == 0 { "" } else { " + " });
        push_number(&mut text, food.kcal(*grams), 0, Lang::En);
    }
    text
}
