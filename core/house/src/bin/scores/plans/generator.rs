//! Sound plans of four to eight weeks: three weeks up and one down, for athletes of every kind.

use serde_json::{Value, json};

use super::random::Random;

/// What each week of a cycle asks for, as a share of what keeps CTL level.
const CYCLE: [f64; 4] = [1.0, 1.05, 1.10, 0.7];
/// How much a cycle asks for above the one before.
const CYCLE_RISE: f64 = 1.04;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// 2026-03-02, a Monday: the days of its month and of those after it.
const MONTHS: [(u32, i64); 4] = [(3, 31), (4, 30), (5, 31), (6, 30)];

/// Who the plan is for.
struct Athlete {
    level: &'static str,
    age: u32,
    ctl: f64,
    atl: f64,
    /// Whether hard sessions are allowed.
    is_expecting: bool,
    injuries: Vec<&'static str>,
    days: Vec<usize>,
    sports: Vec<&'static str>,
    /// Whether TSB is that of the evening before.
    is_form_before: bool,
}

/// A sound plan.
pub(super) fn plan(random: &mut Random) -> Value {
    let athlete = athlete(random);
    let mut daily = Vec::new();
    let count = 4 + random.below(5);
    let weeks: Vec<Value> = (0..count).map(|index| week(random, &athlete, index, &mut daily)).collect();
    let conditions: &[&str] = if athlete.is_expecting { &["pregnancy"] } else { &[] };
    let days: Vec<&str> = athlete.days.iter().map(|day| WEEKDAYS[*day]).collect();
    json!({
        "athlete": { "level": athlete.level, "age": athlete.age, "ctl": athlete.ctl, "atl": athlete.atl,
            "tsb": tenth(athlete.ctl - athlete.atl), "days_available": days, "injuries": athlete.injuries,
            "conditions": conditions },
        "weeks": weeks
    })
}

fn athlete(random: &mut Random) -> Athlete {
    let is_expecting = random.below(8) == 0;
    let ctl = tenth(if is_expecting { 28.0 } else { random.between(32.0, 75.0) });
    let mut days: Vec<usize> = vec![0, 1, 3, 5];
    days.extend([2, 4, 6].get(random.below(3)));
    days.sort_unstable();
    let level = if ctl < 45.0 { *random.pick(&["novice", "intermediate"]) } else { "advanced" };
    let injuries = if random.below(5) == 0 { vec!["wrist"] } else { Vec::new() };
    let sports = if random.below(2) == 0 { vec!["run", "ride", "swim"] } else { vec!["ride", "run"] };
    let age = *random.pick(&[16, 17, 24, 31, 38, 45, 52, 60]);
    let atl = tenth(ctl + random.between(-4.0, 4.0));
    let is_form_before = random.below(2) == 0;
    Athlete { level, age, ctl, atl, is_expecting, injuries, days, sports, is_form_before }
}

fn week(random: &mut Random, athlete: &Athlete, index: usize, daily: &mut Vec<f64>) -> Value {
    let due = athlete.ctl * 7.0 * CYCLE[index % 4] * CYCLE_RISE.powi((index / 4) as i32);
    let mut sessions: Vec<(usize, Value)> = vec![(athlete.days[0], strength(index))];
    let mut left = due - tss(&sessions[0].1);
    if !athlete.is_expecting {
        let hard = hard(index);
        left -= tss(&hard);
        sessions.push((athlete.days[2], hard));
    }
    let free: Vec<usize> =
        athlete.days.iter().copied().filter(|day| sessions.iter().all(|(own, _)| own != day)).collect();
    let shares = [1.0, 1.3, 1.1, 1.2];
    let whole: f64 = shares.iter().take(free.len()).sum();
    for (place, day) in free.iter().enumerate() {
        let sport = athlete.sports[place % athlete.sports.len()];
        sessions.push((*day, easy(random, (index, *day), sport, left * shares[place] / whole)));
    }
    sessions.sort_by_key(|(day, _)| *day);
    let first = daily.len();
    daily.resize(first + 7, 0.0);
    for (day, session) in &sessions {
        daily[first + day] = tss(session);
    }
    assemble(athlete, index, (&sessions, daily))
}

/// A week with its totals and its loads.
fn assemble(athlete: &Athlete, index: usize, (sessions, daily): (&[(usize, Value)], &[f64])) -> Value {
    let first = daily.len() - 7;
    let load = |day: usize| {
        let (ctl, atl) = (after(athlete.ctl, daily, day, 42.0), after(athlete.atl, daily, day, 7.0));
        let back = usize::from(athlete.is_form_before);
        let form = after(athlete.ctl, daily, day - back, 42.0) - after(athlete.atl, daily, day - back, 7.0);
        json!({ "ctl": tenth(ctl), "atl": tenth(atl), "tsb": tenth(form) })
    };
    let days: Vec<Value> = sessions
        .iter()
        .map(|(day, session)| {
            let mut entry = json!({ "date": date(7 * index + day), "weekday": WEEKDAYS[*day], "sessions": [session] });
            if index.is_multiple_of(2) {
                entry["load"] = load(first + day + 1);
            }
            entry
        })
        .collect();
    let mut targets = load(daily.len());
    targets["tss"] = json!(tenth(sessions.iter().map(|(_, session)| tss(session)).sum()));
    targets["duration_min"] = json!(sessions.iter().filter_map(|(_, one)| one["duration_min"].as_f64()).sum::<f64>());
    targets["sessions"] = json!(sessions.len());
    let phase = if index % 4 == 3 { "deload" } else { "build" };
    json!({ "n": index + 1, "start": date(7 * index), "phase": phase, "targets": targets, "days": days })
}

fn strength(index: usize) -> Value {
    let load = |kilograms: f64| (kilograms * (1.0 + 0.02 * index as f64) * 2.0).round() / 2.0;
    json!({ "id": format!("w{}-strength", index + 1), "sport": "strength", "duration_min": 45, "intensity": { "rpe": 6 },
        "tss": 30, "exercises": [
            { "name": "squat", "muscle": "quads", "sets": 5, "reps": 8, "load_kg": load(60.0), "rpe": 7 },
            { "name": "Romanian deadlift", "muscle": "hamstrings", "sets": 4, "reps": 8, "load_kg": load(50.0), "rpe": 7 },
            { "name": "plank", "muscle": "core", "sets": 4, "reps": 1, "rpe": 6 } ] })
}

fn hard(index: usize) -> Value {
    json!({ "id": format!("w{}-hard", index + 1), "sport": "ride", "slot": "evening", "duration_min": 60,
        "intensity": { "rpe": 8 }, "tss": 66, "steps": [
            { "name": "warm-up", "duration_min": 10, "intensity": { "zone": 2, "ftp_percent": 60 } },
            { "name": "work", "duration_min": 8, "repeat": 4, "intensity": { "zone": 4, "ftp_percent": 95 } },
            { "name": "easy", "duration_min": 2, "repeat": 4, "intensity": { "zone": 1, "ftp_percent": 55 } },
            { "name": "cool-down", "duration_min": 10, "intensity": { "zone": 1, "ftp_percent": 55 } } ] })
}

fn easy(random: &mut Random, (week, day): (usize, usize), sport: &str, due: f64) -> Value {
    // The same on each weekday, so that a longer run is one of more load.
    let percent = 66 + day % 5;
    let hourly = (percent as f64 / 100.0).powi(2) * 100.0;
    let minutes = (due / hourly * 60.0).round().max(10.0);
    let noise = random.between(0.98, 1.02);
    json!({ "id": format!("w{}-{}", week + 1, WEEKDAYS[day]), "sport": sport, "slot": "morning", "duration_min": minutes,
        "intensity": { "zone": 2, "ftp_percent": percent }, "tss": tenth(minutes / 60.0 * hourly * noise) })
}

/// A load after so many days, as one sum over all of them.
fn after(start: f64, daily: &[f64], days: usize, constant: f64) -> f64 {
    let faded = |days: usize| (-(days as f64) / constant).exp();
    let gains = daily.iter().take(days).enumerate();
    start * faded(days) + gains.map(|(day, tss)| tss * (1.0 - faded(1)) * faded(days - 1 - day)).sum::<f64>()
}

/// CTL in the evening of a plan's last day, by direct summation.
pub(super) fn fitness_at_the_end(plan: &Value) -> f64 {
    let weeks = plan["weeks"].as_array().map_or(&[][..], Vec::as_slice);
    let mut daily = vec![0.0; weeks.len() * 7];
    for (index, week) in weeks.iter().enumerate() {
        for day in week["days"].as_array().into_iter().flatten() {
            let place = WEEKDAYS.iter().position(|name| Some(*name) == day["weekday"].as_str()).unwrap_or(0);
            daily[7 * index + place] += day["sessions"].as_array().into_iter().flatten().map(tss).sum::<f64>();
        }
    }
    after(plan["athlete"]["ctl"].as_f64().unwrap_or(0.0), &daily, daily.len(), 42.0)
}

/// The date so many days after 2 March 2026.
pub(super) fn date(days: usize) -> String {
    let mut day = 2 + days as i64;
    for (month, length) in MONTHS {
        if day <= length {
            return format!("2026-{month:02}-{day:02}");
        }
        day -= length;
    }
    format!("2026-07-{day:02}")
}

pub(super) fn tss(session: &Value) -> f64 {
    session["tss"].as_f64().unwrap_or(0.0)
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
