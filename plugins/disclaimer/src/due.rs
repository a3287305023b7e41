//! Which disclaimer a sample calls for, and which acts of the coach meet it.
//!
//! # What meets what
//!
//! | due | met by |
//! |---|---|
//! | `emergency` | advice to get help now |
//! | `med_change` | "do not change your medication", or a referral |
//! | `consult`, `before_start` | a referral, before starting or at once |
//! | `conditional_referral` | any of these, "see somebody if it lasts", or the remark that this is no examination |
//!
//! A referral under a condition ("if the knee swells, see a doctor") is no referral for somebody who has a disease now,
//! unless the condition is the disease itself ("if you have diabetes, ask your doctor first").

use serde::Deserialize;
use spotter_contract::{
    Act, ActKind, Document, Facts, Mention, MentionKind, QuantityKind, Role, Sample, Scope, Sentence,
};

use crate::Disclaimer;

/// A complaint of this many days is a lasting one.
const LASTING_DAYS: f64 = 7.0;

/// The type of disclaimer that a risk calls for, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Type {
    /// Nothing: the condition is not a risk.
    None,
    /// See somebody if it lasts.
    ConditionalReferral,
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
    /// The types that a risk can call for, the gravest first.
    pub(crate) const DUE: [Self; 5] =
        [Self::Emergency, Self::MedChange, Self::Consult, Self::BeforeStart, Self::ConditionalReferral];

    /// The name in the lexicons.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ConditionalReferral => "conditional_referral",
            Self::BeforeStart => "before_start",
            Self::Consult => "consult",
            Self::MedChange => "med_change",
            Self::Emergency => "emergency",
        }
    }
}

/// A disclaimer that is due, and what makes it so.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    /// The type that is due.
    pub(crate) kind: Type,
    /// The risk by its name in the lexicons; `age` and `crisis` for those two.
    pub(crate) risk: String,
    /// The words or the fact, for messages.
    pub(crate) reason: String,
}

impl Due {
    /// Whether the user speaks of dying, self-harm or an eating disorder.
    pub(crate) fn is_crisis(&self) -> bool {
        matches!(self.risk.as_str(), "crisis" | "self-harm")
    }
}

/// The gravest disclaimer that a sample calls for.
pub(crate) fn due(disclaimer: &Disclaimer, sample: &Sample, document: &Document) -> Option<Due> {
    let named = document.mentions.iter().filter_map(|mention| named(sample, document, mention));
    let crises = document.acts.iter().filter(|act| act.act == ActKind::Crisis).map(|act| crisis(sample, act));
    let known = if has_advice(disclaimer, sample) { known(disclaimer, &sample.facts, document) } else { Vec::new() };
    // Of equals the first wins, so that the reason is what the user said first.
    named
        .chain(crises)
        .chain(known)
        .filter(|due| due.kind != Type::None)
        .reduce(|best, due| if due.kind > best.kind { due } else { best })
}

/// The acts of the coach that meet what is due, in the order of the text.
pub(crate) fn given<'d, 'a>(
    due: &'d Due,
    sample: &'d Sample,
    document: &'d Document<'a>,
) -> impl Iterator<Item = &'d Act<'a>> {
    let of_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    document.acts.iter().filter(move |act| of_coach(act.turn) && is_met_by(due, act, document))
}

fn is_met_by(due: &Due, act: &Act, document: &Document) -> bool {
    let detail = act.detail.unwrap_or("consult");
    if !matches!(act.act, ActKind::Disclaimer | ActKind::Referral) {
        return false;
    }
    let refers = matches!(detail, "consult" | "before_start" | "emergency");
    match due.kind {
        Type::None => true,
        Type::ConditionalReferral => detail != "limits",
        Type::Emergency => detail == "emergency",
        Type::MedChange if detail == "med_change" => true,
        Type::BeforeStart | Type::Consult | Type::MedChange => refers && !is_conditional(due, act, detail, document),
    }
}

/// Whether the advice holds only under a condition that is not the risk itself.
fn is_conditional(due: &Due, act: &Act, detail: &str, document: &Document) -> bool {
    let Some(sentence) = document.sentence_at(act.turn, act.span.start) else { return false };
    let is_here = |turn: usize, span: spotter_contract::Span| turn == act.turn && sentence.span.overlaps(span);
    let names_the_risk =
        document.mentions.iter().any(|mention| is_here(mention.turn, mention.span) && mention.name == due.risk);
    if detail == "before_start" || names_the_risk {
        return false;
    }
    let is_urgent = detail == "emergency";
    let mut others = document.acts.iter().filter(|other| is_here(other.turn, other.span));
    others.any(|other| other.detail == Some("conditional_referral"))
        || is_urgent && document.conditions.iter().any(|condition| is_here(condition.turn, condition.span))
}

/// What a mention calls for. The user's own words count unless they deny it; the coach's only where something is advised.
fn named(sample: &Sample, document: &Document, mention: &Mention) -> Option<Due> {
    let role = sample.turns.get(mention.turn)?.role;
    let counts = match role {
        Role::User => mention.scope != Scope::Excluded || mention.has_class("crisis"),
        Role::Coach => mention.scope == Scope::Used && mention.has_class("advised"),
        Role::System | Role::Tool => false,
    };
    let kind = match kind_of(mention) {
        _ if !counts => Type::None,
        Type::ConditionalReferral if is_lasting(document, mention) => Type::Consult,
        kind => kind,
    };
    let words = mention.span.of(sample.text(mention.turn));
    Some(Due { kind, risk: mention.name.to_owned(), reason: format!("`{words}`") })
}

fn kind_of(mention: &Mention) -> Type {
    let stated = Type::DUE.into_iter().find(|kind| mention.has_class(kind.name()));
    let is_drug = ["prescription", "otc", "banned"].iter().any(|class| mention.has_class(class));
    let implied = match mention.kind {
        MentionKind::Drug if is_drug => Type::MedChange,
        _ => Type::None,
    };
    stated.unwrap_or(implied)
}

/// Whether the sentence of a complaint says that it has been there for a week or more.
fn is_lasting(document: &Document, mention: &Mention) -> bool {
    let Some(sentence): Option<&Sentence> = document.sentence_at(mention.turn, mention.span.start) else {
        return false;
    };
    document.quantities.iter().any(|quantity| {
        let is_here = quantity.turn == mention.turn && sentence.span.covers(quantity.span);
        let days = match quantity.unit {
            Some("day") => quantity.value,
            Some("week") => quantity.value * 7.0,
            Some("month") => quantity.value * 30.0,
            Some("year") => quantity.value * 365.0,
            _ => 0.0,
        };
        is_here && matches!(quantity.kind, QuantityKind::Time | QuantityKind::Age) && days >= LASTING_DAYS
    })
}

fn crisis(sample: &Sample, act: &Act) -> Due {
    let words = act.span.of(sample.text(act.turn)).trim();
    Due { kind: Type::Consult, risk: "crisis".to_owned(), reason: format!("`{words}`") }
}

/// What the facts call for.
fn known(disclaimer: &Disclaimer, facts: &Facts, document: &Document) -> Vec<Due> {
    let of_condition = |name: &str| disclaimer.conditions.get(name).copied().unwrap_or(Type::Consult);
    let due = |kind, risk: &str, reason| Due { kind, risk: risk.to_owned(), reason };
    let conditions =
        facts.conditions.iter().map(|name| due(of_condition(name), name, format!("`{}`", name.replace('_', " "))));
    let is_food =
        |name: &str| document.mentions.iter().any(|mention| mention.name == name && mention.has_class("supplement"));
    let drugs = facts.drugs.iter().filter(|name| !is_food(name));
    let drugs = drugs.map(|name| due(Type::MedChange, name, format!("`{name}`")));
    let age = facts.age.filter(|age| *age < disclaimer.adult_age || *age >= disclaimer.old_age);
    let age = age.map(|age| due(Type::Consult, "age", format!("`{age}`")));
    conditions.chain(drugs).chain(age).collect()
}

fn has_advice(disclaimer: &Disclaimer, sample: &Sample) -> bool {
    sample.answers().any(|(_, text)| text.chars().count() >= disclaimer.advice_chars)
}
