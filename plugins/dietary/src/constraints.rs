//! What a user's diet, allergies and conditions forbid, and which foods of an answer fall under it.

use serde::Deserialize;
use spotter_contract::{Diet, Document, Facts, Finding, Lang, Mention, MentionKind, Role, Sample, Scope};

use crate::Dietary;

/// Classes of food that something forbids.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Classes {
    /// Never.
    pub(crate) forbidden: Vec<String>,
    /// Only after a look at the label, or by choice.
    #[serde(default)]
    pub(crate) doubtful: Vec<String>,
    /// Only a little of it: classes, and foods by their English name.
    #[serde(default)]
    pub(crate) limited: Vec<String>,
    /// Pairs of classes that do not belong in one dish.
    #[serde(default)]
    pub(crate) apart: Vec<[String; 2]>,
}

/// What may stand in for a food of some classes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Swap {
    /// The classes it stands in for.
    pub(crate) instead_of: Vec<String>,
    /// What is in it, so that no constraint of the user's is broken by the swap.
    #[serde(default)]
    pub(crate) classes: Vec<String>,
    pub(crate) en: String,
    pub(crate) tr: String,
    pub(crate) ar: String,
}

/// One constraint of the user.
pub(crate) struct Constraint {
    /// Its name as in `a vegan diet`.
    pub(crate) name: String,
    /// What it forbids.
    pub(crate) classes: Classes,
}

impl Constraint {
    /// The class by which a food is forbidden, or its name: an allergy may be to one food.
    pub(crate) fn forbids(&self, mention: &Mention) -> Option<&str> {
        let is_meant = |class: &&str| mention.has_class(class) || mention.name == *class;
        self.classes.forbidden.iter().map(String::as_str).find(is_meant)
    }

    /// The class by which a food is doubtful: one the constraint lists, or one that the food only may belong to.
    pub(crate) fn doubts(&self, mention: &Mention) -> Option<&str> {
        let listed = self.classes.doubtful.iter().map(String::as_str).find(|class| mention.has_class(class));
        let maybe = |class: &&str| mention.has_class(&format!("maybe_{class}"));
        listed.or_else(|| self.classes.forbidden.iter().map(String::as_str).find(maybe))
    }

    /// The class or the name by which a food is to be kept low.
    pub(crate) fn limits(&self, mention: &Mention) -> Option<&str> {
        let is_meant = |class: &&str| mention.has_class(class) || mention.name == *class;
        self.classes.limited.iter().map(String::as_str).find(is_meant)
    }
}

/// Fails when the pack leaves out a diet, for a diet without a row would forbid nothing.
pub(crate) fn every_diet_is_listed(dietary: &Dietary) -> Result<(), String> {
    let missing = Diet::ALL.iter().find(|diet| !dietary.diets.contains_key(diet.name()));
    missing.map_or(Ok(()), |diet| Err(format!("diets: `{diet}` is missing; add a table [options.diets.{diet}]")))
}

/// Everything that the facts forbid.
pub(crate) fn constraints(dietary: &Dietary, facts: &Facts) -> Vec<Constraint> {
    let of_diet = |diet: Diet| Constraint {
        name: format!("a {diet} diet"),
        classes: dietary.diets.get(diet.name()).cloned().unwrap_or_default(),
    };
    let own_class = |name: &str| Classes { forbidden: vec![name.to_owned()], ..Classes::default() };
    let of_allergy = |name: &str| Constraint {
        name: format!("an allergy to {name}"),
        classes: dietary.allergies.get(name).cloned().unwrap_or_else(|| own_class(name)),
    };
    let of_condition = |name: &str| {
        // A second diet is kept among the conditions: a vegan may eat gluten-free too.
        let classes = dietary.conditions.get(name).or_else(|| dietary.diets.get(name))?.clone();
        Some(Constraint { name: name.replace('_', " "), classes })
    };
    let allergies = facts.allergies.iter().map(|name| of_allergy(name));
    let conditions = facts.conditions.iter().filter_map(|name| of_condition(name));
    facts.diet.map(of_diet).into_iter().chain(allergies).chain(conditions).collect()
}

/// The foods that the coach's turns treat in one of these ways.
pub(crate) fn foods<'d, 'a>(
    sample: &'d Sample,
    document: &'d Document<'a>,
    scopes: &'d [Scope],
) -> impl Iterator<Item = &'d Mention<'a>> {
    let of_coach = move |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    let is_food = move |mention: &Mention| mention.kind == MentionKind::Food && of_coach(mention.turn);
    document.mentions.iter().filter(move |mention| is_food(mention) && scopes.contains(&mention.scope))
}

/// One remark for each food that is treated in one of these ways and about which `fault` has something to say.
pub(crate) fn findings(
    (dietary, constraints): (&Dietary, &[Constraint]),
    (sample, document): (&Sample, &Document),
    scopes: &[Scope],
    fault: impl Fn(&Mention) -> Option<String>,
) -> Vec<Finding> {
    let remark = |food: &Mention| {
        let finding = finding(sample, food, &fault(food)?);
        Some(match swap(dietary, constraints, document, food) {
            Some(words) => finding.with_fix(words),
            None => finding,
        })
    };
    foods(sample, document, scopes).filter_map(remark).collect()
}

/// A food that may stand in for this one, in the language of its sentence.
fn swap(dietary: &Dietary, constraints: &[Constraint], document: &Document, food: &Mention) -> Option<String> {
    let is_safe = |swap: &&Swap| {
        let forbids = |class: &String| constraints.iter().any(|one| one.classes.forbidden.contains(class));
        swap.instead_of.iter().any(|class| food.has_class(class)) && !swap.classes.iter().any(forbids)
    };
    let swap = dietary.swaps.iter().find(is_safe)?;
    let lang = document.sentence_at(food.turn, food.span.start).map_or(document.lang, |sentence| sentence.lang);
    Some(match lang {
        Lang::Tr => swap.tr.clone(),
        Lang::Ar => swap.ar.clone(),
        _ => swap.en.clone(),
    })
}

/// Whether every choice that the sentence of an offered food offers is forbidden: `milk or cream` to a vegan.
pub(crate) fn leaves_no_choice(constraints: &[Constraint], document: &Document, food: &Mention) -> bool {
    let Some(sentence) = document.sentence_at(food.turn, food.span.start) else { return false };
    let from = document.mentions.partition_point(|one| (one.turn, one.span.start) < (food.turn, sentence.span.start));
    let inside = document.mentions.iter().skip(from);
    let inside = inside.take_while(|one| one.turn == food.turn && one.span.start < sentence.span.end);
    let mut choices = inside
        .filter(|one| one.kind == MentionKind::Food && matches!(one.scope, Scope::Alternative | Scope::Used))
        .take(32);
    food.scope == Scope::Alternative
        && choices.all(|choice| constraints.iter().any(|constraint| constraint.forbids(choice).is_some()))
}

/// The remark that a food of a class meets a constraint.
pub(crate) fn finding(sample: &Sample, mention: &Mention, fault: &str) -> Finding {
    let words = mention.span.of(sample.text(mention.turn));
    Finding::at(mention.turn, mention.span, format!("`{words}` {fault}"))
}

/// A class as people read it.
pub(crate) fn shown(class: &str) -> String {
    match class {
        "treenut" => "tree nuts".to_owned(),
        "animal_fat" => "animal fat".to_owned(),
        "bee" => "a product of bees".to_owned(),
        class => class.replace('_', " "),
    }
}
