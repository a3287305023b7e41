//! Training as a whole: gradients, repeatability, files, and agreement with others.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;
mod gradient;
mod parity;
mod run;
