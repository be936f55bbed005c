//! Logarithm, exponential, power, root and sigmoid, with the bits of `substrate_fixed::transcendental` 0.6.0.
//!
//! # Chain source
//! `substrate-fixed` 0.6.0, `transcendental.rs`; `exp_safe`, `sigmoid_safe`, `safe_ln`: `epoch/math.rs`, spec 425.

use super::{I32F32, I96F32, SafeDiv};
use core::fmt;

/// The operand has no result, or none that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct FixedError;

impl FixedError {
    /// A number that stays the same in every release (184–191 belong to fixed-point numbers).
    pub const fn code(self) -> u32 {
        184
    }
}

impl fmt::Display for FixedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the operand has no result, or none that fits")
    }
}

impl core::error::Error for FixedError {}

/// The original keeps its constants in 23 fractional bits and cuts the rest: this is why `ln` is off by 8.7e-8.
const fn cut_to_23_bits(bits: i64) -> I32F32 {
    I32F32::from_bits(bits << 9)
}

/// e = 2.71828…
const E: I32F32 = cut_to_23_bits(22_802_600);
/// log₂ e = 1.44269…
const LOG2_E: I32F32 = cut_to_23_bits(12_102_203);

/// The bits of one in 32 fractional bits.
const ONE: u64 = 1 << 32;

/// Halves, rounding a half up, as the original does between the digits of a logarithm.
const fn halved(x: u128) -> u128 {
    (x >> 1).wrapping_add(x & 1)
}

/// The binary logarithm of `x` ≥ 1, both in 32 fractional bits.
fn log2_inner(mut x: u128) -> u64 {
    let mut result = 0_u64;
    while x >= u128::from(2 * ONE) {
        result = result.wrapping_add(1);
        x = halved(x);
    }
    for _ in 0..32 {
        // `x` is below 2 in 32 fractional bits: its square has 66 bits.
        x = x.wrapping_mul(x) >> 32;
        result <<= 1;
        if x >= u128::from(2 * ONE) {
            result |= 1;
            x = halved(x);
        }
    }
    result
}

/// Computes the binary logarithm (`log2`).
///
/// # Errors
/// Where the operand is not positive, or so small that its inverse does not fit.
pub fn log2(operand: I32F32) -> Result<I32F32, FixedError> {
    if operand <= I32F32::ZERO {
        return Err(FixedError);
    }
    let bits = |x: I32F32| u128::from(x.to_bits().unsigned_abs());
    if operand < I32F32::ONE {
        let inverse = I32F32::ONE.checked_div(operand).ok_or(FixedError)?;
        return Ok(I32F32::from_bits(log2_inner(bits(inverse)).cast_signed().wrapping_neg()));
    }
    Ok(I32F32::from_bits(log2_inner(bits(operand)).cast_signed()))
}

/// Computes the binary logarithm of a wide number (`log2`), as the block emission does.
///
/// # Errors
/// Where the operand is not positive.
pub fn log2_i96f32(operand: I96F32) -> Result<I96F32, FixedError> {
    if operand <= I96F32::ZERO {
        return Err(FixedError);
    }
    if operand < I96F32::ONE {
        let inverse = I96F32::ONE.checked_div(operand).ok_or(FixedError)?;
        return Ok(I96F32::from_bits(
            i128::from(log2_inner(inverse.to_bits().unsigned_abs())).wrapping_neg(),
        ));
    }
    Ok(I96F32::from_bits(log2_inner(operand.to_bits().unsigned_abs()).into()))
}

/// Computes the natural logarithm (`ln`).
///
/// # Errors
/// As [`log2`].
pub fn ln(operand: I32F32) -> Result<I32F32, FixedError> {
    Ok(log2(operand)?.safe_div(LOG2_E))
}

/// Computes the natural logarithm, or zero where there is none (`safe_ln`).
pub fn safe_ln(value: I32F32) -> I32F32 {
    ln(value).unwrap_or_default()
}

/// Computes eˣ (`exp`) by the first 31 powers of its series.
///
/// # Errors
/// Where the result, or a step towards it, does not fit.
///
/// # Cost
/// One product and one quotient for each power, until a term vanishes.
pub fn exp(operand: I32F32) -> Result<I32F32, FixedError> {
    if operand == I32F32::ONE {
        return Ok(E);
    }
    let x = operand.checked_abs().ok_or(FixedError)?.to_bits().unsigned_abs();
    let result = series(x).and_then(|bits| i64::try_from(bits).ok()).ok_or(FixedError)?;
    let result = I32F32::from_bits(result);
    if operand < I32F32::ZERO { I32F32::ONE.checked_div(result).ok_or(FixedError) } else { Ok(result) }
}

/// 1 + x + x²/2 + … + x³¹/31!, each term cut, in 32 fractional bits; nothing where a term leaves `i64`.
#[inline]
fn series(x: u64) -> Option<u64> {
    let mut term = x;
    let mut sum = x.checked_add(ONE)?;
    // Every term is made from the one before it. Once one is zero, all others are: no need to add them.
    let mut power = 2_u64;
    while power < 32 && term != 0 {
        let product = u128::from(term).wrapping_mul(u128::from(x)) >> 32;
        // Dividing by a whole number: (product · 2³²) / (power · 2³²).
        term =
            u64::try_from(product).ok().filter(|product| *product <= i64::MAX as u64)?.checked_div(power)?;
        sum = sum.checked_add(term)?;
        power = power.wrapping_add(1);
    }
    Some(sum)
}

/// Computes eˣ for `x` held between -20 and 20 (`exp_safe`).
pub fn exp_safe(input: I32F32) -> I32F32 {
    const LIMIT: I32F32 = I32F32::lit("20");
    let input = input.clamp(LIMIT.saturating_neg(), LIMIT);
    // Inside the limits the series fits.
    exp(input).unwrap_or_default()
}

/// Computes 1 / (1 + e^(-rho · (input - kappa))) (`sigmoid_safe`).
pub fn sigmoid_safe(input: I32F32, rho: I32F32, kappa: I32F32) -> I32F32 {
    let minus_rho = rho.saturating_mul(I32F32::NEG_ONE);
    let power = exp_safe(minus_rho.saturating_mul(input.saturating_sub(kappa)));
    I32F32::ONE.safe_div(power.saturating_add(I32F32::ONE))
}

/// Computes `operand` to the power of `exponent` (`pow`).
///
/// # Errors
/// Where the operand is negative, or the result, or a step towards it, does not fit.
pub fn pow(operand: I32F32, exponent: I32F32) -> Result<I32F32, FixedError> {
    if operand == I32F32::ZERO {
        return Ok(I32F32::ZERO);
    }
    if exponent == I32F32::ZERO {
        return Ok(I32F32::ONE);
    }
    if exponent == I32F32::ONE {
        return Ok(operand);
    }
    exp(ln(operand)?.checked_mul(exponent).ok_or(FixedError)?)
}

/// Computes the square root (`sqrt`) by as many steps of Newton's as the number has fractional bits.
///
/// # Errors
/// Where the operand is negative, or so small that its inverse does not fit.
pub fn sqrt(operand: I32F32) -> Result<I32F32, FixedError> {
    if operand < I32F32::ZERO {
        return Err(FixedError);
    }
    if operand == I32F32::ZERO || operand == I32F32::ONE {
        return Ok(operand);
    }
    let small = operand < I32F32::ONE;
    let operand = if small { I32F32::ONE.checked_div(operand).ok_or(FixedError)? } else { operand };
    let half = |x: I32F32| I32F32::from_bits(x.to_bits() / 2);
    let mut root = half(operand).wrapping_add(I32F32::ONE);
    for _ in 0..I32F32::FRAC_NBITS {
        root = half(root.wrapping_add(operand.safe_div(root)));
    }
    if small { I32F32::ONE.checked_div(root).ok_or(FixedError) } else { Ok(root) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::mul;
    use std::vec::Vec;
    use substrate_fixed::transcendental as chain;
    use substrate_fixed::types as theirs;

    /// Numbers of every size, and every edge that a function above has.
    fn operands() -> Vec<i64> {
        let mut bits: Vec<i64> =
            (0..63).flat_map(|shift| [1_i64 << shift, (1 << shift) - 1, -(1 << shift)]).collect();
        bits.extend([
            i64::MAX,
            i64::MIN,
            i64::MIN + 1,
            3 << 31,
            20 << 32,
            (20 << 32) + 1,
            21 << 32,
            22 << 32,
        ]);
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let shift = state >> 58;
            bits.extend([(state >> shift) as i64, -((state >> 1 >> shift) as i64)]);
        }
        bits
    }

    fn chain_bits<E>(result: Result<theirs::I32F32, E>) -> Option<i64> {
        result.ok().map(|fixed| fixed.to_bits())
    }

    fn our_bits(result: Result<I32F32, FixedError>) -> Option<i64> {
        result.ok().map(|fixed| fixed.to_bits())
    }

    #[test]
    fn every_function_of_one_operand_has_the_bits_of_substrate_fixed() {
        for bits in operands() {
            let (ours, x) = (I32F32::from_bits(bits), theirs::I32F32::from_bits(bits));
            let log2_of_theirs = chain_bits(chain::log2::<theirs::I32F32, theirs::I32F32>(x));
            assert_eq!(our_bits(log2(ours)), log2_of_theirs, "log2 {bits}");
            assert_eq!(
                our_bits(ln(ours)),
                chain_bits(chain::ln::<theirs::I32F32, theirs::I32F32>(x)),
                "ln {bits}"
            );
            assert_eq!(
                our_bits(exp(ours)),
                chain_bits(chain::exp::<theirs::I32F32, theirs::I32F32>(x)),
                "exp {bits}"
            );
            let wide = log2_i96f32(I96F32::from_bits(i128::from(bits) << (bits & 31)));
            let x = theirs::I96F32::from_bits(i128::from(bits) << (bits & 31));
            let expected = chain::log2::<theirs::I96F32, theirs::I96F32>(x).ok().map(|fixed| fixed.to_bits());
            assert_eq!(wide.ok().map(|fixed| fixed.to_bits()), expected, "log2 of I96F32 {bits}");
        }
    }

    #[test]
    fn roots_and_powers_have_the_bits_of_substrate_fixed() {
        let operands = operands();
        for (&bits, &other) in operands.iter().zip(operands.iter().rev()) {
            let (ours, x) = (I32F32::from_bits(bits), theirs::I32F32::from_bits(bits));
            assert_eq!(
                our_bits(sqrt(ours)),
                chain_bits(chain::sqrt::<theirs::I32F32, theirs::I32F32>(x)),
                "sqrt {bits}"
            );
            for exponent in [other, other >> 28, 0, 1 << 32, 3 << 32, -(1 << 31)] {
                let expected =
                    chain::pow::<theirs::I32F32, theirs::I32F32>(x, theirs::I32F32::from_bits(exponent));
                let result = pow(ours, I32F32::from_bits(exponent));
                assert_eq!(our_bits(result), chain_bits(expected), "pow {bits} {exponent}");
            }
        }
    }

    #[test]
    fn short_cuts_of_product_and_quotient_have_the_bits_of_the_long_way() {
        let operands = operands();
        for (&a, &b) in operands.iter().zip(operands.iter().skip(7)) {
            for (a, b) in
                [(a, b), (a, a), (a & 0xffff_ffff, b & 0xffff_ffff), (a, 1 << 32), (1 << 32, b), (a, 0)]
            {
                let (x, y) = (theirs::I32F32::from_bits(a), theirs::I32F32::from_bits(b));
                let (ours, by) = (I32F32::from_bits(a), I32F32::from_bits(b));
                assert_eq!(mul(ours, by).to_bits(), x.saturating_mul(y).to_bits(), "{a} · {b}");
                let quotient = x.checked_div(y).unwrap_or_default().to_bits();
                assert_eq!(ours.safe_div(by).to_bits(), quotient, "{a} / {b}");
            }
        }
    }
}
