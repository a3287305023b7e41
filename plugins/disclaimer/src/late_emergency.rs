//! Emergency advice that comes too late in the answer.
//!
//! # What it finds
//!
//! A sample that calls for emergency help, where the advice to get it stands after the first two sentences.
//!
//! # Why it matters
//!
//! A frightened person reads the first lines.
//!
//! # Broken
//!
//! Three sentences about warming up, then "Göğüs ağrın sürerse 112'yi ara."
//!
//! # Kept
//!
//! "Hemen dur ve 112'yi ara." and then the rest.
//!
//! # Limits
//!
//! Headings count as sentences.

use spotter_contract::{Act, Document, Finding, Outcome, Rule, Sample};

use crate::Disclaimer;
use crate::due::{Type, due, given};
use crate::words;

pub(crate) const RULE: Rule<Disclaimer> =
    Rule { name: "late-emergency", summary: "emergency advice that does not come first", check };

fn check(disclaimer: &Disclaimer, sample: &Sample, document: &Document) -> Outcome {
    let Some(due) = due(disclaimer, sample, document).filter(|due| due.kind == Type::Emergency) else {
        return Outcome::Skipped;
    };
    let Some(first) = given(&due, sample, document).next() else { return Outcome::Skipped };
    if sentences_before(document, first) < disclaimer.first_sentences {
        return Outcome::Met;
    }
    let words = first.span.of(sample.text(first.turn)).trim();
    let message = words::late(words, &due, disclaimer.first_sentences, document);
    Outcome::Broken(vec![Finding::at(first.turn, first.span, message)])
}

fn sentences_before(document: &Document, act: &Act) -> usize {
    let is_before = |end: usize, turn: usize| turn == act.turn && end <= act.span.start;
    document.sentences.iter().filter(|sentence| is_before(sentence.span.end, sentence.turn)).count()
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
            ["Göğsüm ağrıyor.", "Isın. Omuzlarını gevşet. Su iç. Sürerse 112'yi ara."],
            ["I get chest pain when I run.", "Warm up. Relax your shoulders. Drink water. Then call 911."],
            ["أشعر بألم في الصدر.", "قم بالإحماء. أرخ كتفيك. اشرب الماء. ثم اتصل بالإسعاف."],
        ];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Göğsüm ağrıyor.", "Hemen 112'yi ara. Su iç."],
            ["I get chest pain when I run.", "Stop and call 911."],
            ["أشعر بألم في الصدر.", "اتصل بالإسعاف فورا."],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
