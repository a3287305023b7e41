//! Tables on standard output.

use std::io::Write;

use spotter_report::{Format, Screen, Table};

/// Prints a table: with colours and wrapped where standard output is a terminal, plain elsewhere.
pub(crate) fn print(table: &Table, format: Format) -> std::io::Result<()> {
    let text = match format {
        Format::Terminal => table.terminal(Screen::of_stdout()),
        other => table.render(other),
    };
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
}
