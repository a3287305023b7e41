//! `spotter train`: a recipe becomes an adapter, or a base model from scratch.

use spotter_train::{Progress, Recipe, Summary};

use crate::arguments::Train;
use crate::exit::{Answer, Ended, Usage};
use crate::place::Place;
use crate::progress::bar;

pub(crate) fn run(place: &Place, options: &Train) -> Answer {
    let recipe = Recipe::open(&place.at(&options.recipe)).map_err(|error| Usage(error.to_string()))?;
    let summary = follow(&recipe, place)?;
    let valid = summary.valid_loss.map_or_else(String::new, |loss| format!(", validation loss {loss:.4}"));
    eprintln!(
        "{} steps over {} tokens: loss {:.4} -> {:.4}{valid}; written to {}",
        summary.steps,
        summary.tokens,
        summary.first_loss,
        summary.last_loss,
        summary.output.display()
    );
    Ok(Ended::Pass)
}

/// Follows a recipe with a bar on the terminal.
pub(crate) fn follow(recipe: &Recipe, place: &Place) -> anyhow::Result<Summary> {
    let bar = bar("train", Some(0));
    let summary = spotter_train::run(recipe, &place.project, &mut |progress: Progress| {
        bar.set_length(progress.of as u64);
        bar.set_position(progress.step as u64);
        bar.set_message(format!("loss {:.3}, {:.0} tokens/s", progress.loss, progress.tokens_per_second));
    })?;
    bar.finish_and_clear();
    Ok(summary)
}
