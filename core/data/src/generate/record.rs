//! One line of the output: told at its position, then given the fault that chance has for it.

use std::borrow::Cow;

use serde::Serialize;
use spotter_contract::{Lang, Role, Sample, Turn};

use super::faults::{Fault, Flaws, jaccard};
use super::offline::Plan;
use super::phrases::{Kind, Phrases, Pool, foreign};
use super::rng::Rng;
use super::scene::{Told, tell};

/// A line and what is known about it.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) line: String,
    pub(super) notes: Vec<String>,
    pub(super) faults: Vec<Fault>,
    pub(super) lang: Lang,
    pub(super) kind: Kind,
}

/// A line of the sidecar.
#[derive(Serialize)]
struct Note<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    fault: Fault,
    #[serde(skip_serializing_if = "Option::is_none")]
    twin: Option<String>,
}

/// Streams of chance that must not touch each other.
const FAULT: u64 = 0x6661_756c;
const TEXT: u64 = 0x7465_7874;
const EDIT: u64 = 0x6564_6974;

/// Makes the record at a position.
pub(super) fn record(plan: &Plan, position: u64) -> Record {
    let fault = fault_at(plan, position);
    let id = id(position);
    let twin = twin_of(plan, position, fault);
    let mut told = tell_at(plan, twin.unwrap_or(position), fault.filter(|_| twin.is_none()));
    let mut rng = Rng::at(plan.seed ^ EDIT, position);
    if fault == Some(Fault::NearDuplicate) {
        reword(&mut rng, &mut told.sample);
    }
    told.sample.id = Cow::Owned(id.clone());
    let line = match fault {
        Some(Fault::MissingField) => without_field(&mut rng, told.sample.clone()),
        Some(Fault::BrokenJson) => broken(&mut rng, &written(&told.sample)),
        Some(Fault::TooShort) => with_answer(told.sample.clone(), short(&mut rng, &told)),
        Some(Fault::WrongLanguage) => with_answer(told.sample.clone(), rng.pick(foreign()).join(" ")),
        _ => written(&told.sample),
    };
    let mut faults: Vec<Fault> = told.flaws.faults().collect();
    if let Some(fault) = fault.filter(|fault| !faults.contains(fault)) {
        faults.push(fault);
    }
    let notes = faults.iter().map(|fault| note(&id, position, *fault, twin)).collect();
    let lang = told.sample.lang.unwrap_or(Lang::Other);
    Record { line, notes, faults, lang, kind: told.kind }
}

fn id(position: u64) -> String {
    format!("g{position:06}")
}

fn note(id: &str, position: u64, fault: Fault, twin: Option<u64>) -> String {
    let broken = fault == Fault::BrokenJson;
    let note =
        Note { id: (!broken).then_some(id), line: broken.then_some(position + 1), fault, twin: twin.map(self::id) };
    serde_json::to_string(&note).unwrap_or_default()
}

fn fault_at(plan: &Plan, position: u64) -> Option<Fault> {
    let mut rest = Rng::at(plan.seed ^ FAULT, position).unit();
    for (fault, share) in &plan.faults {
        if rest < *share {
            return Some(*fault);
        }
        rest -= share;
    }
    None
}

/// The sound record that a duplicate repeats.
fn twin_of(plan: &Plan, position: u64, fault: Option<Fault>) -> Option<u64> {
    fault.filter(|fault| matches!(fault, Fault::ExactDuplicate | Fault::NearDuplicate))?;
    let mut rng = Rng::at(plan.seed ^ EDIT, position.wrapping_add(1 << 40));
    let draw = |_| rng.below(plan.records as usize) as u64;
    (0..256).map(draw).find(|twin| *twin != position && fault_at(plan, *twin).is_none())
}

/// Tells the record at a position; draws again until the fault applies to what was drawn.
fn tell_at(plan: &Plan, position: u64, fault: Option<Fault>) -> Told {
    let mut rng = Rng::at(plan.seed ^ TEXT, position);
    let lang = draw_lang(plan, &mut rng);
    let mut wanted = fault.map_or_else(Flaws::default, Flaws::of);
    let habits = &plan.habits;
    wanted.no_disclaimer |= rng.chance(habits.no_disclaimer);
    wanted.no_condition |= rng.chance(habits.no_condition);
    wanted.forbidden |= rng.chance(habits.forbidden);
    wanted.wrong_arithmetic |= rng.chance(habits.wrong_arithmetic);
    let shares = plan.kinds.shares();
    let kind = Kind::ALL[rng.weighted(&shares)];
    let mut told = tell(&mut rng, lang, kind, wanted);
    for _ in 0..400 {
        let asked = fault.map_or_else(Flaws::default, Flaws::of);
        if asked.faults().all(|fault| told.flaws.faults().any(|found| found == fault)) {
            break;
        }
        let kind = Kind::ALL[rng.weighted(&shares)];
        told = tell(&mut rng, lang, kind, wanted);
    }
    told
}

fn draw_lang(plan: &Plan, rng: &mut Rng) -> Lang {
    let languages = &plan.languages;
    [Lang::Tr, Lang::En, Lang::Ar][rng.weighted(&[languages.tr, languages.en, languages.ar])]
}

fn written(sample: &Sample<'_>) -> String {
    serde_json::to_string(sample).unwrap_or_default()
}

fn with_answer(mut sample: Sample<'static>, answer: String) -> String {
    if let Some(turn) = sample.turns.iter_mut().find(|turn| turn.role == Role::Coach) {
        *turn = Turn::new(Role::Coach, answer);
    }
    written(&sample)
}

fn without_field(rng: &mut Rng, mut sample: Sample<'static>) -> String {
    match rng.below(3) {
        0 => sample.turns.retain(|turn| turn.role != Role::Coach),
        1 => sample.turns.retain(|turn| turn.role != Role::User),
        _ => return with_answer(sample, String::new()),
    }
    written(&sample)
}

/// A line that was cut off, or that lost its last brace or a colon.
fn broken(rng: &mut Rng, line: &str) -> String {
    match rng.below(3) {
        0 => line.chars().take(line.chars().count() * 2 / 3).collect(),
        1 => line.chars().take(line.chars().count() - 1).collect(),
        _ => line.replacen("\":", "\"", 1),
    }
}

fn short(rng: &mut Rng, told: &Told) -> String {
    let lang = told.sample.lang.unwrap_or(Lang::En);
    let pool: &Pool = &Phrases::of(lang).fault.short;
    let mut text = String::new();
    rng.pick(&pool.0).fill(&Plain(lang), &mut text);
    text
}

/// Fills phrases that have no slots.
struct Plain(Lang);

impl super::template::Fill for Plain {
    fn value(&self, _slot: super::slots::Slot) -> super::slots::Value<'_> {
        super::slots::Value::Text(Cow::Borrowed(""))
    }

    fn skew(&self) -> f64 {
        1.0
    }

    fn lang(&self) -> Lang {
        self.0
    }

    fn sex(&self) -> spotter_contract::Sex {
        spotter_contract::Sex::Male
    }
}

/// Changes a word or two so that both texts stay more than 90 percent the same.
fn reword(rng: &mut Rng, sample: &mut Sample<'static>) {
    let near = &Phrases::of(sample.lang.unwrap_or(Lang::En)).near;
    let (greeting, extra) = (rng.pick(&near.question), rng.pick(&near.extra));
    for turn in &mut sample.turns {
        let text = turn.text.as_ref();
        let changed = if turn.role == Role::User {
            format!("{greeting} {text}")
        } else {
            let swap = near.swap.iter().find(|(from, _)| has_word(text, from));
            swap.map_or_else(|| format!("{extra} {text}"), |(from, to)| replace_word(text, from, to))
        };
        if jaccard(text, &changed) > 0.9 {
            turn.text = Cow::Owned(changed);
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(' ').any(|part| part == word)
}

fn replace_word(text: &str, from: &str, to: &str) -> String {
    let words: Vec<&str> = text.split(' ').map(|word| if word == from { to } else { word }).collect();
    words.join(" ")
}
