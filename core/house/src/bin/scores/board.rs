//! The table of results.

use spotter_report::{Cell, Rate, Table};

/// Hits, false alarms and misses.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    /// Found, and labelled.
    pub(crate) right: usize,
    /// Found, and not labelled.
    pub(crate) wrong: usize,
    /// Labelled, and not found.
    pub(crate) missed: usize,
}

impl Score {
    /// Counts a row that is labelled or not, and found or not.
    pub(crate) fn add(&mut self, is_gold: bool, is_found: bool) {
        self.right += usize::from(is_gold && is_found);
        self.wrong += usize::from(!is_gold && is_found);
        self.missed += usize::from(is_gold && !is_found);
    }

    /// Right of found.
    pub(crate) fn precision(self) -> Rate {
        Rate::new(self.right, self.right + self.wrong)
    }

    /// Right of labelled.
    pub(crate) fn recall(self) -> Rate {
        Rate::new(self.right, self.right + self.missed)
    }

    /// F1 as a share of counts: `2 right / (2 right + wrong + missed)`.
    pub(crate) fn f1(self) -> Rate {
        Rate::new(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

/// What is aimed at.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aim {
    /// At least this share.
    AtLeast(f64),
    /// At most this share.
    AtMost(f64),
    /// Nothing; the figure stands beside another.
    None,
}

/// Collects results, and prints what is asked to be shown.
pub(crate) struct Board {
    table: Table,
    skill: &'static str,
    shown: Option<String>,
}

impl Board {
    pub(crate) fn new(shown: Option<String>) -> Self {
        let columns = ["skill", "set", "measure", "hits", "of", "figure", "low", "high", "aim", ""];
        Self { table: Table::new("Scores", &columns), skill: "", shown }
    }

    /// Begins a skill.
    pub(crate) fn skill(&mut self, name: &'static str) {
        self.skill = name;
    }

    /// One line of the table.
    pub(crate) fn rate(&mut self, set: &str, measure: &str, rate: Rate, aim: Aim) {
        let share = rate.share().unwrap_or(0.0);
        let (low, high) = rate.wilson();
        let (target, is_met) = match aim {
            Aim::AtLeast(least) => (format!("≥ {least}"), Some(share >= least)),
            Aim::AtMost(most) => (format!("≤ {most}"), Some(share <= most)),
            Aim::None => (String::new(), None),
        };
        let mark = is_met.map_or("", |is_met| if is_met { "met" } else { "missed" });
        self.table.row([
            Cell::from(self.skill),
            Cell::from(set),
            Cell::from(measure),
            Cell::from(rate.hits),
            Cell::from(rate.of),
            Cell::number(share, 3),
            Cell::number(low, 3),
            Cell::number(high, 3),
            Cell::from(target.as_str()),
            Cell::from(mark),
        ]);
    }

    /// Precision and recall with their aims.
    pub(crate) fn pair(&mut self, set: &str, measure: &str, score: Score, aims: (Aim, Aim)) {
        self.rate(set, &format!("{measure}, precision"), score.precision(), aims.0);
        self.rate(set, &format!("{measure}, recall"), score.recall(), aims.1);
    }

    /// F1 with its aim, and precision and recall beside it.
    pub(crate) fn f1(&mut self, set: &str, measure: &str, score: Score, aim: Aim) {
        self.rate(set, &format!("{measure}, F1"), score.f1(), aim);
        self.pair(set, measure, score, (Aim::None, Aim::None));
    }

    /// Prints a miss or a false alarm of the set that is asked for.
    pub(crate) fn show(&self, set: &str, line: impl FnOnce() -> String) {
        if self.shown.as_deref() == Some(set) {
            println!("{}", line());
        }
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }
}
