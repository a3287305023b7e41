//! Units of measure in three languages, read from `lang/units.toml`, and those that two of them make.

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
    #[serde(default, rename = "digits")]
    pub(crate) needs_digits: bool,
    /// Whether other units are counted for each of it.
    #[serde(default)]
    per: bool,
    /// Spellings that take no ending.
    #[serde(default)]
    symbols: Vec<String>,
    /// Symbols that count only in capital letters.
    #[serde(default)]
    capitals: Vec<String>,
    /// Spellings that count only behind digits, because they are parts of the body as well.
    #[serde(default)]
    shy: Vec<String>,
    #[serde(default)]
    tr: Vec<String>,
    /// Turkish lemmas whose endings have front vowels although their own are back: *saat*, *saatte*.
    #[serde(default)]
    front: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    ar: Vec<String>,
    /// Arabic duals: two of the unit in one word.
    #[serde(default)]
    dual: Vec<String>,
}

impl Unit {
    /// Whether it is a unit of data, which is always counted over time.
    pub(crate) fn is_data(&self) -> bool {
        self.name.ends_with("bit") || self.name.ends_with('B')
    }
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
    /// Whether it counts only in capital letters.
    pub(crate) is_capital: bool,
}

/// Every unit by every spelling.
#[derive(Debug)]
pub(crate) struct Units {
    table: Vec<Unit>,
    spellings: Table<Spelling>,
    /// How many tokens the longest spelling has that begins with a word.
    openers: Table<usize>,
    /// The units by name.
    names: Table<usize>,
    /// The names of joined units, by the position of the upper and the rank of the lower one.
    joined: Vec<String>,
    /// The rank of each unit that others are counted for.
    ranks: BTreeMap<usize, usize>,
}

impl Units {
    /// The table of this crate.
    pub(crate) fn new() -> Result<Self, Error> {
        let toml = |source| Error::Toml { file: "core/text/lang/units.toml".to_owned(), source: Box::new(source) };
        let File { unit: units } = toml::from_str(include_str!("../lang/units.toml")).map_err(toml)?;
        let mut own = Self {
            spellings: Table::default(),
            openers: Table::default(),
            names: Table::default(),
            joined: Vec::new(),
            ranks: BTreeMap::new(),
            table: Vec::new(),
        };
        let mut shapes = BTreeMap::new();
        for (index, unit) in units.iter().enumerate() {
            let plain = Spelling { unit: index, is_dual: false, needs_digits: unit.needs_digits, is_capital: false };
            own.names.entry(unit.name.clone()).or_insert(index);
            for text in unit.symbols.iter().chain(&unit.ar) {
                own.spell(fold(text), plain);
            }
            for text in &unit.capitals {
                own.spell(fold(text), Spelling { is_capital: true, ..plain });
            }
            for text in &unit.shy {
                own.spell(fold(text), Spelling { needs_digits: true, ..plain });
            }
            for text in &unit.en {
                own.spell(fold(text) + "s", plain);
                own.spell(fold(text), plain);
            }
            let lemmas = unit.tr.iter().map(|text| (text, false)).chain(unit.front.iter().map(|text| (text, true)));
            for (text, front) in lemmas {
                for stem in stems(text, Traits { front, ..Traits::default() }) {
                    let endings = shapes.entry(stem.shape).or_insert_with(|| measure_endings(stem.shape));
                    let fits = |ending: &&String| !(stem.is_bound && ending.is_empty());
                    for ending in endings.keys().filter(fits) {
                        own.spell(format!("{}{ending}", stem.text), plain);
                    }
                }
            }
            for text in &unit.dual {
                for prefix in ["", "و", "ل", "ب"] {
                    own.spell(fold(&format!("{prefix}{text}")), Spelling { is_dual: true, ..plain });
                }
            }
        }
        own.table = units;
        own.join();
        Ok(own)
    }

    fn spell(&mut self, text: String, spelling: Spelling) {
        let is_letter = |letter: &char| letter.is_alphabetic();
        let head: usize = text.chars().take_while(is_letter).map(char::len_utf8).sum();
        let head = if head == 0 { text.chars().next().map_or(0, char::len_utf8) } else { head };
        let marks = text.chars().filter(|letter| !letter.is_alphanumeric()).count();
        let tokens = (1 + 2 * marks).min(7);
        if let Some(opener) = text.get(..head) {
            let longest = self.openers.entry(opener.to_owned()).or_default();
            *longest = tokens.max(*longest);
        }
        self.spellings.entry(text).or_insert(spelling);
    }

    /// Names every unit that two others make: `g/kg`, `km/h`, `USD/h`.
    fn join(&mut self) {
        let bottoms: Vec<usize> = (0..self.table.len()).filter(|index| self.table[*index].per).collect();
        self.ranks = bottoms.iter().enumerate().map(|(rank, index)| (*index, rank)).collect();
        for top in &self.table {
            for bottom in &bottoms {
                let name = format!("{}/{}", top.name, self.table[*bottom].name);
                self.joined.push(if name == "mi/h" { "mph".to_owned() } else { name });
            }
        }
    }

    /// The name of the unit that two units make.
    pub(crate) fn joined(&self, top: &str, bottom: &str) -> Option<&str> {
        let (top, bottom) = (self.names.get(top)?, self.names.get(bottom)?);
        let rank = self.ranks.get(bottom)?;
        self.joined.get(top * self.ranks.len() + rank).map(String::as_str)
    }

    /// The unit that a folded text spells.
    pub(crate) fn spelled(&self, text: &str) -> Option<Spelling> {
        self.spellings.get(text).copied()
    }

    /// Whether a unit begins with this word.
    pub(crate) fn opens(&self, word: &str) -> bool {
        self.openers.contains_key(word)
    }

    /// How many tokens the longest unit has that begins with this word.
    pub(crate) fn longest(&self, word: &str) -> Option<usize> {
        self.openers.get(word).copied()
    }

    /// A unit by its position.
    pub(crate) fn at(&self, index: usize) -> Option<&Unit> {
        self.table.get(index)
    }

    /// A unit by its English name.
    pub(crate) fn named(&self, name: &str) -> Option<&Unit> {
        self.table.get(*self.names.get(name)?)
    }
}

/// How many of the smaller unit make the larger one, where people name both: `5 ft 10 in`, `1 saat 30 dakika`.
/// Days and hours are no such pair: `3 gün 45 dakika` is three times a week.
pub(crate) fn share(larger: &str, smaller: &str) -> Option<f64> {
    const PAIRS: [(&str, &str, f64); 20] = [
        ("ft", "in", 12.0),
        ("yd", "ft", 3.0),
        ("mi", "ft", 5280.0),
        ("km", "m", 1000.0),
        ("km", "cm", 100_000.0),
        ("m", "cm", 100.0),
        ("cm", "mm", 10.0),
        ("kg", "g", 1000.0),
        ("t", "kg", 1000.0),
        ("g", "mg", 1000.0),
        ("lb", "oz", 16.0),
        ("l", "ml", 1000.0),
        ("l", "cl", 100.0),
        ("h", "min", 60.0),
        ("h", "s", 3600.0),
        ("min", "s", 60.0),
        ("year", "month", 12.0),
        ("month", "day", 30.0),
        ("week", "day", 7.0),
        ("year", "week", 52.0),
    ];
    PAIRS.iter().find(|(large, small, _)| *large == larger && *small == smaller).map(|(.., count)| *count)
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

    #[test]
    fn any_unit_is_counted_for_any_of_time_mass_and_length() {
        let units = Units::new().unwrap();
        for (top, bottom) in [("g", "kg"), ("km", "h"), ("USD", "h"), ("W", "kg"), ("min", "km"), ("kcal", "day")] {
            assert_eq!(units.joined(top, bottom), Some(format!("{top}/{bottom}").as_str()));
        }
    }

    #[test]
    fn names_are_unique() {
        let units = Units::new().unwrap();
        assert_eq!(units.names.len(), units.table.len());
    }
}
