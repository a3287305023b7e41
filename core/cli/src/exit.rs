//! Exit codes, and which error means which.

use std::process::ExitCode;

/// How a verb ended, when it ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Everything holds.
    Pass,
    /// Something was blocked or has regressed.
    Blocked,
    /// There is too little evidence to decide.
    Inconclusive,
    /// The run itself failed, though it could write what it had.
    Failed,
}

/// What a verb answers.
pub(crate) type Answer = anyhow::Result<Ended>;

/// An error that the caller can mend by other arguments or another configuration.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// 0 pass, 1 blocked or regressed, 2 usage or configuration, 3 inconclusive, 4 the run itself failed.
pub(crate) fn code(answer: Answer) -> ExitCode {
    match answer {
        Ok(Ended::Pass) => ExitCode::SUCCESS,
        Ok(Ended::Blocked) => ExitCode::from(1),
        Ok(Ended::Inconclusive) => ExitCode::from(3),
        Ok(Ended::Failed) => ExitCode::from(4),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", chain(&error));
            ExitCode::from(if error.downcast_ref::<Usage>().is_some() { 2 } else { 4 })
        }
    }
}

/// The error and its causes in one line, a cause that the line already holds left out.
fn chain(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line.push_str(": ");
            line.push_str(&cause);
        }
    }
    line
}

/// Whether the reader of our output went away, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let causes = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.into_iter().any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
