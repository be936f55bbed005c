//! The share of a `u16` in a sum of such.

use crate::fixed::{I32F32, SafeDiv, u16_to_fixed};

/// Divides the `u16` elements of a row or a column by their sum.
#[derive(Clone, Copy)]
pub(super) struct Share {
    sum: i32,
    reciprocal: u64,
}

impl Share {
    /// Shares of 65535, as bonds of Yuma 3 are stored (`fixed_to_fixed_u16_proportion`).
    pub(super) const U16_MAX: Self = Self { sum: 65_535, reciprocal: 0xffff_ffff_ffff / 65_535 };

    /// `sum` wraps, as the chain's sum of `I32F32` does; that takes more than 32768 elements.
    pub(super) fn new(sum: i32) -> Self {
        let reciprocal = match u64::try_from(sum) {
            Ok(sum) => 0xffff_ffff_ffff_u64.checked_div(sum).unwrap_or_default(),
            Err(_) => 0,
        };
        Self { sum, reciprocal }
    }

    /// From what [`Self::parts`] gave.
    pub(super) const fn from_parts(sum: i32, reciprocal: u64) -> Self {
        Self { sum, reciprocal }
    }

    pub(super) const fn parts(self) -> (i32, u64) {
        (self.sum, self.reciprocal)
    }

    /// `value / sum` where the sum is positive, else `value`.
    #[inline]
    pub(super) fn of(self, value: u16) -> I32F32 {
        if self.sum > 0 { self.of_positive_sum(value) } else { u16_to_fixed(value) }
    }

    /// `value / sum`, where the sum is known to be positive.
    #[inline]
    pub(super) fn of_positive_sum(self, value: u16) -> I32F32 {
        let sum = self.sum.cast_unsigned();
        // The reciprocal is 2⁴⁸ / sum less at most 1, so `estimate` is `value` · 2³² / sum, rounded down, or that less
        // one. The remainder tells: it is below 2 · sum < 2³², so its lower 32 bits are all of it.
        let estimate = u64::from(value).wrapping_mul(self.reciprocal) >> 16;
        let remainder = (estimate as u32).wrapping_mul(sum).wrapping_neg();
        let exact = estimate.wrapping_add(u64::from(remainder >= sum));
        I32F32::from_bits(exact.cast_signed())
    }
}

/// The shares of a column of bonds, whose sum saturates (`inplace_col_normalize_sparse`).
pub(super) enum ColumnShare {
    Exact(Share),
    Saturated(I32F32),
}

impl ColumnShare {
    pub(super) fn new(values: impl Iterator<Item = u16>) -> Self {
        let sum = values.fold(0_u32, |sum, value| sum.saturating_add(value.into()));
        match i32::try_from(sum) {
            Ok(sum) => Self::Exact(Share::new(sum)),
            Err(_) => Self::Saturated(I32F32::MAX),
        }
    }

    #[inline]
    pub(super) fn of(&self, value: u16) -> I32F32 {
        match self {
            Self::Exact(share) => share.of(value),
            Self::Saturated(sum) => u16_to_fixed(value).safe_div(*sum),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Share;
    use crate::fixed::{I32F32, SafeDiv, u16_to_fixed};

    #[test]
    fn a_share_has_the_bits_of_the_quotient() {
        let sums =
            (1..70_000).chain((0..31).flat_map(|shift| [1 << shift, (1 << shift) + 1, i32::MAX >> shift]));
        for sum in sums {
            let share = Share::new(sum);
            for value in [0, 1, 2, 3, 255, 32_767, 32_768, 65_534, 65_535, sum as u16, (sum / 3) as u16] {
                let quotient = u16_to_fixed(value).safe_div(I32F32::from_num(sum));
                assert_eq!(share.of(value), quotient, "{value} / {sum}");
            }
        }
        for sum in [0, -1, i32::MIN] {
            assert_eq!(Share::new(sum).of(7), 7);
        }
    }
}
