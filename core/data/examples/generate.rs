//! Writes generated records: `generate COUNT SEED default|none|habits OUT SIDECAR`.

use std::path::Path;
use std::process::ExitCode;

use spotter_data::generate::offline::{Plan, write};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, seed, preset, out, sidecar] = arguments.as_slice() else {
        eprintln!("usage: generate COUNT SEED default|none|habits OUT SIDECAR");
        return ExitCode::from(2);
    };
    let (Ok(records), Ok(seed)) = (count.parse(), seed.parse()) else {
        eprintln!("COUNT and SEED must be whole numbers");
        return ExitCode::from(2);
    };
    let plan = match preset.as_str() {
        "habits" => Plan::habits(seed, records),
        "none" => Plan::clean(seed, records),
        _ => Plan { seed, records, ..Plan::default() },
    };
    match write(&plan, Path::new(out), Path::new(sidecar)) {
        Ok(counts) => {
            eprintln!("{counts:#?}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
