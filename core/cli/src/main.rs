//! The `spotter` command: it reads arguments, calls one verb, and turns its answer into an exit code.

mod arguments;
mod exit;
mod pipeline;
mod place;
mod progress;
mod verbs;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, DataVerb, PluginVerb, Verb};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    listen(arguments.verbose);
    exit::code(call(arguments))
}

fn call(arguments: Arguments) -> exit::Answer {
    let place = place::Place::find(arguments.project.as_deref())?;
    match arguments.verb {
        Verb::Pipeline(options) => pipeline::run(&place, &options),
        Verb::Data(DataVerb::Generate(options)) => verbs::generate::run(&place, &options),
        Verb::Data(DataVerb::Clean(options)) => verbs::clean::run(&place, &options),
        Verb::Data(DataVerb::Merge(options)) => verbs::merge::run(&options),
        Verb::Data(DataVerb::Dedupe(options)) => verbs::dedupe::run(&options),
        Verb::Data(DataVerb::Audit(options)) => verbs::audit::run(&place, &options),
        Verb::Train(options) => verbs::train::run(&place, &options),
        Verb::Infer(options) => verbs::infer::run(&place, &options),
        Verb::Text(options) => verbs::text::run(&place, &options),
        Verb::Check(options) => verbs::check::run(&place, &options),
        Verb::Eval(options) => verbs::eval::run(&place, &options),
        Verb::Diff(options) => verbs::diff::run(&options),
        Verb::Plugin(PluginVerb::List(options)) => verbs::plugin::list(&place, &options),
        Verb::Completions { shell } => Ok(verbs::completions::run(shell)),
    }
}

/// Sends log lines to standard error; `SPOTTER_LOG` overrides the level.
fn listen(verbose: u8) {
    let level = ["warn", "info", "debug"][usize::from(verbose.min(2))];
    let filter = tracing_subscriber::EnvFilter::try_from_env("SPOTTER_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    let is_coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.with_ansi(is_coloured).without_time().init();
}
