//! Pieces of HTML: escaping, tables and marked text.

use std::fmt::Write as _;
use std::ops::Range;

use crate::mark::{Piece, pieces};
use crate::{Cell, Table};

/// The text with the characters that HTML reads itself made harmless.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// The text with every span inside `<mark>`.
pub(crate) fn marked(text: &str, spans: &[Range<usize>]) -> String {
    let show = |piece: Piece| match piece {
        Piece::Plain(text) => escape(text),
        Piece::Marked(text) => format!("<mark>{}</mark>", escape(text)),
    };
    pieces(text, spans.iter().cloned()).into_iter().map(show).collect()
}

/// The table as HTML; a rate carries a bar of its share.
pub(crate) fn table(table: &Table) -> String {
    let class = |column| if table.is_numeric(column) { " class=\"n\"" } else { "" };
    let mut out = format!("<div class=\"scroll\"><table>\n<caption>{}</caption>\n<thead><tr>", escape(table.title()));
    for (column, name) in table.columns().iter().enumerate() {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(column), escape(name));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in table.rows() {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let _ = write!(out, "<td{}{}>{}</td>", class(column), bar(cell), escape(&cell.text()));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
    out
}

fn bar(cell: &Cell) -> String {
    let share = match cell {
        Cell::Rate(rate) => rate.share(),
        _ => None,
    };
    match share {
        Some(share) => format!(" style=\"--share:{:.1}%\"", share * 100.0),
        None => " dir=\"auto\"".to_owned(),
    }
}
