//! One verb a file: each reads its arguments, calls a library, and prints.

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod clean;
pub(crate) mod completions;
pub(crate) mod dedupe;
pub(crate) mod diff;
pub(crate) mod endpoint;
pub(crate) mod eval;
pub(crate) mod generate;
pub(crate) mod infer;
pub(crate) mod ledger;
pub(crate) mod merge;
pub(crate) mod plugin;
pub(crate) mod print;
pub(crate) mod text;
pub(crate) mod train;
