//! A step's book, printed.

use std::path::Path;

use spotter_data::{Ledger, dropped_path};
use spotter_report::{Cell, Format, Table};

use crate::verbs::print;

/// Prints what a step read, kept and dropped, and where the dropped records lie.
pub(crate) fn print(ledger: &Ledger, out: &Path) -> std::io::Result<()> {
    let mut table = Table::new(format!("{}: read = kept + dropped", ledger.step), &["rule", "records"]);
    table.row([Cell::from("read"), ledger.read.into()]);
    table.row([Cell::from("kept"), ledger.kept.into()]);
    for (rule, count) in &ledger.dropped {
        table.row([Cell::from(rule), (*count).into()]);
    }
    print::print(&table, Format::Terminal)?;
    if ledger.dropped_total() > 0 {
        eprintln!("the dropped records, each with its reason: {}", dropped_path(out).display());
    }
    Ok(())
}
