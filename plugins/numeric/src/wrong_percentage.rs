//! Shares that do not add up, or do not agree with the amounts beside them.
//!
//! # What it finds
//!
//! Shares of protein, fat and carbohydrate that do not come to a hundred percent; a share of a nutrient that its grams
//! do not hold of the day's energy; and a deficit or surplus in percent whose result is another.
//!
//! # Why it matters
//!
//! The user sets an app to the shares and cooks by the grams, and the two lead to different plates.
//!
//! # Broken
//!
//! "2.000 kcal: %30 protein, %30 yağ, %50 karbonhidrat." They come to 110 %.
//!
//! # Kept
//!
//! "2.000 kcal: %30 protein, %30 yağ, %40 karbonhidrat."
//!
//! # Limits
//!
//! Shares of another kind (body fat, a share of one meal) need words to be told apart, and are left alone. Grams are held
//! against every energy of at least 800 kcal in the answer, for any of them may be the day's.

use spotter_contract::{Document, Finding, Outcome, Quantity, QuantityKind, Rule, Sample, Span};

use crate::Numeric;
use crate::amount::{Amount, likely, readings};
use crate::macros::{MACROS, Part, grams, kcal_per_gram, shares};
use crate::reading::{Line, comparable, written};
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "wrong-percentage", summary: "shares that do not add up or disagree with their amounts", check };

/// Percent by which rounding moves the sum of three shares, or one share against its grams.
const ROUNDING: f64 = 2.0;
/// Share by which rounding moves a result.
const RESULT: f64 = 0.02;
/// The least energy of a day.
const DAY_KCAL: f64 = 800.0;

fn check(_numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let mut findings = Vec::new();
    let mut is_met = false;
    let mut take = |answer: Option<Vec<Finding>>| {
        is_met |= answer.is_some();
        findings.extend(answer.into_iter().flatten());
    };
    let lines: Vec<Line> = comparable(sample, document).collect();
    for turn in lines.chunk_by(|a, b| a.sentence.turn == b.sentence.turn) {
        let days = days(turn);
        for line in turn {
            take(split(line));
            take(held(sample, line, &days));
            take(change(sample, line));
        }
    }
    if is_met { Outcome::of(findings) } else { Outcome::Skipped }
}

/// The energies of a turn that may be a day's.
fn days(turn: &[Line]) -> Vec<Amount> {
    let energies =
        turn.iter().flat_map(|line| line.quantities).filter(|quantity| quantity.kind == QuantityKind::Energy);
    energies.flat_map(readings).filter(|energy| energy.high >= DAY_KCAL).take(40).collect()
}

/// Whether three shares come to a hundred percent; nothing where there are not three.
fn split(line: &Line) -> Option<Vec<Finding>> {
    let shares = shares(line);
    if shares.len() != 3 || !MACROS.iter().all(|name| shares.iter().any(|share| share.nutrient == *name)) {
        return None;
    }
    let sum = shares.iter().fold(Amount::ZERO, |sum, share| sum.plus(likely(share.quantity)));
    if sum.is_within(Amount::one(100.0), ROUNDING) {
        return Some(Vec::new());
    }
    let spans = || shares.iter().map(|share| share.quantity.span);
    let start = spans().map(|span| span.start).min()?;
    let end = spans().map(|span| span.end).max()?;
    let sum = sum.shown(line.lang);
    let message = in_lang(
        line.lang,
        [
            format!("the shares come to {sum} %, not 100 %"),
            format!("oranların toplamı %{sum}, %100 değil"),
            format!("مجموع النسب {sum}% وليس 100%"),
        ],
    );
    Some(vec![Finding::at(line.sentence.turn, Span::new(start, end), message)])
}

/// Whether the grams of a nutrient hold the share of energy that stands beside them.
fn held(sample: &Sample, line: &Line, days: &[Amount]) -> Option<Vec<Finding>> {
    let grams = grams(line);
    let pairs: Vec<(Part, Part)> = shares(line)
        .into_iter()
        .filter_map(|share| Some((share, *grams.iter().find(|part| part.nutrient == share.nutrient)?)))
        .filter(|(share, _)| MACROS.contains(&share.nutrient))
        .collect();
    if pairs.is_empty() || days.is_empty() {
        return None;
    }
    let wrong = pairs.iter().find(|(share, part)| !days.iter().any(|day| is_share(share, part, *day)));
    let remark = wrong.and_then(|(share, part)| {
        let (percent, amount) = (written(sample, share.quantity), written(sample, part.quantity));
        let (day, kcal) = (days.first()?.middle(), likely(part.quantity).middle() * kcal_per_gram(part.nutrient));
        let (real, day) = (shown((100.0 * kcal / day).round(), line.lang), shown(day, line.lang));
        let message = in_lang(
            line.lang,
            [
                format!("`{percent}` does not agree with `{amount}`, which is {real} % of {day} kcal"),
                format!("`{percent}`, `{amount}` ile tutmuyor; bu miktar {day} kcal'nin %{real} kadarı"),
                format!("`{percent}` لا يوافق `{amount}`، فهذا {real}% من {day} kcal"),
            ],
        );
        Some(Finding::at(share.quantity.turn, share.quantity.span, message))
    });
    Some(remark.into_iter().collect())
}

fn is_share(share: &Part, part: &Part, day: Amount) -> bool {
    let kcal = likely(part.quantity).times(kcal_per_gram(part.nutrient));
    let real = Amount { low: 100.0 * kcal.low / day.high, high: 100.0 * kcal.high / day.low };
    real.is_within(likely(share.quantity), ROUNDING)
}

/// Whether a deficit or surplus in percent leads from one energy to the other.
fn change(sample: &Sample, line: &Line) -> Option<Vec<Finding>> {
    if !line.names_any(&["deficit", "below_need", "surplus"]) || line.names("limit") {
        return None;
    }
    let of = |kind| line.quantities.iter().filter(move |quantity: &&Quantity| quantity.kind == kind);
    let percents: Vec<&Quantity> = of(QuantityKind::Percent).collect();
    let energies: Vec<&Quantity> = of(QuantityKind::Energy).collect();
    let (&[percent], &[first, second]) = (percents.as_slice(), energies.as_slice()) else { return None };
    let share = likely(percent).times(0.01);
    let from = |base: Amount, other: Amount| {
        let less = Amount { low: base.low * (1.0 - share.high), high: base.high * (1.0 - share.low) };
        let more = Amount { low: base.low * (1.0 + share.low), high: base.high * (1.0 + share.high) };
        let part = Amount { low: base.low * share.low, high: base.high * share.high };
        [less, more, part].into_iter().any(|result| result.is_near(other, RESULT))
    };
    let fits = readings(first)
        .into_iter()
        .any(|first| readings(second).into_iter().any(|second| from(first, second) || from(second, first)));
    if fits {
        return Some(Vec::new());
    }
    let sign = if line.names_any(&["deficit", "below_need"]) { -1.0 } else { 1.0 };
    let real = likely(first).middle() * (1.0 + sign * share.middle());
    let (result, base, rate) = (written(sample, second), written(sample, first), written(sample, percent));
    let real = shown(real.round(), line.lang);
    let message = in_lang(
        line.lang,
        [
            format!("`{result}` does not follow from `{base}` and `{rate}`, which give {real} kcal"),
            format!("`{result}`, `{base}` ve `{rate}` hesabından çıkmıyor; sonuç {real} kcal"),
            format!("`{result}` لا ينتج عن `{base}` و`{rate}`، والناتج {real} kcal"),
        ],
    );
    Some(vec![Finding::at(second.turn, second.span, message)])
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let broken = [
            ["Makrolarım?", "Kalorinin %30'u protein, %30'u yağ, %50'si karbonhidrat olsun."],
            ["My macros?", "Split it into 30% protein, 30% fat and 50% carbs."],
            ["نسبي؟", "30% بروتين و30% دهون و50% كربوهيدرات."],
            ["Makrolarım?", "Günde 2.000 kcal hedefle. Protein 150 g (%40) olsun."],
            ["My macros?", "Aim for 2,000 kcal a day. Protein: 150 g (40%)."],
            ["نسبي؟", "هدفك 2000 سعرة في اليوم. البروتين: 150 غ (40%)."],
            ["Ne kadar?", "2.400 kcal ihtiyacından %20 açık ile 2.100 kcal yersin."],
            ["How much?", "A 20% deficit from 2,400 kcal means 2,100 kcal."],
            ["كم؟", "عجز 20% من 2400 سعرة يعني 2100 سعرة."],
        ];
        breaks(&RULE, &Facts::default(), &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let kept = [
            ["Makrolarım?", "Kalorinin %30'u protein, %30'u yağ, %40'ı karbonhidrat olsun."],
            ["My macros?", "Split it into 30% protein, 30% fat and 40% carbs."],
            ["نسبي؟", "30% بروتين و30% دهون و40% كربوهيدرات."],
            ["Makrolarım?", "Günde 2.000 kcal hedefle. Protein 150 g (%30) olsun."],
            ["My macros?", "Aim for 2,000 kcal a day. Protein: 150 g (30%)."],
            ["نسبي؟", "هدفك 2000 سعرة في اليوم. البروتين: 150 غ (30%)."],
            ["Ne kadar?", "2.400 kcal ihtiyacından %20 açık ile 1.920 kcal yersin."],
            ["How much?", "A 20% deficit from 2,400 kcal means 1,920 kcal."],
            ["كم؟", "عجز 20% من 2400 سعرة يعني 1920 سعرة."],
        ];
        keeps(&RULE, &Facts::default(), &kept);
    }
}
