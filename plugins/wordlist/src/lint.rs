//! What a list does that its author may not know: words of the language that one of its words is part of, reads like, or
//! is a slip of the finger away from.

use spotter_contract::Lang;
use spotter_text::{common_words, fold, fold_ascii};

use crate::Wordlist;
use crate::lists::{Entry, LANGS};

/// How many victims a remark names.
const NAMED: usize = 5;

/// One remark for every word with victims, and one for every language that a list lacks.
pub(crate) fn remarks(lists: &Wordlist) -> Vec<String> {
    lists.all().flat_map(|(kind, entry)| of_entry(kind, entry)).collect()
}

fn of_entry(kind: &str, entry: &Entry) -> Vec<String> {
    let name = &entry.name;
    let lacking = LANGS.iter().filter(|lang| !entry.speaks(**lang));
    let gap = |lang: &Lang| {
        format!("{kind} `{name}` has no words in `{lang}`: answers in that language are not judged by it")
    };
    let mut remarks: Vec<String> = lacking.map(gap).collect();
    for (lang, word) in &entry.words.words {
        let victims = victims(*lang, word, &entry.despite);
        if !victims.is_empty() {
            remarks.push(format!(
                "{kind} `{name}`: `{word}` {}; where that is meant, add the words to `despite`",
                victims.join("; ")
            ));
        }
    }
    remarks
}

/// What is said about the victims of a word, one clause for each way to be one.
fn victims(lang: Lang, word: &str, despite: &[String]) -> Vec<String> {
    let (own, bare) = (fold(word), fold_ascii(word));
    let (mut parts, mut folds, mut slips) = (Vec::new(), Vec::new(), Vec::new());
    for common in common_words(lang).filter(|common| !despite.iter().any(|own| own == common)) {
        let folded = fold(common);
        if common == word {
            continue;
        }
        if folded == own || fold_ascii(common) == bare {
            folds.push(common);
        } else if own.chars().count() >= 2 && folded.contains(&own) {
            parts.push(common);
        } else if own.chars().count() >= 4 && is_slip(&own, &folded) {
            slips.push(common);
        }
    }
    let clause = |what: &str, words: &[&str]| (!words.is_empty()).then(|| format!("{what} {}", named(words)));
    let clauses = [clause("reads like", &folds), clause("is part of", &parts), clause("is one slip from", &slips)];
    clauses.into_iter().flatten().collect()
}

fn named(words: &[&str]) -> String {
    let shown = words.iter().take(NAMED).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match words.len().checked_sub(NAMED) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// Whether two words are one letter apart: one is put in, left out, changed, or swapped with its neighbour.
fn is_slip(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let same = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (Some(left), Some(right)) = (left.get(same..), right.get(same..)) else { return false };
    match (left, right) {
        ([], [_]) | ([_], []) => true,
        ([a, b, left @ ..], [c, d, right @ ..]) if a == d && b == c && left == right => true,
        ([_, left @ ..], [_, rest @ ..]) if left == rest => true,
        ([_, left @ ..], right) if left == right => true,
        (left, [_, right @ ..]) => left == right,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use spotter_contract::Rubric;

    use super::*;

    fn said(list: &str) -> String {
        Wordlist::arm(list).unwrap().remarks().join("\n")
    }

    #[test]
    fn victims_are_named_in_three_languages() {
        let list = "[[forbid]]\nname = 'x'\nwords = { tr = ['sik'], en = ['special'], ar = ['سكر'] }\n";
        let remarks = said(list);
        assert!(remarks.contains("`sik` reads like `sık`"), "{remarks}");
        assert!(remarks.contains("`special` is part of `specialist`"), "{remarks}");
        assert!(remarks.contains("`سكر` is "), "{remarks}");
        assert!(!said(&format!("{list}despite = ['sık']\n")).contains("`sık`"));
    }

    #[test]
    fn a_language_without_words_is_named() {
        let remarks = said("[[forbid]]\nname = 'x'\nwords = { en = ['zzyzx'], ar = ['ززز'] }\n");
        assert!(remarks.contains("no words in `tr`"), "{remarks}");
    }

    #[test]
    fn slips_are_one_letter_apart() {
        for (left, right) in [("kilo", "kila"), ("kilo", "kiol"), ("kilo", "klo"), ("kilo", "kiloo"), ("ab", "ba")] {
            assert!(is_slip(left, right) && is_slip(right, left), "{left} {right}");
        }
        for (left, right) in [("kilo", "kilo"), ("kilo", "kola"), ("kilo", "loki"), ("kilo", "kiloos")] {
            assert!(!is_slip(left, right) && !is_slip(right, left), "{left} {right}");
        }
    }
}
