//! What the functions on a review do, whatever describes the payload.

use core::convert::Infallible;

use nanotao::display::{Card, EmitError, Render, Review as CoreReview};
use nanotao::extrinsic::{Payload, PayloadError, Verified};
use nanotao::hashing::{Blake2b256, blake2_256};
use nanotao::metadata::Proof;
use nanotao::scale::{Scale, Writer};
use rand_core::{CryptoRng, CryptoRngCore, RngCore};

use super::review::Review;
use crate::crypto::{AccountId, Key, signer};
use crate::fault::Fault;
use crate::memory::{self, Output, Place, extent};
use crate::status::{
    NANOTAO_ALREADY_SIGNED, NANOTAO_CARD_OUT_OF_ORDER, NANOTAO_CARDS_CHANGED, NANOTAO_NO_REVIEW,
    NANOTAO_NOT_ALL_SHOWN, NANOTAO_NOT_APPROVED, NANOTAO_PAYLOAD_CHANGED,
};
use crate::text;

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
    /// Hash of the subject.
    subject: [u8; 32],
    /// Running hash of the cards that were shown.
    cards: [u8; 32],
}

const SHOWING: u32 = 1;
const APPROVED: u32 = 2;
const SIGNED: u32 = 3;

const _: () =
    assert!(size_of::<State>() <= size_of::<Review>() && align_of::<State>() <= align_of::<Review>());

/// A payload, and the metadata proof that it is read by, if not by a table.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    payload: &'a [u8],
    proof: Option<&'a [u8]>,
}

/// A pointer and a length, as they came.
pub(crate) type Bytes = (*const u8, usize);

impl<'a> Subject<'a> {
    /// # Safety
    /// As [`memory::slice`], for both.
    pub(crate) unsafe fn new(payload: Bytes, proof: Option<Bytes>) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        unsafe {
            let payload = memory::slice(payload.0, payload.1)?;
            let proof = proof.map(|(ptr, len)| memory::slice(ptr, len)).transpose()?;
            Ok(Self { payload, proof })
        }
    }

    pub(crate) fn payload(&self) -> Payload<'a> {
        Payload::new(self.payload)
    }

    pub(crate) fn verify(&self) -> Result<Verified<'a>, Fault> {
        Ok(match self.proof {
            None => self.payload().verify()?,
            Some(proof) => self.payload().verify_by(&Proof::parse(proof).map_err(PayloadError::from)?)?,
        })
    }

    pub(crate) fn extents(&self) -> [core::ops::Range<usize>; 2] {
        [extent(self.payload), extent(self.proof.unwrap_or_default())]
    }

    fn hash(&self) -> [u8; 32] {
        let payload = blake2_256(self.payload);
        let Some(proof) = self.proof else { return payload };
        let mut hasher = Blake2b256::new();
        hasher.update(&payload);
        hasher.update(&blake2_256(proof));
        hasher.finalize()
    }
}

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

    /// Begins the core's review of the subject, if it is the one that this review is about.
    fn open<'p>(&self, subject: Subject<'p>) -> Result<CoreReview<'p>, Fault> {
        if subject.hash() != self.subject {
            return Err(NANOTAO_PAYLOAD_CHANGED.into());
        }
        let current = match self.has_current {
            0 => None,
            1 => Some(self.current),
            _ => return Err(NANOTAO_CARDS_CHANGED.into()),
        };
        Ok(subject.verify()?.review(self.signer.into(), current))
    }

    fn expect_all_shown(&self) -> Result<(), Fault> {
        if self.shown == self.len {
            Ok(())
        } else {
            Err(Fault::at(NANOTAO_NOT_ALL_SHOWN, self.shown as usize))
        }
    }
}

/// Begins a review, and gives the number of its cards.
///
/// # Safety
/// As the header states it.
pub(super) unsafe fn init(
    review: *mut Review,
    payload: Bytes,
    proof: Option<Bytes>,
    account: *const AccountId,
    current_block: *const u32,
    card_count: *mut usize,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise. A state fits into a review.
    let (review, subject, signer, card_count, current) = unsafe {
        Place::new(review)?;
        let current = if current_block.is_null() { None } else { Some(memory::get(current_block)?) };
        let subject = Subject::new(payload, proof)?;
        (
            Place::new(review.cast::<State>())?,
            subject,
            memory::get(account)?,
            Place::new(card_count)?,
            current,
        )
    };
    let mut core = subject.verify()?.review(signer.into(), current);
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
        subject: subject.hash(),
        cards: [0; 32],
    });
    Ok(())
}

/// Writes the texts of a card: one that was fetched before, or the next one.
///
/// # Safety
/// As the header states it.
pub(super) unsafe fn card(
    review: *mut Review,
    payload: Bytes,
    proof: Option<Bytes>,
    index: usize,
    label: Output<u8>,
    value: Output<u8>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let (state, subject) = unsafe { (State::of(review)?, Subject::new(payload, proof)?) };
    let [payload, proof] = subject.extents();
    label.apart_from(&[payload.clone(), proof.clone(), value.extent()])?;
    value.apart_from(&[payload, proof])?;
    let next = state.shown as usize;
    if index > next || index >= state.len as usize {
        return Err(Fault::at(NANOTAO_CARD_OUT_OF_ORDER, next));
    }
    let mut core = state.open(subject)?;
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
}

/// Takes the user's consent.
///
/// # Safety
/// As the header states it.
pub(super) unsafe fn approve(review: *mut Review) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let state = unsafe { State::of(review) }?;
    state.expect_all_shown()?;
    if state.stage == SIGNED {
        return Err(NANOTAO_ALREADY_SIGNED.into());
    }
    state.stage = APPROVED;
    Ok(())
}

/// Signs the payload of an approved review, once.
///
/// # Safety
/// As the header states it.
pub(super) unsafe fn sign(
    review: *mut Review,
    payload: Bytes,
    proof: Option<Bytes>,
    key: *const Key,
    random: Bytes,
    mut out: Output<u8>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let (state, subject, key, random) = unsafe {
        let random = memory::slice(random.0, random.1)?;
        (State::of(review)?, Subject::new(payload, proof)?, signer(key)?, random)
    };
    let [payload, proof] = subject.extents();
    out.apart_from(&[payload, proof, extent(random)])?;
    state.expect_all_shown()?;
    match state.stage {
        APPROVED => (),
        SIGNED => return Err(NANOTAO_ALREADY_SIGNED.into()),
        _ => return Err(NANOTAO_NOT_APPROVED.into()),
    }
    let mut core = state.open(subject)?;
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
}

/// Adds a card to the running hash of those that were shown.
fn extend(cards: &[u8; 32], card: &Card<'_>) -> [u8; 32] {
    let mut hasher = Blake2b256::new();
    hasher.update(cards);
    text::hash(&mut hasher, &card.label);
    text::hash(&mut hasher, &card.value);
    hasher.finalize()
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

/// Bytes of a signature of either scheme that keys are made for.
pub(crate) const SIGNATURE_LEN: usize = 65;

/// Hands out the caller's random bytes, each once.
pub(crate) struct Given<'a>(pub(crate) &'a [u8]);

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
