//! The tables themselves. A change here is a change of the published schemas.

use super::Need::{Optional, Required};
use super::{Field, Shape};
use crate::json::{Kind, Node};

pub(crate) const SPORTS: &[&str] =
    &["run", "ride", "swim", "row", "walk", "hike", "ski", "strength", "mobility", "yoga", "other"];
const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const SLOTS: &[&str] = &["morning", "noon", "evening"];
const PHASES: &[&str] = &["base", "build", "peak", "taper", "deload"];
const LEVELS: &[&str] = &["novice", "intermediate", "advanced"];
pub(crate) const AREAS: &[&str] = &[
    "achilles",
    "ankle",
    "back",
    "calf",
    "elbow",
    "foot",
    "groin",
    "hamstring",
    "hip",
    "knee",
    "neck",
    "shin",
    "shoulder",
    "wrist",
];
const MUSCLES: &[&str] =
    &["quads", "hamstrings", "glutes", "calves", "chest", "back", "shoulders", "biceps", "triceps", "core"];

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, need: Required, shape }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, need: Optional, shape }
}

const MINUTES: Shape = Shape::Number(1.0, 1440.0);
const TSS: Shape = Shape::Number(0.0, 1000.0);
const CHRONIC: Shape = Shape::Number(0.0, 300.0);
const FORM: Shape = Shape::Number(-300.0, 300.0);

/// A training plan.
pub(crate) const PLAN: Shape =
    Shape::Object(&[required("athlete", ATHLETE), required("weeks", Shape::List(&WEEK, 1))], 0);

const ATHLETE: Shape = Shape::Object(
    &[
        optional("level", Shape::OneOf(LEVELS)),
        optional("age", Shape::Whole(5.0, 110.0)),
        optional("sex", Shape::OneOf(&["female", "male"])),
        optional("weight_kg", Shape::Number(15.0, 350.0)),
        optional("ftp_w", Shape::Number(30.0, 700.0)),
        optional("threshold_s_per_km", Shape::Number(120.0, 1200.0)),
        optional("threshold_bpm", Shape::Number(80.0, 230.0)),
        optional("ctl", CHRONIC),
        optional("atl", CHRONIC),
        optional("tsb", FORM),
        required("days_available", Shape::List(&Shape::OneOf(WEEKDAYS), 1)),
        optional("injuries", Shape::List(&Shape::OneOf(AREAS), 0)),
        optional("conditions", Shape::List(&Shape::Text, 0)),
    ],
    0,
);

const WEEK: Shape = Shape::Object(
    &[
        required("n", Shape::Whole(1.0, 520.0)),
        required("start", Shape::Day),
        optional("phase", Shape::OneOf(PHASES)),
        optional("focus", Shape::Text),
        optional("targets", TARGETS),
        required("days", Shape::List(&DAY, 0)),
    ],
    0,
);

const TARGETS: Shape = Shape::Object(
    &[
        optional("tss", Shape::Number(0.0, 5000.0)),
        optional("duration_min", Shape::Number(0.0, 10_080.0)),
        optional("sessions", Shape::Whole(0.0, 50.0)),
        optional("ctl", CHRONIC),
        optional("atl", CHRONIC),
        optional("tsb", FORM),
    ],
    1,
);

const DAY: Shape = Shape::Object(
    &[
        required("date", Shape::Day),
        optional("weekday", Shape::OneOf(WEEKDAYS)),
        optional(
            "load",
            Shape::Object(&[optional("ctl", CHRONIC), optional("atl", CHRONIC), optional("tsb", FORM)], 1),
        ),
        required("sessions", Shape::List(&SESSION, 0)),
    ],
    0,
);

const SESSION: Shape = Shape::Object(
    &[
        required("id", Shape::Text),
        required("sport", Shape::OneOf(SPORTS)),
        optional("slot", Shape::OneOf(SLOTS)),
        optional("title", Shape::Text),
        optional("notes", Shape::Text),
        required("duration_min", MINUTES),
        required("intensity", INTENSITY),
        required("tss", TSS),
        optional("steps", STEPS),
        optional("exercises", EXERCISES),
    ],
    0,
);

const INTENSITY: Shape = Shape::Object(
    &[
        optional("zone", Shape::Whole(1.0, 7.0)),
        optional("ftp_percent", Shape::Number(20.0, 250.0)),
        optional("rpe", Shape::Number(1.0, 10.0)),
    ],
    1,
);

const STEPS: Shape = Shape::List(
    &Shape::Object(
        &[
            optional("name", Shape::Text),
            required("duration_min", Shape::Number(0.05, 1440.0)),
            optional("repeat", Shape::Whole(1.0, 100.0)),
            optional("intensity", INTENSITY),
        ],
        0,
    ),
    1,
);

const EXERCISES: Shape = Shape::List(
    &Shape::Object(
        &[
            required("name", Shape::Text),
            required("muscle", Shape::OneOf(MUSCLES)),
            required("sets", Shape::Whole(1.0, 20.0)),
            required("reps", Shape::Whole(1.0, 100.0)),
            optional("load_kg", Shape::Number(0.0, 600.0)),
            optional("rpe", Shape::Number(1.0, 10.0)),
        ],
        0,
    ),
    1,
);

/// What `before` and `after` hold of a session and its place.
const STATE: &[Field] = &[
    optional("date", Shape::Day),
    optional("sport", Shape::OneOf(SPORTS)),
    optional("slot", Shape::OneOf(SLOTS)),
    optional("title", Shape::Text),
    optional("notes", Shape::Text),
    optional("duration_min", MINUTES),
    optional("intensity", INTENSITY),
    optional("tss", TSS),
    optional("steps", STEPS),
    optional("exercises", EXERCISES),
];

/// What a new session needs.
const NEW: &[Field] = &[
    required("date", Shape::Day),
    required("sport", Shape::OneOf(SPORTS)),
    optional("slot", Shape::OneOf(SLOTS)),
    optional("title", Shape::Text),
    optional("notes", Shape::Text),
    required("duration_min", MINUTES),
    required("intensity", INTENSITY),
    required("tss", TSS),
    optional("steps", STEPS),
    optional("exercises", EXERCISES),
];

/// Where a moved session goes.
const MOVED: &[Field] = &[required("date", Shape::Day), optional("slot", Shape::OneOf(SLOTS))];

/// What a scaled session comes to.
const SCALED: &[Field] = &[required("duration_min", MINUTES), required("tss", TSS)];

/// What a session is replaced by.
const REPLACED: &[Field] = &[
    required("sport", Shape::OneOf(SPORTS)),
    optional("title", Shape::Text),
    optional("notes", Shape::Text),
    required("duration_min", MINUTES),
    required("intensity", INTENSITY),
    required("tss", TSS),
    optional("steps", STEPS),
    optional("exercises", EXERCISES),
];

const OPS: &[&str] = &["add", "remove", "move", "replace", "scale"];

const ADD: Shape = Shape::Object(
    &[
        required("op", Shape::OneOf(OPS)),
        required("session_id", Shape::Text),
        required("reason", Shape::Text),
        required("after", Shape::Object(NEW, 0)),
        optional("constraints_checked", Shape::List(&Shape::Text, 0)),
    ],
    0,
);

const REMOVE: Shape = Shape::Object(
    &[
        required("op", Shape::OneOf(OPS)),
        required("session_id", Shape::Text),
        required("reason", Shape::Text),
        optional("before", Shape::Object(STATE, 1)),
        optional("constraints_checked", Shape::List(&Shape::Text, 0)),
    ],
    0,
);

const MOVE: Shape = Shape::Object(
    &[
        required("op", Shape::OneOf(OPS)),
        required("session_id", Shape::Text),
        required("reason", Shape::Text),
        optional("before", Shape::Object(STATE, 1)),
        required("after", Shape::Object(MOVED, 0)),
        optional("constraints_checked", Shape::List(&Shape::Text, 0)),
    ],
    0,
);

const REPLACE: Shape = Shape::Object(
    &[
        required("op", Shape::OneOf(OPS)),
        required("session_id", Shape::Text),
        required("reason", Shape::Text),
        optional("before", Shape::Object(STATE, 1)),
        required("after", Shape::Object(REPLACED, 0)),
        optional("constraints_checked", Shape::List(&Shape::Text, 0)),
    ],
    0,
);

const SCALE: Shape = Shape::Object(
    &[
        required("op", Shape::OneOf(OPS)),
        required("session_id", Shape::Text),
        required("reason", Shape::Text),
        required("factor", Shape::Number(0.1, 3.0)),
        optional("before", Shape::Object(STATE, 1)),
        required("after", Shape::Object(SCALED, 0)),
        optional("constraints_checked", Shape::List(&Shape::Text, 0)),
    ],
    0,
);

/// An operation that is not known, or not named.
const ANY: Shape = Shape::Object(
    &[
        required("op", Shape::OneOf(OPS)),
        required("session_id", Shape::Text),
        required("reason", Shape::Text),
        optional("factor", Shape::Number(0.1, 3.0)),
        optional("before", Shape::Object(STATE, 1)),
        optional("after", Shape::Object(STATE, 1)),
        optional("constraints_checked", Shape::List(&Shape::Text, 0)),
    ],
    0,
);

/// The shape of a modification: each operation has its own.
pub(crate) fn changes(node: &Node) -> &'static Shape {
    let op = match node.get("op").map(|op| &op.kind) {
        Some(Kind::Text(op)) => op.as_str(),
        _ => "",
    };
    match op {
        "add" => &ADD,
        "remove" => &REMOVE,
        "move" => &MOVE,
        "replace" => &REPLACE,
        "scale" => &SCALE,
        _ => &ANY,
    }
}
