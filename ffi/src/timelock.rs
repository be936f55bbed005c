//! Timelocked weights: commits that open by themselves once drand's beacon has signed a round.

use nanotao::scale::{Scale, Writer};
use nanotao::weights::check_pairs;
use nanotao::weights::timelock::{self, HORIZON, PublicKey, Signature, TimelockError, WeightsTlockPayload};

use crate::crypto::AccountId;
use crate::epoch::input::{Schedule, profile};
use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output, Place, Sized32, extent};
use crate::random::Given;
use crate::status::{NANOTAO_INVALID_LENGTH, Status};

/// Bytes of a commit that the chain takes at most (`MAX_CRV3_COMMIT_SIZE_BYTES`).
pub const NANOTAO_TIMELOCK_MAX_COMMIT_LEN: usize = 5000;
/// The version of the commit's format (`CommitRevealWeightsVersion`).
pub const NANOTAO_COMMIT_REVEAL_VERSION: u16 = 4;
/// What a ciphertext has more bytes than the message in it.
pub const NANOTAO_TIMELOCK_OVERHEAD: usize = 244;
/// Random bytes that a commit takes, so that it lacks some once in 10^16. It uses each once, from the front.
pub const NANOTAO_TIMELOCK_RANDOM_LEN: usize = 556;
/// Bytes of a secret for hedged commits, and of what is random beside it.
pub const NANOTAO_TIMELOCK_SECRET_LEN: usize = 32;
/// Bytes of a beacon's signature.
pub const NANOTAO_BEACON_SIGNATURE_LEN: usize = 48;
/// Bytes of a beacon's public key.
pub const NANOTAO_BEACON_PUBLIC_KEY_LEN: usize = 96;
/// When drand quicknet signed its first round, in seconds since 1970.
pub const NANOTAO_DRAND_GENESIS_TIME: u64 = 1_692_803_367;
/// Seconds from one round to the next.
pub const NANOTAO_DRAND_PERIOD: u64 = 3;
/// Rounds within five years: as far ahead as a round may lie.
pub const NANOTAO_DRAND_HORIZON: u64 = 52_560_000;
/// Epochs from a commit to its reveal that a subnet can ask for at most (`MAX_COMMIT_REVEAL_PEROIDS`).
pub const NANOTAO_MAX_REVEAL_PERIOD: u64 = 100;

const _: () = assert!(
    NANOTAO_TIMELOCK_MAX_COMMIT_LEN == timelock::MAX_COMMIT_LEN
        && NANOTAO_COMMIT_REVEAL_VERSION == timelock::COMMIT_REVEAL_VERSION
        && NANOTAO_TIMELOCK_OVERHEAD == timelock::OVERHEAD
        && NANOTAO_DRAND_GENESIS_TIME == timelock::GENESIS_TIME
        && NANOTAO_MAX_REVEAL_PERIOD == timelock::MAX_REVEAL_PERIOD
        && NANOTAO_DRAND_PERIOD == timelock::PERIOD
        && NANOTAO_DRAND_HORIZON == HORIZON
);

/// Tells the bytes of a commit to so many weights: `NANOTAO_TIMELOCK_COMMIT_LEN` as a function.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_timelock_commit_len(uids: usize) -> usize {
    timelock::encoded_len(uids)
}

/// Locks weights until a round of drand quicknet, as `nanotao_call_commit_timelocked_weights` takes them. The round is
/// not looked at: `nanotao_check_round` does that, with the time.
///
/// - `hotkey`: in, who commits.
/// - `uids`, `values`, each with its length, and `version_key`: in, what is revealed then.
/// - `round`: in, of `nanotao_predict_reveal`.
/// - `random`, `random_len`: in, fresh random bytes: `NANOTAO_TIMELOCK_RANDOM_LEN` of them. Whoever can guess them can
///   open the commit at once.
/// - `commit`, `cap`, `len`: out.
/// - `position`: out, the list element at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_CHAIN_...`, `NANOTAO_TIMELOCK_COMMIT_TOO_LONG` or
/// `NANOTAO_TIMELOCK_RANDOMNESS_FAILED` if there are too few random bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_timelock_commit(
    hotkey: *const AccountId,
    uids: *const u16,
    uids_len: usize,
    values: *const u16,
    values_len: usize,
    version_key: u64,
    round: u64,
    random: *const u8,
    random_len: usize,
    commit: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (hotkey, uids, values, random, mut out) = unsafe {
            let (uids, values) = (memory::slice(uids, uids_len)?, memory::slice(values, values_len)?);
            let random = memory::slice(random, random_len)?;
            (memory::get(hotkey)?, uids, values, random, Output::new(commit, cap, len)?)
        };
        out.apart_from(&[extent(uids), extent(values), extent(random)])?;
        let payload = WeightsTlockPayload {
            hotkey: &hotkey.bytes,
            uids: uids.into(),
            values: values.into(),
            version_key,
        };
        let needed = commit_len(&payload)?;
        timelock::commit(&payload, round, &mut Given(random), out.buffer(needed)?)?;
        out.set_len(needed);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// As `nanotao_timelock_commit`, for a device whose random bytes nobody should have to trust: what is drawn comes from a
/// hash of a secret, of fresh random bytes if there are any, of the weights, of the round and of a context. Either the
/// secret or the fresh bytes are enough to keep the commit closed. Without fresh bytes the same weights for the same round
/// in the same context give the same commit, and everyone sees that they are the same.
///
/// - `secret`: in, `NANOTAO_TIMELOCK_SECRET_LEN` bytes that the device keeps for this, or a hotkey's mini secret.
/// - `fresh`: in, as many random bytes; NULL if there are none.
/// - `context`, `context_len`: in, what no other commit has: the subnet, the mechanism, and the extrinsic's nonce and
///   birth block's hash, in any form.
///
/// Returns `NANOTAO_TIMELOCK_WEIGHTS_CHANGED` if the weights were altered meanwhile, and otherwise as `nanotao_timelock_commit`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_timelock_commit_hedged(
    hotkey: *const AccountId,
    uids: *const u16,
    uids_len: usize,
    values: *const u16,
    values_len: usize,
    version_key: u64,
    round: u64,
    secret: *const u8,
    fresh: *const u8,
    context: *const u8,
    context_len: usize,
    commit: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (hotkey, uids, values, secret, fresh, context, mut out) = unsafe {
            let (uids, values) = (memory::slice(uids, uids_len)?, memory::slice(values, values_len)?);
            let secret: &[u8; NANOTAO_TIMELOCK_SECRET_LEN] = memory::shared(secret.cast())?;
            let fresh = if fresh.is_null() { None } else { Some(memory::shared(fresh.cast())?) };
            let context = memory::slice(context, context_len)?;
            (memory::get(hotkey)?, uids, values, secret, fresh, context, Output::new(commit, cap, len)?)
        };
        out.apart_from(&[
            extent(uids),
            extent(values),
            extent(secret),
            extent(context),
            fresh.map_or(0..0, |fresh: &[u8; 32]| extent(fresh)),
        ])?;
        let payload = WeightsTlockPayload {
            hotkey: &hotkey.bytes,
            uids: uids.into(),
            values: values.into(),
            version_key,
        };
        let needed = commit_len(&payload)?;
        timelock::commit_hedged(secret, fresh, context, &payload, round, out.buffer(needed)?)?;
        out.set_len(needed);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// The bytes of a commit that can be made.
fn commit_len(payload: &WeightsTlockPayload<'_>) -> Result<usize, Fault> {
    check_pairs(payload.uids, payload.values)?;
    let needed = timelock::encoded_len(payload.uids.len());
    if needed > NANOTAO_TIMELOCK_MAX_COMMIT_LEN {
        return Err(TimelockError::CommitTooLong { len: needed }.into());
    }
    Ok(needed)
}

/// Locks any message until a round of a beacon (`tle`).
///
/// - `public_key`: in, `NANOTAO_BEACON_PUBLIC_KEY_LEN` bytes; NULL for drand quicknet's, which the chain opens with.
/// - `message`, `message_len`: in.
/// - `round`: in.
/// - `random`, `random_len`: in, as for `nanotao_timelock_commit`.
/// - `ciphertext`, `cap`, `len`: out, `NANOTAO_TIMELOCK_OVERHEAD` bytes more than the message.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY`,
/// `NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY` or `NANOTAO_TIMELOCK_RANDOMNESS_FAILED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_timelock_encrypt(
    public_key: *const u8,
    message: *const u8,
    message_len: usize,
    round: u64,
    random: *const u8,
    random_len: usize,
    ciphertext: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (public_key, message, random, mut out) = unsafe {
            let (message, random) =
                (memory::slice(message, message_len)?, memory::slice(random, random_len)?);
            (beacon_key(public_key)?, message, random, Output::new(ciphertext, cap, len)?)
        };
        out.apart_from(&[extent(message), extent(random)])?;
        let needed = message.len().saturating_add(NANOTAO_TIMELOCK_OVERHEAD);
        let buffer = out.buffer(needed)?;
        let Some((key, random)) = random.split_first_chunk() else {
            return Err(TimelockError::RandomnessFailed.into());
        };
        timelock::tle(&public_key, key, message, round, &mut Given(random), buffer)?;
        out.set_len(needed);
        Ok(())
    })
}

/// # Safety
/// As [`memory::get`], for a key's bytes; NULL is allowed.
unsafe fn beacon_key(public_key: *const u8) -> Result<PublicKey, Fault> {
    if public_key.is_null() {
        return Ok(PublicKey::quicknet());
    }
    // SAFETY: the caller's promise.
    let bytes: &[u8; NANOTAO_BEACON_PUBLIC_KEY_LEN] = unsafe { memory::shared(public_key.cast()) }?;
    Ok(PublicKey::parse(bytes)?)
}

/// # Safety
/// As [`memory::get`], for a signature's bytes.
unsafe fn beacon_signature(signature: *const u8) -> Result<Signature, Fault> {
    // SAFETY: the caller's promise.
    let bytes: &[u8; NANOTAO_BEACON_SIGNATURE_LEN] = unsafe { memory::shared(signature.cast()) }?;
    Ok(Signature::parse(bytes)?)
}

/// Checks the form of a commit, or of another ciphertext, without opening it, and tells the length of the message in it.
///
/// - `ciphertext`, `ciphertext_len`: in.
/// - `message_len`: out.
/// - `position`: out, the byte at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_TIMELOCK_INVALID_LENGTH` or `NANOTAO_TIMELOCK_UNKNOWN_CIPHER_SUITE`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_timelock_message_len(
    ciphertext: *const u8,
    ciphertext_len: usize,
    message_len: *mut usize,
    position: *mut usize,
) -> Status {
    // SAFETY: the caller's promise, as the header states it.
    unsafe {
        status_at(position, || {
            let (bytes, place) = (memory::slice(ciphertext, ciphertext_len)?, Place::new(message_len)?);
            place.set(timelock::message_len(bytes)?);
            Ok(())
        })
    }
}

/// Opens a commit, or another ciphertext, with the beacon's signature on its round (`tld`). That it opens proves the
/// signature to be the round's if the commit is honest; `nanotao_beacon_verify` proves it in any case.
///
/// - `ciphertext`, `ciphertext_len`: in.
/// - `signature`: in, `NANOTAO_BEACON_SIGNATURE_LEN` bytes.
/// - `message`, `cap`, `len`: out. If the body was altered, so much of the room as the message takes is zeroed.
/// - `position`: out, the byte at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` or `NANOTAO_TIMELOCK_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_timelock_open(
    ciphertext: *const u8,
    ciphertext_len: usize,
    signature: *const u8,
    message: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, signature, mut out) = unsafe {
            let bytes = memory::slice(ciphertext, ciphertext_len)?;
            (bytes, beacon_signature(signature)?, Output::new(message, cap, len)?)
        };
        out.apart_from(&[extent(bytes)])?;
        let needed = timelock::message_len(bytes)?;
        timelock::tld(bytes, &signature, out.buffer(needed)?)?;
        out.set_len(needed);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Writes the message that `nanotao_timelock_commit` locks (`WeightsTlockPayload`).
///
/// - `hotkey`, `uids`, `values`, each with its length, and `version_key`: in. On the chain's side the hotkey can have
///   any length.
/// - `message`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_timelock_payload_encode(
    hotkey: *const u8,
    hotkey_len: usize,
    uids: *const u16,
    uids_len: usize,
    values: *const u16,
    values_len: usize,
    version_key: u64,
    message: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (hotkey, uids, values, mut out) = unsafe {
            let (uids, values) = (memory::slice(uids, uids_len)?, memory::slice(values, values_len)?);
            (memory::slice(hotkey, hotkey_len)?, uids, values, Output::new(message, cap, len)?)
        };
        out.apart_from(&[extent(hotkey), extent(uids), extent(values)])?;
        let payload = WeightsTlockPayload { hotkey, uids: uids.into(), values: values.into(), version_key };
        let needed = payload.encoded_len();
        payload.encode(&mut Writer::new(out.buffer(needed)?))?;
        out.set_len(needed);
        Ok(())
    })
}

/// Reads the weights that a commit opened to (`WeightsTlockPayload`).
///
/// - `message`, `message_len`: in, of `nanotao_timelock_open`.
/// - `hotkey`: out, who committed.
/// - `uids`, `uids_cap`, `uids_len`, and `values`, `values_cap`, `values_len`: out.
/// - `version_key`: out.
/// - `position`: out, the byte at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL` (both lengths are told), `NANOTAO_SCALE_...`, or
/// `NANOTAO_INVALID_LENGTH` if the hotkey is no account.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_timelock_payload_parse(
    message: *const u8,
    message_len: usize,
    hotkey: *mut AccountId,
    uids: *mut u16,
    uids_cap: usize,
    uids_len: *mut usize,
    values: *mut u16,
    values_cap: usize,
    values_len: *mut usize,
    version_key: *mut u64,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (bytes, hotkey, mut uids, mut values, version_key) = unsafe {
            let uids = Output::new(uids, uids_cap, uids_len)?;
            let values = Output::new(values, values_cap, values_len)?;
            (
                memory::slice(message, message_len)?,
                Place::new(hotkey)?,
                uids,
                values,
                Place::new(version_key)?,
            )
        };
        uids.apart_from(&[extent(bytes), values.extent()])?;
        values.apart_from(&[extent(bytes)])?;
        let found = WeightsTlockPayload::parse_all(bytes)?;
        let account = found.hotkey.try_into().map_err(|_| NANOTAO_INVALID_LENGTH)?;
        let (uids_needed, values_needed) = (found.uids.len(), found.values.len());
        let fits = uids.reserve(uids_needed).and(values.reserve(values_needed));
        if let Err(fault) = fits {
            uids.set_len(uids_needed);
            values.set_len(values_needed);
            return Err(fault);
        }
        // Both are as long as that.
        let _ = (
            found.uids.copy_to(uids.buffer(uids_needed)?),
            found.values.copy_to(values.buffer(values_needed)?),
        );
        uids.set_len(uids_needed);
        values.set_len(values_needed);
        hotkey.set(AccountId { bytes: account });
        version_key.set(found.version_key);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Verifies that a beacon signed a round (`verify` of the pallet `Drand`).
///
/// - `public_key`: in, `NANOTAO_BEACON_PUBLIC_KEY_LEN` bytes; NULL for drand quicknet's.
/// - `signature`: in, `NANOTAO_BEACON_SIGNATURE_LEN` bytes.
/// - `round`: in.
///
/// Returns `NANOTAO_OK`, `NANOTAO_TIMELOCK_WRONG_SIGNATURE`, `NANOTAO_TIMELOCK_INVALID_SIGNATURE`,
/// `NANOTAO_TIMELOCK_INVALID_PUBLIC_KEY` or `NANOTAO_TIMELOCK_INFINITY_PUBLIC_KEY`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_beacon_verify(
    public_key: *const u8,
    signature: *const u8,
    round: u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (public_key, signature) = unsafe { (beacon_key(public_key)?, beacon_signature(signature)?) };
        Ok(signature.verify(&public_key, round)?)
    })
}

/// Tells the round that drand quicknet signed last at a time in seconds since 1970; 0 before the first.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_round_at(unix_time: u64) -> u64 {
    timelock::round_at(unix_time)
}

/// Tells when drand quicknet signs a round, in seconds since 1970.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_time_of_round(round: u64) -> u64 {
    timelock::time_of(round)
}

/// Checks that a round is still to come at `unix_time`, and within `NANOTAO_DRAND_HORIZON`.
///
/// Returns `NANOTAO_OK`, `NANOTAO_TIMELOCK_ROUND_IN_PAST` or `NANOTAO_TIMELOCK_ROUND_TOO_FAR`.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_check_round(round: u64, unix_time: u64) -> Status {
    status(|| Ok(timelock::check_round(round, unix_time)?))
}

/// What is foretold for a commit that is sent now. Set `struct_size`; the rest is written.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Reveal {
    /// `sizeof(nanotao_reveal)`.
    pub struct_size: u32,
    /// 0.
    pub reserved: u32,
    /// The epoch that the commit will belong to, as `SubnetEpochIndex` counts.
    pub commit_epoch: u64,
    /// The first block that reveals it.
    pub first_reveal_block: u64,
    /// The round of the beacon to lock it until.
    pub round: u64,
}

// SAFETY: `repr(C)`, integers only, the size first.
unsafe impl Sized32 for Reveal {}

impl From<timelock::Reveal> for Reveal {
    fn from(reveal: timelock::Reveal) -> Self {
        let timelock::Reveal { commit_epoch, first_reveal_block, round } = reveal;
        Self { struct_size: Self::STRUCT_SIZE, reserved: 0, commit_epoch, first_reveal_block, round }
    }
}

/// Foretells when a commit on top of `current_block` is revealed, and until which round to lock it
/// (`get_encrypted_commit_v2` of the official client, which has the rule of spec 425 still).
///
/// - `spec_version`: in, 425 or 475.
/// - `schedule`: in, the subnet's as of `current_block`.
/// - `current_block`: in.
/// - `reveal_period_epochs`: in, of the subnet, at most `NANOTAO_MAX_REVEAL_PERIOD`. Subnets have 1 at least; 0 is foretold
///   as that client does, and `nanotao_review_init_timelocked` refuses it.
/// - `unix_time_ms`: in, the time, in milliseconds since 1970.
/// - `block_time_ms`: in, from a block to the next.
/// - `reveal`: in, its `struct_size`; out, the rest.
///
/// Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_TIMELOCK_NO_EPOCHS` for a tempo of 0,
/// `NANOTAO_TIMELOCK_REVEAL_PERIOD_TOO_LONG`, or `NANOTAO_INVALID_...`. Whether the round can be locked to,
/// `nanotao_check_round` tells.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_predict_reveal(
    spec_version: u32,
    schedule: *const Schedule,
    current_block: u64,
    reveal_period_epochs: u64,
    unix_time_ms: u64,
    block_time_ms: u64,
    reveal: *mut Reveal,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (schedule, place) =
            unsafe { (memory::get_struct(schedule)?.to_core()?, Place::of_struct(reveal)?) };
        let found = timelock::predict_reveal(
            &profile(spec_version)?,
            &schedule,
            current_block,
            reveal_period_epochs,
            unix_time_ms,
            block_time_ms,
        )?;
        place.set(found.into());
        Ok(())
    })
}
