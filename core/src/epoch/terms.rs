//! From incentive and dividends to what the chain stores and pays.

use super::stake::{normalize, normalize_using_sum, sum};
use super::{Input, Output, Stage, Trace};
use crate::fixed::{I32F32, fixed_proportion_to_u16, fixed64_to_u64};

/// The vectors of an epoch, by uid.
pub(super) struct Vectors<'a> {
    pub(super) stake: &'a mut [I32F32],
    pub(super) active_stake: &'a mut [I32F32],
    pub(super) consensus: &'a mut [I32F32],
    pub(super) validator_trust: &'a mut [I32F32],
    pub(super) incentive: &'a mut [I32F32],
    pub(super) dividends: &'a mut [I32F32],
    /// Room for one more.
    pub(super) scratch: &'a mut [I32F32],
}

/// Writes what the epoch comes to.
pub(super) fn populate<T: Trace>(
    input: &Input<'_>,
    rao_emission: u64,
    vectors: &mut Vectors<'_>,
    output: &mut Output<'_>,
    trace: &mut T,
) {
    let Vectors { stake, active_stake, consensus, validator_trust, incentive, dividends, scratch } = vectors;
    for (stored, vector) in [
        (&mut *output.stake_weight, &**stake),
        (output.consensus, consensus),
        (output.validator_trust, validator_trust),
        (output.incentive, incentive),
        (output.dividend, dividends),
    ] {
        stored.iter_mut().zip(vector).for_each(|(cell, element)| *cell = fixed_proportion_to_u16(*element));
    }
    for (cell, total) in output.stake.iter_mut().zip(input.total_stake) {
        *cell = fixed64_to_u64(*total);
    }

    let combined = |scratch: &mut [I32F32]| {
        for (cell, (incentive, dividend)) in scratch.iter_mut().zip(incentive.iter().zip(dividends.iter())) {
            *cell = incentive.saturating_add(*dividend);
        }
    };
    combined(scratch);
    let emission_sum = sum(scratch);
    // Nobody earned anything: validators are paid by stake, and by stake alone if none of them is active.
    let fallback = (emission_sum == I32F32::ZERO)
        .then(|| if sum(active_stake) == I32F32::ZERO { &**stake } else { &**active_stake });

    copy(scratch, incentive);
    normalize_using_sum(scratch, emission_sum);
    pay(rao_emission, scratch, output.server_emission);
    trace.vector(Stage::NormalizedServerEmission, scratch);

    copy(scratch, fallback.unwrap_or(dividends));
    normalize_using_sum(scratch, emission_sum);
    pay(rao_emission, scratch, output.validator_emission);
    trace.vector(Stage::NormalizedValidatorEmission, scratch);

    match fallback {
        Some(fallback) => copy(scratch, fallback),
        None => {
            combined(scratch);
            normalize(scratch);
        }
    }
    pay(rao_emission, scratch, output.emission);
    trace.vector(Stage::NormalizedCombinedEmission, scratch);
}

fn copy(to: &mut [I32F32], from: &[I32F32]) {
    to.iter_mut().zip(from).for_each(|(cell, element)| *cell = *element);
}

/// Shares out the emission: each share is rounded down.
fn pay(rao_emission: u64, shares: &[I32F32], emission: &mut [u64]) {
    for (cell, share) in emission.iter_mut().zip(shares) {
        *cell = emission_of(*share, rao_emission);
    }
}

/// A share of the emission, rounded down, as `u64`: the product of two `I96F32`, whose 128 bits it cannot leave.
pub fn emission_of(share: I32F32, rao_emission: u64) -> u64 {
    let product = i128::from(share.to_bits()).wrapping_mul(rao_emission.into()) >> 32;
    u64::try_from(product.max(0)).unwrap_or(u64::MAX)
}
