//! The review of a payload that comes with a metadata proof (RFC-78).

use core::ffi::c_char;

use super::page::Page;
use super::review::Review;
use super::state;
use super::subject::Subject;
use crate::crypto::{AccountId, Key};
use crate::fault::{status, status_at};
use crate::memory::Output;
use crate::status::Status;

/// As `nanotao_review_init`, for a payload that comes with a metadata proof (RFC-78): it is decoded by the types of the proof,
/// whose digest the payload has to sign. So a payload of a runtime that the library does not know can be reviewed. The
/// review goes on with the functions that take the proof; `nanotao_review_approve` is the same for both.
///
/// - `review`: out. Whatever was there is overwritten; on failure it is left alone.
/// - `payload`, `payload_len`: in.
/// - `proof`, `proof_len`: in, as a wallet sends it along.
/// - `account`, `current_block`, `card_count`: as for `nanotao_review_init`.
/// - `position`: out, the byte, the list element or the type at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_METADATA_...`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...` or `NANOTAO_PAYLOAD_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_init_by_proof(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    proof: *const u8,
    proof_len: usize,
    account: *const AccountId,
    current_block: *const u32,
    card_count: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let subject = Subject::new((payload, payload_len), Some((proof, proof_len)))?;
            state::init(review, subject, account, current_block, card_count)
        })
    }
}

/// As `nanotao_review_card`, for a review that a proof began.
///
/// - `payload`, `payload_len`, `proof`, `proof_len`: in, the same as before.
///
/// Returns as `nanotao_review_card`; `NANOTAO_PAYLOAD_CHANGED` also for another proof, or none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_card_by_proof(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    proof: *const u8,
    proof_len: usize,
    index: usize,
    label: *mut c_char,
    label_cap: usize,
    label_len: *mut usize,
    value: *mut c_char,
    value_cap: usize,
    value_len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let page = Page::new((label, label_cap, label_len), (value, value_cap, value_len))?;
            let subject = Subject::new((payload, payload_len), Some((proof, proof_len)))?;
            state::card(review, subject, index, page)
        })
    }
}

/// As `nanotao_review_texts`, for a review that a proof began.
///
/// - `payload`, `payload_len`, `proof`, `proof_len`: in, the same as before.
/// - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
///
/// Returns as `nanotao_review_texts`; `NANOTAO_PAYLOAD_CHANGED` also for another proof, or none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_texts_by_proof(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    proof: *const u8,
    proof_len: usize,
    texts: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    status(|| unsafe {
        let out = Output::new(texts, cap, len)?;
        state::show_all(review, Subject::new((payload, payload_len), Some((proof, proof_len)))?, out)
    })
}

/// As `nanotao_review_sign`, for a review that a proof began.
///
/// - `payload`, `payload_len`, `proof`, `proof_len`: in, the same as before.
///
/// Returns as `nanotao_review_sign`; `NANOTAO_PAYLOAD_CHANGED` also for another proof, or none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_sign_by_proof(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    proof: *const u8,
    proof_len: usize,
    key: *const Key,
    random: *const u8,
    random_len: usize,
    signature: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    status(|| unsafe {
        let out = Output::new(signature, cap, len)?;
        let subject = Subject::new((payload, payload_len), Some((proof, proof_len)))?;
        state::sign(review, subject, key, (random, random_len), out)
    })
}
