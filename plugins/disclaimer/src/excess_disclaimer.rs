//! The same caution over and over.
//!
//! # What it finds
//!
//! An answer with more than two sentences that limit it or send the user to a professional.
//!
//! # Why it matters
//!
//! People stop reading warnings that are everywhere, and miss the one that counts.
//!
//! # Broken
//!
//! "Consult your doctor" at the end of each of three paragraphs.
//!
//! # Kept
//!
//! Once at the start and once at the end.
//!
//! # Limits
//!
//! Three different warnings that are all needed are counted like one that is repeated.

use std::collections::BTreeSet;

use spotter_contract::{Act, ActKind, Document, Finding, Outcome, Rule, Sample, Span};

use crate::Disclaimer;
use crate::words;

pub(crate) const RULE: Rule<Disclaimer> =
    Rule { name: "excess-disclaimer", summary: "the same caution over and over", check };

fn check(disclaimer: &Disclaimer, sample: &Sample, document: &Document) -> Outcome {
    let mut findings = Vec::new();
    let mut is_met = false;
    for (turn, _) in sample.answers() {
        let places = places(document, turn);
        is_met |= !places.is_empty();
        let many = places.len();
        let excess = places.into_iter().nth(disclaimer.most);
        findings.extend(excess.map(|span| {
            let words = span.of(sample.text(turn)).trim();
            Finding::at(turn, span, words::excess(words, many, disclaimer.most, document))
        }));
    }
    if findings.is_empty() && !is_met { Outcome::Skipped } else { Outcome::of(findings) }
}

/// The sentences of a turn that hold a disclaimer or a referral.
fn places(document: &Document, turn: usize) -> BTreeSet<Span> {
    let limits = |act: &&Act| act.turn == turn && matches!(act.act, ActKind::Disclaimer | ActKind::Referral);
    let sentence = |act: &Act| document.sentence_at(turn, act.span.start).map_or(act.span, |sentence| sentence.span);
    document.acts.iter().filter(limits).map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts::default();
        let broken = [
            [
                "Dizim ağrıyor.",
                "Önce doktoruna danış. Ağrısız hareketleri seç. Bir fizyoterapiste görün. Sonra yine doktoruna danış.",
            ],
            ["My knee hurts.", "Ask your doctor. Rest. See a physiotherapist. Then talk to your doctor again."],
            ["ركبتي تؤلمني.", "استشر طبيبك. استرح. راجع أخصائي العلاج الطبيعي. ثم اسأل طبيبك."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Dizim ağrıyor.", "Önce doktoruna danış."],
            ["My knee hurts.", "Ask your doctor."],
            ["ركبتي تؤلمني.", "استشر طبيبك."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
