//! A word that a list requires and nobody says.
//!
//! # What it finds
//!
//! An answer without any word of a `require` list. With `when`, only where the user's question has one of those words.
//!
//! # Why it matters
//!
//! What a house wants said every time is forgotten one time.
//!
//! # Broken
//!
//! "Squat 3x10." where a question about the squat requires a word about warming up.
//!
//! # Kept
//!
//! "Önce ısın, sonra squat 3x10.", and an answer to a question that has none of the words of `when`.
//!
//! # Limits
//!
//! A list without words in the answer's language does not judge it; the host warns of the gap when it loads the pack.

use spotter_contract::{Document, Finding, Outcome, Rule, Sample};

use crate::Wordlist;
use crate::answer::Answer;
use crate::lists::Entry;

pub(crate) const RULE: Rule<Wordlist> =
    Rule { name: "missing-word", summary: "no word that a list requires is said", check };

fn check(lists: &Wordlist, sample: &Sample, document: &Document) -> Outcome {
    let Some(answer) = Answer::of(sample, document) else { return Outcome::Skipped };
    let question = sample.question().map_or("", |(_, text)| text);
    let is_due = |entry: &&Entry| {
        entry.speaks(answer.lang) && (entry.other.words.is_empty() || !entry.other.find(question).is_empty())
    };
    let mut due = lists.require.iter().filter(is_due).peekable();
    if due.peek().is_none() {
        return Outcome::Skipped;
    }
    let missing = due.filter(|entry| entry.words.find(answer.text).is_empty());
    Outcome::of(missing.map(|entry| finding(entry, answer)).collect())
}

fn finding(entry: &Entry, answer: Answer) -> Finding {
    let list = &entry.name;
    let own = entry.words.words.iter().filter(|(lang, _)| *lang == answer.lang).map(|(_, word)| word.as_str());
    let words = own.take(3).collect::<Vec<_>>().join(", ");
    let message = answer.say(
        format!("`{list}` listesinin istediği söz yok: {words}"),
        format!("a word that the list `{list}` requires is missing: {words}"),
        format!("لا توجد كلمة تطلبها القائمة `{list}`: {words}"),
    );
    let finding = Finding::absent(message);
    match entry.text.of(answer.lang) {
        Some(text) => finding.with_fix(text),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::Outcome;

    use super::RULE;
    use crate::testing::{asked, breaks, keeps};

    const LISTS: &str = r#"
        [[require]]
        name = "warm-up"
        words = { tr = ["ısınma"], en = ["warm-up", "warm up"], ar = ["إحماء"] }
        add = { tr = "Önce ısınma yap.", en = "Warm up first.", ar = "ابدأ بالإحماء." }
    "#;

    #[test]
    fn finds_it_in_three_languages() {
        breaks(
            &RULE,
            LISTS,
            &["Squat 3x10 yap ve dinlen.", "Do three sets of squats.", "قم بثلاث مجموعات من القرفصاء."],
        );
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(
            &RULE,
            LISTS,
            &["Isınmanın ardından squat 3x10 yap.", "After a WARM-UP, do three sets.", "بعد الإحماء قم بثلاث مجموعات."],
        );
    }

    #[test]
    fn a_question_without_the_words_asks_for_nothing() {
        let lists = format!("{LISTS}when = {{ tr = [\"squat\"], en = [\"squat\"], ar = [\"قرفصاء\"] }}");
        let outcome = |question| asked(&RULE, &lists, question, "Drink a glass of water every two hours or so.");
        assert_eq!(outcome("How much water?"), Outcome::Skipped);
        let broken = outcome("How do I do squats?");
        assert_eq!(broken.findings()[0].fix.as_deref(), Some("Warm up first."));
    }
}
