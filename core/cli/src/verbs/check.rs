//! `spotter check`: rubrics over samples, one verdict a sample.

use std::io::Write;

use spotter_contract::{Place as At, Sample};
use spotter_data::Reader;
use spotter_gate::{Gate, Judgement, Severity, Verdict};
use spotter_report::{Cell, Format, Table};

use crate::arguments::{Check, Verdicts};
use crate::exit::{Answer, Ended};
use crate::place::Place;
use crate::verbs::print::print;

/// Samples judged at a time, so that both cores have work and little is held.
const CHUNK: usize = 1_024;

pub(crate) fn run(place: &Place, options: &Check) -> Answer {
    let gate = place.gate(&options.gate)?;
    let mut shown = Shown::new(options.format);
    let mut chunk = Vec::with_capacity(CHUNK);
    for line in Reader::open(&options.input)? {
        let line = line?;
        match line.result {
            Ok(sample) => chunk.push(sample),
            Err(fault) => {
                shown.broken += 1;
                eprintln!("{}:{}: {fault}", options.input.display(), line.number);
            }
        }
        if chunk.len() == CHUNK {
            shown.judge(&gate, &std::mem::take(&mut chunk))?;
        }
    }
    shown.judge(&gate, &chunk)?;
    shown.end(&gate)
}

/// What has been judged, on its way to the reader.
struct Shown {
    format: Verdicts,
    table: Table,
    judged: u64,
    flagged: u64,
    blocked: u64,
    broken: u64,
}

impl Shown {
    fn new(format: Verdicts) -> Self {
        let table = Table::new("Findings", &["sample", "verdict", "rule", "severity", "quote", "finding"]);
        Self { format, table, judged: 0, flagged: 0, blocked: 0, broken: 0 }
    }

    fn judge(&mut self, gate: &Gate, samples: &[Sample<'static>]) -> anyhow::Result<()> {
        for (sample, judgement) in samples.iter().zip(gate.judge_all(samples)) {
            self.judged += 1;
            match judgement.verdict {
                Verdict::Pass => {}
                Verdict::Flag => self.flagged += 1,
                Verdict::Block => self.blocked += 1,
            }
            match self.format {
                Verdicts::Jsonl => writeln!(std::io::stdout().lock(), "{}", spotter_gate::record(sample, &judgement))?,
                Verdicts::Table => self.rows(sample, &judgement),
            }
        }
        Ok(())
    }

    fn rows(&mut self, sample: &Sample, judgement: &Judgement) {
        let mut row = |rule: &str, severity: &str, quote: &str, finding: &str| {
            let cells = [sample.id.as_ref(), judgement.verdict.name(), rule, severity, quote, finding];
            self.table.row(cells.map(Cell::from));
        };
        for judged in &judgement.outcomes {
            for finding in judged.outcome.findings() {
                let quote = match finding.place {
                    At::At { turn, span } => span.of(sample.text(turn)),
                    At::Absent => "",
                };
                row(&judged.rule, judged.severity.name(), quote, &finding.message);
            }
        }
        for failure in &judgement.failures {
            row(&failure.rubric, Severity::Block.name(), "", &failure.message);
        }
    }

    fn end(self, gate: &Gate) -> Answer {
        if self.format == Verdicts::Table {
            if !self.table.is_empty() {
                print(&self.table, Format::Terminal)?;
            }
            let passed = self.judged - self.flagged - self.blocked;
            let Self { judged, flagged, blocked, .. } = self;
            writeln!(std::io::stdout().lock(), "{judged} samples: {passed} pass, {flagged} flag, {blocked} block")?;
        }
        gate.health()?;
        if self.broken > 0 {
            return Ok(Ended::Failed);
        }
        Ok(if self.blocked > 0 { Ended::Blocked } else { Ended::Pass })
    }
}
