//! Timelocked weights: a commit that opens by itself once drand's beacon has signed a round.
//!
//! The weights go into a [`WeightsTlockPayload`], which is encrypted under a key of its own with AES-256-GCM; the key is
//! encrypted to the round by identity-based encryption on BLS12-381, where the beacon's signature on the round is what
//! decrypts. [`commit`] does all of it, in the bytes that the chain deserialises; [`tle`] and [`tld`] are the steps that
//! it has in common with the chain's library of that name. [`Signature::verify`] checks a beacon.
//!
//! Points from outside are checked to lie in their subgroups and not at infinity. A scalar or a key that must stay secret
//! decides no branch and no address, and is wiped after use.
//!
//! # Cost
//! The multiplication by a generator takes a table, and the pairing dominates: see `cargo xtask bench`.
//!
//! # Chain source
//! `coinbase/reveal_commits.rs`, specs 425 and 475, and `tle` at the revision that the chain pins.

mod beacon;
mod comb;
mod curve;
mod error;
mod hedge;
mod ibe;
mod payload;
mod reveal;
mod seal;
#[cfg(test)]
mod tests;

pub use crate::{profile::Profile, schedule::Schedule};
pub use beacon::{
    CHAIN_HASH, GENESIS_TIME, HORIZON, PERIOD, PublicKey, Signature, check_round, round_at, time_of,
};
pub use error::TimelockError;
pub use hedge::commit_hedged;
pub use payload::WeightsTlockPayload;
pub use reveal::{
    MAX_REVEAL_PERIOD, MIN_REVEAL_PERIOD, Reveal, RevealTerms, SECURITY_BLOCK_OFFSET, predict_reveal,
};
pub use seal::{OVERHEAD, message_len, tld, tle};

use super::check_pairs;
use crate::hashing::blake2_256;
use crate::scale::{Scale, Writer, compact_len};
use ibe::draw;
use rand_core::CryptoRngCore;

/// Bytes of a commit that the chain takes at most (`MAX_CRV3_COMMIT_SIZE_BYTES`).
pub const MAX_COMMIT_LEN: usize = 5000;

/// The version of the commit's format (`CommitRevealWeightsVersion`).
pub const COMMIT_REVEAL_VERSION: u16 = 4;

/// Bytes of a commit to that many weights.
pub const fn encoded_len(uids: usize) -> usize {
    let list = compact_len(uids as u64).saturating_add(uids.saturating_mul(2));
    // The hotkey behind its length, and the version key.
    list.saturating_mul(2).saturating_add(OVERHEAD + 33 + 8)
}

/// Locks weights until a round of drand quicknet, and gives the commit back, which is at the front of `out`. The round
/// is not looked at: [`check_round`] does, with the time.
///
/// # Errors
/// [`TimelockError::Weights`] for pairs that the chain refuses on any subnet, [`TimelockError::CommitTooLong`],
/// [`TimelockError::BufferTooSmall`], or [`TimelockError::RandomnessFailed`]; `out` then holds nothing of the weights.
pub fn commit<'o>(
    payload: &WeightsTlockPayload<'_>,
    round: u64,
    rng: &mut dyn CryptoRngCore,
    out: &'o mut [u8],
) -> Result<&'o mut [u8], TimelockError> {
    lock(payload, None, round, rng, out)
}

/// Locks weights, only those with this digest if there is one.
fn lock<'o>(
    payload: &WeightsTlockPayload<'_>,
    digest: Option<&[u8; 32]>,
    round: u64,
    rng: &mut dyn CryptoRngCore,
    out: &'o mut [u8],
) -> Result<&'o mut [u8], TimelockError> {
    check_pairs(payload.uids, payload.values)?;
    let message_len = payload.encoded_len();
    let len = message_len.saturating_add(OVERHEAD);
    if len > MAX_COMMIT_LEN {
        return Err(TimelockError::CommitTooLong { len });
    }
    let key = draw::<32>(rng)?;
    let write = &mut |to: &mut [u8]| {
        // The room is as long as the payload says.
        let _ = payload.encode(&mut Writer::new(to));
        digest.is_none_or(|digest| *digest == blake2_256(to))
    };
    seal::seal(&PublicKey::quicknet(), &key, message_len, write, round, rng, out)
}
