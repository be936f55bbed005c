//! Cards, consent, signature.
//!
//! The state of a review lies in the caller's memory and borrows nothing: the payload is passed again each time, and
//! its hash tells whether it is still the same. What was shown is kept as a running hash of the cards' texts. To sign,
//! the core's own review is gone through once more, and approves only if its cards come to the same hash.

use core::convert::Infallible;
use core::ffi::c_char;

use nanotao::display::{Card, EmitError, Render, Review as CoreReview};
use nanotao::extrinsic::Payload;
use nanotao::hashing::{Blake2b256, blake2_256};
use nanotao::scale::{Scale, Writer};
use rand_core::{CryptoRng, CryptoRngCore, RngCore};

use crate::crypto::{AccountId, Key, signer};
use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output, Place, extent};
use crate::status::{
    NANOTAO_ALREADY_SIGNED, NANOTAO_CARD_OUT_OF_ORDER, NANOTAO_CARDS_CHANGED, NANOTAO_NO_REVIEW,
    NANOTAO_NOT_ALL_SHOWN, NANOTAO_NOT_APPROVED, NANOTAO_PAYLOAD_CHANGED, Status,
};
use crate::text;

/// The review of a payload, in memory of the caller's. What is in it is the library's business; it holds no pointer
/// and no secret, so it may be moved, and simply be forgotten.
#[repr(C)]
pub struct Review {
    /// Not for the caller.
    pub opaque: [u64; 16],
}

/// Marks memory that holds a review.
const SEAL: u32 = u32::from_le_bytes(*b"nt\x01r");

/// What is in a review's memory: numbers only, so that any bits are valid.
#[repr(C)]
struct State {
    seal: u32,
    stage: u32,
    len: u32,
    shown: u32,
    has_current: u32,
    current: u32,
    signer: AccountId,
    /// Hash of the payload.
    payload: [u8; 32],
    /// Running hash of the cards that were shown.
    cards: [u8; 32],
}

const SHOWING: u32 = 1;
const APPROVED: u32 = 2;
const SIGNED: u32 = 3;

const _: () =
    assert!(size_of::<State>() <= size_of::<Review>() && align_of::<State>() <= align_of::<Review>());

impl State {
    /// Borrows the state of a review.
    ///
    /// # Safety
    /// As [`memory::object`].
    unsafe fn of<'a>(review: *mut Review) -> Result<&'a mut Self, Fault> {
        // SAFETY: the caller's promise. A state fits into a review, as asserted above, and is valid whatever its bits.
        let state = unsafe {
            memory::object(review)?;
            memory::object(review.cast::<Self>())?
        };
        if state.seal == SEAL { Ok(state) } else { Err(NANOTAO_NO_REVIEW.into()) }
    }

    /// Begins the core's review of the payload, if it is the one that this review is about.
    fn open<'p>(&self, payload: &'p [u8]) -> Result<CoreReview<'p>, Fault> {
        if blake2_256(payload) != self.payload {
            return Err(NANOTAO_PAYLOAD_CHANGED.into());
        }
        let current = match self.has_current {
            0 => None,
            1 => Some(self.current),
            _ => return Err(NANOTAO_CARDS_CHANGED.into()),
        };
        Ok(Payload::new(payload).verify()?.review(self.signer.into(), current))
    }

    fn expect_all_shown(&self) -> Result<(), Fault> {
        if self.shown == self.len {
            Ok(())
        } else {
            Err(Fault::at(NANOTAO_NOT_ALL_SHOWN, self.shown as usize))
        }
    }
}

/// Adds a card to the running hash of those that were shown.
fn extend(cards: &[u8; 32], card: &Card<'_>) -> [u8; 32] {
    let mut hasher = Blake2b256::new();
    hasher.update(cards);
    text::hash(&mut hasher, &card.label);
    text::hash(&mut hasher, &card.value);
    hasher.finalize()
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

/// Begins the review of a payload: decodes every byte of it and checks that its parts agree.
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
    let run = || {
        // SAFETY: the caller's promise, as the header states it. A state fits into a review.
        let (review, payload, signer, card_count, current) = unsafe {
            Place::new(review)?;
            let current = if current_block.is_null() { None } else { Some(memory::get(current_block)?) };
            let payload = memory::slice(payload, payload_len)?;
            let review = Place::new(review.cast::<State>())?;
            (review, payload, memory::get(account)?, Place::new(card_count)?, current)
        };
        let mut core = Payload::new(payload).verify()?.review(signer.into(), current);
        card_count.set(core.len());
        review.set(State {
            seal: SEAL,
            stage: SHOWING,
            // Each card takes two bytes of the payload or is one of a few dozen.
            len: core.len() as u32,
            shown: 0,
            has_current: current.is_some().into(),
            current: current.unwrap_or_default(),
            signer,
            payload: blake2_256(payload),
            cards: [0; 32],
        });
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
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
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (state, payload, label, value) = unsafe {
            let label = Output::new(label.cast(), label_cap, label_len)?;
            let value = Output::new(value.cast(), value_cap, value_len)?;
            (State::of(review)?, memory::slice(payload, payload_len)?, label, value)
        };
        label.apart_from(&[extent(payload), value.extent()])?;
        value.apart_from(&[extent(payload)])?;
        let next = state.shown as usize;
        if index > next || index >= state.len as usize {
            return Err(Fault::at(NANOTAO_CARD_OUT_OF_ORDER, next));
        }
        let mut core = state.open(payload)?;
        for earlier in 0..index {
            core.emit(earlier, &mut ShownBefore).map_err(|_| NANOTAO_CARDS_CHANGED)?;
        }
        let mut page = Page { label, value, before: state.cards, after: state.cards };
        core.emit(index, &mut page).map_err(|error| match error {
            EmitError::Render(fault) => fault,
            _ => NANOTAO_CARDS_CHANGED.into(),
        })?;
        if index == next {
            state.shown = state.shown.saturating_add(1);
            state.cards = page.after;
        }
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Stands for the caller's screen, which has shown the card already.
struct ShownBefore;

impl Render for ShownBefore {
    type Error = Infallible;

    fn card(&mut self, _index: usize, _total: usize, _card: &Card<'_>) -> Result<(), Infallible> {
        Ok(())
    }
}

/// The caller's two buffers.
struct Page {
    label: Output<u8>,
    value: Output<u8>,
    before: [u8; 32],
    after: [u8; 32],
}

impl Render for Page {
    type Error = Fault;

    fn card(&mut self, _index: usize, _total: usize, card: &Card<'_>) -> Result<(), Fault> {
        text::write(&mut [(&mut self.label, &card.label), (&mut self.value, &card.value)])?;
        self.after = extend(&self.before, card);
        Ok(())
    }
}

/// Computes what the running hash comes to.
struct Retrace([u8; 32]);

impl Render for Retrace {
    type Error = Infallible;

    fn card(&mut self, _index: usize, _total: usize, card: &Card<'_>) -> Result<(), Infallible> {
        self.0 = extend(&self.0, card);
        Ok(())
    }
}

/// Takes the user's consent. Call it only on the user's own action, such as the press of a button.
///
/// - `review`: in and out.
/// - `position`: out, the next card to show; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_NOT_ALL_SHOWN`, `NANOTAO_ALREADY_SIGNED` or `NANOTAO_NO_REVIEW`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_approve(review: *mut Review, position: *mut usize) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let state = unsafe { State::of(review) }?;
        state.expect_all_shown()?;
        if state.stage == SIGNED {
            return Err(NANOTAO_ALREADY_SIGNED.into());
        }
        state.stage = APPROVED;
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
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
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (state, payload, key, random, mut out) = unsafe {
            let random = memory::slice(random, random_len)?;
            let out = Output::new(signature, cap, len)?;
            (State::of(review)?, memory::slice(payload, payload_len)?, signer(key)?, random, out)
        };
        out.apart_from(&[extent(payload), extent(random)])?;
        state.expect_all_shown()?;
        match state.stage {
            APPROVED => (),
            SIGNED => return Err(NANOTAO_ALREADY_SIGNED.into()),
            _ => return Err(NANOTAO_NOT_APPROVED.into()),
        }
        let mut core = state.open(payload)?;
        let mut retrace = Retrace([0; 32]);
        core.emit_all(&mut retrace).map_err(|_| NANOTAO_CARDS_CHANGED)?;
        if retrace.0 != state.cards {
            return Err(NANOTAO_CARDS_CHANGED.into());
        }
        let approved = core.approve().map_err(|_| NANOTAO_NOT_ALL_SHOWN)?;
        out.reserve(SIGNATURE_LEN)?;
        let mut given = Given(random);
        let random = (!random.is_empty()).then_some(&mut given as &mut dyn CryptoRngCore);
        let signed = approved.sign(key, random)?;
        let needed = signed.signature().encoded_len();
        signed.signature().encode(&mut Writer::new(out.buffer(needed)?))?;
        out.set_len(needed);
        state.stage = SIGNED;
        Ok(())
    })
}

/// Bytes of a signature of either scheme that keys are made for.
const SIGNATURE_LEN: usize = 65;

/// Hands out the caller's random bytes, each once.
struct Given<'a>(&'a [u8]);

impl RngCore for Given<'_> {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        let _ = self.try_fill_bytes(dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        let exhausted = core::num::NonZeroU32::new(rand_core::Error::CUSTOM_START);
        let exhausted = || rand_core::Error::from(exhausted.unwrap_or(core::num::NonZeroU32::MIN));
        let (bytes, rest) = self.0.split_at_checked(dest.len()).ok_or_else(exhausted)?;
        dest.copy_from_slice(bytes);
        self.0 = rest;
        Ok(())
    }
}

impl CryptoRng for Given<'_> {}
