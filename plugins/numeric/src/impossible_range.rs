//! A range whose lower end is above its upper end.
//!
//! # What it finds
//!
//! Two numbers joined by a dash or by the words of a range ("between 150 and 120 g"), with a unit behind the second,
//! where the first is the greater one.
//!
//! # Why it matters
//!
//! One of the ends is wrong, and the user cannot tell which.
//!
//! # Broken
//!
//! "Günde 150-120 g protein al."
//!
//! # Kept
//!
//! "Günde 120-150 g protein al."
//!
//! # Limits
//!
//! Repetitions that fall from set to set, blood pressure and scores are written the same way and left alone, and so is a
//! change ("from 85 to 80 kg").

use spotter_contract::{Document, Finding, Outcome, Quantity, QuantityKind, Rule, Sample, Span};

use crate::Numeric;
use crate::amount::readings;
use crate::reading::{Line, lines};
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "impossible-range", summary: "a range whose lower end is above its upper end", check };

fn check(_numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let mut findings = Vec::new();
    let mut is_met = false;
    for line in lines(sample, document) {
        is_met |= line.quantities.iter().any(|quantity| quantity.high.is_some());
        for neighbours in line.quantities.windows(2) {
            let [first, second] = neighbours else { continue };
            if is_range(sample, first, second) && is_reversed(first, second) && !is_change(&line) {
                findings.push(finding(sample, &line, (first, second)));
            }
        }
    }
    if findings.is_empty() && !is_met { Outcome::Skipped } else { Outcome::of(findings) }
}

/// Whether two numbers are the ends of a range that the text layer did not take for one.
fn is_range(sample: &Sample, first: &Quantity, second: &Quantity) -> bool {
    let text = sample.text(first.turn);
    let between = text.get(first.span.end..second.span.start).unwrap_or("?");
    let tight = between.trim();
    let is_even = between.starts_with(' ') == between.ends_with(' ');
    let is_dash = matches!(tight, "-" | "–" | "—") && is_even;
    let before = text.get(..first.span.start).unwrap_or("");
    let opens = before.trim_end().ends_with("between") || before.trim_end().ends_with("بين");
    let after = text.get(second.span.end..).unwrap_or("").trim_start();
    let closes = after.starts_with("aras") || second.span.of(text).contains(" aras");
    let is_between = (matches!(tight, "and" | "و") && opens) || (matches!(tight, "ile" | "ve" | "ila") && closes);
    let is_bare = |quantity: &Quantity| quantity.unit.is_none() && quantity.high.is_none();
    let same = first.unit == second.unit || is_bare(first);
    (is_dash || is_between) && same && is_measured(second) && second.high.is_none()
}

/// Whether a number measures something that ranges are given of.
fn is_measured(quantity: &Quantity) -> bool {
    use QuantityKind::{Energy, Length, Mass, MassPerMass, Percent, Rate, Time, Volume};
    matches!(quantity.kind, Energy | Length | Mass | MassPerMass | Percent | Rate | Time | Volume)
        && !matches!(quantity.unit, Some("mmHg"))
}

fn is_reversed(first: &Quantity, second: &Quantity) -> bool {
    readings(first).into_iter().all(|low| readings(second).into_iter().all(|high| low.low > high.low))
}

/// Whether the sentence tells of something that falls.
fn is_change(line: &Line) -> bool {
    line.names_any(&["weight_loss", "load"])
}

fn finding(sample: &Sample, line: &Line, (first, second): (&Quantity, &Quantity)) -> Finding {
    let span = Span::new(first.span.start, second.span.end);
    let range = span.of(sample.text(first.turn));
    let (low, high) = (shown(second.value, line.lang), shown(first.value, line.lang));
    let message = in_lang(
        line.lang,
        [
            format!("the range `{range}` begins above its end; {low}–{high} would be in order"),
            format!("`{range}` aralığının başı sonundan büyük; doğru sıra {low}–{high}"),
            format!("بداية المدى `{range}` أكبر من نهايته؛ الترتيب الصحيح {low}–{high}"),
        ],
    );
    Finding::at(first.turn, span, message)
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let broken = [
            ["Ne kadar?", "Günde 150-120 g protein al."],
            ["How much?", "Eat 150-120 g of protein a day."],
            ["كم؟", "تناول 150-120 غ من البروتين يوميا."],
            ["How much?", "Eat between 150 and 120 g of protein a day."],
        ];
        breaks(&RULE, &Facts::default(), &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let kept = [
            ["Ne kadar?", "Günde 120-150 g protein al."],
            ["How much?", "Eat 120-150 g of protein a day."],
            ["كم؟", "تناول 120-150 غ من البروتين يوميا."],
            ["How often?", "Do 12-10-8 reps with a growing load."],
            ["Tansiyonum?", "120-80 mmHg iyi bir değer."],
        ];
        keeps(&RULE, &Facts::default(), &kept);
    }
}
