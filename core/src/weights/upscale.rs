//! The chain's scaling of `u16` weights, in the integers that its fixed-point numbers come down to.

/// The map from a weight to its stored value, for a row with a given largest weight (`vec_max_upscale_to_u16`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub(super) struct MaxUpscale {
    max: u16,
    /// `u16::MAX / max` as `I32F32`, used above the threshold only.
    ratio: u64,
}

impl MaxUpscale {
    /// Up to here the chain multiplies before it divides; above, the product would leave `I32F32`.
    const THRESHOLD: u16 = 32768;

    pub(super) fn new(row: &[u16]) -> Self {
        let max = row.iter().copied().max().unwrap_or(0);
        Self { max, ratio: (u64::from(u16::MAX) << 32).checked_div(u64::from(max)).unwrap_or(0) }
    }

    /// `weight` is at most the row's largest, so no step below overflows.
    pub(super) fn apply(self, weight: u16) -> u16 {
        let rounded = if self.max > Self::THRESHOLD {
            // The ratio has lost its tail, so an exact half rounds down here: it is the chain's result that counts.
            u64::from(weight).saturating_mul(self.ratio).saturating_add(1 << 31) >> 32
        } else {
            // The chain cuts the quotient to 32 fractional bits and then rounds. A half is among the values that the
            // cut can give, so the cut crosses none, and rounding the exact quotient is the same. It fits 32 bits:
            // 2 · 32768 · 65535 + 32768 < 2³².
            let doubled = u32::from(weight).saturating_mul(2 * u32::from(u16::MAX));
            let max = u32::from(self.max);
            u64::from(doubled.saturating_add(max).checked_div(max.saturating_mul(2)).unwrap_or(0))
        };
        rounded as u16
    }
}

/// Scales weights so that the largest becomes 65535 (`vec_u16_max_upscale_to_u16`): what the chain stores. A row of
/// zeros stays as it is.
///
/// # Chain source
/// `epoch/math.rs`, spec 425.
pub fn vec_u16_max_upscale_to_u16(weights: &mut [u16]) {
    let upscale = MaxUpscale::new(weights);
    for weight in weights {
        *weight = upscale.apply(*weight);
    }
}

/// Scales weights so that they sum to 65535 or a little less (`normalize_weights`). A row of zeros stays as it is.
///
/// # Chain source
/// `subnets/weights.rs`, spec 425.
pub fn normalize_weights(weights: &mut [u16]) {
    let sum = weights.iter().fold(0_u64, |sum, weight| sum.saturating_add(u64::from(*weight)));
    for weight in weights {
        let scaled = u64::from(*weight).saturating_mul(u64::from(u16::MAX));
        *weight = scaled.checked_div(sum).unwrap_or(0) as u16;
    }
}

/// Tells whether no weight's share exceeds `max_limit` of 65535 (`check_vec_max_limited`).
///
/// # Chain source
/// `epoch/math.rs`, spec 425.
pub fn check_vec_max_limited(weights: &[u16], max_limit: u16) -> bool {
    all_max_limited(weights.iter().copied(), max_limit)
}

pub(super) fn all_max_limited(mut weights: impl Iterator<Item = u16> + Clone, max_limit: u16) -> bool {
    // I32F32 in its bits. The chain's sum of the weights wraps at 2³¹, which takes more than 32768 large ones.
    let limit = (i64::from(max_limit) << 32) / 65_535;
    let sum = weights.clone().fold(0_i32, |sum, weight| sum.wrapping_add(i32::from(weight)));
    weights.all(|weight| {
        let bits = i64::from(weight) << 32;
        // A sum of zero leaves the row as it is.
        bits.checked_div(i64::from(sum)).unwrap_or(bits) <= limit
    })
}

#[cfg(test)]
mod tests {
    use super::{check_vec_max_limited, normalize_weights, vec_u16_max_upscale_to_u16};

    fn upscaled<const N: usize>(mut row: [u16; N]) -> [u16; N] {
        vec_u16_max_upscale_to_u16(&mut row);
        row
    }

    // vectors/chain/weights.json, vec_u16_max_upscale_to_u16.
    #[test]
    fn the_largest_weight_becomes_65535() {
        assert_eq!(upscaled([333, 29350, 15643]), [744, 65535, 34929]);
        assert_eq!(upscaled([1, 0]), [65535, 0]);
        assert_eq!(upscaled([0, 0]), [0, 0]);
        assert_eq!(upscaled([]), [0; 0]);
    }

    // The same file, set_weights: the row stored for 29, 14, 1, 3.
    #[test]
    fn a_stored_row_is_rounded_not_cut() {
        assert_eq!(upscaled([29, 14, 1, 3]), [65535, 31638, 2260, 6779]);
    }

    // The same file, normalize_weights.
    #[test]
    fn normalized_weights_are_cut_not_rounded() {
        let mut row = [2, 2, 2, 0, 0];
        normalize_weights(&mut row);
        assert_eq!(row, [21845, 21845, 21845, 0, 0]);
    }

    // The same file, check_vec_max_limited.
    #[test]
    fn a_share_above_the_limit_is_seen() {
        assert!(check_vec_max_limited(&[], 65535));
        assert!(!check_vec_max_limited(&[68], 655));
    }
}
