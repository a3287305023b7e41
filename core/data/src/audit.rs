//! Looking over a training set before it is used: what is in it, and whether it is ready.

mod boilerplate;
mod kind;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use spotter_contract::{Lang, Outcome, Sample};
use spotter_gate::{Gate, Judged, Judgement, Severity};
use spotter_report::Rate;

use crate::batch::in_order;
use crate::dedupe::{Duplicates, Reading, count_duplicates};
use crate::reader::{Settled, read_all};
use crate::{Error, Raw};
use boilerplate::Boilerplate;
pub use kind::Kind;

/// The rule whose answer tells that a sample is due for a rubric's coverage: one that it skips is not counted.
const DUE: [&str; 3] = [NUMERIC, CONDITIONAL, DISCLAIMER];
const NUMERIC: &str = "numeric/missing-numbers";
const CONDITIONAL: &str = "conditional/missing-condition";
const DISCLAIMER: &str = "disclaimer/missing-disclaimer";

/// The `[audit]` table of `spotter.toml`: what a training set must reach to be ready.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The least share of answers that need numbers whose numbers are there and hold.
    pub numeric: f64,
    /// The least share of answers that need a condition with both a condition and what follows from it.
    pub conditional: f64,
    /// The least share of answers that need a disclaimer and have it.
    pub disclaimer: f64,
    /// The greatest share of exact duplicates.
    pub exact: f64,
    /// The greatest share of near-duplicates.
    pub near: f64,
    /// The greatest share of answers that one and the same sentence of caution stands in.
    pub boilerplate: f64,
    /// From which Jaccard index on, in question and answer, records count as near-duplicates.
    pub threshold: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            numeric: 0.95,
            conditional: 0.90,
            disclaimer: 0.90,
            exact: 0.05,
            near: 0.10,
            boilerplate: 0.30,
            threshold: 0.9,
        }
    }
}

/// What was found in a training set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// How many records were understood, of all.
    pub records: Rate,
    /// The languages of the answers.
    pub languages: BTreeMap<String, Rate>,
    /// What the questions are about.
    pub kinds: BTreeMap<String, Rate>,
    /// How many characters the questions have.
    pub question_chars: Quantiles,
    /// How many characters the answers have.
    pub answer_chars: Quantiles,
    /// What decides.
    pub targets: Vec<Target>,
    /// Answers whose condition is at least a marker, of those that need one; it stands beside the target.
    pub conditional_marker: Rate,
    /// Sentences of caution that stand word for word in more answers than the target allows.
    pub boilerplate: BTreeMap<String, Rate>,
    /// How often each rule is met where it applies.
    pub rules: BTreeMap<String, Rate>,
    /// Whether every target is met.
    pub is_ready: bool,
}

/// A share and what it must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// What is counted.
    pub name: String,
    /// The count.
    pub rate: Rate,
    /// On which side of the bound the share must lie.
    pub side: Side,
    /// The bound.
    pub bound: f64,
    /// Whether it does.
    pub is_met: bool,
}

/// A side of a bound; the bound itself is on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Not below.
    AtLeast,
    /// Not above.
    AtMost,
}

impl Target {
    /// A share of nothing shows nothing, and meets only a bound that everything meets.
    fn new(name: &str, rate: Rate, side: Side, bound: f64) -> Self {
        let is_met = match (rate.share(), side) {
            (Some(share), Side::AtLeast) => share >= bound,
            (Some(share), Side::AtMost) => share <= bound,
            (None, Side::AtLeast) => bound <= 0.0,
            (None, Side::AtMost) => bound >= 1.0,
        };
        Self { name: name.to_owned(), rate, side, bound, is_met }
    }
}

/// How a number is spread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantiles {
    /// The smallest.
    pub least: usize,
    /// A twentieth lies below.
    pub p5: usize,
    /// A quarter lies below.
    pub p25: usize,
    /// Half lies below.
    pub median: usize,
    /// Three quarters lie below.
    pub p75: usize,
    /// All but a twentieth lies below.
    pub p95: usize,
    /// The largest.
    pub most: usize,
}

impl Quantiles {
    fn of(mut numbers: Vec<usize>) -> Self {
        numbers.sort_unstable();
        let last = numbers.len().saturating_sub(1);
        let at = |hundredths: usize| numbers.get(last * hundredths / 100).copied().unwrap_or(0);
        let (p5, p25, median, p75, p95) = (at(5), at(25), at(50), at(75), at(95));
        Self { least: at(0), p5, p25, median, p75, p95, most: at(100) }
    }
}

/// Counts what is in the inputs and writes `audit.txt`, `audit.md`, `audit.csv` and `audit.json` into `folder`.
///
/// # Errors
///
/// When a file cannot be read or written, a setting makes no sense, or a rubric fails.
pub fn audit(
    inputs: &[PathBuf],
    folder: &Path,
    settings: &Settings,
    gate: &Gate,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Audit, Error> {
    let inputs = Settled::new(inputs, &folder.join("audit.json"))?;
    let mut tally = Tally::default();
    let work = |raw: Raw| raw.record().ok().map(|record| look(&record.sample, record.kind.as_deref(), gate));
    in_order(read_all(inputs.paths()), work, |look| {
        tally.add(look);
        progress(tally.records.of as u64);
        Ok(())
    })?;
    gate.health().map_err(Error::Gate)?;
    let near = crate::dedupe::Settings { threshold: settings.threshold, reading: Reading::Above };
    let audit = tally.close(count_duplicates(inputs.paths(), &near)?, settings);
    tables::write(&audit, folder)?;
    Ok(audit)
}

/// What is seen in one record.
struct Look {
    lang: Lang,
    kind: Kind,
    question_chars: usize,
    answer_chars: usize,
    /// The highest level of a condition in the answers.
    level: u8,
    cautions: BTreeSet<String>,
    judgement: Judgement,
}

fn look(sample: &Sample, kind: Option<&str>, gate: &Gate) -> Look {
    let length = |text: Option<(usize, &str)>| text.map_or(0, |(_, text)| text.chars().count());
    let answers: Vec<usize> = sample.answers().map(|(turn, _)| turn).collect();
    let (judgement, document) = gate.judge_and_read(sample);
    let levels = document.conditions.iter().filter(|condition| answers.contains(&condition.turn));
    Look {
        lang: document.lang,
        kind: kind.and_then(Kind::from_name).unwrap_or_else(|| Kind::of(sample)),
        question_chars: length(sample.question()),
        answer_chars: length(sample.answer()),
        level: levels.map(|condition| condition.level).max().unwrap_or(0),
        cautions: Boilerplate::sentences(sample, &document),
        judgement,
    }
}

/// The counts while they grow.
#[derive(Default)]
struct Tally {
    records: Rate,
    languages: BTreeMap<String, usize>,
    kinds: BTreeMap<String, usize>,
    question_chars: Vec<usize>,
    answer_chars: Vec<usize>,
    covered: BTreeMap<&'static str, Rate>,
    rules: BTreeMap<String, Rate>,
    boilerplate: Boilerplate,
    marker: Rate,
    consequence: Rate,
}

impl Tally {
    fn add(&mut self, look: Option<Look>) {
        self.records += Rate::new(usize::from(look.is_some()), 1);
        let Some(look) = look else {
            return;
        };
        *self.languages.entry(look.lang.name().to_owned()).or_default() += 1;
        *self.kinds.entry(look.kind.name().to_owned()).or_default() += 1;
        self.boilerplate.add(look.cautions);
        self.question_chars.push(look.question_chars);
        self.answer_chars.push(look.answer_chars);
        for judged in &look.judgement.outcomes {
            if let Some(is_met) = is_met(judged) {
                *self.rules.entry(judged.rule.clone()).or_default() += Rate::new(usize::from(is_met), 1);
            }
        }
        for rule in DUE {
            if let Some(is_covered) = is_covered(&look.judgement, rule) {
                *self.covered.entry(rule).or_default() += Rate::new(usize::from(is_covered), 1);
            }
        }
        if is_covered(&look.judgement, CONDITIONAL).is_some() {
            self.marker += Rate::new(usize::from(look.level >= 1), 1);
            self.consequence += Rate::new(usize::from(look.level >= 2), 1);
        }
    }

    fn close(self, duplicates: Duplicates, settings: &Settings) -> Audit {
        let of = duplicates.records as usize;
        let covered = |rule: &str| self.covered.get(rule).copied().unwrap_or_default();
        let repeated = |hits: u64| Rate::new(hits as usize, of);
        let targets = vec![
            Target::new("numeric", covered(NUMERIC), Side::AtLeast, settings.numeric),
            Target::new("conditional", self.consequence, Side::AtLeast, settings.conditional),
            Target::new("disclaimer", covered(DISCLAIMER), Side::AtLeast, settings.disclaimer),
            Target::new("exact duplicates", repeated(duplicates.exact), Side::AtMost, settings.exact),
            Target::new("near duplicates", repeated(duplicates.near), Side::AtMost, settings.near),
            Target::new("boilerplate", self.boilerplate.worst(), Side::AtMost, settings.boilerplate),
        ];
        let known = self.records.hits;
        let pasted = |(sentence, count): (&str, usize)| (sentence.to_owned(), Rate::new(count, known));
        let rates = |counts: BTreeMap<String, usize>| {
            counts.into_iter().map(|(name, hits)| (name, Rate::new(hits, known))).collect()
        };
        Audit {
            is_ready: targets.iter().all(|target| target.is_met),
            records: self.records,
            languages: rates(self.languages),
            kinds: rates(self.kinds),
            question_chars: Quantiles::of(self.question_chars),
            answer_chars: Quantiles::of(self.answer_chars),
            targets,
            conditional_marker: self.marker,
            boilerplate: self.boilerplate.repeated(settings.boilerplate).into_iter().map(pasted).collect(),
            rules: self.rules,
        }
    }
}

/// Whether a rule holds, or `None` where it does not apply.
fn is_met(judged: &Judged) -> Option<bool> {
    match judged.outcome {
        Outcome::Skipped => None,
        Outcome::Met => Some(true),
        Outcome::Broken(_) => Some(false),
    }
}

/// Whether a sample that is due for a rubric has what the rubric asks for and breaks none of its grave rules: numbers
/// that are there and wrong cover nothing.
fn is_covered(judgement: &Judgement, due: &str) -> Option<bool> {
    let is_there = judgement.outcomes.iter().find(|judged| judged.rule == due).and_then(is_met)?;
    let rubric = due.split('/').next().unwrap_or(due);
    let is_own = |judged: &Judged| judged.rule.split('/').next() == Some(rubric);
    let grave = |judged: &Judged| judged.severity == Severity::Block && is_met(judged) == Some(false);
    Some(is_there && !judgement.outcomes.iter().any(|judged| is_own(judged) && grave(judged)))
}
