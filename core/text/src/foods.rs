//! Foods as a dietitian lists them: `[[foods]]` that share their classes, `[[blend]]` for the products that are named after
//! an animal's (`almond milk`, `soya kıyması`), `[[modifier]]` for words that change what is in a food (`vegan`, `glutensiz`).
//!
//! Foods and blends become terms when the lexicon is loaded. A modifier is applied when a text is read: what it removes
//! from each set of classes is worked out beforehand, so that a mention still borrows its classes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use spotter_contract::{Lang, MentionKind};

use crate::lexicon::{Flag, Patterns, Senses, Term};

/// Foods that share their classes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FoodsTable {
    #[serde(default)]
    classes: Vec<String>,
    #[serde(default)]
    flags: Vec<Flag>,
    /// Where the claim comes from, for people who read the file.
    #[serde(default, rename = "source")]
    _source: Option<String>,
    /// Foods that are their own names.
    #[serde(default)]
    terms: Vec<String>,
    /// English names, and the foods that they name.
    #[serde(default)]
    names: BTreeMap<String, Vec<String>>,
}

impl FoodsTable {
    /// One term for each name.
    pub(crate) fn into_terms(self, lang: Lang) -> Vec<Term> {
        let classes = joined(&self.classes);
        let own = self.terms.into_iter().map(|term| (term.clone(), vec![term]));
        let all = own.chain(self.names);
        all.map(|(name, lemmas)| food(lang, (name, classes.clone()), lemmas, &self.flags)).collect()
    }
}

/// What a plant's name makes of a word that else names the product of an animal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlendTable {
    #[serde(default)]
    flags: Vec<Flag>,
    /// English names of the products, and their words.
    heads: BTreeMap<String, Vec<String>>,
    /// What stands with them.
    of: Vec<BlendOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlendOf {
    #[serde(default)]
    classes: Vec<String>,
    names: BTreeMap<String, Vec<String>>,
}

impl BlendTable {
    /// A term for every pair. English and Turkish put the product last, Arabic first.
    pub(crate) fn into_terms(self, lang: Lang) -> Vec<Term> {
        let mut terms = Vec::new();
        for of in &self.of {
            let classes = joined(&of.classes);
            for (base, bases) in &of.names {
                for (head, heads) in &self.heads {
                    let pair = |base: &String, head: &String| match lang {
                        Lang::Ar => format!("{head} {base}"),
                        _ => format!("{base} {head}"),
                    };
                    let lemmas = bases.iter().flat_map(|base| heads.iter().map(move |head| pair(base, head)));
                    let name = format!("{base} {head}");
                    terms.push(food(lang, (name, classes.clone()), lemmas.collect(), &self.flags));
                }
            }
        }
        terms
    }
}

fn food(lang: Lang, (name, classes): (String, String), lemmas: Vec<String>, flags: &[Flag]) -> Term {
    Term { lang, kind: MentionKind::Food, name, classes, lemmas, flags: flags.to_vec(), senses: Senses::default() }
}

/// Classes as mentions carry them.
pub(crate) fn joined(classes: &[String]) -> String {
    let sorted: BTreeSet<&str> = classes.iter().map(String::as_str).collect();
    sorted.into_iter().collect::<Vec<_>>().join(",")
}

/// Words that change what is in the food beside them.
#[derive(Debug)]
pub(crate) struct Modifier {
    pub(crate) patterns: Patterns,
    /// Whether the food stands before the words, as in Arabic.
    is_behind: bool,
    /// How many other words may stand between.
    reach: usize,
    removes: Vec<String>,
    adds: Vec<String>,
    /// The classes that are left of each set of classes.
    left: BTreeMap<String, String>,
}

/// A modifier as the lexicon writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModifierTable {
    patterns: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    side: Side,
    #[serde(default)]
    reach: usize,
    removes: Vec<String>,
    #[serde(default)]
    adds: Vec<String>,
}

/// Where the food stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    #[default]
    After,
    Before,
}

impl ModifierTable {
    /// The modifier, with the file that errors name.
    pub(crate) fn into_modifier(self, file: &str) -> Modifier {
        let patterns =
            Patterns { file: file.to_owned(), texts: self.patterns, unless: self.unless, except: self.except };
        Modifier {
            patterns,
            is_behind: self.side == Side::Before,
            reach: self.reach,
            removes: self.removes,
            adds: self.adds,
            left: BTreeMap::new(),
        }
    }
}

impl Modifier {
    /// Works out what is left of each set of classes.
    pub(crate) fn learn<'t>(&mut self, sets: impl Iterator<Item = &'t str>) {
        for classes in sets {
            if !self.left.contains_key(classes) {
                let left = self.without(classes);
                self.left.insert(classes.to_owned(), left);
            }
        }
    }

    fn without(&self, classes: &str) -> String {
        let is_gone = |class: &str| {
            let sure = class.strip_prefix("maybe_").unwrap_or(class);
            self.removes.iter().any(|removed| removed == sure)
        };
        let own: Vec<&str> = classes.split(',').filter(|class| !class.is_empty()).collect();
        let kept = own.iter().filter(|class| !is_gone(class)).map(|class| (*class).to_owned());
        let added = if own.iter().any(|class| is_gone(class)) { self.adds.as_slice() } else { &[] };
        joined(&kept.chain(added.iter().cloned()).collect::<Vec<_>>())
    }

    /// What is left of a mention's classes.
    pub(crate) fn left_of(&self, classes: &str) -> Option<&str> {
        self.left.get(classes).map(String::as_str)
    }
}

/// How far apart, in tokens, a food and the words that change it may stand.
const NEAR: usize = 8;

/// Two tokens: the first of a stretch, and the one after its last.
type Stretch = (usize, usize);

/// What stands in a sentence, each sorted.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    pub(crate) foods: Vec<Stretch>,
    pub(crate) cues: Vec<Stretch>,
    pub(crate) modifiers: Vec<(Stretch, usize)>,
}

impl Beside {
    /// The same, in order.
    pub(crate) fn sorted(mut self) -> Self {
        self.foods.sort_unstable();
        self.cues.sort_unstable();
        self.modifiers.sort_unstable();
        self
    }

    /// The modifiers that speak about a food; `stops` are tokens that no name of a food holds.
    pub(crate) fn modifiers_of<'s>(
        &'s self,
        food: Stretch,
        modifiers: &'s [Modifier],
        stops: impl Fn(usize) -> bool + 's,
    ) -> impl Iterator<Item = usize> + 's {
        let from = self.modifiers.partition_point(|((first, _), _)| first + NEAR < food.0);
        let near = self.modifiers.iter().skip(from).take_while(move |((first, _), _)| *first < food.1 + NEAR);
        near.filter(move |(hit, index)| {
            modifiers.get(*index).is_some_and(|modifier| self.reaches(modifier, *hit, food, &stops))
        })
        .map(|(_, index)| *index)
    }

    /// Whether the words at `hit` speak about a food. Foods that stand side by side are one name, and before it a few
    /// other words may stand.
    fn reaches(&self, modifier: &Modifier, hit: Stretch, food: Stretch, stops: impl Fn(usize) -> bool) -> bool {
        let (mut at, goal) = if modifier.is_behind { (food.1, hit.0) } else { (hit.1, food.0) };
        let (mut steps, mut is_inside) = (0, false);
        while at < goal {
            let here = self.foods.partition_point(|(first, _)| *first < at);
            if let Some((_, after)) = self.foods.get(here).filter(|(first, after)| *first == at && *after <= goal) {
                (at, is_inside) = (*after, true);
                continue;
            }
            steps += 1;
            if is_inside || steps > modifier.reach || stops(at) || self.is_cue(at) {
                return false;
            }
            at += 1;
        }
        at == goal
    }

    fn is_cue(&self, token: usize) -> bool {
        let from = self.cues.partition_point(|(first, _)| first + NEAR < token);
        let mut near = self.cues.iter().skip(from).take_while(|(first, _)| *first <= token);
        near.any(|(_, after)| token < *after)
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::{Role, Sample, Turn};

    use super::*;
    use crate::{Analyser, Lexicon};

    const ENGLISH: &str = "
        [[foods]]
        classes = ['dairy']
        terms = ['milk', 'cheese']
        [[blend]]
        heads = { milk = ['milk'] }
        [[blend.of]]
        classes = ['treenut', 'analogue']
        names = { almond = ['almond'] }
        [[modifier]]
        patterns = ['vegan']
        reach = 1
        removes = ['dairy']
        adds = ['analogue']
    ";
    const ARABIC: &str = "
        [[foods]]
        classes = ['dairy']
        names = { cheese = ['جبن'] }
        [[modifier]]
        patterns = ['نباتي']
        side = 'before'
        removes = ['dairy']
    ";

    fn classes(text: &str) -> Vec<String> {
        let sources = [("x/en.toml", Lang::En, ENGLISH), ("x/ar.toml", Lang::Ar, ARABIC)];
        let analyser = Analyser::new(Lexicon::parse(&sources).unwrap()).unwrap();
        let sample = Sample { turns: vec![Turn::new(Role::Coach, text)], ..Sample::default() };
        analyser.read(&sample).mentions.iter().map(|mention| mention.classes.to_owned()).collect()
    }

    #[test]
    fn a_blend_is_not_the_product_it_is_named_after() {
        assert_eq!(classes("Almond milk and milk"), ["analogue,treenut", "dairy"]);
    }

    #[test]
    fn a_modifier_speaks_about_the_food_beside_it() {
        assert_eq!(classes("vegan cheese"), ["analogue"]);
        assert_eq!(classes("vegan grated cheese"), ["analogue"]);
        assert_eq!(classes("vegan, cheese"), ["dairy"]);
        assert_eq!(classes("جبن نباتي"), [""]);
        assert_eq!(classes("نباتي جبن"), ["dairy"]);
    }
}
