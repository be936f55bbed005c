//! Columns of dense rows whose numbers all lie between 0 and 1: the case of every real subnet.
//!
//! The steps are those of [`consensus`](super::consensus) and [`bonds`](super::bonds). Where stakes and rates are between
//! 0 and 1 ([`is_unit`]), so is everything that follows: weights are shares of their row; a product of two such numbers is one;
//! a part divided by a sum that contains it is one. Then
//! - nothing saturates: a sum of 4096 such numbers takes 45 bits, so plain sums have the bits of saturating ones;
//! - products and quotients fit 64 bits ([`product`], [`quotient`]), and rounding down is rounding towards zero;
//! - a zero needs no mark of its own: it adds nothing, and no bond of zero is told from none in a dense row.

use super::Trace;
use super::bonds::{Pass, Penalty, Rates, Rule, Target};
use super::columns::{DenseBonds, DenseWeights};
use super::consensus::{self, Results};
use super::rows::Rows;
use super::share::Share;
use super::stake::Voters;
use crate::fixed::I32F32;

/// One in 32 fractional bits.
const ONE: u64 = 1 << 32;

/// Tells whether a number lies between 0 and 1, both included.
pub(super) fn is_unit(x: I32F32) -> bool {
    (I32F32::ZERO..=I32F32::ONE).contains(&x)
}

/// The product of two numbers between 0 and 1, rounded down.
#[inline]
fn product(a: u64, b: u64) -> u64 {
    // Without the two ones, both have 32 bits.
    if a >= ONE {
        b
    } else if b >= ONE {
        a
    } else {
        a.wrapping_mul(b) >> 32
    }
}

/// The share of a part in a sum that contains it, rounded down; zero of nothing.
#[inline]
fn quotient(part: u64, sum: u64) -> u64 {
    if part < ONE {
        return (part << 32).checked_div(sum).unwrap_or_default();
    }
    // The part is one: 2⁶⁴ / sum, where 2⁶⁴ - 1 has to do.
    let rest = u64::MAX.checked_rem(sum).unwrap_or_default();
    u64::MAX.checked_div(sum).unwrap_or_default().wrapping_add((rest.wrapping_add(1) == sum).into())
}

/// `x · 65535`, rounded down (`fixed_proportion_to_u16`).
#[inline]
fn to_u16(x: u64) -> u16 {
    (x.wrapping_mul(65_535) >> 32) as u16
}

#[inline]
fn bits(x: I32F32) -> u64 {
    x.to_bits().cast_unsigned()
}

#[inline]
fn fixed(bits: u64) -> I32F32 {
    I32F32::from_bits(bits.cast_signed())
}

impl DenseWeights<'_> {
    /// Writes the normalised weights for `target` by slot, and zero where a mask hides one.
    #[inline]
    fn by_slot(&self, rows: &Rows<'_>, target: usize, weights: &mut [I32F32]) {
        let registered = self.mask.registered(target);
        let column =
            self.weights.get(target..).unwrap_or_default().iter().step_by(self.mask.neurons().max(1));
        let shares = rows.sums.iter().zip(rows.reciprocals).zip(self.mask.from());
        for ((weight, value), ((sum, reciprocal), from)) in weights.iter_mut().zip(column).zip(shares) {
            let share = Share::from_parts(*sum, *reciprocal).of_positive_sum(*value);
            *weight = if registered < *from { share } else { I32F32::ZERO };
        }
        // No weight for itself.
        if let Some(weight) = self.mask.hidden_slot(target).and_then(|slot| weights.get_mut(slot)) {
            *weight = I32F32::ZERO;
        }
    }
}

impl DenseBonds<'_> {
    /// The bonds to `target` by slot.
    #[inline]
    fn by_slot(&self, target: usize) -> impl Iterator<Item = u16> {
        let hidden = self.mask.hides_bonds(target);
        let column = self.bonds.get(target..).unwrap_or_default().iter().step_by(self.mask.neurons().max(1));
        column.map(move |bond| if hidden { 0 } else { *bond })
    }
}

/// As [`consensus::pass`].
pub(super) fn consensus<T: Trace>(
    kappa: u16,
    weights: &DenseWeights<'_>,
    rows: &Rows<'_>,
    voters: &Voters<'_>,
    buffers: consensus::Buffers<'_>,
    results: Results<'_>,
    trace: &mut T,
) {
    let Results { consensus, ranks, trust } = results;
    let minority = voters.minority(kappa);
    let consensus::Buffers { scores, mut median, .. } = buffers;
    for (target, (consensus, rank)) in consensus.iter_mut().zip(ranks).enumerate() {
        weights.by_slot(rows, target, scores.get_mut(..rows.uids.len()).unwrap_or_default());
        *consensus = voters.median(scores, minority, &mut median);
        let limit = bits(*consensus);
        let mut sum = 0_u64;
        let by_slot = rows.stake.iter().zip(trust.iter_mut()).zip(rows.uids);
        for (weight, ((stake, trust), uid)) in scores.iter().zip(by_slot) {
            let clipped = bits(*weight).min(limit);
            *trust = trust.wrapping_add(fixed(clipped));
            sum = sum.wrapping_add(product(bits(*stake), clipped));
            trace.weight(*uid, target as u16, *weight, fixed(clipped));
        }
        *rank = fixed(sum);
    }
}

/// As [`Pass::column`].
pub(super) fn bonds<T: Trace>(
    pass: &mut Pass<'_, T>,
    target: Target,
    weights: &DenseWeights<'_>,
    bonds: &mut DenseBonds<'_>,
    rates: &mut Rates<'_>,
    earned: &mut [I32F32],
) {
    let Rates { ema, alpha: column, .. } = rates;
    weights.by_slot(pass.rows, target.index, column);
    clip(pass.penalty, bits(target.consensus), column);
    let sum = match &pass.rule {
        Rule::Yuma2(alpha) => yuma2_ema(bits(*alpha), bonds, target.index, pass.rows.stake, column, ema),
        Rule::Yuma3(alpha) => {
            let old = bonds.by_slot(target.index).map(|bond| bits(Share::U16_MAX.of_positive_sum(bond)));
            average(bits(*alpha), column.iter().map(|weight| bits(*weight)), old, ema)
        }
        Rule::Liquid(liquid) => {
            let mut sum = 0_u64;
            let old = bonds.by_slot(target.index).map(|bond| Share::U16_MAX.of_positive_sum(bond));
            let by_slot = column.iter().zip(old).zip(pass.rows.uids);
            for (cell, ((weight, bond), uid)) in ema.iter_mut().zip(by_slot) {
                *cell = I32F32::ZERO;
                if *weight == I32F32::ZERO {
                    continue;
                }
                let alpha = liquid.alpha(target.liquid_consensus, *weight, bond);
                pass.trace.alpha(*uid, target.index as u16, alpha);
                let rate = bits(alpha);
                let kept = product(ONE.wrapping_sub(rate), bits(bond));
                let bond = kept.wrapping_add(product(rate, bits(*weight))).min(ONE);
                *cell = fixed(bond);
                sum = sum.wrapping_add(bond);
            }
            sum
        }
    };
    store(pass, target, bonds, ema, sum, earned);
}

/// What bonds follow of the weights (`interpolate_sparse`).
#[inline]
fn clip(penalty: Penalty, limit: u64, weights: &mut [I32F32]) {
    match penalty {
        Penalty::None => {}
        Penalty::Full => weights.iter_mut().for_each(|weight| *weight = fixed(bits(*weight).min(limit))),
        Penalty::Partial(ratio) => {
            for weight in weights {
                // Rounding the difference up is rounding the negative product down. It is no more than the excess.
                let excess = bits(*weight).saturating_sub(limit);
                let taken = bits(ratio).wrapping_mul(excess);
                let taken = (taken >> 32).wrapping_add(u64::from(taken as u32 != 0));
                *weight = fixed(bits(*weight).wrapping_sub(taken));
            }
        }
    }
}

/// Writes the moving average, and gives its sum (`mat_ema_sparse`).
#[inline]
fn average(
    alpha: u64,
    new: impl Iterator<Item = u64>,
    old: impl Iterator<Item = u64>,
    ema: &mut [I32F32],
) -> u64 {
    let complement = ONE.wrapping_sub(alpha);
    let mut sum = 0_u64;
    for (cell, (new, old)) in ema.iter_mut().zip(new.zip(old)) {
        let bond = product(alpha, new).wrapping_add(product(complement, old));
        *cell = fixed(bond);
        sum = sum.wrapping_add(bond);
    }
    sum
}

#[inline]
fn yuma2_ema(
    alpha: u64,
    bonds: &DenseBonds<'_>,
    target: usize,
    stake: &[I32F32],
    weights: &mut [I32F32],
    ema: &mut [I32F32],
) -> u64 {
    let mut deltas = 0_u64;
    for (weight, stake) in weights.iter_mut().zip(stake) {
        let delta = product(bits(*weight), bits(*stake));
        deltas = deltas.wrapping_add(delta);
        *weight = fixed(delta);
    }
    let new = weights.iter().map(|delta| quotient(bits(*delta), deltas));
    // 4096 bonds of 16 bits.
    let sum = bonds.by_slot(target).fold(0_u32, |sum, bond| sum.wrapping_add(bond.into()));
    let share = Share::new(sum.max(1).cast_signed());
    average(alpha, new, bonds.by_slot(target).map(|bond| bits(share.of_positive_sum(bond))), ema)
}

/// Stores the new bonds, and adds up what they earn.
#[inline]
fn store<T: Trace>(
    pass: &mut Pass<'_, T>,
    target: Target,
    bonds: &mut DenseBonds<'_>,
    ema: &mut [I32F32],
    sum: u64,
    earned: &mut [I32F32],
) {
    let incentive = bits(target.incentive);
    let upscaled = matches!(pass.rule, Rule::Yuma2(_));
    let mut max = 0_u64;
    for (cell, (earned, uid)) in ema.iter_mut().zip(earned.iter_mut().zip(pass.rows.uids)) {
        let normalized = quotient(bits(*cell), sum);
        if *cell != I32F32::ZERO {
            pass.trace.bond(*uid, target.index as u16, *cell, fixed(normalized));
        }
        *earned = earned.wrapping_add(fixed(product(incentive, normalized)));
        if upscaled {
            max = max.max(normalized);
            *cell = fixed(normalized);
        }
    }
    let neurons = bonds.mask.neurons();
    let cells = bonds.bonds.get_mut(target.index..).unwrap_or_default().iter_mut().step_by(neurons.max(1));
    for (stored, (bond, uid)) in cells.zip(ema.iter().zip(pass.rows.uids)) {
        let bond = if upscaled { quotient(bits(*bond), max) } else { bits(*bond) };
        *stored = if pass.permits.get(usize::from(*uid)) == Some(&true) { to_u16(bond) } else { 0 };
    }
}
