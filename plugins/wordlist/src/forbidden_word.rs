//! A word that a list forbids.
//!
//! # What it finds
//!
//! Every word of a `forbid` list, in any inflected form, unless a word of its `unless` stands in the same sentence.
//!
//! # Why it matters
//!
//! A house has words that it never wants to be quoted with, and a form of the word is still the word.
//!
//! # Broken
//!
//! "Sonuç garantili!" where `garantili` is forbidden.
//!
//! # Kept
//!
//! "Sonuçlar kişiden kişiye değişir.", and the word beside a word of `unless`: "Kimse garantili sonuç veremez."
//!
//! # Limits
//!
//! It knows words, not meanings: another word for the same thing needs a line of its own.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample, Span};

use crate::Wordlist;
use crate::answer::{Answer, Said};
use crate::lists::Entry;

pub(crate) const RULE: Rule<Wordlist> =
    Rule { name: "forbidden-word", summary: "a word that a list forbids is said", check };

fn check(lists: &Wordlist, sample: &Sample, document: &Document) -> Outcome {
    let Some(answer) = Answer::of(sample, document).filter(|_| !lists.forbid.is_empty()) else {
        return Outcome::Skipped;
    };
    let found = |entry| in_entry(entry, answer, document);
    Outcome::of(lists.forbid.iter().flat_map(found).collect())
}

fn in_entry(entry: &Entry, answer: Answer, document: &Document) -> Vec<Finding> {
    let spared = entry.other.find(answer.text);
    let is_spared = |said: &&Said| {
        let around = document.sentence_at(answer.turn, said.span.start).map(|sentence| sentence.span);
        spared.iter().any(|other| around.is_some_and(|around: Span| around.covers(other.span)))
    };
    let found = entry.words.find(answer.text);
    found.iter().filter(|said| !is_spared(said)).map(|said| finding(entry, answer, *said)).collect()
}

fn finding(entry: &Entry, answer: Answer, said: Said) -> Finding {
    let (quote, list, word) = (answer.quote(said.span), &entry.name, said.word);
    let message = answer.say(
        format!("`{quote}` söylenmez: `{list}` listesi `{word}` sözünü yasaklıyor"),
        format!("`{quote}` is not said: the list `{list}` forbids `{word}`"),
        format!("`{quote}` لا يقال: القائمة `{list}` تمنع `{word}`"),
    );
    Finding::at(answer.turn, said.span, message)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{breaks, keeps};

    const LISTS: &str = r#"
        [[forbid]]
        name = "promises"
        words = { tr = ["garanti", "mucize"], en = ["guarantee", "miracle"], ar = ["معجزة", "مضمون"] }
        unless = { tr = ["kimse"], en = ["nobody"], ar = ["لا أحد"] }
    "#;

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, LISTS, &["Bu programın garantisi var.", "Two guarantees and a MIRACLE.", "هذه النتيجة مضمونة."]);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(
            &RULE,
            LISTS,
            &[
                "Bunu sana kimse garanti edemez.",
                "Nobody can guarantee that. Results differ.",
                "لا أحد يعدك بنتيجة معجزة.",
            ],
        );
    }
}
