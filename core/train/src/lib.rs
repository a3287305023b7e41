//! From a recipe to an adapter, or to a small model trained from nothing.
//!
//! The forward and the backward of the decoder are written out by hand over flat `f32` buffers; no graph is recorded.
//! [`run`] does a whole training; [`Network`] is the arithmetic of one step, and [`Recipe`] is what people write.

mod batch;
mod block;
mod checkpoint;
mod corpus;
mod curve;
mod error;
mod folder;
mod lora;
mod network;
mod peft;
mod random;
mod recipe;
mod run;
mod schedule;
mod shape;
mod vocabulary;

pub use batch::{Batch, Line};
pub use error::Error;
pub use lora::{Dropout, Lora, Target};
pub use network::Network;
pub use recipe::{Architecture, Data, LoraSettings, LossOn, Optimiser, Recipe, Schedule, VocabularySettings};
pub use run::{Progress, Summary, run};
pub use shape::Shape;
