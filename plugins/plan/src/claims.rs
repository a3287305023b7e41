//! What a reason says, in words: which way the load goes, which days and which sports it is about.
//!
//! The words are data of the pack, in three languages. A claim is read only where it is plain: a reason that speaks of
//! more and of less claims neither, and a day counts only where it stands beside the session it names.

use std::collections::BTreeMap;

use serde::Deserialize;
use spotter_text::fold;

use crate::date::Weekday;

/// Tokens before and after a direction in which its object stands.
const BEFORE: usize = 2;
const AFTER: usize = 3;
/// Tokens between a day and its session.
const BESIDE: usize = 2;

/// The words of claims; `word` is a whole token, `word~` the beginning of one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claims {
    reduce: Vec<String>,
    increase: Vec<String>,
    /// Other things that are done to a session.
    change: Vec<String>,
    /// What may fall or rise without the load doing so: a risk, fatigue.
    spared: Vec<String>,
    negations: Vec<String>,
    /// Endings of Turkish verbs that say no: `artırmadan`.
    negated_endings: Vec<String>,
    /// Words for a session of any sport.
    session: Vec<String>,
    days: BTreeMap<Weekday, Vec<String>>,
    /// Forms of a day that say where something goes.
    days_to: BTreeMap<Weekday, Vec<String>>,
    /// Words before a day that say where something goes, `to Friday`.
    to: Vec<String>,
    sports: BTreeMap<String, Vec<String>>,
    /// What makes a percentage one of intensity, not of change.
    intensity: Vec<String>,
}

/// Where the load goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Down,
    Up,
}

/// What a text claims.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Claim {
    pub(crate) direction: Option<Direction>,
    /// Days of sessions that are changed.
    pub(crate) days: Vec<Weekday>,
    /// Days that something is moved to.
    pub(crate) to: Vec<Weekday>,
    pub(crate) sports: Vec<String>,
    pub(crate) percents: Vec<f64>,
}

impl Claims {
    /// Brings the words into the search form of the text.
    pub(crate) fn fold(&mut self) {
        let lists = [
            &mut self.reduce,
            &mut self.increase,
            &mut self.change,
            &mut self.spared,
            &mut self.negations,
            &mut self.negated_endings,
            &mut self.session,
            &mut self.to,
            &mut self.intensity,
        ];
        let days = self.days.values_mut().chain(self.days_to.values_mut());
        let named = days.chain(self.sports.values_mut());
        for word in lists.into_iter().chain(named).flatten() {
            *word = fold(word);
        }
    }

    /// What a text claims.
    pub(crate) fn read(&self, text: &str) -> Claim {
        let clauses: Vec<Vec<String>> = clauses(text);
        let mut claim = Claim { direction: self.direction(&clauses), ..Claim::default() };
        let acts = |clause: &&Vec<String>| clause.iter().any(|token| self.is_act(token));
        for clause in clauses.iter().filter(acts) {
            self.read_clause(clause, &mut claim);
        }
        claim
    }

    fn read_clause(&self, clause: &[String], claim: &mut Claim) {
        for (index, token) in clause.iter().enumerate() {
            claim.sports.extend(self.sport(token));
            if let Some(day) = named(&self.days, token) {
                let around = near(clause, index, (BESIDE, BESIDE));
                let is_beside = around.iter().any(|token| self.is_session(token));
                claim.days.extend(is_beside.then_some(day));
                let is_goal = near(clause, index, (BESIDE, 0)).iter().any(|token| is_word(&self.to, token));
                claim.to.extend(is_goal.then_some(day));
            }
            claim.to.extend(self.goal(clause, index));
            claim.percents.extend(self.percent(clause, index));
        }
    }

    /// The one direction that a text speaks of.
    fn direction(&self, clauses: &[Vec<String>]) -> Option<Direction> {
        let (mut down, mut up) = (false, false);
        for clause in clauses {
            for (index, token) in clause.iter().enumerate() {
                let (is_down, is_up) = (is_word(&self.reduce, token), is_word(&self.increase, token));
                if !is_down && !is_up {
                    continue;
                }
                let around = near(clause, index, (BEFORE, AFTER));
                let is_spared = around.iter().any(|token| is_word(&self.spared, token));
                let close = near(clause, index, (BEFORE, 1));
                let is_negated = close.iter().any(|token| is_word(&self.negations, token))
                    || self.negated_endings.iter().any(|ending| token.ends_with(ending.as_str()));
                // What is not raised may stay as it is: a negated word claims no direction.
                if is_negated {
                    return None;
                }
                down |= is_down && !is_spared;
                up |= is_up && !is_spared;
            }
        }
        match (down, up) {
            (true, false) => Some(Direction::Down),
            (false, true) => Some(Direction::Up),
            _ => None,
        }
    }

    fn is_act(&self, token: &str) -> bool {
        [&self.reduce, &self.increase, &self.change].into_iter().any(|words| is_word(words, token))
    }

    fn is_session(&self, token: &str) -> bool {
        is_word(&self.session, token) || self.sport(token).is_some()
    }

    fn sport(&self, token: &str) -> Option<String> {
        named(&self.sports, token)
    }

    /// A day in a form that says where something goes: `cumartesiye`, `cuma'ya`.
    fn goal(&self, clause: &[String], index: usize) -> Option<Weekday> {
        let token = clause.get(index)?;
        if let Some(day) = named(&self.days_to, token) {
            return Some(day);
        }
        let day = named(&self.days, token)?;
        let ending = clause.get(index + 1)?;
        matches!(ending.as_str(), "a" | "e" | "ya" | "ye").then_some(day)
    }

    /// A percentage of change that begins at a token.
    fn percent(&self, clause: &[String], index: usize) -> Option<f64> {
        let value: f64 = clause.get(index)?.replace(',', ".").parse().ok()?;
        let at = |index: usize| clause.get(index).map_or("", String::as_str);
        let before = index.checked_sub(1).map_or("", at);
        let sign = |token: &str| matches!(token, "%" | "٪");
        let is_share = sign(before)
            || sign(at(index + 1))
            || before == fold("yüzde")
            || matches!(at(index + 1), "percent" | "بالمئة" | "بالمائة")
            || (at(index + 1) == fold("في") && ["المئة", "المائة"].iter().any(|word| at(index + 2) == fold(word)));
        let around = near(clause, index, (BEFORE, AFTER));
        let is_intensity = around.iter().any(|token| is_word(&self.intensity, token));
        (is_share && !is_intensity).then_some(value)
    }
}

/// The name whose words hold a token.
fn named<K: Clone>(words: &BTreeMap<K, Vec<String>>, token: &str) -> Option<K> {
    words.iter().find(|(_, words)| is_word(words, token)).map(|(name, _)| name.clone())
}

/// Whether a token is one of the words, also behind Arabic particles that are written together with it.
fn is_word(words: &[String], token: &str) -> bool {
    let holds = |token: &str| {
        words.iter().any(|word| match word.strip_suffix('~') {
            Some(start) => token.starts_with(start),
            None => token == word,
        })
    };
    if holds(token) {
        return true;
    }
    let bare = token.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']);
    bare.is_some_and(holds) || token.strip_prefix("لل").is_some_and(|rest| holds(&format!("ال{rest}")))
}

fn near(clause: &[String], index: usize, (before, after): (usize, usize)) -> &[String] {
    let end = (index + after + 1).min(clause.len());
    clause.get(index.saturating_sub(before)..end).unwrap_or_default()
}

/// The folded words of each clause; signs of percent are words, decimals are one.
fn clauses(text: &str) -> Vec<Vec<String>> {
    let folded = fold(text);
    let (mut clauses, mut token) = (vec![Vec::new()], String::new());
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_inside = token.ends_with(|last: char| last.is_ascii_digit())
            && matches!(letter, '.' | ',')
            && letters.peek().is_some_and(char::is_ascii_digit);
        if letter.is_alphanumeric() || is_inside {
            token.push(letter);
            continue;
        }
        let last = clauses.len() - 1;
        if let Some(clause) = clauses.get_mut(last) {
            clause.extend((!token.is_empty()).then(|| std::mem::take(&mut token)));
            clause.extend(matches!(letter, '%' | '٪').then(|| letter.to_string()));
        }
        if matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | '،' | '؛' | '؟' | '\n') {
            clauses.push(Vec::new());
        }
    }
    if let Some(clause) = clauses.last_mut() {
        clause.extend((!token.is_empty()).then_some(token));
    }
    clauses
}
