//! Anything that answers: models in a folder, servers, and files of canned answers.

mod adapter;
mod cache;
mod config;
mod decoder;
mod endpoint;
mod error;
mod family;
mod files;
mod folder;
mod generate;
mod linear;
mod load;
mod python;
mod request;
mod template;
mod vocabulary;
mod weights;

pub use config::{Config, GenerationConfig};
pub use decoder::Decoder;
pub use endpoint::{CandleSpec, CannedSpec, Endpoint, EndpointSpec, Identity, OllamaSpec, OpenaiSpec, open};
pub use error::Error;
pub use folder::Folder;
pub use request::{Answer, Finish, Request, Sampling};
pub use template::Template;
pub use vocabulary::Vocabulary;
pub use weights::Tensor;
