//! The rules, one a file, in the order of reports.

mod consecutive_hard_days;
mod crowded_slot;
mod excess_hard_sessions;
mod excess_strength;
mod harmful_change;
mod impossible_change;
mod malformed_json;
mod missing_field;
mod missing_recovery;
mod missing_rest_day;
mod overlong_run;
mod repeated_id;
mod steep_load;
mod truncated_plan;
mod unavailable_day;
mod unfaithful_change;
mod unknown_field;
mod unreadable_plan;
mod unresolved_session;
mod unsafe_load;
mod unsuitable_session;
mod wrong_date;
mod wrong_duration;
mod wrong_load;
mod wrong_tss;
mod wrong_type;
mod wrong_value;
mod wrong_week_sum;
mod wrong_zone;

use spotter_contract::Rule;

use crate::Plans;
use crate::judge::Find;

pub(crate) const RULES: &[Rule<Plans>] = &[
    unreadable_plan::RULE,
    truncated_plan::RULE,
    malformed_json::RULE,
    missing_field::RULE,
    unknown_field::RULE,
    wrong_type::RULE,
    wrong_value::RULE,
    repeated_id::RULE,
    wrong_date::RULE,
    unavailable_day::RULE,
    crowded_slot::RULE,
    consecutive_hard_days::RULE,
    wrong_tss::RULE,
    wrong_week_sum::RULE,
    wrong_duration::RULE,
    wrong_zone::RULE,
    wrong_load::RULE,
    steep_load::RULE,
    unsafe_load::RULE,
    missing_rest_day::RULE,
    excess_hard_sessions::RULE,
    missing_recovery::RULE,
    overlong_run::RULE,
    excess_strength::RULE,
    unsuitable_session::RULE,
    unresolved_session::RULE,
    impossible_change::RULE,
    unfaithful_change::RULE,
    harmful_change::RULE,
];

/// What holds of a plan and must still hold after a change.
const INVARIANTS: &[Find] = &[
    repeated_id::find,
    wrong_date::find,
    unavailable_day::find,
    crowded_slot::find,
    consecutive_hard_days::find,
    wrong_tss::find,
    wrong_duration::find,
    wrong_zone::find,
    steep_load::find,
    unsafe_load::find,
    missing_rest_day::find,
    excess_hard_sessions::find,
    excess_strength::find,
    unsuitable_session::find,
];
