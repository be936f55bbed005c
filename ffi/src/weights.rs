//! Scores to weights.

use nanotao::weights::{QuantiseError, sdk10, sdk11};

use crate::fault::{Fault, status_at};
use crate::memory::{self, Output, Sized32, apart, bounds, extent};
use crate::status::Status;

/// Turns scores into weights as version 10 of the official SDK does (`convert_weights_and_uids_for_emit`): the largest
/// becomes 65535, the others follow in proportion, halves go to the even neighbour, zeros are dropped with their uids.
/// If all scores are zero, there are no weights.
///
/// - `uids`, `uids_len`: in.
/// - `scores`, `scores_len`: in, one for each uid: finite and not negative.
/// - `out_uids`, `out_weights`, `cap`, `len`: out. Both buffers hold `cap` elements, and both get `len`. They must have
///   room for every uid given, even if fewer are left.
/// - `position`: out, the score at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_QUANTISE_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_sdk10_quantise(
    uids: *const u16,
    uids_len: usize,
    scores: *const f32,
    scores_len: usize,
    out_uids: *mut u16,
    out_weights: *mut u16,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let input = (memory::slice(uids, uids_len)?, memory::slice(scores, scores_len)?);
            let output = (Output::new(out_uids, cap, len)?, Output::new(out_weights, cap, len)?);
            quantise(input, output, |(uids, scores), (out_uids, out_weights)| {
                sdk10::quantise(uids, scores, out_uids, out_weights).map(|(uids, _)| uids.len())
            })
        })
    }
}

/// Turns scores into weights as version 11 of the official SDK does (`normalize`): the largest becomes 65535, the
/// others follow in proportion, halves go to the even neighbour, zeros are dropped with their uids. If there are no
/// scores, or all are zero, there are no weights.
///
/// - `uids`, `uids_len`: in.
/// - `scores`, `scores_len`: in, one for each uid: finite and not negative.
/// - `out_uids`, `out_weights`, `cap`, `len`: out. Both buffers hold `cap` elements, and both get `len`. They must have
///   room for every uid given, even if fewer are left.
/// - `position`: out, the score at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_QUANTISE_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_sdk11_normalize(
    uids: *const u16,
    uids_len: usize,
    scores: *const f64,
    scores_len: usize,
    out_uids: *mut u16,
    out_weights: *mut u16,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let input = (memory::slice(uids, uids_len)?, memory::slice(scores, scores_len)?);
            let output = (Output::new(out_uids, cap, len)?, Output::new(out_weights, cap, len)?);
            quantise(input, output, |(uids, scores), (out_uids, out_weights)| {
                sdk11::normalize(uids, scores, out_uids, out_weights).map(|(uids, _)| uids.len())
            })
        })
    }
}

/// As `nanotao_sdk10_quantise`, for scores of 64 bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_sdk10_quantise_f64(
    uids: *const u16,
    uids_len: usize,
    scores: *const f64,
    scores_len: usize,
    out_uids: *mut u16,
    out_weights: *mut u16,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let input = (memory::slice(uids, uids_len)?, memory::slice(scores, scores_len)?);
            let output = (Output::new(out_uids, cap, len)?, Output::new(out_weights, cap, len)?);
            quantise(input, output, |(uids, scores), (out_uids, out_weights)| {
                sdk10::quantise(uids, scores, out_uids, out_weights).map(|(uids, _)| uids.len())
            })
        })
    }
}

/// Scales scores in place to a sum of 1 with none above a limit, as version 11 of the official SDK does
/// (`clip_to_max_weight`).
///
/// - `scores`, `scores_len`: in and out.
/// - `limit`: in, the largest share, from 0 to 1.
/// - `scratch`, `scratch_len`: working memory, at least as many elements.
/// - `position`: out; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_INVALID_LENGTH` if the working memory is too small, `NANOTAO_OVERLAP` or
/// `NANOTAO_QUANTISE_...`. On failure the scores are as before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_sdk11_clip_to_max_weight(
    scores: *mut f64,
    scores_len: usize,
    limit: f64,
    scratch: *mut f64,
    scratch_len: usize,
    position: *mut usize,
) -> Status {
    let run = || {
        let (own, other) = (bounds(scores, scores_len), bounds(scratch, scratch_len));
        apart(&[own, other], &[])?;
        // SAFETY: the caller's promise, as the header states it; the two lists are apart.
        let (scores, scratch) =
            unsafe { (memory::slice_mut(scores, scores_len)?, memory::slice_mut(scratch, scratch_len)?) };
        Ok(sdk11::clip_to_max_weight(scores, limit, scratch)?)
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// A subnet's limits on weights, for `nanotao_sdk11_conform`.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Limits {
    /// `sizeof(nanotao_limits)`.
    pub struct_size: u32,
    /// The neuron that sets the weights; a single weight for itself is exempt from both limits.
    pub uid: u16,
    /// `MinAllowedWeights` of the subnet.
    pub min_allowed_weights: u16,
    /// `MaxWeightsLimit` of the subnet, as a share of 65535.
    pub max_weight_limit: u16,
    /// 0.
    pub reserved: u16,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for Limits {}

/// Fits scores to a subnet's limits and turns them into weights as version 11 of the official SDK does (`_conform`):
/// clips, normalises, and checks that enough of them are left.
///
/// - `limits`: in.
/// - `uids`, `uids_len`, `scores`, `scores_len`: in, as for `nanotao_sdk11_normalize`.
/// - `scratch`, `scratch_len`: working memory, at least as many elements as there are scores.
/// - `out_uids`, `out_weights`, `cap`, `len`: out, as for `nanotao_sdk11_normalize`.
/// - `position`: out, the score at fault; may be NULL.
///
/// Returns as `nanotao_sdk11_normalize`, or `NANOTAO_INVALID_LENGTH` if the working memory is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_sdk11_conform(
    limits: *const Limits,
    uids: *const u16,
    uids_len: usize,
    scores: *const f64,
    scores_len: usize,
    scratch: *mut f64,
    scratch_len: usize,
    out_uids: *mut u16,
    out_weights: *mut u16,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let Limits { uid, min_allowed_weights, max_weight_limit, .. } = memory::get_struct(limits)?;
            let limits = sdk11::Limits { uid, min_allowed_weights, max_weight_limit };
            let input = (memory::slice(uids, uids_len)?, memory::slice(scores, scores_len)?);
            let output = (Output::new(out_uids, cap, len)?, Output::new(out_weights, cap, len)?);
            apart(
                &[bounds(scratch, scratch_len)],
                &[extent(input.0), extent(input.1), output.0.extent(), output.1.extent()],
            )?;
            let scratch = memory::slice_mut(scratch, scratch_len)?;
            quantise(input, output, |(uids, scores), (out_uids, out_weights)| {
                sdk11::conform(&limits, uids, scores, scratch, out_uids, out_weights)
                    .map(|(uids, _)| uids.len())
            })
        })
    }
}

/// What all have in common: checks that all buffers are apart and large enough.
fn quantise<W>(
    (uids, scores): (&[u16], &[W]),
    (mut out_uids, mut out_weights): (Output<u16>, Output<u16>),
    run: impl FnOnce((&[u16], &[W]), (&mut [u16], &mut [u16])) -> Result<usize, QuantiseError>,
) -> Result<(), Fault> {
    if uids.len() != scores.len() {
        return Err(QuantiseError::LengthMismatch { uids: uids.len(), weights: scores.len() }.into());
    }
    let inputs = [extent(uids), extent(scores)];
    out_uids.apart_from(&inputs)?;
    out_weights.apart_from(&inputs)?;
    out_weights.apart_from(&[out_uids.extent()])?;
    let written = {
        let buffers = (out_uids.buffer(uids.len())?, out_weights.buffer(uids.len())?);
        run((uids, scores), buffers)?
    };
    out_uids.set_len(written);
    Ok(())
}
