//! What the tests of the rules share: a sound plan, its talk in three languages, and conversations about changes.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Value, json};
use spotter_contract::{Document, Facts, Outcome, Place, Role, Rubric, Rule, Sample, Turn};

use crate::Plans;

/// What a coach says before and after the JSON.
const TALK: [[&str; 2]; 3] = [
    ["İşte dört haftalık planın:", "Yorgun hissedersen o günü dinlenerek geçir."],
    ["Here is your four-week plan:", "If you feel worn out, take that day off."],
    ["هذه خطتك لأربعة أسابيع:", "إذا شعرت بالتعب فاسترح في ذلك اليوم."],
];

/// What a user says before the current plan.
const ASK: [&str; 3] = ["Planımı değiştirir misin?", "Can you change my plan?", "هل يمكنك تعديل خطتي؟"];

/// A sound plan of four weeks: strength on Mondays, runs on Tuesdays and Saturdays, a hard ride on Thursdays.
pub(crate) fn plan() -> Value {
    let weeks: Vec<Value> = (0..4).map(week).collect();
    json!({
        "athlete": { "level": "intermediate", "age": 34, "ctl": 30.0, "atl": 28.0, "tsb": 2.0,
            "days_available": ["mon", "tue", "thu", "sat", "sun"], "injuries": [] },
        "weeks": weeks
    })
}

fn week(index: usize) -> Value {
    let factor = [1.0, 1.08, 1.16, 0.8][index];
    let day = |offset: usize| format!("2026-03-{:02}", 2 + 7 * index + offset);
    let run = |minutes: f64| (minutes * factor).round();
    let id = |name: &str| format!("w{}-{name}", index + 1);
    let easy = |minutes: f64| (minutes / 60.0 * 49.0 * 10.0).round() / 10.0;
    let (short, long) = (run(50.0), run(80.0));
    let strength = json!({ "id": id("mon"), "sport": "strength", "duration_min": 45, "intensity": { "rpe": 6 }, "tss": 30,
        "exercises": [
            { "name": "squat", "muscle": "quads", "sets": 5, "reps": 8, "load_kg": 60.0 + 2.0 * index as f64, "rpe": 7 },
            { "name": "row", "muscle": "back", "sets": 4, "reps": 10, "load_kg": 40, "rpe": 7 } ] });
    let ride = json!({ "id": id("thu"), "sport": "ride", "slot": "evening", "duration_min": 60, "intensity": { "rpe": 8 }, "tss": 66,
        "steps": [
            { "duration_min": 10, "intensity": { "zone": 2, "ftp_percent": 60 } },
            { "duration_min": 8, "repeat": 4, "intensity": { "zone": 4, "ftp_percent": 95 } },
            { "duration_min": 2, "repeat": 4, "intensity": { "zone": 1 , "ftp_percent": 55 } },
            { "duration_min": 10, "intensity": { "zone": 1, "ftp_percent": 55 } } ] });
    let runs = [(1, "tue", short), (5, "sat", long)].map(|(offset, name, minutes)| {
        json!({ "date": day(offset), "weekday": name, "sessions": [
            { "id": id(name), "sport": "run", "duration_min": minutes,
              "intensity": { "zone": 2, "ftp_percent": 70 }, "tss": easy(minutes) } ] })
    });
    let [tuesday, saturday] = runs;
    let sum = 96.0 + easy(short) + easy(long);
    json!({ "n": index + 1, "start": day(0), "phase": if index == 3 { "deload" } else { "build" },
        "targets": { "tss": (sum * 10.0).round() / 10.0, "duration_min": 105.0 + short + long, "sessions": 4 },
        "days": [
            { "date": day(0), "weekday": "mon", "sessions": [strength] }, tuesday,
            { "date": day(3), "weekday": "thu", "sessions": [ride] }, saturday ] })
}

/// Writes a value at a pointer; a new name is added to its object.
pub(crate) fn set(value: &mut Value, pointer: &str, new: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(object) => drop(object.insert(name.to_owned(), new)),
        Value::Array(array) => array[name.parse::<usize>().unwrap()] = new,
        other => panic!("{other} holds nothing"),
    }
}

/// The answers that give a document in three languages, in a fence and bare.
pub(crate) fn answers(document: &Value) -> [String; 3] {
    let pretty = serde_json::to_string_pretty(document).unwrap();
    TALK.map(|[before, after]| format!("{before}\n\n```json\n{pretty}\n```\n\n{after}"))
}

/// Asserts that a rule is broken by a plan with a fault, in each language.
pub(crate) fn breaks(rule: &Rule<Plans>, spoil: impl Fn(&mut Value)) {
    let mut document = plan();
    spoil(&mut document);
    breaks_texts(rule, &answers(&document));
}

/// Asserts that a rule finds no fault with a plan, and does look at it.
pub(crate) fn keeps(rule: &Rule<Plans>, vary: impl Fn(&mut Value)) {
    let mut document = plan();
    vary(&mut document);
    keeps_texts(rule, &answers(&document));
}

/// Asserts that a rule is broken by every text, and that its findings stand inside of it.
pub(crate) fn breaks_texts(rule: &Rule<Plans>, texts: &[String]) {
    for text in texts {
        let found = outcome(rule, &[(Role::User, "?"), (Role::Coach, text)]);
        assert_eq!(found.name(), "broken", "{}: {text}", rule.name);
        check_places(&found, text);
    }
}

/// Asserts that a rule is met by every text.
pub(crate) fn keeps_texts(rule: &Rule<Plans>, texts: &[String]) {
    for text in texts {
        let found = outcome(rule, &[(Role::User, "?"), (Role::Coach, text)]);
        assert_eq!(found, Outcome::Met, "{}: {text}", rule.name);
    }
}

/// Asserts that a rule is broken by changes of the sound plan, one for each language.
pub(crate) fn breaks_changes(rule: &Rule<Plans>, changes: &[Value; 3]) {
    for (found, change) in of_changes(rule, &plan(), changes) {
        assert_eq!(found.name(), "broken", "{}: {change}", rule.name);
    }
}

/// Asserts that a rule is met by changes of the sound plan, one for each language.
pub(crate) fn keeps_changes(rule: &Rule<Plans>, changes: &[Value; 3]) {
    for (found, change) in of_changes(rule, &plan(), changes) {
        assert_eq!(found, Outcome::Met, "{}: {change}", rule.name);
    }
}

/// What a rule says about changes of a plan that the user brings along.
pub(crate) fn of_changes(rule: &Rule<Plans>, current: &Value, changes: &[Value; 3]) -> Vec<(Outcome, String)> {
    let judged = ASK.iter().zip(changes).map(|(ask, change)| {
        let question = format!("{ask}\n{current}");
        let answer = format!("```json\n{change}\n```");
        let found = outcome(rule, &[(Role::User, &question), (Role::Coach, &answer)]);
        check_places(&found, &answer);
        (found, answer)
    });
    judged.collect()
}

/// What a rule says about a conversation.
pub(crate) fn outcome(rule: &Rule<Plans>, turns: &[(Role, &str)]) -> Outcome {
    outcome_with(rule, &Facts::default(), turns)
}

/// What a rule says about a conversation with somebody of whom something is known.
pub(crate) fn outcome_with(rule: &Rule<Plans>, facts: &Facts<'static>, turns: &[(Role, &str)]) -> Outcome {
    let turns = turns.iter().map(|(role, text)| Turn::new(*role, (*text).to_owned())).collect();
    let sample = Sample { facts: facts.clone(), turns, ..Sample::default() };
    (rule.check)(plans(), &sample, &Document::empty())
}

/// The rubric as the pack arms it.
pub(crate) fn plans() -> &'static Plans {
    static ARMED: OnceLock<Plans> = OnceLock::new();
    ARMED.get_or_init(|| {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rubrics/plan/rubric.toml");
        let table: toml::Table = std::fs::read_to_string(pack).unwrap().parse().unwrap();
        Plans::arm(&table["options"].as_table().unwrap().to_string()).unwrap()
    })
}

fn check_places(outcome: &Outcome, text: &str) {
    for finding in outcome.findings() {
        assert!(finding.message.len() < 4_096 && !finding.message.ends_with('.'), "{}", finding.message);
        if let Place::At { span, .. } = finding.place {
            assert!(text.get(span.start..span.end).is_some(), "{span:?} does not fit: {}", finding.message);
        }
    }
}
