//! Fixed-point numbers, and steps of an epoch.

use std::ptr::null_mut;

use nanotao_ffi::epoch::math::{
    U128, nanotao_alpha_sigmoid, nanotao_apportion_units, nanotao_clamp_value,
    nanotao_compute_disabled_liquid_alpha, nanotao_ema_alpha, nanotao_epoch_emission_of,
    nanotao_is_topk_nonzero, nanotao_weighted_median,
};
use nanotao_ffi::fixed::{
    I64F64, I96F32, NANOTAO_FIXED_SAFE_DIV, U64F64, U96F32, nanotao_fixed_exp, nanotao_fixed_exp_safe,
    nanotao_fixed_i32f32, nanotao_fixed_i64f64, nanotao_fixed_i96f32, nanotao_fixed_ln, nanotao_fixed_log2,
    nanotao_fixed_log2_i96f32, nanotao_fixed_pow, nanotao_fixed_proportion_to_u16, nanotao_fixed_round,
    nanotao_fixed_safe_ln, nanotao_fixed_sigmoid_safe, nanotao_fixed_sqrt,
    nanotao_fixed_to_fixed_u16_proportion, nanotao_fixed_to_u16, nanotao_fixed_to_u64, nanotao_fixed_u64f64,
    nanotao_fixed_u96f32, nanotao_fixed32_to_fixed64, nanotao_fixed64_to_fixed32, nanotao_fixed64_to_u64,
    nanotao_u64f64_to_u64, nanotao_u64f64_to_u96f32, nanotao_u96f32_to_u64,
};
use nanotao_ffi::status::{
    NANOTAO_FIXED_NO_RESULT, NANOTAO_INVALID_POINTER, NANOTAO_OK, NANOTAO_UNKNOWN_OPERATION,
};

use crate::choices::{Arm, Case, Choices, Out, assert_untouched, known};

pub(crate) const ARMS: &[Arm] =
    &[i32f32, i64f64, u64f64, u96f32, i96f32, functions, total, conversions, median, topk, apportion];

/// One number more than there are operations.
fn operation(c: &mut Choices<'_>) -> u32 {
    u32::from(c.byte()) % (NANOTAO_FIXED_SAFE_DIV + 2)
}

/// Numbers have no other faults than these, and an operation that is none is told from one that has no result.
fn judge<T: PartialEq + std::fmt::Debug>(status: u32, operation: u32, now: T, before: T) {
    let faults = [NANOTAO_INVALID_POINTER, NANOTAO_FIXED_NO_RESULT, NANOTAO_UNKNOWN_OPERATION];
    if known(status) != NANOTAO_OK {
        assert!(faults.contains(&status), "{status}");
        assert_untouched(&now, &before);
    } else {
        assert!(operation <= NANOTAO_FIXED_SAFE_DIV);
    }
}

fn i32f32(c: &mut Choices<'_>, case: &Case<'_>) {
    let ([a, b], operation, mut result) = (case.numbers().map(u64::cast_signed), operation(c), 9);
    // SAFETY: the result has a place, or one that is refused.
    let status = unsafe { nanotao_fixed_i32f32(operation, a, b, c.place(&mut result)) };
    judge(status, operation, result, 9);
}

macro_rules! wide {
    ($($name:ident: $number:ident { $low:ident, $high:ident } by $function:ident;)*) => {$(
        fn $name(c: &mut Choices<'_>, case: &Case<'_>) {
            let ([a, b, d, e], operation) = (case.numbers(), operation(c));
            let (a, b) = ($number { $low: a, $high: b as _ }, $number { $low: d, $high: e as _ });
            let mut result = $number { $low: 9, $high: 9 };
            // SAFETY: all values live here; a place that is none is refused.
            let status = unsafe { $function(operation, c.read(&a), c.read(&b), c.place(&mut result)) };
            judge(status, operation, (result.$low, result.$high), (9, 9));
        }
    )*};
}

wide! {
    i64f64: I64F64 { fraction, integer } by nanotao_fixed_i64f64;
    u64f64: U64F64 { fraction, integer } by nanotao_fixed_u64f64;
    u96f32: U96F32 { low, high } by nanotao_fixed_u96f32;
    i96f32: I96F32 { low, high } by nanotao_fixed_i96f32;
}

/// Functions that have no result for some numbers.
fn functions(c: &mut Choices<'_>, case: &Case<'_>) {
    let [x, y] = case.numbers();
    for function in [nanotao_fixed_exp, nanotao_fixed_ln, nanotao_fixed_log2, nanotao_fixed_sqrt] {
        let mut result = 9;
        // SAFETY: the result has a place, or one that is refused.
        judge(unsafe { function(x.cast_signed(), c.place(&mut result)) }, 0, result, 9);
    }
    let (mut result, mut wide) = (9, I96F32 { low: 9, high: 9 });
    let operand = I96F32 { low: x, high: y.cast_signed() };
    // SAFETY: as above.
    unsafe {
        let status = nanotao_fixed_pow(x.cast_signed(), y.cast_signed(), c.place(&mut result));
        judge(status, 0, result, 9);
        let status = nanotao_fixed_log2_i96f32(c.read(&operand), c.place(&mut wide));
        judge(status, 0, (wide.low, wide.high), (9, 9));
    }
}

/// Functions that have a result always: they end.
fn total(_: &mut Choices<'_>, case: &Case<'_>) {
    let [x, y, z, low, high, steepness] = case.numbers().map(u64::cast_signed);
    let clamped = nanotao_clamp_value(x, low, high);
    assert!(clamped >= low && (high < low || clamped <= high));
    assert!(nanotao_fixed_exp_safe(x) > 0 && nanotao_fixed_sigmoid_safe(x, y, z) >= 0);
    assert!(nanotao_alpha_sigmoid(x, y, z, low, high, steepness) >= low);
    assert!(nanotao_fixed_round(x) == i64::MAX || nanotao_fixed_round(x) % (1 << 32) == 0);
    assert_eq!(u64::from(nanotao_fixed_to_u16(x)), nanotao_fixed_to_u64(x).min(65535));
    nanotao_fixed_safe_ln(x);
    nanotao_fixed_proportion_to_u16(x);
    nanotao_fixed_to_fixed_u16_proportion(x);
    nanotao_ema_alpha(x.cast_unsigned());
    nanotao_compute_disabled_liquid_alpha(x.cast_unsigned());
    nanotao_epoch_emission_of(x, y.cast_unsigned());
}

/// Conversions of numbers that lie in memory. A number that is widened comes back.
fn conversions(c: &mut Choices<'_>, case: &Case<'_>) {
    let [low, high] = case.numbers();
    let (mut number, mut narrow) = (9, 9);
    let (mut wide, mut narrower) = (I64F64 { fraction: 9, integer: 9 }, U96F32 { low: 9, high: 9 });
    let signed = I64F64 { fraction: low, integer: high.cast_signed() };
    let (unsigned, whole) = (U64F64 { fraction: low, integer: high }, U96F32 { low, high });
    // SAFETY: all values live here; a place that is none is refused.
    unsafe {
        judge(nanotao_fixed64_to_fixed32(c.read(&signed), c.place(&mut narrow)), 0, narrow, 9);
        for status in [
            nanotao_fixed64_to_u64(c.read(&signed), null_mut()),
            nanotao_u64f64_to_u64(c.read(&unsigned), null_mut()),
            nanotao_u96f32_to_u64(c.read(&whole), null_mut()),
        ] {
            assert_eq!(status, NANOTAO_INVALID_POINTER);
        }
        judge(nanotao_fixed64_to_u64(c.read(&signed), c.place(&mut number)), 0, number, 9);
        number = 9;
        judge(nanotao_u64f64_to_u64(c.read(&unsigned), c.place(&mut number)), 0, number, 9);
        number = 9;
        judge(nanotao_u96f32_to_u64(c.read(&whole), c.place(&mut number)), 0, number, 9);
        let status = nanotao_u64f64_to_u96f32(c.read(&unsigned), c.place(&mut narrower));
        judge(status, 0, (narrower.low, narrower.high), (9, 9));
        let status = nanotao_fixed32_to_fixed64(low.cast_signed(), c.place(&mut wide));
        judge(status, 0, (wide.fraction, wide.integer), (9, 9));
        if status == NANOTAO_OK {
            assert_eq!(nanotao_fixed64_to_fixed32(&wide, &mut narrow), NANOTAO_OK);
            assert_eq!(narrow, low.cast_signed());
        }
    }
}

/// A list that changes in place, or something like one.
fn changed<T>(c: &mut Choices<'_>, list: &mut [T]) -> (*mut T, usize) {
    let first = list.as_mut_ptr();
    let (ptr, len) = c.input(list);
    (if ptr == first.cast_const() { first } else { ptr.cast_mut() }, len)
}

fn numbers(body: &[u8]) -> Vec<i64> {
    body.as_chunks().0.iter().map(|bytes| i64::from_le_bytes(*bytes)).collect()
}

fn median(c: &mut Choices<'_>, case: &Case<'_>) {
    let scores = numbers(case.body);
    let (mut stake, mut score, mut found) = (scores.clone(), scores.clone(), 9);
    let [minority, lo, hi] = [c.byte(), c.byte(), c.byte()].map(|byte| i64::from(byte) << 25);
    let (stakes, members) = changed(c, &mut stake);
    let (places, _) = if c.byte() == 0 { (stakes, members) } else { changed(c, &mut score) };
    let place = if c.byte() == 0 && members > 0 { places } else { c.place(&mut found) };
    // SAFETY: both lists have as many elements; what is none is refused, and so are lists that overlap.
    let status = unsafe { nanotao_weighted_median(stakes, places, members, minority, lo, hi, place) };
    if known(status) != NANOTAO_OK {
        assert_untouched(&(stake, score, found), &(scores.clone(), scores, 9));
    } else if members > 0 && place == &raw mut found {
        assert!(scores[..members].contains(&found));
    }
}

fn topk(c: &mut Choices<'_>, case: &Case<'_>) {
    let (list, mut out) = (numbers(case.body), Out::new());
    let (vector, len) = c.input(&list);
    let k = usize::from(c.byte());
    let result = match c.byte() {
        0 => null_mut(),
        1 => list.as_ptr().cast_mut().cast(),
        _ => out.cells.as_mut_ptr(),
    };
    // SAFETY: the list is shorter than the room for the result; what overlaps it is refused before it is written.
    let status = known(unsafe { nanotao_is_topk_nonzero(vector, k, result, len) });
    out.judge(status);
    if status == NANOTAO_OK && len > 0 {
        assert!(out.cells[..len].iter().all(|flag| *flag < 2));
        assert!(out.cells[..len].iter().filter(|flag| **flag == 1).count() <= k);
    }
}

fn apportion(c: &mut Choices<'_>, case: &Case<'_>) {
    let halves = case.body.as_chunks::<8>().0.as_chunks::<2>().0.iter();
    let halves = halves.map(|halves| halves.map(u64::from_le_bytes));
    let shares: Vec<U128> = halves.map(|[low, high]| U128 { low, high }).collect();
    let ([budget], mut payouts) = (case.numbers(), vec![9; shares.len()]);
    let (list, len) = c.input(&shares);
    let (places, _) = changed(c, &mut payouts);
    // SAFETY: there is a place for each share; what is none is refused.
    let status = known(unsafe { nanotao_apportion_units(list, budget, places, len) });
    if status != NANOTAO_OK {
        assert_untouched(&payouts, &vec![9; shares.len()]);
    } else if len > 0 {
        let nothing = shares[..len].iter().all(|share| (share.low, share.high) == (0, 0));
        assert_eq!(payouts[..len].iter().sum::<u64>(), if nothing { 0 } else { budget });
    }
}
