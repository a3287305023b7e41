//! Rubrics and a policy make a verdict.
//!
//! ```text
//! Sample --text--> Document --rubrics--> Outcomes --policy--> Verdict
//! ```
//!
//! [`Gate::open`] reads a policy and the packs it names, finds or builds their libraries, loads them and arms them.
//! [`Gate::judge`] is the only place where a verdict is made, whether the sample is a training record, a suite's case
//! or a live answer. What cannot be judged is blocked: an error is never a pass.

mod collector;
mod elf;
mod error;
mod folders;
mod gate;
mod hash;
mod health;
mod judgement;
mod lock;
mod pack;
mod plugin;
mod policy;
mod reading;
mod record;
mod source;

pub use error::Error;
pub use gate::Gate;
pub use health::Trouble;
pub use judgement::{Failure, Judged, Judgement, Severity, Verdict};
pub use lock::write_lock;
pub use pack::{Explain, Loaded, LoadedRule};
pub use plugin::Linked;
pub use record::{document_record, record};
