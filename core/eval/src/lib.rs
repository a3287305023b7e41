//! Suites, runs, and the comparison of two runs.
//!
//! A [`Suite`] is read from files of cases. [`evaluate`] lets an endpoint answer the cases that ask, lets the gate
//! judge every answer, and writes a [`Run`]: a file of records that nobody edits. A [`Diff`] pairs two runs case by
//! case, a [`Decision`] says whether the candidate may be released, and [`report`] writes both down for people and
//! programs. What a rule looks for is not known here; that is the rubrics' business.
//!
//! ```text
//! Suite --evaluate--> Run ┐
//! Suite --evaluate--> Run ┴--> Diff --> Decision, report
//! ```

mod case;
mod decision;
mod diff;
mod error;
mod evaluate;
mod files;
mod hash;
mod journal;
mod judging;
mod mcnemar;
pub mod report;
mod run;
mod suite;

pub use case::{Case, Expect, Expected, Kind};
pub use decision::{Decision, Terms};
pub use diff::{Contrast, Diff, Pair, Pairing, RuleContrast};
pub use error::Error;
pub use evaluate::{Settings, evaluate};
pub use judging::{Judge, Judged, Remark, RuleRecord, card, reasons};
pub use mcnemar::mcnemar;
pub use run::{Header, Record, Run, Status, Totals};
pub use suite::Suite;
