//! The shapes of a plan and of a modification, as tables, and the check of a document against them.
//!
//! `rubrics/plan/*.schema.json` publish the same shapes as JSON Schema; `tests/schema.rs` holds the two together.

mod shapes;

use crate::date::Date;
use crate::json::{Kind, Node, Place, join};

pub(crate) use shapes::{AREAS, PLAN, changes};

/// What a value must be.
pub(crate) enum Shape {
    /// A string that says something.
    Text,
    /// A number from and to.
    Number(f64, f64),
    /// A whole number from and to.
    Whole(f64, f64),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A day as `2026-03-02`.
    Day,
    /// At least so many of a shape.
    List(&'static Shape, usize),
    /// Named members, at least so many of them.
    Object(&'static [Field], usize),
}

/// A member of an object.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) shape: Shape,
}

/// Whether a member must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
}

/// A way in which a document leaves its schema.
pub(crate) struct Breach {
    pub(crate) kind: BreachKind,
    pub(crate) at: Place,
    pub(crate) message: String,
}

/// Which rule a breach belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BreachKind {
    Missing,
    Unknown,
    Type,
    Value,
}

/// Every way in which a document leaves a shape, in the order of the text.
pub(crate) fn breaches(node: &Node, shape: &Shape, path: &str) -> Vec<Breach> {
    let mut found = Vec::new();
    look(node, shape, path, &mut found);
    found
}

fn look(node: &Node, shape: &Shape, path: &str, found: &mut Vec<Breach>) {
    let mut report = |kind, message| {
        found.push(Breach { kind, at: Place { span: node.span, path: path.to_owned() }, message });
    };
    match (shape, &node.kind) {
        (Shape::Object(fields, least), Kind::Object(_)) => object(node, (fields, *least), path, found),
        (Shape::List(item, least), Kind::List(items)) => {
            if items.len() < *least {
                report(BreachKind::Value, format!("an empty array where at least {least} is due"));
            }
            for (index, node) in items.iter().enumerate() {
                look(node, item, &format!("{path}/{index}"), found);
            }
        }
        (Shape::Text, Kind::Text(text)) if text.trim().is_empty() => {
            report(BreachKind::Value, "an empty string where a text is due".to_owned());
        }
        (Shape::Day, Kind::Text(text)) if Date::parse(text).is_none() => {
            report(BreachKind::Value, format!("`{}` is no day of the calendar written as YYYY-MM-DD", short(text)));
        }
        (Shape::OneOf(names), Kind::Text(text)) if !names.contains(&text.as_str()) => {
            report(BreachKind::Value, format!("`{}` is not one of {}", short(text), names.join(", ")));
        }
        (Shape::Number(low, high) | Shape::Whole(low, high), Kind::Number(value)) => {
            if matches!(shape, Shape::Whole(..)) && value.fract() != 0.0 {
                report(BreachKind::Type, format!("{value} where a whole number is due"));
            } else if !(*low..=*high).contains(value) {
                report(BreachKind::Value, format!("{value} is outside of {low} to {high}"));
            }
        }
        (Shape::Text | Shape::Day | Shape::OneOf(_), Kind::Text(_)) => {}
        _ => report(BreachKind::Type, format!("{} where {} is due", node.type_name(), shape.name())),
    }
}

fn object(node: &Node, (fields, least): (&[Field], usize), path: &str, found: &mut Vec<Breach>) {
    for field in fields.iter().filter(|field| field.need == Need::Required && node.get(field.name).is_none()) {
        let message = format!("`{}` is missing: add \"{}\": {}", field.name, field.name, field.shape.example());
        found.push(Breach {
            kind: BreachKind::Missing,
            at: Place { span: head(node), path: path.to_owned() },
            message,
        });
    }
    if node.members().len() < least {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let message = format!("none of {} is given", names.join(", "));
        found.push(Breach { kind: BreachKind::Missing, at: Place { span: node.span, path: path.to_owned() }, message });
    }
    for member in node.members() {
        let path = join(path, &member.name);
        if let Some(field) = fields.iter().find(|field| field.name == member.name) {
            look(&member.node, &field.shape, &path, found);
        } else {
            let message = unknown(&member.name, fields);
            found.push(Breach { kind: BreachKind::Unknown, at: Place { span: member.at, path }, message });
        }
    }
}

/// What to say about a name that the schema lacks: the one that was meant, if it is near.
fn unknown(name: &str, fields: &[Field]) -> String {
    let plain = |name: &str| name.replace(['_', '-', ' '], "").to_ascii_lowercase();
    let is_near = |field: &&Field| {
        let (own, given) = (plain(field.name), plain(name));
        own == given || (given.len() > 2 && (own.starts_with(&given) || given.starts_with(&own)))
    };
    match fields.iter().find(is_near) {
        Some(field) => format!("`{}` is no field here: rename it to `{}`", short(name), field.name),
        None => format!("`{}` is no field here: remove it", short(name)),
    }
}

/// The opening bracket of a value.
fn head(node: &Node) -> spotter_contract::Span {
    spotter_contract::Span::new(node.span.start, (node.span.start + 1).min(node.span.end))
}

/// A text cut to what a message can carry.
pub(crate) fn short(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() || letter == '`' { ' ' } else { letter });
    let start: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}

impl Shape {
    fn name(&self) -> &'static str {
        match self {
            Self::Text | Self::OneOf(_) => "a string",
            Self::Day => "a string with a day",
            Self::Number(..) => "a number",
            Self::Whole(..) => "a whole number",
            Self::List(..) => "an array",
            Self::Object(..) => "an object",
        }
    }

    fn example(&self) -> String {
        match self {
            Self::Text => "\"…\"".to_owned(),
            Self::Day => "\"YYYY-MM-DD\"".to_owned(),
            Self::OneOf(names) => format!("\"{}\"", names.join("|")),
            Self::Number(low, high) | Self::Whole(low, high) => format!("a number from {low} to {high}"),
            Self::List(..) => "[…]".to_owned(),
            Self::Object(..) => "{…}".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
