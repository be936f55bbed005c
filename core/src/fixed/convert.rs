//! Conversions, under the names of the chain's `epoch/math.rs`. All of them saturate and round down.

use super::{I32F32, I64F64, SafeDiv, mul};

/// 65535, the denominator of every `u16` proportion.
const U16_MAX: I32F32 = I32F32::from_bits(0xffff_0000_0000);

/// The whole part as `u16` (`fixed_to_u16`).
pub fn fixed_to_u16(x: I32F32) -> u16 {
    x.saturating_to_num()
}

/// The whole part as `u64` (`fixed_to_u64`).
pub fn fixed_to_u64(x: I32F32) -> u64 {
    x.saturating_to_num()
}

/// The whole part as `u64` (`fixed64_to_u64`).
pub fn fixed64_to_u64(x: I64F64) -> u64 {
    x.saturating_to_num()
}

/// The same number with half the bits (`fixed64_to_fixed32`).
pub fn fixed64_to_fixed32(x: I64F64) -> I32F32 {
    x.saturating_to_num()
}

/// The same number with twice the bits (`fixed32_to_fixed64`).
pub fn fixed32_to_fixed64(x: I32F32) -> I64F64 {
    x.to_num()
}

/// A whole number (`u16_to_fixed`).
pub fn u16_to_fixed(x: u16) -> I32F32 {
    x.into()
}

/// `x / 65535` of a whole number (`u16_proportion_to_fixed`).
pub fn u16_proportion_to_fixed(x: u16) -> I32F32 {
    fixed_to_fixed_u16_proportion(x.into())
}

/// `x / 65535` (`fixed_to_fixed_u16_proportion`).
pub fn fixed_to_fixed_u16_proportion(x: I32F32) -> I32F32 {
    x.safe_div(U16_MAX)
}

/// `x · 65535` as `u16` (`fixed_proportion_to_u16`): how the chain stores what lies between 0 and 1.
pub fn fixed_proportion_to_u16(x: I32F32) -> u16 {
    fixed_to_u16(mul(x, U16_MAX))
}
