//! Scores to weights.

use nanotao::weights::{QuantiseError, sdk10, sdk11};

use crate::fault::{Fault, status_at};
use crate::memory::{self, Output, extent};
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

/// What both have in common: checks that all buffers are apart and large enough.
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
