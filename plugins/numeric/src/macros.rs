//! Which grams belong to which macronutrient.
//!
//! People write `30 g protein` or `protein: 30 g`, and keep to one order inside a sentence. Both orders are tried, and
//! the one that pairs more, or pairs closer, is believed.

use spotter_contract::{Document, Quantity, QuantityKind, Sentence, Span};

use crate::reading::{gap, mentions, quantities};

/// Bytes that may stand between a number and the nutrient it belongs to.
const REACH: usize = 24;

/// The grams of one nutrient.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grams<'d> {
    /// `protein`, `fat` or `carbohydrate`.
    pub(crate) nutrient: &'d str,
    /// The number.
    pub(crate) quantity: &'d Quantity<'d>,
}

/// The macronutrients of a sentence with their grams.
pub(crate) fn grams<'d>(document: &'d Document<'d>, sentence: &Sentence) -> Vec<Grams<'d>> {
    pairs(document, sentence, |quantity| quantity.kind == QuantityKind::Mass && quantity.unit == Some("g"))
}

/// The macronutrients of a sentence with their share in percent.
pub(crate) fn shares<'d>(document: &'d Document<'d>, sentence: &Sentence) -> Vec<Grams<'d>> {
    pairs(document, sentence, |quantity| quantity.kind == QuantityKind::Percent)
}

/// Kilocalories in a gram of a nutrient: the general Atwater factors (Merrill and Watt, USDA Handbook 74).
pub(crate) fn kcal_per_gram(nutrient: &str) -> f64 {
    if nutrient == "fat" { 9.0 } else { 4.0 }
}

fn pairs<'d>(document: &'d Document<'d>, sentence: &Sentence, fits: fn(&Quantity) -> bool) -> Vec<Grams<'d>> {
    let marks = marks(document, sentence, fits);
    let number_first = paired(&marks, |first, second| match (first, second) {
        (Mark::Number(number), Mark::Nutrient(_, nutrient)) => Some((number, nutrient)),
        _ => None,
    });
    let name_first = paired(&marks, |first, second| match (first, second) {
        (Mark::Nutrient(_, nutrient), Mark::Number(number)) => Some((number, nutrient)),
        _ => None,
    });
    let is_better = name_first.0.len() > number_first.0.len()
        || (name_first.0.len() == number_first.0.len() && name_first.1 < number_first.1);
    if is_better { name_first.0 } else { number_first.0 }
}

#[derive(Clone, Copy)]
enum Mark<'d> {
    Number(&'d Quantity<'d>),
    Nutrient(Span, &'d str),
}

impl Mark<'_> {
    fn span(self) -> Span {
        match self {
            Self::Number(quantity) => quantity.span,
            Self::Nutrient(span, _) => span,
        }
    }
}

fn marks<'d>(document: &'d Document<'d>, sentence: &Sentence, fits: fn(&Quantity) -> bool) -> Vec<Mark<'d>> {
    let numbers = quantities(document, sentence).into_iter().filter(|quantity| fits(quantity)).map(Mark::Number);
    let is_macro = |name: &str| matches!(name, "protein" | "fat" | "carbohydrate");
    let nutrients = mentions(document, sentence).into_iter().filter(|mention| is_macro(mention.name));
    let nutrients = nutrients.map(|mention| Mark::Nutrient(mention.span, mention.name));
    let mut marks: Vec<Mark> = numbers.chain(nutrients).collect();
    marks.sort_by_key(|mark| mark.span().start);
    marks
}

type Pair<'d> = fn(Mark<'d>, Mark<'d>) -> Option<(&'d Quantity<'d>, &'d str)>;

/// The pairs of neighbours in one order, and the bytes between them.
fn paired<'d>(marks: &[Mark<'d>], pair: Pair<'d>) -> (Vec<Grams<'d>>, usize) {
    let mut found = Vec::new();
    let mut bytes = 0;
    for neighbours in marks.windows(2) {
        let &[first, second] = neighbours else { continue };
        let between = gap(first.span(), second.span());
        if let Some((quantity, nutrient)) = pair(first, second).filter(|_| between <= REACH) {
            found.push(Grams { nutrient, quantity });
            bytes += between;
        }
    }
    (found, bytes)
}
