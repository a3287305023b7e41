//! Units of measure in three languages, read from `lang/units.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::QuantityKind;

use crate::Error;
use crate::normalise::fold;
use crate::paradigm::{Traits, measure_endings, stems};
use crate::table::Table;

/// A unit of measure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    /// Its usual English symbol or name.
    pub(crate) name: String,
    /// What it measures.
    pub(crate) kind: QuantityKind,
    /// Whether a number before it with three digits behind its separator is in thousands: `1.500 kcal`.
    #[serde(default)]
    pub(crate) thousands: bool,
    /// Whether only a number in digits makes it a quantity.
    #[serde(default)]
    digits: bool,
    /// Spellings that take no ending.
    #[serde(default)]
    symbols: Vec<String>,
    #[serde(default)]
    tr: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    ar: Vec<String>,
    /// Arabic duals: two of the unit in one word.
    #[serde(default)]
    dual: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unit: Vec<Unit>,
}

/// How a unit was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// Its position in the table.
    pub(crate) unit: usize,
    /// Whether the word means two of it.
    pub(crate) is_dual: bool,
    /// Whether only digits may stand before it.
    pub(crate) needs_digits: bool,
}

/// Every unit by every spelling.
#[derive(Debug)]
pub(crate) struct Units {
    units: Vec<Unit>,
    spellings: Table<Spelling>,
}

impl Units {
    /// The table of this crate.
    pub(crate) fn new() -> Result<Self, Error> {
        let toml = |source| Error::Toml { file: "core/text/lang/units.toml".to_owned(), source: Box::new(source) };
        let File { unit: units } = toml::from_str(include_str!("../lang/units.toml")).map_err(toml)?;
        let mut spellings = Table::default();
        let mut shapes = BTreeMap::new();
        for (index, unit) in units.iter().enumerate() {
            let plain = Spelling { unit: index, is_dual: false, needs_digits: unit.digits };
            for text in unit.symbols.iter().chain(&unit.ar) {
                spellings.entry(fold(text)).or_insert(plain);
            }
            for text in &unit.en {
                spellings.entry(fold(text)).or_insert(plain);
                spellings.entry(fold(text) + "s").or_insert(plain);
            }
            for text in &unit.tr {
                for stem in stems(text, Traits::default()) {
                    let endings = shapes.entry(stem.shape).or_insert_with(|| measure_endings(stem.shape));
                    let fits = |ending: &&String| !(stem.is_bound && ending.is_empty());
                    for ending in endings.keys().filter(fits) {
                        spellings.entry(format!("{}{ending}", stem.text)).or_insert(plain);
                    }
                }
            }
            for text in &unit.dual {
                spellings.entry(fold(text)).or_insert(Spelling { is_dual: true, ..plain });
            }
        }
        Ok(Self { units, spellings })
    }

    /// The unit that a folded text spells.
    pub(crate) fn spelled(&self, text: &str) -> Option<Spelling> {
        self.spellings.get(text).copied()
    }

    /// A unit by its position.
    pub(crate) fn at(&self, index: usize) -> Option<&Unit> {
        self.units.get(index)
    }

    /// A unit by its English name.
    pub(crate) fn named(&self, name: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_lead_to_one_unit() {
        let units = Units::new().unwrap();
        for text in ["g", "gr", "grams", "gramlik", "غرام"] {
            let spelling = units.spelled(&fold(text)).unwrap();
            assert_eq!(units.at(spelling.unit).unwrap().name, "g", "{text}");
        }
    }

    #[test]
    fn a_dual_is_two() {
        assert!(Units::new().unwrap().spelled(&fold("أسبوعين")).unwrap().is_dual);
    }
}
