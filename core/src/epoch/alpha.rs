//! The rates at which bonds follow weights.

use super::{ConsensusMode, Input, Profile};
use crate::fixed::{I32F32, I64F64, SafeDiv, exp_safe, mul, u16_proportion_to_fixed, u16_to_fixed};

/// A million: the denominator of `BondsMovingAverage`.
const MILLION: I64F64 = I64F64::lit("1_000_000");

/// One less the bonds moving average, as the chain computes it for Yuma 2 (`compute_ema_bonds_normal_sparse`).
pub fn ema_alpha(bonds_moving_average: u64) -> I32F32 {
    let average = I64F64::saturating_from_num(bonds_moving_average).safe_div(MILLION);
    I32F32::ONE.saturating_sub(I32F32::saturating_from_num(average))
}

/// One less the bonds moving average, as the chain computes it for Yuma 3 (`compute_disabled_liquid_alpha`): where
/// [`ema_alpha`] saturates, this wraps.
pub fn compute_disabled_liquid_alpha(bonds_moving_average: u64) -> I32F32 {
    let average = I64F64::wrapping_from_num(bonds_moving_average).safe_div(MILLION);
    I32F32::ONE.saturating_sub(I32F32::wrapping_from_num(average))
}

/// Computes the rate at which one bond follows one weight (`alpha_sigmoid`).
///
/// # Chain source
/// `epoch/run_epoch.rs`, spec 425.
pub fn alpha_sigmoid(
    consensus: I32F32,
    weight: I32F32,
    bond: I32F32,
    alpha_low: I32F32,
    alpha_high: I32F32,
    alpha_sigmoid_steepness: I32F32,
) -> I32F32 {
    sigmoid(consensus, weight, bond, alpha_low, alpha_high, slope(alpha_sigmoid_steepness))
}

/// The factor of the sigmoid's power: it depends on the subnet alone.
fn slope(alpha_sigmoid_steepness: I32F32) -> I32F32 {
    const MINUS_HUNDRED: I32F32 = I32F32::lit("-100");
    alpha_sigmoid_steepness.safe_div(MINUS_HUNDRED)
}

#[inline]
fn sigmoid(
    consensus: I32F32,
    weight: I32F32,
    bond: I32F32,
    low: I32F32,
    high: I32F32,
    slope: I32F32,
) -> I32F32 {
    const HALF: I32F32 = I32F32::lit("0.5");
    let (above, below) = if weight >= bond { (weight, consensus) } else { (bond, weight) };
    let difference = clamp_value(above.saturating_sub(below), I32F32::ZERO, I32F32::ONE);
    let power = mul(slope, difference.saturating_sub(HALF));
    // At least one, so the quotient is one at the most.
    let denominator = I32F32::ONE.saturating_add(exp_safe(power));
    let sigmoid = I32F32::ONE.safe_div(denominator);
    let alpha = low.saturating_add(mul(sigmoid, high.saturating_sub(low)));
    clamp_value(alpha, low, high)
}

/// Holds a value between two others (`clamp_value`): where they are in the wrong order, the lower limit wins.
pub fn clamp_value(value: I32F32, low: I32F32, high: I32F32) -> I32F32 {
    value.min(high).max(low)
}

/// Liquid alpha of an epoch.
pub(super) struct LiquidAlpha {
    low: I32F32,
    high: I32F32,
    slope: I32F32,
}

impl LiquidAlpha {
    /// Liquid alpha, where it acts: not all of the consensus that it compares with is zero.
    pub(super) fn new(input: &Input<'_>, consensus: &[I32F32]) -> Option<Self> {
        let acts = consensus.iter().any(|consensus| *consensus != I32F32::ZERO);
        acts.then(|| Self {
            low: u16_proportion_to_fixed(input.alpha_low),
            high: u16_proportion_to_fixed(input.alpha_high),
            slope: slope(i16_to_fixed(input.alpha_sigmoid_steepness)),
        })
    }

    #[inline]
    pub(super) fn alpha(&self, consensus: I32F32, weight: I32F32, bond: I32F32) -> I32F32 {
        sigmoid(consensus, weight, bond, self.low, self.high, self.slope)
    }
}

/// Writes the consensus that liquid alpha compares with (`compute_consensus_for_liquid_alpha` at spec 475).
pub(super) fn liquid_alpha_consensus(
    profile: &Profile,
    input: &Input<'_>,
    consensus: &[I32F32],
    selected: &mut [I32F32],
) {
    let mode =
        if profile.liquid_alpha_consensus_mode { input.consensus_mode } else { ConsensusMode::Current };
    let previous = match mode {
        ConsensusMode::Current => false,
        ConsensusMode::Previous => true,
        ConsensusMode::Auto => input.bonds_penalty == u16::MAX,
    };
    let stored = Some(input.previous_consensus).filter(|stored| previous && !stored.is_empty());
    for (uid, (cell, current)) in selected.iter_mut().zip(consensus).enumerate() {
        *cell = stored
            .map_or(*current, |stored| u16_proportion_to_fixed(stored.get(uid).copied().unwrap_or_default()));
    }
}

fn i16_to_fixed(x: i16) -> I32F32 {
    let size = u16_to_fixed(x.unsigned_abs());
    if x < 0 { size.saturating_neg() } else { size }
}
