//! Anything that answers: models in a folder, servers, and files of canned answers.
//!
//! A [`Request`] is a conversation and a [`Sampling`]; an [`Endpoint`] turns requests into [`Answer`]s. Which endpoint,
//! people write in TOML as an [`EndpointSpec`]; [`open`] makes it.
//!
//! ```no_run
//! use spotter_contract::{Role, Turn};
//! use spotter_model::{EndpointSpec, Request, Sampling, open};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let spec: EndpointSpec = toml::from_str(r#"candle = { base = "data/models/coach-mini" }"#)?;
//! let turns = vec![Turn::new(Role::User, "Kaç gram protein yemeliyim?")];
//! let request = Request { turns, sampling: Sampling::default() };
//! for answer in open(&spec)?.answer(&[request], &|_| ()) {
//!     assert!(!answer?.text.is_empty());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Below the embedded endpoint lies a [`Folder`], as Hugging Face lays one out, and a [`Decoder`] made from it. Two
//! promises hold there, and tests keep them: the text of a turn never becomes a control token, and an answer depends on
//! its own request alone, not on the requests that are worked on beside it.

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
