//! The slow and obvious way to find terms: every stem is compared at every place.

use proptest::prelude::*;
use spotter_contract::Lang;

use super::{Builder, Finder, Hit, PREFIXES, is_word, rest_of_word};
use crate::lexicon::Lexicon;
use crate::normalise::fold;

const TERMS: [(Lang, &str); 3] = [
    (Lang::Tr, "['et', 'tavuk', 'tavuk göğsü', 'süt']"),
    (Lang::En, "['egg', 'berry', 'egg white']"),
    (Lang::Ar, "['دجاج', 'صدر دجاج', 'لحم']"),
];

fn lexicon() -> Lexicon {
    let toml = TERMS.map(|(lang, terms)| (lang, format!("[[term]]\nkind = 'food'\nname = 'x'\nterms = {terms}\n")));
    let sources: Vec<(&str, Lang, &str)> = toml.iter().map(|(lang, text)| ("x", *lang, text.as_str())).collect();
    Lexicon::parse(&sources).unwrap()
}

fn slowly(lexicon: &Lexicon, finder: &Finder, text: &str) -> Vec<Hit> {
    let mut builder = Builder::default();
    for (index, term) in lexicon.terms.iter().enumerate() {
        term.lemmas.iter().for_each(|lemma| builder.add(index, term, lemma));
    }
    let mut hits = Vec::new();
    for (start, _) in text.char_indices() {
        let before = text.get(..start).unwrap();
        let word =
            before.char_indices().rev().take_while(|(_, letter)| is_word(*letter)).last().map_or(start, |(at, _)| at);
        let prefix = text.get(word..start).unwrap();
        for (stem, entries) in
            builder.stems.iter().filter(|(stem, _)| text.get(start..).unwrap().starts_with(stem.as_str()))
        {
            let end = start + stem.len();
            let rest = rest_of_word(text, end);
            let begins = |entry: &super::Entry| prefix.is_empty() || (entry.takes_prefix && PREFIXES.contains(&prefix));
            for entry in entries.iter().filter(|entry| begins(entry)) {
                let hit = finder.fits(*entry, rest);
                hits.extend(hit.map(|is_privative| Hit {
                    start,
                    end: end + rest.len(),
                    term: entry.term,
                    is_privative,
                    ending: rest.len(),
                }));
            }
        }
    }
    finder.longest(hits)
}

proptest! {
    #[test]
    fn a_walk_finds_what_comparing_finds(pieces in prop::collection::vec(0usize..18, 0..12)) {
        const PIECES: [&str; 18] = [
            "et", "etsiz", " ", "tavuk", "tavuğu", "göğsünü", "süt", "'ü", "eggs", "egg", " white", "berries", "والدجاج", "دجاج", "صدر ",
            "لحم", ", ", "m",
        ];
        let lexicon = lexicon();
        let finder = Finder::new(&lexicon.terms);
        let text = fold(&pieces.iter().map(|piece| PIECES[*piece]).collect::<String>());
        prop_assert_eq!(finder.find(&text), slowly(&lexicon, &finder, &text));
    }
}
