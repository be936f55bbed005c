//! The stake-weighted median.

use crate::fixed::I32F32;
use core::cmp::Ordering;

/// Finds the score at which the stake of lower scores passes `minority` (`weighted_median`).
///
/// `stake` and `score` are those of the members, whose stake lies between `lo` and `hi`; both are used up. The order of
/// members tells which score is tried first, as it does on the chain, so stakes that make no sense (negative, or beyond
/// the range when summed) lead to the chain's result too.
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
                below = below.saturating_add(*stake);
                any_below = true;
            } else if *score > pivot {
                above = above.saturating_add(*stake);
                any_above = true;
            }
        }
        let side = if minority < lo.saturating_add(below) && any_below {
            hi = lo.saturating_add(below);
            Ordering::Less
        } else if hi.saturating_sub(above) <= minority && any_above {
            lo = hi.saturating_sub(above);
            Ordering::Greater
        } else {
            return pivot;
        };
        // The pivot itself is on neither side, so this ends.
        len = retain(stake, score, pivot, side);
    }
}

/// Moves the members on one side of the pivot to the front, in their order, and counts them.
fn retain(stake: &mut [I32F32], score: &mut [I32F32], pivot: I32F32, side: Ordering) -> usize {
    let mut kept = 0_usize;
    for from in 0..stake.len() {
        let (Some(&stake_of), Some(&score_of)) = (stake.get(from), score.get(from)) else { break };
        if score_of.cmp(&pivot) == side
            && let (Some(stake), Some(score)) = (stake.get_mut(kept), score.get_mut(kept))
        {
            (*stake, *score) = (stake_of, score_of);
            kept = kept.wrapping_add(1);
        }
    }
    kept
}
