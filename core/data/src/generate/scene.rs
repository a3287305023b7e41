//! Puts a question and its answer together.

use std::borrow::Cow;

use spotter_contract::{Diet, Facts, Lang, Role, Sample, Turn};

use super::draw::Draw;
use super::faults::Flaws;
use super::foods::Constraint;
use super::person::Person;
use super::phrases::{Kind, Phrases, Pool, Scene, Style, exercises};
use super::recipe::{Heed, Recipe};
use super::rng::Rng;
use super::template::{Fill, Filled};

/// A conversation and the flaws that it was given.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) sample: Sample<'static>,
    pub(super) kind: Kind,
    pub(super) flaws: Flaws,
}

/// Tells one conversation of `kind`; flaws that do not apply to what was drawn are left out of the result.
pub(super) fn tell(rng: &mut Rng, lang: Lang, kind: Kind, wanted: Flaws) -> Told {
    let phrases = Phrases::of(lang);
    if kind == Kind::Technique {
        return tell_technique(rng, lang, wanted);
    }
    let scenes: Vec<&Scene> = phrases.scenes(kind).collect();
    let weights: Vec<f64> = scenes.iter().map(|scene| scene.weight).collect();
    let scene = scenes[rng.weighted(&weights)];
    let heed = if wanted.forbidden { Heed::Nothing } else { Heed::Constraint };
    let recipe = scene.recipe.map(|recipes| Recipe::draw(rng, recipes, scene.meal, heed));
    let person = Person::draw(rng, scene.goal.as_deref(), scene.due.as_deref());
    let mut draw = Draw::new(rng, lang, person, recipe);
    let parts = Parts {
        questions: &scene.questions,
        opens: &scene.opens,
        banned: scene.banned.as_ref().filter(|_| draw.recipe.as_ref().is_some_and(|recipe| recipe.banned.is_some())),
        body: scene.body.iter().collect(),
        conditions: &scene.conditions,
        closes: &scene.closes,
        due: scene.due.as_deref(),
        person: scene.person,
    };
    compose(rng, &mut draw, kind, &parts, wanted)
}

fn tell_technique(rng: &mut Rng, lang: Lang, wanted: Flaws) -> Told {
    let technique = &Phrases::of(lang).technique;
    let person = Person::draw(rng, None, None);
    let mut draw = Draw::new(rng, lang, person, None);
    let exercise = rng.pick(exercises());
    draw.turn_to(rng, exercise);
    let cues = technique.cues.get(&draw.exercise.pattern).unwrap_or(&technique.opens);
    let practice = technique.practice(exercise.style);
    let body = vec![cues, cues, cues, &practice.plan];
    let by_load = exercise.style == Style::Loaded && rng.chance(0.25);
    let questions = if by_load { &technique.loaded_questions } else { &technique.questions };
    let (opens, conditions, closes) = (&technique.opens, &practice.conditions, &technique.closes);
    let parts = Parts { questions, opens, banned: None, body, conditions, closes, due: None, person: false };
    compose(rng, &mut draw, Kind::Technique, &parts, wanted)
}

struct Parts<'a> {
    questions: &'a Pool,
    opens: &'a Pool,
    banned: Option<&'a Pool>,
    body: Vec<&'a Pool>,
    conditions: &'a Pool,
    closes: &'a Pool,
    due: Option<&'a str>,
    person: bool,
}

fn compose(rng: &mut Rng, draw: &mut Draw, kind: Kind, parts: &Parts<'_>, wanted: Flaws) -> Told {
    let introduced = parts.person || rng.chance(0.3);
    let question = ask(rng, draw, parts, introduced);
    draw.skew = if wanted.wrong_arithmetic { skew(rng) } else { 1.0 };
    let mut flaws = Flaws::default();
    let answer = answer(rng, draw, parts, wanted, &mut flaws);
    flaws.forbidden = draw.recipe.as_ref().is_some_and(Recipe::is_forbidden);
    let facts = facts(draw, parts, introduced);
    let (question, answer) = match draw.lang {
        Lang::Ar if rng.chance(0.12) => (with_eastern_digits(&question), with_eastern_digits(&answer)),
        _ => (question, answer),
    };
    let turns = vec![Turn::new(Role::User, question), Turn::new(Role::Coach, answer)];
    Told { sample: Sample { id: Cow::default(), lang: Some(draw.lang), facts, turns }, kind, flaws }
}

/// The text with ٠ to ٩ for 0 to 9 and ٫ for the decimal point.
fn with_eastern_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut signs = text.chars().peekable();
    let mut in_number = false;
    while let Some(sign) = signs.next() {
        let is_point = sign == '.' && in_number && signs.peek().is_some_and(char::is_ascii_digit);
        in_number = sign.is_ascii_digit();
        let eastern = sign.to_digit(10).and_then(|digit| char::from_u32(0x0660 + digit));
        out.push(if is_point { '٫' } else { eastern.unwrap_or(sign) });
    }
    out
}

/// Between 15 and 40 percent too much or too little.
fn skew(rng: &mut Rng) -> f64 {
    let off = 0.15 + 0.25 * rng.unit();
    if rng.chance(0.5) { 1.0 + off } else { 1.0 - off }
}

fn ask(rng: &mut Rng, draw: &Draw, parts: &Parts<'_>, introduced: bool) -> String {
    let phrases = Phrases::of(draw.lang);
    let mut text = String::with_capacity(160);
    if introduced {
        say(rng, draw, &phrases.intros, &mut text);
    }
    say(rng, draw, parts.questions, &mut text);
    if rng.chance(0.35) {
        say(rng, draw, &phrases.tails, &mut text);
    }
    text
}

fn answer(rng: &mut Rng, draw: &mut Draw, parts: &Parts<'_>, wanted: Flaws, flaws: &mut Flaws) -> String {
    let phrases = Phrases::of(draw.lang);
    let mut text = String::with_capacity(700);
    if wanted.no_numbers {
        return vague(rng, draw, parts, flaws);
    }
    say(rng, draw, parts.opens, &mut text);
    if wanted.drug {
        say(rng, draw, &phrases.fault.drugs, &mut text);
        flaws.drug = true;
    }
    for pool in &parts.body {
        if say_anew(rng, draw, pool, &mut text).falsified {
            // One false result is enough; the rest of the answer stays true.
            flaws.wrong_arithmetic = true;
            draw.skew = 1.0;
        }
    }
    if let Some(banned) = parts.banned.filter(|_| !wanted.forbidden && rng.chance(0.7)) {
        say(rng, draw, banned, &mut text);
    }
    if rng.chance(0.8) {
        say(rng, draw, parts.closes, &mut text);
    }
    if wanted.no_condition {
        flaws.no_condition = true;
    } else {
        let count = if rng.chance(0.7) { 2 } else { 1 };
        for _ in 0..count {
            say_anew(rng, draw, parts.conditions, &mut text);
        }
    }
    disclaim(rng, draw, parts, wanted, flaws, &mut text);
    text
}

fn vague(rng: &mut Rng, draw: &Draw, parts: &Parts<'_>, flaws: &mut Flaws) -> String {
    let fault = &Phrases::of(draw.lang).fault;
    let mut text = String::new();
    for _ in 0..3 {
        say_anew(rng, draw, &fault.vague, &mut text);
    }
    say(rng, draw, &fault.vague_condition, &mut text);
    flaws.no_numbers = true;
    let said = text.len();
    for _ in 0..16 {
        disclaim(rng, draw, parts, Flaws::default(), &mut Flaws::default(), &mut text);
        if !text.chars().any(char::is_numeric) {
            break;
        }
        text.truncate(said);
    }
    text
}

fn disclaim(rng: &mut Rng, draw: &Draw, parts: &Parts<'_>, wanted: Flaws, flaws: &mut Flaws, text: &mut String) {
    let due = parts.due.and_then(|due| Phrases::of(draw.lang).disclaimer.get(due));
    match due {
        Some(_) if wanted.no_disclaimer => flaws.no_disclaimer = true,
        Some(pool) => {
            say(rng, draw, pool, text);
        }
        None => {}
    }
}

fn say(rng: &mut Rng, draw: &dyn Fill, pool: &Pool, text: &mut String) -> Filled {
    if !text.is_empty() {
        text.push(' ');
    }
    rng.pick(&pool.0).fill(draw, text)
}

/// Says something of the pool that the text does not say yet, if there is such a thing.
fn say_anew(rng: &mut Rng, draw: &dyn Fill, pool: &Pool, text: &mut String) -> Filled {
    let before = text.len();
    for _ in 0..8 {
        let filled = say(rng, draw, pool, text);
        let (said, new) = (text.get(..before).unwrap_or(""), text.get(before..).unwrap_or("").trim());
        if !said.contains(new) {
            return filled;
        }
        text.truncate(before);
    }
    Filled::default()
}

fn facts(draw: &Draw, parts: &Parts<'_>, introduced: bool) -> Facts<'static> {
    let mut facts = Facts::default();
    if introduced {
        facts.sex = Some(draw.person.sex);
        facts.weight_kg = Some(draw.person.weight_kg);
        facts.height_cm = Some(draw.person.height_cm);
    }
    if introduced || matches!(parts.due, Some("minor" | "senior")) {
        facts.age = Some(draw.person.age);
    }
    if parts.person {
        facts.goal = Some(draw.person.goal.into());
    }
    match parts.due {
        Some("drug") => facts.drugs.push(draw.drug.into()),
        Some("kidney") => facts.conditions.push("kidney disease".into()),
        Some("injury") => facts.conditions.push("knee pain".into()),
        Some(name @ ("pregnancy" | "diabetes" | "hypertension")) => facts.conditions.push(name.to_owned().into()),
        _ => {}
    }
    if let Some(recipe) = &draw.recipe {
        facts.diet = recipe.constraint.and_then(diet);
        if let Some(Constraint::Allergy(name)) = recipe.constraint {
            facts.allergies.push(name.into());
        }
        facts.inventory = recipe.inventory.iter().map(|food| food.en.as_str().into()).collect();
        facts.forbidden = recipe.banned.iter().map(|food| food.en.as_str().into()).collect();
    }
    facts
}

fn diet(constraint: Constraint) -> Option<Diet> {
    match constraint {
        Constraint::Diet(diet) => Some(diet),
        Constraint::Allergy(_) => None,
    }
}
