//! `spotter infer`: a model answers the questions of a suite or of a file.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use spotter_contract::{Role, Turn};
use spotter_data::Reader;
use spotter_eval::{Kind, Suite};
use spotter_model::{Endpoint, Request, Sampling};

use crate::arguments::Infer;
use crate::exit::{Answer, Ended, Usage};
use crate::place::Place;
use crate::progress::bar;
use crate::verbs::endpoint;

pub(crate) fn run(place: &Place, options: &Infer) -> Answer {
    let Some(endpoint) = endpoint::open(place, &options.model)? else {
        return Err(Usage("name a model: --model DIR, --answers FILE or --endpoint FILE".to_owned()).into());
    };
    let prompts = prompts(&options.prompts)?;
    let failed = answer(endpoint.as_ref(), prompts, &endpoint::sampling(&options.model), &options.out)?;
    Ok(if failed == 0 { Ended::Pass } else { Ended::Failed })
}

/// The conversations that wait for an answer.
pub(crate) fn prompts(path: &Path) -> anyhow::Result<Vec<Vec<Turn<'static>>>> {
    if path.is_dir() || path.extension().is_some_and(|extension| extension == "toml") {
        let suite = Suite::load(&[path])?;
        let open = suite.cases.into_iter().filter(|case| case.kind() == Kind::Prompt);
        return Ok(open.map(|case| case.sample.turns).collect());
    }
    let mut prompts = Vec::new();
    for line in Reader::open(path)? {
        let line = line?;
        let sample = line.result.map_err(|fault| anyhow::anyhow!("{}:{}: {fault}", path.display(), line.number))?;
        if sample.turns.last().is_some_and(|turn| turn.role != Role::Coach) {
            prompts.push(sample.turns);
        }
    }
    Ok(prompts)
}

/// Asks an endpoint and writes its answers as a canned file; says how many requests failed.
pub(crate) fn answer(
    endpoint: &dyn Endpoint,
    prompts: Vec<Vec<Turn<'static>>>,
    sampling: &Sampling,
    out: &Path,
) -> anyhow::Result<usize> {
    let request = |turns| Request { turns, sampling: sampling.clone() };
    let requests: Vec<Request> = prompts.into_iter().map(request).collect();
    let bar = bar("infer", Some(requests.len() as u64));
    let answers = endpoint.answer(&requests, &|done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let mut text = Vec::new();
    let mut failed = 0;
    for (request, answer) in requests.iter().zip(answers) {
        match answer {
            Ok(answer) => {
                let line = serde_json::json!({ "request": request.hash(), "answer": answer.text });
                writeln!(text, "{line}")?;
            }
            Err(error) => {
                failed += 1;
                eprintln!("no answer to `{}`: {error}", request.prompt());
            }
        }
    }
    crate::place::write(out, &text).with_context(|| format!("writing {}", out.display()))?;
    Ok(failed)
}
