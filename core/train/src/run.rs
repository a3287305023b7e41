//! A whole training, from the recipe to the folder that it writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sha2::{Digest, Sha256};
use spotter_contract::Sample;
use spotter_kernels::{AdamW, Moments, square_sum};
use spotter_model::Folder;

use crate::batch::{Batch, Line};
use crate::checkpoint::{self, State};
use crate::curve::{self, Point};
use crate::lora::{Dropout, Lora};
use crate::network::Network;
use crate::recipe::{Architecture, LoraSettings, Optimiser, Recipe, VocabularySettings};
use crate::schedule::{Plan, rate};
use crate::{Error, corpus, folder, peft, vocabulary};

/// Where a run stands after a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The step, from 1.
    pub step: usize,
    /// How many there are.
    pub of: usize,
    /// The step's mean loss.
    pub loss: f64,
    /// The loss on the validation samples, if it was measured after this step.
    pub valid: Option<f64>,
    /// Tokens a second, over the whole run so far.
    pub tokens_per_second: f64,
    /// The learning rate.
    pub rate: f32,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The folder that was written.
    pub output: PathBuf,
    /// How many numbers learnt.
    pub parameters: usize,
    /// How often they moved.
    pub steps: usize,
    /// Tokens that were read.
    pub tokens: usize,
    /// Tokens that were learnt.
    pub targets: usize,
    /// The first step's mean loss.
    pub first_loss: f64,
    /// The last step's mean loss.
    pub last_loss: f64,
    /// The loss on the validation samples at the end.
    pub valid_loss: Option<f64>,
}

/// Follows a recipe, whose paths are relative to `root`; continues an interrupted run of the same recipe and data.
///
/// # Errors
///
/// When a file cannot be read or written, the recipe contradicts itself, or the loss is no longer a number.
pub fn run(recipe: &Recipe, root: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Summary, Error> {
    recipe.check()?;
    let output = root.join(&recipe.output);
    fs::create_dir_all(&output).map_err(|source| Error::Write { path: output.clone(), source })?;
    let train = corpus::samples(&root.join(&recipe.data.train))?;
    let valid = match &recipe.data.valid {
        Some(path) => corpus::samples(&root.join(path))?,
        None => vec![],
    };
    let (folder, network) = prepare(recipe, root, &train)?;
    let lines = corpus::lines(&folder, &train, recipe)?;
    if lines.is_empty() {
        return Err(Error::Empty { path: root.join(&recipe.data.train) });
    }
    let valid = corpus::lines(&folder, &valid, recipe)?;
    let run = identity(recipe, &network, [&lines, &valid]);
    let plan = Plan::new(recipe, &lines);
    let mut training = Training { recipe, output, network, plan, lines, valid, run };
    let state = training.steps(progress)?;
    training.finish(&folder, &state)
}

/// The folder that turns text into tokens, and the network as it is before the first step.
fn prepare(recipe: &Recipe, root: &Path, train: &[Sample]) -> Result<(Folder, Network), Error> {
    match (&recipe.base, &recipe.lora, &recipe.architecture, &recipe.tokenizer) {
        (Some(base), Some(lora), ..) => adapter(recipe, &root.join(base), lora),
        (_, _, Some(architecture), Some(tokenizer)) => {
            nothing(recipe, &root.join(&recipe.output), train, (architecture, tokenizer))
        }
        _ => Err(Error::Setting { key: "base", reason: "is missing".into() }),
    }
}

fn adapter(recipe: &Recipe, base: &Path, settings: &LoraSettings) -> Result<(Folder, Network), Error> {
    let folder = Folder::open(base)?;
    let network = Network::open(&folder)?;
    let mut lora = Lora::new(&network.shape, &settings.targets()?, settings.rank, settings.alpha);
    lora.dropout = settings.dropout;
    lora.draw(recipe.seed);
    Ok((folder, network.with_lora(lora)))
}

fn nothing(
    recipe: &Recipe,
    output: &Path,
    train: &[Sample],
    (architecture, settings): (&Architecture, &VocabularySettings),
) -> Result<(Folder, Network), Error> {
    let tokenizer = vocabulary::train(train, settings.vocab)?;
    let shape = architecture.shape(settings.vocab);
    folder::write_frame(output, &shape, &tokenizer)?;
    Ok((Folder::open(output)?, Network::random(shape, recipe.seed)))
}

/// A hash of everything that determines the run.
fn identity(recipe: &Recipe, network: &Network, lines: [&[Line]; 2]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{recipe:?}"));
    for value in &network.weights {
        hash.update(value.to_le_bytes());
    }
    for line in lines.into_iter().flatten() {
        hash.update((line.tokens.len() as u64).to_le_bytes());
        for (token, is_target) in line.tokens.iter().zip(&line.is_target) {
            hash.update(token.to_le_bytes());
            hash.update([u8::from(*is_target)]);
        }
    }
    hash.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// A run under way.
struct Training<'a> {
    recipe: &'a Recipe,
    output: PathBuf,
    network: Network,
    plan: Plan,
    lines: Vec<Line>,
    valid: Vec<Line>,
    run: String,
}

impl Training<'_> {
    /// Makes all steps that are left.
    fn steps(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<State, Error> {
        let mut state = self.resume()?;
        let mut gradients = vec![0.0; self.network.trainable_len()];
        let (start, mut tokens) = (Instant::now(), 0);
        for step in state.points.len()..self.plan.steps {
            let batches: Vec<Batch> = self.batches(step);
            tokens += batches.iter().map(Batch::tokens).sum::<usize>();
            let mut point = self.step(step, &batches, (&mut state, &mut gradients))?;
            point.valid = self.is_validated(step + 1).then(|| self.validate()).flatten();
            let tokens_per_second = tokens as f64 / start.elapsed().as_secs_f64();
            let point = point.rounded();
            let Point { step, loss, rate, valid, .. } = point;
            state.points.push(point);
            progress(Progress { step, of: self.plan.steps, loss, valid, tokens_per_second, rate });
            let every = self.recipe.schedule.checkpoint_every;
            if every > 0 && step.is_multiple_of(every) && step < self.plan.steps {
                self.save(&mut state)?;
            }
        }
        Ok(state)
    }

    /// One move of the weights.
    fn step(
        &mut self,
        step: usize,
        batches: &[Batch],
        (state, gradients): (&mut State, &mut [f32]),
    ) -> Result<Point, Error> {
        gradients.fill(0.0);
        let targets: usize = batches.iter().map(Batch::targets).sum();
        let scale = 1.0 / targets as f32;
        let mut sum = 0.0;
        for (micro, batch) in batches.iter().enumerate() {
            let dropout = Dropout { seed: self.recipe.seed, step: step as u64, micro: micro as u64 };
            sum += self.network.learn(batch, (scale, Some(dropout)), gradients);
        }
        let norm = square_sum(gradients).sqrt();
        if !(sum.is_finite() && norm.is_finite()) {
            return Err(Error::Diverged { step: step + 1 });
        }
        let rate = rate(&self.recipe.optimiser, step + 1, self.plan.steps);
        self.update(adam(&self.recipe.optimiser, (step + 1, rate, norm)), gradients, state);
        Ok(Point { step: step + 1, loss: sum / targets as f64, rate, norm, targets, valid: None })
    }

    /// Moves every tensor; only matrices decay.
    fn update(&mut self, adam: AdamW, gradients: &[f32], state: &mut State) {
        let network = &mut self.network;
        let places = match &network.lora {
            Some(lora) => &lora.places,
            None => &network.layout.tensors,
        };
        let places: Vec<_> = places.iter().map(|place| (place.range.clone(), place.shape.len())).collect();
        let values = network.trainable();
        for (range, rank) in places {
            let decay = if rank > 1 { adam.decay } else { 0.0 };
            let moments = Moments { mean: &mut state.mean[range.clone()], square: &mut state.square[range.clone()] };
            AdamW { decay, ..adam }.update(&mut values[range.clone()], &gradients[range], moments);
        }
    }

    fn batches(&self, step: usize) -> Vec<Batch> {
        let batch = |micro: &Vec<usize>| Batch::new(micro.iter().map(|index| &self.lines[*index]));
        self.plan.window(step).iter().map(batch).collect()
    }

    fn is_validated(&self, step: usize) -> bool {
        let every = self.recipe.schedule.validate_every;
        step == self.plan.steps || (every > 0 && step.is_multiple_of(every))
    }

    /// The mean loss on the validation samples.
    fn validate(&mut self) -> Option<f64> {
        let (mut sum, mut targets) = (0.0, 0);
        let order: Vec<usize> = (0..self.valid.len()).collect();
        for micro in crate::batch::fill(&order, &self.valid, self.recipe.schedule.batch_tokens) {
            let batch = Batch::new(micro.iter().map(|index| &self.valid[*index]));
            sum += self.network.loss(&batch);
            targets += batch.targets();
        }
        (targets > 0).then(|| sum / targets as f64)
    }

    /// The state to go on from: a checkpoint's, or that before the first step.
    fn resume(&mut self) -> Result<State, Error> {
        let path = checkpoint::path(&self.output);
        let len = self.network.trainable_len();
        let Some(mut state) = checkpoint::load(&path, &self.run)? else {
            return Ok(State { values: vec![], mean: vec![0.0; len], square: vec![0.0; len], points: vec![] });
        };
        if [&state.values, &state.mean, &state.square].iter().any(|values| values.len() != len) {
            return Err(Error::Checkpoint { path, reason: format!("it does not hold {len} numbers") });
        }
        *self.network.trainable() = std::mem::take(&mut state.values);
        Ok(state)
    }

    fn save(&mut self, state: &mut State) -> Result<(), Error> {
        state.values.clone_from(self.network.trainable());
        checkpoint::save(&checkpoint::path(&self.output), &self.run, state)?;
        state.values.clear();
        curve::save(&self.output, &state.points)
    }

    /// Writes what was learnt; the checkpoint is no longer needed.
    fn finish(&mut self, folder: &Folder, state: &State) -> Result<Summary, Error> {
        curve::save(&self.output, &state.points)?;
        match (&self.network.lora, &self.recipe.base) {
            (Some(lora), Some(base)) => peft::write(&self.output, lora, &base.to_string_lossy())?,
            _ => folder::write_weights(&folder.path, &self.network.layout, &self.network.weights)?,
        }
        let path = checkpoint::path(&self.output);
        if path.exists() {
            fs::remove_file(&path).map_err(|source| Error::Write { path, source })?;
        }
        Ok(self.summary(&state.points))
    }

    fn summary(&self, points: &[Point]) -> Summary {
        let tokens = (0..self.plan.steps).flat_map(|step| self.plan.window(step)).flatten();
        Summary {
            output: self.output.clone(),
            parameters: self.network.trainable_len(),
            steps: points.len(),
            tokens: tokens.map(|index| self.lines[*index].tokens.len()).sum(),
            targets: points.iter().map(|point| point.targets).sum(),
            first_loss: points.first().map_or(0.0, |point| point.loss),
            last_loss: points.last().map_or(0.0, |point| point.loss),
            valid_loss: points.last().and_then(|point| point.valid),
        }
    }
}

/// The update of a step with this rate and this norm of the gradients.
fn adam(optimiser: &Optimiser, (step, rate, norm): (usize, f32, f64)) -> AdamW {
    let clip = f64::from(optimiser.clip);
    AdamW {
        rate,
        count: step as u32,
        beta1: optimiser.beta1,
        beta2: optimiser.beta2,
        epsilon: optimiser.epsilon,
        decay: optimiser.weight_decay,
        scale: if norm > clip { (clip / norm) as f32 } else { 1.0 },
    }
}
