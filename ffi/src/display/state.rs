//! What the functions on a review do, whatever describes the payload.

use core::convert::Infallible;

use nanotao::display::{Card, Commit, CommitMark, EmitError, Render, Review as CoreReview};
use nanotao::hashing::Blake2b256;
use nanotao::scale::{Scale, Writer};
use nanotao::weights::timelock::Reveal;
use rand_core::CryptoRngCore;

use super::page::Page;
use super::review::Review;
use super::subject::{Bytes, Subject};
use super::texts;
use crate::crypto::{AccountId, Key, signer};
use crate::fault::Fault;
use crate::memory::{self, Output, Place, extent};
use crate::random::Given;
use crate::status::{
    NANOTAO_ALREADY_SIGNED, NANOTAO_CARD_OUT_OF_ORDER, NANOTAO_CARDS_CHANGED, NANOTAO_NO_REVIEW,
    NANOTAO_NOT_ALL_SHOWN, NANOTAO_NOT_APPROVED, NANOTAO_PAYLOAD_CHANGED,
};
use crate::text;
use crate::timelock::Reveal as CReveal;

/// Marks memory that holds a review.
const SEAL: u32 = u32::from_le_bytes(*b"nt\x01r");

/// What is in a review's memory: numbers only, so that any bits are valid.
#[repr(C)]
pub(super) struct State {
    seal: u32,
    stage: u32,
    len: u32,
    shown: u32,
    has_current: u32,
    current: u32,
    signer: AccountId,
    /// Hash of the subject, or a commit's mark.
    subject: [u8; 32],
    /// Running hash of the cards that were shown.
    cards: [u8; 32],
    /// When what is hidden is revealed: the epoch of the commit, the block, the round.
    reveal: [u64; 3],
}

const SHOWING: u32 = 1;
const APPROVED: u32 = 2;
const SIGNED: u32 = 3;

const _: () =
    assert!(size_of::<State>() <= size_of::<Review>() && align_of::<State>() <= align_of::<Review>());

impl State {
    fn new(len: usize, signer: AccountId, current: Option<u32>, subject: [u8; 32], reveal: [u64; 3]) -> Self {
        Self {
            seal: SEAL,
            stage: SHOWING,
            // Each card takes two bytes of the payload or is one of a few dozen.
            len: len as u32,
            shown: 0,
            has_current: current.is_some().into(),
            current: current.unwrap_or_default(),
            signer,
            subject,
            cards: [0; 32],
            reveal,
        }
    }

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
        let current = match self.has_current {
            0 => None,
            1 => Some(self.current),
            _ => return Err(NANOTAO_CARDS_CHANGED.into()),
        };
        if let Some(weights) = subject.weights() {
            let [commit_epoch, first_reveal_block, round] = self.reveal;
            let reveal = Reveal { commit_epoch, first_reveal_block, round };
            // SAFETY: a mark is these 32 bytes, whatever their bits. That they are a mark is as sure as that this is a review.
            let mark = unsafe { &*(&raw const self.subject).cast::<CommitMark>() };
            let commit = weights.to_core().resume(subject.payload(), reveal, current, mark);
            return Ok(commit.ok_or(NANOTAO_PAYLOAD_CHANGED)?.review());
        }
        if subject.hash() != self.subject {
            return Err(NANOTAO_PAYLOAD_CHANGED.into());
        }
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

/// Where a review is to lie.
///
/// # Safety
/// As [`Place::new`].
pub(super) unsafe fn place(review: *mut Review) -> Result<Place<State>, Fault> {
    // SAFETY: the caller's promise. A state fits into a review.
    unsafe {
        Place::new(review)?;
        Place::new(review.cast::<State>())
    }
}

/// Begins a review, and gives the number of its cards.
///
/// # Safety
/// As the header states it.
pub(super) unsafe fn init(
    review: *mut Review,
    subject: Subject<'_>,
    account: *const AccountId,
    current_block: *const u32,
    card_count: *mut usize,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let (place, signer, card_count, current) = unsafe {
        let current = if current_block.is_null() { None } else { Some(memory::get(current_block)?) };
        (place(review)?, memory::get(account)?, Place::new(card_count)?, current)
    };
    let mut core = subject.verify()?.review(signer.into(), current);
    card_count.set(core.len());
    place.set(State::new(core.len(), signer, current, subject.hash(), [0; 3]));
    Ok(())
}

/// Begins the review of a commit, and tells when that is revealed.
pub(super) fn begin(
    commit: Commit<'_>,
    hotkey: AccountId,
    current: Option<u32>,
    place: Place<State>,
    reveal: Place<CReveal>,
    card_count: Place<usize>,
) -> Result<(), Fault> {
    let (Some(mark), Some(foretold)) = (commit.mark(), commit.reveal()) else {
        return Err(NANOTAO_NO_REVIEW.into());
    };
    let cards = commit.review().len();
    let Reveal { commit_epoch, first_reveal_block, round } = foretold;
    place.set(State::new(
        cards,
        hotkey,
        current,
        *mark.as_bytes(),
        [commit_epoch, first_reveal_block, round],
    ));
    reveal.set(foretold.into());
    card_count.set(cards);
    Ok(())
}

/// Writes the texts of a card: one that was fetched before, or the next one.
///
/// # Safety
/// As the header states it.
pub(super) unsafe fn card(
    review: *mut Review,
    subject: Subject<'_>,
    index: usize,
    page: Page,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let state = unsafe { State::of(review) }?;
    page.apart_from(&subject.extents())?;
    let next = state.shown as usize;
    if index > next || index >= state.len as usize {
        return Err(Fault::at(NANOTAO_CARD_OUT_OF_ORDER, next));
    }
    let mut core = state.open(subject)?;
    for earlier in 0..index {
        core.emit(earlier, &mut ShownBefore).map_err(|_| NANOTAO_CARDS_CHANGED)?;
    }
    let mut show = Show { page, cards: state.cards };
    core.emit(index, &mut show).map_err(|error| match error {
        EmitError::Render(fault) => fault,
        _ => NANOTAO_CARDS_CHANGED.into(),
    })?;
    if index == next {
        state.shown = state.shown.saturating_add(1);
        state.cards = show.cards;
    }
    Ok(())
}

/// Writes the texts of all cards, which count as shown then.
///
/// # Safety
/// As the header states it.
pub(super) unsafe fn show_all(
    review: *mut Review,
    subject: Subject<'_>,
    mut out: Output<u8>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let state = unsafe { State::of(review) }?;
    out.apart_from(&subject.extents())?;
    let mut core = state.open(subject)?;
    let (mut cards, mut shown, mut index) = ([0; 32], None, 0);
    core.measure(&mut |card| {
        if index == state.shown {
            shown = Some(cards);
        }
        cards = extend(&cards, card);
        index = index.saturating_add(1);
    });
    // What was shown before has to be a part of it.
    if index != state.len || shown.unwrap_or(cards) != state.cards {
        return Err(NANOTAO_CARDS_CHANGED.into());
    }
    texts::write(&mut out, |each| core.measure(each))?;
    state.shown = state.len;
    state.cards = cards;
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
    subject: Subject<'_>,
    key: *const Key,
    random: Bytes,
    mut out: Output<u8>,
) -> Result<(), Fault> {
    // SAFETY: the caller's promise.
    let (state, key, random) =
        unsafe { (State::of(review)?, signer(key)?, memory::slice(random.0, random.1)?) };
    let [payload, beside, more] = subject.extents();
    out.apart_from(&[payload, beside, more, extent(random)])?;
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

/// Writes a card's texts, and goes on with the running hash.
struct Show {
    page: Page,
    cards: [u8; 32],
}

impl Render for Show {
    type Error = Fault;

    fn card(&mut self, _index: usize, _total: usize, card: &Card<'_>) -> Result<(), Fault> {
        self.page.write(card)?;
        self.cards = extend(&self.cards, card);
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
