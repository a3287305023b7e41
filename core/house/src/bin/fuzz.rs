//! Throws mutilated texts at the text layer and at every rubric: `cargo run --release -p spotter-house --bin fuzz -- MINUTES`.
//!
//! The inputs are spliced from the corpus in `testsuites/fuzz`, from the project's contrast material and from a list of
//! hostile pieces, by a generator whose seed is printed, so that a run can be repeated. What must hold: no panic, spans on
//! characters and in order, the same reading twice, a bounded time for each byte, and no failed call of a rubric.
//! An input that breaks this is saved beside the corpus.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program exists to print")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Parser;
use spotter_contract::{Document, Role, Sample, Span, Turn};
use spotter_gate::Gate;
use spotter_house::project;

/// Throws mutilated texts at the text layer and at every rubric.
#[derive(Debug, Parser)]
struct Arguments {
    /// How long.
    minutes: f64,
    /// Where the generator begins.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Pieces that trip readers of text.
const HOSTILE: [&str; 40] = [
    "\0",
    "\u{301}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "٪",
    "½",
    "1/2",
    "1.000,5",
    "3x10",
    "%",
    "٢٥٪",
    "e\u{301}",
    "İI",
    "ı",
    "ﻻ",
    "ـ",
    "🇹🇷",
    "👩‍🍳",
    "&#99;",
    "%63",
    "\\u0063",
    "<b>",
    "**",
    "```",
    "|a|b|",
    "\n- ",
    "# ",
    "{\"a\":",
    "\"}",
    "((((",
    "= = =",
    "1 + 1 = 2",
    "klenbuterol",
    "steroid",
    "etsiz",
    "if ",
    "eğer ",
    "إذا ",
];

/// Longer than any answer, shorter than what slows a run down.
const LONGEST: usize = 4000;
/// A reading and a judgement of a byte may take this long, and a whole one this long in any case.
const PER_BYTE: Duration = Duration::from_micros(100);
const AT_LEAST: Duration = Duration::from_millis(500);

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<usize> {
    let gate = Gate::open(&project(), "release")?;
    let corpus = corpus()?;
    println!("seed {}, {} texts, {} rubrics", arguments.seed, corpus.len(), gate.rubrics().len());
    let mut random = Random(arguments.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (start, limit) = (Instant::now(), Duration::from_secs_f64(arguments.minutes * 60.0));
    let (mut executions, mut bytes, mut found) = (0usize, 0usize, 0usize);
    while start.elapsed() < limit && found < 20 {
        let text = random.text(&corpus);
        (executions, bytes) = (executions + 1, bytes + text.len());
        if let Err(fault) = check(&gate, &text) {
            found += 1;
            let path = project().join(format!("testsuites/fuzz/found-{}-{executions}.txt", arguments.seed));
            fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
            println!("{fault}: saved as {}", path.display());
        }
    }
    println!("{executions} executions of the text layer and of each rubric, {bytes} bytes, {found} finds");
    Ok(found)
}

/// What is wrong with how a text is read and judged.
fn check(gate: &Gate, text: &str) -> Result<(), String> {
    let turns = vec![Turn::new(Role::User, text), Turn::new(Role::Coach, text)];
    let sample = Sample { turns, ..Sample::default() };
    let start = Instant::now();
    let document = caught(|| gate.read(&sample))?;
    if document != caught(|| gate.read(&sample))? {
        return Err("two readings differ".to_owned());
    }
    is_sound(&document, text)?;
    let judgement = caught(|| gate.judge(&sample))?;
    if let Some(failure) = judgement.failures.first() {
        return Err(format!("a rubric failed: {failure}"));
    }
    let limit = AT_LEAST.max(PER_BYTE * text.len() as u32);
    if start.elapsed() > limit { Err(format!("it takes {:?}", start.elapsed())) } else { Ok(()) }
}

fn caught<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| "a panic".to_owned())
}

/// Spans lie on characters of the text and in order.
fn is_sound(document: &Document, text: &str) -> Result<(), String> {
    let lists: [Vec<(usize, Span)>; 5] = [
        document.sentences.iter().map(|one| (one.turn, one.span)).collect(),
        document.quantities.iter().map(|one| (one.turn, one.span)).collect(),
        document.mentions.iter().map(|one| (one.turn, one.span)).collect(),
        document.acts.iter().map(|one| (one.turn, one.span)).collect(),
        document.equations.iter().map(|one| (one.turn, one.span)).collect(),
    ];
    for list in lists {
        if !list.is_sorted_by_key(|(turn, span)| (*turn, span.start)) {
            return Err("spans are out of order".to_owned());
        }
        if !list.iter().all(|(_, span)| span.start < span.end && text.get(span.start..span.end).is_some()) {
            return Err("a span is empty or cuts a character".to_owned());
        }
    }
    if document.quantities.iter().all(|quantity| quantity.value.is_finite()) {
        Ok(())
    } else {
        Err("a value is not finite".to_owned())
    }
}

/// The texts that inputs are made of: the corpus, and the contrast material.
fn corpus() -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for folder in ["testsuites/fuzz", "testsuites/contrast"] {
        let folder = project().join(folder);
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            if path.extension().is_some_and(|extension| extension == "jsonl") {
                texts.extend(text.lines().map(str::to_owned));
            } else {
                texts.push(text);
            }
        }
    }
    anyhow::ensure!(!texts.is_empty(), "there are no texts to begin with in testsuites/fuzz");
    Ok(texts)
}

/// Marsaglia's xorshift: the same inputs for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % bound.max(1) as u64) as usize
    }

    /// A text of the corpus after a few mutations.
    fn text(&mut self, corpus: &[String]) -> String {
        let mut letters: Vec<char> = self.pick(corpus).chars().take(LONGEST).collect();
        for _ in 0..=self.below(6) {
            self.mutate(&mut letters, corpus);
            letters.truncate(LONGEST);
        }
        letters.into_iter().collect()
    }

    fn pick<'c>(&mut self, corpus: &'c [String]) -> &'c str {
        corpus.get(self.below(corpus.len())).map_or("", String::as_str)
    }

    fn mutate(&mut self, letters: &mut Vec<char>, corpus: &[String]) {
        let at = self.below(letters.len() + 1);
        let length = self.below(12).min(letters.len() - at);
        match self.below(6) {
            0 => drop(letters.drain(at..at + length)),
            1 => {
                let piece = HOSTILE.get(self.below(HOSTILE.len())).copied().unwrap_or("");
                let piece = piece.repeat(1 + self.below(4));
                letters.splice(at..at, piece.chars());
            }
            2 => {
                let other: Vec<char> = self.pick(corpus).chars().collect();
                let from = self.below(other.len() + 1);
                letters.splice(at.., other.into_iter().skip(from));
            }
            3 => {
                let own: Vec<char> = letters.iter().skip(at).take(length).copied().collect();
                let piece = own.repeat(1 + self.below(30));
                letters.splice(at..at, piece);
            }
            4 => {
                let flip = 1 << self.below(8);
                let changed = letters.get(at).and_then(|letter| char::from_u32(*letter as u32 ^ flip));
                letters.get_mut(at).into_iter().zip(changed).for_each(|(letter, changed)| *letter = changed);
            }
            _ => {
                let letter = char::from_u32(self.below(0x11_0000) as u32);
                letters.splice(at..at, letter);
            }
        }
    }
}
