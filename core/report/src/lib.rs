//! Tables and pages, and the ways to write them down.
//!
//! A [`Table`] is filled once and rendered for a terminal, for people (Markdown, plain text) and for programs (CSV,
//! JSON). A [`Page`] puts tables and marked texts into one HTML file that needs neither script nor network. Shares are
//! [`Rate`]s, hits of how many. Nothing here reads a clock or a path: the same input gives the same bytes.
//!
//! ```
//! use spotter_report::{Cell, Format, Rate, Table};
//!
//! let mut table = Table::new("Kept", &["step", "records", "share"]);
//! table.row([Cell::from("clean"), Cell::from(41_usize), Cell::from(Rate::new(41, 60))]);
//! assert_eq!(table.render(Format::Csv), "step,records,share hits,share of\nclean,41,41,60\n");
//! ```

mod cell;
mod html;
mod mark;
mod page;
mod rate;
mod screen;
mod table;

pub use cell::Cell;
pub use mark::mark;
pub use page::{Comparison, Page, Passage, Tone};
pub use rate::Rate;
pub use screen::{Colour, Screen};
pub use table::{Format, Table};
