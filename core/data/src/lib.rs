//! From seeds to a training set, one file a step.
//!
//! ```text
//! seeds ─generate─▶ raw ─clean─▶ ─merge─▶ ─dedupe─▶ ─audit─▶ train.jsonl
//! ```
//!
//! Every step reads records in any of the four [`Format`]s, recognised one by one, and keeps a [`Ledger`]: read = kept +
//! dropped, and every dropped record lies in a file beside the output with its rule and its reason. A broken line stops
//! nothing. An output appears under its name when it is complete, so that a kill leaves the old file or the new one.
//!
//! The rules about content are those of the gate, the same that judge suites and live answers; the rules of this crate
//! are about structure, language, length and repetition only.

pub mod audit;
mod batch;
pub mod clean;
pub mod dedupe;
mod error;
pub mod faults;
mod format;
pub mod generate;
mod hash;
mod ledger;
pub mod merge;
mod reader;
mod record;
pub mod stage;
mod writer;

pub use audit::{Audit, Settings as AuditSettings, audit};
pub use clean::{Settings as CleanSettings, clean};
pub use dedupe::{Settings as DedupeSettings, dedupe};
pub use error::Error;
pub use format::Format;
pub use ledger::{Dropped, Ledger, Witness, dropped_path, ledger_path};
pub use merge::merge;
pub use reader::{Line, Reader};
pub use record::{Fault, Raw, Record};
pub use writer::Writer;
