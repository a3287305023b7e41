//! Training as a whole: gradients, repeatability, files, and agreement with others.

mod common;
mod gradient;
mod parity;
mod run;
