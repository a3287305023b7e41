//! Taking a pattern apart: its words, their alternatives, the tokens of a literal.

use super::Class;
use crate::normalise::Folded;
use crate::tokens::{Kind, tokenise};

pub(super) fn class(word: &str) -> Result<Option<Class>, &'static str> {
    match word {
        "#" => Ok(Some(Class::Number)),
        "@food" => Ok(Some(Class::Food)),
        "@drug" => Ok(Some(Class::Drug)),
        "@supplement" => Ok(Some(Class::Supplement)),
        "@condition" => Ok(Some(Class::Condition)),
        "@topic" => Ok(Some(Class::Topic)),
        other if other.starts_with('@') => Err("after `@` comes food, drug, supplement, condition or topic"),
        _ => Ok(None),
    }
}

/// The words of a pattern; a bracket is one word even with blanks inside.
pub(super) fn words(pattern: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut depth = 0usize;
    for letter in pattern.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if letter.is_whitespace() && depth == 0 {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a word may be missing, and what may stand at its place; a `~` outside of brackets holds for each alternative.
pub(super) fn alternatives(word: &str) -> (bool, Vec<String>) {
    let (is_optional, word) = word.strip_prefix('?').map_or((false, word), |rest| (true, rest));
    let bare = word.trim_matches('~');
    let Some(inside) = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else {
        return (is_optional, vec![word.to_owned()]);
    };
    let (ends, begins) = (word.starts_with('~'), word.ends_with('~'));
    let wrap = |choice: &str| {
        let choice = choice.trim();
        let is_literal = !choice.starts_with(['#', '@']);
        let before = if ends && is_literal && !choice.starts_with('~') { "~" } else { "" };
        let after = if begins && is_literal && !choice.ends_with('~') { "~" } else { "" };
        format!("{before}{choice}{after}")
    };
    (is_optional, inside.split('|').map(wrap).collect())
}

/// The pattern once for each alternative that is several words: `(a b|c|d) e` becomes `a b e` and `(c|d) e`.
pub(super) fn expand(pattern: &str) -> Vec<String> {
    let mut patterns = vec![String::new()];
    for word in words(pattern) {
        let (is_optional, alternatives) = alternatives(&word);
        let is_long = |alternative: &String| literal_tokens(alternative).len() > 1;
        let mut choices: Vec<String> = vec![word.clone()];
        if alternatives.iter().any(is_long) && (alternatives.len() > 1 || is_optional) {
            let (long, short): (Vec<String>, Vec<String>) = alternatives.into_iter().partition(is_long);
            choices = long;
            choices.extend((!short.is_empty()).then(|| format!("({})", short.join("|"))));
            choices.extend(is_optional.then(String::new));
        }
        let join = |(pattern, choice): (&String, &String)| format!("{pattern} {choice}");
        patterns =
            patterns.iter().flat_map(|pattern| choices.iter().map(move |choice| join((pattern, choice)))).collect();
    }
    patterns
}

/// The tokens of a literal in search form, with its `~`.
pub(super) fn literal_tokens(literal: &str) -> Vec<String> {
    let ends = literal.trim().starts_with('~');
    let begins = literal.trim().ends_with('~');
    let folded = Folded::new(literal.trim().trim_matches('~'));
    let mut tokens: Vec<String> = tokenise(&folded)
        .iter()
        .filter(|token| token.kind != Kind::Break)
        .map(|token| token.text(&folded).to_owned())
        .collect();
    if let (true, Some(first)) = (ends, tokens.first_mut()) {
        first.insert(0, '~');
    }
    if let (true, Some(last)) = (begins, tokens.last_mut()) {
        last.push('~');
    }
    tokens
}
