//! `spotter data dedupe`: drops exact and near duplicates.

use spotter_data::dedupe::Settings;

use crate::arguments::Dedupe;
use crate::exit::{Answer, Ended};
use crate::progress::bar;
use crate::verbs::ledger;

pub(crate) fn run(options: &Dedupe) -> Answer {
    let settings = Settings { threshold: options.threshold, ..Settings::default() };
    let bar = bar("dedupe", None);
    let inputs = [options.input.clone()];
    let ledger = spotter_data::dedupe(&inputs, &options.out, &settings, &|count| bar.set_position(count))?;
    bar.finish_and_clear();
    ledger::print(&ledger, &options.out)?;
    Ok(Ended::Pass)
}
