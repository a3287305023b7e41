//! What the analyser knows of each language by itself, read from `lang/{tr,en,ar}.toml`: number words, abbreviations,
//! cues of scope, conditional markers.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use spotter_contract::{Lang, Scope};

use crate::Error;
use crate::lexicon::{GroupTable, Patterns};
use crate::normalise::fold;
use crate::number::{Words, Worth};
use crate::paradigm::{Traits, measure_endings, stems};
use crate::verb::{Known, negatives, requests};

/// The grammar of all three languages.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    pub(crate) numbers: Words,
    pub(crate) abbreviations: Vec<String>,
    pub(crate) months: Vec<String>,
    pub(crate) percent_before: Vec<String>,
    pub(crate) range: Vec<String>,
    pub(crate) between: Vec<String>,
    pub(crate) point: Vec<String>,
    pub(crate) per: Vec<String>,
    pub(crate) age_before: Vec<String>,
    pub(crate) effort: Vec<String>,
    pub(crate) breaks: Vec<(Lang, String)>,
    pub(crate) joins: Vec<(Lang, String)>,
    /// Verbs in the form that asks for something: `add`, `ekle`, `أضف`.
    pub(crate) verbs: BTreeMap<u32, HashSet<String>>,
    /// What is known of the Turkish conditional.
    pub(crate) conditional: Known,
    pub(crate) cues: Vec<Cue>,
    pub(crate) headings: Vec<Cue>,
    pub(crate) markers: Vec<Patterns>,
    pub(crate) circumstances: Vec<Patterns>,
    pub(crate) concessions: Vec<Patterns>,
    pub(crate) asides: Vec<Patterns>,
    pub(crate) actions: Vec<Patterns>,
    pub(crate) alternatives: Vec<Patterns>,
    pub(crate) selves: Vec<Patterns>,
    pub(crate) others: Vec<Patterns>,
    pub(crate) measures: Vec<(Measure, Patterns)>,
}

/// What a number of the user's is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Measure {
    Age,
    Weight,
    Height,
    /// A number that is wished for and not true yet.
    Wish,
}

/// Where the things stand that a cue speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    /// Before the cue, as in Turkish.
    Before,
    /// After the cue, as in English and Arabic.
    After,
    /// Between its first and last word: `swap .. for`.
    Inside,
    /// At its first word: `tavuktan .. geçin`.
    First,
    /// On both sides.
    Around,
}

/// Words that change the scope of things beside them.
#[derive(Debug)]
pub(crate) struct Cue {
    pub(crate) scope: Scope,
    pub(crate) side: Side,
    pub(crate) reach: usize,
    /// Whether it reaches along a list with commas.
    pub(crate) lists: bool,
    pub(crate) patterns: Patterns,
}

/// The shape of a grammar file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    abbreviations: Vec<String>,
    #[serde(default)]
    months: Vec<String>,
    #[serde(default)]
    percent_before: Vec<String>,
    #[serde(default)]
    range: Vec<String>,
    #[serde(default)]
    between: Vec<String>,
    #[serde(default)]
    point: Vec<String>,
    #[serde(default)]
    per: Vec<String>,
    #[serde(default)]
    age_before: Vec<String>,
    #[serde(default)]
    effort: Vec<String>,
    #[serde(default)]
    breaks: Vec<String>,
    #[serde(default)]
    joins: Vec<String>,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    conditional: Conditional,
    numbers: Numbers,
    #[serde(default)]
    cue: Vec<CueTable>,
    #[serde(default)]
    heading: Vec<CueTable>,
    #[serde(default)]
    marker: Vec<GroupTable>,
    #[serde(default)]
    circumstance: Vec<GroupTable>,
    #[serde(default)]
    concession: Vec<GroupTable>,
    #[serde(default)]
    aside: Vec<GroupTable>,
    #[serde(default)]
    action: Vec<GroupTable>,
    #[serde(default)]
    alternative: Vec<GroupTable>,
    #[serde(default, rename = "self")]
    own: Vec<GroupTable>,
    #[serde(default)]
    other: Vec<GroupTable>,
    #[serde(default)]
    measure: Vec<MeasureTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    #[serde(default)]
    and: Vec<String>,
    #[serde(default)]
    minus: Vec<String>,
    #[serde(default)]
    and_half: Vec<String>,
    /// Words that are numbers only beside another number or before a unit.
    #[serde(default)]
    shy: Vec<String>,
    cardinals: BTreeMap<String, f64>,
    hundred: Vec<String>,
    scales: BTreeMap<String, f64>,
    parts: BTreeMap<String, f64>,
}

/// What is known of the Turkish conditional.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conditional {
    /// Words that end like a conditional and are none.
    never: Vec<String>,
    /// Adjectives that are said of a state.
    states: Vec<String>,
    /// Verbs whose bare root takes the ending.
    roots: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueTable {
    scope: Scope,
    #[serde(default = "around")]
    side: Side,
    #[serde(default = "reach")]
    reach: usize,
    #[serde(default = "lists")]
    lists: bool,
    #[serde(default)]
    patterns: Vec<String>,
    /// Turkish verbs whose negative forms are patterns of the group.
    #[serde(default)]
    negated: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureTable {
    about: Measure,
    patterns: Vec<String>,
}

fn around() -> Side {
    Side::Around
}

fn reach() -> usize {
    6
}

fn lists() -> bool {
    true
}

impl Grammar {
    /// The grammar of this crate.
    pub(crate) fn new() -> Result<Self, Error> {
        let mut grammar = Self::default();
        grammar.add(Lang::Tr, "core/text/lang/tr.toml", include_str!("../lang/tr.toml"))?;
        grammar.add(Lang::En, "core/text/lang/en.toml", include_str!("../lang/en.toml"))?;
        grammar.add(Lang::Ar, "core/text/lang/ar.toml", include_str!("../lang/ar.toml"))?;
        Ok(grammar)
    }

    fn add(&mut self, lang: Lang, file: &str, text: &str) -> Result<(), Error> {
        let toml = |source| Error::Toml { file: file.to_owned(), source: Box::new(source) };
        let read: File = toml::from_str(text).map_err(toml)?;
        self.add_numbers(lang, &read.numbers);
        let folded = |words: Vec<String>| words.into_iter().map(|word| fold(&word));
        self.abbreviations.extend(folded(read.abbreviations));
        self.months.extend(folded(read.months));
        self.percent_before.extend(folded(read.percent_before));
        self.range.extend(folded(read.range));
        self.between.extend(folded(read.between));
        self.point.extend(folded(read.point));
        self.per.extend(folded(read.per));
        self.age_before.extend(folded(read.age_before));
        self.effort.extend(folded(read.effort));
        self.breaks.extend(folded(read.breaks).map(|word| (lang, word)));
        self.joins.extend(folded(read.joins).map(|word| (lang, word)));
        self.add_verbs(lang, &read.verbs);
        if lang == Lang::Tr {
            let list = |words: Vec<String>| words.iter().map(|word| fold(word)).collect();
            let Conditional { never, states, roots } = read.conditional;
            self.conditional = Known { never: list(never), states: list(states), roots: list(roots) };
        }
        let patterns =
            |groups: Vec<GroupTable>| groups.into_iter().map(|group| group.into_patterns(file)).collect::<Vec<_>>();
        self.cues.extend(read.cue.into_iter().map(|cue| cue.into_cue(file)));
        self.headings.extend(read.heading.into_iter().map(|cue| cue.into_cue(file)));
        self.markers.extend(patterns(read.marker));
        self.circumstances.extend(patterns(read.circumstance));
        self.concessions.extend(patterns(read.concession));
        self.asides.extend(patterns(read.aside));
        self.actions.extend(patterns(read.action));
        self.alternatives.extend(patterns(read.alternative));
        self.selves.extend(patterns(read.own));
        self.others.extend(patterns(read.other));
        self.measures.extend(read.measure.into_iter().map(|measure| {
            let patterns = Patterns { file: file.to_owned(), texts: measure.patterns, ..Patterns::default() };
            (measure.about, patterns)
        }));
        Ok(())
    }

    /// Verbs in the form that asks for something; for a Turkish stem the other forms that do.
    fn add_verbs(&mut self, lang: Lang, verbs: &[String]) {
        let own = self.verbs.entry(lang.code()).or_default();
        for verb in verbs {
            own.insert(fold(verb));
            if lang == Lang::Tr {
                own.extend(requests(verb));
            }
        }
    }

    /// Whether a word is a verb that asks for something.
    pub(crate) fn is_verb(&self, lang: Lang, word: &str) -> bool {
        self.verbs.get(&lang.code()).is_some_and(|verbs| verbs.contains(word))
    }

    fn add_numbers(&mut self, lang: Lang, numbers: &Numbers) {
        let is_shy = |word: &str| numbers.shy.iter().any(|shy| shy == word);
        let cardinals = numbers.cardinals.iter().map(|(word, value)| (word.as_str(), Worth::Add(*value)));
        let hundreds = numbers.hundred.iter().map(|word| (word.as_str(), Worth::Hundred));
        let scales = numbers.scales.iter().map(|(word, value)| (word.as_str(), Worth::Scale(*value)));
        let parts = numbers.parts.iter().map(|(word, value)| (word.as_str(), Worth::Part(*value)));
        let halves = numbers.and_half.iter().map(|word| (word.as_str(), Worth::AndHalf));
        let rest = numbers.minus.iter().map(|word| (word.as_str(), Worth::Minus));
        for (word, worth) in cardinals.chain(hundreds).chain(scales).chain(parts).chain(halves).chain(rest) {
            match lang {
                Lang::Tr => self.add_turkish(word, worth, is_shy(word)),
                Lang::Ar => self.numbers.add_arabic(word, worth, is_shy(word)),
                _ => self.numbers.add(word, worth, is_shy(word)),
            }
        }
        for word in &numbers.and {
            self.numbers.add(word, Worth::And, true);
        }
        if lang == Lang::Tr {
            self.add_glued_turkish(&numbers.cardinals);
        }
    }

    /// A Turkish number word with its endings; an inflected form of a shy word is no number.
    fn add_turkish(&mut self, word: &str, worth: Worth, is_shy: bool) {
        self.numbers.add(word, worth, is_shy);
        if is_shy {
            return;
        }
        for stem in stems(word, Traits { keeps: true, ..Traits::default() }) {
            for ending in measure_endings(stem.shape).keys().filter(|ending| !ending.is_empty()) {
                self.numbers.add(&format!("{}{ending}", stem.text), worth, is_shy);
            }
        }
    }

    /// Tens and ones in one word: `oniki`, `yirmibeş`.
    fn add_glued_turkish(&mut self, cardinals: &BTreeMap<String, f64>) {
        for (tens, ten) in cardinals.iter().filter(|(_, value)| **value >= 10.0 && **value < 100.0) {
            for (ones, one) in cardinals.iter().filter(|(_, value)| **value >= 1.0 && **value < 10.0) {
                self.numbers.add(&format!("{tens}{ones}"), Worth::Add(ten + one), false);
            }
        }
    }
}

impl CueTable {
    fn into_cue(mut self, file: &str) -> Cue {
        self.patterns.extend(self.negated.iter().flat_map(|stem| negatives(stem)));
        let patterns =
            Patterns { file: file.to_owned(), texts: self.patterns, unless: self.unless, except: self.except };
        Cue { scope: self.scope, side: self.side, reach: self.reach, lists: self.lists, patterns }
    }
}
