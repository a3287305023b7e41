//! Something from the user's kitchen that must not be used.
//!
//! # What it finds
//!
//! A food that is used or offered although the user's list of forbidden items names it, or names what it is made from.
//!
//! # Why it matters
//!
//! The user said so in as many words.
//!
//! # Broken
//!
//! `forbidden = ["milk"]`: "Add a spoon of butter."
//!
//! # Kept
//!
//! `forbidden = ["milk"]`: "Add coconut milk."
//!
//! # Limits
//!
//! An item is compared with the lexicon's English name of a food and with the words of the answer. An item in Turkish or
//! Arabic is also found where the user's own turn names it, for then the lexicon knows it.

use spotter_contract::{Document, Finding, Mention, MentionKind, Outcome, Rule, Sample, Scope};
use spotter_text::fold;

use crate::Dietary;
use crate::constraints::{finding, foods};

pub(crate) const RULE: Rule<Dietary> =
    Rule { name: "forbidden-item", summary: "an item that the user ruled out", check };

const SCOPES: &[Scope] = &[Scope::Used, Scope::Optional, Scope::Alternative];

fn check(dietary: &Dietary, sample: &Sample, document: &Document) -> Outcome {
    if sample.facts.forbidden.is_empty() || sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let items: Vec<Item> = sample.facts.forbidden.iter().map(|name| item(dietary, (sample, document), name)).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for food in foods(sample, document, SCOPES) {
        let item = items.iter().find(|item| item.is_in(sample, food));
        findings
            .extend(item.map(|item| finding(sample, food, &format!("uses {}, which the user ruled out", item.words))));
    }
    Outcome::of(findings)
}

/// A forbidden item in every way an answer can name it.
struct Item {
    /// As the facts write it, folded.
    words: String,
    /// English names of the lexicon that mean it.
    names: Vec<String>,
    /// What is in it, where the lexicon says so.
    own: Vec<String>,
    /// Classes of what is made from it.
    classes: Vec<String>,
}

impl Item {
    fn is_in(&self, sample: &Sample, food: &Mention) -> bool {
        // A look-alike has no classes: coconut milk is not made of milk.
        let is_real =
            !food.classes.is_empty() && (self.own.is_empty() || self.own.iter().any(|class| food.has_class(class)));
        let written = fold(food.span.of(sample.text(food.turn)));
        self.names.iter().any(|name| name == food.name)
            || written == self.words
            || (!food.classes.is_empty() && self.classes.iter().any(|class| food.has_class(class)))
            || (is_real && self.names.iter().any(|name| is_kind_of(food, name)))
            || (is_real && !is_analogue(food) && has_words(&written, &self.words))
    }
}

fn item(dietary: &Dietary, (sample, document): (&Sample, &Document), name: &str) -> Item {
    let words = fold(name);
    let means = |mention: &&Mention| {
        mention.kind == MentionKind::Food && fold(mention.span.of(sample.text(mention.turn))) == words
    };
    let mentions = || document.mentions.iter().filter(means);
    let own = mentions().flat_map(|mention| mention.classes.split(',')).filter(|class| !class.is_empty());
    let own = own.map(str::to_owned).collect();
    let mut names: Vec<String> = mentions().map(|mention| mention.name.to_owned()).collect();
    names.push(words.clone());
    names.sort();
    names.dedup();
    let classes = names.iter().filter_map(|name| dietary.made_from.get(name)).flatten().cloned().collect();
    Item { words, names, own, classes }
}

/// Whether a food is a kind of another by its English name: brown rice of rice. What stands in for an animal product is
/// no kind of it (soy milk of milk), but of what it is made of (almond milk of almond).
fn is_kind_of(food: &Mention, name: &str) -> bool {
    has_words(food.name, name) && (!is_analogue(food) || food.name.starts_with(name))
}

fn is_analogue(food: &Mention) -> bool {
    food.has_class("analogue")
}

/// Whether the words of `part` stand in `whole`, in order and as whole words.
fn has_words(whole: &str, part: &str) -> bool {
    let whole: Vec<&str> = whole.split_whitespace().collect();
    let part: Vec<&str> = part.split_whitespace().collect();
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts { forbidden: vec!["milk".into()], ..Facts::default() };
        let broken = [
            ["Ne ekleyeyim?", "Bir kaşık tereyağı ekle."],
            ["What can I add?", "Add some butter."],
            ["ماذا أضيف؟", "أضف الزبدة."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts { forbidden: vec!["milk".into()], ..Facts::default() };
        let kept = [
            ["Ne ekleyeyim?", "Hindistan cevizi sütü ekle."],
            ["What can I add?", "Add coconut milk."],
            ["ماذا أضيف؟", "أضف حليب جوز الهند."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
