//! Equations that a text writes out: `1,755 x 1.55 = 2,720`.

use crate::normalise::Folded;
use crate::number::digits;
use crate::quantity::Found;
use crate::tokens::{Kind, Token};

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
    (first..after).filter(|at| scan.is_equals(*at)).filter_map(|at| scan.at(at)).collect()
}

struct Scan<'a> {
    folded: &'a Folded,
    tokens: &'a [Token],
    first: usize,
    after: usize,
    quantities: &'a [Found<'a>],
}

impl Scan<'_> {
    fn is_equals(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            token.is('=') || token.is('≈') || matches!(token.text(self.folded), "equals" | "eder" | "eşittir" | "يساوي")
        })
    }

    fn at(&self, equals: usize) -> Option<Written> {
        let (stated, after) = self.result(equals + 1)?;
        let (parts, first) = self.left(equals)?;
        let about = self.tokens.get(equals).is_some_and(|token| token.is('≈'))
            || (equals + 1..after).any(|at| self.is_about(at));
        let readings: [fn(&Operand) -> f64; 2] = [|operand| operand.point, |operand| operand.comma];
        let mut best: Option<Written> = None;
        for pick in readings {
            let Some((computed, tolerance)) = solve(&parts, stated, pick, about) else { continue };
            for stated in readings.map(|pick| pick(&stated)) {
                let one = Written { first, after, stated, computed, tolerance };
                let error = |written: &Written| (written.stated - written.computed).abs() - written.tolerance;
                if best.is_none_or(|best| error(&one) < error(&best)) {
                    best = Some(one);
                }
            }
        }
        best
    }

    fn is_about(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            token.is('~')
                || token.is('≈')
                || matches!(
                    token.text(self.folded),
                    "yaklaşik" | "about" | "approximately" | "roughly" | "حوالي" | "تقريبا"
                )
        })
    }

    fn result(&self, at: usize) -> Option<(Operand, usize)> {
        let mut at = at;
        while at < self.after
            && (self.is_about(at)
                || self
                    .tokens
                    .get(at)
                    .is_some_and(|token| matches!(token.glyph, '$' | '€' | '£') && token.kind == Kind::Mark))
        {
            at += 1;
        }
        let is_percent_before = self.tokens.get(at).is_some_and(|token| token.is('%'));
        let at = at + usize::from(is_percent_before);
        let mut operand = self.operand(at)?;
        let mut after = at + 1;
        if self.tokens.get(after).is_some_and(|token| token.is('%')) && after < self.after {
            after += 1;
            operand.is_percent = true;
        }
        operand.is_percent |= is_percent_before;
        if self.tokens.get(after).is_some_and(|token| {
            matches!(token.glyph, '/' | '*' | '×' | '÷') && token.kind == Kind::Mark && token.is_glued
        }) {
            return None;
        }
        let unit = self
            .quantities
            .iter()
            .find(|quantity| quantity.first <= at && at < quantity.after && quantity.high.is_none());
        Some((operand, unit.map_or(after, |quantity| quantity.after.max(after))))
    }

    fn operand(&self, at: usize) -> Option<Operand> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Number && at < self.after)?;
        let read = digits(token.stem(self.folded))?;
        Some(Operand { point: read.point, comma: read.comma, decimals: read.decimals, is_percent: false })
    }

    /// The parts of the left side, read backwards from the equals sign.
    fn left(&self, equals: usize) -> Option<(Vec<Part>, usize)> {
        let mut parts = Vec::new();
        let (mut at, mut first, mut depth) = (equals, equals, 0usize);
        let mut wants_number = true;
        while at > self.first {
            let Some(token) = self.tokens.get(at - 1) else { break };
            if token.kind == Kind::Number {
                let Some(mut operand) = self.operand(at - 1).filter(|_| wants_number) else { break };
                operand.is_percent = self.is_percent(at - 1);
                parts.push(Part::Number(operand));
                (wants_number, at) = (false, at - 1);
                if depth == 0 {
                    first = at;
                }
                continue;
            }
            if token.is(')') && wants_number && depth < 16 {
                parts.push(Part::Close);
                (depth, at) = (depth + 1, at - 1);
                continue;
            }
            if token.is('(') && !wants_number && depth > 0 {
                parts.push(Part::Open);
                (depth, at) = (depth - 1, at - 1);
                if depth == 0 {
                    first = at;
                }
                continue;
            }
            if let Some(sign) = self.operator(at - 1).filter(|_| !wants_number) {
                parts.push(Part::Sign(sign));
                (wants_number, at) = (true, at - 1);
                continue;
            }
            if self.is_filler(at - 1) {
                at -= 1;
                continue;
            }
            break;
        }
        while parts.last().is_some_and(|part| matches!(part, Part::Sign(_) | Part::Close)) {
            parts.pop();
        }
        parts.reverse();
        let operators = parts.iter().filter(|part| matches!(part, Part::Sign(_))).count();
        (depth == 0 && operators > 0).then_some((parts, first))
    }

    fn is_percent(&self, at: usize) -> bool {
        let is = |at: usize| self.tokens.get(at).is_some_and(|token| token.is('%'));
        is(at + 1) || at.checked_sub(1).is_some_and(is)
    }

    fn operator(&self, at: usize) -> Option<char> {
        let token = self.tokens.get(at)?;
        match token.text(self.folded) {
            "+" => Some('+'),
            "-" => Some('-'),
            "*" | "×" | "·" | "x" | "of" => Some('*'),
            "/" | "÷" => Some('/'),
            _ => None,
        }
    }

    /// What may stand between a number and an operator: a unit, a currency, a percent sign.
    fn is_filler(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        if token.kind == Kind::Mark {
            return matches!(token.glyph, '$' | '€' | '£' | '%' | '"');
        }
        token.kind == Kind::Word && self.quantities.iter().any(|quantity| quantity.first <= at && at < quantity.after)
    }
}

/// The worth of the left side, and how far the stated result may lie from it.
fn solve(parts: &[Part], stated: Operand, pick: fn(&Operand) -> f64, about: bool) -> Option<(f64, f64)> {
    let value = |operand: &Operand| pick(operand) / if operand.is_percent && !stated.is_percent { 100.0 } else { 1.0 };
    let mut position = 0;
    let mut computed = sum(parts, &mut position, &value).filter(|_| position == parts.len())?;
    let is_share =
        stated.is_percent && !parts.iter().any(|part| matches!(part, Part::Number(operand) if operand.is_percent));
    if is_share {
        computed *= 100.0;
    }
    let rounding = 0.5 * 10f64.powi(-(stated.decimals as i32));
    let slack = if about { computed.abs() * 0.01 } else { 0.0 };
    computed.is_finite().then_some((computed, rounding.max(slack) + 1e-9 * computed.abs() + spread(parts, computed)))
}

/// What the rounding of operands with decimals can do to the result.
fn spread(parts: &[Part], computed: f64) -> f64 {
    let relative = |part: &Part| match part {
        Part::Number(operand) if operand.decimals > 0 && operand.point != 0.0 => {
            0.5 * 10f64.powi(-(operand.decimals as i32)) / operand.point.abs()
        }
        _ => 0.0,
    };
    let total: f64 = parts.iter().map(relative).sum();
    computed.abs() * total.min(0.005)
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
