//! Foods by what is in them: ingredient names, food groups, recipes with one forbidden ingredient put in.
//!
//! A name is flagged when the dietary rubric would call it a violation: it is used, and one of its classes is among those
//! that the diet forbids in `rubrics/dietary/rubric.toml`. A food that only may not fit is no violation, and rows that are
//! labelled `maybe` are left out.

use std::fs;

use anyhow::Context;
use serde_json::Value;
use spotter_contract::{Document, Mention, MentionKind, Scope};
use spotter_house::project;

use crate::bench::{Bench, answer, flag, text};
use crate::board::{Aim, Board, Score};

/// The allergens of Regulation (EU) 1169/2011, Annex II, as the sets name them, and the classes that the lexicons give them.
/// Annex II counts oats among the cereals that contain gluten.
const ALLERGENS: [(&str, &[&str]); 14] = [
    ("gluten", &["gluten", "wheat", "rye", "barley", "oat"]),
    ("crustaceans", &["crustacean"]),
    ("eggs", &["egg"]),
    ("fish", &["fish"]),
    ("peanuts", &["peanut"]),
    ("soybeans", &["soy"]),
    ("milk", &["dairy", "lactose"]),
    ("nuts", &["treenut"]),
    ("celery", &["celery"]),
    ("mustard", &["mustard"]),
    ("sesame", &["sesame"]),
    ("sulphur-dioxide", &["sulphite"]),
    ("lupin", &["lupin"]),
    ("molluscs", &["mollusc"]),
];

/// Beginnings of words that a recipe without the thing does not have; they only choose carriers, so they may be too wide.
const FLESH: &[&str] = &[
    "et",
    "kıyma",
    "tavuk",
    "tavuğ",
    "piliç",
    "kuzu",
    "dana",
    "balı",
    "sucuk",
    "köfte",
    "hindi",
    "kebap",
    "kebab",
    "ciğer",
    "paça",
    "ton",
    "somon",
    "hamsi",
    "pastırma",
    "sosis",
    "salam",
    "jambon",
    "mantı",
    "lahmacun",
    "iskender",
    "pirzola",
    "karnıyarık",
];

/// What a diet or an allergy forbids.
struct Ban(Vec<String>);

impl Ban {
    /// The classes that the pack of the rubric lists for a diet.
    fn of(diet: &str) -> anyhow::Result<Self> {
        let path = project().join("rubrics/dietary/rubric.toml");
        let pack: toml::Table = fs::read_to_string(&path)?.parse()?;
        let find = |key: &str, table: &toml::Value| table.get(key).cloned();
        let row = find("options", &toml::Value::Table(pack)).and_then(|options| find("diets", &options));
        let row = row.and_then(|diets| find(diet, &diets)).and_then(|diet| find("forbidden", &diet));
        let row = row.with_context(|| format!("{}: the diet {diet} is not listed", path.display()))?;
        Ok(Self(row.try_into()?))
    }

    /// Whether a food is used that is forbidden, or every one of several choices is.
    fn flags(&self, document: &Document) -> bool {
        let foods = |scope: Scope| {
            let is_food = move |mention: &&Mention| mention.kind == MentionKind::Food && mention.scope == scope;
            document.mentions.iter().filter(is_food)
        };
        let is_banned = |mention: &Mention| self.0.iter().any(|class| mention.has_class(class));
        let mut choices = foods(Scope::Alternative).peekable();
        foods(Scope::Used).any(is_banned) || (choices.peek().is_some() && choices.all(is_banned))
    }

    fn flags_name(&self, bench: &Bench, name: &str) -> bool {
        self.flags(&bench.text.read(&answer(name)))
    }
}

pub(crate) fn measure(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let (vegetarian, vegan) = (Ban::of("vegetarian")?, Ban::of("vegan")?);
    let aims = [("en", 0.99, 0.95), ("tr", 0.99, 0.92), ("ar", 0.97, 0.85)];
    for (lang, precision, recall) in aims {
        ingredients(bench, board, (lang, "vegetarian", &vegetarian), (Aim::AtLeast(precision), Aim::AtLeast(recall)))?;
    }
    for (lang, aims) in [("en", (Aim::AtLeast(0.97), Aim::AtLeast(0.93))), ("tr", NO_AIMS), ("ar", NO_AIMS)] {
        ingredients(bench, board, (lang, "vegan", &vegan), aims)?;
    }
    allergens(bench, board)?;
    usda(bench, board, &vegetarian)?;
    is_vegan(bench, board, &vegan)?;
    for (field, ban) in [("vegetarian", &vegetarian), ("vegan", &vegan)] {
        turkish(bench, board, field, ban)?;
    }
    for (lang, diet, ban) in
        LANGS.into_iter().flat_map(|lang| [(lang, "vegetarian", &vegetarian), (lang, "vegan", &vegan)])
    {
        injected(bench, board, (lang, diet, ban))?;
    }
    Ok(())
}

const NO_AIMS: (Aim, Aim) = (Aim::None, Aim::None);
const LANGS: [&str; 3] = ["en", "tr", "ar"];

/// A language, the name of a diet and what it forbids.
type Diet<'b> = (&'b str, &'b str, &'b Ban);

/// The label of a row: the newer one where it has one, else the inherited one.
fn label<'v>(row: &'v Value, field: &str) -> &'v str {
    let newer = text(row, &format!("{field}_2026"));
    if newer.is_empty() { text(row, field) } else { newer }
}

fn names<'v>(row: &'v Value, lang: &str) -> impl Iterator<Item = &'v str> {
    row.get(lang).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Names of ingredients that a diet forbids against those that it allows.
fn ingredients(bench: &Bench, board: &mut Board, (lang, diet, ban): Diet, aims: (Aim, Aim)) -> anyhow::Result<()> {
    let set = "diet_off_ingredients";
    let mut score = Score::default();
    for row in bench.rows(set)? {
        let label = label(&row, diet);
        if !matches!(label, "yes" | "no") {
            continue;
        }
        for name in names(&row, lang) {
            let is_flagged = ban.flags_name(bench, name);
            score.add(label == "no", is_flagged);
            if is_flagged != (label == "no") {
                board
                    .show(&format!("{set}:{lang}:{diet}"), || format!("{diet} {label}: {name} ({})", text(&row, "id")));
            }
        }
    }
    board.pair(set, &format!("{diet} {lang}"), score, aims);
    Ok(())
}

/// The fourteen allergens, in the English names whose row names an allergen at all: many cereals of the set name none.
fn allergens(bench: &Bench, board: &mut Board) -> anyhow::Result<()> {
    let set = "diet_off_ingredients";
    let rows = bench.rows(set)?;
    let mut all = Score::default();
    for (allergen, classes) in ALLERGENS {
        let ban = Ban(classes.iter().map(|class| (*class).to_owned()).collect());
        let mut score = Score::default();
        for row in &rows {
            let own = label(row, "allergens");
            if own.is_empty() {
                continue;
            }
            let is_gold = own.split(',').any(|one| one.trim().trim_start_matches("en:").starts_with(allergen));
            for name in names(row, "en") {
                let is_flagged = ban.flags_name(bench, name);
                score.add(is_gold, is_flagged);
                if is_flagged != is_gold {
                    board.show(&format!("{set}:{allergen}"), || format!("{allergen} {is_gold}: {name} ({own})"));
                }
            }
        }
        (all.right, all.wrong, all.missed) =
            (all.right + score.right, all.wrong + score.wrong, all.missed + score.missed);
        board.pair(set, &format!("{allergen} en"), score, NO_AIMS);
    }
    board.pair(set, "14 allergens en", all, (Aim::AtLeast(0.97), Aim::AtLeast(0.93)));
    Ok(())
}

/// Flesh by food group; what the plant groups hold is not all of plants (beans with pork).
fn usda(bench: &Bench, board: &mut Board, ban: &Ban) -> anyhow::Result<()> {
    let set = "diet_usda_groups";
    let mut score = Score::default();
    for row in bench.rows(set)?.iter().filter(|row| text(row, "label") != "dairy_egg") {
        let (name, is_gold) = (text(row, "text"), text(row, "label") == "flesh");
        let is_flagged = ban.flags_name(bench, name);
        score.add(is_gold, is_flagged);
        if is_flagged != is_gold {
            board.show(set, || format!("{}: {name}", text(row, "group")));
        }
    }
    board.pair(set, "flesh", score, (Aim::None, Aim::AtLeast(0.998)));
    Ok(())
}

fn is_vegan(bench: &Bench, board: &mut Board, ban: &Ban) -> anyhow::Result<()> {
    let set = "diet_isvegan_en";
    let mut score = Score::default();
    for row in bench.rows(set)?.iter().filter(|row| text(row, "label") == "nonvegan") {
        let is_flagged = ban.flags_name(bench, text(row, "name"));
        score.add(true, is_flagged);
        if !is_flagged {
            board.show(set, || text(row, "name").to_owned());
        }
    }
    board.rate(set, "not vegan, recall", score.recall(), Aim::None);
    Ok(())
}

/// Turkish foods by what they contain; the traps look like something else.
fn turkish(bench: &Bench, board: &mut Board, field: &str, ban: &Ban) -> anyhow::Result<()> {
    let set = "diet_tr_foods_labelled";
    let (mut all, mut traps) = (Score::default(), Score::default());
    for row in bench.rows(set)? {
        let Some(is_allowed) = row.get(field).and_then(Value::as_bool) else { continue };
        let is_flagged = ban.flags_name(bench, text(&row, "name"));
        all.add(!is_allowed, is_flagged);
        if flag(&row, "trap") {
            traps.add(!is_allowed, is_flagged);
        }
        if is_flagged == is_allowed {
            board.show(set, || format!("{field} {is_allowed}: {}", text(&row, "name")));
        }
    }
    board.pair(set, field, all, (Aim::AtLeast(1.0), Aim::AtLeast(0.99)));
    board.pair(set, &format!("{field}, traps"), traps, NO_AIMS);
    Ok(())
}

/// One forbidden ingredient in a recipe that has none: found; the recipe as it is: no alarm.
fn injected(bench: &Bench, board: &mut Board, (lang, diet, ban): Diet) -> anyhow::Result<()> {
    let carriers = carriers(bench, lang, diet)?;
    let (mut caught, mut alarms) = (Score::default(), Score::default());
    for carrier in &carriers {
        let is_flagged = ban.flags(&bench.text.read(&answer(carrier)));
        alarms.add(true, is_flagged);
        if is_flagged {
            board.show(&format!("recipes:{lang}"), || format!("{diet} alarm: {carrier}"));
        }
    }
    board.rate("recipes", &format!("{diet} {lang}, false alarms"), alarms.recall(), Aim::AtMost(0.01));
    let clean: Vec<&String> =
        carriers.iter().filter(|carrier| !ban.flags(&bench.text.read(&answer(carrier)))).collect();
    let rows = bench.rows("diet_off_ingredients")?;
    let forbidden = rows.iter().filter(|row| label(row, diet) == "no").flat_map(|row| names(row, lang).take(1));
    for (index, name) in forbidden.enumerate() {
        let Some(carrier) = clean.get(index % clean.len().max(1)) else { break };
        let line = match lang {
            "tr" => format!("{carrier}\nAyrıca 100 g {name} ekleyin."),
            "ar" => format!("{carrier}\nثم أضف 100 غ {name}."),
            _ => format!("{carrier}\nThen add 100 g {name}."),
        };
        let is_flagged = ban.flags(&bench.text.read(&answer(&line)));
        caught.add(true, is_flagged);
        if !is_flagged {
            board.show(&format!("recipes:{lang}"), || format!("{diet} missed: {name}"));
        }
    }
    board.rate("recipes", &format!("{diet} {lang}, injected"), caught.recall(), Aim::AtLeast(0.985));
    Ok(())
}

/// Recipes that comply with a diet: our own, the Turkish ones without a word of flesh, the collected ones that say so.
fn carriers(bench: &Bench, lang: &str, diet: &str) -> anyhow::Result<Vec<String>> {
    let says = |row: &Value| {
        row.get("diets").and_then(Value::as_array).is_some_and(|diets| diets.iter().any(|own| own == diet))
    };
    let mut carriers = Vec::new();
    for row in crate::bench::contrast("recipes")?.iter().filter(|row| text(row, "lang") == lang && says(row)) {
        carriers.push(text(row, "text").to_owned());
    }
    if lang == "en" {
        for row in bench.rows("diet_recipe_scrapers")?.iter().filter(|row| says(row)) {
            let lines: Vec<&str> = names(row, "ingredients").collect();
            carriers.push(if lines.is_empty() { text(row, "text").to_owned() } else { lines.join("\n") });
        }
    }
    if lang == "tr" && diet == "vegetarian" {
        for row in bench.rows("diet_tr_recipe_qa")? {
            let recipe = text(&row, "gold_answer");
            let folded = spotter_text::fold(recipe);
            let begins = |word: &str| FLESH.iter().any(|stem| word.starts_with(spotter_text::fold(stem).as_str()));
            if !recipe.is_empty() && !folded.split_whitespace().any(begins) {
                carriers.push(recipe.to_owned());
            }
        }
    }
    carriers.retain(|carrier| !carrier.is_empty());
    Ok(carriers)
}
