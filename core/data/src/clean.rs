//! Dropping records that are broken, too short, in the wrong language, or that the rubrics block.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use spotter_contract::{Act, ActKind, Document, Lang, Outcome, Sample};
use spotter_gate::{Gate, Judged, Judgement, Severity, Verdict};

use crate::batch::in_order;
use crate::ledger::Books;
use crate::reader::read_all;
use crate::{Dropped, Error, Fault, Ledger, Raw, Record};

/// Questions with fewer letters than this are too short to tell their language.
const TELLING: usize = 40;
/// The share of a text that terms borrowed from another language take up at most.
const TERMS: f64 = 0.25;

/// The `[clean]` table of `spotter.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// How many characters an answer has at least.
    pub min_chars: usize,
    /// Whether an answer must hold a number. Refusals and answers to a crisis need none.
    pub needs_numbers: bool,
    /// The languages that an answer may be in. Mixed text is allowed as long as it has none of the others.
    pub languages: Vec<Lang>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { min_chars: 100, needs_numbers: true, languages: vec![Lang::Tr, Lang::En] }
    }
}

/// What is wrong with a record: the rule, and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Remark {
    rule: String,
    reason: String,
}

/// Keeps the records that are whole, long enough, in an allowed language, and not blocked by the gate.
///
/// # Errors
///
/// When a file cannot be read or written, or when a rubric fails: then nothing is written, for an error is no pass.
pub fn clean(
    inputs: &[PathBuf],
    out: &Path,
    settings: &Settings,
    gate: &Gate,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Ledger, Error> {
    let mut books = Books::open("clean", out)?;
    let work = |raw: Raw| {
        let remarks = remarks(&raw, settings, gate);
        (raw, remarks)
    };
    in_order(read_all(inputs), work, |(raw, remarks)| {
        books.ledger.read += 1;
        progress(books.ledger.read);
        match remarks {
            Err(fault) => books.drop(&Dropped::of(&raw, fault.rule(), fault.to_string())),
            Ok((line, _, None)) => books.keep(&line),
            Ok((_, id, Some((first, also)))) => {
                let mut drop = Dropped::of(&raw, first.rule, first.reason).named(&id);
                drop.also = also;
                books.drop(&drop)
            }
        }
    })?;
    gate.health().map_err(Error::Gate)?;
    books.close()
}

/// The line to keep, the id, and why it is not kept: the first remark and the rules of the others.
type Cleaned = (Vec<u8>, String, Option<(Remark, Vec<String>)>);

fn remarks(raw: &Raw, settings: &Settings, gate: &Gate) -> Result<Cleaned, Fault> {
    let record: Record = raw.record()?;
    let sample = &record.sample;
    let (judgement, document) = gate.judge_and_read(sample);
    let mut remarks = Vec::new();
    remarks.extend(too_short(sample, settings));
    remarks.extend(wrong_language(sample, settings, &document));
    remarks.extend(without_numbers(sample, settings, &document));
    remarks.extend(blocked(&judgement, sample));
    let mut remarks = remarks.into_iter();
    let first = remarks.next();
    let mut also: Vec<String> = remarks.map(|remark| remark.rule).collect();
    also.dedup();
    Ok((raw.line(&record).into_owned(), sample.id.to_string(), first.map(|first| (first, also))))
}

fn too_short(sample: &Sample, settings: &Settings) -> Option<Remark> {
    let (_, answer) = sample.answer()?;
    let length = answer.trim().chars().count();
    let least = settings.min_chars;
    let reason = || format!("the answer has {length} characters, fewer than {least}");
    (length < least).then(|| Remark { rule: "clean/too-short".into(), reason: reason() })
}

fn without_numbers(sample: &Sample, settings: &Settings, document: &Document) -> Option<Remark> {
    let (turn, answer) = sample.answer()?;
    if !settings.needs_numbers || answer.chars().any(char::is_numeric) {
        return None;
    }
    // Numbers may be written as words, which only the text layer can read.
    let is_spared = |act: &Act| matches!(act.act, ActKind::Refusal | ActKind::Crisis);
    // One is an article more often than a number.
    let has_numbers = document.quantities.iter().any(|quantity| quantity.turn == turn && quantity.value != 1.0);
    if has_numbers || document.acts.iter().any(is_spared) {
        return None;
    }
    Some(Remark { rule: "clean/no-numbers".into(), reason: "the answer holds no number".into() })
}

fn wrong_language(sample: &Sample, settings: &Settings, document: &Document) -> Option<Remark> {
    let (_, answer) = sample.answer()?;
    let remark = |reason| Some(Remark { rule: "clean/wrong-language".into(), reason });
    let is_allowed = |lang| settings.languages.contains(&lang);
    let found = document.lang;
    match found {
        Lang::Other => return remark("the answer is in none of the languages that Spotter reads".to_owned()),
        Lang::Mixed => return remark(mixed_in(answer, settings)?),
        _ if !is_allowed(found) => return remark(format!("the answer is in `{found}`, which the settings leave out")),
        _ => {}
    }
    let asked = sample.lang.or_else(|| language_of_question(sample))?;
    let is_plain = matches!(asked, Lang::Tr | Lang::En | Lang::Ar);
    if is_plain && asked != found { remark(format!("the answer is in `{found}`, not in `{asked}`")) } else { None }
}

/// What mixed text has of languages that the settings leave out, if it is more than terms.
fn mixed_in(answer: &str, settings: &Settings) -> Option<String> {
    let is_foreign = |(lang, share): &(Lang, f64)| *share > TERMS && !settings.languages.contains(lang);
    let (lang, share) = spotter_text::shares(answer).into_iter().find(is_foreign)?;
    Some(format!("{:.0} % of the answer is in `{lang}`, which the settings leave out", share * 100.0))
}

/// The language of the last question, if it is long enough to tell.
fn language_of_question(sample: &Sample) -> Option<Lang> {
    let (_, question) = sample.question()?;
    let letters = question.chars().filter(|letter| letter.is_alphabetic()).count();
    (letters >= TELLING).then(|| spotter_text::detect(question))
}

/// What the gate says about a sample that it blocks, the gravest first.
fn blocked(judgement: &Judgement, sample: &Sample) -> Vec<Remark> {
    if let Some(failure) = judgement.failures.first() {
        return vec![Remark { rule: "clean/unjudged".into(), reason: failure.to_string() }];
    }
    if judgement.verdict != Verdict::Block {
        return Vec::new();
    }
    let mut broken: Vec<&Judged> = judgement.broken().filter(|judged| judged.severity > Severity::Note).collect();
    broken.sort_by_key(|judged| std::cmp::Reverse(judged.severity));
    let remark = |judged: &&Judged| Remark { rule: judged.rule.clone(), reason: reason(&judged.outcome, sample) };
    broken.iter().map(remark).collect()
}

/// The findings of an outcome as one line.
fn reason(outcome: &Outcome, sample: &Sample) -> String {
    let words = |finding: &spotter_contract::Finding| match finding.place {
        spotter_contract::Place::At { turn, span } => format!("{} (`{}`)", finding.message, span.of(sample.text(turn))),
        spotter_contract::Place::Absent => finding.message.clone(),
    };
    outcome.findings().iter().map(words).collect::<Vec<_>>().join("; ")
}
