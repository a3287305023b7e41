//! Tables, and one renderer for each way to write them down.

use std::fmt::Write as _;
use std::str::FromStr;

use tabled::builder::Builder;
use tabled::settings::object::{Columns, Rows};
use tabled::settings::peaker::Priority;
use tabled::settings::{Alignment, Color, Style, Width};

use crate::{Cell, Colour, Screen};

/// A way to write a table down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Boxes for people at a terminal.
    Terminal,
    /// A Markdown table.
    Markdown,
    /// Comma-separated values; a rate becomes two columns.
    Csv,
    /// An array of objects.
    Json,
    /// Aligned columns without boxes.
    Text,
}

impl Format {
    /// Every format, in the order of the help text.
    pub const ALL: &'static [Self] = &[Self::Terminal, Self::Markdown, Self::Csv, Self::Json, Self::Text];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terminal => "table",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Text => "text",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let names: Vec<_> = Self::ALL.iter().map(|format| format.name()).collect();
        let found = Self::ALL.iter().copied().find(|format| format.name() == name);
        found.ok_or_else(|| format!("no format `{name}`; there are {}", names.join(", ")))
    }
}

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    title: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table.
    pub fn new<S: AsRef<str>>(title: impl Into<String>, columns: &[S]) -> Self {
        let columns = columns.iter().map(|name| name.as_ref().to_owned()).collect();
        Self { title: title.into(), columns, rows: Vec::new() }
    }

    /// Adds a row.
    ///
    /// # Panics
    ///
    /// When the row has not as many cells as the table has columns, which is a mistake in the program.
    pub fn row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) -> &mut Self {
        let row: Vec<Cell> = cells.into_iter().map(Into::into).collect();
        assert_eq!(row.len(), self.columns.len(), "a row of `{}` has another number of cells", self.title);
        self.rows.push(row);
        self
    }

    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows, in the order they came.
    pub fn rows(&self) -> &[Vec<Cell>] {
        &self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table in one of the formats, as a file gets it.
    pub fn render(&self, format: Format) -> String {
        match format {
            Format::Terminal => self.terminal(Screen::PLAIN),
            Format::Markdown => self.markdown(),
            Format::Csv => self.csv(),
            Format::Json => self.json(),
            Format::Text => self.text(),
        }
    }

    /// The table for a terminal, wrapped to its width.
    pub fn terminal(&self, screen: Screen) -> String {
        let mut table = self.builder().build();
        table.with(Style::rounded());
        self.align(&mut table);
        if let Some(width) = screen.width {
            table.with(Width::wrap(width).priority(Priority::max(true)).keep_words(true));
        }
        if screen.colour == Colour::On {
            table.modify(Rows::first(), Color::BOLD);
            return format!("\u{1b}[1m{}\u{1b}[0m\n{table}\n", self.title);
        }
        format!("{}\n{table}\n", self.title)
    }

    /// Whether every cell of a column reads as a number.
    pub(crate) fn is_numeric(&self, column: usize) -> bool {
        let cells = || self.rows.iter().filter_map(|row| row.get(column));
        cells().any(|cell| *cell != Cell::Empty) && cells().all(Cell::is_numeric)
    }

    fn builder(&self) -> Builder {
        let mut builder = Builder::default();
        builder.push_record(&self.columns);
        for row in &self.rows {
            builder.push_record(row.iter().map(Cell::text));
        }
        builder
    }

    fn align(&self, table: &mut tabled::Table) {
        for column in (0..self.columns.len()).filter(|&column| self.is_numeric(column)) {
            table.modify(Columns::one(column), Alignment::right());
        }
    }

    fn text(&self) -> String {
        let mut table = self.builder().build();
        table.with(Style::blank());
        self.align(&mut table);
        let mut text = format!("{}\n", self.title);
        for line in table.to_string().lines() {
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }

    fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let rule = |column| if self.is_numeric(column) { "---:".to_owned() } else { "---".to_owned() };
        let escape = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "<br>");
        let mut text = format!("### {}\n\n", self.title);
        text.push_str(&line(self.columns.iter().map(|name| escape(name)).collect()));
        text.push_str(&line((0..self.columns.len()).map(rule).collect()));
        for row in &self.rows {
            text.push_str(&line(row.iter().map(|cell| escape(&cell.text())).collect()));
        }
        text
    }

    fn json(&self) -> String {
        let object = |row: &Vec<Cell>| {
            let entries = self.columns.iter().zip(row).map(|(name, cell)| (name.clone(), cell.json()));
            serde_json::Value::Object(entries.collect())
        };
        let rows = serde_json::Value::Array(self.rows.iter().map(object).collect());
        format!("{rows:#}\n")
    }

    #[expect(clippy::expect_used, reason = "writing UTF-8 to memory cannot fail")]
    fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        let splits: Vec<bool> = (0..self.columns.len()).map(|column| self.holds_rates(column)).collect();
        let head = self.columns.iter().zip(&splits).flat_map(|(name, split)| match split {
            true => vec![format!("{name} hits"), format!("{name} of")],
            false => vec![name.clone()],
        });
        writer.write_record(head).expect("memory");
        for row in &self.rows {
            let cells = row.iter().zip(&splits).flat_map(|(cell, split)| match (cell, split) {
                (Cell::Rate(rate), _) => vec![rate.hits.to_string(), rate.of.to_string()],
                (other, true) => vec![other.text(), String::new()],
                (other, false) => vec![other.text()],
            });
            writer.write_record(cells).expect("memory");
        }
        String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8")
    }

    fn holds_rates(&self, column: usize) -> bool {
        self.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Rate(_))))
    }
}
