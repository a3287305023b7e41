//! What a conversation holds: the plan and the changes of its last answer, and the plan they change.
//!
//! Thirty rules ask for the same reading one after the other, so the last one of each thread is kept.

use std::cell::RefCell;
use std::rc::Rc;

use spotter_contract::{Finding, Outcome, Role, Sample, Span};

use crate::change::Change;
use crate::extract::{Document, DocumentKind, Extract, extract};
use crate::json::{Cursor, Kind, Node, Place};
use crate::model::Plan;
use crate::reader::{Failure, Fix, Repair};
use crate::schema::{self, Breach, BreachKind, breaches};

/// Findings that one rule reports; the rest is counted.
const FINDINGS: usize = 50;

/// The last answer, read.
pub(crate) struct Reading {
    turn: usize,
    /// Where each line of the answer begins.
    lines: Vec<usize>,
    pub(crate) failure: Option<Failure>,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) breaches: Vec<Breach>,
    /// Whether there is a document of ours that could be read.
    pub(crate) has_document: bool,
    /// Whether there is one that is all there: half a document is judged by nothing but its end.
    pub(crate) has_whole: bool,
    pub(crate) plan: Option<Plan>,
    pub(crate) changes: Vec<Change>,
    /// What the answer says around its documents.
    pub(crate) prose: String,
    /// The plan that the conversation held before the answer.
    pub(crate) current: Option<Plan>,
}

/// One remark of ours, before it is a finding.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) at: Place,
    /// Whom or what it is about: a fault with the same subject is the same fault.
    pub(crate) subject: String,
    pub(crate) message: String,
    /// JSON that can stand in place of the value, where that is safe.
    pub(crate) fix: Option<String>,
}

impl Fault {
    pub(crate) fn new(at: &Place, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self { at: at.clone(), subject: subject.into(), message: message.into(), fix: None }
    }

    pub(crate) fn with_fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}

/// What is kept between the rules of one sample.
type Kept = (Vec<(Role, String)>, Option<Rc<Reading>>);

thread_local! {
    static LAST: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// The reading of a sample; none where there is no answer.
pub(crate) fn reading(sample: &Sample) -> Option<Rc<Reading>> {
    let (turn, text) = sample.answer()?;
    if !text.bytes().any(|byte| matches!(byte, b'{' | b'[')) {
        return Some(Rc::new(Reading::new(sample, turn, text)));
    }
    LAST.with_borrow_mut(|last| {
        if let Some((turns, kept)) = last.as_ref().filter(|(turns, _)| is_same(turns, sample)) {
            debug_assert_eq!(turns.len(), sample.turns.len());
            return kept.clone();
        }
        let turns = sample.turns.iter().map(|turn| (turn.role, turn.text.clone().into_owned())).collect();
        let made = Some(Rc::new(Reading::new(sample, turn, text)));
        *last = Some((turns, made.clone()));
        made
    })
}

fn is_same(turns: &[(Role, String)], sample: &Sample) -> bool {
    let pairs = turns.iter().zip(&sample.turns);
    turns.len() == sample.turns.len()
        && pairs.into_iter().all(|((role, text), turn)| *role == turn.role && *text == turn.text)
}

impl Reading {
    fn new(sample: &Sample, turn: usize, text: &str) -> Self {
        let Extract { documents, failure } = extract(text);
        let mut reading = Self {
            turn,
            lines: Vec::new(),
            failure,
            repairs: Vec::new(),
            breaches: Vec::new(),
            has_document: !documents.is_empty(),
            has_whole: false,
            plan: None,
            changes: Vec::new(),
            prose: prose(text, &documents),
            current: None,
        };
        for document in &documents {
            reading.take(document);
        }
        if reading.has_document || reading.failure.is_some() {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
            reading.lines = std::iter::once(0).chain(ends).collect();
        }
        if !reading.changes.is_empty() {
            reading.current = current(sample, turn);
        }
        reading
    }

    fn take(&mut self, document: &Document) {
        let root = &document.read.node;
        self.repairs.extend(document.read.repairs.iter().cloned());
        if document.read.repairs.iter().any(|repair| matches!(repair.fix, Fix::Unfinished | Fix::LeftOut)) {
            return;
        }
        self.has_whole = true;
        match document.kind {
            DocumentKind::Plan => self.take_plan(root, ""),
            DocumentKind::WrappedPlan => self.take_plan(root.get("plan").unwrap_or(root), "/plan"),
            DocumentKind::Change => self.take_change(root, ""),
            DocumentKind::ListedChanges => self.take_changes(root, ""),
            DocumentKind::NamedChanges => {
                let list = root.get("modifications").unwrap_or(root);
                for member in root.members().iter().filter(|member| member.name != "modifications") {
                    let message = format!("`{}` is no field here: remove it", schema::short(&member.name));
                    let at = Place { span: member.at, path: crate::json::join("", &member.name) };
                    self.breaches.push(Breach { kind: BreachKind::Unknown, at, message });
                }
                self.take_changes(list, "/modifications");
            }
        }
    }

    fn take_plan(&mut self, root: &Node, path: &str) {
        self.breaches.extend(breaches(root, &schema::PLAN, path));
        if self.plan.is_none() {
            self.plan = Some(Plan::read(&Cursor::new(root, path)));
        }
    }

    fn take_changes(&mut self, list: &Node, path: &str) {
        let at = || Place { span: list.span, path: path.to_owned() };
        if !matches!(list.kind, Kind::List(_)) {
            let message = format!("{} where an array is due", list.type_name());
            self.breaches.push(Breach { kind: BreachKind::Type, at: at(), message });
        } else if list.items().is_empty() {
            let message = "an empty array where at least 1 is due".to_owned();
            self.breaches.push(Breach { kind: BreachKind::Value, at: at(), message });
        }
        for (index, item) in list.items().iter().enumerate() {
            self.take_change(item, &format!("{path}/{index}"));
        }
    }

    fn take_change(&mut self, node: &Node, path: &str) {
        self.breaches.extend(breaches(node, schema::changes(node), path));
        self.changes.extend(Change::read(&Cursor::new(node, path)));
    }

    /// An outcome of faults: each with its pointer and its line.
    pub(crate) fn outcome(&self, faults: Vec<Fault>) -> Outcome {
        let count = faults.len();
        let mut findings: Vec<Finding> = faults.into_iter().take(FINDINGS).map(|fault| self.finding(fault)).collect();
        if count > FINDINGS {
            findings.push(Finding::absent(format!("{} more of the same kind", count - FINDINGS)));
        }
        Outcome::of(findings)
    }

    fn finding(&self, fault: Fault) -> Finding {
        let Fault { at, message, fix, .. } = fault;
        let path = if at.path.is_empty() { "/" } else { &at.path };
        let line = self.lines.partition_point(|start| *start <= at.span.start).max(1);
        let finding = Finding::at(self.turn, at.span, format!("`{}` (line {line}): {message}", schema::short(path)));
        match fix {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        }
    }
}

/// What an answer says around its documents.
fn prose(text: &str, documents: &[Document]) -> String {
    let (mut prose, mut at) = (String::new(), 0);
    for document in documents {
        let Span { start, .. } = document.read.node.span;
        prose.push_str(text.get(at..start).unwrap_or(""));
        prose.push('\n');
        at = document.read.end;
    }
    prose.push_str(text.get(at..).unwrap_or(""));
    prose
}

/// The latest plan that stands in a turn before the answer.
fn current(sample: &Sample, answer: usize) -> Option<Plan> {
    let turns = sample.turns.get(..answer)?;
    turns.iter().rev().find_map(|turn| {
        let Extract { documents, .. } = extract(&turn.text);
        documents.iter().find_map(|document| match document.kind {
            DocumentKind::Plan => Some(Plan::read(&Cursor::new(&document.read.node, ""))),
            DocumentKind::WrappedPlan => {
                document.read.node.get("plan").map(|plan| Plan::read(&Cursor::new(plan, "/plan")))
            }
            _ => None,
        })
    })
}
