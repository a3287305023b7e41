//! What a finding says: the act, the drug and its class, and what to write instead, in the language of the sentence.

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_contract::{Act, Document, Finding, Lang, Localized, Mention, MentionKind, Sample};

use crate::Medical;

/// What a rule says about the words that break it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remark {
    /// What the words do.
    fault: Localized,
    /// What a coach may write at their place.
    instead: Localized,
}

impl Remark {
    /// The remark about these words.
    pub(crate) fn about(&self, words: &str, lang: Lang) -> String {
        format!("`{words}` {}; {}", self.fault.of(lang), self.instead.of(lang))
    }
}

/// The remarks of the rules, by their names.
pub(crate) type Remarks = BTreeMap<String, Remark>;

/// The remark of a rule about an act.
pub(crate) fn finding(medical: &Medical, rule: &str, (sample, document): (&Sample, &Document), act: &Act) -> Finding {
    let lang = document.sentence_at(act.turn, act.span.start).map_or(document.lang, |sentence| sentence.lang);
    let words = act.span.of(sample.text(act.turn)).trim();
    let drug = drug(document, act).map(|drug| about(medical, drug, lang)).unwrap_or_default();
    let message = match medical.remarks.get(rule) {
        Some(remark) => format!("`{words}` {}{drug}; {}", remark.fault.of(lang), remark.instead.of(lang)),
        None => format!("`{words}`{drug}"),
    };
    Finding::at(act.turn, act.span, message)
}

/// The drug inside an act.
fn drug<'d, 'a>(document: &'d Document<'a>, act: &Act) -> Option<&'d Mention<'a>> {
    let is_inside = |mention: &&Mention| mention.turn == act.turn && act.span.overlaps(mention.span);
    document.mentions.iter().filter(|mention| mention.kind == MentionKind::Drug).find(is_inside)
}

/// The name of a drug with what its class is called.
fn about(medical: &Medical, drug: &Mention, lang: Lang) -> String {
    let class = medical.classes.iter().find(|(name, _)| drug.has_class(name));
    match class {
        Some((_, words)) => format!(" ({}, {})", drug.name, words.of(lang)),
        None => format!(" ({})", drug.name),
    }
}
