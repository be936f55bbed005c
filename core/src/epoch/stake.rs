//! Stake, permits and active stake.

use super::fast::is_unit;
use super::median::median_with;
use super::{Input, Output, Profile};
use crate::fixed::{I32F32, I64F64, SafeDiv, fixed64_to_fixed32, fixed64_to_u64, u16_proportion_to_fixed};
use crate::primitives::Uid;
use crate::schedule::activity_cutoff_blocks;

/// Divides each element by the sum of all (`inplace_normalize`). The sum wraps, as the chain's does.
pub(super) fn normalize(vector: &mut [I32F32]) {
    normalize_using_sum(vector, sum(vector));
}

/// Divides each element by `sum`, if it is not zero (`inplace_normalize_using_sum`).
pub(super) fn normalize_using_sum(vector: &mut [I32F32], sum: I32F32) {
    if sum == I32F32::ZERO {
        return;
    }
    for element in vector {
        *element = element.safe_div(sum);
    }
}

pub(super) fn sum(vector: &[I32F32]) -> I32F32 {
    vector.iter().fold(I32F32::ZERO, |sum, element| sum.wrapping_add(*element))
}

impl Input<'_> {
    fn is_exempt_owner(&self, profile: &Profile, uid: usize) -> bool {
        profile.owner_exempt && self.owner_uid.map(usize::from) == Some(uid)
    }

    /// Tells whether the uid may validate in this epoch.
    pub(super) fn has_permit(&self, profile: &Profile, uid: usize) -> bool {
        // The chain sets the owner's bit in the stored vector: where that ends before, there is none to set.
        self.validator_permit.get(uid).is_some_and(|permit| *permit || self.is_exempt_owner(profile, uid))
    }
}

/// Tells who has set weights recently enough.
pub(super) fn is_active(input: &Input<'_>, active: &mut [bool]) {
    let cutoff = activity_cutoff_blocks(input.activity_cutoff_factor_milli, input.schedule.tempo);
    for (uid, active) in active.iter_mut().enumerate() {
        let last_update = input.last_update.get(uid).copied().unwrap_or_default();
        *active = last_update.saturating_add(cutoff) >= input.current_block;
    }
}

/// Writes the normalised stake of those who hold enough of it.
pub(super) fn stake(profile: &Profile, input: &Input<'_>, stake: &mut [I32F32]) {
    let filtered = |(uid, total): (usize, &I64F64)| {
        let enough = fixed64_to_u64(*total) >= input.stake_threshold || input.is_exempt_owner(profile, uid);
        if enough { *total } else { I64F64::ZERO }
    };
    normalize_64(stake, || input.total_stake.iter().enumerate().map(filtered));
}

/// Divides by the sum in 64 fractional bits and keeps 32 (`inplace_normalize_64`, `vec_fixed64_to_fixed32`).
pub(super) fn normalize_64<I: Iterator<Item = I64F64>>(vector: &mut [I32F32], elements: impl Fn() -> I) {
    let sum = elements().fold(I64F64::ZERO, I64F64::wrapping_add);
    for (cell, element) in vector.iter_mut().zip(elements()) {
        // Where the sum is zero, the elements stay as they are.
        *cell = fixed64_to_fixed32(if sum == I64F64::ZERO { element } else { element.safe_div(sum) });
    }
}

/// Writes who may validate in the next epoch (`is_topk_nonzero`): the `max_allowed_validators` with the most stake, of
/// equals those with the higher uid.
pub(super) fn new_permits(profile: &Profile, input: &Input<'_>, stake: &[I32F32], permits: &mut [bool]) {
    is_topk_nonzero(stake, input.max_allowed_validators.into(), permits);
    for (uid, permit) in permits.iter_mut().enumerate() {
        *permit |= input.is_exempt_owner(profile, uid);
    }
}

/// Tells which elements are not zero and among the `k` largest, of equals the later ones (`is_topk_nonzero`).
///
/// # Chain source
/// `epoch/math.rs`, spec 425: a stable sort from below, whose first `n - k` elements drop out.
///
/// # Cost
/// Where more than `k` elements are not zero, one comparison of each of them with every element.
pub fn is_topk_nonzero(vector: &[I32F32], k: usize, result: &mut [bool]) {
    for (cell, element) in result.iter_mut().zip(vector) {
        *cell = *element != I32F32::ZERO;
    }
    let drop = vector.len().saturating_sub(k);
    // Unless some element is negative, zeros come first: as long as there are as many, nothing else drops out.
    let zeros = vector.iter().filter(|element| **element == I32F32::ZERO).count();
    let negative = vector.iter().any(|element| *element < I32F32::ZERO);
    if !negative && drop <= zeros {
        return;
    }
    for (index, (cell, element)) in result.iter_mut().zip(vector).enumerate() {
        if *cell {
            let (before, after) = vector.split_at_checked(index).unwrap_or((vector, &[]));
            let lower = before.iter().filter(|other| *other <= element).count();
            let lower = lower.saturating_add(after.iter().filter(|other| *other < element).count());
            *cell = lower >= drop;
        }
    }
}

/// Writes the normalised stake of those who are active and may validate, and tells who is active.
pub(super) fn active_stake(
    profile: &Profile,
    input: &Input<'_>,
    stake: &[I32F32],
    active_stake: &mut [I32F32],
    output: &mut Output<'_>,
) {
    is_active(input, output.active);
    let cells = active_stake.iter_mut().zip(output.active.iter());
    for (uid, ((cell, active), stake)) in cells.zip(stake).enumerate() {
        // The chain's mask does nothing where nobody has ever had a permit.
        let permitted = input.validator_permit.is_empty() || input.has_permit(profile, uid);
        *cell = if *active && permitted { *stake } else { I32F32::ZERO };
    }
    normalize(active_stake);
}

/// The validators whose stake decides on the consensus, in the order of their uids.
pub(super) struct Voters<'a> {
    /// Where the score of each is: at its slot, or behind all slots for one that has no row, whose score is zero.
    places: &'a [u16],
    /// Every row's validator is one of them, and nobody else: places need no looking up.
    are_slots: bool,
    /// Their stake, normalised among them.
    stake: &'a [I32F32],
    /// The sum of it: one, less what rounding took.
    stake_sum: I32F32,
}

impl<'a> Voters<'a> {
    /// Gathers them in buffers with room for all neurons.
    pub(super) fn gather(
        active_stake: &[I32F32],
        uids: &[Uid],
        places: &'a mut [u16],
        stakes: &'a mut [I32F32],
    ) -> Self {
        let (mut len, mut next) = (0_usize, uids.len());
        for (uid, stake) in active_stake.iter().enumerate().filter(|(_, stake)| **stake > I32F32::ZERO) {
            let place = uids.binary_search(&(uid as Uid)).unwrap_or_else(|_| {
                next = next.wrapping_add(1);
                next.wrapping_sub(1)
            });
            if let (Some(to), Some(cell)) = (places.get_mut(len), stakes.get_mut(len)) {
                (*to, *cell) = (place as u16, *stake);
                len = len.wrapping_add(1);
            }
        }
        let (places, stake) =
            (places.get(..len).unwrap_or_default(), stakes.get_mut(..len).unwrap_or_default());
        normalize(stake);
        let are_slots = places.iter().zip(0..).all(|(place, slot)| *place == slot);
        Self { places, are_slots, stake_sum: sum(stake), stake }
    }

    /// Tells whether every stake lies between 0 and 1; of voters without a row, [`Rows::are_unit`](super::rows::Rows) does not.
    pub(super) fn are_unit(&self) -> bool {
        self.stake.iter().all(|stake| is_unit(*stake))
    }

    /// The stake that has to be passed for a score to be the consensus.
    pub(super) fn minority(&self, kappa: u16) -> I32F32 {
        self.stake_sum.saturating_sub(u16_proportion_to_fixed(kappa))
    }

    /// The median of the scores, which are by place.
    #[inline]
    pub(super) fn median(
        &self,
        add: impl Fn(I32F32, I32F32) -> I32F32,
        scores: &[I32F32],
        minority: I32F32,
        buffers: &mut MedianBuffers<'_>,
    ) -> I32F32 {
        let len = self.stake.len();
        let stake = buffers.stake.get_mut(..len).unwrap_or_default();
        let score = buffers.score.get_mut(..len).unwrap_or_default();
        stake.iter_mut().zip(self.stake).for_each(|(cell, stake)| *cell = *stake);
        if self.are_slots {
            score.iter_mut().zip(scores).for_each(|(cell, score)| *cell = *score);
        } else {
            for (score, place) in score.iter_mut().zip(self.places) {
                *score = scores.get(usize::from(*place)).copied().unwrap_or_default();
            }
        }
        median_with(add, stake, score, minority, I32F32::ZERO, self.stake_sum)
    }
}

/// Room for all voters' stakes and scores.
pub(super) struct MedianBuffers<'a> {
    pub(super) stake: &'a mut [I32F32],
    pub(super) score: &'a mut [I32F32],
}
