//! `spotter completions`: a completion script for a shell.

use clap::CommandFactory;

use crate::arguments::Arguments;
use crate::exit::Ended;

pub(crate) fn run(shell: clap_complete::Shell) -> Ended {
    clap_complete::generate(shell, &mut Arguments::command(), "spotter", &mut std::io::stdout());
    Ended::Pass
}
