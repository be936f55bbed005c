//! The chain's fixed-point arithmetic.
//!
//! The chain computes with `substrate-fixed` 0.6.0. The [`fixed`] crate gives the same bits for every
//! operation that both have; what it lacks is here, with the truncated constants and the early ends of the original:
//! they are part of what the chain computes.
//!
//! [`I32F32`] is a 64-bit integer that counts 2⁻³²s; an epoch lives in it, nearly always between 0 and 1. There [`mul`]
//! and [`SafeDiv::safe_div`] need one 64-bit step where the general case needs 128 bits, and a short cut says why it
//! gives the same bits.

mod arithmetic;
mod convert;
mod transcendental;

pub use ::fixed::types::{I32F32, I64F64, I96F32, U64F64, U96F32};
pub use arithmetic::{SafeDiv, mul};
pub use convert::{
    fixed_proportion_to_u16, fixed_to_fixed_u16_proportion, fixed_to_u16, fixed_to_u64, fixed32_to_fixed64,
    fixed64_to_fixed32, fixed64_to_u64, u16_proportion_to_fixed, u16_to_fixed,
};
pub use transcendental::{
    FixedError, exp, exp_safe, ln, log2, log2_i96f32, pow, safe_ln, sigmoid_safe, sqrt,
};
