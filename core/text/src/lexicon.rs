//! The lexicon: terms, phrases, markers and facts, as people write them in `rubrics/<rubric>/{tr,en,ar}.toml`.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use spotter_contract::{ActKind, Lang, MentionKind};

use crate::Error;
use crate::foods::{BlendTable, FoodsTable, Modifier, ModifierTable, joined};
use crate::normalise::fold;

/// Everything the analyser looks for, read from one or more packs.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub(crate) terms: Vec<Term>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) markers: Vec<Patterns>,
    pub(crate) actions: Vec<Patterns>,
    pub(crate) alternatives: Vec<Patterns>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) modifiers: Vec<Modifier>,
}

/// A word or a name that becomes a mention.
#[derive(Debug)]
pub(crate) struct Term {
    pub(crate) lang: Lang,
    pub(crate) kind: MentionKind,
    pub(crate) name: String,
    /// Sorted and joined with commas.
    pub(crate) classes: String,
    pub(crate) lemmas: Vec<String>,
    pub(crate) flags: Vec<Flag>,
    pub(crate) senses: Senses,
}

/// Neighbours that tell whether a word means the thing; folded, and a `~` at one end stands for any letters.
#[derive(Debug, Default)]
pub(crate) struct Senses {
    /// Words right before that cancel it.
    pub(crate) unless_before: Vec<String>,
    /// Words right after that cancel it.
    pub(crate) unless_after: Vec<String>,
    /// Whole words that the endings of this term do not find.
    pub(crate) except: Vec<String>,
    /// Words up to two tokens before that confirm a shy word.
    pub(crate) if_before: Vec<String>,
    /// Words up to two tokens after that confirm a shy word.
    pub(crate) if_after: Vec<String>,
}

impl Senses {
    /// Whether a word is one of a list.
    pub(crate) fn is_one(list: &[String], word: &str) -> bool {
        !word.is_empty()
            && list.iter().any(|own| match (own.strip_suffix('~'), own.strip_prefix('~')) {
                (Some(stem), _) => word.starts_with(stem),
                (_, Some(tail)) => word.ends_with(tail),
                _ => own == word,
            })
    }
}

/// How the forms of a term depart from the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Flag {
    /// No inflected forms.
    Exact,
    /// Also without Turkish diacritics.
    Ascii,
    /// The last consonant softens although the word has one syllable.
    Softens,
    /// The last consonant does not soften.
    Keeps,
    /// The last vowel drops before a vowel.
    DropsVowel,
    /// The word ends in the possessive of a compound.
    Compound,
    /// The endings have front vowels although the word's own are back.
    Front,
    /// People disguise the word: it is also found misspelt, or spelt with other letters.
    Guarded,
    /// Ends words: `pril` finds every word that ends so behind three letters or more, as `ramipril`.
    Ending,
    /// The word means something else as often, so it counts only alone, behind a number or beside another food.
    Shy,
}

/// A group of patterns that becomes an act.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) act: ActKind,
    pub(crate) detail: Option<String>,
    pub(crate) patterns: Patterns,
}

/// A group of patterns on the user's turns that states a fact.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) kind: FactKind,
    pub(crate) value: String,
    pub(crate) patterns: Patterns,
}

/// Which fact a phrase of the user states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FactKind {
    Diet,
    Allergy,
    Condition,
    Drug,
    Goal,
    Sex,
}

/// Patterns, and those that cancel them in the same sentence.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    pub(crate) file: String,
    pub(crate) texts: Vec<String>,
    pub(crate) unless: Vec<String>,
    /// Whole words that no `~` of these patterns matches.
    pub(crate) except: Vec<String>,
}

impl Lexicon {
    /// Reads `tr.toml`, `en.toml` and `ar.toml` of each pack's folder; a pack without words in a language has no such file.
    ///
    /// # Errors
    /// If a file cannot be read or does not follow the format.
    pub fn load(packs: &[(&str, &Path)]) -> Result<Self, Error> {
        let mut lexicon = Self::default();
        for (rubric, folder) in packs {
            for lang in [Lang::Tr, Lang::En, Lang::Ar] {
                let path = folder.join(format!("{lang}.toml"));
                if !path.exists() {
                    continue;
                }
                let text = std::fs::read_to_string(&path).map_err(|source| Error::Read { path, source })?;
                lexicon.add(&format!("{rubric}/{lang}.toml"), lang, &text)?;
            }
        }
        Ok(lexicon)
    }

    /// Reads lexicon files that are already in memory; the first word of each names it in errors.
    ///
    /// # Errors
    /// If a text does not follow the format.
    pub fn parse(sources: &[(&str, Lang, &str)]) -> Result<Self, Error> {
        let mut lexicon = Self::default();
        for (file, lang, text) in sources {
            lexicon.add(file, *lang, text)?;
        }
        Ok(lexicon)
    }

    /// Works out what every modifier leaves of the classes of every food, also behind another modifier.
    pub(crate) fn learn_modifiers(&mut self) {
        let mut sets: BTreeSet<String> = self.terms.iter().map(|term| term.classes.clone()).collect();
        for _ in 0..2 {
            self.modifiers.iter_mut().for_each(|one| one.learn(sets.iter().map(String::as_str)));
            let left: Vec<String> = sets
                .iter()
                .flat_map(|set| self.modifiers.iter().filter_map(|one| one.left_of(set)))
                .map(str::to_owned)
                .collect();
            sets.extend(left);
        }
    }

    fn add(&mut self, file: &str, lang: Lang, text: &str) -> Result<(), Error> {
        let toml = |source| Error::Toml { file: file.to_owned(), source: Box::new(source) };
        let read: File = toml::from_str(text).map_err(toml)?;
        for term in read.term {
            self.terms.push(term.into_term(file, lang)?);
        }
        self.terms.extend(read.foods.into_iter().flat_map(|foods| foods.into_terms(lang)));
        self.terms.extend(read.blend.into_iter().flat_map(|blend| blend.into_terms(lang)));
        self.modifiers.extend(read.modifier.into_iter().map(|modifier| modifier.into_modifier(file)));
        for phrase in read.phrase {
            self.phrases.push(phrase.into_phrase(file)?);
        }
        self.markers.extend(read.marker.into_iter().map(|group| group.into_patterns(file)));
        self.actions.extend(read.action.into_iter().map(|group| group.into_patterns(file)));
        self.alternatives.extend(read.alternative.into_iter().map(|group| group.into_patterns(file)));
        self.facts.extend(read.fact.into_iter().map(|fact| fact.into_fact(file)));
        Ok(())
    }
}

/// The shape of a lexicon file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct File {
    term: Vec<TermTable>,
    foods: Vec<FoodsTable>,
    blend: Vec<BlendTable>,
    modifier: Vec<ModifierTable>,
    phrase: Vec<PhraseTable>,
    marker: Vec<GroupTable>,
    action: Vec<GroupTable>,
    alternative: Vec<GroupTable>,
    fact: Vec<FactTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermTable {
    kind: MentionKind,
    name: String,
    terms: Vec<String>,
    #[serde(default)]
    classes: Vec<String>,
    #[serde(default)]
    flags: Vec<Flag>,
    #[serde(default)]
    unless_before: Vec<String>,
    #[serde(default)]
    unless_after: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    if_before: Vec<String>,
    #[serde(default)]
    if_after: Vec<String>,
}

impl TermTable {
    fn into_term(self, file: &str, lang: Lang) -> Result<Term, Error> {
        if self.terms.iter().any(|term| term.trim().is_empty()) {
            let allowed = "words of at least one letter".to_owned();
            return Err(Error::Unknown { file: file.to_owned(), what: "term", value: self.name, allowed });
        }
        let folded = |words: &[String]| words.iter().map(|word| fold(word)).collect();
        Ok(Term {
            lang,
            kind: self.kind,
            name: self.name,
            classes: joined(&self.classes),
            lemmas: self.terms,
            flags: self.flags,
            senses: Senses {
                except: folded(&self.except),
                unless_before: folded(&self.unless_before),
                unless_after: folded(&self.unless_after),
                if_before: folded(&self.if_before),
                if_after: folded(&self.if_after),
            },
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseTable {
    act: String,
    #[serde(rename = "type")]
    detail: Option<String>,
    patterns: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

impl PhraseTable {
    fn into_phrase(self, file: &str) -> Result<Phrase, Error> {
        let Some(act) = ActKind::from_name(&self.act) else {
            let allowed = ActKind::ALL.iter().map(|act| act.name()).collect::<Vec<_>>().join(", ");
            return Err(Error::Unknown { file: file.to_owned(), what: "act", value: self.act, allowed });
        };
        let patterns =
            Patterns { file: file.to_owned(), texts: self.patterns, unless: self.unless, except: self.except };
        Ok(Phrase { act, detail: self.detail, patterns })
    }
}

/// A group of patterns without more to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupTable {
    patterns: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

impl GroupTable {
    /// The group, with the file that errors name.
    pub(crate) fn into_patterns(self, file: &str) -> Patterns {
        Patterns { file: file.to_owned(), texts: self.patterns, unless: self.unless, except: self.except }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactTable {
    fact: FactKind,
    value: String,
    patterns: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

impl FactTable {
    fn into_fact(self, file: &str) -> Fact {
        let patterns =
            Patterns { file: file.to_owned(), texts: self.patterns, unless: self.unless, except: self.except };
        Fact { kind: self.fact, value: self.value, patterns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_field_is_refused_with_its_line() {
        let error = Lexicon::parse(&[("x/tr.toml", Lang::Tr, "[[term]]\nkinds = 'food'\n")]).unwrap_err();
        assert!(error.to_string().contains("x/tr.toml") && error.to_string().contains("kinds"), "{error}");
    }

    #[test]
    fn classes_are_sorted_and_joined() {
        let text = "[[term]]\nkind = 'food'\nname = 'chicken'\nterms = ['tavuk']\nclasses = ['poultry', 'flesh']\n";
        let lexicon = Lexicon::parse(&[("x/tr.toml", Lang::Tr, text)]).unwrap();
        assert_eq!(lexicon.terms[0].classes, "flesh,poultry");
    }

    #[test]
    fn an_unknown_act_is_named_with_the_known_ones() {
        let text = "[[phrase]]\nact = 'shout'\npatterns = ['x']\n";
        let error = Lexicon::parse(&[("x/en.toml", Lang::En, text)]).unwrap_err();
        assert!(error.to_string().contains("referral"), "{error}");
    }
}
