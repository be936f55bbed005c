//! The review of weights that are locked for it: what is shown is what the ciphertext holds.

use core::ffi::c_char;
use core::ops::Range;

use nanotao::crypto::MiniSecret;
use nanotao::display::HiddenWeights as CoreHiddenWeights;
use nanotao::weights::check_pairs;
use nanotao::weights::timelock::RevealTerms as CoreRevealTerms;
use nanotao::{MechId, NetUid};
use rand_core::CryptoRngCore;

use super::page::Page;
use super::review::Review;
use super::state;
use super::subject::Subject;
use crate::crypto::{AccountId, Key};
use crate::epoch::input::{Schedule, profile};
use crate::extrinsic::TxExtension;
use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output, Place, Sized32, extent};
use crate::random::Given;
use crate::status::{NANOTAO_INVALID_FLAG, Status};
use crate::timelock::{NANOTAO_TIMELOCK_SECRET_LEN, Reveal};

/// Weights to commit to, and whose they are. Set everything.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct HiddenWeights {
    /// `sizeof(nanotao_hidden_weights)`.
    pub struct_size: u32,
    /// The subnet.
    pub netuid: u16,
    /// The mechanism; 0 is the main one.
    pub mecid: u8,
    /// 0.
    pub reserved: u8,
    /// The version of the validator's code.
    pub version_key: u64,
    /// Who commits: the signer.
    pub hotkey: AccountId,
    /// Who is weighted.
    pub uids: *const u16,
    /// How many uids there are.
    pub uids_len: usize,
    /// How much each.
    pub values: *const u16,
    /// How many values there are.
    pub values_len: usize,
}

// SAFETY: `repr(C)`, integers and pointers only, the size first.
unsafe impl Sized32 for HiddenWeights {}

/// All that a reveal is foretold from, as for `nanotao_predict_reveal`. Set everything.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct RevealTerms {
    /// `sizeof(nanotao_reveal_terms)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The subnet's schedule as of `current_block`.
    pub schedule: Schedule,
    /// The newest block: the commit is to be in the next.
    pub current_block: u64,
    /// Of the subnet (`RevealPeriodEpochs`), from 1 to `NANOTAO_MAX_REVEAL_PERIOD`.
    pub reveal_period_epochs: u64,
    /// The time, in milliseconds since 1970.
    pub unix_time_ms: u64,
    /// Milliseconds from a block to the next.
    pub block_time_ms: u64,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for RevealTerms {}

impl RevealTerms {
    fn to_core(self, spec_version: u32) -> Result<CoreRevealTerms, Fault> {
        if self.reserved != 0 {
            return Err(NANOTAO_INVALID_FLAG.into());
        }
        Ok(CoreRevealTerms {
            profile: profile(spec_version)?,
            schedule: self.schedule.to_core()?,
            current_block: self.current_block,
            reveal_period_epochs: self.reveal_period_epochs,
            unix_time_ms: self.unix_time_ms,
            block_time_ms: self.block_time_ms,
        })
    }
}

/// Weights, borrowed from where they lie.
#[derive(Clone, Copy)]
pub(super) struct Weights<'a> {
    given: HiddenWeights,
    uids: &'a [u16],
    values: &'a [u16],
}

impl<'a> Weights<'a> {
    /// # Safety
    /// As [`memory::get_struct`], and [`memory::slice`] for both lists.
    unsafe fn new(weights: *const HiddenWeights) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        let (given, uids, values) = unsafe {
            let given = memory::get_struct(weights)?;
            let uids = memory::slice(given.uids, given.uids_len)?;
            (given, uids, memory::slice(given.values, given.values_len)?)
        };
        if given.reserved != 0 {
            return Err(NANOTAO_INVALID_FLAG.into());
        }
        Ok(Self { given, uids, values })
    }

    pub(super) fn to_core(self) -> CoreHiddenWeights<'a> {
        CoreHiddenWeights {
            hotkey: self.given.hotkey.into(),
            netuid: NetUid(self.given.netuid),
            mecid: MechId(self.given.mecid),
            uids: self.uids.into(),
            values: self.values.into(),
            version_key: self.given.version_key,
        }
    }

    pub(super) fn extents(&self) -> [Range<usize>; 2] {
        [extent(self.uids), extent(self.values)]
    }
}

/// Locks weights until the round by which they are to be revealed, and begins the review of the payload that commits to
/// them: `commit_timelocked_weights`, or `commit_timelocked_mechanism_weights`. Its cards show the reveal and the weights
/// too. The review goes on with the functions that take the weights; `nanotao_review_approve` is the same for all, and
/// `nanotao_extrinsic_encode` makes the extrinsic.
///
/// What is random comes from the secret, as `nanotao_timelock_commit_hedged` says, with the mechanism, nonce and birth
/// block as the context.
///
/// - `review`: out. Whatever was there is overwritten; on failure it is left alone.
/// - `weights`: in. Keep them as they are until the payload is signed.
/// - `terms`: in.
/// - `extension`: in; the rules are those of its `spec_version`, 425 or 475.
/// - `secret`: in, `NANOTAO_TIMELOCK_SECRET_LEN` bytes that the device keeps for this, or the hotkey's mini secret.
/// - `fresh`: in, as many random bytes; NULL if there are none.
/// - `payload`, `cap`, `len`: out. There has to be room for the ciphertext twice; what lies behind the payload is of no use.
/// - `reveal`: in, its `struct_size`; out, the rest.
/// - `card_count`: out, the number of cards.
/// - `position`: out, the list element at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CHAIN_...`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_TIMELOCK_...` or
/// `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_init_timelocked(
    review: *mut Review,
    weights: *const HiddenWeights,
    terms: *const RevealTerms,
    extension: *const TxExtension,
    secret: *const u8,
    fresh: *const u8,
    payload: *mut u8,
    cap: usize,
    len: *mut usize,
    reveal: *mut Reveal,
    card_count: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (place, weights, terms, extension, mut out, reveal, card_count) = unsafe {
            let place = state::place(review)?;
            let (weights, terms) = (Weights::new(weights)?, memory::get_struct(terms)?);
            let (extension, out) = (memory::get_struct(extension)?, Output::new(payload, cap, len)?);
            (place, weights, terms, extension, out, Place::of_struct(reveal)?, Place::new(card_count)?)
        };
        // SAFETY: as above.
        let (secret, mut fresh) = unsafe {
            let secret: &[u8; NANOTAO_TIMELOCK_SECRET_LEN] = memory::shared(secret.cast())?;
            let fresh: &[u8] = if fresh.is_null() { &[] } else { memory::slice(fresh, secret.len())? };
            (secret, Given(fresh))
        };
        let [uids, values] = weights.extents();
        out.apart_from(&[uids, values, extent(secret), extent(fresh.0)])?;
        let (extension, core) = (extension.to_core()?, weights.to_core());
        let terms = terms.to_core(extension.spec_version)?;
        check_pairs(core.uids, core.values)?;
        let needed = core.timelock_len(&extension);
        let rng = (!fresh.0.is_empty()).then_some(&mut fresh as &mut dyn CryptoRngCore);
        let secret = MiniSecret::new(*secret);
        let commit = core.timelock(&terms, &extension, &secret, rng, out.buffer(needed)?)?;
        let payload_len = commit.verified().payload().as_bytes().len();
        let current = terms.current_block.try_into().ok();
        state::begin(commit, weights.given.hotkey, current, place, reveal, card_count)?;
        out.set_len(payload_len);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// As `nanotao_review_card`, for a review of locked weights.
///
/// - `payload`, `payload_len`, `weights`: in, the same as before.
///
/// Returns as `nanotao_review_card`; `NANOTAO_PAYLOAD_CHANGED` also for other weights.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_card_timelocked(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    weights: *const HiddenWeights,
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
            let subject = Subject::hiding((payload, payload_len), Weights::new(weights)?)?;
            state::card(review, subject, index, page)
        })
    }
}

/// As `nanotao_review_texts`, for a review of locked weights.
///
/// - `payload`, `payload_len`, `weights`: in, the same as before.
/// - `texts`, `cap`, `len`: out, for each card its label and its value, every one with a NUL after it.
///
/// Returns as `nanotao_review_texts`; `NANOTAO_PAYLOAD_CHANGED` also for other weights.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_texts_timelocked(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    weights: *const HiddenWeights,
    texts: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    status(|| unsafe {
        let out = Output::new(texts, cap, len)?;
        state::show_all(review, Subject::hiding((payload, payload_len), Weights::new(weights)?)?, out)
    })
}

/// As `nanotao_review_sign`, for a review of locked weights.
///
/// - `payload`, `payload_len`, `weights`: in, the same as before.
///
/// Returns as `nanotao_review_sign`; `NANOTAO_PAYLOAD_CHANGED` also for other weights.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_review_sign_timelocked(
    review: *mut Review,
    payload: *const u8,
    payload_len: usize,
    weights: *const HiddenWeights,
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
        let subject = Subject::hiding((payload, payload_len), Weights::new(weights)?)?;
        state::sign(review, subject, key, (random, random_len), out)
    })
}
