//! Products and quotients.

use super::{I32F32, I64F64, I96F32, U64F64, U96F32};

/// Division that cannot fail (`SafeDiv`): by zero, or out of range, it gives the default.
///
/// # Chain source
/// `primitives/safe-math/src/lib.rs`, spec 425.
pub trait SafeDiv: Sized + Default {
    /// Divides, rounding towards zero, or gives `default` (`safe_div_or`).
    fn safe_div_or(self, divisor: Self, default: Self) -> Self;

    /// Divides, rounding towards zero, or gives zero (`safe_div`).
    fn safe_div(self, divisor: Self) -> Self {
        self.safe_div_or(divisor, Self::default())
    }
}

macro_rules! safe_div {
    ($($fixed:ty),*) => {$(
        impl SafeDiv for $fixed {
            fn safe_div_or(self, divisor: Self, default: Self) -> Self {
                self.checked_div(divisor).unwrap_or(default)
            }
        }
    )*};
}

safe_div!(I64F64, I96F32, U64F64, U96F32);

impl SafeDiv for I32F32 {
    #[inline]
    fn safe_div_or(self, divisor: Self, default: Self) -> Self {
        let (dividend, by) = (self.to_bits(), divisor.to_bits());
        // A dividend in [0, 1) stays below 2⁶⁴ when it is scaled, and between numbers that are not negative, rounding
        // down is rounding towards zero. A quotient that leaves `i64` is out of range here as it is there.
        if let (Ok(dividend), true) = (u32::try_from(dividend), by > 0) {
            let quotient = (u64::from(dividend) << 32).checked_div(by.unsigned_abs());
            return match quotient.map(i64::try_from) {
                Some(Ok(bits)) => Self::from_bits(bits),
                _ => default,
            };
        }
        // What is left in an epoch is mostly 1 / 1.
        if dividend == by && by != 0 {
            return Self::ONE;
        }
        self.checked_div(divisor).unwrap_or(default)
    }
}

/// Multiplies, rounding down, and saturates (`saturating_mul`).
#[inline]
pub fn mul(a: I32F32, b: I32F32) -> I32F32 {
    // Both in [0, 1): the product has 64 bits, and its upper half is the result.
    if let (Ok(a), Ok(b)) = (u32::try_from(a.to_bits()), u32::try_from(b.to_bits())) {
        let product = u64::from(a).wrapping_mul(u64::from(b)) >> 32;
        return I32F32::from_bits(product.cast_signed());
    }
    if a == I32F32::ONE {
        return b;
    }
    if b == I32F32::ONE {
        return a;
    }
    a.saturating_mul(b)
}
