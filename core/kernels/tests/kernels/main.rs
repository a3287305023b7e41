//! Every operation: against its plain form, against finite differences, and on any number of threads.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod operations;
mod reference;
mod threads;
