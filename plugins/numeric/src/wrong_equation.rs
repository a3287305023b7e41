//! An equation whose result is not its left side.
//!
//! # What it finds
//!
//! Every equation that an answer writes out (`70 × 1.6 = 112`), where the stated result differs from the computed one by
//! more than the rounding of the printed digits explains.
//!
//! # Why it matters
//!
//! People copy the result and eat, lift or run by it. Small models are weak at arithmetic and sure of it.
//!
//! # Broken
//!
//! "70 kg × 1,6 g = 142 g"
//!
//! # Kept
//!
//! "1.755 × 1,55 = 2.720": the exact result is 2720.25.
//!
//! # Limits
//!
//! Only equations with an equals sign. A formula with the wrong factors but the right arithmetic passes.

use spotter_contract::{Document, Equation, Finding, Lang, Outcome, Role, Rule, Sample};

use crate::Numeric;
use crate::reading::lang_at;
use crate::texts::{in_lang, shown};

pub(crate) const RULE: Rule<Numeric> =
    Rule { name: "wrong-equation", summary: "an equation whose result is not its left side", check };

fn check(_numeric: &Numeric, sample: &Sample, document: &Document) -> Outcome {
    let of_coach = |turn: usize| sample.turns.get(turn).is_some_and(|turn| turn.role == Role::Coach);
    let mut equations = document.equations.iter().filter(|equation| of_coach(equation.turn)).peekable();
    if equations.peek().is_none() {
        return Outcome::Skipped;
    }
    let wrong = equations.filter(|equation| is_wrong(equation));
    let lang = |equation: &Equation| lang_at(document, equation.turn, equation.span.start);
    Outcome::of(wrong.map(|equation| finding(sample, equation, lang(equation))).collect())
}

fn is_wrong(equation: &Equation) -> bool {
    // The slack covers what binary fractions lose, not what people round.
    let slack = equation.tolerance + 1e-9 * equation.computed.abs();
    (equation.stated - equation.computed).abs() > slack
}

fn finding(sample: &Sample, equation: &Equation, lang: Lang) -> Finding {
    let written = equation.span.of(sample.text(equation.turn)).trim();
    let computed = shown(equation.computed, lang);
    let message = in_lang(
        lang,
        [
            format!("`{written}` comes to {computed}"),
            format!("`{written}` işleminin sonucu {computed}"),
            format!("ناتج `{written}` هو {computed}"),
        ],
    );
    Finding::at(equation.turn, equation.span, message)
}

#[cfg(test)]
mod tests {
    use spotter_contract::Facts;

    use super::RULE;
    use crate::testing::{breaks, keeps};

    #[test]
    fn finds_it_in_three_languages() {
        let facts = Facts::default();
        let broken = [["Ne kadar?", "70 x 1,6 = 142"], ["How much?", "70 x 1.6 = 142"], ["كم؟", "٢٤٠٠ - ٥٠٠ = ١٧٠٠"]];
        breaks(&RULE, &facts, &broken);
    }

    #[test]
    fn keeps_its_nearest_neighbours() {
        let facts = Facts::default();
        let kept = [
            ["Ne kadar?", "1.755 x 1,55 = 2.720"],
            ["How much?", "1,755 x 1.55 = 2,720"],
            ["كم؟", "٢٤٠٠ - ٥٠٠ = ١٩٠٠"],
        ];
        keeps(&RULE, &facts, &kept);
    }
}
