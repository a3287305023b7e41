//! A forbidden food as one choice of several.
//!
//! # What it finds
//!
//! A food of a forbidden class that the answer offers as an option or beside an alternative.
//!
//! # Why it matters
//!
//! The user can pick the other one, but has to notice it first.
//!
//! # Broken
//!
//! To a vegan: "Badem sütü veya inek sütü kullanabilirsin."
//!
//! # Kept
//!
//! To a vegan: "Badem sütü veya yulaf sütü kullanabilirsin."
//!
//! # Limits
//!
//! Whether two foods are alternatives is read from one sentence.

use spotter_contract::{Document, Outcome, Rule, Sample, Scope};

use crate::Dietary;
use crate::constraints::{constraints, finding, foods, shown};

pub(crate) const RULE: Rule<Dietary> =
    Rule { name: "offered-ingredient", summary: "a forbidden food as one choice of several", check };

fn check(dietary: &Dietary, sample: &Sample, document: &Document) -> Outcome {
    let constraints = constraints(dietary, &sample.facts);
    if constraints.is_empty() || sample.answer().is_none() {
        return Outcome::Skipped;
    }
    let mut findings = Vec::new();
    for food in foods(sample, document, &[Scope::Optional, Scope::Alternative]) {
        let broken = constraints.iter().find_map(|one| one.forbids(food).map(|class| (one, class)));
        findings.extend(broken.map(|(constraint, class)| {
            let fault = format!("is offered although {} excludes {}", constraint.name, shown(class));
            finding(sample, food, &fault)
        }));
    }
    Outcome::of(findings)
}
