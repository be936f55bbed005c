//! Tables of results.

use nanotao::fixed::fixed64_to_u64;
use nanotao::primitives::RAO_PER_TAO;

use super::{Outcome, Recorder, State};
use crate::text::{align, exact};

/// What a validator knows of its subnet: a line for each uid that has a key, and the sums.
///
/// Of several mechanisms Yuma stores an `Emission` that is weighted once more; the table has what is paid.
pub fn table(state: &State, outcome: &Outcome) -> String {
    let header = ["uid", "stake", "consensus", "incentive", "dividends", "vtrust", "emission", "permit"]
        .map(str::to_owned);
    let mut lines = vec![header.to_vec()];
    let (mut stakes, mut emissions) = (0_u64, 0_u64);
    for uid in state.uids() {
        let row = usize::from(uid);
        let share = |values: &[u16]| proportion(values.get(row).copied().unwrap_or_default());
        let amount = |values: &[u64]| values.get(row).copied().unwrap_or_default();
        let stake = state.total_stake.get(row).copied().map(fixed64_to_u64).unwrap_or_default();
        let emission = match state.mechanisms.len() {
            ..2 => amount(&outcome.emission),
            _ => amount(&outcome.server_emission).saturating_add(amount(&outcome.validator_emission)),
        };
        stakes = stakes.saturating_add(stake);
        emissions = emissions.saturating_add(emission);
        let permit = outcome.new_validator_permit.get(row).is_some_and(|permit| *permit);
        lines.push(vec![
            uid.to_string(),
            whole_and_three(stake),
            share(&outcome.consensus),
            share(&outcome.incentive),
            share(&outcome.dividend),
            share(&outcome.validator_trust),
            exact(emission),
            if permit { "yes" } else { "-" }.to_owned(),
        ]);
    }
    let blank = String::new;
    let sums = vec![whole_and_three(stakes), blank(), blank(), blank(), blank(), exact(emissions), blank()];
    lines.push([vec!["sum".to_owned()], sums].concat());
    align(&lines)
}

/// Every vector on the way: exact decimals, and bits (`I32F32`: 2⁻³²s).
pub fn trace_table(state: &State, recorder: &Recorder) -> String {
    let mut text = String::new();
    for (stage, vector) in &recorder.vectors {
        let mut lines = vec![vec!["uid".to_owned(), "decimal".to_owned(), "bits".to_owned()]];
        for uid in state.uids() {
            let element = vector.get(usize::from(uid)).copied().unwrap_or_default();
            lines.push(vec![uid.to_string(), format!("{element:.32}"), element.to_bits().to_string()]);
        }
        text.push_str(&format!("\n{}\n{}", stage.name(), align(&lines)));
    }
    text
}

/// A `u16` proportion as a decimal between 0 and 1.
pub(super) fn proportion(value: u16) -> String {
    match value {
        0 => "0".to_owned(),
        value => format!("{:.6}", f64::from(value) / f64::from(u16::MAX)),
    }
}

/// An amount of alpha, cut to three decimals: more than stake is compared by.
pub(super) fn whole_and_three(amount: u64) -> String {
    format!("{}.{:03}", amount / RAO_PER_TAO, amount % RAO_PER_TAO / 1_000_000)
}
