//! The terminal a table is shown on.

use std::io::IsTerminal;

/// Width that a terminal gets which does not tell its own.
const USUAL_WIDTH: usize = 110;

/// Whether a table may be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Plain characters.
    Off,
    /// Bold heads and titles.
    On,
}

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Columns of characters; `None` for as many as the table needs.
    pub width: Option<usize>,
    /// Whether colours are shown.
    pub colour: Colour,
}

impl Screen {
    /// A file or a pipe: no limit, no colours.
    pub const PLAIN: Self = Self { width: None, colour: Colour::Off };

    /// The standard output of this process; `NO_COLOR` and `COLUMNS` are honoured.
    pub fn of_stdout() -> Self {
        let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let columns = env("COLUMNS").and_then(|columns| columns.parse().ok());
        if !std::io::stdout().is_terminal() {
            return Self { width: columns, colour: Colour::Off };
        }
        let colour = if env("NO_COLOR").is_some() { Colour::Off } else { Colour::On };
        Self { width: columns.or(Some(USUAL_WIDTH)), colour }
    }
}
