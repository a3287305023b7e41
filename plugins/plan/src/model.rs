//! A plan as the rules see it: what could be read, each value with its place.
//!
//! Reading is lenient. What is missing or of a wrong type is simply not there: the schema's rules say so, and the others
//! judge the rest.

use crate::date::{Date, Weekday};
use crate::json::{Cursor, Place, Placed};

/// A training plan.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    pub(crate) athlete: Athlete,
    pub(crate) weeks: Vec<Week>,
}

/// For whom it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Athlete {
    pub(crate) level: Option<Placed<String>>,
    pub(crate) age: Option<Placed<f64>>,
    /// Load at the end of the day before the plan.
    pub(crate) load: Load,
    /// None where the plan does not say.
    pub(crate) days: Vec<Weekday>,
    pub(crate) injuries: Vec<Placed<String>>,
    pub(crate) conditions: Vec<Placed<String>>,
}

/// Stated fitness, fatigue and form.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Load {
    pub(crate) ctl: Option<Placed<f64>>,
    pub(crate) atl: Option<Placed<f64>>,
    pub(crate) tsb: Option<Placed<f64>>,
}

/// Seven days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Week {
    pub(crate) at: Place,
    pub(crate) number: Option<Placed<f64>>,
    pub(crate) start: Option<Placed<Date>>,
    pub(crate) phase: Option<Placed<String>>,
    pub(crate) targets: Targets,
    pub(crate) days: Vec<Day>,
}

/// What a week is said to come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Targets {
    pub(crate) tss: Option<Placed<f64>>,
    pub(crate) duration: Option<Placed<f64>>,
    pub(crate) sessions: Option<Placed<f64>>,
    /// At the end of the week.
    pub(crate) load: Load,
}

/// A day with its sessions; a day that is not listed is a day of rest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Day {
    pub(crate) at: Place,
    pub(crate) date: Option<Placed<Date>>,
    pub(crate) weekday: Option<Placed<String>>,
    /// At the end of the day.
    pub(crate) load: Load,
    pub(crate) sessions: Vec<Session>,
}

/// One training.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Session {
    pub(crate) at: Place,
    pub(crate) id: Option<Placed<String>>,
    pub(crate) sport: Option<Placed<String>>,
    pub(crate) slot: Option<Placed<String>>,
    pub(crate) duration: Option<Placed<f64>>,
    pub(crate) tss: Option<Placed<f64>>,
    pub(crate) intensity: Intensity,
    pub(crate) steps: Vec<Step>,
    pub(crate) exercises: Vec<Exercise>,
}

/// How hard it is, in up to three scales.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Intensity {
    pub(crate) zone: Option<Placed<f64>>,
    pub(crate) ftp: Option<Placed<f64>>,
    pub(crate) rpe: Option<Placed<f64>>,
}

/// A part of a session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) duration: Option<Placed<f64>>,
    pub(crate) repeat: f64,
    pub(crate) intensity: Intensity,
}

/// An exercise of a strength session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Exercise {
    pub(crate) at: Place,
    pub(crate) name: Option<Placed<String>>,
    pub(crate) muscle: Option<Placed<String>>,
    pub(crate) sets: Option<Placed<f64>>,
    pub(crate) load_kg: Option<Placed<f64>>,
    pub(crate) rpe: Option<Placed<f64>>,
}

impl Plan {
    pub(crate) fn read(root: &Cursor) -> Self {
        let athlete = root.get("athlete");
        Self {
            athlete: athlete.map_or_else(Athlete::unknown, |athlete| Athlete::read(&athlete)),
            weeks: root.items("weeks").iter().map(Week::read).collect(),
        }
    }

    /// Every day with its week's position, in the order of the text.
    pub(crate) fn days(&self) -> impl Iterator<Item = (usize, &Day)> {
        self.weeks.iter().enumerate().flat_map(|(index, week)| week.days.iter().map(move |day| (index, day)))
    }

    /// Every session with its day.
    pub(crate) fn sessions(&self) -> impl Iterator<Item = (&Day, &Session)> {
        self.days().flat_map(|(_, day)| day.sessions.iter().map(move |session| (day, session)))
    }

    /// The session of an id, with its day.
    pub(crate) fn session(&self, id: &str) -> Option<(&Day, &Session)> {
        self.sessions().find(|(_, session)| session.is_named(id))
    }
}

impl Athlete {
    fn unknown() -> Self {
        Self {
            level: None,
            age: None,
            load: Load::default(),
            days: Vec::new(),
            injuries: Vec::new(),
            conditions: Vec::new(),
        }
    }

    fn read(athlete: &Cursor) -> Self {
        let days = athlete.texts("days_available");
        Self {
            level: athlete.text("level"),
            age: athlete.number("age"),
            load: Load::read(athlete),
            days: days.iter().filter_map(|day| Weekday::from_name(&day.value)).collect(),
            injuries: athlete.texts("injuries"),
            conditions: athlete.texts("conditions"),
        }
    }

    pub(crate) fn is_novice(&self) -> bool {
        self.level.as_ref().is_some_and(|level| level.value == "novice")
    }
}

impl Load {
    fn read(load: &Cursor) -> Self {
        Self { ctl: load.number("ctl"), atl: load.number("atl"), tsb: load.number("tsb") }
    }
}

impl Week {
    fn read(week: &Cursor) -> Self {
        Self {
            at: week.place(),
            number: week.number("n"),
            start: date(week, "start"),
            phase: week.text("phase"),
            targets: week.get("targets").map(|targets| Targets::read(&targets)).unwrap_or_default(),
            days: week.items("days").iter().map(Day::read).collect(),
        }
    }

    pub(crate) fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.days.iter().flat_map(|day| &day.sessions)
    }

    /// TSS of all sessions.
    pub(crate) fn tss(&self) -> f64 {
        self.sessions().filter_map(|session| session.tss.as_ref()).map(|tss| tss.value).sum()
    }

    /// The week's name in messages: its number, or the one that its position gives it.
    pub(crate) fn name(&self, index: usize) -> String {
        let number = self.number.as_ref().map_or((index + 1) as f64, |number| number.value);
        format!("week {number}")
    }
}

impl Targets {
    fn read(targets: &Cursor) -> Self {
        Self {
            tss: targets.number("tss"),
            duration: targets.number("duration_min"),
            sessions: targets.number("sessions"),
            load: Load::read(targets),
        }
    }
}

impl Day {
    fn read(day: &Cursor) -> Self {
        Self {
            at: day.place(),
            date: date(day, "date"),
            weekday: day.text("weekday"),
            load: day.get("load").map(|load| Load::read(&load)).unwrap_or_default(),
            sessions: day.items("sessions").iter().map(Session::read).collect(),
        }
    }

    pub(crate) fn tss(&self) -> f64 {
        self.sessions.iter().filter_map(|session| session.tss.as_ref()).map(|tss| tss.value).sum()
    }
}

impl Session {
    /// Reads a session, or what a modification says of one.
    pub(crate) fn read(session: &Cursor) -> Self {
        Self {
            at: session.place(),
            id: session.text("id"),
            sport: session.text("sport"),
            slot: session.text("slot"),
            duration: session.number("duration_min"),
            tss: session.number("tss"),
            intensity: Intensity::read(session),
            steps: session.items("steps").iter().map(Step::read).collect(),
            exercises: session.items("exercises").iter().map(Exercise::read).collect(),
        }
    }

    pub(crate) fn is_named(&self, id: &str) -> bool {
        self.id.as_ref().is_some_and(|own| own.value == id)
    }

    pub(crate) fn is_sport(&self, sport: &str) -> bool {
        self.sport.as_ref().is_some_and(|own| own.value == sport)
    }

    /// The id in backticks, for messages.
    pub(crate) fn name(&self) -> String {
        self.id.as_ref().map_or_else(|| "a session".to_owned(), |id| format!("`{}`", crate::schema::short(&id.value)))
    }
}

impl Intensity {
    fn read(of: &Cursor) -> Self {
        let Some(intensity) = of.get("intensity") else { return Self::default() };
        Self { zone: intensity.number("zone"), ftp: intensity.number("ftp_percent"), rpe: intensity.number("rpe") }
    }
}

impl Step {
    fn read(step: &Cursor) -> Self {
        Self {
            duration: step.number("duration_min"),
            repeat: step.number("repeat").map_or(1.0, |repeat| repeat.value),
            intensity: Intensity::read(step),
        }
    }

    /// Minutes with all repetitions.
    pub(crate) fn minutes(&self) -> f64 {
        self.duration.as_ref().map_or(0.0, |duration| duration.value) * self.repeat
    }
}

impl Exercise {
    fn read(exercise: &Cursor) -> Self {
        Self {
            at: exercise.place(),
            name: exercise.text("name"),
            muscle: exercise.text("muscle"),
            sets: exercise.number("sets"),
            load_kg: exercise.number("load_kg"),
            rpe: exercise.number("rpe"),
        }
    }
}

/// The day of a name, if it is one of the calendar.
pub(crate) fn date(of: &Cursor, name: &str) -> Option<Placed<Date>> {
    let text = of.text(name)?;
    Date::parse(&text.value).map(|value| Placed { value, at: text.at })
}
