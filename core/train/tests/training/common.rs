//! A corpus of a few lines and the recipes that train on it.

use std::fs;
use std::path::Path;

use spotter_train::{Line, Recipe, Shape};

/// A decoder of 16 numbers a token.
pub(crate) fn shape() -> Shape {
    Shape {
        vocab: 48,
        hidden: 16,
        intermediate: 24,
        layers: 2,
        heads: 4,
        kv_heads: 2,
        head_dim: 4,
        positions: 32,
        epsilon: 1e-6,
        theta: 10_000.0,
        is_tied: true,
    }
}

/// A line of `len` tokens, of which those after the third are learnt.
pub(crate) fn line(len: usize, factor: usize) -> Line {
    Line {
        tokens: (0..len).map(|index| ((index * factor + 5) % 48) as u32).collect(),
        is_target: (0..len).map(|index| index > 2).collect(),
    }
}

/// Writes 24 samples in three languages to `train.jsonl` and four to `valid.jsonl`.
pub(crate) fn write_corpus(root: &Path) {
    let sample = |index: usize| {
        let grams = 60 + index * 5;
        let (user, coach) = match index % 3 {
            0 => ("Günde kaç gram protein?".to_owned(), format!("Günde {grams} g protein yeter.")),
            1 => ("How much protein a day?".to_owned(), format!("About {grams} g of protein a day.")),
            _ => ("كم غرامًا من البروتين؟".to_owned(), format!("تناول {grams} غرامًا يوميًا.")),
        };
        format!("{{\"turns\":[{{\"user\":\"{user}\"}},{{\"coach\":\"{coach}\"}}]}}\n")
    };
    fs::write(root.join("train.jsonl"), (0..24).map(sample).collect::<String>()).unwrap();
    fs::write(root.join("valid.jsonl"), (24..28).map(sample).collect::<String>()).unwrap();
}

/// A tiny model from nothing, in `base`.
pub(crate) fn model_recipe() -> Recipe {
    recipe(
        r#"
        output = "base"
        context = 64
        loss_on = "all"
        data = { train = "train.jsonl", valid = "valid.jsonl" }
        architecture = { hidden = 16, layers = 2, heads = 4, kv_heads = 2, intermediate = 24, max_positions = 64 }
        tokenizer = { vocab = 300 }
        optimiser = { learning_rate = 1e-2, warmup_steps = 2, weight_decay = 0.01 }
        schedule = { steps = 10, batch_tokens = 200, checkpoint_every = 3, validate_every = 5 }
    "#,
    )
}

/// An adapter with dropout on that model, in `adapter`.
pub(crate) fn adapter_recipe() -> Recipe {
    recipe(
        r#"
        base = "base"
        output = "adapter"
        context = 64
        data = { train = "train.jsonl", valid = "valid.jsonl" }
        lora = { rank = 3, alpha = 6.0, dropout = 0.1 }
        optimiser = { learning_rate = 1e-2, warmup_steps = 2 }
        schedule = { epochs = 3, batch_tokens = 100, accumulate = 2, checkpoint_every = 3 }
    "#,
    )
}

fn recipe(text: &str) -> Recipe {
    toml::from_str(text).unwrap()
}
