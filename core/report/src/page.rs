//! One self-contained HTML page: the verdict first, then tables, then texts side by side.

use std::fmt::Write as _;
use std::ops::Range;

use crate::Table;
use crate::html::{self, escape, marked};

const STYLE: &str = include_str!("page.css");

/// How a verdict is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Green.
    Good,
    /// Red.
    Bad,
    /// Amber.
    Unsure,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Unsure => "unsure",
        }
    }
}

/// A text with its findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// What stands above the text.
    pub caption: String,
    /// The text itself.
    pub text: String,
    /// What is marked inside it.
    pub spans: Vec<Range<usize>>,
    /// What stands below it, one line each.
    pub notes: Vec<String>,
}

/// Two texts that answer the same question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// One line that names the pair.
    pub title: String,
    /// What both answer.
    pub question: String,
    /// The earlier one.
    pub left: Passage,
    /// The later one.
    pub right: Passage,
}

/// A page that is built from top to bottom.
#[derive(Debug, Clone)]
pub struct Page {
    title: String,
    body: String,
}

impl Page {
    /// A page that begins with its title and the one sentence that matters.
    pub fn new(title: impl Into<String>, tone: Tone, verdict: &str) -> Self {
        let title = title.into();
        let (head, class, verdict) = (escape(&title), tone.class(), escape(verdict));
        let body = format!("<h1>{head}</h1>\n<p class=\"verdict {class}\">{verdict}</p>\n");
        Self { title, body }
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: &str) -> &mut Self {
        let _ = writeln!(self.body, "<h2>{}</h2>", escape(text));
        self
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        let _ = writeln!(self.body, "<p dir=\"auto\">{}</p>", escape(text));
        self
    }

    /// Adds a table.
    pub fn table(&mut self, table: &Table) -> &mut Self {
        self.body.push_str(&html::table(table));
        self
    }

    /// Adds two texts side by side, unfolded.
    pub fn comparison(&mut self, comparison: &Comparison) -> &mut Self {
        self.details("<details open>", comparison)
    }

    /// Adds two texts side by side, folded away under their title.
    pub fn folded_comparison(&mut self, comparison: &Comparison) -> &mut Self {
        self.details("<details>", comparison)
    }

    /// The whole page.
    pub fn render(&self) -> String {
        let (title, body) = (escape(&self.title), &self.body);
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
        )
    }

    fn details(&mut self, opening: &str, comparison: &Comparison) -> &mut Self {
        let (title, question) = (escape(&comparison.title), escape(&comparison.question));
        let _ = writeln!(self.body, "{opening}<summary>{title}</summary>");
        let _ = writeln!(self.body, "<p class=\"question\" dir=\"auto\">{question}</p>\n<div class=\"pair\">");
        self.body.push_str(&passage(&comparison.left));
        self.body.push_str(&passage(&comparison.right));
        self.body.push_str("</div>\n</details>\n");
        self
    }
}

fn passage(passage: &Passage) -> String {
    let (caption, text) = (escape(&passage.caption), marked(&passage.text, &passage.spans));
    let mut out = format!("<section>\n<h3>{caption}</h3>\n<p class=\"text\" dir=\"auto\">{text}</p>\n");
    if !passage.notes.is_empty() {
        out.push_str("<ul>\n");
        for note in &passage.notes {
            let _ = writeln!(out, "<li dir=\"auto\">{}</li>", escape(note));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
    out
}
