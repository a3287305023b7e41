//! Endpoints: what answers requests, and how one is chosen.

mod candle;
mod canned;
mod ollama;
mod openai;
mod remote;
mod spec;

use serde::{Deserialize, Serialize};

use crate::{Answer, Error, Request};

pub use spec::{CandleSpec, CannedSpec, EndpointSpec, OllamaSpec, OpenaiSpec};

/// Anything that answers.
pub trait Endpoint: Send + Sync {
    /// What answers, for a run's record.
    fn identity(&self) -> Identity;

    /// Answers in the order of the requests; `done` hears how many are finished.
    fn answer(&self, requests: &[Request], done: &(dyn Fn(usize) + Sync)) -> Vec<Result<Answer, Error>>;
}

/// What answered: enough to tell two runs apart, and no path of the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The kind of endpoint, as in `candle`.
    pub kind: String,
    /// The model's name.
    pub model: String,
    /// The adapter's name, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adapter: Option<String>,
    /// SHA-256 over the content that answers; of a server, over its address and the model's name.
    pub hash: String,
}

/// Opens the endpoint that a spec describes.
///
/// # Errors
///
/// When a folder or file is missing or damaged, or a setting cannot work; servers are not asked yet.
pub fn open(spec: &EndpointSpec) -> Result<Box<dyn Endpoint>, Error> {
    Ok(match spec {
        EndpointSpec::Candle(spec) => Box::new(candle::Candle::open(spec)?),
        EndpointSpec::Openai(spec) => Box::new(openai::Openai::open(spec)?),
        EndpointSpec::Ollama(spec) => Box::new(ollama::Ollama::open(spec)?),
        EndpointSpec::Canned(spec) => Box::new(canned::Canned::open(spec)?),
    })
}
