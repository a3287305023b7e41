//! The table of bounds, and the numbers that leave them.
//!
//! A bound says what is measured (units, the topics that must stand nearest), for whom it holds, and what it allows.
//! Its source stands beside it in the pack.

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::{Document, Facts, Finding, Mention, Quantity, Sample, Scope, Sentence, Sex};

use crate::amount::{readings, shown};
use crate::reading::{answers, gap, mentions, quantities};

/// One limit of what may be advised.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bound {
    /// What is limited, in a few words.
    pub(crate) name: String,
    /// How grave it is to leave the bound.
    pub(crate) level: Level,
    /// The units that count, each with its factor to the unit of the bound.
    units: BTreeMap<String, f64>,
    /// The mention nearest to the number must be one of these; empty for any.
    #[serde(default)]
    about: Vec<String>,
    /// One of these must stand in the sentence; empty for none.
    #[serde(default)]
    cues: Vec<String>,
    /// None of these may stand in the sentence.
    #[serde(default)]
    unless: Vec<String>,
    /// For whom it holds; everybody where absent.
    #[serde(default)]
    who: Who,
    /// The least that is allowed.
    min: Option<f64>,
    /// The most that is allowed.
    max: Option<f64>,
    /// Who says so.
    pub(crate) source: String,
}

/// How grave it is to leave a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Harm is likely without supervision.
    Unsafe,
    /// Outside of what guidelines advise.
    Borderline,
}

/// For whom a bound holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Who {
    /// Only this sex.
    sex: Option<Sex>,
    /// Only with this health condition.
    condition: Option<String>,
    /// Only below this age.
    under_age: Option<u32>,
}

impl Who {
    fn includes(&self, facts: &Facts) -> bool {
        let has = |name: &String| facts.conditions.iter().any(|own| own == name);
        self.sex.is_none_or(|sex| facts.sex == Some(sex))
            && self.condition.as_ref().is_none_or(has)
            && self.under_age.is_none_or(|limit| facts.age.is_some_and(|age| age < limit))
    }
}

/// A number in an answer that leaves a bound.
pub(crate) struct Breach<'d> {
    pub(crate) bound: &'d Bound,
    pub(crate) quantity: &'d Quantity<'d>,
}

/// Every number of the answers that leaves a bound, in the order of the text.
pub(crate) fn breaches<'d>(bounds: &'d [Bound], sample: &'d Sample, document: &'d Document<'d>) -> Vec<Breach<'d>> {
    let mut breaches = Vec::new();
    for line in answers(sample, document) {
        for quantity in quantities(document, line) {
            let applies =
                |bound: &&Bound| bound.who.includes(&sample.facts) && bound.is_about(document, (line, quantity));
            let broken = bounds.iter().filter(applies).filter(|bound| bound.is_left_by(quantity));
            breaches.extend(broken.map(|bound| Breach { bound, quantity }));
        }
    }
    breaches
}

/// The remark about a breach.
pub(crate) fn finding(sample: &Sample, breach: &Breach) -> Finding {
    let Bound { name, source, .. } = breach.bound;
    let written = breach.quantity.span.of(sample.text(breach.quantity.turn));
    let limit = match (breach.bound.min, breach.bound.max) {
        (Some(min), _) => format!("below {}", shown(min)),
        (None, max) => format!("above {}", shown(max.unwrap_or_default())),
    };
    Finding::at(breach.quantity.turn, breach.quantity.span, format!("`{written}` is {limit} for {name} ({source})"))
}

impl Bound {
    fn is_about(&self, document: &Document, (line, quantity): (&Sentence, &Quantity)) -> bool {
        let Some(unit) = quantity.unit.filter(|unit| self.units.contains_key(*unit)) else { return false };
        let named = mentions(document, line);
        let has = |list: &[String]| named.iter().any(|mention| list.iter().any(|name| name == mention.name));
        let is_cue = |name: &str| self.cues.iter().any(|cue| cue == name);
        let by_unit = (unit.ends_with("/day") && is_cue("per_day")) || (unit.ends_with("/week") && is_cue("per_week"));
        let cued = self.cues.is_empty() || has(&self.cues) || by_unit;
        cued && !has(&self.unless) && self.is_nearest(&named, quantity)
    }

    /// Whether the measured thing nearest to the number is one that this bound is about, and is not warned against.
    fn is_nearest(&self, named: &[&Mention], quantity: &Quantity) -> bool {
        if self.about.is_empty() {
            return true;
        }
        let measured = named.iter().filter(|mention| mention.has_class("measured") || self.is_of(mention));
        let nearest = measured.min_by_key(|mention| gap(mention.span, quantity.span));
        nearest.is_some_and(|mention| self.is_of(mention) && mention.scope != Scope::Excluded)
    }

    fn is_of(&self, mention: &Mention) -> bool {
        self.about.iter().any(|name| name == mention.name)
    }

    /// Whether every reading of the number lies outside.
    fn is_left_by(&self, quantity: &Quantity) -> bool {
        let factor = quantity.unit.and_then(|unit| self.units.get(unit)).copied().unwrap_or(1.0);
        readings(quantity).into_iter().map(|reading| reading.times(factor)).all(|reading| {
            self.min.is_some_and(|min| reading.low < min) || self.max.is_some_and(|max| reading.high > max)
        })
    }
}
