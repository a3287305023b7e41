//! What stands in a table.

use crate::Rate;

/// One entry of a table: it knows its type, so that programs get numbers and people get text.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing to say here.
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Count(u64),
    /// A measure with the digits that are shown after the point.
    Number {
        /// The value.
        value: f64,
        /// Digits after the point.
        digits: usize,
    },
    /// Hits of how many.
    Rate(Rate),
}

impl Cell {
    /// A measure shown with `digits` digits after the point.
    pub fn number(value: f64, digits: usize) -> Self {
        Self::Number { value, digits }
    }

    /// A probability, shown with three significant digits however small it is.
    pub fn probability(value: f64) -> Self {
        let text = if value >= 0.001 { format!("{value:.4}") } else { format!("{value:.2e}") };
        Self::Text(text)
    }

    /// The cell as people read it.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Number { value, digits } => format!("{value:.digits$}"),
            Self::Rate(rate) => rate.to_string(),
        }
    }

    /// The cell as programs read it. A number keeps only the digits that are shown.
    pub(crate) fn json(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Count(count) => (*count).into(),
            Self::Number { .. } => self.text().parse::<f64>().map_or(serde_json::Value::Null, Into::into),
            Self::Rate(rate) => serde_json::json!({ "hits": rate.hits, "of": rate.of }),
        }
    }

    /// Whether the cell reads as a number, so that its column is set to the right.
    pub(crate) fn is_numeric(&self) -> bool {
        match self {
            Self::Text(text) => {
                text.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '-')
                    && text.chars().all(|c| c.is_ascii_digit() || "+-.,%e ".contains(c))
            }
            _ => true,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Rate> for Cell {
    fn from(rate: Rate) -> Self {
        Self::Rate(rate)
    }
}
