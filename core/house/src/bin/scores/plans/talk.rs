//! What people say around plans, in three languages, and what a coach changes honestly.

use serde_json::{Value, json};

use super::generator::{date, tss};

const QUESTIONS: [&str; 6] = [
    "Bana bir antrenman planı hazırlar mısın?",
    "Can you write me a training plan?",
    "هل تكتب لي خطة تدريب؟",
    "Yarışa kadar planımı JSON olarak ver.",
    "Please give me my plan as JSON.",
    "أعطني خطتي بصيغة JSON من فضلك.",
];

/// What stands before and after the JSON: in a fence, bare, between lists and brackets of other kinds.
const WRAPPINGS: [[&str; 2]; 9] = [
    ["Tabii! İşte planın:\n\n```json\n", "\n```\n\nYorgun hissedersen o günü dinlenerek geçir."],
    ["Of course! Here is your plan:\n\n```json\n", "\n```\n\nIf you feel worn out, rest that day."],
    ["بالتأكيد! هذه خطتك:\n\n```json\n", "\n```\n\nإذا شعرت بالتعب فاسترح ذلك اليوم."],
    ["Planın [4 haftadan başlayarak] aşağıda:\n", "\n\nSorun olursa yaz."],
    ["Your plan [see the notes below] {version 1}:\n", "\n\n1. Sleep well.\n2. Eat enough."],
    ["خطتك [انظر الملاحظات]:\n", "\n\n- نم جيدا.\n- اشرب الماء."],
    ["```\n", "\n```"],
    ["", ""],
    ["{{plan}} → ", " ✔"],
];

/// Reasons for less of a session, with its sport left out.
const LESS: [&str; 3] = [
    "Bu hafta yorgun olduğun için antrenmanın süresini %20 kısalttım.",
    "You are tired this week, so I cut the session by 20%.",
    "أنت متعب هذا الأسبوع، لذلك قلّلت الحصة بنسبة 20%.",
];

const REMOVED: [&str; 3] = [
    "Seyahat ettiğin için bu antrenmanı çıkardım.",
    "You travel, so I removed this session.",
    "أنت مسافر، لذلك حذفت هذه الحصة.",
];

pub(super) fn question(seed: u64) -> &'static str {
    QUESTIONS[seed as usize % QUESTIONS.len()]
}

/// A plan in the talk of some language, pretty or on one line.
pub(super) fn wrapped(plan: &Value, seed: u64) -> String {
    let [before, after] = WRAPPINGS[seed as usize % WRAPPINGS.len()];
    let json = if seed.is_multiple_of(2) { format!("{plan:#}") } else { plan.to_string() };
    format!("{before}{json}{after}")
}

/// A reason in the language of a seed.
pub(super) fn reason(reasons: &[&'static str; 3], seed: u64) -> &'static str {
    reasons[seed as usize % 3]
}

/// A modification that does what it says.
pub(super) fn honest_change(plan: &Value, seed: u64) -> Value {
    let session = easy_session(plan);
    let id = &session["id"];
    let change = if seed.is_multiple_of(2) {
        let minutes = session["duration_min"].as_f64().unwrap_or(0.0);
        json!({ "op": "scale", "session_id": id, "reason": reason(&LESS, seed), "factor": 0.8,
            "before": { "duration_min": minutes },
            "after": { "duration_min": minutes * 0.8, "tss": (tss(session) * 8.0).round() / 10.0 } })
    } else {
        json!({ "op": "remove", "session_id": id, "reason": reason(&REMOVED, seed) })
    };
    if seed.is_multiple_of(3) { json!({ "modifications": [change] }) } else { change }
}

/// The first easy session of a plan.
pub(super) fn easy_session(plan: &Value) -> &Value {
    let days = plan["weeks"][0]["days"].as_array().into_iter().flatten();
    let sessions = days.map(|day| &day["sessions"][0]);
    sessions.into_iter().find(|session| session["intensity"]["ftp_percent"].is_number()).unwrap_or(&Value::Null)
}

/// A date of the first week on a weekday that the athlete does not have.
pub(super) fn busy_day(plan: &Value) -> String {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let has = |name: &str| plan["athlete"]["days_available"].as_array().is_some_and(|days| days.contains(&json!(name)));
    date(names.iter().position(|name| !has(name)).unwrap_or(0))
}
