//! The rates at which bonds follow weights.

use super::sparse::{Matrix, mat_ema, mat_ema_alpha};
use super::vector::{ONE, ZERO, proportion};
use alloc::vec::Vec;
use nanotao::epoch::{ConsensusMode, Epoch};
use nanotao::fixed::{I32F32, I64F64, exp_safe};

/// `BondsMovingAverage` is in millionths.
const MILLION: I64F64 = I64F64::lit("1_000_000");

/// `compute_ema_bonds_normal_sparse`: Yuma 2.
pub(super) fn compute_ema_bonds_normal(epoch: &Epoch<'_>, delta: &Matrix, bonds: &Matrix) -> Matrix {
    let average = I64F64::saturating_from_num(epoch.input.bonds_moving_average);
    let average = average.checked_div(MILLION).unwrap_or_default();
    let alpha = ONE.saturating_sub(I32F32::saturating_from_num(average));
    mat_ema(delta, bonds, alpha)
}

/// `compute_bonds_sparse`: Yuma 3.
pub(super) fn compute_bonds(
    epoch: &Epoch<'_>,
    weights: &Matrix,
    bonds: &Matrix,
    consensus: &[I32F32],
) -> Matrix {
    if epoch.input.liquid_alpha && consensus.iter().any(|consensus| *consensus != ZERO) {
        let alphas = compute_liquid_alpha_values(epoch, weights, bonds, consensus);
        mat_ema_alpha(weights, bonds, &alphas)
    } else {
        mat_ema(weights, bonds, compute_disabled_liquid_alpha(epoch.input.bonds_moving_average))
    }
}

/// `compute_disabled_liquid_alpha`: the chain converts with `from_num`, which wraps in its builds.
pub(crate) fn compute_disabled_liquid_alpha(bonds_moving_average: u64) -> I32F32 {
    let average = I64F64::wrapping_from_num(bonds_moving_average).saturating_div(MILLION);
    ONE.saturating_sub(I32F32::wrapping_from_num(average))
}

/// `compute_consensus_for_liquid_alpha` of spec 475. Before, it was the current consensus.
pub(super) fn compute_consensus_for_liquid_alpha(epoch: &Epoch<'_>, current: &[I32F32]) -> Vec<I32F32> {
    let input = &epoch.input;
    let previous = match input.consensus_mode {
        _ if !epoch.profile.liquid_alpha_consensus_mode => false,
        ConsensusMode::Current => false,
        ConsensusMode::Previous => true,
        ConsensusMode::Auto => input.bonds_penalty == u16::MAX,
    };
    if !previous || input.previous_consensus.is_empty() {
        return current.to_vec();
    }
    let mut stored: Vec<_> = input.previous_consensus.iter().map(|x| proportion(*x)).collect();
    stored.resize(current.len(), ZERO);
    stored
}

/// `compute_liquid_alpha_values_sparse`: a rate for every pair, whether there is a weight or not.
fn compute_liquid_alpha_values(
    epoch: &Epoch<'_>,
    weights: &Matrix,
    bonds: &Matrix,
    consensus: &[I32F32],
) -> Vec<Vec<I32F32>> {
    let input = &epoch.input;
    let (low, high) = (proportion(input.alpha_low), proportion(input.alpha_high));
    let steepness = I32F32::from(input.alpha_sigmoid_steepness);
    let row = |(weights, bonds): (&Vec<_>, &Vec<_>)| {
        let (mut weights, mut bonds) = (weights.as_slice(), bonds.as_slice());
        let alpha = |(j, consensus): (u16, &I32F32)| {
            let (weight, bond) = (merged(&mut weights, j), merged(&mut bonds, j));
            alpha_sigmoid(*consensus, weight, bond, low, high, steepness)
        };
        (0..).zip(consensus).map(alpha).collect()
    };
    weights.iter().zip(bonds).map(row).collect()
}

/// The number of column `j` if it is next once lower columns are passed over. Columns are asked for in their order: of
/// a row that does not rise, some are never found.
fn merged(row: &mut &[(u16, I32F32)], j: u16) -> I32F32 {
    while let [(column, x), rest @ ..] = row {
        if *column >= j {
            return if *column == j { *x } else { ZERO };
        }
        *row = rest;
    }
    ZERO
}

pub(crate) fn alpha_sigmoid(
    consensus: I32F32,
    weight: I32F32,
    bond: I32F32,
    low: I32F32,
    high: I32F32,
    steepness: I32F32,
) -> I32F32 {
    const HALF: I32F32 = I32F32::lit("0.5");
    // `clamp` of the standard library does not take limits in the wrong order.
    let clamp = |x: I32F32, low: I32F32, high: I32F32| x.min(high).max(low);
    let buy = clamp(weight.saturating_sub(consensus), ZERO, ONE);
    let sell = clamp(bond.saturating_sub(weight), ZERO, ONE);
    let difference = if weight >= bond { buy } else { sell };
    let slope = steepness.saturating_div(I32F32::lit("-100"));
    let power = slope.saturating_mul(difference.saturating_sub(HALF));
    let sigmoid = ONE.saturating_div(ONE.saturating_add(exp_safe(power)));
    clamp(low.saturating_add(sigmoid.saturating_mul(high.saturating_sub(low))), low, high)
}
