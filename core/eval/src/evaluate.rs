//! Asking, judging and recording every case of a suite.

use std::path::{Path, PathBuf};

use spotter_contract::{Lang, Role, Sample, Turn};
use spotter_model::{Answer, Endpoint, Request, Sampling};

use crate::journal::Journal;
use crate::judging::reasons;
use crate::{Case, Error, Header, Judge, Judged, Kind, Record, Run, Status, Suite};

/// How many prompts an endpoint gets at once. Part of a run's key, for a batch may change the last bits of a float.
const CHUNK: usize = 32;

/// How a suite is run.
pub struct Settings<'a> {
    /// How answers are drawn.
    pub sampling: Sampling,
    /// Where the run will be saved; what is answered is kept beside it, so that a killed run goes on from there.
    pub resume: Option<PathBuf>,
    /// Hears how many of how many cases are done.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// Runs every case of a suite. Without an endpoint, prompts are skipped.
///
/// When `resume` names a file, the run is saved there.
///
/// # Errors
///
/// When a journal or the run cannot be read or written, and when an endpoint loses answers. A case that could not be
/// answered or judged is no error of the run but a record with the status `errored`.
pub fn evaluate(
    suite: &Suite,
    judge: &dyn Judge,
    endpoint: Option<&dyn Endpoint>,
    settings: &Settings,
) -> Result<Run, Error> {
    let header = header(suite, judge, endpoint, settings);
    let mut journal = match &settings.resume {
        Some(run) => Journal::open(run, &key(&header)?)?,
        None => Journal::none(),
    };
    let mut records = Vec::with_capacity(suite.cases.len());
    for (index, cases) in suite.cases.chunks(CHUNK).enumerate() {
        (settings.progress)(records.len(), suite.cases.len());
        if let Some(chunk) = journal.chunks.get_mut(index).filter(|chunk| chunk.len() == cases.len()) {
            records.append(chunk);
            continue;
        }
        let done = records.len();
        let progress = |prompts: usize| (settings.progress)(done + prompts.min(cases.len()), suite.cases.len());
        let mut chunk =
            run_chunk(cases, judge, endpoint, &Asking { sampling: &settings.sampling, progress: &progress })?;
        journal.push(&chunk)?;
        records.append(&mut chunk);
    }
    (settings.progress)(records.len(), suite.cases.len());
    let run = Run::close(header, records)?;
    if let Some(path) = &settings.resume {
        save(&run, path)?;
    }
    Ok(run)
}

/// What goes along with every question.
struct Asking<'a> {
    sampling: &'a Sampling,
    progress: &'a (dyn Fn(usize) + Sync),
}

fn save(run: &Run, path: &Path) -> Result<(), Error> {
    run.save(path)?;
    Journal::remove(path)
}

fn header(suite: &Suite, judge: &dyn Judge, endpoint: Option<&dyn Endpoint>, settings: &Settings) -> Header {
    Header {
        run: String::new(),
        suite: suite.hash.clone(),
        gate: judge.hash(),
        endpoint: endpoint.map(Endpoint::identity),
        sampling: settings.sampling.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        cases: suite.cases.len(),
    }
}

/// The journal's first line: everything a record depends on.
fn key(header: &Header) -> Result<String, Error> {
    let json = serde_json::to_string(header).map_err(|source| Error::Record { case: "header".into(), source })?;
    Ok(format!("{CHUNK} {json}"))
}

fn run_chunk(
    cases: &[Case],
    judge: &dyn Judge,
    endpoint: Option<&dyn Endpoint>,
    asking: &Asking,
) -> Result<Vec<Record>, Error> {
    let prompts: Vec<&Case> = cases.iter().filter(|case| case.kind() == Kind::Prompt).collect();
    let mut answers = match endpoint {
        Some(endpoint) => ask(&prompts, endpoint, asking)?.into_iter().map(Some).collect(),
        None => vec![None; prompts.len()],
    }
    .into_iter();
    let record = |case: &Case| match case.kind() {
        Kind::Fixed => judged(case, &case.sample, judge),
        Kind::Prompt => match answers.next().flatten() {
            Some(Ok(answer)) => judged(case, &answered(case, answer.text), judge),
            Some(Err(message)) => unjudged(case, Status::Errored, message),
            None => unjudged(case, Status::Skipped, "no endpoint was given".to_owned()),
        },
    };
    Ok(cases.iter().map(record).collect())
}

fn ask(prompts: &[&Case], endpoint: &dyn Endpoint, asking: &Asking) -> Result<Vec<Result<Answer, String>>, Error> {
    let requests: Vec<Request> = prompts
        .iter()
        .map(|case| Request { turns: case.sample.turns.clone(), sampling: asking.sampling.clone() })
        .collect();
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    let answers = endpoint.answer(&requests, asking.progress);
    if answers.len() != requests.len() {
        let (answers, requests) = (answers.len(), requests.len());
        return Err(Error::Miscounted { endpoint: endpoint.identity().model, answers, requests });
    }
    Ok(answers.into_iter().map(|answer| answer.map_err(|error| error.to_string())).collect())
}

fn answered(case: &Case, answer: String) -> Sample<'static> {
    let mut sample = case.sample.clone();
    sample.turns.push(Turn::new(Role::Coach, answer));
    sample
}

fn judged(case: &Case, sample: &Sample, judge: &dyn Judge) -> Record {
    let judgement = judge.judge(sample);
    let judged = Judged::of(&judgement, sample);
    let mut reasons: Vec<String> = judgement.failures.iter().map(ToString::to_string).collect();
    let is_judged = reasons.is_empty();
    reasons.append(&mut self::reasons(case, &judged));
    let status = match (is_judged, reasons.is_empty()) {
        (false, _) => Status::Errored,
        (true, true) => Status::Passed,
        (true, false) => Status::Failed,
    };
    let answer = sample.answer().map(|(_, text)| text.to_owned());
    let slices = with_language(&case.slices, || judge.language(sample));
    Record { status, answer, slices, judged: Some(judged), reasons, ..blank(case) }
}

/// The slices of a case; one that does not say its language is read for it.
fn with_language(slices: &[String], read: impl FnOnce() -> Option<Lang>) -> Vec<String> {
    let mut slices = slices.to_vec();
    if !slices.iter().any(|slice| slice.starts_with("language:")) {
        slices.extend(read().map(|lang| format!("language:{lang}")));
        slices.sort();
    }
    slices
}

fn unjudged(case: &Case, status: Status, reason: String) -> Record {
    Record { status, reasons: vec![reason], ..blank(case) }
}

fn blank(case: &Case) -> Record {
    Record {
        case: case.id.clone(),
        title: case.title.clone(),
        slices: case.slices.clone(),
        status: Status::Skipped,
        question: case.sample.question().map(|(_, text)| text.to_owned()).unwrap_or_default(),
        turn: case.sample.turns.len() - usize::from(case.kind() == Kind::Fixed),
        answer: None,
        judged: None,
        reasons: Vec::new(),
    }
}
