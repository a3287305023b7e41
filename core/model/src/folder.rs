//! A model's folder as people have it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use spotter_contract::{Role, Turn};

use crate::template::Ending;
use crate::vocabulary::Piece;
use crate::weights::{Tensor, Weights};
use crate::{Config, Error, GenerationConfig, Template, Vocabulary};

/// Control words that end an answer in the families' templates.
const STOP_WORDS: [&str; 4] = ["<|im_end|>", "<|eot_id|>", "<|end|>", "<end_of_turn>"];

/// A Hugging Face folder: everything about a model but its weights is read; those stay on disk until asked for.
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// `config.json`.
    pub config: Config,
    /// `tokenizer.json`.
    pub tokenizer: Vocabulary,
    /// `chat_template.jinja`, or the template in `tokenizer_config.json`.
    pub template: Template,
    /// `generation_config.json`.
    pub generation: GenerationConfig,
}

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    ///
    /// When a file is missing or damaged, the family is not supported, or the tokenizer has more tokens than the model.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let config = Config::open(&path.join("config.json"))?;
        let tokenizer = Vocabulary::open(&path.join("tokenizer.json"))?;
        let template = Template::open(path)?;
        let generation = GenerationConfig::open(&path.join("generation_config.json"))?;
        if tokenizer.size() > config.vocab_size {
            let reason = format!("is {}, but tokenizer.json has {} tokens", config.vocab_size, tokenizer.size());
            return Err(Error::Config { path: path.join("config.json"), key: "vocab_size", reason });
        }
        Ok(Self { path: path.into(), config, tokenizer, template, generation })
    }

    /// The tokens of a conversation; `true` on those of the coach's answers, with the token that ends each.
    ///
    /// Text of a turn never becomes a control token, whatever it says.
    ///
    /// # Errors
    ///
    /// When the template fails on the conversation or rewrites what came before an answer.
    pub fn encode(&self, turns: &[Turn]) -> Result<Vec<(u32, bool)>, Error> {
        let (turns, mark) = self.disarmed(turns)?;
        let rendered = self.template.render(&turns, Ending::Turn)?;
        let pieces = self.tokenizer.encode_rendered(&rendered, mark)?;
        let stops = self.stop_tokens();
        let mut is_answer = vec![false; pieces.len()];
        for (turn, _) in turns.iter().enumerate().filter(|(_, turn)| turn.role == Role::Coach) {
            let before = self.template.render(turns.get(..turn).unwrap_or(&[]), Ending::Prompt)?;
            if !rendered.starts_with(&before) {
                return Err(Error::Rewritten { path: self.path.clone(), turn });
            }
            mark_answer(&pieces, before.len(), &stops, &mut is_answer);
        }
        Ok(pieces.iter().map(|piece| piece.id).zip(is_answer).collect())
    }

    /// The tokens of a conversation up to where the coach's next answer begins.
    ///
    /// # Errors
    ///
    /// When the template fails on the conversation.
    pub fn prompt(&self, turns: &[Turn]) -> Result<Vec<u32>, Error> {
        let (turns, mark) = self.disarmed(turns)?;
        let rendered = self.template.render(&turns, Ending::Prompt)?;
        let pieces = self.tokenizer.encode_rendered(&rendered, mark)?;
        Ok(pieces.iter().map(|piece| piece.id).collect())
    }

    /// The tokens that end an answer.
    pub fn stop_tokens(&self) -> BTreeSet<u32> {
        let words = STOP_WORDS.into_iter().chain(self.template.eos_token());
        let named = words.filter_map(|word| self.tokenizer.control(word));
        self.generation.eos_token_id.iter().copied().chain(named).collect()
    }

    /// All weights in f32 under their names on disk: shape and values.
    ///
    /// # Errors
    ///
    /// When a weight file is missing or damaged.
    pub fn tensors(&self) -> Result<BTreeMap<String, Tensor>, Error> {
        Weights::open(&self.path)?.tensors()
    }

    /// The turns with every control word in them broken by a mark, and the mark.
    fn disarmed(&self, turns: &[Turn]) -> Result<(Vec<Turn<'static>>, char), Error> {
        // Noncharacters: Unicode keeps these for uses like this one.
        let mark = ('\u{fdd0}'..='\u{fdef}').find(|mark| turns.iter().all(|turn| !turn.text.contains(*mark)));
        let mark = mark.ok_or(Error::Reserved)?;
        let disarm = |turn: &Turn| Turn::new(turn.role, self.tokenizer.broken(&turn.text, mark));
        Ok((turns.iter().map(disarm).collect(), mark))
    }
}

/// Marks the tokens from byte `start` to the first stop token.
fn mark_answer(pieces: &[Piece], start: usize, stops: &BTreeSet<u32>, is_answer: &mut [bool]) {
    let first = pieces.partition_point(|piece| piece.start < start);
    for (piece, is_answer) in pieces.iter().zip(is_answer).skip(first) {
        *is_answer = true;
        if piece.is_control && stops.contains(&piece.id) {
            return;
        }
    }
}
