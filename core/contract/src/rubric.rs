//! What an author writes.

use crate::{Document, Outcome, Sample};

/// One check.
pub struct Rule<T: 'static> {
    /// The fault it finds, in kebab case: `ungrounded-number`.
    pub name: &'static str,
    /// What the fault is, in one lower-case clause.
    pub summary: &'static str,
    /// The check itself: a pure function of the rubric's options, the sample and its reading.
    pub check: fn(&T, &Sample, &Document) -> Outcome,
}

/// Rules that a pack arms.
///
/// A rubric does no input or output and knows no clock, chance or severity, so that the same sample always gets the
/// same outcomes.
pub trait Rubric: Sized + Send + Sync + 'static {
    /// The rubric's one word, as in `dietary`.
    const NAME: &'static str;
    /// What the rubric is for, in one lower-case clause.
    const SUMMARY: &'static str;
    /// Its rules, in the order of reports.
    const RULES: &'static [Rule<Self>];

    /// Makes the rubric from the `[options]` table of its pack, which arrives as TOML text.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the options; the text reaches the person who wrote them.
    fn arm(options: &str) -> Result<Self, String>;

    /// What the people who wrote the options should know, though the rubric works: the host logs each as a warning.
    fn remarks(&self) -> Vec<String> {
        Vec::new()
    }
}
