//! Two runs, paired case by case.

use std::collections::{BTreeMap, BTreeSet};

use spotter_gate::Severity;
use spotter_report::Rate;

use crate::{Header, Judged, Record, Run, mcnemar};

/// A baseline and a candidate over the same cases.
#[derive(Debug, Clone)]
pub struct Diff<'a> {
    /// What made the baseline.
    pub base: &'a Header,
    /// What made the candidate.
    pub candidate: &'a Header,
    /// How the cases of the two came together.
    pub pairing: Pairing,
    /// The cases that both runs judged, in the candidate's order.
    pub pairs: Vec<Pair<'a>>,
}

/// How the cases of two runs came together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pairing {
    /// Cases that both judged.
    pub paired: usize,
    /// Cases that both have, but at least one could not judge.
    pub unjudged: usize,
    /// Cases of the candidate alone.
    pub new: usize,
    /// Cases of the baseline alone.
    pub missing: usize,
    /// Cases whose title both have, with other content.
    pub changed: usize,
}

/// One case as both runs judged it.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The baseline's record.
    pub base: &'a Record,
    /// The candidate's record.
    pub candidate: &'a Record,
}

/// One slice in both runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// `language:tr`, or `all`.
    pub slice: String,
    /// Cases that passed in the baseline.
    pub base: Rate,
    /// Cases that passed in the candidate.
    pub candidate: Rate,
    /// Passed before, fails now.
    pub broke: usize,
    /// Failed before, passes now.
    pub fixed: usize,
    /// McNemar's exact two-sided p.
    pub p: f64,
}

/// One rule in both runs, over the answers to which it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleContrast {
    /// Rubric and rule.
    pub rule: String,
    /// How often the baseline met it.
    pub base: Rate,
    /// How often the candidate met it.
    pub candidate: Rate,
}

impl Pair<'_> {
    /// Passed before, fails now.
    pub fn has_broken(&self) -> bool {
        (self.base.is_passed(), self.candidate.is_passed()) == (Some(true), Some(false))
    }

    /// Failed before, passes now.
    pub fn is_fixed(&self) -> bool {
        (self.base.is_passed(), self.candidate.is_passed()) == (Some(false), Some(true))
    }

    fn is_in(&self, slice: &str) -> bool {
        self.candidate.slices.iter().any(|other| other == slice)
    }
}

impl<'a> Diff<'a> {
    /// Pairs two runs by the ids of their cases.
    pub fn of(base: &'a Run, candidate: &'a Run) -> Self {
        let ids: BTreeMap<_, _> = base.records.iter().map(|record| (record.case.as_str(), record)).collect();
        let titles: BTreeSet<_> = base.records.iter().map(|record| record.title.as_str()).collect();
        let known: BTreeSet<_> = candidate.records.iter().map(|record| record.case.as_str()).collect();
        let mut diff =
            Self { base: &base.header, candidate: &candidate.header, pairing: Pairing::default(), pairs: Vec::new() };
        let pairing = &mut diff.pairing;
        for record in &candidate.records {
            match ids.get(record.case.as_str()) {
                Some(earlier) if earlier.is_passed().is_some() && record.is_passed().is_some() => {
                    diff.pairs.push(Pair { base: earlier, candidate: record });
                }
                Some(_) => pairing.unjudged += 1,
                None if titles.contains(record.title.as_str()) => pairing.changed += 1,
                None => pairing.new += 1,
            }
        }
        let gone = base.records.iter().filter(|record| !known.contains(record.case.as_str())).count();
        pairing.missing = gone.saturating_sub(pairing.changed);
        pairing.paired = diff.pairs.len();
        diff
    }

    /// Cases that passed before and fail now.
    pub fn broke(&self) -> impl Iterator<Item = &Pair<'a>> {
        self.pairs.iter().filter(|pair| pair.has_broken())
    }

    /// Cases that failed before and pass now.
    pub fn fixed(&self) -> impl Iterator<Item = &Pair<'a>> {
        self.pairs.iter().filter(|pair| pair.is_fixed())
    }

    /// All cases together.
    pub fn overall(&self) -> Contrast {
        contrast("all", self.pairs.iter())
    }

    /// Every slice that a pair belongs to, sorted.
    pub fn slices(&self) -> Vec<Contrast> {
        let names: BTreeSet<&String> = self.pairs.iter().flat_map(|pair| &pair.candidate.slices).collect();
        let of = |slice: &String| contrast(slice, self.pairs.iter().filter(|pair| pair.is_in(slice)));
        names.into_iter().map(of).collect()
    }

    /// Every rule that applied to some answer, sorted.
    pub fn rules(&self) -> Vec<RuleContrast> {
        let mut rules: BTreeMap<&str, (Rate, Rate)> = BTreeMap::new();
        for pair in &self.pairs {
            for (rule, is_met) in applied(pair.base) {
                rules.entry(rule).or_default().0 += Rate::new(usize::from(is_met), 1);
            }
            for (rule, is_met) in applied(pair.candidate) {
                rules.entry(rule).or_default().1 += Rate::new(usize::from(is_met), 1);
            }
        }
        let contrast = |(rule, (base, candidate)): (&str, _)| RuleContrast { rule: rule.to_owned(), base, candidate };
        rules.into_iter().map(contrast).collect()
    }

    /// How many cases of a rubric's slice break one of its rules so badly that they are blocked: before, and now.
    pub fn blocked(&self, rubric: &str) -> (Rate, Rate) {
        let slice = format!("rubric:{rubric}");
        let pairs = || self.pairs.iter().filter(|pair| pair.is_in(&slice));
        (
            Rate::count(pairs(), |pair| is_blocked(pair.base, rubric)),
            Rate::count(pairs(), |pair| is_blocked(pair.candidate, rubric)),
        )
    }
}

fn contrast<'p, 'a: 'p>(slice: &str, pairs: impl Iterator<Item = &'p Pair<'a>> + Clone) -> Contrast {
    let broke = pairs.clone().filter(|pair| pair.has_broken()).count();
    let fixed = pairs.clone().filter(|pair| pair.is_fixed()).count();
    Contrast {
        slice: slice.to_owned(),
        base: Rate::count(pairs.clone(), |pair| pair.base.is_passed() == Some(true)),
        candidate: Rate::count(pairs, |pair| pair.candidate.is_passed() == Some(true)),
        broke,
        fixed,
        p: mcnemar(broke, fixed),
    }
}

fn applied(record: &Record) -> impl Iterator<Item = (&str, bool)> {
    let rules = record.judged.iter().flat_map(|judged| &judged.rules);
    rules.map(|rule| (rule.rule.as_str(), !rule.is_broken()))
}

fn is_blocked(record: &Record, rubric: &str) -> bool {
    let mut broken = record.judged.iter().flat_map(Judged::broken);
    broken.any(|rule| rule.rubric() == rubric && rule.severity == Severity::Block)
}
