//! Every bound of the pack × {below, at, above} × {tr, en, ar}.

use std::borrow::Cow;

use spotter_contract::{Facts, Lang, Role, Sample, Turn};

use super::{Bound, breaches};
use crate::testing::armed;
use crate::texts::shown;

const KG: f64 = 70.0;

/// Somebody for whom the bound holds.
fn user(bound: &Bound) -> Facts<'static> {
    let who = &bound.who;
    let age = who.under_age.map(|limit| limit - 1).or(who.from_age);
    let is_thin = who.under_bmi.is_some();
    Facts {
        sex: who.sex,
        age: age.or(Some(30)),
        conditions: who.conditions.first().map(|name| Cow::Owned(name.clone())).into_iter().collect(),
        weight_kg: Some(if is_thin { 48.0 } else { KG }),
        height_cm: Some(175.0),
        ..Facts::default()
    }
}

/// Whether a bound is left by its example with this number.
fn is_left(bound: &Bound, index: usize, value: f64) -> bool {
    let (rubric, analyser) = armed();
    let langs = [Lang::En, Lang::Tr, Lang::Ar];
    let text = bound.example.all()[index].replace("{}", &shown(value, langs[index]));
    let turns = vec![Turn::new(Role::Coach, text)];
    let sample = Sample { facts: user(bound), turns, ..Sample::default() };
    let document = analyser.read(&sample);
    breaches(&rubric.bounds, &sample, &document).iter().any(|breach| std::ptr::eq(breach.bound, bound))
}

#[test]
fn every_bound_holds_below_at_and_above_in_three_languages() {
    let (rubric, _) = armed();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for bound in &rubric.bounds.all {
        let factor = if bound.per_kg { KG } else { 1.0 };
        let ends = [(bound.min, true), (bound.max, false)];
        for (limit, is_min) in ends.into_iter().filter_map(|(limit, is_min)| Some((limit? * factor, is_min))) {
            let step = if limit == 0.0 { 1.0 } else { 0.1 * limit };
            for (value, is_outside) in [((limit - step).max(0.0), is_min), (limit, false), (limit + step, !is_min)] {
                for index in 0..3 {
                    tried += 1;
                    if is_left(bound, index, value) != is_outside {
                        let text = bound.example.all()[index].replace("{}", &shown(value, Lang::En));
                        wrong.push(format!(
                            "{}: {text:?} should be {}",
                            bound.name.of(Lang::En),
                            if is_outside { "left" } else { "kept" }
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
