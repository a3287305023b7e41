//! Items and the total that someone states for them.

use spotter_contract::{Quantity, QuantityKind, SentenceKind};

use crate::amount::{Amount, likely};
use crate::macros::{MACROS, grams};
use crate::reading::{Line, gap};

/// What is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    /// Kilocalories.
    Energy,
    /// Grams of protein, fat or carbohydrate.
    Grams(&'static str),
    /// Sets.
    Sets,
    /// Minutes.
    Time,
    /// Kilometres.
    Distance,
    /// Millilitres.
    Volume,
}

/// A number that may be an item or a total.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term<'d> {
    pub(crate) measure: Measure,
    pub(crate) quantity: &'d Quantity<'d>,
    /// The factor to the unit of the measure.
    pub(crate) factor: f64,
}

impl Term<'_> {
    pub(crate) fn amount(&self) -> Amount {
        likely(self.quantity).times(self.factor)
    }
}

/// Amounts and the total they should come to.
pub(crate) struct Sum<'d> {
    /// The amounts, at least two.
    pub(crate) items: Vec<Term<'d>>,
    /// What the answer says they come to.
    pub(crate) total: Term<'d>,
    /// Where the total stands.
    pub(crate) line: Line<'d>,
}

/// The sums of one sentence: `400 kcal, 600 kcal and 500 kcal, in total 1500 kcal`.
pub(crate) fn in_sentence(line: Line) -> Vec<Sum> {
    let Some(word) = line.named("total").next() else { return Vec::new() };
    let terms = terms(line);
    let mut sums = Vec::new();
    for measure in measures(&terms) {
        let own: Vec<Term> = terms.iter().filter(|term| term.measure == measure).copied().collect();
        let after = own.iter().position(|term| term.quantity.span.start >= word.span.end);
        let Some(at) = after.or(own.len().checked_sub(1)) else { continue };
        let (Some(total), Some(items)) = (own.get(at).copied(), others(&own, at)) else { continue };
        // Minutes and grams stand for many things; a total of them is named beside its number.
        let is_named = measure == Measure::Energy || gap(total.quantity.span, word.span) <= NAMED;
        if items.len() >= 2 && is_named {
            sums.push(Sum { items, total, line });
        }
    }
    sums
}

/// Bytes between the word `total` and its number.
const NAMED: usize = 24;

fn others<'d>(own: &[Term<'d>], at: usize) -> Option<Vec<Term<'d>>> {
    Some(own.get(..at)?.iter().chain(own.get(at + 1..)?).copied().collect())
}

fn measures(terms: &[Term]) -> Vec<Measure> {
    let mut measures: Vec<Measure> = terms.iter().map(|term| term.measure).collect();
    measures.sort_unstable();
    measures.dedup();
    measures
}

/// The sums of a list: items or rows with one amount each, and a total in the list's last line, right after it, or in
/// the heading of a meal.
pub(crate) fn of_list<'d>(lines: &[Line<'d>]) -> Vec<Sum<'d>> {
    let mut sums = Vec::new();
    let mut list = List::default();
    let mut prose = 0;
    let mut before: Option<Line> = None;
    for line in lines {
        let is_item = matches!(line.sentence.kind, SentenceKind::Item | SentenceKind::Row);
        if line.names("total") {
            let is_told = list.items.is_empty();
            sums.extend(std::mem::take(&mut list).closed_by(*line));
            sums.extend(before.filter(|_| is_told).and_then(|before| told(before, *line)));
        } else if is_item {
            prose = 0;
            list.add(*line);
        } else {
            prose += 1;
            if prose > 1 || line.sentence.kind == SentenceKind::Heading {
                sums.extend(std::mem::take(&mut list).headed());
            }
            list.head = list.items.is_empty().then_some(*line).filter(is_meal);
        }
        before = Some(*line);
    }
    sums.extend(list.headed());
    sums
}

/// The sum of a sentence of meals or nutrients whose total stands in the next one.
fn told<'d>(before: Line<'d>, line: Line<'d>) -> Option<Sum<'d>> {
    let energies = |line| terms(line).into_iter().filter(|term| term.measure == Measure::Energy).collect::<Vec<_>>();
    let has_parts = before.names_any(&["meal", "protein", "fat", "carbohydrate"]);
    let is_other = before.names_any(&["total", "deficit", "surplus", "burn", "bmr", "tdee", "choice", "per_day"]);
    let items = Some(energies(before)).filter(|items| items.len() >= 2 && has_parts && !is_other)?;
    match energies(line).as_slice() {
        [total] => Some(Sum { items, total: *total, line }),
        _ => None,
    }
}

/// Whether a line heads the parts of a meal: `Breakfast (650 kcal):`.
fn is_meal(line: &Line) -> bool {
    line.sentence.kind == SentenceKind::Heading
        && line.names("meal")
        && !line.names_any(&["limit", "choice", "per_day"])
        && terms(*line).iter().filter(|term| term.measure == Measure::Energy).count() == 1
}

/// The lines of a list so far.
#[derive(Default)]
struct List<'d> {
    head: Option<Line<'d>>,
    items: Vec<Vec<Term<'d>>>,
}

impl<'d> List<'d> {
    fn add(&mut self, line: Line<'d>) {
        self.items.push(terms(line));
    }

    /// The sums that a line with a total closes.
    fn closed_by(self, line: Line<'d>) -> Vec<Sum<'d>> {
        let terms = terms(line);
        let once = |measure| terms.iter().filter(|term| term.measure == measure).count() == 1;
        let totals = terms.iter().filter(|term| once(term.measure));
        let sum = |total: &Term<'d>| {
            let items = self.of(total.measure).filter(|items| items.len() >= 2)?;
            Some(Sum { items, total: *total, line })
        };
        totals.filter_map(sum).collect()
    }

    /// The sum that the heading states, where every line of the list has one amount.
    fn headed(self) -> Option<Sum<'d>> {
        let line = self.head?;
        let total = terms(line).into_iter().find(|term| term.measure == Measure::Energy)?;
        let items = self.of(Measure::Energy).filter(|items| items.len() >= 2 && items.len() == self.items.len())?;
        Some(Sum { items, total, line })
    }

    /// The amounts of a measure; none where a line has two, for one of them may be a part of the other.
    fn of(&self, measure: Measure) -> Option<Vec<Term<'d>>> {
        let mut found = Vec::new();
        for terms in &self.items {
            let mut own = terms.iter().filter(|term| term.measure == measure);
            found.extend(own.next().copied());
            if own.next().is_some() {
                return None;
            }
        }
        Some(found)
    }
}

/// The numbers of a line that can be added up.
fn terms(line: Line) -> Vec<Term> {
    let macros = grams(&line).into_iter().filter_map(|part| {
        let nutrient = MACROS.into_iter().find(|name| *name == part.nutrient)?;
        Some(Term { measure: Measure::Grams(nutrient), quantity: part.quantity, factor: 1.0 })
    });
    let is_training = line.quantities.iter().any(|quantity| quantity.kind == QuantityKind::Sets);
    let others = line.quantities.iter().filter_map(|quantity| {
        let (measure, factor) = match (quantity.kind, quantity.unit?) {
            (QuantityKind::Energy, "kcal") => (Measure::Energy, 1.0),
            (QuantityKind::Count, "set") => (Measure::Sets, 1.0),
            (QuantityKind::Time, "min") if !is_training => (Measure::Time, 1.0),
            (QuantityKind::Time, "h") if !is_training => (Measure::Time, 60.0),
            (QuantityKind::Length, "km") if !is_training => (Measure::Distance, 1.0),
            (QuantityKind::Volume, "ml") => (Measure::Volume, 1.0),
            (QuantityKind::Volume, "l") => (Measure::Volume, 1000.0),
            _ => return None,
        };
        Some(Term { measure, quantity, factor })
    });
    macros.chain(others).collect()
}
