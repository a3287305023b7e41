//! Which model the arguments mean.

use std::fs;

use serde::Deserialize;
use spotter_model::{CandleSpec, CannedSpec, Endpoint, EndpointSpec, Sampling};

use crate::arguments::Model;
use crate::exit::Usage;
use crate::place::Place;

/// Answers made at once by an embedded model.
const BATCH: usize = 32;

/// An endpoint's file: one table, `endpoint`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndpointFile {
    endpoint: EndpointSpec,
}

/// The endpoint of the arguments, if they name one.
pub(crate) fn open(place: &Place, model: &Model) -> anyhow::Result<Option<Box<dyn Endpoint>>> {
    let Some(spec) = spec(place, model)? else {
        return Ok(None);
    };
    Ok(Some(spotter_model::open(&spec)?))
}

/// How the arguments want answers to be drawn.
pub(crate) fn sampling(model: &Model) -> Sampling {
    Sampling {
        max_tokens: model.max_tokens,
        temperature: model.temperature,
        seed: model.sampling_seed,
        ..Sampling::default()
    }
}

fn spec(place: &Place, model: &Model) -> anyhow::Result<Option<EndpointSpec>> {
    if let Some(base) = &model.folder {
        let adapter = model.adapter.as_ref().map(|adapter| place.at(adapter));
        return Ok(Some(EndpointSpec::Candle(CandleSpec { base: place.at(base), adapter, batch: BATCH })));
    }
    if let Some(file) = &model.answers {
        return Ok(Some(EndpointSpec::Canned(CannedSpec { file: file.clone() })));
    }
    let Some(path) = &model.endpoint else {
        return Ok(None);
    };
    let text = fs::read_to_string(path).map_err(|error| Usage(format!("cannot read {}: {error}", path.display())))?;
    let file: EndpointFile = toml::from_str(&text).map_err(|error| Usage(format!("{}: {error}", path.display())))?;
    Ok(Some(file.endpoint))
}
