//! The published formulas, and what they give for a person.

use spotter_contract::Sex;

/// What a formula computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Body mass index.
    Bmi,
    /// Resting energy of a day.
    Bmr,
    /// Energy of a day with activity.
    Tdee,
    /// The highest heart rate.
    HrMax,
    /// The load that can be lifted once.
    OneRm,
}

/// What may be known about the person, each in every value that the text offers.
#[derive(Debug, Default)]
pub(crate) struct Person {
    pub(crate) kg: Vec<f64>,
    pub(crate) cm: Vec<f64>,
    pub(crate) years: Vec<f64>,
    pub(crate) sex: Option<Sex>,
    /// Kilograms without fat.
    pub(crate) lean_kg: Vec<f64>,
    /// Resting energy as stated.
    pub(crate) bmr: Vec<f64>,
    /// Factor of activity as stated.
    pub(crate) activity: Vec<f64>,
    /// A set: kilograms and repetitions.
    pub(crate) lifts: Vec<(f64, f64)>,
}

/// A value that a formula gives, with the formula's name and itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Expected {
    /// How people call the formula; it is also the name of its topic in the lexicon.
    pub(crate) name: &'static str,
    pub(crate) formula: &'static str,
    pub(crate) value: f64,
}

/// Factors of activity between which every table of them lies (FAO/WHO/UNU 2001; Harris and Benedict's tables).
pub(crate) const ACTIVITY: std::ops::RangeInclusive<f64> = 1.2..=2.4;

/// What the published formulas give; nothing where something they need is unknown.
pub(crate) fn expected(target: Target, person: &Person) -> Vec<Expected> {
    match target {
        Target::Bmi => bmi(person),
        Target::Bmr => bmr(person),
        Target::Tdee => tdee(person),
        Target::HrMax => hr_max(person),
        Target::OneRm => one_rm(person),
    }
}

fn bmi(person: &Person) -> Vec<Expected> {
    let each = |(kg, cm): (f64, f64)| Expected { name: "BMI", formula: "kg / m²", value: kg / (cm * cm / 10_000.0) };
    pairs(&person.kg, &person.cm).map(each).collect()
}

/// Mifflin and St Jeor 1990; Harris and Benedict 1918, and as revised by Roza and Shizgal 1984; Katch and McArdle 1996;
/// Cunningham 1980.
fn bmr(person: &Person) -> Vec<Expected> {
    let mut found = Vec::new();
    for (kg, cm) in pairs(&person.kg, &person.cm) {
        for years in &person.years {
            let mut add = |name, formula, value| found.push(Expected { name, formula, value });
            if person.sex != Some(Sex::Female) {
                let mifflin = 10.0 * kg + 6.25 * cm - 5.0 * years + 5.0;
                add("Mifflin-St Jeor", "10 × kg + 6.25 × cm − 5 × age + 5", mifflin);
                let first = 66.47 + 13.75 * kg + 5.003 * cm - 6.755 * years;
                add("Harris-Benedict", "66.47 + 13.75 × kg + 5.003 × cm − 6.755 × age", first);
                let revised = 88.362 + 13.397 * kg + 4.799 * cm - 5.677 * years;
                add("Harris-Benedict", "88.362 + 13.397 × kg + 4.799 × cm − 5.677 × age", revised);
            }
            if person.sex != Some(Sex::Male) {
                let mifflin = 10.0 * kg + 6.25 * cm - 5.0 * years - 161.0;
                add("Mifflin-St Jeor", "10 × kg + 6.25 × cm − 5 × age − 161", mifflin);
                let first = 655.1 + 9.563 * kg + 1.850 * cm - 4.676 * years;
                add("Harris-Benedict", "655.1 + 9.563 × kg + 1.850 × cm − 4.676 × age", first);
                let revised = 447.593 + 9.247 * kg + 3.098 * cm - 4.330 * years;
                add("Harris-Benedict", "447.593 + 9.247 × kg + 3.098 × cm − 4.330 × age", revised);
            }
        }
    }
    for lean in &person.lean_kg {
        found.push(Expected { name: "Katch-McArdle", formula: "370 + 21.6 × lean kg", value: 370.0 + 21.6 * lean });
        found.push(Expected { name: "Cunningham", formula: "500 + 22 × lean kg", value: 500.0 + 22.0 * lean });
    }
    found
}

/// Resting energy times a factor; the stated one, or else the usual five.
fn tdee(person: &Person) -> Vec<Expected> {
    const USUAL: [f64; 5] = [1.2, 1.375, 1.55, 1.725, 1.9];
    let computed: Vec<f64> = bmr(person).into_iter().map(|one| one.value).collect();
    let resting = if person.bmr.is_empty() { &computed } else { &person.bmr };
    let factors = if person.activity.is_empty() { &USUAL[..] } else { &person.activity };
    let each = |(bmr, factor): (f64, f64)| Expected { name: "TDEE", formula: "BMR × activity", value: bmr * factor };
    pairs(resting, factors).map(each).collect()
}

/// Fox 1971; Tanaka 2001; Gellish 2007.
fn hr_max(person: &Person) -> Vec<Expected> {
    let each = |years: &f64| {
        let fox = Expected { name: "Fox", formula: "220 − age", value: 220.0 - years };
        let tanaka = Expected { name: "Tanaka", formula: "208 − 0.7 × age", value: 208.0 - 0.7 * years };
        let gellish = Expected { name: "Gellish", formula: "207 − 0.7 × age", value: 207.0 - 0.7 * years };
        [fox, tanaka, gellish]
    };
    person.years.iter().flat_map(each).collect()
}

/// Epley 1985; Brzycki 1993.
fn one_rm(person: &Person) -> Vec<Expected> {
    let each = |(kg, reps): &(f64, f64)| {
        let epley = Expected { name: "Epley", formula: "kg × (1 + reps / 30)", value: kg * (1.0 + reps / 30.0) };
        let brzycki =
            Expected { name: "Brzycki", formula: "kg × 36 / (37 − reps)", value: kg * 36.0 / (37.0 - reps) };
        [epley, brzycki]
    };
    person.lifts.iter().filter(|(_, reps)| (1.0..=20.0).contains(reps)).flat_map(each).collect()
}

fn pairs<'v>(first: &'v [f64], second: &'v [f64]) -> impl Iterator<Item = (f64, f64)> + 'v {
    first.iter().flat_map(move |one| second.iter().map(move |other| (*one, *other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(target: Target, person: &Person) -> Vec<f64> {
        expected(target, person).iter().map(|one| one.value.round()).collect()
    }

    #[test]
    fn formulas_give_their_published_examples() {
        let man =
            Person { kg: vec![80.0], cm: vec![180.0], years: vec![30.0], sex: Some(Sex::Male), ..Person::default() };
        assert_eq!(values(Target::Bmr, &man)[0], 1780.0);
        assert_eq!(values(Target::Bmi, &man), [25.0]);
        assert_eq!(values(Target::HrMax, &man), [190.0, 187.0, 186.0]);
        let lean = Person { lean_kg: vec![60.0], ..Person::default() };
        assert_eq!(values(Target::Bmr, &lean), [1666.0, 1820.0]);
        let lift = Person { lifts: vec![(100.0, 5.0)], ..Person::default() };
        assert_eq!(values(Target::OneRm, &lift), [117.0, 113.0]);
        let day = Person { bmr: vec![1755.0], activity: vec![1.55], ..Person::default() };
        assert_eq!(values(Target::Tdee, &day), [2720.0]);
    }

    #[test]
    fn without_what_it_needs_a_formula_gives_nothing() {
        let somebody = Person { kg: vec![80.0], ..Person::default() };
        assert!(expected(Target::Bmi, &somebody).is_empty() && expected(Target::Bmr, &somebody).is_empty());
    }
}
