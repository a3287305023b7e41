//! `spotter data merge`: joins several files into one.

use crate::arguments::Merge;
use crate::exit::{Answer, Ended};
use crate::progress::bar;
use crate::verbs::ledger;

pub(crate) fn run(options: &Merge) -> Answer {
    let bar = bar("merge", None);
    let ledger = spotter_data::merge(&options.inputs, &options.out, &|count| bar.set_position(count))?;
    bar.finish_and_clear();
    ledger::print(&ledger, &options.out)?;
    Ok(Ended::Pass)
}
