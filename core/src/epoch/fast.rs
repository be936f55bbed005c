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
    // Where a register holds 64 bits, the product in 128 is one instruction.
    if cfg!(target_pointer_width = "64") {
        return (u128::from(a).wrapping_mul(b.into()) >> 32) as u64;
    }
    // Without the two ones, both have 32 bits.
    if a >= ONE {
        b
    } else if b >= ONE {
        a
    } else {
        a.wrapping_mul(b) >> 32
    }
}

/// Divides by a sum, or by the largest, of numbers between 0 and 1.
#[derive(Clone, Copy)]
struct Sum {
    sum: u64,
    reciprocal: u64,
}

impl Sum {
    /// A sum of nothing but zeros is as good as any other.
    fn new(sum: u64) -> Self {
        let sum = sum.max(1);
        Self { sum, reciprocal: u64::MAX.checked_div(sum).unwrap_or_default() }
    }

    /// The share of a part that is no more than the sum, rounded down.
    #[inline]
    fn share(self, part: u64) -> u64 {
        // The reciprocal is 2⁶⁴ / sum less at most 1, and the part at most the sum and one, so the product fits, and
        // `estimate` is part · 2³² / sum, rounded down, or that less one. The remainder tells: it is below 2 · sum < 2⁶⁴, so
        // what wraps is no part of it.
        let estimate = part.wrapping_mul(self.reciprocal) >> 32;
        let remainder = (part << 32).wrapping_sub(estimate.wrapping_mul(self.sum));
        estimate.wrapping_add((remainder >= self.sum).into())
    }
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
    /// The elements of a column, each with the sum of its row, the reciprocal of that and the row's mask.
    ///
    /// The one place that zips them: where the compiler sees what it zips, it sees that `chunks_exact` divides by no
    /// zero, and leaves no panic in the image.
    #[inline]
    fn with_rows<'r>(
        &'r self,
        rows: &'r Rows<'_>,
        target: usize,
    ) -> impl Iterator<Item = (&'r u16, ((&'r i32, &'r u64), &'r u64))> {
        let shares = rows.sums.iter().zip(rows.reciprocals.iter()).zip(self.mask.from());
        column(self.weights, self.mask.neurons(), target).zip(shares)
    }

    /// Writes for each slot what `of` makes of the normalised weight for `target` and the slot's stake, and gives the sum
    /// of it. Where a mask hides the weight, it is zero.
    #[inline]
    fn by_slot(
        &self,
        rows: &Rows<'_>,
        target: usize,
        cells: &mut [I32F32],
        of: impl Fn(u64, u64) -> u64,
    ) -> u64 {
        let registered = self.mask.registered(target);
        let mut total = 0_u64;
        for (cell, ((value, ((sum, reciprocal), from)), stake)) in
            cells.iter_mut().zip(self.with_rows(rows, target).zip(rows.stake.iter()))
        {
            let share = Share::from_parts(*sum, *reciprocal).of_positive_sum(*value);
            let weight = if registered < *from { bits(share) } else { 0 };
            let written = of(weight, bits(*stake));
            total = total.wrapping_add(written);
            *cell = fixed(written);
        }
        // No weight for itself.
        if let Some(cell) = self.mask.hidden_slot(target).and_then(|slot| cells.get_mut(slot)) {
            total = total.wrapping_sub(bits(*cell));
            *cell = I32F32::ZERO;
        }
        total
    }
}

impl DenseBonds<'_> {
    /// The bonds to `target` by slot.
    #[inline]
    fn by_slot(&self, target: usize) -> impl Iterator<Item = u16> {
        let hidden = self.mask.hides_bonds(target);
        column(self.bonds, self.mask.neurons(), target).map(move |bond| if hidden { 0 } else { *bond })
    }
}

/// The elements of a column, whose target is a neuron.
#[inline]
fn column(rows: &[u16], neurons: usize, target: usize) -> impl Iterator<Item = &u16> {
    rows.chunks_exact(neurons.max(1)).map(move |row| row.get(target).unwrap_or(&0))
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
    let neurons = weights.mask.neurons();
    for (target, (consensus, rank)) in consensus.iter_mut().zip(ranks).enumerate().take(neurons) {
        let by_slot = scores.get_mut(..rows.uids.len()).unwrap_or_default();
        weights.by_slot(rows, target, by_slot, |weight, _| weight);
        *consensus = voters.median(I32F32::wrapping_add, scores, minority, &mut median);
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
    // Says to the compiler what holds anyway, so that it does not look at every row.
    if target.index >= weights.mask.neurons() {
        return;
    }
    let Rates { ema, alpha: column, .. } = rates;
    let clip = Clip::new(pass.penalty, target.consensus);
    let sum = match &pass.rule {
        Rule::Yuma2(alpha) => {
            let deltas = weights
                .by_slot(pass.rows, target.index, column, |weight, stake| product(clip.of(weight), stake));
            let deltas = Sum::new(deltas);
            let new = column.iter().map(|delta| deltas.share(bits(*delta)));
            // 4096 bonds of 16 bits, or a one where there are none but zeros.
            let sum = bonds.by_slot(target.index).fold(0_u32, |sum, bond| sum.wrapping_add(bond.into()));
            let share = Share::new(sum.max(1).cast_signed());
            let old = bonds.by_slot(target.index).map(|bond| bits(share.of_positive_sum(bond)));
            average(bits(*alpha), new, old, ema)
        }
        Rule::Yuma3(alpha) => {
            weights.by_slot(pass.rows, target.index, column, |weight, _| clip.of(weight));
            let new = column.iter().map(|weight| bits(*weight));
            let old = bonds.by_slot(target.index).map(|bond| bits(Share::U16_MAX.of_positive_sum(bond)));
            average(bits(*alpha), new, old, ema)
        }
        Rule::Liquid(liquid) => {
            weights.by_slot(pass.rows, target.index, column, |weight, _| clip.of(weight));
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

/// What bonds follow of the weights for one target (`interpolate_sparse`).
#[derive(Clone, Copy)]
struct Clip {
    limit: u64,
    /// How much is taken of what exceeds the limit, where it is not all of it.
    ratio: Option<u64>,
}

impl Clip {
    fn new(penalty: Penalty, consensus: I32F32) -> Self {
        match penalty {
            Penalty::None => Self { limit: u64::MAX, ratio: None },
            Penalty::Full => Self { limit: bits(consensus), ratio: None },
            Penalty::Partial(ratio) => Self { limit: bits(consensus), ratio: Some(bits(ratio)) },
        }
    }

    #[inline]
    fn of(self, weight: u64) -> u64 {
        let Some(ratio) = self.ratio else { return weight.min(self.limit) };
        // Rounding the difference up is rounding the negative product down. The ratio is below one, so it is no more than
        // the excess, and the product fits.
        let taken = ratio.wrapping_mul(weight.saturating_sub(self.limit));
        weight.wrapping_sub(taken >> 32).wrapping_sub(u64::from(taken as u32 != 0))
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
    let (incentive, sum) = (bits(target.incentive), Sum::new(sum));
    let upscaled = matches!(pass.rule, Rule::Yuma2(_));
    let mut max = 0_u64;
    for (cell, (earned, uid)) in ema.iter_mut().zip(earned.iter_mut().zip(pass.rows.uids)) {
        let normalized = sum.share(bits(*cell));
        if *cell != I32F32::ZERO {
            pass.trace.bond(*uid, target.index as u16, *cell, fixed(normalized));
        }
        *earned = earned.wrapping_add(fixed(product(incentive, normalized)));
        if upscaled {
            max = max.max(normalized);
            *cell = fixed(normalized);
        }
    }
    let max = Sum::new(max);
    let cells =
        bonds.bonds.chunks_exact_mut(bonds.mask.neurons().max(1)).map(|row| row.get_mut(target.index));
    for (stored, (bond, permit)) in cells.zip(ema.iter().zip(pass.rows.permits.iter())) {
        let bond = if upscaled { max.share(bits(*bond)) } else { bits(*bond) };
        if let Some(stored) = stored {
            *stored = to_u16(bond) & permit;
        }
    }
}
