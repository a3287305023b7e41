//! `spotter text`: what the text layer sees, one JSON line a sample.

use std::io::Write;

use spotter_data::Reader;

use crate::arguments::{Documents, Text};
use crate::exit::{Answer, Ended};
use crate::place::Place;

pub(crate) fn run(place: &Place, options: &Text) -> Answer {
    let gate = place.gate("release")?;
    let mut out = std::io::stdout().lock();
    let mut broken = 0;
    for line in Reader::open(&options.input)? {
        let line = line?;
        match line.result {
            Ok(sample) => {
                let record = spotter_gate::document_record(&sample, &gate.read(&sample));
                match options.format {
                    Documents::Jsonl => writeln!(out, "{record}")?,
                    Documents::Pretty => writeln!(out, "{record:#}")?,
                }
            }
            Err(fault) => {
                broken += 1;
                eprintln!("{}:{}: {fault}", options.input.display(), line.number);
            }
        }
    }
    Ok(if broken == 0 { Ended::Pass } else { Ended::Failed })
}
