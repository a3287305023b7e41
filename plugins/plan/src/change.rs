//! Modifications, and applying them to a plan.
//!
//! Applying twice is applying once: an operation says where the session ends up (`after`), not how far it goes. Figures
//! that follow from the sessions (targets, loads) are cleared from the first week that is touched: whoever stores the plan
//! computes them anew.

use crate::date::Date;
use crate::json::{Cursor, Place, Placed};
use crate::model::{Day, Load, Plan, Session, Targets, date};

/// How many changes of one answer are replayed.
const MOST_CHANGES: usize = 50;

/// One modification.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) at: Place,
    pub(crate) op: Op,
    pub(crate) id: Placed<String>,
    pub(crate) reason: Option<Placed<String>>,
    pub(crate) factor: Option<Placed<f64>>,
    pub(crate) before: Option<State>,
    pub(crate) after: Option<State>,
}

/// What a modification does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Add,
    Remove,
    Move,
    Replace,
    Scale,
}

/// What a modification says of a session before or after it.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) at: Place,
    pub(crate) date: Option<Placed<Date>>,
    pub(crate) session: Session,
}

/// Why a change cannot be applied.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) at: Place,
    pub(crate) kind: RefusalKind,
    pub(crate) message: String,
}

/// Which rule a refusal belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusalKind {
    /// The session is not there.
    Unresolved,
    /// The session is there, and this cannot be done to it.
    Impossible,
}

/// A change with the plan before it and what came of it.
pub(crate) struct Replayed<'c> {
    pub(crate) change: &'c Change,
    /// The day and the session that the id leads to, before the change.
    pub(crate) session: Option<(Option<Date>, Session)>,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) has_effect: bool,
}

impl Change {
    /// Reads a modification whose operation and session are legible.
    pub(crate) fn read(change: &Cursor) -> Option<Self> {
        let state = |name: &str| change.get(name).map(|state| State::read(&state));
        let op = change.text("op")?;
        Some(Self {
            op: Op::from_name(&op.value)?,
            at: op.at,
            id: change.text("session_id")?,
            reason: change.text("reason"),
            factor: change.number("factor"),
            before: state("before"),
            after: state("after"),
        })
    }
}

impl Op {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "add" => Some(Self::Add),
            "remove" => Some(Self::Remove),
            "move" => Some(Self::Move),
            "replace" => Some(Self::Replace),
            "scale" => Some(Self::Scale),
            _ => None,
        }
    }
}

impl State {
    fn read(state: &Cursor) -> Self {
        Self { at: state.place(), date: date(state, "date"), session: Session::read(state) }
    }
}

/// Applies the changes one after the other; what is refused is left out.
pub(crate) fn replay<'c>(plan: &Plan, changes: &'c [Change]) -> (Plan, Vec<Replayed<'c>>) {
    let (mut plan, mut replayed) = (plan.clone(), Vec::new());
    for change in changes.iter().take(MOST_CHANGES) {
        let found = plan.session(&change.id.value);
        let session = found.map(|(day, session)| (day.date.as_ref().map(|date| date.value), session.clone()));
        let (refusal, has_effect) = match apply(&plan, change) {
            Ok(after) => {
                let has_effect = !is_same_plan(&plan, &after);
                plan = after;
                (None, has_effect)
            }
            Err(refusal) => (Some(refusal), false),
        };
        replayed.push(Replayed { change, session, refusal, has_effect });
    }
    (plan, replayed)
}

/// The plan after a change.
pub(crate) fn apply(plan: &Plan, change: &Change) -> Result<Plan, Refusal> {
    let found = plan.session(&change.id.value);
    match (change.op, found) {
        (Op::Add, None) => add(plan, change),
        (Op::Add, Some((day, own))) => {
            let is_done = change.after.as_ref().is_some_and(|after| is_at(day, after) && is_like(own, &after.session));
            let refused = || refusal(&change.id.at, format!("{} is in the plan already: choose a new id", own.name()));
            if is_done { Ok(plan.clone()) } else { Err(refused()) }
        }
        (Op::Remove, _) => Ok(without(plan, change)),
        (_, None) => {
            let id = crate::schema::short(&change.id.value);
            let message = format!("no session of the plan has the id `{id}`");
            Err(Refusal { at: change.id.at.clone(), kind: RefusalKind::Unresolved, message })
        }
        (Op::Move, Some((day, session))) => moved(plan, change, (day, session)),
        (Op::Replace | Op::Scale, Some((_, session))) => rewritten(plan, change, session),
    }
}

fn add(plan: &Plan, change: &Change) -> Result<Plan, Refusal> {
    let after = change.after.as_ref();
    let (Some(after), Some(date)) = (after, after.and_then(|after| after.date.as_ref())) else {
        return Err(refusal(&change.at, "`after` does not say on which day".to_owned()));
    };
    let session = Session { id: Some(change.id.clone()), ..after.session.clone() };
    placed(plan.clone(), date, session)
}

/// The plan without a session; one that is gone already is no fault, so that removing twice is removing once.
fn without(plan: &Plan, change: &Change) -> Plan {
    let mut plan = plan.clone();
    let week = plan.weeks.iter().position(|week| week.sessions().any(|session| session.is_named(&change.id.value)));
    for day in plan.weeks.iter_mut().flat_map(|week| &mut week.days) {
        day.sessions.retain(|session| !session.is_named(&change.id.value));
    }
    if let Some(week) = week {
        forget(&mut plan, week);
    }
    plan
}

fn moved(plan: &Plan, change: &Change, (day, session): (&Day, &Session)) -> Result<Plan, Refusal> {
    let Some(after) = &change.after else { return Err(refusal(&change.at, "`after` is missing".to_owned())) };
    let slot = after.session.slot.clone().or_else(|| session.slot.clone());
    let is_there = is_at(day, after) && value(slot.as_ref()) == value(session.slot.as_ref());
    let Some(date) = after.date.as_ref().filter(|_| !is_there) else { return Ok(plan.clone()) };
    placed(without(plan, change), date, Session { slot, ..session.clone() })
}

/// The plan with a session replaced or scaled in its place.
fn rewritten(plan: &Plan, change: &Change, session: &Session) -> Result<Plan, Refusal> {
    let Some(after) = &change.after else { return Err(refusal(&change.at, "`after` is missing".to_owned())) };
    let new = if change.op == Op::Replace {
        Session { id: session.id.clone(), slot: session.slot.clone(), ..after.session.clone() }
    } else {
        scaled(session, &after.session)
    };
    let mut plan = plan.clone();
    let mut touched = None;
    for (index, week) in plan.weeks.iter_mut().enumerate() {
        for own in week.days.iter_mut().flat_map(|day| &mut day.sessions) {
            if own.is_named(&change.id.value) {
                *own = new.clone();
                touched = touched.or(Some(index));
            }
        }
    }
    if let Some(week) = touched {
        forget(&mut plan, week);
    }
    Ok(plan)
}

/// A session of another length: its steps shrink or grow with it.
fn scaled(session: &Session, after: &Session) -> Session {
    let factor = match (&session.duration, &after.duration) {
        (Some(old), Some(new)) if old.value > 0.0 => new.value / old.value,
        _ => 1.0,
    };
    let mut new = session.clone();
    for duration in new.steps.iter_mut().filter_map(|step| step.duration.as_mut()).filter(|_| factor != 1.0) {
        duration.value *= factor;
    }
    new.duration = after.duration.clone().or(new.duration);
    new.tss = after.tss.clone().or(new.tss);
    new
}

/// The plan with a session on a day.
fn placed(mut plan: Plan, date: &Placed<Date>, session: Session) -> Result<Plan, Refusal> {
    let holds =
        |start: Option<&Placed<Date>>| start.is_some_and(|start| (0..7).contains(&(date.value.0 - start.value.0)));
    let Some(index) = plan.weeks.iter().position(|week| holds(week.start.as_ref())) else {
        return Err(refusal(&date.at, format!("{} lies outside of the plan", date.value)));
    };
    let Some(week) = plan.weeks.get_mut(index) else { return Ok(plan) };
    let is_day = |day: &Day| day.date.as_ref().is_some_and(|own| own.value == date.value);
    if let Some(day) = week.days.iter_mut().find(|day| is_day(day)) {
        day.sessions.push(session);
    } else {
        let day = Day {
            at: date.at.clone(),
            date: Some(date.clone()),
            weekday: None,
            load: Load::default(),
            sessions: vec![session],
        };
        week.days.push(day);
    }
    forget(&mut plan, index);
    Ok(plan)
}

/// Clears what follows from the sessions, from a week on.
fn forget(plan: &mut Plan, week: usize) {
    if let Some(week) = plan.weeks.get_mut(week) {
        week.targets = Targets { load: Load::default(), ..Targets::default() };
    }
    for week in plan.weeks.iter_mut().skip(week) {
        week.targets.load = Load::default();
        week.days.iter_mut().for_each(|day| day.load = Load::default());
    }
}

fn is_at(day: &Day, after: &State) -> bool {
    after.date.as_ref().is_none_or(|date| day.date.as_ref().is_some_and(|own| own.value == date.value))
}

/// Whether a session is what a state says, wherever the two stand in the text.
pub(crate) fn is_like(session: &Session, state: &Session) -> bool {
    let number = |own: &Option<Placed<f64>>, said: &Option<Placed<f64>>| {
        said.is_none() || value(own.as_ref()) == value(said.as_ref())
    };
    let text = |own: &Option<Placed<String>>, said: &Option<Placed<String>>| {
        said.is_none() || value(own.as_ref()) == value(said.as_ref())
    };
    number(&session.duration, &state.duration)
        && number(&session.tss, &state.tss)
        && text(&session.sport, &state.sport)
        && text(&session.slot, &state.slot)
        && number(&session.intensity.zone, &state.intensity.zone)
        && number(&session.intensity.ftp, &state.intensity.ftp)
        && number(&session.intensity.rpe, &state.intensity.rpe)
}

/// Whether two plans hold the same sessions on the same days.
fn is_same_plan(one: &Plan, other: &Plan) -> bool {
    let mut pairs = one.sessions().zip(other.sessions());
    one.sessions().count() == other.sessions().count()
        && pairs.all(|((day, session), (on, like))| {
            value(day.date.as_ref()) == value(on.date.as_ref())
                && value(session.id.as_ref()) == value(like.id.as_ref())
                && value(session.slot.as_ref()) == value(like.slot.as_ref())
                && is_like(session, like)
        })
}

/// A value without its place.
fn value<T>(placed: Option<&Placed<T>>) -> Option<&T> {
    placed.map(|placed| &placed.value)
}

fn refusal(at: &Place, message: String) -> Refusal {
    Refusal { at: at.clone(), kind: RefusalKind::Impossible, message }
}

#[cfg(test)]
mod tests;
