//! The chain's fixed-point arithmetic. What has 128 bits is a pair of 64: C has no wider integer.

use nanotao::fixed::{self, I32F32, SafeDiv};

use crate::fault::{Fault, status};
use crate::memory::{self, Place};
use crate::status::{NANOTAO_FIXED_NO_RESULT, NANOTAO_UNKNOWN_OPERATION, Status};

/// A fixed-point number with 64 bits before and 64 after the point: `integer` + `fraction` / 2^64.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct I64F64 {
    /// What is after the point, in 2^-64.
    pub fraction: u64,
    /// What is before it, rounded down.
    pub integer: i64,
}

/// A fixed-point number with 64 bits before and 64 after the point: `integer` + `fraction` / 2^64.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct U64F64 {
    /// What is after the point, in 2^-64.
    pub fraction: u64,
    /// What is before it.
    pub integer: u64,
}

/// A fixed-point number with 96 bits before and 32 after the point: (`high` * 2^64 + `low`) / 2^32.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct U96F32 {
    /// The lower half of the bits.
    pub low: u64,
    /// The upper half.
    pub high: u64,
}

/// A fixed-point number with 96 bits before and 32 after the point: (`high` * 2^64 + `low`) / 2^32.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct I96F32 {
    /// The lower half of the bits.
    pub low: u64,
    /// The upper half.
    pub high: i64,
}

macro_rules! convert {
    ($($name:ident { $low:ident, $high:ident: $half:ty } as $bits:ty),* $(,)?) => {$(
        impl $name {
            pub(crate) fn to_core(self) -> fixed::$name {
                fixed::$name::from_bits(<$bits>::from(self.$high) << 64 | <$bits>::from(self.$low))
            }
        }

        impl From<fixed::$name> for $name {
            fn from(number: fixed::$name) -> Self {
                let bits = number.to_bits();
                Self { $low: bits as u64, $high: (bits >> 64) as $half }
            }
        }
    )*};
}

convert! {
    I64F64 { fraction, integer: i64 } as i128,
    U64F64 { fraction, integer: u64 } as u128,
    U96F32 { low, high: u64 } as u128,
    I96F32 { low, high: i64 } as i128,
}

/// An operation on two fixed-point numbers: one of the constants `NANOTAO_FIXED_...`.
pub type FixedOperation = u32;
/// The sum, or the nearest number of the type (`saturating_add`).
pub const NANOTAO_FIXED_SATURATING_ADD: FixedOperation = 0;
/// The difference, or the nearest number of the type (`saturating_sub`).
pub const NANOTAO_FIXED_SATURATING_SUB: FixedOperation = 1;
/// The product, rounded down, or the nearest number of the type (`saturating_mul`).
pub const NANOTAO_FIXED_SATURATING_MUL: FixedOperation = 2;
/// The quotient, rounded towards zero, or the nearest number of the type (`saturating_div`). By zero there is none.
pub const NANOTAO_FIXED_SATURATING_DIV: FixedOperation = 3;
/// The sum, if it fits (`checked_add`).
pub const NANOTAO_FIXED_CHECKED_ADD: FixedOperation = 4;
/// The difference, if it fits (`checked_sub`).
pub const NANOTAO_FIXED_CHECKED_SUB: FixedOperation = 5;
/// The product, rounded down, if it fits (`checked_mul`).
pub const NANOTAO_FIXED_CHECKED_MUL: FixedOperation = 6;
/// The quotient, rounded towards zero, if there is one that fits (`checked_div`).
pub const NANOTAO_FIXED_CHECKED_DIV: FixedOperation = 7;
/// The quotient, rounded towards zero; 0 if there is none that fits (`safe_div`).
pub const NANOTAO_FIXED_SAFE_DIV: FixedOperation = 8;

macro_rules! compute {
    ($operation:expr, $a:expr, $b:expr) => {{
        let (a, b) = ($a, $b);
        let result = match $operation {
            NANOTAO_FIXED_SATURATING_ADD => Some(a.saturating_add(b)),
            NANOTAO_FIXED_SATURATING_SUB => Some(a.saturating_sub(b)),
            NANOTAO_FIXED_SATURATING_MUL => Some(a.saturating_mul(b)),
            NANOTAO_FIXED_SATURATING_DIV => (b.to_bits() != 0).then(|| a.saturating_div(b)),
            NANOTAO_FIXED_CHECKED_ADD => a.checked_add(b),
            NANOTAO_FIXED_CHECKED_SUB => a.checked_sub(b),
            NANOTAO_FIXED_CHECKED_MUL => a.checked_mul(b),
            NANOTAO_FIXED_CHECKED_DIV => a.checked_div(b),
            NANOTAO_FIXED_SAFE_DIV => Some(a.safe_div(b)),
            _ => return Err(NANOTAO_UNKNOWN_OPERATION.into()),
        };
        result.ok_or(Fault::from(NANOTAO_FIXED_NO_RESULT))?
    }};
}

/// Computes a result, and writes it.
///
/// # Safety
/// As [`Place::new`].
unsafe fn write<R>(result: *mut R, run: impl FnOnce() -> Result<R, Fault>) -> Status {
    status(|| {
        // SAFETY: the caller's promise.
        let result = unsafe { Place::new(result)? };
        result.set(run()?);
        Ok(())
    })
}

/// As [`write`], from one number.
///
/// # Safety
/// As [`memory::get`] and [`Place::new`].
unsafe fn of_one<T: Copy, R>(x: *const T, result: *mut R, run: impl FnOnce(T) -> Result<R, Fault>) -> Status {
    // SAFETY: the caller's promise.
    unsafe { write(result, || run(memory::get(x)?)) }
}

/// As [`write`], from two numbers.
///
/// # Safety
/// As [`memory::get`] and [`Place::new`].
unsafe fn of_two<T: Copy, R>(
    a: *const T,
    b: *const T,
    result: *mut R,
    run: impl FnOnce(T, T) -> Result<R, Fault>,
) -> Status {
    // SAFETY: the caller's promise.
    unsafe { write(result, || run(memory::get(a)?, memory::get(b)?)) }
}

/// Computes with two fixed-point numbers of the type `I32F32`: 2^32 is one.
///
/// - `operation`, `a`, `b`: in.
/// - `result`: out.
///
/// Returns `NANOTAO_OK`, `NANOTAO_FIXED_NO_RESULT` or `NANOTAO_UNKNOWN_OPERATION`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_i32f32(
    operation: FixedOperation,
    a: i64,
    b: i64,
    result: *mut i64,
) -> Status {
    let run = || Ok(compute!(operation, I32F32::from_bits(a), I32F32::from_bits(b)).to_bits());
    // SAFETY: the caller's promise, as the header states it.
    unsafe { write(result, run) }
}

/// As `nanotao_fixed_i32f32`, for numbers of the type `I64F64`. The result may be written over `a` or `b`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_i64f64(
    operation: FixedOperation,
    a: *const I64F64,
    b: *const I64F64,
    result: *mut I64F64,
) -> Status {
    let run = |a: I64F64, b: I64F64| Ok(compute!(operation, a.to_core(), b.to_core()).into());
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_two(a, b, result, run) }
}

/// As `nanotao_fixed_i32f32`, for numbers of the type `U64F64`. The result may be written over `a` or `b`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_u64f64(
    operation: FixedOperation,
    a: *const U64F64,
    b: *const U64F64,
    result: *mut U64F64,
) -> Status {
    let run = |a: U64F64, b: U64F64| Ok(compute!(operation, a.to_core(), b.to_core()).into());
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_two(a, b, result, run) }
}

/// As `nanotao_fixed_i32f32`, for numbers of the type `U96F32`. The result may be written over `a` or `b`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_u96f32(
    operation: FixedOperation,
    a: *const U96F32,
    b: *const U96F32,
    result: *mut U96F32,
) -> Status {
    let run = |a: U96F32, b: U96F32| Ok(compute!(operation, a.to_core(), b.to_core()).into());
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_two(a, b, result, run) }
}

/// As `nanotao_fixed_i32f32`, for numbers of the type `I96F32`. The result may be written over `a` or `b`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_i96f32(
    operation: FixedOperation,
    a: *const I96F32,
    b: *const I96F32,
    result: *mut I96F32,
) -> Status {
    let run = |a: I96F32, b: I96F32| Ok(compute!(operation, a.to_core(), b.to_core()).into());
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_two(a, b, result, run) }
}

/// Computes e to the power of `x` (`exp`), with the chain's constants and early ends.
///
/// - `x`: in, `I32F32`.
/// - `result`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_exp(x: i64, result: *mut i64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { write(result, || Ok(fixed::exp(I32F32::from_bits(x))?.to_bits())) }
}

/// Computes the natural logarithm (`ln`), with the chain's constants.
///
/// - `x`: in, `I32F32`.
/// - `result`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_ln(x: i64, result: *mut i64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { write(result, || Ok(fixed::ln(I32F32::from_bits(x))?.to_bits())) }
}

/// Computes the binary logarithm (`log2`).
///
/// - `x`: in, `I32F32`.
/// - `result`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_log2(x: i64, result: *mut i64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { write(result, || Ok(fixed::log2(I32F32::from_bits(x))?.to_bits())) }
}

/// Computes the square root (`sqrt`).
///
/// - `x`: in, `I32F32`.
/// - `result`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_sqrt(x: i64, result: *mut i64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { write(result, || Ok(fixed::sqrt(I32F32::from_bits(x))?.to_bits())) }
}

/// Computes the binary logarithm (`log2`) of an `I96F32`.
///
/// - `x`: in.
/// - `result`: out; it may be written over `x`.
///
/// Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_log2_i96f32(x: *const I96F32, result: *mut I96F32) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_one(x, result, |x| Ok(fixed::log2_i96f32(x.to_core())?.into())) }
}

/// Computes a power (`pow`).
///
/// - `x`, `exponent`: in, `I32F32`.
/// - `result`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_FIXED_NO_RESULT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed_pow(x: i64, exponent: i64, result: *mut i64) -> Status {
    let [x, exponent] = [x, exponent].map(I32F32::from_bits);
    // SAFETY: the caller's promise, as the header states it.
    unsafe { write(result, || Ok(fixed::pow(x, exponent)?.to_bits())) }
}

/// Computes e to the power of `x`, held between -20 and 20 (`exp_safe`): `I32F32`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_exp_safe(x: i64) -> i64 {
    fixed::exp_safe(I32F32::from_bits(x)).to_bits()
}

/// Computes the natural logarithm, or 0 where there is none (`safe_ln`): `I32F32`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_safe_ln(x: i64) -> i64 {
    fixed::safe_ln(I32F32::from_bits(x)).to_bits()
}

/// Computes the sigmoid 1 / (1 + e^(-rho (input - kappa))) (`sigmoid_safe`): `I32F32`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_sigmoid_safe(input: i64, rho: i64, kappa: i64) -> i64 {
    let [input, rho, kappa] = [input, rho, kappa].map(I32F32::from_bits);
    fixed::sigmoid_safe(input, rho, kappa).to_bits()
}

/// Rounds an `I32F32` to a whole number, halves away from zero (`saturating_round`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_round(x: i64) -> i64 {
    I32F32::from_bits(x).saturating_round().to_bits()
}

/// Cuts an `I32F32` to a whole number of 16 bits, saturating (`fixed_to_u16`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_to_u16(x: i64) -> u16 {
    fixed::fixed_to_u16(I32F32::from_bits(x))
}

/// Cuts an `I32F32` to a whole number of 64 bits, saturating (`fixed_to_u64`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_to_u64(x: i64) -> u64 {
    fixed::fixed_to_u64(I32F32::from_bits(x))
}

/// Makes an `I32F32` of a whole number (`u16_to_fixed`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_u16_to_fixed(x: u16) -> i64 {
    fixed::u16_to_fixed(x).to_bits()
}

/// Makes an `I32F32` of a share of 65535 (`u16_proportion_to_fixed`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_u16_proportion_to_fixed(x: u16) -> i64 {
    fixed::u16_proportion_to_fixed(x).to_bits()
}

/// Makes a share of 65535 of an `I32F32`, saturating (`fixed_proportion_to_u16`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_proportion_to_u16(x: i64) -> u16 {
    fixed::fixed_proportion_to_u16(I32F32::from_bits(x))
}

/// Divides an `I32F32` by 65535 (`fixed_to_fixed_u16_proportion`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_fixed_to_fixed_u16_proportion(x: i64) -> i64 {
    fixed::fixed_to_fixed_u16_proportion(I32F32::from_bits(x)).to_bits()
}

/// Widens an `I32F32` (`fixed32_to_fixed64`).
///
/// - `x`: in.
/// - `result`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed32_to_fixed64(x: i64, result: *mut I64F64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { write(result, || Ok(fixed::fixed32_to_fixed64(I32F32::from_bits(x)).into())) }
}

/// Narrows to an `I32F32`, saturating (`fixed64_to_fixed32`).
///
/// - `x`: in.
/// - `result`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed64_to_fixed32(x: *const I64F64, result: *mut i64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_one(x, result, |x| Ok(fixed::fixed64_to_fixed32(x.to_core()).to_bits())) }
}

/// Cuts to a whole number, saturating (`fixed64_to_u64`).
///
/// - `x`: in.
/// - `result`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_fixed64_to_u64(x: *const I64F64, result: *mut u64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_one(x, result, |x| Ok(fixed::fixed64_to_u64(x.to_core()))) }
}

/// Cuts a `U64F64` to a whole number (`saturating_to_num`).
///
/// - `x`: in.
/// - `result`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_u64f64_to_u64(x: *const U64F64, result: *mut u64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_one(x, result, |x| Ok(x.to_core().saturating_to_num())) }
}

/// Makes a `U96F32` of a `U64F64`, with half of the fraction (`saturating_to_num`).
///
/// - `x`: in.
/// - `result`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_u64f64_to_u96f32(x: *const U64F64, result: *mut U96F32) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_one(x, result, |x| Ok(x.to_core().saturating_to_num::<fixed::U96F32>().into())) }
}

/// Cuts a `U96F32` to a whole number, saturating (`saturating_to_num`).
///
/// - `x`: in.
/// - `result`: out.
///
/// Returns `NANOTAO_OK`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_u96f32_to_u64(x: *const U96F32, result: *mut u64) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { of_one(x, result, |x| Ok(x.to_core().saturating_to_num())) }
}
