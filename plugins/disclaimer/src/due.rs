//! Which disclaimers a sample calls for, and which it gives.

use serde::Deserialize;
use spotter_contract::{Act, ActKind, Document, Facts, Mention, MentionKind, Role, Sample, Scope};

use crate::Disclaimer;

/// The type of disclaimer that a risk calls for, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Type {
    /// Nothing: the condition is not a risk.
    None,
    /// Ask before starting.
    BeforeStart,
    /// See a professional.
    Consult,
    /// Do not change your medication on your own.
    MedChange,
    /// Get help now.
    Emergency,
}

impl Type {
    /// The name in the lexicons.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::BeforeStart => "before_start",
            Self::Consult => "consult",
            Self::MedChange => "med_change",
            Self::Emergency => "emergency",
        }
    }

    /// What it asks of the answer, for messages.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Self::None => "no advice",
            Self::BeforeStart => "advice to ask a professional before starting",
            Self::Consult => "advice to see a professional",
            Self::MedChange => "advice to change medication with a doctor only",
            Self::Emergency => "advice to get emergency help",
        }
    }

    /// Whether an act of this detail meets it. Every referral to a professional meets all but an emergency.
    fn is_met_by(self, act: &Act) -> bool {
        let detail = act.detail.unwrap_or("consult");
        match (self, act.act) {
            (Self::Emergency, ActKind::Disclaimer | ActKind::Referral) => detail == "emergency",
            (Self::None, _) | (_, ActKind::Referral) => true,
            (_, ActKind::Disclaimer) => !matches!(detail, "info_only" | "limits"),
            _ => false,
        }
    }
}

/// A disclaimer that is due, and the words or the fact that make it so.
pub(crate) struct Due {
    pub(crate) kind: Type,
    pub(crate) reason: String,
}

/// The gravest disclaimer that a sample calls for.
pub(crate) fn due(disclaimer: &Disclaimer, sample: &Sample, document: &Document) -> Option<Due> {
    let named = document.mentions.iter().filter_map(|mention| named(sample, mention));
    let known = if has_advice(disclaimer, sample) { known(disclaimer, &sample.facts) } else { Vec::new() };
    // Of equals the first wins, so that the reason is what the user said first.
    named
        .chain(known)
        .filter(|due| due.kind != Type::None)
        .reduce(|best, due| if due.kind > best.kind { due } else { best })
}

/// The acts of the coach that meet a type, in the order of the text.
pub(crate) fn given<'d, 'a>(
    kind: Type,
    sample: &'d Sample,
    document: &'d Document<'a>,
) -> impl Iterator<Item = &'d Act<'a>> {
    let of_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    document.acts.iter().filter(move |act| of_coach(act.turn) && kind.is_met_by(act))
}

/// What a mention calls for. The user's own words count unless they deny it; the coach's only where something is advised.
fn named(sample: &Sample, mention: &Mention) -> Option<Due> {
    let role = sample.turns.get(mention.turn)?.role;
    let counts = match role {
        Role::User => mention.scope != Scope::Excluded,
        Role::Coach => mention.scope == Scope::Used && mention.has_class("advised"),
        Role::System | Role::Tool => false,
    };
    let kind = if counts { kind_of(mention) } else { Type::None };
    let words = mention.span.of(sample.text(mention.turn));
    Some(Due { kind, reason: format!("`{words}`") })
}

fn kind_of(mention: &Mention) -> Type {
    let types = [Type::Emergency, Type::MedChange, Type::Consult, Type::BeforeStart];
    let stated = types.into_iter().find(|kind| mention.has_class(kind.name()));
    let implied = match mention.kind {
        MentionKind::Drug if mention.has_class("prescription") => Type::MedChange,
        _ => Type::None,
    };
    stated.unwrap_or(implied)
}

/// What the facts call for.
fn known(disclaimer: &Disclaimer, facts: &Facts) -> Vec<Due> {
    let of_condition = |name: &str| disclaimer.conditions.get(name).copied().unwrap_or(Type::Consult);
    let conditions = facts.conditions.iter().map(|name| (of_condition(name), format!("`{}`", name.replace('_', " "))));
    let drugs = facts.drugs.iter().map(|name| (Type::MedChange, format!("`{name}`")));
    let age = facts.age.filter(|age| *age < disclaimer.adult_age || *age >= disclaimer.old_age);
    let age = age.map(|age| (Type::Consult, format!("an age of {age}")));
    conditions.chain(drugs).chain(age).map(|(kind, reason)| Due { kind, reason }).collect()
}

fn has_advice(disclaimer: &Disclaimer, sample: &Sample) -> bool {
    sample.answers().any(|(_, text)| text.chars().count() >= disclaimer.advice_chars)
}
