//! `spotter completions`: a completion script for a shell.

use clap::CommandFactory;

use crate::arguments::Arguments;
use crate::exit::{Answer, Ended};

pub(crate) fn run(shell: clap_complete::Shell) -> Answer {
    clap_complete::generate(shell, &mut Arguments::command(), "spotter", &mut std::io::stdout());
    Ok(Ended::Pass)
}
