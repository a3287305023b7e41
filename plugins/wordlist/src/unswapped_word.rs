//! A word that the house says in other words.
//!
//! # What it finds
//!
//! Every word of a `swap` list, with what is said instead.
//!
//! # Why it matters
//!
//! A coach has a voice: one word for a thing, and none that judges the person.
//!
//! # Broken
//!
//! "Cheat meal hakkın var." where it is called a free meal.
//!
//! # Kept
//!
//! "Serbest öğün hakkın var."
//!
//! # Limits
//!
//! The fix is given only for the form that is listed; an inflected form needs its ending put back by hand.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample};
use spotter_text::fold;

use crate::Wordlist;
use crate::answer::{Answer, Said};
use crate::lists::Entry;

pub(crate) const RULE: Rule<Wordlist> =
    Rule { name: "unswapped-word", summary: "a word is said that the house says in other words", check };

fn check(lists: &Wordlist, sample: &Sample, document: &Document) -> Outcome {
    let Some(answer) = Answer::of(sample, document).filter(|_| !lists.swap.is_empty()) else {
        return Outcome::Skipped;
    };
    let found =
        lists.swap.iter().flat_map(|entry| entry.words.find(answer.text).into_iter().map(move |said| (entry, said)));
    Outcome::of(found.map(|(entry, said)| finding(entry, answer, said)).collect())
}

fn finding(entry: &Entry, answer: Answer, said: Said) -> Finding {
    let (quote, list) = (answer.quote(said.span), &entry.name);
    let Some(instead) = entry.text.of(answer.lang) else {
        let message = answer.say(
            format!("`{quote}` başka sözle söylenir (`{list}`)"),
            format!("`{quote}` is said in other words (`{list}`)"),
            format!("`{quote}` تقال بكلمات أخرى (`{list}`)"),
        );
        return Finding::at(answer.turn, said.span, message);
    };
    let message = answer.say(
        format!("`{quote}` yerine `{instead}` denir (`{list}`)"),
        format!("instead of `{quote}` this house says `{instead}` (`{list}`)"),
        format!("بدلًا من `{quote}` يقال `{instead}` (`{list}`)"),
    );
    let finding = Finding::at(answer.turn, said.span, message);
    if fold(quote) == fold(said.word) { finding.with_fix(instead) } else { finding }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{breaks, keeps, outcome};

    const LISTS: &str = r#"
        [[swap]]
        name = "free meal"
        words = { tr = ["cheat meal"], en = ["cheat meal"], ar = ["وجبة الغش"] }
        with = { tr = "serbest öğün", en = "free meal", ar = "وجبة حرة" }
    "#;

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, LISTS, &["Pazar günü cheat meal var.", "Two cheat meals a week.", "وجبة الغش مرة في الأسبوع."]);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, LISTS, &["Pazar günü serbest öğün var.", "One free meal a week.", "وجبة حرة مرة في الأسبوع."]);
    }

    #[test]
    fn the_fix_stands_in_for_the_listed_form_alone() {
        let fix = |text| outcome(&RULE, LISTS, text).findings()[0].fix.clone();
        assert_eq!(fix("One Cheat Meal a week is fine for you.").as_deref(), Some("free meal"));
        assert_eq!(fix("Two cheat meals a week are fine for you."), None);
    }
}
