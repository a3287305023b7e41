//! Measures the text layer on the development sets: `cargo run -p spotter-text --example devset [NAME]`.
//!
//! With a name (`numbers`, `conditions`, `foods`, `nouns`, `privative`, `equations`) it also prints what it missed.
//! The sets lie beside the repository and are not part of it; where they are absent, this says so and stops.
#![expect(clippy::print_stdout, reason = "this program exists to print")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;
use spotter_contract::{Lang, Role, Sample, Scope, Turn};
use spotter_text::{Analyser, Lexicon};

/// Hits, false alarms and misses.
#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn print(&self, name: &str) {
        let rate = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let (precision, recall) =
            (rate(self.right, self.right + self.wrong), rate(self.right, self.right + self.missed));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        println!(
            "{name:24} P {precision:.3} R {recall:.3} F1 {f1:.3}  (right {}, wrong {}, missed {})",
            self.right, self.wrong, self.missed
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/devsets");
    if !folder.is_dir() {
        println!("skipped: {} is absent, there is nothing to measure", folder.display());
        return Ok(());
    }
    let shown = std::env::args().nth(1).unwrap_or_default();
    let plain = Analyser::new(Lexicon::default())?;
    for lang in ["en", "tr", "ar"] {
        numbers(&plain, &rows(&folder, &format!("num_recognizers_{lang}"))?, lang, shown == "numbers");
    }
    for lang in ["en", "tr", "ar"] {
        conditions(&plain, &rows(&folder, &format!("cond_ud_{lang}"))?, lang, shown == "conditions");
    }
    foods(&rows(&folder, "morph_tr_food_ud")?, shown == "foods")?;
    nouns(&rows(&folder, "morph_tr_unimorph_nouns")?, shown == "nouns")?;
    privative(&rows(&folder, "morph_tr_privative")?, shown == "privative")?;
    equations(&plain, &rows(&folder, "num_gsm8k_arith")?, shown == "equations");
    Ok(())
}

fn rows(folder: &Path, name: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    let path: PathBuf = folder.join(format!("{name}.jsonl"));
    std::fs::read_to_string(path)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn text<'v>(row: &'v Value, field: &str) -> &'v str {
    row.get(field).and_then(Value::as_str).unwrap_or("")
}

fn flag(row: &Value, field: &str) -> bool {
    row.get(field).and_then(Value::as_bool).unwrap_or(false)
}

fn sample(text: &str) -> Sample<'_> {
    Sample { turns: vec![Turn::new(Role::Coach, text)], ..Sample::default() }
}

fn numbers(analyser: &Analyser, rows: &[Value], lang: &str, is_shown: bool) {
    let mut score = Score::default();
    for row in rows.iter().filter(|row| flag(row, "in_scope")) {
        let mut gold: Vec<f64> =
            row.get("quantities").and_then(Value::as_array).into_iter().flatten().flat_map(worth).collect();
        let source = text(row, "text");
        let sample = sample(source);
        let document = analyser.read(&sample);
        let model = text(row, "model");
        let needs_unit = !matches!(model, "NumberModel" | "NumberRangeModel");
        let (mut wrong, before) = (Vec::new(), gold.clone());
        for quantity in document.quantities.iter().filter(|quantity| !needs_unit || quantity.unit.is_some()) {
            for value in [Some(quantity.value), quantity.high].into_iter().flatten() {
                let same = |gold: &f64| {
                    [Some(value), quantity.other]
                        .into_iter()
                        .flatten()
                        .any(|one| (gold - one).abs() <= 1e-6 * gold.abs().max(1.0))
                };
                match gold.iter().position(same) {
                    Some(at) => {
                        gold.remove(at);
                        score.right += 1;
                    }
                    None => wrong.push(value),
                }
            }
        }
        score.missed += gold.len();
        let counts = model != "NumberRangeModel";
        score.wrong += if counts { wrong.len() } else { 0 };
        if is_shown && (!gold.is_empty() || (counts && !wrong.is_empty())) {
            println!("  {lang} {model}: {source:?} gold {before:?} missed {gold:?} wrong {wrong:?}");
        }
    }
    score.print(&format!("numbers {lang}"));
}

/// The values of a gold quantity: its number, or the ends of its range.
fn worth(quantity: &Value) -> Vec<f64> {
    if let Some(value) = quantity.get("value_num").and_then(Value::as_f64) {
        return vec![value];
    }
    let range = quantity.get("value").and_then(Value::as_str).unwrap_or("");
    range.trim_matches(['(', ')', '[', ']']).split(',').filter_map(|end| end.parse().ok()).collect()
}

fn conditions(analyser: &Analyser, rows: &[Value], lang: &str, is_shown: bool) {
    let mut score = Score::default();
    for row in rows.iter().filter(|row| !flag(row, "ambiguous")) {
        let source = text(row, "text");
        let is_found = !analyser.read(&sample(source)).conditions.is_empty();
        let is_gold = flag(row, "conditional");
        score.right += usize::from(is_found && is_gold);
        score.wrong += usize::from(is_found && !is_gold);
        score.missed += usize::from(!is_found && is_gold);
        if is_shown && is_found != is_gold {
            println!("  {lang} {} {source:?}", if is_gold { "missed" } else { "wrong" });
        }
    }
    score.print(&format!("conditions {lang}"));
}

fn lexicon(words: &BTreeSet<&str>) -> Result<Analyser, Box<dyn Error>> {
    let quoted =
        |word: &&str| Ok(format!("[[term]]\nkind = 'food'\nname = {0}\nterms = [{0}]\n", serde_json::to_string(word)?));
    let terms: Result<Vec<String>, serde_json::Error> = words.iter().map(quoted).collect();
    Ok(Analyser::new(Lexicon::parse(&[("words", Lang::Tr, &terms?.concat())])?)?)
}

fn foods(rows: &[Value], is_shown: bool) -> Result<(), Box<dyn Error>> {
    let analyser = lexicon(&rows.iter().map(|row| text(row, "stem")).collect())?;
    let (mut score, mut by_stem) = (Score::default(), BTreeMap::<&str, usize>::new());
    for row in rows {
        let (source, token) = (text(row, "text"), text(row, "token"));
        let sample = sample(source);
        let is_found = analyser.read(&sample).mentions.iter().any(|mention| mention.span.of(source) == token);
        let is_gold = flag(row, "food");
        score.right += usize::from(is_found && is_gold);
        score.wrong += usize::from(is_found && !is_gold);
        score.missed += usize::from(!is_found && is_gold);
        if is_found != is_gold {
            *by_stem.entry(text(row, "stem")).or_default() += 1;
            if is_shown {
                println!("  {} {token:?} in {source:?}", if is_gold { "missed" } else { "wrong" });
            }
        }
    }
    score.print("foods in context tr");
    if is_shown {
        println!("  {by_stem:?}");
    }
    Ok(())
}

fn nouns(rows: &[Value], is_shown: bool) -> Result<(), Box<dyn Error>> {
    let analyser = lexicon(&rows.iter().map(|row| text(row, "lemma")).collect())?;
    let (mut all, mut food) = (Score::default(), Score::default());
    for row in rows {
        let (form, lemma) = (text(row, "form"), text(row, "lemma"));
        let sample = sample(form);
        let is_found = analyser.read(&sample).mentions.iter().any(|mention| mention.span.of(form) == form);
        for score in [&mut all].into_iter().chain(flag(row, "food").then_some(&mut food)) {
            score.right += usize::from(is_found);
            score.missed += usize::from(!is_found);
        }
        if is_shown && !is_found {
            println!("  missed {form:?} of {lemma:?} {}", text(row, "feats"));
        }
    }
    all.print("nouns tr");
    food.print("nouns tr, food");
    Ok(())
}

fn privative(rows: &[Value], is_shown: bool) -> Result<(), Box<dyn Error>> {
    let analyser = lexicon(&rows.iter().map(|row| text(row, "lemma")).collect())?;
    let mut score = Score::default();
    for row in rows {
        let form = text(row, "form");
        let wanted = if text(row, "kind") == "privative" { Scope::Excluded } else { Scope::Used };
        let sample = sample(form);
        let document = analyser.read(&sample);
        let is_right = document.mentions.iter().any(|mention| mention.span.of(form) == form && mention.scope == wanted);
        score.right += usize::from(is_right);
        score.missed += usize::from(!is_right);
        if is_shown && !is_right {
            println!("  missed {form:?} of {:?}", text(row, "lemma"));
        }
    }
    score.print("privative tr");
    Ok(())
}

fn equations(analyser: &Analyser, rows: &[Value], is_shown: bool) {
    let (mut gold, mut parsed, mut alarms, mut caught) = (0, 0, 0, 0);
    for row in rows {
        let source = text(row, "text");
        let sample = sample(source);
        let wanted = row.get("equations").and_then(Value::as_array).map_or(0, Vec::len);
        let document = analyser.read(&sample);
        gold += wanted;
        parsed += document.equations.len();
        for equation in &document.equations {
            let is_alarm = (equation.stated - equation.computed).abs() > equation.tolerance;
            alarms += usize::from(is_alarm);
            let corrupted = if equation.stated.abs() >= 10.0 { equation.stated * 1.1 } else { equation.stated + 1.0 };
            caught += usize::from((corrupted - equation.computed).abs() > equation.tolerance);
            if is_shown && is_alarm {
                println!("  alarm {:?} computed {}", equation.span.of(source), equation.computed);
            }
        }
        if is_shown && document.equations.len() < wanted {
            println!("  {} of {wanted} in {source:?}", document.equations.len());
        }
    }
    println!(
        "{:24} parsed {parsed} of {gold}, false alarms {alarms}, corrupted results caught {caught} of {parsed}",
        "equations en"
    );
}
