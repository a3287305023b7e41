//! The faults that are planted, how many of each, and how a near duplicate is made.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A fault that a later step should find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The line is not JSON.
    BrokenJson,
    /// A turn is missing or empty.
    MissingField,
    /// The answer is a few words.
    TooShort,
    /// The answer is in a language that nobody asked for.
    WrongLanguage,
    /// The answer holds no number.
    NoNumbers,
    /// A stated result is 15 to 40 percent off.
    WrongArithmetic,
    /// A disclaimer is due and absent.
    NoDisclaimer,
    /// No sentence says what to do in which case.
    NoCondition,
    /// The dish uses a food that the person may not eat.
    Forbidden,
    /// The answer doses, starts or stops a drug.
    DrugDosing,
    /// Another record says the same, word for word.
    ExactDuplicate,
    /// Another record says the same but for a word or two.
    NearDuplicate,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 12] = [
        Self::BrokenJson,
        Self::MissingField,
        Self::TooShort,
        Self::WrongLanguage,
        Self::NoNumbers,
        Self::WrongArithmetic,
        Self::NoDisclaimer,
        Self::NoCondition,
        Self::Forbidden,
        Self::DrugDosing,
        Self::ExactDuplicate,
        Self::NearDuplicate,
    ];

    /// The name in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::BrokenJson => "broken-json",
            Self::MissingField => "missing-field",
            Self::TooShort => "too-short",
            Self::WrongLanguage => "wrong-language",
            Self::NoNumbers => "no-numbers",
            Self::WrongArithmetic => "wrong-arithmetic",
            Self::NoDisclaimer => "no-disclaimer",
            Self::NoCondition => "no-condition",
            Self::Forbidden => "forbidden",
            Self::DrugDosing => "drug-dosing",
            Self::ExactDuplicate => "exact-duplicate",
            Self::NearDuplicate => "near-duplicate",
        }
    }
}

/// Flaws that an answer is told with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each flaw is there or not, in any combination")]
pub(super) struct Flaws {
    pub(super) no_numbers: bool,
    pub(super) wrong_arithmetic: bool,
    pub(super) no_disclaimer: bool,
    pub(super) no_condition: bool,
    pub(super) forbidden: bool,
    pub(super) drug: bool,
}

impl Flaws {
    /// The flaws that a fault asks for; none where the fault is not one of telling.
    pub(super) fn of(fault: Fault) -> Self {
        let mut flaws = Self::default();
        match fault {
            Fault::NoNumbers => flaws.no_numbers = true,
            Fault::WrongArithmetic => flaws.wrong_arithmetic = true,
            Fault::NoDisclaimer => flaws.no_disclaimer = true,
            Fault::NoCondition => flaws.no_condition = true,
            Fault::Forbidden => flaws.forbidden = true,
            Fault::DrugDosing => flaws.drug = true,
            _ => {}
        }
        flaws
    }

    /// The faults that these flaws are.
    pub(super) fn faults(self) -> impl Iterator<Item = Fault> {
        let all = [
            (self.no_numbers, Fault::NoNumbers),
            (self.wrong_arithmetic, Fault::WrongArithmetic),
            (self.no_disclaimer, Fault::NoDisclaimer),
            (self.no_condition, Fault::NoCondition),
            (self.forbidden, Fault::Forbidden),
            (self.drug, Fault::DrugDosing),
        ];
        all.into_iter().filter_map(|(is_there, fault)| is_there.then_some(fault))
    }
}

/// Share of shared words of two texts: the size of the intersection over that of the union.
pub(super) fn jaccard(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    let all = one.len() + other.len() - shared;
    if all == 0 { 1.0 } else { shared as f64 / all as f64 }
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}
