//! A rubric that panics at the word "boom": the tests of the loader show what becomes of the host.

use spotter_contract::{Document, Outcome, Rubric, Rule, Sample};

/// Panics at a word.
struct Panicky;

impl Rubric for Panicky {
    const NAME: &'static str = "planted";
    const SUMMARY: &'static str = "panics at a word";
    const RULES: &'static [Rule<Self>] = &[
        Rule { name: "first", summary: "always holds", check: |_, _, _| Outcome::Met },
        Rule { name: "second", summary: "panics at a word", check: second },
    ];

    fn arm(_options: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

fn second(_panicky: &Panicky, sample: &Sample, _document: &Document) -> Outcome {
    assert!(!sample.answers().any(|(_, text)| text.contains("boom")), "no word for this");
    Outcome::Met
}

spotter_contract::export_rubric!(Panicky, "planted");
