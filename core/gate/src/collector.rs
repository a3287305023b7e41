//! What a plugin reports during one call, checked as it arrives.
//!
//! The first thing that is wrong becomes the fault of the call; nothing after it counts.

use spotter_contract::{Finding, Outcome, Place, Role, Sample, Span, abi};

/// More findings than this in one call are no judgement any more.
const MAX_FINDINGS: usize = 1_000;
/// A plugin that was told to stop so often will not stop.
const MAX_IGNORED: usize = 1_000_000;
/// A message is one clause; this is generous.
const MAX_MESSAGE: usize = 4_096;

/// Why a call does not count, and at which rule, where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) rule: Option<usize>,
    pub(crate) message: String,
}

/// A finding as it crossed the boundary.
pub(crate) struct Raw<'a> {
    pub(crate) rule: u32,
    pub(crate) field: u32,
    pub(crate) start: u64,
    pub(crate) end: u64,
    pub(crate) message: Option<&'a str>,
    pub(crate) fix_kind: u32,
    pub(crate) fix: Option<&'a str>,
}

/// Gathers the findings and outcomes of one call.
pub(crate) struct Collector<'a> {
    plugin: &'a str,
    sample: &'a Sample<'a>,
    rules: &'a [String],
    outcomes: Vec<Option<u32>>,
    findings: Vec<Vec<Finding>>,
    count: usize,
    ignored: usize,
    fault: Option<Fault>,
    said: Option<String>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(plugin: &'a str, sample: &'a Sample<'a>, rules: &'a [String]) -> Self {
        let findings = rules.iter().map(|_| Vec::new()).collect();
        Self {
            plugin,
            sample,
            rules,
            outcomes: vec![None; rules.len()],
            findings,
            count: 0,
            ignored: 0,
            fault: None,
            said: None,
        }
    }

    /// Takes a finding; `STOP` once something is wrong.
    pub(crate) fn finding(&mut self, raw: &Raw) -> abi::Status {
        if self.fault.is_some() {
            return abi::STOP;
        }
        match self.try_finding(raw) {
            Ok((rule, finding)) => {
                self.count += 1;
                self.findings[rule].push(finding);
                abi::OK
            }
            Err(fault) => self.fail(fault),
        }
    }

    /// Whether the plugin has been told to stop again and again, and does not; then there is no way to end its call, and
    /// this is what a person must know.
    pub(crate) fn deaf(&mut self) -> Option<String> {
        self.ignored += usize::from(self.fault.is_some());
        let (plugin, id) = (self.plugin, &self.sample.id);
        let message = || {
            format!(
                "plugin `{plugin}`, sample `{id}`: it goes on reporting after {MAX_IGNORED} requests to stop; nothing can end its call, so Spotter ends here"
            )
        };
        (self.ignored > MAX_IGNORED).then(message)
    }

    /// Takes the outcome of a rule; `STOP` once something is wrong.
    pub(crate) fn outcome(&mut self, rule: u32, code: u32) -> abi::Status {
        if self.fault.is_some() {
            return abi::STOP;
        }
        match self.try_outcome(rule, code) {
            Ok(rule) => {
                self.outcomes[rule] = Some(code);
                abi::OK
            }
            Err(fault) => self.fail(fault),
        }
    }

    /// Takes the text that goes with an error status.
    pub(crate) fn error(&mut self, message: &str) {
        self.said = Some(message.to_owned());
    }

    /// Takes something that cannot even be read.
    pub(crate) fn unreadable(&mut self, message: &str) -> abi::Status {
        self.fail(Fault { rule: None, message: message.to_owned() })
    }

    /// What the plugin said about its error.
    pub(crate) fn said(self) -> Option<String> {
        self.said
    }

    /// The outcomes of a call that returned `status`, one for each rule, or why the call does not count.
    pub(crate) fn finish(mut self, status: abi::Status) -> Result<Vec<Outcome>, Fault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        if status != abi::OK {
            return Err(Fault { rule: self.due(), message: describe(status, self.said.as_deref()) });
        }
        let rules = self.outcomes.iter().zip(self.findings).enumerate();
        rules.map(|(rule, (code, findings))| settle(rule, *code, findings)).collect()
    }

    /// The rule whose turn it is, if the plugin has answered for its rules in order so far.
    fn due(&self) -> Option<usize> {
        let answered = self.outcomes.iter().take_while(|outcome| outcome.is_some()).count();
        let is_in_order = self.outcomes.iter().skip(answered).all(Option::is_none);
        // The SDK sends a broken rule's outcome before its findings, so the last answered rule may still be at work;
        // but what panics is the next rule's check.
        (is_in_order && answered < self.outcomes.len()).then_some(answered)
    }

    fn try_finding(&self, raw: &Raw) -> Result<(usize, Finding), Fault> {
        let rule = self.rule(raw.rule, "a finding")?;
        let wrong = |message: String| Fault { rule: Some(rule), message };
        if self.count == MAX_FINDINGS {
            return Err(wrong("it reported more than 1,000 findings".to_owned()));
        }
        let message = raw.message.ok_or_else(|| wrong("it reported a message that is not UTF-8".to_owned()))?;
        if message.is_empty() || message.len() > MAX_MESSAGE {
            let len = message.len();
            return Err(wrong(format!("it reported a message of {len} bytes, and 1 to {MAX_MESSAGE} are allowed")));
        }
        let place = self.place(raw).map_err(wrong)?;
        Ok((rule, Finding { place, message: message.to_owned(), fix: fix(raw, place).map_err(wrong)? }))
    }

    fn try_outcome(&self, rule: u32, code: u32) -> Result<usize, Fault> {
        let rule = self.rule(rule, "an outcome")?;
        let wrong = |message| Err(Fault { rule: Some(rule), message });
        if code > abi::BROKEN {
            return wrong(format!("it reported the outcome {code}, and 0 (skipped) to 2 (broken) are known"));
        }
        if self.outcomes[rule].is_some() {
            return wrong("it reported a second outcome for the rule".to_owned());
        }
        Ok(rule)
    }

    fn rule(&self, rule: u32, what: &str) -> Result<usize, Fault> {
        let known = self.rules.len();
        let fault = || Fault {
            rule: None,
            message: format!("it reported {what} for rule {rule}, and it has {known} rules, from 0"),
        };
        usize::try_from(rule).ok().filter(|rule| *rule < known).ok_or_else(fault)
    }

    fn place(&self, raw: &Raw) -> Result<Place, String> {
        if raw.field == abi::FIELD_NONE {
            return Ok(Place::Absent);
        }
        let turn = self.turn(raw.field).ok_or_else(|| {
            format!("it reported a span in field {}, and the sample has {} turns", raw.field, self.sample.turns.len())
        })?;
        let text = self.sample.text(turn);
        let shown = format!("the span {}..{} in turn {turn}", raw.start, raw.end);
        let (Ok(start), Ok(end)) = (usize::try_from(raw.start), usize::try_from(raw.end)) else {
            return Err(format!("it reported {shown}, outside the text of {} bytes", text.len()));
        };
        if start > end {
            return Err(format!("it reported {shown}, which ends before it begins"));
        }
        if end > text.len() {
            return Err(format!("it reported {shown}, outside the text of {} bytes", text.len()));
        }
        if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            return Err(format!("it reported {shown}, which cuts a character in two"));
        }
        Ok(Place::At { turn, span: Span::new(start, end) })
    }

    fn turn(&self, field: u32) -> Option<usize> {
        let turn = match field {
            abi::FIELD_INSTRUCTION => self.sample.question()?.0,
            abi::FIELD_OUTPUT => self.sample.answer()?.0,
            abi::FIELD_SYSTEM => self.sample.turns.iter().position(|turn| turn.role == Role::System)?,
            field => field.checked_sub(abi::FIELD_TURN0)? as usize,
        };
        (turn < self.sample.turns.len()).then_some(turn)
    }

    fn fail(&mut self, fault: Fault) -> abi::Status {
        self.fault.get_or_insert(fault);
        abi::STOP
    }
}

/// One rule's outcome from what arrived for it.
/// The fix of a finding; its kind must go with the place.
fn fix(raw: &Raw, place: Place) -> Result<Option<String>, String> {
    let fix = raw.fix.ok_or("it reported a fix that is not UTF-8")?;
    let is_right = match raw.fix_kind {
        abi::FIX_NONE => return Ok(None),
        abi::FIX_REPLACE => place != Place::Absent,
        abi::FIX_APPEND => place == Place::Absent,
        kind => return Err(format!("it reported a fix of kind {kind}, and 0 to 2 are known")),
    };
    if !is_right {
        return Err(
            "it reported a fix that does not go with its place: a span is replaced, what is missing is appended"
                .to_owned(),
        );
    }
    if fix.len() > MAX_MESSAGE {
        return Err(format!("it reported a fix of {} bytes, and {MAX_MESSAGE} are allowed", fix.len()));
    }
    Ok(Some(fix.to_owned()))
}

fn settle(rule: usize, code: Option<u32>, findings: Vec<Finding>) -> Result<Outcome, Fault> {
    let wrong = |message: &str| Err(Fault { rule: Some(rule), message: message.to_owned() });
    match (code, findings.is_empty()) {
        (None, _) => wrong("it reported no outcome for the rule"),
        (Some(abi::SKIPPED), true) => Ok(Outcome::Skipped),
        (Some(abi::MET), true) => Ok(Outcome::Met),
        (Some(abi::BROKEN), true) => wrong("it reported the rule as broken, without a finding"),
        (Some(abi::BROKEN), false) => Ok(Outcome::Broken(findings)),
        (Some(_), _) => wrong("it reported findings for a rule that it did not report as broken"),
    }
}

/// An error status in words.
pub(crate) fn describe(status: abi::Status, said: Option<&str>) -> String {
    let name = match status {
        abi::STOP => "it stopped before the end",
        abi::E_CONFIG => "it does not accept its options",
        abi::E_UNSUPPORTED => "it does not support the request",
        abi::E_INTERNAL => "it failed inside",
        abi::E_PANIC => "it panicked",
        abi::E_STATE => "it was called in the wrong state",
        abi::E_RANGE => "a number was out of range",
        _ => {
            return format!(
                "it returned the unknown status {status}{}",
                said.map_or_else(String::new, |said| format!(": {said}"))
            );
        }
    };
    said.map_or_else(|| name.to_owned(), |said| format!("{name}: {said}"))
}
