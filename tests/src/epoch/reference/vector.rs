//! Numbers and vectors, under the names of the chain's `epoch/math.rs`.

use alloc::{vec, vec::Vec};
use nanotao::fixed::{I32F32, I64F64, fixed_to_u16};

pub(super) const ZERO: I32F32 = I32F32::ZERO;
pub(super) const ONE: I32F32 = I32F32::ONE;
const U16_MAX: I32F32 = I32F32::lit("65535");

/// `safe_div`, by the long way only.
pub(super) fn div(a: I32F32, b: I32F32) -> I32F32 {
    a.checked_div(b).unwrap_or_default()
}

/// `u16_proportion_to_fixed`.
pub(super) fn proportion(x: u16) -> I32F32 {
    div(x.into(), U16_MAX)
}

/// `fixed_proportion_to_u16`.
pub(super) fn to_u16(x: I32F32) -> u16 {
    fixed_to_u16(x.saturating_mul(U16_MAX))
}

/// `get_safe`.
pub(super) fn at<T: Copy + Default>(vector: &[T], index: usize) -> T {
    vector.get(index).copied().unwrap_or_default()
}

/// The chain sums with `+`, which wraps in its builds.
pub(crate) fn sum(vector: &[I32F32]) -> I32F32 {
    vector.iter().fold(ZERO, |sum, x| sum.wrapping_add(*x))
}

pub(crate) fn checked_sum(vector: &[u64]) -> Option<u64> {
    vector.iter().try_fold(0_u64, |sum, x| sum.checked_add(*x))
}

pub(crate) fn is_zero(vector: &[I32F32]) -> bool {
    sum(vector) == ZERO
}

pub(crate) fn normalize(vector: &[I32F32]) -> Vec<I32F32> {
    normalize_using_sum(vector, sum(vector))
}

pub(crate) fn normalize_using_sum(vector: &[I32F32], sum: I32F32) -> Vec<I32F32> {
    vector.iter().map(|x| if sum == ZERO { *x } else { div(*x, sum) }).collect()
}

pub(crate) fn normalize_64(vector: &[I64F64]) -> Vec<I64F64> {
    let sum = vector.iter().fold(I64F64::ZERO, |sum, x| sum.wrapping_add(*x));
    let divided = |x: &I64F64| x.checked_div(sum).unwrap_or_default();
    vector.iter().map(|x| if sum == I64F64::ZERO { *x } else { divided(x) }).collect()
}

pub(crate) fn mask_vector(mask: &[bool], vector: &[I32F32]) -> Vec<I32F32> {
    if mask.is_empty() {
        return vector.to_vec();
    }
    let masked = |index| mask.get(index).copied().unwrap_or(true);
    vector.iter().enumerate().map(|(index, x)| if masked(index) { ZERO } else { *x }).collect()
}

pub(crate) fn vecdiv(a: &[I32F32], b: &[I32F32]) -> Vec<I32F32> {
    a.iter().enumerate().map(|(index, a)| div(*a, at(b, index))).collect()
}

pub(crate) fn vec_mul(a: &[I32F32], b: &[I32F32]) -> Vec<I32F32> {
    a.iter().zip(b).map(|(a, b)| a.checked_mul(*b).unwrap_or_default()).collect()
}

pub(crate) fn is_topk(vector: &[I32F32], k: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..vector.len()).collect();
    order.sort_by_key(|index| vector[*index]);
    let mut topk = vec![true; vector.len()];
    for index in order.into_iter().take(vector.len().saturating_sub(k)) {
        topk[index] = false;
    }
    topk
}

pub(crate) fn is_topk_nonzero(vector: &[I32F32], k: usize) -> Vec<bool> {
    is_topk(vector, k).into_iter().zip(vector).map(|(topk, x)| topk && *x != ZERO).collect()
}

pub(crate) fn vec_max_upscale_to_u16(vector: &[I32F32]) -> Vec<u16> {
    let max = vector.iter().copied().max().unwrap_or_default();
    let upscale = |x: &I32F32| {
        if max == ZERO {
            x.saturating_mul(U16_MAX)
        } else if max > 32_768 {
            x.saturating_mul(div(U16_MAX, max)).wrapping_round()
        } else {
            div(x.saturating_mul(U16_MAX), max).wrapping_round()
        }
    };
    vector.iter().map(|x| fixed_to_u16(upscale(x))).collect()
}

/// `weighted_median` over all indices.
pub(crate) fn weighted_median(
    stake: &[I32F32],
    score: &[I32F32],
    minority: I32F32,
    mut lo: I32F32,
    mut hi: I32F32,
) -> I32F32 {
    if stake.len() != score.len() {
        return ZERO;
    }
    let mut members: Vec<usize> = (0..stake.len()).collect();
    loop {
        match members.as_slice() {
            [] => return ZERO,
            [only] => return score[*only],
            _ => {}
        }
        let pivot = score[members[members.len() / 2]];
        let lower: Vec<usize> = members.iter().copied().filter(|index| score[*index] < pivot).collect();
        let upper: Vec<usize> = members.iter().copied().filter(|index| score[*index] > pivot).collect();
        let total = |side: &[usize]| side.iter().fold(ZERO, |sum, index| sum.saturating_add(stake[*index]));
        let (below, above) = (lo.saturating_add(total(&lower)), hi.saturating_sub(total(&upper)));
        if minority < below && !lower.is_empty() {
            (members, hi) = (lower, below);
        } else if above <= minority && !upper.is_empty() {
            (members, lo) = (upper, above);
        } else {
            return pivot;
        }
    }
}
