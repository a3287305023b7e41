//! The reader agrees with serde_json on strict JSON, survives everything else, and stays linear.

use proptest::prelude::*;
use serde_json::Value;
use spotter_contract::{Document, Role, Sample, Turn};

use super::{Fix, read};
use crate::extract::extract;
use crate::json::{Kind, Node};
use crate::rules::RULES;
use crate::testing::{answers, plan, plans};

fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Number(value) => serde_json::Number::from_f64(*value).map_or(Value::Null, Value::Number),
        Kind::Text(text) => Value::String(text.clone()),
        Kind::List(items) => items.iter().map(value).collect(),
        Kind::Object(members) => {
            Value::Object(members.iter().map(|member| (member.name.clone(), value(&member.node))).collect())
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-1.0e9..1.0e9).prop_map(|number: f64| Value::from(number)),
        any::<String>().prop_map(Value::String),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every rule on an answer: none may panic, and every finding must stand inside of the text.
fn judge(text: &str) {
    let turns = vec![Turn::new(Role::User, "?"), Turn::new(Role::Coach, text)];
    let sample = Sample { turns, ..Sample::default() };
    for rule in RULES {
        for finding in (rule.check)(plans(), &sample, &Document::empty()).findings() {
            if let spotter_contract::Place::At { span, .. } = finding.place {
                assert!(text.get(span.start..span.end).is_some(), "{}: {span:?}", rule.name);
            }
        }
    }
}

proptest! {
    #[test]
    fn strict_json_is_read_as_serde_json_reads_it(json in any_json()) {
        let text = json.to_string();
        let read = read(&text, 0).unwrap();
        prop_assert!(read.repairs.is_empty(), "{:?}", read.repairs);
        prop_assert_eq!(value(&read.node), json);
        prop_assert_eq!(read.end, text.len());
    }

    #[test]
    fn no_text_panics(text in "\\PC*[\\[{\"',:0-9a-z}\\]/*#\\\\. \n“”`]{0,80}\\PC*") {
        judge(&text);
    }
}

#[test]
fn a_plan_cut_anywhere_is_cut_or_broken_and_never_sound() {
    let mut document = plan();
    document["weeks"].as_array_mut().unwrap().truncate(1);
    let [text, ..] = answers(&document);
    let (start, end) = (text.find('{').unwrap(), text.rfind('}').unwrap());
    for cut in (0..=end).filter(|cut| text.is_char_boundary(*cut)) {
        let part = text.get(..cut).unwrap();
        judge(part);
        let found = extract(part);
        let is_cut = |document: &crate::extract::Document| {
            document.read.repairs.iter().any(|repair| repair.fix == Fix::Unfinished)
        };
        assert!(found.documents.iter().all(is_cut), "{part}");
        assert!(cut > start || (found.documents.is_empty() && found.failure.is_none()));
    }
}

#[test]
fn a_hundred_thousand_brackets_are_read_in_one_pass() {
    for bracket in ["[", "{", "{\"weeks\":[", "[{\"op\":", "{'", "/*[", "[\"", "[#", "[...,"] {
        let text = bracket.repeat(100_000);
        judge(&text);
        assert!(extract(&text).documents.len() <= 100_000);
    }
}

#[test]
fn a_string_that_hides_a_fence_is_a_string() {
    let text = "{\"weeks\": [], \"athlete\": \"```\"}";
    assert!(read(text, 0).unwrap().repairs.is_empty());
}
