//! `spotter plugin list`: what is loaded.

use spotter_report::{Cell, Table};

use crate::arguments::List;
use crate::exit::{Answer, Ended};
use crate::place::Place;
use crate::verbs::print::print;

pub(crate) fn list(place: &Place, options: &List) -> Answer {
    let gate = place.gate(&options.gate)?;
    let mut table = Table::new(
        format!("Rubrics of the gate `{}`", options.gate),
        &["rubric", "version", "rule", "severity", "library", "pack"],
    );
    for rubric in gate.rubrics() {
        for rule in &rubric.rules {
            table.row([
                Cell::from(rubric.name.as_str()),
                Cell::from(rubric.version.as_str()),
                Cell::from(rule.name.as_str()),
                Cell::from(rule.severity.name()),
                Cell::from(short(&rubric.library)),
                Cell::from(short(&rubric.pack)),
            ]);
        }
    }
    print(&table, options.format)?;
    Ok(Ended::Pass)
}

/// The first twelve digits of a hash: enough to compare by eye.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
