//! Samples from a file, and their tokens.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use spotter_contract::{Sample, Turn};
use spotter_model::Folder;

use crate::batch::Line;
use crate::recipe::LossOn;
use crate::{Error, Recipe};

/// The samples of a file of one JSON object a line; empty lines are skipped.
pub(crate) fn samples(path: &Path) -> Result<Vec<Sample<'static>>, Error> {
    let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.into(), source })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(index, line)| {
        let failed = |source| Error::Sample { path: path.into(), line: index + 1, source };
        serde_json::from_str::<Sample>(line).map(Sample::into_owned).map_err(failed)
    };
    lines.map(read).collect()
}

/// The samples in tokens, cut to the context; those with nothing to learn are left out.
pub(crate) fn lines(folder: &Folder, samples: &[Sample], recipe: &Recipe) -> Result<Vec<Line>, Error> {
    let encode = |sample: &Sample| line(folder, &sample.turns, recipe);
    let lines: Result<Vec<Line>, Error> = samples.par_iter().map(encode).collect();
    Ok(lines?.into_iter().filter(|line| line.targets() > 0).collect())
}

fn line(folder: &Folder, turns: &[Turn], recipe: &Recipe) -> Result<Line, Error> {
    let mut encoded = folder.encode(turns)?;
    encoded.truncate(recipe.context.min(folder.config.max_position_embeddings));
    let is_target = encoded.iter().map(|(_, is_answer)| *is_answer || recipe.loss_on == LossOn::All).collect();
    Ok(Line { tokens: encoded.into_iter().map(|(token, _)| token).collect(), is_target })
}
