//! The published JSON Schemas and the tables accept the same documents.
//!
//! A checker of the words of JSON Schema that the two files use judges the sound documents and every one of thousands of
//! mutations of them: each member removed, renamed, and put to values of every type and size.

use serde_json::{Value, json};

use super::{PLAN, breaches, changes};
use crate::extract::extract;
use crate::testing::plan;

/// Values that are put in place of every other.
fn strangers() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(0.5),
        json!(1),
        json!(7),
        json!(8.5),
        json!(100),
        json!(1_000_000),
        json!(""),
        json!(" "),
        json!("mon"),
        json!("2026-02-30"),
        json!("2026-02-28"),
        json!("koşu"),
        json!([]),
        json!([1]),
        json!([""]),
        json!({}),
        json!({ "x": 1 }),
        json!({ "zone": 2 }),
    ]
}

#[test]
fn plans_are_accepted_by_both_or_by_none() {
    let mut full = plan();
    full["athlete"] = json!({ "level": "novice", "age": 30, "sex": "female", "weight_kg": 60.5, "ftp_w": 200,
        "threshold_s_per_km": 290, "threshold_bpm": 170, "ctl": 40, "atl": 40, "tsb": 0, "days_available": ["mon"],
        "injuries": ["knee"], "conditions": ["pregnancy"] });
    full["weeks"].as_array_mut().unwrap().truncate(1);
    full["weeks"][0]["focus"] = json!("Taban");
    full["weeks"][0]["days"][0]["load"] = json!({ "ctl": 40, "atl": 41, "tsb": -1 });
    full["weeks"][0]["days"][0]["sessions"][0]["title"] = json!("قوة");
    agree("plan", &full, |document| breaches(document, &PLAN, "").is_empty());
}

#[test]
fn modifications_are_accepted_by_both_or_by_none() {
    let session = json!({ "date": "2026-03-08", "sport": "run", "slot": "noon", "title": "a", "notes": "b", "duration_min": 30,
        "intensity": { "zone": 2, "rpe": 3 }, "tss": 20, "steps": [{ "duration_min": 30, "repeat": 1 }] });
    let before = json!({ "date": "2026-03-08", "tss": 30 });
    let mut replaced = session.clone();
    for name in ["date", "slot"] {
        replaced.as_object_mut().unwrap().remove(name);
    }
    let all = [
        json!({ "op": "add", "session_id": "x", "reason": "r", "after": session, "constraints_checked": ["c"] }),
        json!({ "op": "remove", "session_id": "x", "reason": "r", "before": before }),
        json!({ "op": "move", "session_id": "x", "reason": "r", "before": before, "after": { "date": "2026-03-08", "slot": "noon" } }),
        json!({ "op": "replace", "session_id": "x", "reason": "r", "after": replaced }),
        json!({ "op": "scale", "session_id": "x", "reason": "r", "factor": 0.8, "after": { "duration_min": 30, "tss": 20 } }),
    ];
    for change in &all {
        agree("modification", change, |document| breaches(document, changes(document), "").is_empty());
    }
}

/// Asserts that a sound document is accepted, and that the two judge each mutation of it alike.
fn agree(name: &str, document: &Value, accepts: impl Fn(&crate::json::Node) -> bool) {
    let path = format!("{}/../../rubrics/plan/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut mutations = Vec::new();
    mutate(document, &mut Vec::new(), &mut |document| mutations.push(document), document);
    let (mut kept, mut refused) = (0, 0);
    for mutation in std::iter::once(document.clone()).chain(mutations) {
        let text = mutation.to_string();
        let read = crate::reader::read(&text, 0).unwrap();
        let (own, published) = (accepts(&read.node), is_valid(&mutation, &schema, &schema));
        assert_eq!(own, published, "{text}");
        (kept, refused) = if own { (kept + 1, refused) } else { (kept, refused + 1) };
    }
    assert!(kept > 3 && refused > 30, "{kept} kept, {refused} refused");
    assert_eq!(extract(&document.to_string()).documents.len(), 1);
}

/// Hands out the document with each member and item changed in every way.
fn mutate(root: &Value, path: &mut Vec<String>, out: &mut dyn FnMut(Value), at: &Value) {
    let children: Vec<(String, &Value)> = match at {
        Value::Object(object) => object.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    let pointer = |path: &[String]| path.iter().fold(String::new(), |all, name| format!("{all}/{name}"));
    let parent = pointer(path);
    for (name, child) in children {
        for stranger in strangers() {
            let mut copy = root.clone();
            crate::testing::set(&mut copy, &format!("{parent}/{name}"), stranger);
            out(copy);
        }
        if at.is_object() {
            let mut without = root.clone();
            let value = without.pointer_mut(&parent).unwrap().as_object_mut().unwrap().remove(&name).unwrap();
            let mut renamed = without.clone();
            out(without);
            renamed.pointer_mut(&parent).unwrap().as_object_mut().unwrap().insert(format!("{name}s"), value);
            out(renamed);
        }
        path.push(name);
        mutate(root, path, out, child);
        path.pop();
    }
}

/// Whether a value is valid by the words of JSON Schema that the published files use.
fn is_valid(value: &Value, schema: &Value, root: &Value) -> bool {
    let object = schema.as_object().unwrap();
    object.iter().all(|(word, rule)| match word.as_str() {
        "$schema" | "$defs" | "title" | "description" | "additionalProperties" => true,
        "$ref" => is_valid(value, root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap(), root),
        "anyOf" => rule.as_array().unwrap().iter().any(|one| is_valid(value, one, root)),
        "const" => value == rule,
        "enum" => rule.as_array().unwrap().contains(value),
        "type" => is_type(value, rule.as_str().unwrap()),
        "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
        "minProperties" => value.as_object().is_none_or(|members| members.len() as u64 >= rule.as_u64().unwrap()),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| is_valid(item, rule, root))),
        "required" => value.as_object().is_none_or(|members| {
            rule.as_array().unwrap().iter().all(|name| members.contains_key(name.as_str().unwrap()))
        }),
        "properties" => value.as_object().is_none_or(|members| {
            let is_closed = object.get("additionalProperties") == Some(&json!(false));
            members.iter().all(|(name, member)| rule.get(name).map_or(!is_closed, |rule| is_valid(member, rule, root)))
        }),
        "pattern" => value.as_str().is_none_or(|text| match rule.as_str().unwrap() {
            "\\S" => !text.trim().is_empty(),
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => {
                let is_right =
                    |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
                text.len() == 10 && text.bytes().enumerate().all(is_right)
            }
            other => panic!("the checker does not know the pattern {other}"),
        }),
        "format" => value.as_str().is_none_or(is_day),
        other => panic!("the checker does not know `{other}`"),
    })
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => panic!("the checker does not know the type {other}"),
    }
}

/// Whether a text is a day, by the lengths of the months.
fn is_day(text: &str) -> bool {
    let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, day] = parts[..] else { return false };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => 0,
    };
    (1..=days).contains(&day)
}
