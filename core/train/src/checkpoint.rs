//! Everything that a run needs to go on after an interruption, in one file.

use std::fs;
use std::path::{Path, PathBuf};

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::curve::Point;
use crate::folder::write;

/// The state of a run between two steps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct State {
    /// What learns.
    pub(crate) values: Vec<f32>,
    /// The running means of its gradients.
    pub(crate) mean: Vec<f32>,
    /// The running mean squares.
    pub(crate) square: Vec<f32>,
    /// The steps that were made.
    pub(crate) points: Vec<Point>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    /// A hash of the recipe and the data: what the run is.
    run: String,
    points: Vec<Point>,
}

/// The file of a run's checkpoint.
pub(crate) fn path(output: &Path) -> PathBuf {
    output.join("checkpoint.safetensors")
}

/// Writes the state of the run whose hash is `run`.
pub(crate) fn save(path: &Path, run: &str, state: &State) -> Result<(), Error> {
    let failed = |source| Error::Safetensors { path: path.into(), source };
    let header = Header { run: run.to_owned(), points: state.points.clone() };
    let header =
        serde_json::to_string(&header).map_err(|source| Error::Write { path: path.into(), source: source.into() })?;
    let tensors = [("mean", &state.mean), ("square", &state.square), ("values", &state.values)];
    let tensors = tensors.map(|(name, values)| (name, bytes(values)));
    let mut views = vec![];
    for (name, bytes) in &tensors {
        views.push((*name, TensorView::new(Dtype::F32, vec![bytes.len() / 4], bytes).map_err(failed)?));
    }
    let header = [("state".to_owned(), header)].into();
    write(path, &safetensors::serialize(views, Some(header)).map_err(failed)?)
}

/// Reads the state of the run whose hash is `run`; `None` when there is none, or it is another run's.
pub(crate) fn load(path: &Path, run: &str) -> Result<Option<State>, Error> {
    if !path.exists() {
        return Ok(None);
    }
    let file = fs::read(path).map_err(|source| Error::Read { path: path.into(), source })?;
    let wrong = |reason: String| Error::Checkpoint { path: path.into(), reason };
    let (_, metadata) = SafeTensors::read_metadata(&file).map_err(|source| wrong(source.to_string()))?;
    let header = metadata.metadata().as_ref().and_then(|metadata| metadata.get("state"));
    let header = header.ok_or_else(|| wrong("it has no state".into()))?;
    let header: Header = serde_json::from_str(header).map_err(|source| wrong(source.to_string()))?;
    if header.run != run {
        return Ok(None);
    }
    let tensors = SafeTensors::deserialize(&file).map_err(|source| wrong(source.to_string()))?;
    let read = |name: &str| -> Result<Vec<f32>, Error> {
        let view = tensors.tensor(name).map_err(|source| wrong(source.to_string()))?;
        Ok(view.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    };
    Ok(Some(State { values: read("values")?, mean: read("mean")?, square: read("square")?, points: header.points }))
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}
