//! `spotter eval`: a suite against a model or stored answers.

use std::io::IsTerminal;

use spotter_eval::{Settings, Suite};

use crate::arguments::Eval;
use crate::exit::{Answer, Ended, Usage};
use crate::place::Place;
use crate::progress::bar;
use crate::verbs::endpoint;
use crate::verbs::print::print;

pub(crate) fn run(place: &Place, options: &Eval) -> Answer {
    let suite = Suite::load(&options.suites).map_err(|error| Usage(error.to_string()))?;
    let gate = place.gate(&options.gate)?;
    let endpoint = endpoint::open(place, &options.model)?;
    let bar = bar("eval", Some(suite.cases.len() as u64));
    let settings = Settings {
        sampling: endpoint::sampling(&options.model),
        resume: options.out.clone(),
        progress: &|done, _of| bar.set_position(done as u64),
    };
    let run = spotter_eval::evaluate(&suite, &gate, endpoint.as_deref(), &settings)?;
    bar.finish_and_clear();
    print(&run.table(), options.format)?;
    if std::io::stdout().is_terminal() && run.totals().failed > 0 {
        print(&run.failures(), options.format)?;
    }
    gate.health()?;
    let totals = run.totals();
    Ok(match (totals.errored, totals.failed) {
        (0, 0) => Ended::Pass,
        (0, _) => Ended::Blocked,
        _ => Ended::Failed,
    })
}
