//! The stake-weighted median.

use crate::fixed::I32F32;
use core::cmp::Ordering;

/// Finds the score at which the stake of lower scores passes `minority` (`weighted_median`).
///
/// The stake between `lo` and `hi` belongs to the members of `partition`, which index `stake` and `score`. Members are
/// moved in their places; their order tells which score is tried first, as it does on the chain, so stakes that make
/// no sense (negative, or beyond the range when summed) lead to the chain's result too.
///
/// # Chain source
/// `epoch/math.rs`, spec 425.
///
/// # Cost
/// About three looks at each member where scores are in no particular order.
pub fn weighted_median(
    stake: &[I32F32],
    score: &[I32F32],
    partition: &mut [u16],
    minority: I32F32,
    mut lo: I32F32,
    mut hi: I32F32,
) -> I32F32 {
    let at = |values: &[I32F32], index: u16| values.get(usize::from(index)).copied().unwrap_or_default();
    let mut members = partition;
    loop {
        if let [only] = *members {
            return at(score, only);
        }
        let Some(&middle) = members.get(members.len() / 2) else { return I32F32::ZERO };
        let pivot = at(score, middle);
        let (mut below, mut above) = (I32F32::ZERO, I32F32::ZERO);
        let (mut any_below, mut any_above) = (false, false);
        for &index in members.iter() {
            match at(score, index).cmp(&pivot) {
                Ordering::Less => {
                    below = below.saturating_add(at(stake, index));
                    any_below = true;
                }
                Ordering::Greater => {
                    above = above.saturating_add(at(stake, index));
                    any_above = true;
                }
                Ordering::Equal => {}
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
        members = retain(members, |index| at(score, index).cmp(&pivot) == side);
    }
}

/// The members that pass, in their order, moved to the front.
fn retain(members: &mut [u16], keep: impl Fn(u16) -> bool) -> &mut [u16] {
    let mut kept = 0_usize;
    for from in 0..members.len() {
        let Some(&member) = members.get(from) else { break };
        if let (true, Some(to)) = (keep(member), members.get_mut(kept)) {
            *to = member;
            kept = kept.wrapping_add(1);
        }
    }
    members.get_mut(..kept).unwrap_or_default()
}
