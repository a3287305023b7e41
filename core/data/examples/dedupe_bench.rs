//! Times the finding of duplicates in a file: `dedupe_bench FILE OUT`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use spotter_data::DedupeSettings;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, out] = arguments.as_slice() else {
        eprintln!("usage: dedupe_bench FILE OUT");
        return ExitCode::from(2);
    };
    let begin = Instant::now();
    let ledger = spotter_data::dedupe(&[PathBuf::from(file)], Path::new(out), &DedupeSettings::default(), &|_| ());
    match ledger {
        Ok(ledger) => {
            let (read, kept) = (ledger.read, ledger.kept);
            eprintln!("{read} records, {kept} kept, {:.2} s, peak {}", begin.elapsed().as_secs_f64(), peak());
            eprintln!("{:#?}", ledger.dropped);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The most memory that this process has held, as Linux tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
