//! Equations that a text writes out: `1,755 x 1.55 = 2,720`, `10 apples + 20 apples = 30 apples`.
//!
//! The left side is read backwards from the equals sign: a number, at most a few words of its unit, an operator, and
//! so on. What looks like algebra (`3x + 4 = 28`), like the middle of a longer chain, or like a sum of different units
//! is left alone: a checker that cries wolf is switched off.

use crate::normalise::Folded;
use crate::number::digits;
use crate::quantity::Found;
use crate::tokens::{Kind, Token};

/// How many words may stand between a number and its operator: `2 bottles of bleach per client = ..`.
const WORDS: usize = 6;
/// How deep brackets may nest.
const DEPTH: usize = 16;
/// How many numbers and signs a left side may have.
const PARTS: usize = 64;

/// An equation, by its tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Written {
    /// The first token.
    pub(crate) first: usize,
    /// The token after the last.
    pub(crate) after: usize,
    /// The result as written.
    pub(crate) stated: f64,
    /// The result as computed.
    pub(crate) computed: f64,
    /// How far the two may lie apart.
    pub(crate) tolerance: f64,
}

/// A part of the left side.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Number(Operand),
    Sign(char),
    Open,
    Close,
}

/// A number with both readings.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Operand {
    point: f64,
    comma: f64,
    decimals: usize,
    is_percent: bool,
    is_money: bool,
    /// The first letter of a unit that is glued to the number: `60g`, but also the variable of `3x`.
    glued: Option<char>,
}

/// The equations among the tokens `first..after`.
pub(crate) fn equations(
    folded: &Folded,
    tokens: &[Token],
    first: usize,
    after: usize,
    quantities: &[Found],
) -> Vec<Written> {
    let scan = Scan { folded, tokens, first, after, quantities };
    (first..after).filter(|at| scan.is_equals(*at)).filter_map(|at| scan.equation(at)).collect()
}

struct Scan<'a> {
    folded: &'a Folded,
    tokens: &'a [Token],
    first: usize,
    after: usize,
    quantities: &'a [Found<'a>],
}

impl Scan<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at).filter(|_| (self.first..self.after).contains(&at))
    }

    fn is(&self, at: usize, glyphs: &[char]) -> bool {
        self.token(at).is_some_and(|token| token.kind == Kind::Mark && glyphs.contains(&token.glyph))
    }

    fn text(&self, at: usize) -> &str {
        self.token(at).map_or("", |token| token.text(self.folded))
    }

    fn is_equals(&self, at: usize) -> bool {
        self.is(at, &['=', '≈']) || matches!(self.text(at), "equals" | "eder" | "yapar" | "eşittir" | "يساوي" | "تساوي")
    }

    fn equation(&self, equals: usize) -> Option<Written> {
        let (stated, after) = self.result(equals + 1)?;
        let (parts, first) = self.left(equals)?;
        if is_algebra(&parts, stated) {
            return None;
        }
        let is_about = self.is(equals, &['≈']) || (equals + 1..after).any(|at| self.is_about(at));
        let readings: [fn(&Operand) -> f64; 2] = [|operand| operand.point, |operand| operand.comma];
        let mut best: Option<Written> = None;
        for pick in readings {
            let Some(computed) = solve(&parts, pick) else { continue };
            let slack = if is_about { 0.01 } else { 0.0 } + spread(&parts);
            for scale in scales(&parts, stated) {
                let computed = computed * scale;
                let tolerance = 0.5 * 10f64.powi(-(stated.decimals as i32)) + computed.abs() * (slack + 1e-9);
                for stated in readings.map(|pick| pick(&stated)) {
                    let one = Written { first, after, stated, computed, tolerance };
                    let error = |written: &Written| (written.stated - written.computed).abs() - written.tolerance;
                    if best.is_none_or(|best| error(&one) < error(&best)) {
                        best = Some(one);
                    }
                }
            }
        }
        best
    }

    fn is_about(&self, at: usize) -> bool {
        self.is(at, &['~', '≈'])
            || matches!(
                self.text(at),
                "yaklaşik" | "about" | "approximately" | "roughly" | "around" | "حوالي" | "تقريبا"
            )
    }

    /// The result behind the equals sign, and the token after it; none where the right side goes on.
    fn result(&self, at: usize) -> Option<(Operand, usize)> {
        let mut at = at;
        while self.is_about(at) || self.is(at, &['$', '€', '£', '%', '-']) {
            at += 1;
        }
        let lead = |glyph: char| at.checked_sub(1).is_some_and(|before| self.is(before, &[glyph]));
        let mut stated = self.operand(at)?;
        if lead('-') {
            (stated.point, stated.comma) = (-stated.point, -stated.comma);
        }
        stated.is_money |= lead('$') || lead('€') || lead('£');
        stated.is_percent |= lead('%');
        let mut after = at + 1;
        // Quantities are in order; at most two begin at one place.
        let behind = self.quantities.partition_point(|found| found.first <= at);
        let near = self.quantities.get(behind.saturating_sub(2)..behind).unwrap_or(&[]);
        let fraction = near.iter().find(|found| at < found.after && found.high.is_none());
        if let Some(found) = fraction.filter(|found| {
            self.is(at + 1, &['/'])
                || self.token(at + 1).is_some_and(|next| next.kind == Kind::Number && found.after > at + 1)
        }) {
            (stated.point, stated.comma, after) = (found.value.abs(), found.value.abs(), found.after);
        }
        after += usize::from(self.is(after, &['%']));
        let mut unit = fraction.map_or(after, |found| found.after.max(after));
        while self.is_word_slash(unit) {
            unit += 2;
        }
        after = if unit > after && self.is_word_slash(after) { unit } else { after };
        let goes_on = |at: usize| self.operator(at).is_some() && !self.is_word_slash(at);
        let ends = (!goes_on(after) && !goes_on(unit)) || self.is_equals(unit);
        ends.then_some((stated, unit))
    }

    fn operand(&self, at: usize) -> Option<Operand> {
        let token = self.token(at).filter(|token| token.kind == Kind::Number)?;
        let read = digits(token.stem(self.folded))?;
        let next = self.token(at + 1).filter(|next| next.is_glued);
        let glued =
            next.filter(|next| next.kind == Kind::Word && self.operator(at + 1).is_none()).map(|next| next.glyph);
        let before = |glyph: char| at.checked_sub(1).is_some_and(|before| self.is(before, &[glyph]));
        let is_percent = self.is(at + 1, &['%']) || before('%');
        let is_money = before('$') || before('€') || before('£');
        Some(Operand { point: read.point, comma: read.comma, decimals: read.decimals, is_percent, is_money, glued })
    }

    /// The parts of the left side and its first token.
    fn left(&self, equals: usize) -> Option<(Vec<Part>, usize)> {
        let mut parts = Vec::new();
        let (mut at, mut first, mut depth, mut words) = (equals, equals, 0usize, 0usize);
        let mut wants_number = true;
        while at > self.first && parts.len() < PARTS {
            let before = at - 1;
            if wants_number {
                if let Some(operand) = self.operand(before) {
                    parts.push(Part::Number(operand));
                    (wants_number, words) = (false, 0);
                    first = if depth == 0 { before } else { first };
                } else if self.is(before, &[')']) && depth < DEPTH && words == 0 {
                    parts.push(Part::Close);
                    depth += 1;
                } else if self.is_filler(before) && words < WORDS {
                    words += 1;
                } else {
                    break;
                }
            } else if self.is(before, &['(']) && depth > 0 {
                parts.push(Part::Open);
                depth -= 1;
                first = if depth == 0 { before } else { first };
            } else if let Some(sign) = self.operator(before).filter(|_| !self.is_word_slash(before)) {
                parts.push(Part::Sign(sign));
                wants_number = true;
            } else if !self.is(before, &['$', '€', '£', '%']) {
                break;
            }
            at = before;
        }
        Self::trim(&mut parts);
        first = self.with_minus(&mut parts, first);
        let signs = parts.iter().filter(|part| matches!(part, Part::Sign(_))).count();
        let is_whole = depth == 0 && signs > 0 && !self.is_cut(first);
        let is_share = signs == 1
            && parts.len() == 3
            && self.is(first + 1, &['/'])
            && self.token(first + 1).is_some_and(|slash| slash.is_glued);
        parts.reverse();
        (is_whole && !(is_share && self.is_lone_fraction(first))).then_some((parts, first))
    }

    /// Takes the minus glued to the first number of a line along: `-30/3`.
    fn with_minus(&self, parts: &mut [Part], first: usize) -> usize {
        let begins_line =
            |at: usize| at == self.first || self.tokens.get(at - 1).is_none_or(|before| before.kind == Kind::Break);
        let is_glued = self.token(first).is_some_and(|token| token.is_glued);
        let minus = first.checked_sub(1).filter(|at| is_glued && self.is(*at, &['-']) && begins_line(*at));
        match (minus, parts.last_mut()) {
            (Some(minus), Some(Part::Number(operand))) => {
                (operand.point, operand.comma) = (-operand.point, -operand.comma);
                minus
            }
            _ => first,
        }
    }

    /// Drops a sign that has no number before it.
    fn trim(parts: &mut Vec<Part>) {
        while parts.last().is_some_and(|part| matches!(part, Part::Sign(_) | Part::Close)) {
            parts.pop();
        }
    }

    /// Whether the left side begins in the middle of something: behind an operator, a bracket or another number.
    fn is_cut(&self, first: usize) -> bool {
        let mut before = first;
        while let Some(last) = before.checked_sub(1).filter(|last| self.is(*last, &['$', '€', '£', '%'])) {
            before = last;
        }
        let Some(last) = before.checked_sub(1) else { return false };
        let is_number = self.token(last).is_some_and(|token| token.kind == Kind::Number);
        // `his 25 classmates + his 1 teacher`
        let is_word = |at: usize| self.token(at).is_some_and(|token| token.kind == Kind::Word);
        let words = (0..3).take_while(|back| last.checked_sub(*back).is_some_and(is_word)).count();
        let is_behind_sign =
            words > 0 && last.checked_sub(words).is_some_and(|at| self.is(at, &['+', '*', '/', '×', '÷']));
        let is_glued_word = self.token(last).is_some_and(|token| token.kind == Kind::Word)
            && self.token(last + 1).is_some_and(|next| next.is_glued);
        is_number
            || is_behind_sign
            || is_glued_word
            || self.is(last, &['+', '*', '/', '×', '÷', ')', '^'])
            || (self.is(last, &['-']) && !self.is_bullet(last))
    }

    /// Whether a dash begins the line.
    fn is_bullet(&self, at: usize) -> bool {
        at.checked_sub(1).and_then(|before| self.tokens.get(before)).is_none_or(|before| before.kind == Kind::Break)
            || at < self.first
    }

    /// `a third of them: 1/3 = 5` is no division.
    fn is_lone_fraction(&self, first: usize) -> bool {
        let value = |at: usize| self.operand(at).map_or(0.0, |operand| operand.point);
        value(first) < value(first + 2)
    }

    fn operator(&self, at: usize) -> Option<char> {
        let token = self.token(at)?;
        if token.is('-') || token.is('/') {
            let joins_words =
                token.is_glued && self.token(at + 1).is_some_and(|next| next.is_glued && next.kind == Kind::Word);
            return (!joins_words).then_some(token.glyph);
        }
        match token.text(self.folded) {
            "+" | "plus" | "arti" | "زايد" => Some('+'),
            "minus" | "eksi" | "ناقص" => Some('-'),
            "*" | "×" | "·" | "x" | "çarpi" | "ضرب" => Some('*'),
            "of" if self.is_share(at) => Some('*'),
            "times" | "kere" if self.begins_number(at + 1) => Some('*'),
            "في" if self.begins_number(at + 1) && self.ends_number(at) => Some('*'),
            "÷" | "bölü" | "تقسيم" => Some('/'),
            "على" if self.begins_number(at + 1) && self.ends_number(at) => Some('/'),
            _ => None,
        }
    }

    /// Whether `of` takes a share: `20% of 80`, `1/2 of 40`, but `a total of 80`.
    fn is_share(&self, at: usize) -> bool {
        self.ends_number(at)
            || matches!(at.checked_sub(1).map(|before| self.text(before)), Some("percent" | "percentage"))
    }

    fn ends_number(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|before| self.token(before))
            .is_some_and(|before| before.kind == Kind::Number || before.is('%') || before.is(')'))
    }

    fn begins_number(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.kind == Kind::Number) || self.is(at, &['$', '€', '£', '('])
    }

    /// A slash or a hyphen inside the name of a unit: `miles/train`, `$20/hour`.
    fn is_word_slash(&self, at: usize) -> bool {
        let is_word = |at: usize| self.token(at).is_some_and(|token| token.kind == Kind::Word);
        let is_number = |at: usize| self.token(at).is_some_and(|token| token.kind == Kind::Number);
        let before = at.checked_sub(1);
        self.is(at, &['/', '-'])
            && is_word(at + 1)
            && self.operator_word(at + 1).is_none()
            && (before.is_some_and(is_word) || (self.is(at, &['/']) && before.is_some_and(is_number)))
    }

    /// The sign that a word stands for, whatever is beside it.
    fn operator_word(&self, at: usize) -> Option<char> {
        (self.text(at) == "x").then_some('*')
    }

    /// What may stand between a number and an operator: the words of its unit, a currency, a percent sign.
    fn is_filler(&self, at: usize) -> bool {
        if self.is_word_slash(at) {
            return true;
        }
        self.token(at).is_some_and(|token| match token.kind {
            Kind::Word => self.operator(at).is_none_or(|_| self.text(at) == "of"),
            Kind::Mark => matches!(token.glyph, '$' | '€' | '£' | '%' | '"' | '\''),
            Kind::Number | Kind::Break => false,
        })
    }
}

/// Whether letters at the numbers are variables, or units that do not agree: `2x + 3 = 9`, `2g + 4s = 70`.
fn is_algebra(parts: &[Part], stated: Operand) -> bool {
    let operands =
        || parts.iter().filter_map(|part| if let Part::Number(operand) = part { Some(operand) } else { None });
    let is_sum = parts.iter().any(|part| matches!(part, Part::Sign('+' | '-')));
    let has_variable = operands().chain([&stated]).any(|operand| matches!(operand.glued, Some('x' | 'y' | 'n')));
    let has_letters = operands().any(|operand| operand.glued.is_some());
    let agree = operands().all(|operand| operand.glued == stated.glued);
    has_variable || (is_sum && has_letters && !agree && !parts.iter().any(|part| matches!(part, Part::Sign('*' | '/'))))
}

/// By what the computed result may be multiplied: a share may be stated in percent, cents in dollars.
fn scales(parts: &[Part], stated: Operand) -> Vec<f64> {
    let operands =
        || parts.iter().filter_map(|part| if let Part::Number(operand) = part { Some(operand) } else { None });
    let mut scales = vec![1.0];
    if stated.is_percent {
        scales.push(100.0);
    }
    if stated.is_money && !operands().any(|operand| operand.is_money) {
        scales.push(0.01);
    }
    scales
}

/// The worth of the left side.
fn solve(parts: &[Part], pick: fn(&Operand) -> f64) -> Option<f64> {
    let value = |operand: &Operand| pick(operand) / if operand.is_percent { 100.0 } else { 1.0 };
    let mut position = 0;
    sum(parts, &mut position, &value).filter(|computed| position == parts.len() && computed.is_finite())
}

/// The share of the result that the rounding of operands with decimals can move, at most half a percent.
fn spread(parts: &[Part]) -> f64 {
    let relative = |part: &Part| match part {
        Part::Number(operand) if operand.decimals > 0 && operand.point != 0.0 => {
            0.5 * 10f64.powi(-(operand.decimals as i32)) / operand.point.abs()
        }
        _ => 0.0,
    };
    parts.iter().map(relative).sum::<f64>().min(0.005)
}

fn sum(parts: &[Part], at: &mut usize, value: &dyn Fn(&Operand) -> f64) -> Option<f64> {
    let mut total = product(parts, at, value)?;
    while let Some(Part::Sign(sign @ ('+' | '-'))) = parts.get(*at) {
        *at += 1;
        let next = product(parts, at, value)?;
        total += if *sign == '+' { next } else { -next };
    }
    Some(total)
}

fn product(parts: &[Part], at: &mut usize, value: &dyn Fn(&Operand) -> f64) -> Option<f64> {
    let mut total = atom(parts, at, value)?;
    while let Some(Part::Sign(sign @ ('*' | '/'))) = parts.get(*at) {
        *at += 1;
        let next = atom(parts, at, value)?;
        total = if *sign == '*' { total * next } else { total / next };
    }
    Some(total)
}

fn atom(parts: &[Part], at: &mut usize, value: &dyn Fn(&Operand) -> f64) -> Option<f64> {
    let part = parts.get(*at)?;
    *at += 1;
    match part {
        Part::Number(operand) => Some(value(operand)),
        Part::Open => {
            let inside = sum(parts, at, value)?;
            *at += 1;
            (parts.get(*at - 1) == Some(&Part::Close)).then_some(inside)
        }
        Part::Sign(_) | Part::Close => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokenise;

    fn found(text: &str) -> Vec<(f64, bool)> {
        let folded = Folded::new(text);
        let tokens = tokenise(&folded);
        let written = equations(&folded, &tokens, 0, tokens.len(), &[]);
        written.iter().map(|one| (one.stated, (one.stated - one.computed).abs() <= one.tolerance)).collect()
    }

    #[test]
    fn true_equations_hold() {
        let texts = [
            "1,755 x 1.55 = 2,720",
            "70 kg × 1,6 = 112",
            "2.000 kcal %20 * 0 = 0",
            "10 apples + 20 apples = 30 apples",
            "(40+9) * 2 = 98",
        ];
        for text in texts {
            assert!(found(text).first().is_some_and(|(_, holds)| *holds), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn false_equations_do_not() {
        assert_eq!(found("70 x 1.6 = 120"), [(120.0, false)]);
        assert!(found("1.755 x 1,55 = 2.500").iter().all(|(_, holds)| !holds));
    }

    #[test]
    fn algebra_and_chains_are_left_alone() {
        for text in ["3x + 4 = 28", "= 93 + 28 = 121 + 2", "2g + 4s = 70"] {
            assert!(found(text).iter().all(|(_, holds)| *holds), "{text}: {:?}", found(text));
        }
    }
}
