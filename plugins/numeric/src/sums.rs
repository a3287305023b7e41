//! Items and the total that someone states for them.

use spotter_contract::{Document, Quantity, QuantityKind, Sentence, SentenceKind};

use crate::reading::{mentions, quantities};

/// Amounts of energy and the total they should come to.
pub(crate) struct Sum<'d> {
    /// The amounts, at least two.
    pub(crate) items: Vec<&'d Quantity<'d>>,
    /// What the answer says they come to.
    pub(crate) total: &'d Quantity<'d>,
}

/// The sums of one sentence: `400 kcal, 600 kcal and 500 kcal, in total 1500 kcal`.
pub(crate) fn in_sentence<'d>(document: &'d Document<'d>, line: &Sentence) -> Option<Sum<'d>> {
    let energies = energies(document, line);
    let total = total(document, line)?;
    let items: Vec<&Quantity> = energies.into_iter().filter(|energy| energy.span != total.span).collect();
    (items.len() >= 2).then_some(Sum { items, total })
}

/// The sum of a list: items or rows with one energy each, and a total in the list's last line or right after it.
pub(crate) fn of_list<'d>(document: &'d Document<'d>, lines: &[&Sentence]) -> Vec<Sum<'d>> {
    let mut sums = Vec::new();
    let mut items: Vec<&Quantity> = Vec::new();
    let mut prose = 0;
    for line in lines {
        if let Some(total) = total(document, line) {
            if items.len() >= 2 && energies(document, line).len() == 1 {
                sums.push(Sum { items: std::mem::take(&mut items), total });
            }
            items.clear();
        } else if matches!(line.kind, SentenceKind::Item | SentenceKind::Row) {
            prose = 0;
            if let &[energy] = energies(document, line).as_slice() {
                items.push(energy);
            }
        } else {
            prose += 1;
            if prose > 1 {
                items.clear();
            }
        }
    }
    sums
}

/// The energies of a sentence that are not per day, burnt or a deficit.
fn energies<'d>(document: &'d Document<'d>, line: &Sentence) -> Vec<&'d Quantity<'d>> {
    quantities(document, line).into_iter().filter(|quantity| quantity.kind == QuantityKind::Energy).collect()
}

/// The energy that a sentence calls a total: the first after the word, or else the last before it.
fn total<'d>(document: &'d Document<'d>, line: &Sentence) -> Option<&'d Quantity<'d>> {
    let named = mentions(document, line);
    let word = named.iter().find(|mention| mention.name == "total")?;
    let energies = energies(document, line);
    let after = energies.iter().find(|energy| energy.span.start >= word.span.end);
    after.or_else(|| energies.iter().rfind(|energy| energy.span.end <= word.span.start)).copied()
}
