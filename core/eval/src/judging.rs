//! From a judgement to what a run keeps, and from there to passed or failed.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use spotter_contract::{Lang, Outcome, Place, Sample, Span};
use spotter_gate::{Gate, Judgement, Severity, Verdict};

use crate::{Case, Expected, Kind};

/// Whoever makes verdicts: the gate, or in tests something simpler.
pub trait Judge {
    /// Follows from everything a verdict rests on.
    fn hash(&self) -> String;

    /// Judges one sample.
    fn judge(&self, sample: &Sample) -> Judgement;

    /// The language of a sample that does not name its own.
    fn language(&self, sample: &Sample) -> Option<Lang>;
}

impl Judge for Gate {
    fn hash(&self) -> String {
        Gate::hash(self)
    }

    fn judge(&self, sample: &Sample) -> Judgement {
        Gate::judge(self, sample)
    }

    fn language(&self, sample: &Sample) -> Option<Lang> {
        Some(self.read(sample).lang)
    }
}

/// A judgement as a run keeps it; rules that do not apply are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The verdict over every rubric.
    pub verdict: Verdict,
    /// The rules that were met or broken, in the gate's order.
    pub rules: Vec<RuleRecord>,
}

/// The outcome of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// Rubric and rule: `dietary/forbidden-ingredient`.
    pub rule: String,
    /// What it weighs when it is broken.
    pub severity: Severity,
    /// What it found; nothing when it was met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
}

/// One finding, with the words it points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// The turn and the stretch; nothing when something is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(usize, Span)>,
    /// The words there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// One clause.
    pub message: String,
}

impl Judged {
    /// What a run keeps of a judgement.
    pub fn of(judgement: &Judgement, sample: &Sample) -> Self {
        let applied = judgement.outcomes.iter().filter(|judged| judged.outcome != Outcome::Skipped);
        let rules = applied.map(|judged| RuleRecord {
            rule: judged.rule.clone(),
            severity: judged.severity,
            remarks: remarks(&judged.outcome, sample),
        });
        Self { verdict: judgement.verdict, rules: rules.collect() }
    }

    /// The rules that are broken.
    pub fn broken(&self) -> impl Iterator<Item = &RuleRecord> {
        self.rules.iter().filter(|rule| rule.is_broken())
    }
}

impl RuleRecord {
    /// Whether the rule was broken.
    pub fn is_broken(&self) -> bool {
        !self.remarks.is_empty()
    }

    /// The rubric's word.
    pub fn rubric(&self) -> &str {
        self.rule.split_once('/').map_or(self.rule.as_str(), |(rubric, _)| rubric)
    }
}

/// Why a judgement is not what the case expects; nothing when it is.
pub fn reasons(case: &Case, judged: &Judged) -> Vec<String> {
    match case.kind() {
        Kind::Fixed => reasons_of_fixed(case, judged),
        Kind::Prompt => reasons_of_prompt(case, judged),
    }
}

/// Everything people see of a judged case: the texts with findings marked, then the rules.
///
/// The text is sorted as the gate sorts, knows no path and no time, and so can be a snapshot.
pub fn card(case: &Case, judged: &Judged) -> String {
    let mut text = format!("{}\n{}\n\n", case.title, judged.verdict);
    for (index, turn) in case.sample.turns.iter().enumerate() {
        let marked = spotter_report::mark(&turn.text, spans_in(judged, index));
        let _ = writeln!(text, "{}: {marked}", turn.role);
    }
    text.push('\n');
    for rule in judged.broken() {
        let _ = writeln!(text, "broken {}: {}", rule.rule, rule.severity);
        for remark in &rule.remarks {
            let _ = writeln!(text, "       {}", line(remark));
        }
    }
    for rule in judged.rules.iter().filter(|rule| !rule.is_broken()) {
        let _ = writeln!(text, "met    {}", rule.rule);
    }
    text
}

/// What is marked in one turn.
pub(crate) fn spans_in(judged: &Judged, turn: usize) -> Vec<std::ops::Range<usize>> {
    let places = judged.broken().flat_map(|rule| &rule.remarks).filter_map(|remark| remark.place);
    places.filter(|(of, _)| *of == turn).map(|(_, span)| span.start..span.end).collect()
}

/// A remark in one line.
pub(crate) fn line(remark: &Remark) -> String {
    match remark.place {
        Some(_) => format!("[{}] {}", remark.quote, remark.message),
        None => remark.message.clone(),
    }
}

fn remarks(outcome: &Outcome, sample: &Sample) -> Vec<Remark> {
    let remark = |finding: &spotter_contract::Finding| {
        let place = match finding.place {
            Place::At { turn, span } => Some((turn, span)),
            Place::Absent => None,
        };
        let quote = place.map_or("", |(turn, span)| span.of(sample.text(turn))).to_owned();
        Remark { place, quote, message: finding.message.clone() }
    };
    outcome.findings().iter().map(remark).collect()
}

fn reasons_of_fixed(case: &Case, judged: &Judged) -> Vec<String> {
    let mut reasons = Vec::new();
    if judged.verdict != case.expect.verdict {
        reasons.push(format!("the verdict is {}, not {}", judged.verdict, case.expect.verdict));
    }
    for expected in &case.expect.findings {
        if !findings(judged).any(|(rule, remark)| fits(expected, rule, remark)) {
            reasons.push(format!("no finding of {}{}", expected.rule, at(expected.quote.as_deref())));
        }
    }
    for (rule, remark) in findings(judged).filter(|(rule, _)| rule.severity > Severity::Note) {
        if !case.expect.findings.iter().any(|expected| fits(expected, rule, remark)) {
            reasons.push(format!("unexpected: {}: {}", rule.rule, line(remark)));
        }
    }
    reasons
}

fn reasons_of_prompt(case: &Case, judged: &Judged) -> Vec<String> {
    let is_meant = |rule: &RuleRecord| {
        let rubrics = &case.expect.rubrics;
        rubrics.is_empty() || rubrics.iter().any(|rubric| rubric == rule.rubric())
    };
    let too_bad = judged.broken().filter(|rule| is_meant(rule) && cost(rule.severity) > case.expect.verdict);
    too_bad.flat_map(|rule| rule.remarks.iter().map(|remark| format!("{}: {}", rule.rule, line(remark)))).collect()
}

/// What a severity costs on its own.
fn cost(severity: Severity) -> Verdict {
    match severity {
        Severity::Note => Verdict::Pass,
        Severity::Flag => Verdict::Flag,
        Severity::Block => Verdict::Block,
    }
}

fn findings(judged: &Judged) -> impl Iterator<Item = (&RuleRecord, &Remark)> {
    judged.broken().flat_map(|rule| rule.remarks.iter().map(move |remark| (rule, remark)))
}

fn fits(expected: &Expected, rule: &RuleRecord, remark: &Remark) -> bool {
    expected.rule == rule.rule && expected.quote.as_deref().is_none_or(|quote| remark.quote.contains(quote))
}

fn at(quote: Option<&str>) -> String {
    quote.map(|quote| format!(" at `{quote}`")).unwrap_or_default()
}
