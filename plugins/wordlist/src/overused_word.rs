//! A word that is said more often than a list allows.
//!
//! # What it finds
//!
//! The words of a `limit` list, counted together; from the first beyond `most` on, each is a finding.
//!
//! # Why it matters
//!
//! A word of praise that closes every sentence says nothing, and small models fall into such grooves.
//!
//! # Broken
//!
//! "Harika! Harika bir hedef, harika bir plan." where two are allowed.
//!
//! # Kept
//!
//! "Harika bir hedef."
//!
//! # Limits
//!
//! It counts in one answer, not over a conversation.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample};

use crate::Wordlist;
use crate::answer::Answer;
use crate::lists::Entry;

pub(crate) const RULE: Rule<Wordlist> =
    Rule { name: "overused-word", summary: "a word is said more often than a list allows", check };

fn check(lists: &Wordlist, sample: &Sample, document: &Document) -> Outcome {
    let Some(answer) = Answer::of(sample, document).filter(|_| !lists.limit.is_empty()) else {
        return Outcome::Skipped;
    };
    Outcome::of(lists.limit.iter().flat_map(|entry| beyond(entry, answer)).collect())
}

fn beyond(entry: &Entry, answer: Answer) -> Vec<Finding> {
    let found = entry.words.find(answer.text);
    let (most, list, times) = (entry.most, &entry.name, found.len());
    let message = |quote: &str| {
        answer.say(
            format!("`{quote}` çok sık: `{list}` listesi {most} kez izin veriyor, {times} kez söylendi"),
            format!("`{quote}` is said too often: the list `{list}` allows {most}, there are {times}"),
            format!("`{quote}` كثيرة التكرار: القائمة `{list}` تسمح بـ {most}، وهي {times}"),
        )
    };
    let extra = found.iter().skip(entry.most);
    extra.map(|said| Finding::at(answer.turn, said.span, message(answer.quote(said.span)))).collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{breaks, keeps};

    const LISTS: &str = r#"
        [[limit]]
        name = "praise"
        most = 1
        words = { tr = ["harika", "süper"], en = ["amazing", "great job"], ar = ["رائع"] }
    "#;

    #[test]
    fn finds_it_in_three_languages() {
        breaks(&RULE, LISTS, &["Harika! Süper bir hedef.", "Amazing. Great job!", "رائع! خطة رائعة."]);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, LISTS, &["Harika bir hedef.", "An amazing plan.", "خطة رائعة."]);
    }
}
