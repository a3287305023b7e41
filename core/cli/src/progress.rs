//! Progress on a terminal; silence in a pipe.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that counts to `of`, or without end when `of` is `None`.
pub(crate) fn bar(name: &str, of: Option<u64>) -> ProgressBar {
    let bar = match of {
        Some(of) => ProgressBar::new(of).with_style(style("{prefix:>10} {bar:30} {pos}/{len} {msg} {eta}")),
        None => ProgressBar::new_spinner().with_style(style("{prefix:>10} {pos} {msg}")),
    };
    let is_shown = std::io::stderr().is_terminal();
    bar.set_draw_target(if is_shown { ProgressDrawTarget::stderr_with_hz(8) } else { ProgressDrawTarget::hidden() });
    bar.with_prefix(name.to_owned())
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
