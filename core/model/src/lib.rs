//! Anything that answers: models in a folder, servers, and files of canned answers.

mod config;
mod error;
mod family;
mod files;
mod folder;
mod python;
mod template;
mod vocabulary;
mod weights;

pub use config::{Config, GenerationConfig};
pub use error::Error;
pub use folder::Folder;
pub use template::Template;
pub use vocabulary::Vocabulary;
pub use weights::Tensor;
