//! The stake-weighted median.

use crate::fixed::I32F32;
use core::cell::Cell;

/// Finds the score at which the stake of lower scores passes `minority` (`weighted_median`).
///
/// `stake` and `score` are those of the members, whose stake lies between `lo` and `hi`; both are used up. The order of
/// members tells which score is tried first, as it does on the chain, so stakes that make no sense (negative, or beyond
/// the range when summed) lead to the chain's result too. If there are not as many stakes as scores, it is zero.
///
/// # Chain source
/// `epoch/math.rs`, spec 425.
///
/// # Cost
/// About three looks at each member where scores are in no particular order.
pub fn weighted_median(
    stake: &mut [I32F32],
    score: &mut [I32F32],
    minority: I32F32,
    lo: I32F32,
    hi: I32F32,
) -> I32F32 {
    if stake.len() != score.len() {
        return I32F32::ZERO;
    }
    median_with(I32F32::saturating_add, stake, score, minority, lo, hi)
}

/// As [`weighted_median`], with the addition of stakes given: where they cannot saturate, a plain one does.
#[inline]
pub(super) fn median_with(
    add: impl Fn(I32F32, I32F32) -> I32F32,
    stake: &mut [I32F32],
    score: &mut [I32F32],
    minority: I32F32,
    mut lo: I32F32,
    mut hi: I32F32,
) -> I32F32 {
    let mut len = stake.len().min(score.len());
    loop {
        let (Some(stake), Some(score)) = (stake.get_mut(..len), score.get_mut(..len)) else {
            return I32F32::ZERO;
        };
        if let [only] = *score {
            return only;
        }
        let Some(&pivot) = score.get(len / 2) else { return I32F32::ZERO };
        let (mut below, mut above) = (I32F32::ZERO, I32F32::ZERO);
        let (mut any_below, mut any_above) = (false, false);
        for (stake, score) in stake.iter().zip(score.iter()) {
            if *score < pivot {
                below = add(below, *stake);
                any_below = true;
            } else if *score > pivot {
                above = add(above, *stake);
                any_above = true;
            }
        }
        // The pivot itself is on neither side, so this ends.
        len = if minority < lo.saturating_add(below) && any_below {
            hi = lo.saturating_add(below);
            retain(stake, score, |score| score < pivot)
        } else if hi.saturating_sub(above) <= minority && any_above {
            lo = hi.saturating_sub(above);
            retain(stake, score, |score| score > pivot)
        } else {
            return pivot;
        };
    }
}

/// Moves the members whose score passes to the front, in their order, and counts them.
#[inline]
fn retain(stake: &mut [I32F32], score: &mut [I32F32], keep: impl Fn(I32F32) -> bool) -> usize {
    let (stake, score) =
        (Cell::from_mut(stake).as_slice_of_cells(), Cell::from_mut(score).as_slice_of_cells());
    let mut kept = 0_usize;
    for (stake_of, score_of) in stake.iter().zip(score) {
        if keep(score_of.get())
            && let (Some(stake), Some(score)) = (stake.get(kept), score.get(kept))
        {
            stake.set(stake_of.get());
            score.set(score_of.get());
            kept = kept.wrapping_add(1);
        }
    }
    kept
}
