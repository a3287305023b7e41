//! An audit as tables, and the files they are written to.

use std::path::Path;

use spotter_report::{Cell, Format, Table};

use super::{Audit, Quantiles, Side, Target};
use crate::Error;
use crate::writer::{write_json, write_whole};

impl Audit {
    /// `ready to train`, or what stands in the way.
    pub fn verdict(&self) -> String {
        let missed: Vec<&str> =
            self.targets.iter().filter(|target| !target.is_met).map(|target| &*target.name).collect();
        if missed.is_empty() { "ready to train".to_owned() } else { format!("not ready: {}", missed.join(", ")) }
    }

    /// The targets, each with its count and whether it is met.
    pub fn targets_table(&self) -> Table {
        let mut table = Table::new(format!("Audit: {}", self.verdict()), &["measure", "found", "target", "verdict"]);
        for target in &self.targets {
            let verdict = if target.is_met { "ok" } else { "not ok" };
            table.row([Cell::from(&target.name), target.rate.into(), bound(target).into(), verdict.into()]);
            if target.name == "conditional" {
                let beside = self.conditional_marker;
                table.row([Cell::from("conditional, marker alone"), beside.into(), Cell::Empty, Cell::Empty]);
            }
        }
        table
    }

    /// What the records are: languages, kinds of question, and how often each rule holds where it applies.
    pub fn contents_table(&self) -> Table {
        let mut table = Table::new("Contents", &["part", "name", "records"]);
        table.row([Cell::from("records"), "understood".into(), self.records.into()]);
        for (part, rates) in [
            ("language", &self.languages),
            ("kind", &self.kinds),
            ("pasted", &self.boilerplate),
            ("rule met", &self.rules),
        ] {
            for (name, rate) in rates {
                table.row([Cell::from(part), name.into(), (*rate).into()]);
            }
        }
        table
    }

    /// How long questions and answers are.
    pub fn lengths_table(&self) -> Table {
        let columns = ["characters", "least", "5 %", "25 %", "median", "75 %", "95 %", "most"];
        let mut table = Table::new("Lengths", &columns);
        for (name, spread) in [("question", self.question_chars), ("answer", self.answer_chars)] {
            let Quantiles { least, p5, p25, median, p75, p95, most } = spread;
            let numbers = [least, p5, p25, median, p75, p95, most].map(Cell::from);
            table.row([Cell::from(name)].into_iter().chain(numbers));
        }
        table
    }

    /// All tables, in the order of the report.
    pub fn tables(&self) -> [Table; 3] {
        [self.targets_table(), self.contents_table(), self.lengths_table()]
    }
}

fn bound(target: &Target) -> String {
    let sign = if target.side == Side::AtLeast { "≥" } else { "≤" };
    format!("{sign} {} %", (target.bound * 1000.0).round() / 10.0)
}

/// Writes the audit in every form, the one for programs last.
pub(super) fn write(audit: &Audit, folder: &Path) -> Result<(), Error> {
    let render = |format| audit.tables().map(|table| table.render(format)).join("\n");
    write_whole(&folder.join("audit.txt"), render(Format::Text).as_bytes())?;
    write_whole(&folder.join("audit.md"), render(Format::Markdown).as_bytes())?;
    write_whole(&folder.join("audit.csv"), audit.targets_table().render(Format::Csv).as_bytes())?;
    write_whole(&folder.join("audit-contents.csv"), audit.contents_table().render(Format::Csv).as_bytes())?;
    write_whole(&folder.join("audit-lengths.csv"), audit.lengths_table().render(Format::Csv).as_bytes())?;
    write_json(&folder.join("audit.json"), audit)
}
