//! Samples and what was found in them, as the JSON objects that the command line writes.

use serde_json::{Map, Value, json};
use spotter_contract::{Document, Finding, Outcome, Place, Sample, Span};

use crate::judgement::{Judged, Judgement, Severity};

/// What `spotter check --format jsonl` writes about a sample. Quotes are cut from the source text.
pub fn record(sample: &Sample, judgement: &Judgement) -> Value {
    let outcomes: Vec<Value> = judgement.outcomes.iter().map(|judged| outcome(sample, judged)).collect();
    let mut record = json!({ "id": sample.id, "verdict": judgement.verdict, "outcomes": outcomes });
    if !judgement.failures.is_empty() {
        record["failures"] = json!(judgement.failures);
    }
    record
}

fn outcome(sample: &Sample, judged: &Judged) -> Value {
    let mut record = json!({ "rule": judged.rule, "outcome": judged.outcome.name() });
    if let Outcome::Broken(findings) = &judged.outcome {
        let findings = findings.iter().map(|found| finding(sample, found, judged.severity));
        record["findings"] = findings.collect();
    }
    record
}

fn finding(sample: &Sample, finding: &Finding, severity: Severity) -> Value {
    let mut record = match finding.place {
        Place::At { turn, span } => json!({
            "turn": turn,
            "start": span.start,
            "end": span.end,
            "quote": span.of(sample.text(turn)),
            "severity": severity,
            "message": finding.message,
        }),
        Place::Absent => json!({ "severity": severity, "message": finding.message }),
    };
    if let Some(fix) = &finding.fix {
        record["fix"] = json!(fix);
    }
    record
}

/// What `spotter text` writes about a sample: the document, with spans as `start` and `end`.
pub fn document_record(sample: &Sample, document: &Document) -> Value {
    let quoted = |turn: usize, span: Span| {
        let mut entry = Map::new();
        entry.insert("turn".to_owned(), json!(turn));
        entry.insert("start".to_owned(), json!(span.start));
        entry.insert("end".to_owned(), json!(span.end));
        entry.insert("surface".to_owned(), json!(span.of(sample.text(turn))));
        entry
    };
    let bare = |turn: usize, span: Span| {
        let mut entry = quoted(turn, span);
        entry.remove("surface");
        entry
    };
    let sentences = document
        .sentences
        .iter()
        .map(|item| with(bare(item.turn, item.span), json!({ "kind": item.kind, "lang": item.lang })));
    let quantities = document.quantities.iter().map(|item| {
        let values = json!({ "value": item.value, "high": item.high, "unit": item.unit, "kind": item.kind });
        let mut entry = with(quoted(item.turn, item.span), values);
        if let Some(other) = item.other {
            entry["other"] = json!(other);
        }
        entry
    });
    let mentions = document.mentions.iter().map(|item| {
        let classes: Vec<&str> = item.classes.split(',').filter(|class| !class.is_empty()).collect();
        let values = json!({ "kind": item.kind, "name": item.name, "classes": classes, "scope": item.scope });
        with(quoted(item.turn, item.span), values)
    });
    let conditions =
        document.conditions.iter().map(|item| with(bare(item.turn, item.span), json!({ "level": item.level })));
    let acts = document
        .acts
        .iter()
        .map(|item| with(bare(item.turn, item.span), json!({ "act": item.act, "type": item.detail })));
    let equations = document
        .equations
        .iter()
        .map(|item| with(bare(item.turn, item.span), json!({ "stated": item.stated, "computed": item.computed })));
    json!({
        "id": sample.id,
        "lang": document.lang,
        "sentences": sentences.collect::<Value>(),
        "quantities": quantities.collect::<Value>(),
        "mentions": mentions.collect::<Value>(),
        "conditions": conditions.collect::<Value>(),
        "acts": acts.collect::<Value>(),
        "equations": equations.collect::<Value>(),
    })
}

/// An entry with more fields behind its place.
fn with(mut entry: Map<String, Value>, more: Value) -> Value {
    if let Value::Object(more) = more {
        entry.extend(more);
    }
    Value::Object(entry)
}
