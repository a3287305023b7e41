//! Applying twice is applying once, whatever the modification.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Change, apply, replay};
use crate::json::Cursor;
use crate::model::Plan;
use crate::reader::read;
use crate::testing::plan;

fn current() -> Plan {
    let text = plan().to_string();
    let read = read(&text, 0).unwrap();
    Plan::read(&Cursor::new(&read.node, ""))
}

fn change(value: &Value) -> Change {
    let text = value.to_string();
    let read = read(&text, 0).unwrap();
    Change::read(&Cursor::new(&read.node, "")).unwrap()
}

fn any_change() -> impl Strategy<Value = Value> {
    let op = prop::sample::select(vec!["add", "remove", "move", "replace", "scale"]);
    let id = prop::sample::select(vec!["w1-mon", "w1-tue", "w2-thu", "w4-sat", "new", "w9-tue"]);
    let slot = prop::option::of(prop::sample::select(vec!["morning", "evening"]));
    (op, id, slot, 1_u32..40, 10_u32..120, 1_u32..200).prop_map(|(op, id, slot, day, minutes, tss)| {
        let date = format!("2026-{:02}-{:02}", 3 + (day - 1) / 31, 1 + (day - 1) % 31);
        let mut after =
            json!({ "date": date, "sport": "swim", "duration_min": minutes, "intensity": { "rpe": 4 }, "tss": tss });
        if let Some(slot) = slot {
            after["slot"] = json!(slot);
        }
        json!({ "op": op, "session_id": id, "reason": "x", "factor": 0.8, "after": after })
    })
}

proptest! {
    #[test]
    fn applying_twice_is_applying_once(value in any_change()) {
        let change = change(&value);
        if let Ok(once) = apply(&current(), &change) {
            prop_assert_eq!(apply(&once, &change), Ok(once));
        }
    }

    #[test]
    fn a_change_touches_its_own_session_only(value in any_change()) {
        let (before, change) = (current(), change(&value));
        if let Ok(after) = apply(&before, &change) {
            for (day, session) in before.sessions().filter(|(_, session)| !session.is_named(&change.id.value)) {
                let id = &session.id.as_ref().unwrap().value;
                let (on, same) = after.session(id).unwrap();
                prop_assert_eq!((&on.date, same), (&day.date, session));
            }
        }
    }

    #[test]
    fn what_is_refused_leaves_the_plan_as_it_was(value in any_change()) {
        let before = current();
        let changes = [change(&value)];
        let (after, replayed) = replay(&before, &changes);
        if replayed[0].refusal.is_some() {
            prop_assert_eq!(after, before);
        }
    }
}
