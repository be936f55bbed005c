//! Steps of an epoch, for whoever recomputes one by hand.

use nanotao::AlphaBalance;
use nanotao::epoch;
use nanotao::fixed::I32F32;

use crate::fault::status;
use crate::memory::{self, Place, apart, bounds, extent};
use crate::status::{NANOTAO_EPOCH_TOO_MANY_NEURONS, Status};

/// A whole number of 128 bits: `high` * 2^64 + `low`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct U128 {
    /// The lower half.
    pub low: u64,
    /// The upper half.
    pub high: u64,
}

/// Tells a share of an emission in rao, rounded down.
///
/// - `share`: in, `I32F32`: 2^32 is all of it.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_epoch_emission_of(share: i64, rao_emission: u64) -> u64 {
    epoch::emission_of(I32F32::from_bits(share), rao_emission)
}

/// Holds a value between two others (`clamp_value`): where they are in the wrong order, the lower limit wins. All are
/// `I32F32`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_clamp_value(value: i64, low: i64, high: i64) -> i64 {
    let [value, low, high] = [value, low, high].map(I32F32::from_bits);
    epoch::clamp_value(value, low, high).to_bits()
}

/// Tells the rate at which one bond follows one weight (`alpha_sigmoid`). All are `I32F32`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_alpha_sigmoid(
    consensus: i64,
    weight: i64,
    bond: i64,
    alpha_low: i64,
    alpha_high: i64,
    alpha_sigmoid_steepness: i64,
) -> i64 {
    let [consensus, weight, bond] = [consensus, weight, bond].map(I32F32::from_bits);
    let [low, high, steepness] = [alpha_low, alpha_high, alpha_sigmoid_steepness].map(I32F32::from_bits);
    epoch::alpha_sigmoid(consensus, weight, bond, low, high, steepness).to_bits()
}

/// Tells the rate at which bonds follow weights in Yuma 2: one less `bonds_moving_average`, in millionths, saturating
/// (`compute_ema_bonds_normal_sparse`). `I32F32`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_ema_alpha(bonds_moving_average: u64) -> i64 {
    epoch::ema_alpha(bonds_moving_average).to_bits()
}

/// Tells the rate at which bonds follow weights in Yuma 3: as `nanotao_ema_alpha`, but wrapping
/// (`compute_disabled_liquid_alpha`). `I32F32`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_compute_disabled_liquid_alpha(bonds_moving_average: u64) -> i64 {
    epoch::compute_disabled_liquid_alpha(bonds_moving_average).to_bits()
}

/// Finds the score at which the stake of lower scores passes `minority` (`weighted_median`). All are `I32F32`.
///
/// - `stake`, `score`, `members`: in, as many of each: the members whose stake lies between `lo` and `hi`. Both lists are
///   used up.
/// - `minority`, `lo`, `hi`: in, sums of stake.
/// - `median`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_OVERLAP`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_weighted_median(
    stake: *mut i64,
    score: *mut i64,
    members: usize,
    minority: i64,
    lo: i64,
    hi: i64,
    median: *mut i64,
) -> Status {
    status(|| {
        apart(&[bounds(stake, members), bounds(score, members), bounds(median, 1)], &[])?;
        // SAFETY: the caller's promise, as the header states it; `I32F32` is an `i64` in memory, and the lists are apart.
        let (stake, score, median) = unsafe {
            let stake = memory::slice_mut(stake.cast::<I32F32>(), members)?;
            (stake, memory::slice_mut(score.cast::<I32F32>(), members)?, Place::new(median)?)
        };
        let [minority, lo, hi] = [minority, lo, hi].map(I32F32::from_bits);
        median.set(epoch::weighted_median(stake, score, minority, lo, hi).to_bits());
        Ok(())
    })
}

/// Tells which elements are not zero and among the `k` largest, of equals the later ones (`is_topk_nonzero`).
///
/// - `vector`: in, `I32F32`.
/// - `result`: out, 1 or 0 for each element.
/// - `len`: in, of both.
///
/// Returns `NANOTAO_OK` or `NANOTAO_OVERLAP`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_is_topk_nonzero(
    vector: *const i64,
    k: usize,
    result: *mut u8,
    len: usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it; `I32F32` is an `i64` in memory, and every bool is a byte
        // that is 0 or 1, which all elements are made to be before they are read as one.
        let (vector, result) = unsafe {
            let vector = memory::slice(vector.cast::<I32F32>(), len)?;
            apart(&[bounds(result, len)], &[extent(vector)])?;
            memory::slice_mut(result, len)?.fill(0);
            (vector, memory::slice_mut(result.cast::<bool>(), len)?)
        };
        epoch::is_topk_nonzero(vector, k, result);
        Ok(())
    })
}

/// Shares out whole units (`apportion_units`, spec 475): together, the first `i` get the floor of their part of the budget.
///
/// - `shares`: in. If all of them are zero, nobody gets anything.
/// - `budget`: in.
/// - `payouts`: out, one for each share.
/// - `len`: in, of both: at most `NANOTAO_MAX_NEURONS`.
///
/// Returns `NANOTAO_OK`, `NANOTAO_EPOCH_TOO_MANY_NEURONS` or `NANOTAO_OVERLAP`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_apportion_units(
    shares: *const U128,
    budget: u64,
    payouts: *mut u64,
    len: usize,
) -> Status {
    status(|| {
        if len > epoch::MAX_NEURONS {
            return Err(NANOTAO_EPOCH_TOO_MANY_NEURONS.into());
        }
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (shares, payouts) = unsafe {
            let shares = memory::slice(shares, len)?;
            apart(&[bounds(payouts, len)], &[extent(shares)])?;
            (shares, memory::slice_mut(payouts, len)?)
        };
        let shares = shares.iter().map(|share| u128::from(share.high) << 64 | u128::from(share.low));
        epoch::apportion_units(shares, AlphaBalance(budget), payouts);
        Ok(())
    })
}
