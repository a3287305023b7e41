//! The generator under test: numbers, foods, shares, determinism.

use std::collections::BTreeMap;
use std::path::Path;

use spotter_contract::{Diet, Lang, Role, Sample};

use super::faults::{Fault, Flaws, jaccard};
use super::foods::Constraint;
use super::offline::{Counts, Plan, write};
use super::phrases::{Kind, Phrases, foods};
use super::rng::Rng;
use super::scene::tell;

fn generated(plan: &Plan) -> (Vec<String>, Vec<serde_json::Value>, Counts) {
    let folder = tempfile::tempdir().unwrap();
    let (out, sidecar) = (folder.path().join("raw.jsonl"), folder.path().join("faults.jsonl"));
    let counts = write(plan, &out, &sidecar).unwrap();
    let lines = |path: &Path| std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    let notes = lines(&sidecar).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines(&out), notes, counts)
}

fn samples(lines: &[String]) -> Vec<Sample<'static>> {
    lines.iter().map(|line| serde_json::from_str::<Sample>(line).unwrap().into_owned()).collect()
}

fn is_close(count: u64, of: u64, share: f64, tolerance: f64) -> bool {
    (count as f64 / of as f64 - share).abs() <= tolerance
}

#[test]
fn every_phrase_of_every_language_can_be_read() {
    for lang in [Lang::Tr, Lang::En, Lang::Ar] {
        let phrases = Phrases::of(lang);
        for kind in Kind::ALL.into_iter().skip(1) {
            assert!(phrases.scenes(kind).count() > 0, "{lang}: {kind:?}");
            for scene in phrases.scenes(kind) {
                let due = scene.due.as_deref();
                assert!(due.is_none_or(|due| phrases.disclaimer.contains_key(due)), "{lang}: {due:?}");
            }
        }
        for diet in Diet::ALL {
            assert!(phrases.diet.contains_key(diet.name()), "{lang}: {diet}");
        }
    }
}

#[test]
fn a_seed_gives_one_file_whatever_the_number_of_threads() {
    let plan = Plan { seed: 5, records: 3000, ..Plan::default() };
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| generated(&plan));
    let four = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap().install(|| generated(&plan));
    assert_eq!(one, four);
    let other = generated(&Plan { seed: 6, ..plan });
    assert_ne!(one.0, other.0);
}

#[test]
fn shares_come_out_as_the_plan_says() {
    let plan = Plan { seed: 11, records: 20_000, ..Plan::default() };
    let (lines, notes, counts) = generated(&plan);
    assert_eq!(lines.len(), 20_000);
    assert_eq!(counts.written, 20_000);
    for (lang, share) in [("tr", 0.45), ("en", 0.4), ("ar", 0.15)] {
        assert!(is_close(counts.languages[lang], counts.written, share, 0.015), "{lang} {:?}", counts.languages);
    }
    for (kind, share) in Kind::ALL.into_iter().zip(plan.kinds.shares()) {
        assert!(is_close(counts.kinds[&kind], counts.written, share, 0.025), "{kind:?} {:?}", counts.kinds);
    }
    for (fault, share) in &plan.faults {
        assert!(is_close(counts.faults[fault], counts.written, *share, 0.004), "{fault:?} {:?}", counts.faults);
    }
    assert_eq!(notes.len() as u64, counts.faults.values().sum::<u64>());
}

#[test]
fn every_fault_is_what_its_name_says() {
    let plan = Plan { seed: 3, records: 6000, ..Plan::default() };
    let (lines, notes, _) = generated(&plan);
    let by_id: BTreeMap<String, &String> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| serde_json::from_str::<Sample>(line).is_ok())
        .map(|(position, line)| (format!("g{position:06}"), line))
        .collect();
    for note in &notes {
        let fault: Fault = serde_json::from_value(note["fault"].clone()).unwrap();
        if fault == Fault::BrokenJson {
            let line = note["line"].as_u64().unwrap() as usize;
            assert!(serde_json::from_str::<serde_json::Value>(&lines[line - 1]).is_err());
            assert!(note.get("id").is_none());
            continue;
        }
        let line = by_id[note["id"].as_str().unwrap()];
        let sample: Sample = serde_json::from_str(line).unwrap();
        let answer = sample.answer().map_or("", |(_, text)| text);
        match fault {
            Fault::MissingField => assert!(answer.is_empty() || sample.question().is_none()),
            Fault::TooShort => assert!(answer.chars().count() < 100 && !answer.is_empty()),
            Fault::NoNumbers => assert!(!answer.chars().any(char::is_numeric), "{answer}"),
            Fault::Forbidden => assert!(!sample.facts.forbidden.is_empty()),
            Fault::ExactDuplicate | Fault::NearDuplicate => {
                let twin: Sample = serde_json::from_str(by_id[note["twin"].as_str().unwrap()]).unwrap();
                let exact = twin.turns == sample.turns;
                assert_eq!(exact, fault == Fault::ExactDuplicate, "{line}");
                assert_eq!(twin.facts, sample.facts);
                for (one, other) in twin.turns.iter().zip(&sample.turns) {
                    assert!(jaccard(&one.text, &other.text) > 0.9);
                }
            }
            _ => assert!(answer.chars().count() >= 100, "{answer}"),
        }
    }
}

#[test]
fn clean_answers_have_what_they_owe() {
    let (lines, notes, _) = generated(&Plan::clean(21, 4000));
    assert!(notes.is_empty());
    for sample in samples(&lines) {
        let (_, answer) = sample.answer().unwrap();
        assert!((100..=900).contains(&answer.chars().count()), "{answer}");
        assert!(answer.chars().any(char::is_numeric), "{answer}");
        for sign in ['{', '}', '|', '~'] {
            assert!(!line_has(&sample, sign), "{sign} in {answer}");
        }
        assert!(!answer.contains("  "), "{answer}");
    }
}

fn line_has(sample: &Sample<'_>, sign: char) -> bool {
    sample.turns.iter().any(|turn| turn.text.contains(sign))
}

#[test]
fn sound_recipes_use_nothing_forbidden() {
    for lang in [Lang::Tr, Lang::En, Lang::Ar] {
        let mut rng = Rng::at(9, lang.code().into());
        let mut seen = 0;
        while seen < 1500 {
            let told = tell(&mut rng, lang, Kind::Nutrition, Flaws::default());
            assert!(!told.flaws.forbidden);
            let facts = &told.sample.facts;
            let constraint = facts.diet.map(Constraint::Diet).or_else(|| {
                super::foods::ALLERGENS
                    .iter()
                    .find(|name| facts.allergies.iter().any(|found| found == *name))
                    .map(|name| Constraint::Allergy(name))
            });
            let Some(constraint) = constraint else { continue };
            seen += 1;
            let (_, answer) = told.sample.answer().unwrap();
            assert!(names_nothing_forbidden(ingredients(answer), lang, constraint), "{constraint:?}: {answer}");
        }
    }
}

/// The sentence with the grams: from the first ingredient to its full stop.
fn ingredients(answer: &str) -> &str {
    let amount = |sentence: &&str| sentence.contains(" g ") || sentence.contains(" غ من ");
    answer.split(". ").find(amount).unwrap_or("")
}

fn names_nothing_forbidden(list: &str, lang: Lang, constraint: Constraint) -> bool {
    let items = list.split(", ").flat_map(|part| part.split("، "));
    let forbidden: Vec<&str> =
        foods().iter().filter(|food| !constraint.allows(food)).map(|food| food.name(lang)).collect();
    !items
        .into_iter()
        .any(|item| forbidden.iter().any(|name| item.ends_with(&format!(" {name}")) && is_whole(item, name)))
}

/// "süt" is not in "soya sütü", and "yoghurt" is not "soy yogurt": the item must be the amount and the name alone.
fn is_whole(item: &str, name: &str) -> bool {
    let words = item.trim_end_matches(name).split_whitespace().count();
    let lead = item.split(':').next_back().unwrap_or(item).trim_end_matches(name);
    words > 0
        && lead.split_whitespace().all(|word| word.chars().any(char::is_numeric) || ["g", "غ", "من"].contains(&word))
}

#[test]
fn planted_recipes_use_the_forbidden_food() {
    let mut rng = Rng::at(4, 4);
    let wanted = Flaws::of(Fault::Forbidden);
    let mut seen = 0;
    while seen < 300 {
        let told = tell(&mut rng, Lang::En, Kind::Nutrition, wanted);
        if !told.flaws.forbidden {
            continue;
        }
        seen += 1;
        let (_, answer) = told.sample.answer().unwrap();
        let name = &told.sample.facts.forbidden[0];
        assert!(ingredients(answer).contains(name.as_ref()), "{name}: {answer}");
    }
}

#[test]
fn stated_results_are_true_unless_the_fault_is_planted() {
    let mut rng = Rng::at(8, 8);
    let (mut sound, mut false_ones) = (0, 0);
    for _ in 0..3000 {
        let told = tell(&mut rng, Lang::En, Kind::Programming, Flaws::default());
        let (_, answer) = told.sample.answer().unwrap();
        sound += products(answer).filter(|(a, b, c)| (a * b - c).abs() > 0.5).count();
        let told = tell(&mut rng, Lang::En, Kind::Programming, Flaws::of(Fault::WrongArithmetic));
        let (_, answer) = told.sample.answer().unwrap();
        let wrong = products(answer).filter(|(a, b, c)| (a * b / c - 1.0).abs() > 0.1).count();
        false_ones += usize::from(wrong > 0);
        assert!(wrong == 0 || told.flaws.wrong_arithmetic);
    }
    assert_eq!(sound, 0);
    assert!(false_ones > 500, "{false_ones}");
}

/// The "a × b = c" of a text.
fn products(text: &str) -> impl Iterator<Item = (f64, f64, f64)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &str| word.trim_end_matches(['.', ',']).parse::<f64>().ok();
    let found: Vec<(f64, f64, f64)> = words
        .windows(5)
        .filter(|window| window[1] == "×" && window[3] == "=")
        .filter_map(|window| Some((number(window[0])?, number(window[2])?, number(window[4])?)))
        .collect();
    found.into_iter()
}

#[test]
fn near_duplicates_are_the_exception_among_clean_records() {
    let (lines, _, _) = generated(&Plan::clean(31, 5000));
    let samples = samples(&lines);
    let sets: Vec<[Vec<u64>; 2]> = samples
        .iter()
        .map(|sample| [word_set(sample.question().unwrap().1), word_set(sample.answer().unwrap().1)])
        .collect();
    let is_twin =
        |one: &[Vec<u64>; 2], other: &[Vec<u64>; 2]| is_near(&one[0], &other[0]) && is_near(&one[1], &other[1]);
    let near = (1..sets.len()).filter(|place| sets[..*place].iter().any(|other| is_twin(&sets[*place], other))).count();
    assert!(near * 50 <= sets.len(), "{near} of {}", sets.len());
}

fn word_set(text: &str) -> Vec<u64> {
    let hash = |word: &str| {
        word.bytes()
            .fold(14_695_981_039_346_656_037_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(1_099_511_628_211))
    };
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut set: Vec<u64> = words.map(hash).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// Whether two sorted sets share more than nine tenths of their union.
fn is_near(one: &[u64], other: &[u64]) -> bool {
    let (less, more) = (one.len().min(other.len()), one.len().max(other.len()));
    if less * 10 <= more * 9 {
        return false;
    }
    let shared = one.iter().filter(|word| other.binary_search(word).is_ok()).count();
    shared * 10 > (one.len() + other.len() - shared) * 9
}

#[test]
fn shares_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut plan = Plan::clean(1, 10);
    plan.languages.tr = f64::NAN;
    let error = write(&plan, &folder.path().join("a"), &folder.path().join("b")).unwrap_err();
    assert!(error.to_string().contains("languages"), "{error}");
    let plan: Result<Plan, _> = toml::from_str("seed = 1\nrecord = 5");
    assert!(plan.is_err());
}

#[test]
fn a_habitual_base_has_its_habits() {
    let (lines, _, counts) = generated(&Plan::habits(20_260_101, 6000));
    let share = counts.faults[&Fault::NoCondition] as f64 / 6000.0;
    assert!((0.4..0.5).contains(&share), "{share}");
    assert!(counts.faults.contains_key(&Fault::Forbidden) && counts.faults.contains_key(&Fault::NoDisclaimer));
    assert!(samples(&lines).iter().all(|sample| sample.turns.iter().any(|turn| turn.role == Role::Coach)));
}
