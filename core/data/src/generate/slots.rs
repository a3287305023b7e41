//! The slots that phrases may name.

use std::borrow::Cow;

/// What fills a slot.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    /// A number, shown with at most so many decimals.
    Number(f64, usize),
    /// Words of the language.
    Text(Cow<'a, str>),
}

macro_rules! slots {
    ($($slot:ident $name:literal,)+) => {
        /// A name in braces.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Slot { $($slot,)+ }

        impl Slot {
            /// The slot with this name.
            pub(super) fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$slot),)+
                    _ => None,
                }
            }
        }
    };
}

slots! {
    Age "age", Sex "sex", Iam "iam", Weight "weight", Height "height",
    ProteinPerKg "pk", Protein "protein", Meals "meals", PerMeal "per_meal",
    Resting "bmr", Activity "af", Tdee "tdee", Cut "cut", Target "target", Surplus "surplus", Bulk "bulk",
    Fat "fat", Carbs "carbs", Lose "lose", Weeks "weeks", Steps "steps",
    WaterPerKg "ml", WaterMl "water_ml", Water "water",
    MaxPulse "hrmax", ZoneLow "zlo", ZoneHigh "zhi", Km "km", KmNext "km_next",
    Minutes "minutes", WeekMinutes "week_minutes", WalkMinutes "walk_minutes",
    Exercise "exercise", Load "load", Step "inc", Next "next", Down "down", Sets "sets", Reps "reps",
    TotalReps "total_reps", Hold "hold", HoldTotal "hold_total", Rest "rest", Effort "rpe", Days "days", DailySets "daily_sets", WeeklySets "weekly_sets",
    Sleep "sleep", Wake "wake", Bed "bed", Months "months", Drug "drug",
    Constraint "constraint", Suits "suits", Inventory "inventory", Ingredients "ingredients", Sum "sum", Cook "cook",
    RecipeKcal "r_kcal", RecipeProtein "r_protein", Main "main", MainAcc "main_acc", Starch "starch",
    StarchAcc "starch_acc", Green "green", GreenAcc "green_acc", Fresh "fresh", FreshAcc "fresh_acc", Less "less",
    Alternative "alt", Banned "banned", BannedAcc "banned_acc",
}
