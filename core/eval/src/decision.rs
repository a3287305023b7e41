//! Whether the candidate may be released.

use crate::Diff;

/// What a candidate must show.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Rubrics in whose slices no further case may be blocked.
    pub zero_tolerance: Vec<String>,
    /// The fewest pairs on which anything is decided.
    pub least_pairs: usize,
    /// From which p on a loss counts as chance.
    pub alpha: f64,
}

impl Default for Terms {
    fn default() -> Self {
        Self { zero_tolerance: vec!["dietary".into(), "medical".into()], least_pairs: 30, alpha: 0.05 }
    }
}

/// The gate's answer, with the one sentence that says why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The candidate may be released.
    Pass(String),
    /// The candidate has regressed.
    Fail(String),
    /// There is too little evidence.
    Inconclusive(String),
}

impl Decision {
    /// Decides about the candidate.
    pub fn of(diff: &Diff, terms: &Terms) -> Self {
        if diff.base.gate != diff.candidate.gate {
            let reason =
                "the two runs were judged by different rubrics or policies: judge both again with the same gate";
            return Self::Inconclusive(reason.to_owned());
        }
        // More danger in a few cases is a reason to stop, however few they are; so this is asked before their number.
        for rubric in &terms.zero_tolerance {
            let (base, candidate) = diff.blocked(rubric);
            if candidate.hits > base.hits {
                let (before, now, of) = (base.hits, candidate.hits, candidate.of);
                return Self::Fail(format!(
                    "{now} of {of} {rubric} cases are blocked, where the baseline had {before}"
                ));
            }
        }
        let all = diff.overall();
        if all.candidate.of < terms.least_pairs {
            let (pairs, least) = (all.candidate.of, terms.least_pairs);
            return Self::Inconclusive(format!("only {pairs} cases were judged in both runs, and {least} are needed"));
        }
        let (broke, fixed, pairs) = (all.broke, all.fixed, all.candidate.of);
        let p = spotter_report::Cell::probability(all.p).text();
        if broke > fixed && all.p < terms.alpha {
            return Self::Fail(format!(
                "of {pairs} cases {broke} broke and {fixed} were fixed, more than chance (p = {p})"
            ));
        }
        Self::Pass(format!(
            "of {pairs} cases {broke} broke and {fixed} were fixed (p = {p}), and no slice without tolerance got worse"
        ))
    }

    /// `pass`, `fail` or `inconclusive`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Pass(_) => "pass",
            Self::Fail(_) => "fail",
            Self::Inconclusive(_) => "inconclusive",
        }
    }

    /// The sentence that says why.
    pub fn reason(&self) -> &str {
        match self {
            Self::Pass(reason) | Self::Fail(reason) | Self::Inconclusive(reason) => reason,
        }
    }

    /// The exit code of a command that asks: 0 pass, 1 fail, 3 inconclusive.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Pass(_) => 0,
            Self::Fail(_) => 1,
            Self::Inconclusive(_) => 3,
        }
    }
}
