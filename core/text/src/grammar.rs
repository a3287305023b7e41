//! What the analyser knows of each language by itself, read from `lang/{tr,en,ar}.toml`: number words, abbreviations,
//! cues of scope, conditional markers.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use spotter_contract::{Lang, Scope};

use crate::Error;
use crate::bound::{Bound, Side as BoundSide};
use crate::lexicon::{GroupTable, Patterns};
use crate::normalise::fold;
use crate::paradigm::{Traits, measure_endings, stems};
use crate::table::Table;
use crate::verb::{Known, negatives, requests};
use crate::words::{Phrases, Words, Worth};

/// The grammar of all three languages.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    pub(crate) numbers: Words,
    pub(crate) abbreviations: Vec<String>,
    /// Words that lead to a number, or away from one.
    pub(crate) leads: Table<Lead>,
    pub(crate) range: Vec<String>,
    pub(crate) between: Vec<String>,
    pub(crate) from: Vec<String>,
    pub(crate) point: Vec<String>,
    pub(crate) per: Vec<String>,
    pub(crate) fillers: Vec<String>,
    pub(crate) race: Vec<String>,
    pub(crate) often: Vec<String>,
    pub(crate) age_before: Vec<String>,
    pub(crate) breaks: Vec<(Lang, String)>,
    pub(crate) joins: Vec<(Lang, String)>,
    /// Verbs in the form that asks for something: `add`, `ekle`, `أضف`.
    pub(crate) verbs: BTreeMap<u32, HashSet<String>>,
    /// What is known of the Turkish conditional.
    pub(crate) conditional: Known,
    /// Phrases before a number that make it a bound.
    pub(crate) bounds_before: Phrases<Bound>,
    /// Phrases behind a number that make it a bound.
    pub(crate) bounds_after: Phrases<Bound>,
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

/// What a word before a number says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lead {
    /// `yüzde 25`
    Percent,
    /// `RPE 8`
    Effort,
    /// `https://..`
    Address,
    /// `saat 8'de`
    Hour,
    /// `March 17`
    Month,
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
    from: Vec<String>,
    #[serde(default)]
    fillers: Vec<String>,
    #[serde(default)]
    race: Vec<String>,
    #[serde(default)]
    often: Vec<String>,
    #[serde(default)]
    hour: Vec<String>,
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
    bounds: Bounds,
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
    #[serde(default)]
    ordinals: BTreeMap<String, f64>,
}

/// Phrases beside a number that make it a bound. In Turkish the words of `than` stand behind an ablative.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Bounds {
    above: Vec<String>,
    below: Vec<String>,
    equal: Vec<String>,
    or_above: Vec<String>,
    or_below: Vec<String>,
    or_equal: Vec<String>,
    than_above: Vec<String>,
    than_below: Vec<String>,
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
        self.add_bounds(&read.bounds);
        let folded = |words: Vec<String>| words.into_iter().map(|word| fold(&word));
        self.abbreviations.extend(folded(read.abbreviations));
        let leads = [
            (read.percent_before, Lead::Percent),
            (read.effort, Lead::Effort),
            (read.months, Lead::Month),
            (read.hour, Lead::Hour),
            (vec!["http".to_owned(), "https".to_owned(), "www".to_owned()], Lead::Address),
        ];
        for (words, lead) in leads {
            self.leads.extend(folded(words).map(|word| (word, lead)));
        }
        self.from.extend(folded(read.from));
        self.fillers.extend(folded(read.fillers));
        self.race.extend(folded(read.race));
        self.often.extend(folded(read.often));
        self.range.extend(folded(read.range));
        self.between.extend(folded(read.between));
        self.point.extend(folded(read.point));
        self.per.extend(folded(read.per));
        self.age_before.extend(folded(read.age_before));
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

    fn add_bounds(&mut self, bounds: &Bounds) {
        let sides =
            [(&bounds.above, BoundSide::Above), (&bounds.below, BoundSide::Below), (&bounds.equal, BoundSide::Equal)];
        for (texts, side) in sides {
            for text in texts {
                self.bounds_before.add(text, Bound { side, is_than: false }, <[String]>::last);
            }
        }
        let behind = [
            (&bounds.or_above, BoundSide::Above, false),
            (&bounds.or_below, BoundSide::Below, false),
            (&bounds.or_equal, BoundSide::Equal, false),
            (&bounds.than_above, BoundSide::Above, true),
            (&bounds.than_below, BoundSide::Below, true),
        ];
        for (texts, side, is_than) in behind {
            for text in texts {
                self.bounds_after.add(text, Bound { side, is_than }, <[String]>::first);
            }
        }
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
        let cardinals = numbers.cardinals.iter().map(|(word, value)| (word, Worth::Add(*value)));
        let hundreds = numbers.hundred.iter().map(|word| (word, Worth::Hundred));
        let scales = numbers.scales.iter().map(|(word, value)| (word, Worth::Scale(*value)));
        let ordinals = numbers.ordinals.iter().map(|(word, value)| (word, Worth::Ordinal(*value)));
        let parts = numbers.parts.iter().map(|(word, value)| (word, Worth::Part(*value)));
        let halves = numbers.and_half.iter().map(|word| (word, Worth::AndHalf));
        let rest = numbers.minus.iter().map(|word| (word, Worth::Minus));
        let whole = cardinals.chain(hundreds).chain(scales).chain(ordinals);
        for (word, worth) in whole.chain(parts).chain(halves).chain(rest) {
            let is_shy = numbers.shy.contains(word);
            match lang {
                Lang::Tr => self.add_turkish(word, worth, is_shy),
                Lang::Ar => self.numbers.add_arabic(word, worth, is_shy),
                _ => _ = self.numbers.add(word, worth, lang),
            }
            if is_shy {
                self.numbers.add_shy(word, worth, lang);
            }
            if let (Lang::En, Worth::Ordinal(value)) = (lang, worth)
                && value > 2.0
            {
                self.numbers.add(&format!("{word}s"), Worth::Part(1.0 / value), lang).part = Some(1.0 / value);
            }
        }
        for word in &numbers.and {
            self.numbers.add_shy(word, Worth::And, lang);
        }
        if lang == Lang::Tr {
            self.add_glued_turkish(&numbers.cardinals);
        }
    }

    /// A Turkish number word with its endings; an inflected form of a shy word is a number only behind another.
    fn add_turkish(&mut self, word: &str, worth: Worth, is_shy: bool) {
        self.numbers.add(word, worth, Lang::Tr);
        for stem in stems(word, Traits { keeps: true, ..Traits::default() }) {
            for ending in measure_endings(stem.shape).keys().filter(|ending| !ending.is_empty()) {
                let text = format!("{}{ending}", stem.text);
                if self.numbers.spelled(&text).is_none() {
                    self.numbers.add_folded(text, worth, Lang::Tr).is_inside = is_shy;
                }
            }
        }
    }

    /// Numbers in one word: `oniki`, `yirmibeş`, `üçyüz`, `yüzelli`, `ikibin`, `beşbuçuk`.
    fn add_glued_turkish(&mut self, cardinals: &BTreeMap<String, f64>) {
        let within = |low: f64, high: f64| {
            let own = cardinals.iter().filter(move |(_, value)| (low..high).contains(*value));
            own.map(|(word, value)| (fold(word), *value)).collect::<Vec<_>>()
        };
        let (ones, tens) = (within(1.0, 10.0), within(10.0, 100.0));
        let mut small: Vec<(String, f64)> = Vec::new();
        for (ten, tens_value) in &tens {
            small.extend(ones.iter().map(|(one, value)| (format!("{ten}{one}"), tens_value + value)));
        }
        let mut glued = small.clone();
        small.extend(ones.iter().chain(&tens).cloned());
        let hundreds =
            ones.iter().filter(|(_, value)| *value > 1.0).map(|(one, value)| (format!("{one}yüz"), value * 100.0));
        let hundreds: Vec<(String, f64)> = hundreds.chain([("yüz".to_owned(), 100.0)]).collect();
        for (hundred, value) in &hundreds {
            glued.extend(small.iter().map(|(text, more)| (format!("{hundred}{text}"), value + more)));
        }
        glued.extend(hundreds.into_iter().filter(|(_, value)| *value > 100.0));
        glued.extend(
            small.iter().filter(|(_, value)| *value > 1.0).map(|(text, value)| (format!("{text}bin"), value * 1000.0)),
        );
        glued.extend(small.iter().map(|(text, value)| (format!("{text}buçuk"), value + 0.5)));
        for (text, value) in glued {
            self.numbers.add_folded(text, Worth::Add(value), Lang::Tr);
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
