//! The table of bounds, and the numbers that leave them.
//!
//! A bound says what is measured (units, the topics that must stand nearest), for whom it holds, and what it allows.
//! Its source stands beside it in the pack, and so does an example sentence in each language, which the tests fill with
//! numbers below, at and above the bound.

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::{Document, Facts, Finding, Lang, Mention, Quantity, QuantityKind, Sample, Scope, Sex};

use crate::amount::readings;
use crate::reading::{Line, gap, lines, written};
use crate::texts::{Texts, in_lang, shown};

/// One limit of what may be advised.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bound {
    /// What is limited, in a few words.
    pub(crate) name: Texts,
    /// How grave it is to leave the bound.
    pub(crate) level: Level,
    /// The units that count, each with its factor to the unit of the bound.
    pub(crate) units: BTreeMap<String, f64>,
    /// The unit of the bound.
    unit: String,
    /// The measured mention nearest to the number must be one of these; empty for any.
    #[serde(default)]
    about: Vec<String>,
    /// One of these must speak of the number; empty for none.
    #[serde(default)]
    cues: Vec<String>,
    /// None of these may stand in the sentence beside the number; `percent` is any share.
    #[serde(default)]
    unless: Vec<String>,
    /// For whom it holds; everybody where absent.
    #[serde(default)]
    pub(crate) who: Who,
    /// The least that is allowed.
    #[serde(default)]
    pub(crate) min: Option<f64>,
    /// The most that is allowed.
    #[serde(default)]
    pub(crate) max: Option<f64>,
    /// Whether the bound is meant for each kilogram of the user's weight.
    #[serde(default)]
    per_kg: bool,
    /// Who says so.
    source: String,
    /// Advice that the bound is about, with `{}` for the number.
    pub(crate) example: Texts,
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

/// For whom a bound holds: everything that is named must be true of the user.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Who {
    /// This sex.
    pub(crate) sex: Option<Sex>,
    /// One of these health conditions.
    pub(crate) conditions: Vec<String>,
    /// None of these health conditions.
    pub(crate) without: Vec<String>,
    /// Below this age.
    pub(crate) under_age: Option<u32>,
    /// At least this age.
    pub(crate) from_age: Option<u32>,
    /// A body mass index below this.
    pub(crate) under_bmi: Option<f64>,
}

impl Who {
    fn includes(&self, facts: &Facts) -> bool {
        let has = |names: &[String]| facts.conditions.iter().any(|own| names.iter().any(|name| own == name));
        self.sex.is_none_or(|sex| facts.sex == Some(sex))
            && (self.conditions.is_empty() || has(&self.conditions))
            && !has(&self.without)
            && self.under_age.is_none_or(|limit| facts.age.is_some_and(|age| age < limit))
            && self.from_age.is_none_or(|limit| facts.age.is_some_and(|age| age >= limit))
            && self.under_bmi.is_none_or(|limit| bmi(facts).is_some_and(|bmi| bmi < limit))
    }
}

fn bmi(facts: &Facts) -> Option<f64> {
    let metres = facts.height_cm? / 100.0;
    Some(facts.weight_kg? / (metres * metres))
}

/// All bounds, found by the units they speak of.
#[derive(Debug)]
pub(crate) struct Bounds {
    pub(crate) all: Vec<Bound>,
    by_unit: BTreeMap<String, Vec<usize>>,
}

impl Bounds {
    /// Sorts the bounds of a pack by their units.
    ///
    /// # Errors
    /// If a bound limits nothing, or if an example has no place for its number.
    pub(crate) fn new(all: Vec<Bound>) -> Result<Self, String> {
        let mut by_unit: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, bound) in all.iter().enumerate() {
            let name = bound.name.of(Lang::En);
            if bound.min.is_none() && bound.max.is_none() {
                return Err(format!("the bound `{name}` has neither `min` nor `max`"));
            }
            if bound.example.all().iter().any(|example| !example.contains("{}")) {
                return Err(format!("an example of the bound `{name}` has no `{{}}` for the number"));
            }
            for unit in bound.units.keys() {
                by_unit.entry(unit.clone()).or_default().push(index);
            }
        }
        Ok(Self { all, by_unit })
    }

    fn of(&self, quantity: &Quantity) -> impl Iterator<Item = &Bound> {
        let indices = quantity.unit.and_then(|unit| self.by_unit.get(unit)).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|index| self.all.get(*index))
    }
}

/// A number in an answer that leaves a bound.
pub(crate) struct Breach<'d> {
    pub(crate) bound: &'d Bound,
    pub(crate) quantity: &'d Quantity<'d>,
    lang: Lang,
}

/// Every number of the answers that leaves a bound, in the order of the text.
pub(crate) fn breaches<'d>(bounds: &'d Bounds, sample: &'d Sample, document: &'d Document<'d>) -> Vec<Breach<'d>> {
    let mut breaches = Vec::new();
    for line in lines(sample, document) {
        for quantity in line.quantities {
            let applies =
                |bound: &&Bound| bound.is_left_by(quantity, &sample.facts) && bound.who.includes(&sample.facts);
            let left: Vec<&Bound> = bounds.of(quantity).filter(applies).collect();
            if left.is_empty() {
                continue;
            }
            let near = line.around(quantity);
            let advice = Advice { line: &near, quantity, is_level: is_level(sample, quantity) };
            let broken: Vec<&Bound> = left.into_iter().filter(|bound| bound.is_about(&advice)).collect();
            if !broken.is_empty() && !advice.is_warned_of() {
                breaches.extend(broken.into_iter().map(|bound| Breach { bound, quantity, lang: line.lang }));
            }
        }
    }
    breaches
}

/// The remark about a breach.
pub(crate) fn finding(sample: &Sample, breach: &Breach) -> Finding {
    let Breach { bound, quantity, lang } = breach;
    let (number, name, source) = (written(sample, quantity), bound.name.of(*lang), &bound.source);
    let unit = &bound.unit;
    let limits = bound.limits(&sample.facts).unwrap_or((bound.min, bound.max));
    let message = match limits {
        (_, Some(0.0)) => in_lang(
            *lang,
            [
                format!("`{number}` is advised where guidelines advise none: {name} ({source})"),
                format!("`{number}` öneriliyor, oysa kılavuzlar hiç önermiyor: {name} ({source})"),
                format!("يُنصح بـ `{number}` والإرشادات لا تنصح بشيء منه: {name} ({source})"),
            ],
        ),
        (Some(min), _) => {
            let min = shown(min, *lang);
            in_lang(
                *lang,
                [
                    format!("`{number}` is below the bound of {min} {unit}: {name} ({source})"),
                    format!("`{number}` alt sınır olan {min} {unit} değerinin altında: {name} ({source})"),
                    format!("`{number}` أقل من الحد الأدنى {min} {unit}: {name} ({source})"),
                ],
            )
        }
        (None, max) => {
            let max = shown(max.unwrap_or_default(), *lang);
            in_lang(
                *lang,
                [
                    format!("`{number}` is above the bound of {max} {unit}: {name} ({source})"),
                    format!("`{number}` üst sınır olan {max} {unit} değerinin üzerinde: {name} ({source})"),
                    format!("`{number}` أعلى من الحد الأقصى {max} {unit}: {name} ({source})"),
                ],
            )
        }
    };
    Finding::at(quantity.turn, quantity.span, message)
}

/// Bytes by which a word may stand further from a number than from its nearest one and still speak of both.
const JOINED: usize = 12;

impl Bound {
    fn is_about(&self, advice: &Advice) -> bool {
        let unit = advice.quantity.unit.unwrap_or("");
        let is_cue = |name: &str| self.cues.iter().any(|cue| cue == name);
        let by_unit = ["day", "week", "month"].into_iter().any(|span| {
            unit.strip_suffix(span).is_some_and(|rest| rest.ends_with('/')) && is_cue(&format!("per_{span}"))
        });
        let is_said = |mention: &Mention| is_cue(mention.name) && advice.is_of(mention) && advice.is_its_time(mention);
        let cued = self.cues.is_empty() || by_unit || advice.line.mentions.iter().any(is_said);
        cued && self.is_nearest(advice.line, advice.quantity) && !self.is_excused(advice)
    }

    /// Whether a word beside the number says that something else is meant: a deficit, a meal.
    fn is_excused(&self, advice: &Advice) -> bool {
        let is_unless = |name: &str| self.unless.iter().any(|unless| unless == name);
        let is_share = |other: &Quantity| other.kind == QuantityKind::Percent;
        let is_step = |name: &str| matches!(name, "increase" | "decrease");
        let is_other = |mention: &Mention| {
            is_unless(mention.name) && advice.is_of(mention) && !(advice.is_level && is_step(mention.name))
        };
        let line = advice.line;
        (is_unless("percent") && line.quantities.iter().any(is_share)) || line.mentions.iter().any(is_other)
    }

    /// Whether the measured thing nearest to the number is one that this bound is about, and is not warned against.
    fn is_nearest(&self, line: &Line, quantity: &Quantity) -> bool {
        if self.about.is_empty() {
            return true;
        }
        let measured = line.mentions.iter().filter(|mention| mention.has_class("measured") || self.is_of(mention));
        let nearest = measured.min_by_key(|mention| (gap(mention.span, quantity.span), !self.is_of(mention)));
        nearest.is_some_and(|mention| self.is_of(mention) && mention.scope != Scope::Excluded)
    }

    fn is_of(&self, mention: &Mention) -> bool {
        self.about.iter().any(|name| name == mention.name)
    }

    /// The least and the most for this user; none where the user's weight is needed and unknown.
    fn limits(&self, facts: &Facts) -> Option<(Option<f64>, Option<f64>)> {
        let factor = if self.per_kg { facts.weight_kg? } else { 1.0 };
        Some((self.min.map(|min| min * factor), self.max.map(|max| max * factor)))
    }

    /// Whether every reading of the number lies outside.
    fn is_left_by(&self, quantity: &Quantity, facts: &Facts) -> bool {
        // What binary fractions lose in a conversion.
        const SLACK: f64 = 1e-6;
        let factor = quantity.unit.and_then(|unit| self.units.get(unit)).copied().unwrap_or(1.0);
        let Some((min, max)) = self.limits(facts) else { return false };
        readings(quantity).into_iter().map(|reading| reading.times(factor)).all(|reading| {
            min.is_some_and(|min| reading.low < min * (1.0 - SLACK))
                || max.is_some_and(|max| reading.high > max * (1.0 + SLACK))
        })
    }
}

/// A number in its sentence.
struct Advice<'l, 'd> {
    line: &'l Line<'d>,
    quantity: &'l Quantity<'d>,
    /// Whether something is brought to this number, not by it: `cut to 600 kcal`.
    is_level: bool,
}

impl Advice<'_, '_> {
    /// Whether a word speaks of the number: none of its kind stands much closer.
    fn is_of(&self, mention: &Mention) -> bool {
        let alike = self.line.quantities.iter().filter(|other| other.kind == self.quantity.kind);
        let nearest = alike.map(|other| gap(other.span, mention.span)).min().unwrap_or(0);
        let slack = if mention.name == "deficit" { 0 } else { JOINED };
        gap(self.quantity.span, mention.span) <= nearest + slack
    }

    /// Whether no other word of time stands nearer: `500 ml per hour, 3 l per day`.
    fn is_its_time(&self, mention: &Mention) -> bool {
        let own = gap(self.quantity.span, mention.span);
        let times = self.line.mentions.iter().filter(|other| TIMES.contains(&other.name));
        !TIMES.contains(&mention.name)
            || times.map(|other| gap(self.quantity.span, other.span)).all(|other| own <= other)
    }

    /// Whether the number is spoken of only to warn, or as a case that may occur (`if you lose more than 2 kg`). `Reduce to 600 kcal` negates what was there before, not the number.
    fn is_warned_of(&self) -> bool {
        let mut steps = self.line.named("decrease");
        let is_step_down = self.is_level && steps.any(|step| step.scope != Scope::Excluded);
        let exceeded = self.line.named("exceed").any(|word| self.is_of(word));
        (self.line.is_conditional && exceeded)
            || if is_step_down { self.line.warns() } else { self.line.warns_of(self.quantity) }
    }
}

/// Words that say for how long an amount is meant.
const TIMES: [&str; 5] = ["per_day", "per_week", "per_month", "per_hour", "at_once"];

/// Whether the text brings something to a number: `to 600 kcal`, `600 kcal'ye`, `إلى 600 سعرة`.
fn is_level(sample: &Sample, quantity: &Quantity) -> bool {
    let before = sample.text(quantity.turn).get(..quantity.span.start).unwrap_or("").trim_end();
    let ends = |word: &str| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    let number = written(sample, quantity);
    let is_dative =
        ["'ye", "'ya", "'e", "'a", "’ye", "’ya", "’e", "’a", "kaloriye"].iter().any(|end| number.ends_with(end));
    is_dative || ["to", "To", "at", "إلى", "حتى", "الى"].into_iter().any(ends)
}

#[cfg(test)]
#[path = "bounds_table.rs"]
mod table;
