//! JSON that can be read only after a repair.
//!
//! # What it finds
//!
//! Comments, trailing and missing commas, missing brackets, single or curly quotes, names without quotes, Python's
//! `True` and `None`, numbers and escapes that JSON does not know, and names that repeat. Each repair is named.
//!
//! # Why it matters
//!
//! Another reader may repair it otherwise, or not at all.
//!
//! # Broken
//!
//! `{'op': 'remove', 'session_id': 'w1-tue', 'reason': 'travel',}`
//!
//! # Kept
//!
//! `{"op": "remove", "session_id": "w1-tue", "reason": "travel"}`, also in a fence between prose.
//!
//! # Limits
//!
//! Of many repairs the first sixty-four are named.

use spotter_contract::{Document, Outcome, Rule, Sample};

use crate::Plans;
use crate::json::Place;
use crate::reader::Fix;
use crate::reading::{Fault, reading};

pub(crate) const RULE: Rule<Plans> =
    Rule { name: "malformed-json", summary: "JSON that can be read only after a repair", check };

fn check(_plans: &Plans, sample: &Sample, _document: &Document) -> Outcome {
    let Some(reading) = reading(sample).filter(|reading| reading.has_document) else { return Outcome::Skipped };
    let text = sample.answer().map_or("", |(_, text)| text);
    let faults = reading.repairs.iter().filter_map(|repair| {
        let message = remedy(repair.fix)?;
        let mut span = repair.span;
        if span.start == span.end {
            span.end += text.get(span.start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
        Some(Fault::new(&Place { span, path: String::new() }, message, message))
    });
    reading.outcome(faults.collect())
}

/// What to do about a repair; an unfinished text has a rule of its own.
fn remedy(fix: Fix) -> Option<&'static str> {
    match fix {
        Fix::Comment => Some("JSON has no comments: remove it"),
        Fix::TrailingComma => Some("no value follows this comma: remove it"),
        Fix::MissingComma => Some("a comma is missing before this value"),
        Fix::MissingBracket => Some("a closing bracket is missing before this one"),
        Fix::Quotes => Some("JSON quotes text with \" only"),
        Fix::BareName => Some("a name needs double quotes"),
        Fix::Literal => Some("JSON writes true, false and null"),
        Fix::Number => Some("JSON does not write numbers so: use plain digits and one point"),
        Fix::Control => Some("a line break inside of a string is written \\n"),
        Fix::Escape => Some("JSON does not know this escape"),
        Fix::RepeatedName => Some("this name stands twice in its object: the last one counts"),
        Fix::Unfinished | Fix::LeftOut => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{answers, breaks_texts, keeps, plan};

    #[test]
    fn finds_it_in_three_languages() {
        let spoils: [fn(&str) -> String; 10] = [
            |text| text.replacen("\"sun\"", "\"sun\",", 1),
            |text| text.replacen("\"n\": 1,", "\"n\": 1, // ilk hafta, first week, الأسبوع الأول\n", 1),
            |text| text.replacen("\"n\": 1,", "\"n\": 1, /* first */", 1),
            |text| text.replacen("\"n\": 1,", "\"n\": 1", 1),
            |text| text.replacen("\"n\": 1,", "n: 1,", 1),
            |text| text.replacen("\"intermediate\"", "'intermediate'", 1),
            |text| text.replacen("\"intermediate\"", "“intermediate”", 1),
            |text| text.replacen("\"n\": 1,", "\"n\": ١,", 1),
            |text| text.replacen("\"n\": 1,", "\"n\": 1, \"n\": 1,", 1),
            |text| text.replacen("\"n\": 1,", "\"n\": +1,", 1),
        ];
        for spoil in spoils {
            breaks_texts(&RULE, &answers(&plan()).map(|text| spoil(&text)));
        }
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        keeps(&RULE, |_| {});
    }
}
