//! A word that calls for another, which is not there.
//!
//! # What it finds
//!
//! A word of an `imply` list in an answer that has no word of its `then`.
//!
//! # Why it matters
//!
//! Some things are only safe to name together with something else: a supplement with its dose, a stretch with its time.
//!
//! # Broken
//!
//! "Kreatin kullan." where creatine implies water.
//!
//! # Kept
//!
//! "Kreatin kullan ve bol su iç."
//!
//! # Limits
//!
//! The two may stand anywhere in the answer; whether one belongs to the other is not read.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample};

use crate::Wordlist;
use crate::answer::{Answer, Said};
use crate::lists::Entry;

pub(crate) const RULE: Rule<Wordlist> =
    Rule { name: "unmet-implication", summary: "a word is said without the one that belongs to it", check };

fn check(lists: &Wordlist, sample: &Sample, document: &Document) -> Outcome {
    let Some(answer) = Answer::of(sample, document) else { return Outcome::Skipped };
    let said = lists.imply.iter().filter_map(|entry| Some((entry, *entry.words.find(answer.text).first()?)));
    let said: Vec<(&Entry, Said)> = said.collect();
    if said.is_empty() {
        return Outcome::Skipped;
    }
    let unmet = said.into_iter().filter(|(entry, _)| entry.other.find(answer.text).is_empty());
    Outcome::of(unmet.map(|(entry, said)| finding(entry, answer, said)).collect())
}

fn finding(entry: &Entry, answer: Answer, said: Said) -> Finding {
    let (quote, list) = (answer.quote(said.span), &entry.name);
    let due = entry.other.words.iter().filter(|(lang, _)| *lang == answer.lang).map(|(_, word)| word.as_str());
    let due = due.take(3).collect::<Vec<_>>().join(", ");
    let message = answer.say(
        format!("`{quote}` yanında gereken söz yok (`{list}`): {due}"),
        format!("`{quote}` is said without what belongs to it (`{list}`): {due}"),
        format!("ذُكر `{quote}` دون ما يلزم معه (`{list}`): {due}"),
    );
    Finding::at(answer.turn, said.span, message)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{breaks, keeps};

    const LISTS: &str = r#"
        [[imply]]
        name = "creatine needs water"
        words = { tr = ["kreatin"], en = ["creatine"], ar = ["كرياتين"] }
        then = { tr = ["su"], en = ["water"], ar = ["ماء"] }
    "#;

    #[test]
    fn finds_it_in_three_languages() {
        breaks(
            &RULE,
            LISTS,
            &["Her gün 3 g kreatini karıştır.", "Take 3 g of creatine a day.", "تناول 3 غ من الكرياتين."],
        );
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(
            &RULE,
            LISTS,
            &["Kreatini bol suyla karıştır.", "Take creatine with water.", "تناول الكرياتين مع الماء.", "Drink tea."],
        );
    }
}
