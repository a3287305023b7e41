//! What people write to train: one TOML file.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::lora::Target;
use crate::{Error, Shape};

/// A training: on what, of what, how. With `base` an adapter is trained; with `architecture` a model from nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The folder of the frozen base model, for an adapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<PathBuf>,
    /// The folder that is written.
    pub output: PathBuf,
    /// What every random number depends on.
    #[serde(default = "seed")]
    pub seed: u64,
    /// Tokens of a conversation that are used; the rest is cut off.
    #[serde(default = "context")]
    pub context: usize,
    /// Which tokens are learnt.
    #[serde(default)]
    pub loss_on: LossOn,
    /// What is learnt from.
    pub data: Data,
    /// The adapter, with a `base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lora: Option<LoraSettings>,
    /// The model, without a `base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub architecture: Option<Architecture>,
    /// The tokenizer, without a `base`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokenizer: Option<VocabularySettings>,
    /// How weights move.
    pub optimiser: Optimiser,
    /// How long, and in what portions.
    pub schedule: Schedule,
}

/// Which tokens are learnt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LossOn {
    /// The coach's answers and the token that ends each.
    #[default]
    Assistant,
    /// Everything, so that the language of questions is learnt too.
    All,
}

/// Files of samples, one JSON object a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// What is learnt from.
    pub train: PathBuf,
    /// What the loss is measured on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<PathBuf>,
}

/// An adapter, in PEFT's terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoraSettings {
    /// Rows of each A, columns of each B.
    pub rank: usize,
    /// The factor, times the rank.
    pub alpha: f32,
    /// The share of inputs that is dropped.
    #[serde(default)]
    pub dropout: f32,
    /// The adapted matrices, such as `q_proj`, or `all-linear`.
    #[serde(default = "all_linear")]
    pub targets: Vec<String>,
}

/// The sizes of a model that is trained from nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// Width of the residual stream.
    pub hidden: usize,
    /// Blocks.
    pub layers: usize,
    /// Query heads.
    pub heads: usize,
    /// Key and value heads.
    pub kv_heads: usize,
    /// Width inside a feed-forward block.
    pub intermediate: usize,
    /// The longest sequence.
    pub max_positions: usize,
    /// Base of the rotary angles.
    #[serde(default = "theta")]
    pub rope_theta: f64,
}

/// The tokenizer of a model that is trained from nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularySettings {
    /// How many tokens, control tokens among them.
    pub vocab: usize,
}

/// How weights move.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Optimiser {
    /// The rate after the warm-up.
    pub learning_rate: f32,
    /// Steps over which the rate rises from zero.
    #[serde(default)]
    pub warmup_steps: usize,
    /// The share of the rate that is left at the end of the cosine.
    #[serde(default = "final_share")]
    pub final_share: f32,
    /// The share of a matrix that decays at a rate of 1.
    #[serde(default)]
    pub weight_decay: f32,
    /// The greatest norm of all gradients together.
    #[serde(default = "clip")]
    pub clip: f32,
    /// How slowly the mean of the gradients forgets.
    #[serde(default = "beta1")]
    pub beta1: f32,
    /// How slowly their mean square forgets.
    #[serde(default = "beta2")]
    pub beta2: f32,
    /// Keeps the root of the mean square away from zero.
    #[serde(default = "epsilon")]
    pub epsilon: f32,
}

/// How long, and in what portions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// How often every sample is seen; give this or `steps`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epochs: Option<usize>,
    /// How often the weights move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<usize>,
    /// Tokens that are worked on at once.
    pub batch_tokens: usize,
    /// Portions whose gradients make one step.
    #[serde(default = "one")]
    pub accumulate: usize,
    /// Steps between checkpoints; 0 for none.
    #[serde(default = "checkpoint_every")]
    pub checkpoint_every: usize,
    /// Steps between validations; 0 for one at the end.
    #[serde(default)]
    pub validate_every: usize,
}

impl Recipe {
    /// Reads and checks a recipe.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is no recipe, or contradicts itself.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.into(), source })?;
        let recipe: Self =
            toml::from_str(&text).map_err(|source| Error::Recipe { path: path.into(), source: Box::new(source) })?;
        recipe.check()?;
        Ok(recipe)
    }

    /// Whether the recipe can be followed.
    ///
    /// # Errors
    ///
    /// When it contradicts itself, naming the key.
    pub fn check(&self) -> Result<(), Error> {
        let wrong = |key, reason: &str| Err(Error::Setting { key, reason: reason.into() });
        match (&self.base, &self.lora, &self.architecture, &self.tokenizer) {
            (Some(_), Some(_), None, None) | (None, None, Some(_), Some(_)) => {}
            (Some(_), ..) => return wrong("base", "goes with `lora`, without `architecture` and `tokenizer`"),
            (None, ..) => return wrong("architecture", "and `tokenizer` go together, without `base` and `lora`"),
        }
        if self.schedule.epochs.is_some() == self.schedule.steps.is_some() {
            return wrong("schedule", "needs either `epochs` or `steps`");
        }
        if self.schedule.batch_tokens == 0 || self.schedule.accumulate == 0 || self.context < 2 {
            return wrong("schedule", "needs `batch_tokens` and `accumulate` above 0, and a `context` above 1");
        }
        if let Some(lora) = &self.lora {
            if lora.rank == 0 || !(0.0..1.0).contains(&lora.dropout) {
                return wrong("lora", "needs a `rank` above 0 and a `dropout` from 0 to below 1");
            }
            lora.targets()?;
        }
        self.architecture.as_ref().map_or(Ok(()), Architecture::check)
    }
}

impl LoraSettings {
    /// The adapted matrices.
    ///
    /// # Errors
    ///
    /// When a name is not one of a block's matrices.
    pub fn targets(&self) -> Result<Vec<Target>, Error> {
        if self.targets == all_linear() {
            return Ok(Target::ALL.into());
        }
        let find = |name: &String| {
            let found = Target::ALL.into_iter().find(|target| target.name() == name);
            let names = Target::ALL.map(Target::name).join(", ");
            let reason = format!("has `{name}`, which is none of {names}, nor `all-linear` alone");
            found.ok_or(Error::Setting { key: "lora.targets", reason })
        };
        self.targets.iter().map(find).collect()
    }
}

impl Architecture {
    /// The shape of such a model with so many tokens.
    pub fn shape(&self, vocab: usize) -> Shape {
        Shape {
            vocab,
            hidden: self.hidden,
            intermediate: self.intermediate,
            layers: self.layers,
            heads: self.heads,
            kv_heads: self.kv_heads,
            head_dim: self.hidden / self.heads,
            positions: self.max_positions,
            epsilon: 1e-6,
            theta: self.rope_theta,
            is_tied: true,
        }
    }

    fn check(&self) -> Result<(), Error> {
        let wrong = |reason: &str| Err(Error::Setting { key: "architecture", reason: reason.into() });
        let sizes = [self.hidden, self.layers, self.heads, self.kv_heads, self.intermediate, self.max_positions];
        if sizes.contains(&0) {
            return wrong("has a size of 0");
        }
        if !self.hidden.is_multiple_of(self.heads * 2) || !self.heads.is_multiple_of(self.kv_heads) {
            return wrong("needs `hidden` to be an even multiple of `heads`, and `heads` a multiple of `kv_heads`");
        }
        Ok(())
    }
}

fn seed() -> u64 {
    7
}

fn context() -> usize {
    512
}

fn all_linear() -> Vec<String> {
    vec!["all-linear".into()]
}

fn theta() -> f64 {
    10_000.0
}

fn final_share() -> f32 {
    0.1
}

fn clip() -> f32 {
    1.0
}

fn beta1() -> f32 {
    0.9
}

fn beta2() -> f32 {
    0.95
}

fn epsilon() -> f32 {
    1e-8
}

fn one() -> usize {
    1
}

fn checkpoint_every() -> usize {
    200
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADAPTER: &str = r#"
        base = "base"
        output = "adapter"
        data = { train = "train.jsonl" }
        lora = { rank = 8, alpha = 16.0 }
        optimiser = { learning_rate = 1e-3 }
        schedule = { epochs = 1, batch_tokens = 512 }
    "#;

    fn read(text: &str) -> Result<Recipe, Error> {
        let recipe: Recipe = toml::from_str(text).unwrap();
        recipe.check()?;
        Ok(recipe)
    }

    #[test]
    fn all_linear_means_the_seven_matrices() {
        let recipe = read(ADAPTER).unwrap();
        assert_eq!(recipe.lora.unwrap().targets().unwrap(), Target::ALL);
    }

    #[test]
    fn a_recipe_that_contradicts_itself_is_refused() {
        for (from, to, key) in [
            ("base = \"base\"", "", "architecture"),
            ("epochs = 1", "epochs = 1, steps = 2", "schedule"),
            ("rank = 8", "rank = 0", "lora"),
            ("alpha = 16.0", "alpha = 16.0, targets = [\"q\"]", "lora.targets"),
        ] {
            let error = read(&ADAPTER.replace(from, to)).unwrap_err();
            assert!(matches!(&error, Error::Setting { key: found, .. } if *found == key), "{to}: {error}");
        }
        assert!(toml::from_str::<Recipe>(&format!("colour = 1\n{ADAPTER}")).is_err());
    }
}
