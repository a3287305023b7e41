//! `spotter data clean`: drops what is broken, unsafe or ungrounded.

use spotter_contract::Lang;
use spotter_data::clean::Settings;

use crate::arguments::Clean;
use crate::exit::{Answer, Ended};
use crate::place::Place;
use crate::progress::bar;
use crate::verbs::ledger;

pub(crate) fn run(place: &Place, options: &Clean) -> Answer {
    let gate = place.gate(&options.gate)?;
    let languages: Vec<Lang> = options.languages.iter().filter_map(|name| Lang::from_name(name)).collect();
    let settings = Settings { min_chars: options.min_chars, languages, ..Settings::default() };
    let bar = bar("clean", None);
    let ledger =
        spotter_data::clean(&options.inputs, &options.out, &settings, &gate, &|count| bar.set_position(count))?;
    bar.finish_and_clear();
    ledger::print(&ledger, &options.out)?;
    Ok(Ended::Pass)
}
