//! The second pass over the columns: bonds, and what they earn.

use super::Trace;
use super::alpha::LiquidAlpha;
use super::columns::{BondColumns, Columns, Entry};
use super::fast::is_unit;
use super::rows::Rows;
use super::share::{ColumnShare, Share};
use crate::fixed::{I32F32, SafeDiv, fixed_proportion_to_u16, mul, u16_proportion_to_fixed};

/// Buffers of the second pass, one element for each row.
pub(super) struct Buffers<'a> {
    pub(super) weights: &'a mut [u32],
    pub(super) bonds: &'a mut [u32],
    pub(super) rates: Rates<'a>,
}

/// What becomes of each slot's bond.
pub(super) struct Rates<'a> {
    pub(super) ema: &'a mut [I32F32],
    pub(super) bond: &'a mut [I32F32],
    pub(super) alpha: &'a mut [I32F32],
}

/// How bonds follow weights.
pub(super) enum Rule<'a> {
    /// The rate is one for all; stake weighs in before the moving average, and bonds are stored max-upscaled.
    Yuma2(I32F32),
    /// The rate is one for all; stake weighs in after it, and bonds are stored as they are.
    Yuma3(I32F32),
    /// As `Yuma3`, with a rate for each bond.
    Liquid(&'a LiquidAlpha),
}

impl Rule<'_> {
    /// Tells whether the rate lies between 0 and 1: a moving average beyond a million leads outside.
    pub(super) fn is_unit(&self) -> bool {
        match self {
            Self::Yuma2(alpha) | Self::Yuma3(alpha) => is_unit(*alpha),
            // Shares of 65535.
            Self::Liquid(_) => true,
        }
    }
}

/// What all columns of the second pass share.
pub(super) struct Pass<'a, T> {
    pub(super) rule: Rule<'a>,
    pub(super) penalty: Penalty,
    pub(super) rows: &'a Rows<'a>,
    pub(super) trace: &'a mut T,
}

/// A column's own part.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub(super) index: usize,
    pub(super) consensus: I32F32,
    /// The consensus that liquid alpha compares with.
    pub(super) liquid_consensus: I32F32,
    pub(super) incentive: I32F32,
}

impl<T: Trace> Pass<'_, T> {
    /// Writes the new bonds to one target, and adds up by slot what each validator earns by them.
    pub(super) fn column<W: Columns, B: BondColumns>(
        &mut self,
        target: Target,
        weights: &W,
        bonds: &mut B,
        buffers: &mut Buffers<'_>,
        earned: &mut [I32F32],
    ) {
        let rates = &mut buffers.rates;
        let start = weights.start(target.index);
        let column = weights.column(target.index, buffers.weights);
        let weights =
            WeightsForBonds { rows: self.rows, column, consensus: target.consensus, penalty: self.penalty };
        let old = bonds.column(target.index, buffers.bonds);
        match &self.rule {
            Rule::Yuma2(alpha) => yuma2_ema(*alpha, &weights, old, rates.ema),
            Rule::Yuma3(alpha) => {
                let new = weights.iter().map(|weight| (weight.slot, weight.value));
                ema(*alpha, new, old, &ColumnShare::Exact(Share::U16_MAX), rates.ema);
            }
            Rule::Liquid(liquid) => {
                liquid_rates(liquid, target, &weights, old, rates, self.trace);
                bonds.begin(target.index);
                return self.store_liquid(target, start, &weights, bonds, rates, earned);
            }
        }
        bonds.begin(target.index);
        self.store(target, bonds, rates.ema, earned);
    }

    /// Stores a column with one bond for each slot.
    fn store<B: BondColumns>(
        &mut self,
        target: Target,
        bonds: &mut B,
        ema: &mut [I32F32],
        earned: &mut [I32F32],
    ) {
        let positive = |bond: &I32F32| *bond > I32F32::ZERO;
        // Positive numbers only: where there are any, the sum is not zero.
        let sum = ema
            .iter()
            .filter(|bond| positive(bond))
            .fold(I32F32::ZERO, |sum, bond| sum.saturating_add(*bond));
        let upscaled = matches!(self.rule, Rule::Yuma2(_));
        let mut max = I32F32::ZERO;
        for (slot, (bond, earned)) in ema.iter_mut().zip(earned).enumerate() {
            if !positive(bond) {
                *bond = NO_BOND;
                continue;
            }
            let normalized = bond.safe_div(sum);
            self.trace.bond(self.rows.uid(slot), target.index as u16, *bond, normalized);
            let earns = mul(target.incentive, normalized);
            if upscaled {
                *earned = earned.saturating_add(earns);
                max = max.max(normalized);
                *bond = normalized;
            } else {
                *earned = earned.wrapping_add(earns);
            }
        }
        let stored = |bond: I32F32| if max == I32F32::ZERO { bond } else { bond.safe_div(max) };
        for (slot, bond) in ema.iter().enumerate().filter(|(_, bond)| **bond != NO_BOND) {
            if self.permitted(slot) {
                bonds.put(target.index, slot, fixed_proportion_to_u16(stored(*bond)));
            }
        }
    }

    /// Stores a column with one bond for each weight (`mat_ema_alpha_sparse`).
    fn store_liquid<B: BondColumns>(
        &mut self,
        target: Target,
        start: usize,
        weights: &WeightsForBonds<'_>,
        bonds: &mut B,
        rates: &Rates<'_>,
        earned: &mut [I32F32],
    ) {
        let new_bonds = || {
            weights.iter().filter_map(|weight| {
                let decayed = rates.ema.get(weight.slot).copied().unwrap_or_default();
                let alpha = rates.alpha.get(weight.slot).copied().unwrap_or_default();
                let increment = mul(alpha, weight.value).max(I32F32::ZERO);
                let bond = decayed.saturating_add(increment).min(I32F32::ONE);
                (bond > I32F32::ZERO).then_some((weight.position, weight.slot, bond))
            })
        };
        let sum = new_bonds().fold(I32F32::ZERO, |sum, (_, _, bond)| sum.saturating_add(bond));
        for (position, slot, bond) in new_bonds() {
            let normalized = bond.safe_div(sum);
            self.trace.bond(self.rows.uid(slot), target.index as u16, bond, normalized);
            if let Some(earned) = earned.get_mut(slot) {
                *earned = earned.wrapping_add(mul(normalized, target.incentive));
            }
            if !self.permitted(slot) {
                continue;
            }
            let stored = fixed_proportion_to_u16(bond);
            if self.penalty.keeps_rows() {
                bonds.put_at(start.wrapping_add(position), target.index, slot, stored);
            } else {
                bonds.put(target.index, slot, stored);
            }
        }
    }

    fn permitted(&self, slot: usize) -> bool {
        self.rows.permits.get(slot).is_some_and(|permit| *permit != 0)
    }
}

/// Marks a slot without a bond, where zero is a bond that is stored.
const NO_BOND: I32F32 = I32F32::NEG_ONE;

/// Writes the moving average by slot (`mat_ema_sparse`): the parts of several entries of one slot add up.
fn ema(
    alpha: I32F32,
    new: impl Iterator<Item = (usize, I32F32)>,
    old: &[u32],
    share: &ColumnShare,
    ema: &mut [I32F32],
) {
    let complement = I32F32::ONE.saturating_sub(alpha);
    ema.fill(I32F32::ZERO);
    let old = old.iter().map(|bits| Entry::of(*bits));
    let old = old.map(|entry| (entry.slot(), mul(complement, share.of(entry.value()))));
    for (slot, part) in new.map(|(slot, weight)| (slot, mul(alpha, weight))).chain(old) {
        if let Some(bond) = ema.get_mut(slot) {
            *bond = bond.saturating_add(part);
        }
    }
}

/// Writes the moving average of Yuma 2: of weights times stake, and of the old bonds, each normalised in its column.
fn yuma2_ema(alpha: I32F32, weights: &WeightsForBonds<'_>, old: &[u32], bonds: &mut [I32F32]) {
    let delta =
        || weights.iter().map(|weight| (weight.slot, mul(weight.value, weights.rows.stake(weight.slot))));
    let sum = delta().fold(I32F32::ZERO, |sum, (_, delta)| sum.saturating_add(delta));
    let normalized = |delta: I32F32| if sum == I32F32::ZERO { delta } else { delta.safe_div(sum) };
    let share = ColumnShare::new(old.iter().map(|bits| Entry::of(*bits).value()));
    ema(alpha, delta().map(|(slot, delta)| (slot, normalized(delta))), old, &share, bonds);
}

/// Writes by slot the rate of each bond to `alpha`, and what is left of the old bond to `ema`
/// (`compute_liquid_alpha_values_sparse`).
///
/// The chain pairs weight and bond of one validator by a merge that sees an entry only if its target is higher than
/// that of every entry before it in the row; what it does not see is zero for the rate, and still decays and grows.
fn liquid_rates(
    liquid: &LiquidAlpha,
    target: Target,
    weights: &WeightsForBonds<'_>,
    old: &[u32],
    rates: &mut Rates<'_>,
    trace: &mut impl Trace,
) {
    let Rates { ema, bond, alpha } = rates;
    ema.fill(I32F32::ZERO);
    bond.fill(I32F32::ZERO);
    alpha.fill(I32F32::ZERO);
    for entry in old.iter().map(|bits| Entry::of(*bits)) {
        let (slot, value) = (entry.slot(), Share::U16_MAX.of(entry.value()));
        if let Some(cell) = bond.get_mut(slot).filter(|_| entry.is_seen()) {
            *cell = value;
        }
        if let Some(cell) = ema.get_mut(slot) {
            *cell = value;
        }
    }
    for weight in weights.iter().filter(|weight| weight.is_seen) {
        if let Some(cell) = alpha.get_mut(weight.slot) {
            *cell = weight.value;
        }
    }
    let mut done = None;
    for slot in weights.iter().map(|weight| weight.slot) {
        let (Some(ema), Some(bond), Some(alpha)) = (ema.get_mut(slot), bond.get(slot), alpha.get_mut(slot))
        else {
            continue;
        };
        // Entries of one slot lie beside each other.
        if done.replace(slot) != Some(slot) {
            *alpha = liquid.alpha(target.liquid_consensus, *alpha, *bond);
            *ema = mul(I32F32::ONE.saturating_sub(*alpha), *ema);
            trace.alpha(weights.rows.uid(slot), target.index as u16, *alpha);
        }
    }
}

/// `BondsPenalty`: how far the weights that bonds follow are clipped.
#[derive(Clone, Copy)]
pub(super) enum Penalty {
    /// Not at all.
    None,
    /// At the consensus.
    Full,
    /// In between.
    Partial(I32F32),
}

impl Penalty {
    pub(super) fn new(bonds_penalty: u16) -> Self {
        match bonds_penalty {
            0 => Self::None,
            u16::MAX => Self::Full,
            _ => Self::Partial(u16_proportion_to_fixed(bonds_penalty)),
        }
    }

    /// Tells whether rows keep the order of their entries, and an entry that is there twice. In between, they are made
    /// anew, in the order of targets.
    pub(super) fn keeps_rows(self) -> bool {
        !matches!(self, Self::Partial(_))
    }

    /// Tells whether clipping drops a weight: at a consensus of zero nothing above it is left
    /// (`col_clip_sparse`).
    pub(super) fn drops(self, weight: I32F32, consensus: I32F32) -> bool {
        matches!(self, Self::Full) && consensus < weight && consensus <= I32F32::ZERO
    }
}

/// A weight that a bond follows.
struct Weight {
    /// Its place in the column.
    position: usize,
    slot: usize,
    value: I32F32,
    is_seen: bool,
}

/// The weights of a column that bonds follow (`interpolate_sparse`).
struct WeightsForBonds<'a> {
    rows: &'a Rows<'a>,
    column: &'a [u32],
    consensus: I32F32,
    penalty: Penalty,
}

impl WeightsForBonds<'_> {
    #[inline]
    fn iter(&self) -> impl Iterator<Item = Weight> {
        self.column.iter().enumerate().filter_map(|(position, bits)| {
            let entry = Entry::of(*bits);
            let (slot, is_seen) = (entry.slot(), entry.is_seen());
            let weight = self.rows.weight(entry);
            let value = match self.penalty {
                Penalty::None => weight,
                Penalty::Full if self.penalty.drops(weight, self.consensus) => return None,
                Penalty::Full => weight.min(self.consensus),
                Penalty::Partial(ratio) => return self.interpolated(ratio, position, slot, weight),
            };
            Some(Weight { position, slot, value, is_seen })
        })
    }

    /// Of several weights for one target the last one counts here, and what is not positive is left out: the chain goes
    /// through a dense row.
    fn interpolated(&self, ratio: I32F32, position: usize, slot: usize, weight: I32F32) -> Option<Weight> {
        let next = self.column.get(position.wrapping_add(1));
        if next.is_some_and(|bits| Entry::of(*bits).slot() == slot) {
            return None;
        }
        let clipped = weight.min(self.consensus);
        let value = weight.saturating_add(mul(ratio, clipped.saturating_sub(weight)));
        (value > I32F32::ZERO).then_some(Weight { position, slot, value, is_seen: true })
    }
}
