//! The nine stages of the road, in order.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};
use spotter_data::faults::find_faults;
use spotter_data::generate::offline;
use spotter_data::{Ledger, Reader, dropped_path, ledger_path};
use spotter_eval::{Decision, Diff, Run, Suite, Terms, report as reports};
use spotter_model::{CandleSpec, CannedSpec, EndpointSpec, Sampling};
use spotter_train::Recipe;

use super::settings::Provider;
use super::{Road, Step, settled};
use crate::exit::Usage;
use crate::place::write;
use crate::progress::bar;
use crate::verbs::generate as server;
use crate::verbs::infer::{answer, prompts};
use crate::verbs::train::follow;

/// Answers made at once by the embedded model.
const BATCH: usize = 32;

/// Seeds become raw records, with a sidecar that says which fault was planted where.
pub(super) fn generate(road: &Road) -> anyhow::Result<()> {
    let generate = &road.settings.generate;
    let (raw, sidecar) = (road.out("raw.jsonl"), road.out("faults.jsonl"));
    let step = Step {
        name: "generate",
        inputs: Vec::new(),
        settings: settled(generate, "")?,
        outputs: vec![raw.clone(), sidecar.clone()],
    };
    road.stage(&step, || {
        fs::create_dir_all(road.out(""))?;
        match generate.provider {
            Provider::Offline => {
                let plan = offline::Plan { seed: generate.seed, records: generate.records, ..offline::Plan::default() };
                let counts = offline::write(&plan, &raw, &sidecar)?;
                let faulty = counts.written - counts.sound;
                Ok(format!("{} conversations, {faulty} of them with a planted fault", counts.written))
            }
            Provider::Openai => {
                fs::write(&sidecar, "")?;
                let settings = server::settings(generate.records, generate.seed, None);
                server::ask(road.place, &settings, &raw)
            }
        }
    })
}

/// Raw records lose what is broken, unsafe or ungrounded.
pub(super) fn clean(road: &Road) -> anyhow::Result<()> {
    let (raw, out) = (road.out("raw.jsonl"), road.out("clean.jsonl"));
    let step = kept_step("clean", vec![raw.clone()], settled(&road.settings.clean, &road.training.hash())?, &out);
    road.stage(&step, || {
        let bar = bar("clean", None);
        let progress = |count| bar.set_position(count);
        let ledger = spotter_data::clean(&[raw], &out, &road.settings.clean, &road.training, &progress)?;
        bar.finish_and_clear();
        Ok(kept(&ledger))
    })
}

/// The cleaned records are joined with others.
pub(super) fn merge(road: &Road) -> anyhow::Result<()> {
    let out = road.out("merged.jsonl");
    let mut inputs = vec![road.out("clean.jsonl")];
    inputs.extend(road.settings.merge.inputs.iter().map(|path| road.place.at(path)));
    let step = kept_step("merge", inputs.clone(), settled(&road.settings.merge, "")?, &out);
    road.stage(&step, || Ok(kept(&spotter_data::merge(&inputs, &out, &|_| ())?)))
}

/// Of records that say the same, the best stays.
pub(super) fn dedupe(road: &Road) -> anyhow::Result<()> {
    let (merged, out) = (road.out("merged.jsonl"), road.out("deduped.jsonl"));
    let step = kept_step("dedupe", vec![merged.clone()], settled(&road.settings.dedupe, "")?, &out);
    road.stage(&step, || Ok(kept(&spotter_data::dedupe(&[merged], &out, &road.settings.dedupe, &|_| ())?)))
}

/// The training set is looked over; planted faults are counted against what was dropped.
pub(super) fn audit(road: &Road) -> anyhow::Result<()> {
    let train = road.out("deduped.jsonl");
    let dropped = [dropped_path(&road.out("clean.jsonl")), dropped_path(&train)];
    let sidecar = road.out("faults.jsonl");
    let mut inputs = vec![train.clone(), sidecar.clone()];
    inputs.extend(dropped.clone());
    let names = ["audit.json", "audit.txt", "audit.csv", "faults.json"];
    let step = Step {
        name: "audit",
        inputs,
        settings: settled(&road.settings.audit, &road.training.hash())?,
        outputs: names.map(|name| road.report(name)).to_vec(),
    };
    road.stage(&step, || {
        let folder = road.report("");
        fs::create_dir_all(&folder)?;
        let audit = spotter_data::audit(&[train], &folder, &road.settings.audit, &road.training, &|_| ())?;
        find_faults(&sidecar, &dropped)?.write(&road.report("faults.json"))?;
        Ok(audit.verdict())
    })
}

/// The recipe is followed: the base learns an adapter from the training set.
pub(super) fn train(road: &Road) -> anyhow::Result<()> {
    let path = road.place.at(&road.settings.train.recipe);
    let recipe = Recipe::open(&path).map_err(|error| Usage(error.to_string()))?;
    let adapter = road.place.at(&recipe.output);
    let deduped = road.out("deduped.jsonl");
    let mut inputs = vec![path, deduped.clone()];
    inputs.extend(recipe.base.iter().map(|base| road.place.at(base)));
    let step = Step { name: "train", inputs, settings: settled(&"", "")?, outputs: vec![adapter] };
    road.stage(&step, || {
        split(&deduped, &road.place.at(&recipe.data.train), &valid(road, &recipe))?;
        let summary = follow(&recipe, road.place)?;
        let (steps, tokens) = (summary.steps, summary.tokens);
        Ok(format!("{steps} steps over {tokens} tokens, loss {:.3} -> {:.3}", summary.first_loss, summary.last_loss))
    })
}

/// Base and adapter answer the same questions.
pub(super) fn infer(road: &Road) -> anyhow::Result<()> {
    let infer = &road.settings.infer;
    let (base, suite) = (road.place.at(&infer.base), road.place.at(&infer.suite));
    let adapter = adapter(road)?;
    let outputs = [road.out("answers.base.jsonl"), road.out("answers.adapter.jsonl")];
    let step = Step {
        name: "infer",
        inputs: vec![base.clone(), adapter.clone(), suite.clone()],
        settings: settled(infer, "")?,
        outputs: outputs.to_vec(),
    };
    road.stage(&step, || {
        let mut count = 0;
        for (adapter, out) in [None, Some(adapter)].into_iter().zip(&outputs) {
            let spec = EndpointSpec::Candle(CandleSpec { base: base.clone(), adapter, batch: BATCH });
            let endpoint = spotter_model::open(&spec)?;
            let prompts = prompts(&suite)?;
            count = prompts.len();
            let failed = answer(endpoint.as_ref(), prompts, &sampling(road), out)?;
            anyhow::ensure!(failed == 0, "{failed} of {count} questions got no answer");
        }
        Ok(format!("{count} questions answered by the base and by the adapter"))
    })
}

/// The gate judges both sets of answers.
pub(super) fn evaluate(road: &Road) -> anyhow::Result<()> {
    let suite_path = road.place.at(&road.settings.infer.suite);
    let answers = [road.out("answers.base.jsonl"), road.out("answers.adapter.jsonl")];
    let runs = [road.out("run.base.json"), road.out("run.adapter.json")];
    let mut inputs = vec![suite_path.clone()];
    inputs.extend(answers.clone());
    let settings = settled(&road.settings.evaluate, &road.release.hash())?;
    let step = Step { name: "evaluate", inputs, settings, outputs: runs.to_vec() };
    road.stage(&step, || {
        let suite = Suite::load(&[&suite_path])?;
        let mut rates = Vec::new();
        for (answers, out) in answers.iter().zip(&runs) {
            let endpoint = spotter_model::open(&EndpointSpec::Canned(CannedSpec { file: answers.clone() }))?;
            let sampling = sampling(road);
            let settings = spotter_eval::Settings { sampling, resume: Some(out.clone()), progress: &|_, _| () };
            let run = spotter_eval::evaluate(&suite, &road.release, Some(endpoint.as_ref()), &settings)?;
            rates.push(run.totals().rate());
        }
        road.release.health()?;
        Ok(format!("base {}, adapter {} of the questions answered well", rates[0], rates[1]))
    })
}

/// The two runs are compared, and the gate answers.
pub(super) fn report(road: &Road) -> anyhow::Result<()> {
    let runs = [road.out("run.base.json"), road.out("run.adapter.json")];
    let names = ["report.md", "report.json", "report.csv", "report.html"];
    let step = Step {
        name: "report",
        inputs: runs.to_vec(),
        settings: settled(&"", "")?,
        outputs: names.map(|name| road.report(name)).to_vec(),
    };
    road.stage(&step, || {
        let (base, adapter) = (Run::load(&runs[0])?, Run::load(&runs[1])?);
        let diff = Diff::of(&base, &adapter);
        let decision = Decision::of(&diff, &Terms::default());
        reports::write(&diff, &decision, &road.report(""))?;
        Ok(reports::headline(&decision))
    })
}

/// Where the records go that the adapter is only measured on.
fn valid(road: &Road, recipe: &Recipe) -> PathBuf {
    recipe.data.valid.as_ref().map_or_else(|| road.out("valid.jsonl"), |path| road.place.at(path))
}

/// Sets one record in twenty aside, by the hash of its line: a record stays on its side when the file grows. The input
/// holds no near-duplicates any more, so no twin of a record lies on the other side.
fn split(all: &Path, train: &Path, valid: &Path) -> anyhow::Result<()> {
    let (mut learnt, mut measured) = (Vec::new(), Vec::new());
    for line in Reader::open(all)? {
        let line = line?;
        let sample = line.result.map_err(|fault| anyhow::anyhow!("{}:{}: {fault}", all.display(), line.number))?;
        let text = serde_json::to_string(&sample)?;
        let side = if Sha256::digest(&text)[0].is_multiple_of(20) { &mut measured } else { &mut learnt };
        writeln!(side, "{text}")?;
    }
    write(train, &learnt)?;
    write(valid, &measured)?;
    Ok(())
}

/// The folder that the recipe writes.
fn adapter(road: &Road) -> anyhow::Result<PathBuf> {
    let recipe = Recipe::open(&road.place.at(&road.settings.train.recipe)).context("reading the recipe")?;
    Ok(road.place.at(&recipe.output))
}

fn sampling(road: &Road) -> Sampling {
    Sampling { max_tokens: road.settings.infer.max_tokens, ..Sampling::default() }
}

/// A step whose outputs are kept records, dropped records and a ledger.
fn kept_step<'a>(name: &'a str, inputs: Vec<PathBuf>, settings: String, out: &Path) -> Step<'a> {
    Step { name, inputs, settings, outputs: vec![out.to_path_buf(), dropped_path(out), ledger_path(out)] }
}

fn kept(ledger: &Ledger) -> String {
    format!("{} read, {} kept, {} dropped", ledger.read, ledger.kept, ledger.dropped_total())
}
