//! `spotter data audit`: whether a data set is ready to train.

use spotter_data::audit::Settings;

use crate::arguments::Audit;
use crate::exit::{Answer, Ended};
use crate::place::Place;
use crate::progress::bar;
use crate::verbs::print::print;

pub(crate) fn run(place: &Place, options: &Audit) -> Answer {
    let gate = place.gate("training")?;
    let folder = options.out.clone().unwrap_or_else(|| place.at("reports"));
    std::fs::create_dir_all(&folder)?;
    let bar = bar("audit", None);
    let inputs = [options.input.clone()];
    let progress = |count| bar.set_position(count);
    let audit = spotter_data::audit(&inputs, &folder, &Settings::default(), &gate, &progress)?;
    bar.finish_and_clear();
    for table in audit.tables() {
        print(&table, options.format)?;
    }
    eprintln!("{}; written to {}", audit.verdict(), folder.display());
    Ok(if audit.is_ready { Ended::Pass } else { Ended::Blocked })
}
