//! Which grams belong to which nutrient.
//!
//! People write `30 g protein` or `protein: 30 g`, and keep to one order inside a sentence. Both orders are tried, and
//! the one that pairs more, or pairs closer, is believed. Any other number or measured thing between the two parts them.

use spotter_contract::{Quantity, QuantityKind, Span};

use crate::reading::{Line, gap};

/// Bytes that may stand between a number and the nutrient it belongs to.
const REACH: usize = 24;

/// The grams, or the share, of one nutrient.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'d> {
    /// `protein`, `fat`, `carbohydrate`, `fibre` ..
    pub(crate) nutrient: &'d str,
    /// The number.
    pub(crate) quantity: &'d Quantity<'d>,
    /// Bytes between the two.
    reach: usize,
}

/// The nutrients that hold the energy of a food.
pub(crate) const MACROS: [&str; 3] = ["protein", "fat", "carbohydrate"];

/// The nutrients of a sentence with their grams; where one is named twice, only what stands closer is kept.
pub(crate) fn grams<'d>(line: &Line<'d>) -> Vec<Part<'d>> {
    nearest(&pairs(line, |quantity| quantity.kind == QuantityKind::Mass && quantity.unit == Some("g")))
}

/// The macronutrients of a sentence with their share in percent: `30 % protein`, and `150 g (30 %)` of protein.
pub(crate) fn shares<'d>(line: &Line<'d>) -> Vec<Part<'d>> {
    const BRACKET: usize = 3;
    let is_share = |quantity: &Quantity| quantity.kind == QuantityKind::Percent;
    let of = |part: Part<'d>| {
        let mut shares = line.quantities.iter().filter(|quantity| is_share(quantity));
        let quantity = shares.find(|quantity| gap(quantity.span, part.quantity.span) <= BRACKET)?;
        Some(Part { quantity, ..part })
    };
    let beside: Vec<Part> = grams(line).into_iter().filter_map(of).collect();
    if beside.is_empty() { pairs(line, is_share) } else { beside }
}

/// Kilocalories in a gram of a nutrient: the general Atwater factors (Merrill and Watt, USDA Handbook 74).
pub(crate) fn kcal_per_gram(nutrient: &str) -> f64 {
    match nutrient {
        "fat" => 9.0,
        "protein" | "carbohydrate" => 4.0,
        _ => 0.0,
    }
}

/// Leaves out a pair of a nutrient that another pair holds closer: in `100 g low fat milk: 1 g fat` the first.
fn nearest<'d>(parts: &[Part<'d>]) -> Vec<Part<'d>> {
    let is_kept = |part: &Part| !parts.iter().any(|other| other.nutrient == part.nutrient && other.reach < part.reach);
    parts.iter().filter(|part| is_kept(part)).copied().collect()
}

fn pairs<'d>(line: &Line<'d>, fits: impl Fn(&Quantity) -> bool + Copy) -> Vec<Part<'d>> {
    let marks = marks(line, fits);
    let number_first = paired(&marks, |first, second| match (first, second) {
        (Mark::Number(number), Mark::Nutrient(_, nutrient)) => Some((number, nutrient)),
        _ => None,
    });
    let name_first = paired(&marks, |first, second| match (first, second) {
        (Mark::Nutrient(_, nutrient), Mark::Number(number)) => Some((number, nutrient)),
        _ => None,
    });
    let bytes = |parts: &[Part]| parts.iter().map(|part| part.reach).sum::<usize>();
    let is_better = name_first.len() > number_first.len()
        || (name_first.len() == number_first.len() && bytes(&name_first) < bytes(&number_first));
    if is_better { name_first } else { number_first }
}

#[derive(Clone, Copy)]
enum Mark<'d> {
    Number(&'d Quantity<'d>),
    Nutrient(Span, &'d str),
    Other(Span),
}

impl Mark<'_> {
    fn span(self) -> Span {
        match self {
            Self::Number(quantity) => quantity.span,
            Self::Nutrient(span, _) | Self::Other(span) => span,
        }
    }
}

fn marks<'d>(line: &Line<'d>, fits: impl Fn(&Quantity) -> bool + Copy) -> Vec<Mark<'d>> {
    let number = |quantity: &'d Quantity<'d>| {
        if fits(quantity) { Mark::Number(quantity) } else { Mark::Other(quantity.span) }
    };
    let is_food_word = |name: &str| matches!(name, "protein" | "fat" | "carbohydrate" | "fibre" | "sugar" | "sodium");
    let nutrients = line.mentions.iter().filter(|mention| is_food_word(mention.name));
    let nutrients = nutrients.map(|mention| Mark::Nutrient(mention.span, mention.name));
    let mut marks: Vec<Mark> = line.quantities.iter().map(number).chain(nutrients).collect();
    marks.sort_by_key(|mark| mark.span().start);
    marks
}

type Pair<'d> = fn(Mark<'d>, Mark<'d>) -> Option<(&'d Quantity<'d>, &'d str)>;

/// The pairs of neighbours in one order.
fn paired<'d>(marks: &[Mark<'d>], pair: Pair<'d>) -> Vec<Part<'d>> {
    let mut found = Vec::new();
    for neighbours in marks.windows(2) {
        let &[first, second] = neighbours else { continue };
        let reach = gap(first.span(), second.span());
        if let Some((quantity, nutrient)) = pair(first, second).filter(|_| reach <= REACH) {
            found.push(Part { nutrient, quantity, reach });
        }
    }
    found
}
