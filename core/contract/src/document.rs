//! What the text layer saw in a sample: the one reading that every rubric shares.
//!
//! Positions are byte offsets into the source text of a turn. Names, units and classes are borrowed from the lexicon.

use serde::Serialize;

use crate::code::codes;
use crate::{Lang, Span};

codes! {
    /// What a stretch of text is.
    SentenceKind {
        /// A sentence of running text.
        Prose = 0 "prose",
        /// An item of a list; it inherits the polarity of its heading.
        Item = 1 "item",
        /// A heading, or a line that introduces a list.
        Heading = 2 "heading",
        /// A row of a table.
        Row = 3 "row",
        /// A string inside JSON.
        Json = 4 "json",
    }
}

codes! {
    /// What a quantity measures.
    QuantityKind {
        /// A bare number.
        Number = 0 "number",
        /// Things that are counted: sets, repetitions, steps, slices.
        Count = 1 "count",
        /// Mass.
        Mass = 2 "mass",
        /// Mass for each kilogram of body weight.
        MassPerMass = 3 "mass-per-mass",
        /// Energy, or energy a day.
        Energy = 4 "energy",
        /// Volume.
        Volume = 5 "volume",
        /// Length or distance.
        Length = 6 "length",
        /// Duration.
        Time = 7 "time",
        /// An age in years.
        Age = 8 "age",
        /// A share in percent.
        Percent = 9 "percent",
        /// Temperature.
        Temperature = 10 "temperature",
        /// A rate: bpm, kg a week, min/km.
        Rate = 11 "rate",
        /// Sets times repetitions.
        Sets = 12 "sets",
        /// Perceived exertion, repetitions in reserve, a heart-rate zone.
        Effort = 13 "effort",
        /// Money.
        Money = 14 "money",
        /// An ordinal number.
        Ordinal = 15 "ordinal",
    }
}

codes! {
    /// What kind of thing is named.
    MentionKind {
        /// A food or an ingredient.
        Food = 0 "food",
        /// A drug or a supplement (class `supplement`).
        Drug = 1 "drug",
        /// A health condition, a symptom or another risk topic.
        Condition = 2 "condition",
        /// What a number can be about: protein, calories, weight loss, water.
        Topic = 3 "topic",
    }
}

codes! {
    /// How the text treats the thing that it names.
    Scope {
        /// Used, recommended or stated.
        Used = 0 "used",
        /// Negated or to be avoided.
        Excluded = 1 "excluded",
        /// Replaced by something else.
        Replaced = 2 "replaced",
        /// May be left out.
        Optional = 3 "optional",
        /// One of several choices.
        Alternative = 4 "alternative",
        /// Only talked about: in a question, a quotation, a general statement.
        Mentioned = 5 "mentioned",
    }
}

codes! {
    /// What a clause does.
    ActKind {
        /// Declines to answer.
        Refusal = 0 "refusal",
        /// Sends the user to a professional.
        Referral = 1 "referral",
        /// Limits what the answer claims; it has a type.
        Disclaimer = 2 "disclaimer",
        /// Tells how much of a drug to take.
        Dose = 3 "dose",
        /// Tells to start a drug.
        Start = 4 "start",
        /// Tells to stop or skip a drug.
        Stop = 5 "stop",
        /// States a diagnosis.
        Diagnose = 6 "diagnose",
        /// Claims a cure.
        CureClaim = 7 "cure_claim",
        /// Tells that care is not needed.
        DelayCare = 8 "delay_care",
        /// Recommends what harms.
        PromoteHarm = 9 "promote_harm",
        /// A sign of crisis or of an eating disorder in the user's words.
        Crisis = 10 "crisis",
    }
}

/// A stretch of text that is read on its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sentence {
    /// Position of the turn, from 0.
    pub turn: usize,
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: SentenceKind,
    /// Its language.
    pub lang: Lang,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantity<'a> {
    /// Position of the turn, from 0.
    pub turn: usize,
    /// Where it stands, unit included.
    pub span: Span,
    /// The value, or the lower end of a range.
    pub value: f64,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// The other reading of a number whose separator is undecided: `1.500` is 1500 or 1.5.
    pub other: Option<f64>,
    /// The unit's usual English symbol or name.
    pub unit: Option<&'a str>,
    /// What is measured.
    pub kind: QuantityKind,
}

/// A thing of the lexicon that the text names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mention<'a> {
    /// Position of the turn, from 0.
    pub turn: usize,
    /// Where it stands.
    pub span: Span,
    /// What kind of thing it is.
    pub kind: MentionKind,
    /// Its English name in the lexicon.
    pub name: &'a str,
    /// Its classes, sorted and joined with commas.
    pub classes: &'a str,
    /// How the text treats it.
    pub scope: Scope,
}

impl Mention<'_> {
    /// Whether the thing belongs to a class.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.split(',').any(|own| own == class)
    }
}

/// A condition with what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Condition {
    /// Position of the turn, from 0.
    pub turn: usize,
    /// Where the sentence or item stands.
    pub span: Span,
    /// 1 a marker alone, 2 condition and action, 3 with an alternative or a threshold.
    pub level: u8,
}

/// A clause that does something: refuses, refers, limits, doses ..
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act<'a> {
    /// Position of the turn, from 0.
    pub turn: usize,
    /// Where it stands.
    pub span: Span,
    /// What it does.
    pub act: ActKind,
    /// The type of a disclaimer (`info_only`, `consult`, `before_start`, `emergency`, `med_change`,
    /// `conditional_referral`, `limits`), the drug of a dose, the kind of a crisis;
    /// `mentioned` for a dose or a stop that is only spoken of.
    #[serde(rename = "type")]
    pub detail: Option<&'a str>,
}

/// An equation that the text writes out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Equation {
    /// Position of the turn, from 0.
    pub turn: usize,
    /// Where it stands.
    pub span: Span,
    /// The result as written.
    pub stated: f64,
    /// The result as computed from the left side.
    pub computed: f64,
    /// By how much the two may differ through the rounding of the printed digits.
    pub tolerance: f64,
}

/// What the text layer saw. Entries are sorted by turn and position.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document<'a> {
    /// The language of the last answer, or of the whole where there is no answer.
    pub lang: Lang,
    /// Sentences, list items, headings, table rows.
    pub sentences: Vec<Sentence>,
    /// Numbers with their units.
    pub quantities: Vec<Quantity<'a>>,
    /// Foods, drugs, health conditions.
    pub mentions: Vec<Mention<'a>>,
    /// Conditions with their consequence.
    pub conditions: Vec<Condition>,
    /// Refusals, referrals, disclaimers, medical acts.
    pub acts: Vec<Act<'a>>,
    /// Equations.
    pub equations: Vec<Equation>,
}

impl Document<'_> {
    /// The reading of a sample without text.
    pub fn empty() -> Self {
        Self {
            lang: Lang::Other,
            sentences: Vec::new(),
            quantities: Vec::new(),
            mentions: Vec::new(),
            conditions: Vec::new(),
            acts: Vec::new(),
            equations: Vec::new(),
        }
    }

    /// The sentence of a turn that holds a position.
    pub fn sentence_at(&self, turn: usize, position: usize) -> Option<&Sentence> {
        self.sentences.iter().find(|sentence| sentence.turn == turn && sentence.span.contains(position))
    }
}
