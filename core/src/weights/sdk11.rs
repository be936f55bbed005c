//! Scores to weights as SDK 11 makes them (Python package `bittensor` 11.3.0).
//!
//! The SDK adds doubles with Python's `sum`, which up to Python 3.11 adds in order and from 3.12 on compensates for
//! rounding, so its clipped weights differ in their last bits between Python versions. This module adds in order.

use super::QuantiseError;
use super::quantise::{MaxScale, check_weights};
use crate::primitives::Uid;

/// Turns scores into weights (`normalize`): the largest becomes 65535, the others follow in proportion, halves go to
/// the even neighbour, zeros are dropped with their uids. No scores, or all of them zero, give no weights.
///
/// Uids are `u16` on a device; with a wider type, those out of range are an error. The output slices must have room
/// for every uid given; what comes back is their front. Nothing is written on error.
///
/// # Errors
/// [`QuantiseError`]: `LengthMismatch`, `NotFinite`, `Negative`, `UidOutOfRange`, `BufferTooSmall`.
///
/// # Cost
/// One division and one multiplication in `f64` per score.
pub fn normalize<'o, U: Copy + Into<i64>>(
    uids: &[U],
    weights: &[f64],
    out_uids: &'o mut [Uid],
    out_values: &'o mut [u16],
) -> Result<(&'o mut [Uid], &'o mut [u16]), QuantiseError> {
    check(uids, weights)?;
    write(MaxScale::new(weights.iter().copied()), uids, weights, out_uids, out_values)
}

/// The checks of [`normalize`], in the SDK's order.
fn check<U: Copy + Into<i64>>(uids: &[U], weights: &[f64]) -> Result<(), QuantiseError> {
    if uids.len() != weights.len() {
        return Err(QuantiseError::LengthMismatch { uids: uids.len(), weights: weights.len() });
    }
    check_weights(weights.iter().copied())?;
    let out_of_range = uids.iter().position(|uid| Uid::try_from((*uid).into()).is_err());
    out_of_range.map_or(Ok(()), |index| Err(QuantiseError::UidOutOfRange { index }))
}

/// Writes what [`check`] has passed.
fn write<'o, U: Copy + Into<i64>>(
    scale: MaxScale,
    uids: &[U],
    weights: &[f64],
    out_uids: &'o mut [Uid],
    out_values: &'o mut [u16],
) -> Result<(&'o mut [Uid], &'o mut [u16]), QuantiseError> {
    let uids = uids.iter().map(|uid| (*uid).into() as Uid);
    scale.write(uids.zip(weights.iter().copied()), out_uids, out_values)
}

/// Scales weights to a sum of 1 with none above `limit`, in place (`clip_to_max_weight`). What is above a cutoff is
/// cut, so that the largest share lands on the limit. A limit that no distribution can meet (`len · limit` ≤ 1) gives
/// the uniform one.
///
/// `scratch` needs as many elements as `weights`; what is in it afterwards means nothing. Weights that are negative or
/// not finite give what the SDK computes from them; [`normalize`] refuses the outcome. On error `weights` is as before.
///
/// # Errors
/// [`QuantiseError`]: `AllZero` (also for none, or a sum below zero), `DivisionByZero`, `BufferTooSmall`.
///
/// # Cost
/// A heap sort of the weights and about four divisions in `f64` for each.
pub fn clip_to_max_weight(weights: &mut [f64], limit: f64, scratch: &mut [f64]) -> Result<(), QuantiseError> {
    let clip = Clip::new(weights, limit, scratch)?;
    for weight in weights {
        *weight = clip.apply(*weight);
    }
    Ok(())
}

/// What a subnet and a neuron bring to [`conform`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Limits {
    /// The neuron that sets the weights; a single weight for itself is exempt from both limits.
    pub uid: Uid,
    /// `MinAllowedWeights` of the subnet.
    pub min_allowed_weights: u16,
    /// `MaxWeightsLimit` of the subnet, as a share of 65535.
    pub max_weight_limit: u16,
}

/// Fits scores to a subnet's limits and turns them into weights (`_conform`): clips, normalises, and checks that enough
/// of them are left.
///
/// `scratch` needs as many elements as `weights`. The output slices must have room for every uid given; what comes back
/// is their front. Nothing is written to them on error.
///
/// # Errors
/// Those of [`clip_to_max_weight`] and [`normalize`], `AllZero`, `TooFew`.
///
/// # Cost
/// That of [`clip_to_max_weight`] where the subnet has a limit, and two divisions and multiplications in `f64` for each
/// score.
pub fn conform<'o, U: Copy + Into<i64>>(
    limits: &Limits,
    uids: &[U],
    weights: &[f64],
    scratch: &mut [f64],
    out_uids: &'o mut [Uid],
    out_values: &'o mut [u16],
) -> Result<(&'o mut [Uid], &'o mut [u16]), QuantiseError> {
    let is_self_weight = matches!(uids, [uid] if (*uid).into() == i64::from(limits.uid));
    let weights = if is_self_weight || limits.max_weight_limit == u16::MAX {
        check(uids, weights)?;
        weights
    } else {
        let limit = f64::from(limits.max_weight_limit) / f64::from(u16::MAX);
        let clip = Clip::new(weights, limit, scratch)?;
        // `Clip::new` has seen that it is long enough.
        let clipped = scratch.get_mut(..weights.len()).unwrap_or_default();
        for (to, weight) in clipped.iter_mut().zip(weights) {
            *to = clip.apply(*weight);
        }
        // One bad weight can spoil all the clipped ones: name the one that was given.
        check(uids, clipped).map_err(|error| match error {
            QuantiseError::NotFinite { .. } | QuantiseError::Negative { .. } => {
                check_weights(weights.iter().copied()).err().unwrap_or(error)
            }
            _ => error,
        })?;
        clipped
    };

    let scale = MaxScale::new(weights.iter().copied());
    let len = weights.iter().filter(|weight| scale.apply(**weight) != 0).count();
    if len == 0 {
        return Err(QuantiseError::AllZero);
    }
    if !is_self_weight && len < usize::from(limits.min_allowed_weights) {
        return Err(QuantiseError::TooFew { len, needed: limits.min_allowed_weights });
    }
    write(scale, uids, weights, out_uids, out_values)
}

/// What becomes of each weight: `min(weight, cutoff) / total`, or the same share for all.
#[derive(Clone, Copy)]
enum Clip {
    Uniform(f64),
    Cut { cutoff: f64, total: f64 },
}

impl Clip {
    /// Keeps the divisor in the cutoff's formula away from zero.
    const EPSILON: f64 = 1e-7;

    fn new(weights: &[f64], limit: f64, scratch: &mut [f64]) -> Result<Self, QuantiseError> {
        let len = weights.len();
        let shares = scratch.get_mut(..len).ok_or(QuantiseError::BufferTooSmall { needed: len })?;
        let total = sum(weights);
        if len == 0 || total <= 0.0 {
            return Err(QuantiseError::AllZero);
        }
        let count = len as f64;
        if count * limit <= 1.0 {
            return Ok(Self::Uniform(1.0 / count));
        }

        for (share, weight) in shares.iter_mut().zip(weights) {
            *share = weight / total;
        }
        // Where the total is infinite, shares are zero or NaN, and Python's sort, which only ever asks "less than?",
        // leaves such a list as it is. Where it is NaN, all are.
        if total.is_finite() {
            heap_sort(shares);
        }
        if shares.last().is_some_and(|largest| *largest <= limit) {
            return Ok(Self::Cut { cutoff: f64::INFINITY, total });
        }

        let mut below = 0_usize;
        let mut cumulated = 0.0;
        for (index, share) in shares.iter().enumerate() {
            cumulated += share;
            let above = len.saturating_sub(index).saturating_sub(1) as f64;
            if divide(*share, above * share + cumulated + Self::EPSILON)? < limit {
                below = below.saturating_add(1);
            }
        }
        // Index −1 is the last one in Python.
        let cumulated = if below == 0 { cumulated } else { sum(shares.get(..below).unwrap_or_default()) };
        let above = len.saturating_sub(below) as f64;
        let cutoff = divide(limit * cumulated - Self::EPSILON, 1.0 - limit * above)? * total;
        let total = weights.iter().fold(0.0, |sum, weight| sum + min(*weight, cutoff));
        if total == 0.0 {
            return Err(QuantiseError::DivisionByZero);
        }
        Ok(Self::Cut { cutoff, total })
    }

    fn apply(self, weight: f64) -> f64 {
        match self {
            Self::Uniform(share) => share,
            Self::Cut { cutoff, total } => min(weight, cutoff) / total,
        }
    }
}

/// Adds in order, as Python's `sum` does up to 3.11.
fn sum(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, value| sum + value)
}

/// Python's `min`: of two that do not compare, the first.
fn min(weight: f64, cutoff: f64) -> f64 {
    if cutoff < weight { cutoff } else { weight }
}

/// Python's division: an exception for zero.
fn divide(dividend: f64, divisor: f64) -> Result<f64, QuantiseError> {
    if divisor == 0.0 { Err(QuantiseError::DivisionByZero) } else { Ok(dividend / divisor) }
}

/// Sorts upwards. The standard sorts link a panic for orders that contradict themselves; this one has no such path, and
/// is small.
fn heap_sort(values: &mut [f64]) {
    for root in (0..values.len() / 2).rev() {
        sift_down(values, root);
    }
    for end in (1..values.len()).rev() {
        swap(values, 0, end);
        if let Some(heap) = values.get_mut(..end) {
            sift_down(heap, 0);
        }
    }
}

fn sift_down(heap: &mut [f64], mut root: usize) {
    loop {
        let left = root.saturating_mul(2).saturating_add(1);
        let right = left.saturating_add(1);
        let (Some(value), Some(left_value)) = (heap.get(root), heap.get(left)) else { return };
        let (child, child_value) = match heap.get(right) {
            Some(right_value) if right_value.total_cmp(left_value).is_gt() => (right, right_value),
            _ => (left, left_value),
        };
        if value.total_cmp(child_value).is_ge() {
            return;
        }
        swap(heap, root, child);
        root = child;
    }
}

/// `slice::swap` without its panic.
fn swap(values: &mut [f64], a: usize, b: usize) {
    if let (Some(x), Some(y)) = (values.get(a).copied(), values.get(b).copied()) {
        values.get_mut(a).into_iter().for_each(|place| *place = y);
        values.get_mut(b).into_iter().for_each(|place| *place = x);
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, clip_to_max_weight, conform, heap_sort, normalize};
    use crate::weights::QuantiseError;
    use std::vec::Vec;

    type Pairs = Result<(Vec<u16>, Vec<u16>), QuantiseError>;

    fn normalized(uids: &[i64], weights: &[f64]) -> Pairs {
        let (mut out_uids, mut out_values) = ([7; 8], [7; 8]);
        let result = normalize(uids, weights, &mut out_uids, &mut out_values)
            .map(|(uids, values)| (uids.to_vec(), values.to_vec()));
        if result.is_err() {
            assert_eq!((out_uids, out_values), ([7; 8], [7; 8]), "an error leaves the output alone");
        }
        result
    }

    fn conformed(limits: Limits, uids: &[u16], weights: &[f64]) -> Pairs {
        let (mut out_uids, mut out_values) = ([7; 8], [7; 8]);
        let result = conform(&limits, uids, weights, &mut [0.0; 8], &mut out_uids, &mut out_values)
            .map(|(uids, values)| (uids.to_vec(), values.to_vec()));
        if result.is_err() {
            assert_eq!((out_uids, out_values), ([7; 8], [7; 8]), "an error leaves the output alone");
        }
        result
    }

    // vectors/clients/weights_v11.json, normalize.
    #[test]
    fn scores_become_the_weights_of_the_sdk() {
        let ok = |uids: &[u16], values: &[u16]| Ok((uids.to_vec(), values.to_vec()));
        assert_eq!(normalized(&[], &[]), ok(&[], &[]), "empty");
        assert_eq!(normalized(&[0, 1], &[0.0, 0.0]), ok(&[], &[]), "zeros");
        assert_eq!(normalized(&[0, 1, 2], &[1.0, 2.0, 3.0]), ok(&[0, 1, 2], &[21845, 43690, 65535]), "ints");
        assert_eq!(normalized(&[0, 1], &[-0.0, 1.0]), ok(&[1], &[65535]), "negzero");
        assert_eq!(normalized(&[0, 1], &[131_070.0, 1.0]), ok(&[0], &[65535]), "exact_half_0");
        assert_eq!(normalized(&[0], &[f64::NAN]), Err(QuantiseError::NotFinite { index: 0 }), "nan");
        assert_eq!(normalized(&[65536], &[1.0]), Err(QuantiseError::UidOutOfRange { index: 0 }), "uid_oor");
    }

    #[test]
    fn bad_input_is_named_by_its_place() {
        assert_eq!(normalized(&[0, 1], &[1.0, -1.0]), Err(QuantiseError::Negative { index: 1 }));
        assert_eq!(normalized(&[0, -1], &[1.0, 1.0]), Err(QuantiseError::UidOutOfRange { index: 1 }));
        assert_eq!(normalized(&[0], &[1.0, 1.0]), Err(QuantiseError::LengthMismatch { uids: 1, weights: 2 }));
        assert_eq!(normalized(&[0; 9], &[1.0; 9]), Err(QuantiseError::BufferTooSmall { needed: 9 }));
        let limits = Limits { uid: 9, min_allowed_weights: 0, max_weight_limit: 40_000 };
        assert_eq!(
            conformed(limits, &[0, 1, 2], &[1.0, 2.0, f64::NAN]),
            Err(QuantiseError::NotFinite { index: 2 }),
            "the clip spreads a NaN over all weights"
        );
    }

    // The same file, clip_to_max_weight: e_2_1.0000, uniform_if_infeasible, zeros.
    #[test]
    fn a_clip_normalises_or_evens_out() {
        let mut weights = [0x3f91_7f1f_379d_9b92_u64, 0x3f15_6511_d43f_0bf3].map(f64::from_bits);
        assert_eq!(clip_to_max_weight(&mut weights, 1.0, &mut [0.0; 2]), Ok(()));
        assert_eq!(weights.map(f64::to_bits), [0x3fef_d90e_719e_3ff7, 0x3f73_78c7_30e0_046f]);

        let mut weights = [1.0, 2.0, 3.0];
        assert_eq!(clip_to_max_weight(&mut weights, 0.3, &mut [0.0; 3]), Ok(()));
        assert_eq!(weights.map(f64::to_bits), [0x3fd5_5555_5555_5555; 3]);

        assert_eq!(clip_to_max_weight(&mut [0.0, 0.0], 0.5, &mut [0.0; 2]), Err(QuantiseError::AllZero));
        let short = clip_to_max_weight(&mut weights, 0.5, &mut [0.0; 2]);
        assert_eq!(short, Err(QuantiseError::BufferTooSmall { needed: 3 }));
    }

    // The same file, conform: the case of 8 weights under a limit of 32768 where one is dropped.
    #[test]
    fn the_largest_weights_are_cut_to_the_limit() {
        let weights = [
            0x3f6b_186a_16d6_ed37_u64,
            0x3f60_5a95_5352_89e2,
            0x3ed3_989b_f616_cb5c,
            0x3fcd_ff7d_c117_cb91,
            0x4056_2771_8d1b_2d7e,
            0x4051_65c0_e6d7_3b6a,
            0x3ff1_428f_5330_9cd4,
            0x3f86_217b_031f_65e0,
        ]
        .map(f64::from_bits);
        let uids = [0, 1, 2, 3, 4, 5, 6, 7];
        let limits = Limits { uid: 0, min_allowed_weights: 7, max_weight_limit: 32768 };
        let expected = ([0, 1, 3, 4, 5, 6, 7].to_vec(), [3, 2, 217, 65535, 64305, 997, 10].to_vec());
        assert_eq!(conformed(limits, &uids, &weights), Ok(expected));

        let limits = Limits { min_allowed_weights: 8, ..limits };
        assert_eq!(conformed(limits, &uids, &weights), Err(QuantiseError::TooFew { len: 7, needed: 8 }));
    }

    // The same file, conform: one weight of the neuron for itself, limit 455, at least 8.
    #[test]
    fn a_self_weight_is_exempt_from_the_limits() {
        let limits = Limits { uid: 0, min_allowed_weights: 8, max_weight_limit: 455 };
        assert_eq!(conformed(limits, &[0], &[2.45]), Ok(([0].to_vec(), [65535].to_vec())));
        assert_eq!(conformed(limits, &[1], &[2.45]), Err(QuantiseError::TooFew { len: 1, needed: 8 }));
        assert_eq!(conformed(limits, &[0], &[0.0]), Err(QuantiseError::AllZero));
    }

    #[test]
    fn the_sort_sorts() {
        let mut state = 1_u64;
        for len in 0..200 {
            let mut values: Vec<f64> = (0..len)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    ((state >> 40) % 97) as f64 - 48.0
                })
                .collect();
            let mut expected = values.clone();
            expected.sort_by(f64::total_cmp);
            heap_sort(&mut values);
            assert_eq!(values, expected);
        }
    }
}
