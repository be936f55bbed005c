//! The review of a payload that the table of its spec version describes.

use core::ffi::c_char;

use super::page::Page;
use super::state;
use super::subject::Subject;
use crate::crypto::{AccountId, Key};
use crate::fault::{status, status_at};
use crate::memory::Output;
use crate::status::Status;

/// The review of a payload, in memory of the caller's. What is in it is the library's business; it holds no pointer
/// and no secret, so it may be moved, and simply be forgotten.
#[repr(C)]
pub struct Review {
    /// Not for the caller.
    pub opaque: [u64; 18],
}

/// Tells the size of `nanotao_review`, for languages that cannot read this header.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_review_sizeof() -> usize {
    size_of::<Review>()
}

/// Tells the alignment of `nanotao_review`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_review_alignof() -> usize {
    align_of::<Review>()
}

/// Begins the review of a payload: decodes every byte of it by the table of its spec version, and checks that its parts
/// agree. If it signs a metadata hash, that is shown, but not what it is of: a device, whose tables may not be those of the
/// runtime, takes `nanotao_review_init_by_proof` for it.
///
/// - `review`: out. Whatever was there is overwritten; on failure it is left alone.
/// - `payload`, `payload_len`: in. It need not come from this library.
/// - `account`: in, who is to sign it.
/// - `current_block`: in, the block that the era's birth and death are reckoned from; NULL if it is not known.
/// - `card_count`: out, the number of cards.
/// - `position`: out, the byte or the list element at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_...` or `NANOTAO_PAYLOAD_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_init(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    account: *const AccountId,
    current_block: *const u32,
    card_count: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let subject = Subject::new((payload, payload_len), None)?;
            state::init(review, subject, account, current_block, card_count)
        })
    }
}

/// Writes the texts of a card: one that was fetched before, or the next one. Success counts as shown, so put the whole
/// of both texts before the user's eyes.
///
/// - `review`: in and out.
/// - `payload`, `payload_len`: in, the same payload.
/// - `index`: in, from 0.
/// - `label`, `label_cap`, `label_len`: out, a text: what the card is about.
/// - `value`, `value_cap`, `value_len`: out, a text: what it says.
/// - `position`: out, the next card to show; may be NULL.
///
/// Returns `NANOTAO_OK`; `NANOTAO_BUFFER_TOO_SMALL`, and the card does not count as shown; `NANOTAO_CARD_OUT_OF_ORDER`,
/// `NANOTAO_PAYLOAD_CHANGED` or `NANOTAO_NO_REVIEW`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_card(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
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
            state::card(review, Subject::new((payload, payload_len), None)?, index, page)
        })
    }
}

/// Writes all cards at once, for whoever shows them on one page. Success counts as shown, so put every text before the
/// user's eyes. This takes time in proportion to the number of cards, where `nanotao_review_card` goes through the payload
/// anew for each.
///
/// - `review`: in and out.
/// - `payload`, `payload_len`: in, the same payload.
/// - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
///
/// Returns `NANOTAO_OK`; `NANOTAO_BUFFER_TOO_SMALL`, and no card counts as shown that did not before;
/// `NANOTAO_PAYLOAD_CHANGED`, `NANOTAO_CARDS_CHANGED` or `NANOTAO_NO_REVIEW`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_texts(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    texts: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    status(|| unsafe {
        let out = Output::new(texts, cap, len)?;
        state::show_all(review, Subject::new((payload, payload_len), None)?, out)
    })
}

/// Takes the user's consent. Call it only on the user's own action, such as the press of a button.
///
/// - `review`: in and out.
/// - `position`: out, the next card to show; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_NOT_ALL_SHOWN`, `NANOTAO_ALREADY_SIGNED` or `NANOTAO_NO_REVIEW`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_approve(review: *mut Review, position: *mut usize) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, || state::approve(review)) }
}

/// Signs the payload of an approved review, once. The signature is verified before it is handed out.
///
/// - `review`: in and out. After success it is spent; on failure it is left alone.
/// - `payload`, `payload_len`: in, the same payload.
/// - `key`: in, of the account that was shown.
/// - `random`, `random_len`: in, at least 32 random bytes, which make faults harder to exploit; or NULL and 0 for a
///   deterministic signature.
/// - `signature`, `cap`, `len`: out, with the scheme's number in front: 65 bytes.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_NOT_ALL_SHOWN`, `NANOTAO_NOT_APPROVED`,
/// `NANOTAO_ALREADY_SIGNED`, `NANOTAO_PAYLOAD_CHANGED`, `NANOTAO_CARDS_CHANGED`, `NANOTAO_WRONG_SIGNER`, `NANOTAO_NO_KEY`,
/// `NANOTAO_NO_REVIEW`, `NANOTAO_SIGN_RANDOMNESS_FAILED` or `NANOTAO_SIGN_VERIFICATION_FAILED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_sign(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
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
        state::sign(review, Subject::new((payload, payload_len), None)?, key, (random, random_len), out)
    })
}
