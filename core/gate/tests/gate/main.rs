//! The gate against plugins, good and bad, in projects of their own.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod crossing;
mod panics;
mod planted_bugs;
mod planted_libraries;
mod project;
mod shipped;
mod verdicts;
