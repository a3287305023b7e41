//! The faults that are put into sound plans, one at a time, and the rule that must find each.

use serde_json::{Value, json};

use super::generator::{date, tss};
use super::talk::{busy_day, easy_session, reason};

/// A kind of fault.
pub(super) struct Fault {
    pub(super) name: &'static str,
    pub(super) rule: &'static str,
    pub(super) spoil: Spoil,
}

/// Where the fault goes.
pub(super) enum Spoil {
    /// Into the plan.
    Plan(fn(&mut Value)),
    /// Into the text of the answer.
    Text(fn(&str) -> String),
    /// Into a modification of the plan, in the language of a seed.
    Change(fn(&Value, u64) -> Value),
}

const fn plan(name: &'static str, rule: &'static str, spoil: fn(&mut Value)) -> Fault {
    Fault { name, rule, spoil: Spoil::Plan(spoil) }
}

const fn text(name: &'static str, rule: &'static str, spoil: fn(&str) -> String) -> Fault {
    Fault { name, rule, spoil: Spoil::Text(spoil) }
}

const fn change(name: &'static str, rule: &'static str, spoil: fn(&Value, u64) -> Value) -> Fault {
    Fault { name, rule, spoil: Spoil::Change(spoil) }
}

pub(super) const FAULTS: &[Fault] = &[
    text("fault: garbled value", "plan/unreadable-plan", |text| text.replacen("\"sets\"", "\"sets\" roughly", 1)),
    text("fault: data left out", "plan/truncated-plan", |text| replace_last(text, "]", ", ...]")),
    text("fault: trailing comma", "plan/malformed-json", |text| replace_last(text, "}", ",}")),
    text("fault: comment", "plan/malformed-json", |text| text.replacen("\"weeks\"", "/* haftalar */ \"weeks\"", 1)),
    text("fault: single quotes", "plan/malformed-json", |text| text.replacen("\"athlete\"", "'athlete'", 1)),
    plan("fault: session without TSS", "plan/missing-field", |plan| forget(first(plan), "tss")),
    plan("fault: no available days", "plan/missing-field", |plan| forget(&mut plan["athlete"], "days_available")),
    plan("fault: misspelt field", "plan/unknown-field", |plan| first(plan)["durationMin"] = json!(45)),
    plan("fault: duration in words", "plan/wrong-type", |plan| first(plan)["duration_min"] = json!("45 dk")),
    plan("fault: weeks by name", "plan/wrong-type", |plan| plan["weeks"] = json!({ "week 1": plan["weeks"][0] })),
    plan("fault: sport in Turkish", "plan/wrong-value", |plan| first(plan)["sport"] = json!("koşu")),
    plan("fault: zone nine", "plan/wrong-value", |plan| first(plan)["intensity"]["zone"] = json!(9)),
    plan("fault: no such day", "plan/wrong-value", |plan| plan["weeks"][0]["days"][0]["date"] = json!("2026-02-30")),
    plan("fault: id twice", "plan/repeated-id", |plan| {
        let id = plan["weeks"][0]["days"][0]["sessions"][0]["id"].clone();
        plan["weeks"][1]["days"][1]["sessions"][0]["id"] = id;
    }),
    plan("fault: day outside of its week", "plan/wrong-date", |plan| {
        plan["weeks"][1]["days"][2]["date"] = json!(date(30));
    }),
    plan("fault: wrong weekday", "plan/wrong-date", |plan| plan["weeks"][1]["days"][0]["weekday"] = json!("thu")),
    plan("fault: week begins late", "plan/wrong-date", |plan| plan["weeks"][2]["start"] = json!(date(15))),
    plan("fault: day not available", "plan/unavailable-day", |plan| {
        if let Some(days) = plan["athlete"]["days_available"].as_array_mut() {
            days.remove(1);
        }
    }),
    plan("fault: slot taken", "plan/crowded-slot", |plan| {
        let mut copy = easy_session(plan).clone();
        copy["id"] = json!("again");
        let days = plan["weeks"][0]["days"].as_array_mut().into_iter().flatten();
        let slot = copy["slot"].clone();
        let day = days.into_iter().find(|day| day["sessions"][0]["slot"] == slot);
        day.and_then(|day| day["sessions"].as_array_mut()).into_iter().for_each(|sessions| sessions.push(copy.clone()));
    }),
    plan("fault: hard days in a row", "plan/consecutive-hard-days", |plan| {
        plan["athlete"]["level"] = json!("novice");
        for day in 0..2 {
            plan["weeks"][0]["days"][day]["sessions"][0]["intensity"] = json!({ "zone": 5 });
        }
    }),
    plan("fault: TSS too high", "plan/wrong-tss", |plan| scale(easy(plan), "tss", 1.15)),
    plan("fault: TSS too low", "plan/wrong-tss", |plan| scale(easy(plan), "tss", 0.85)),
    plan("fault: longer than its TSS", "plan/wrong-tss", |plan| scale(easy(plan), "duration_min", 1.3)),
    plan("fault: TSS of the week", "plan/wrong-week-sum", |plan| scale(&mut plan["weeks"][1]["targets"], "tss", 1.1)),
    plan("fault: minutes of the week", "plan/wrong-week-sum", |plan| {
        scale(&mut plan["weeks"][1]["targets"], "duration_min", 0.9);
    }),
    plan("fault: number of sessions", "plan/wrong-week-sum", |plan| plan["weeks"][0]["targets"]["sessions"] = json!(9)),
    plan("fault: steps too short", "plan/wrong-duration", |plan| {
        let half = easy(plan)["duration_min"].as_f64().unwrap_or(0.0) / 2.0;
        easy(plan)["steps"] = json!([{ "duration_min": half }]);
    }),
    plan("fault: zone of another percentage", "plan/wrong-zone", |plan| easy(plan)["intensity"]["zone"] = json!(4)),
    plan("fault: CTL of a week", "plan/wrong-load", |plan| shift(&mut plan["weeks"][1]["targets"], "ctl", 2.0)),
    plan("fault: ATL of a day", "plan/wrong-load", |plan| shift(&mut plan["weeks"][0]["days"][1]["load"], "atl", -3.0)),
    plan("fault: TSB of the athlete", "plan/wrong-load", |plan| shift(&mut plan["athlete"], "tsb", 4.0)),
    plan("fault: week too steep", "plan/steep-load", |plan| grow(plan, 1, 1.32)),
    plan("fault: week unsafe", "plan/unsafe-load", |plan| grow(plan, 1, 1.75)),
    plan("fault: no day of rest", "plan/missing-rest-day", |plan| {
        let days: Vec<Value> = (0..7).map(|day| json!({ "date": date(day), "sessions": [swim(day)] })).collect();
        plan["weeks"][0]["days"] = json!(days);
    }),
    plan("fault: too many hard sessions", "plan/excess-hard-sessions", |plan| {
        for day in plan["weeks"][0]["days"].as_array_mut().into_iter().flatten() {
            day["sessions"][0]["intensity"] = json!({ "zone": 4 });
        }
    }),
    plan("fault: no light week", "plan/missing-recovery", |plan| grow(plan, 3, 1.0 / 0.7)),
    plan("fault: run too long", "plan/overlong-run", |plan| {
        for (week, minutes) in [(0, 60), (1, 90)] {
            for (at, day) in plan["weeks"][week]["days"].as_array_mut().into_iter().flatten().enumerate() {
                day["sessions"][0]["sport"] = json!(if at == 1 { "run" } else { "ride" });
                day["sessions"][0]["duration_min"] = json!(minutes);
            }
        }
    }),
    plan("fault: load jumps", "plan/excess-strength", |plan| {
        scale(&mut plan["weeks"][1]["days"][0]["sessions"][0]["exercises"][0], "load_kg", 1.2);
    }),
    plan("fault: too many sets", "plan/excess-strength", |plan| {
        for exercise in 0..2 {
            let exercise = &mut plan["weeks"][0]["days"][0]["sessions"][0]["exercises"][exercise];
            exercise["muscle"] = json!("quads");
            exercise["sets"] = json!(12);
        }
    }),
    plan("fault: injured area", "plan/unsuitable-session", |plan| {
        plan["athlete"]["injuries"] = json!(["knee"]);
        easy(plan)["sport"] = json!("run");
    }),
    plan("fault: hard in pregnancy", "plan/unsuitable-session", |plan| {
        plan["athlete"]["conditions"] = json!(["pregnancy"]);
        easy(plan)["intensity"] = json!({ "zone": 5 });
    }),
    change(
        "fault: unknown session",
        "plan/unresolved-session",
        |_, seed| json!({ "op": "remove", "session_id": "w99-sun", "reason": reason(&TRAVEL, seed) }),
    ),
    change("fault: stale before", "plan/impossible-change", |plan, seed| {
        json!({ "op": "remove", "session_id": easy_session(plan)["id"], "reason": reason(&TRAVEL, seed),
            "before": { "sport": "yoga" } })
    }),
    change("fault: not the factor", "plan/impossible-change", |plan, seed| scaled(plan, seed, (0.5, 0.8))),
    change("fault: more where less is said", "plan/unfaithful-change", |plan, seed| scaled(plan, seed, (1.2, 1.2))),
    change("fault: day not available after a move", "plan/harmful-change", |plan, seed| {
        json!({ "op": "move", "session_id": easy_session(plan)["id"], "reason": reason(&TRAVEL, seed),
            "after": { "date": busy_day(plan) } })
    }),
];

const TRAVEL: [&str; 3] = ["O gün seyahattesin.", "You are travelling that day.", "أنت مسافر في ذلك اليوم."];
const LESS: [&str; 3] = ["Antrenmanı hafiflettim.", "I eased the session.", "خففت الحصة."];

/// A scaled session, with the factor it states and the one it keeps to.
fn scaled(plan: &Value, seed: u64, (said, done): (f64, f64)) -> Value {
    let session = easy_session(plan);
    let minutes = session["duration_min"].as_f64().unwrap_or(0.0);
    json!({ "op": "scale", "session_id": session["id"], "reason": reason(&LESS, seed), "factor": said,
        "after": { "duration_min": minutes * done, "tss": (tss(session) * done * 10.0).round() / 10.0 } })
}

fn first(plan: &mut Value) -> &mut Value {
    &mut plan["weeks"][0]["days"][0]["sessions"][0]
}

/// The first easy session of a plan.
fn easy(plan: &mut Value) -> &mut Value {
    let days = plan["weeks"][0]["days"].as_array().into_iter().flatten();
    let at = days.into_iter().position(|day| day["sessions"][0]["intensity"]["ftp_percent"].is_number()).unwrap_or(0);
    &mut plan["weeks"][0]["days"][at]["sessions"][0]
}

fn forget(value: &mut Value, name: &str) {
    value.as_object_mut().into_iter().for_each(|object| drop(object.remove(name)));
}

fn scale(value: &mut Value, name: &str, factor: f64) {
    value[name] = json!((value[name].as_f64().unwrap_or(0.0) * factor * 10.0).round() / 10.0);
}

fn shift(value: &mut Value, name: &str, by: f64) {
    value[name] = json!(value[name].as_f64().unwrap_or(0.0) + by);
}

/// A week of so many times the load.
fn grow(plan: &mut Value, week: usize, factor: f64) {
    for day in plan["weeks"][week]["days"].as_array_mut().into_iter().flatten() {
        let session = &mut day["sessions"][0];
        scale(session, "tss", factor);
        scale(session, "duration_min", factor);
    }
}

fn swim(day: usize) -> Value {
    json!({ "id": format!("swim-{day}"), "sport": "swim", "duration_min": 20, "intensity": { "rpe": 2 }, "tss": 6 })
}

fn replace_last(text: &str, from: &str, to: &str) -> String {
    match text.rsplit_once(from) {
        Some((before, after)) => format!("{before}{to}{after}"),
        None => text.to_owned(),
    }
}
