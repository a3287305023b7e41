//! A byte-level tokenizer of our own, for a model that is trained from nothing.

use spotter_contract::Sample;
use tokenizers::models::TrainerWrapper;
use tokenizers::models::bpe::{BPE, BpeTrainer};
use tokenizers::normalizers::unicode::NFC;
use tokenizers::pre_tokenizers::PreTokenizerWrapper;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::{AddedToken, SplitDelimiterBehavior, Tokenizer};

use crate::Error;

/// The tokens with a meaning of their own, in the order of their ids.
pub(crate) const CONTROL: [&str; 3] = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

/// Where Qwen2 cuts text before merging bytes: words with one sign before them, single digits, signs, line ends.
const WORDS: &str =
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

/// Learns a tokenizer of `vocab` tokens from the text of samples.
pub(crate) fn train(samples: &[Sample], vocab: usize) -> Result<Tokenizer, Error> {
    let mut tokenizer = untrained().map_err(|source| failed(&source))?;
    let control = CONTROL.iter().map(|word| AddedToken::from(*word, true)).collect();
    let trainer = BpeTrainer::builder().show_progress(false).vocab_size(vocab).min_frequency(2);
    let trainer = trainer.special_tokens(control).initial_alphabet(ByteLevel::alphabet().into_iter().collect());
    let mut trainer = TrainerWrapper::from(trainer.build());
    // The template's own words stand before every turn, so they are worth tokens.
    let words = ["system\n", "user\n", "assistant\n"].into_iter();
    let turns = samples.iter().flat_map(|sample| &sample.turns);
    let texts = turns.flat_map(|turn| words.clone().chain([turn.text.as_ref()]));
    let texts: Vec<&str> = texts.collect();
    tokenizer.train(&mut trainer, texts.into_iter()).map_err(|source| failed(&source))?;
    Ok(tokenizer)
}

fn untrained() -> tokenizers::Result<Tokenizer> {
    let split = Split::new(SplitPattern::Regex(WORDS.into()), SplitDelimiterBehavior::Isolated, false)?;
    let steps = vec![PreTokenizerWrapper::from(split), ByteLevel::new(false, true, false).into()];
    let mut tokenizer = Tokenizer::new(BPE::default());
    tokenizer.with_normalizer(Some(NFC))?;
    tokenizer.with_pre_tokenizer(Some(Sequence::new(steps)));
    tokenizer.with_decoder(Some(ByteLevel::new(false, true, false)));
    Ok(tokenizer)
}

pub(crate) fn failed(source: &tokenizers::Error) -> Error {
    Error::Tokenizer { reason: source.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spotter_contract::{Role, Turn};

    fn corpus() -> Vec<Sample<'static>> {
        let texts = ["Günde 120 g protein ye.", "Eat 120 g of protein a day.", "تناول 120 غرامًا من البروتين يوميًا."];
        let turns = |text: &&'static str| vec![Turn::new(Role::User, *text), Turn::new(Role::Coach, text.repeat(3))];
        texts.iter().map(|text| Sample { turns: turns(text), ..Sample::default() }).collect()
    }

    #[test]
    fn the_same_text_makes_the_same_tokenizer() {
        let first = train(&corpus(), 320).unwrap().to_string(true).unwrap();
        assert_eq!(first, train(&corpus(), 320).unwrap().to_string(true).unwrap());
    }

    #[test]
    fn text_comes_back_and_digits_stay_single() {
        let tokenizer = train(&corpus(), 320).unwrap();
        for text in ["İğne ve ışık: 2,5 kg", "غرامًا ٢٥", "protein\n\n- 120 g 🥗"] {
            let encoding = tokenizer.encode(text, false).unwrap();
            assert_eq!(tokenizer.decode(encoding.get_ids(), false).unwrap(), text);
        }
        let tokens = tokenizer.encode("120", false).unwrap();
        assert_eq!(tokens.get_tokens(), ["1", "2", "0"]);
        assert_eq!(tokenizer.token_to_id("<|im_end|>"), Some(2));
        let role = tokenizer.encode("<|im_start|>assistant\n", false).unwrap();
        assert_eq!(role.get_ids().len(), 3);
    }
}
