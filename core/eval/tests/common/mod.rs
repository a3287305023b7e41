//! A judge and an endpoint that are simple enough to be right.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use spotter_contract::{Finding, Lang, Outcome, Sample};
use spotter_eval::{Case, Judge, Run, Settings, Suite, evaluate};
use spotter_gate::{Failure, Judged, Judgement, Severity, Verdict};
use spotter_model::{Answer, Endpoint, Error, Finish, Identity, Request, Sampling};

/// Blocks an answer for each `tavuk`, flags one without a number, and fails on `?!`.
pub(crate) struct Simple;

impl Judge for Simple {
    fn hash(&self) -> String {
        "5".repeat(64)
    }

    fn judge(&self, sample: &Sample) -> Judgement {
        let Some((turn, text)) = sample.answer() else {
            return Judgement { verdict: Verdict::Pass, outcomes: Vec::new(), failures: Vec::new() };
        };
        let at = |(start, word): (usize, &str)| Finding::at(turn, start..start + word.len(), "`tavuk` is poultry");
        let meat = Outcome::of(text.match_indices("tavuk").map(at).collect());
        let has_number = text.contains(|letter: char| letter.is_ascii_digit());
        let number = Outcome::of(if has_number { Vec::new() } else { vec![Finding::absent("no number")] });
        let failures = if text.contains("?!") { vec![failure(sample)] } else { Vec::new() };
        let verdict = match (&meat, &number) {
            (Outcome::Broken(_), _) => Verdict::Block,
            (_, Outcome::Broken(_)) => Verdict::Flag,
            _ if !failures.is_empty() => Verdict::Block,
            _ => Verdict::Pass,
        };
        let judged = |rule: &str, outcome, severity| Judged { rule: rule.to_owned(), outcome, severity };
        let outcomes = vec![
            judged("dietary/forbidden-ingredient", meat, Severity::Block),
            judged("numeric/missing-numbers", number, Severity::Flag),
            judged("medical/drug-dose", Outcome::Skipped, Severity::Block),
        ];
        Judgement { verdict, outcomes, failures }
    }

    fn language(&self, _sample: &Sample) -> Option<Lang> {
        Some(Lang::Tr)
    }
}

fn failure(sample: &Sample) -> Failure {
    let message = "it panicked".to_owned();
    Failure { rubric: "numeric".to_owned(), rule: None, sample: sample.id.to_string(), message }
}

/// Answers by a function of the question and counts what it was asked.
pub(crate) struct Parrot {
    pub(crate) name: &'static str,
    pub(crate) say: fn(&str) -> Option<String>,
    pub(crate) asked: AtomicUsize,
}

impl Parrot {
    pub(crate) fn new(name: &'static str, say: fn(&str) -> Option<String>) -> Self {
        Self { name, say, asked: AtomicUsize::new(0) }
    }

    fn adapter(&self) -> Option<String> {
        (self.name == "adapter").then(|| "coach-lora".to_owned())
    }
}

impl Endpoint for Parrot {
    fn identity(&self) -> Identity {
        Identity { kind: "canned".into(), model: self.name.into(), adapter: self.adapter(), hash: "a".repeat(64) }
    }

    fn answer(&self, requests: &[Request], done: &(dyn Fn(usize) + Sync)) -> Vec<Result<Answer, Error>> {
        self.asked.fetch_add(requests.len(), Ordering::Relaxed);
        let answer = |(index, request): (usize, &Request)| {
            done(index + 1);
            let missing = || Error::NoTemplate { path: Path::new("model").to_owned() };
            let text = (self.say)(request.prompt()).ok_or_else(missing)?;
            Ok(Answer { text, finish: Finish::Stop, tokens: 1 })
        };
        requests.iter().enumerate().map(answer).collect()
    }
}

/// Settings that save at `path`, if there is one.
pub(crate) fn settings(path: Option<&Path>) -> Settings<'static> {
    Settings { sampling: Sampling::default(), resume: path.map(Path::to_owned), progress: &|_, _| {} }
}

/// A prompt of the dietary rubric with this number.
pub(crate) fn prompt(number: usize) -> Case {
    let text = format!(
        "title = \"Case {number}\"\nlang = \"tr\"\nfacts = {{ diet = \"vegan\" }}\nturns = [{{ user = \"Soru {number}\" }}]\n\
         [expect]\nrubrics = [\"dietary\"]\n"
    );
    Case::parse(Path::new("testsuites/prompts/dietary/case.toml"), &text).unwrap()
}

/// A suite of so many prompts.
pub(crate) fn prompts(count: usize) -> Suite {
    Suite::of((0..count).map(prompt).collect()).unwrap()
}

/// What an endpoint makes of a suite.
pub(crate) fn run(suite: &Suite, endpoint: &Parrot) -> Run {
    evaluate(suite, &Simple, Some(endpoint), &settings(None)).unwrap()
}
