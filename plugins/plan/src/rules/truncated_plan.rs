//! A plan or a modification that is not all there.
//!
//! # What it finds
//!
//! JSON whose text ends, or whose fence closes, before its brackets do; and `...` in place of what was left out.
//!
//! # Why it matters
//!
//! Half a plan that is applied deletes the other half.
//!
//! # Broken
//!
//! `{"athlete": {"days_available": ["mon"]}, "weeks": [{"n": 1, "start": "2026-03-02"`
//!
//! # Kept
//!
//! The same with its brackets closed.
//!
//! # Limits
//!
//! A plan that is cut before its first name of ours is taken for prose.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::json::Place;
use crate::reader::{Fix, Repair};
use crate::reading::{Fault, reading};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "truncated-plan", summary: "a plan or a modification that ends before it is complete", check };

fn check(_plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    let Some(reading) = reading(sample).filter(|reading| reading.has_document) else { return Outcome::Skipped };
    let text = sample.answer().map_or("", |(_, text)| text);
    let first = |fix: Fix| reading.repairs.iter().find(|repair| repair.fix == fix);
    let cut = first(Fix::Unfinished).map(|repair| (before_end(text, repair), "the JSON ends here with open brackets"));
    let gap = first(Fix::LeftOut).map(|repair| (repair.span, "`...` stands where data is left out"));
    let faults = cut.into_iter().chain(gap).map(|(span, message)| {
        let at = Place { span, path: String::new() };
        Fault::new(&at, message, message)
    });
    reading.outcome(faults.collect())
}

/// The last character before the end: a finding must stand somewhere.
fn before_end(text: &str, repair: &Repair) -> spotter_contract::Span {
    let before = text.get(..repair.span.start).unwrap_or("").trim_end();
    let length = before.chars().next_back().map_or(0, char::len_utf8);
    spotter_contract::Span::new(before.len() - length, before.len())
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{answers, breaks_texts, keeps, plan};

    #[test]
    fn finds_it_in_three_languages() {
        let cut = answers(&plan()).map(|text| text.chars().take(1_200).collect::<String>());
        breaks_texts(&RULE, &cut);
        let fenced = cut.map(|text| format!("{text}\n```\nTamam! / Done! / تم!"));
        breaks_texts(&RULE, &fenced);
        let short = "{\"athlete\": {\"days_available\": [\"mon\"]}, \"weeks\": [...]}";
        breaks_texts(&RULE, &["Plan:", "Plan:", "الخطة:"].map(|talk| format!("{talk} {short}")));
    }

    #[test]
    fn dots_in_place_of_a_value_are_data_left_out() {
        let texts = ["Plan:", "Plan:", "الخطة:"].map(|talk| format!("{talk} {{\"weeks\": ..., \"athlete\": …}}"));
        breaks_texts(&RULE, &texts);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |_| {});
    }
}
