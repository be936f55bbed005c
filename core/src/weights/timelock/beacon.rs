//! The beacon: drand quicknet, whose signature on a round is the key to what was locked until then.

use super::TimelockError;
use super::curve::{hash_to_g1, pairing};
use crate::hashing::sha256;
use ic_bls12_381::{G1Affine, G2Affine};

/// When drand quicknet signed its first round, in seconds since 1970.
pub const GENESIS_TIME: u64 = 1_692_803_367;

/// Seconds from one round to the next.
pub const PERIOD: u64 = 3;

/// Rounds within five years, as far ahead as a round may lie. A commit for later would be lost: the chain drops it with
/// its epoch long before, and a slip in a time's unit is more likely than such a plan.
pub const HORIZON: u64 = 5 * 365 * 24 * 3600 / PERIOD;

/// The chain hash of drand quicknet, by which a drand relay names it.
pub const CHAIN_HASH: [u8; 32] = [
    0x52, 0xdb, 0x9b, 0xa7, 0x0e, 0x0c, 0xc0, 0xf6, 0xea, 0xf7, 0x80, 0x3d, 0xd0, 0x74, 0x47, 0xa1, 0xf5,
    0x47, 0x77, 0x35, 0xfd, 0x3f, 0x66, 0x17, 0x92, 0xba, 0x94, 0x60, 0x0c, 0x84, 0xe9, 0x71,
];

/// The public key of drand quicknet without compression: taking its root anew costs a device as much as a tenth of a commit.
const QUICKNET: [u8; 192] = [
    0x03, 0xcf, 0x0f, 0x28, 0x96, 0xad, 0xee, 0x7e, 0xb8, 0xb5, 0xf0, 0x1f, 0xca, 0xd3, 0x91, 0x22, 0x12,
    0xc4, 0x37, 0xe0, 0x07, 0x3e, 0x91, 0x1f, 0xb9, 0x00, 0x22, 0xd3, 0xe7, 0x60, 0x18, 0x3c, 0x8c, 0x4b,
    0x45, 0x0b, 0x6a, 0x0a, 0x6c, 0x3a, 0xc6, 0xa5, 0x77, 0x6a, 0x2d, 0x10, 0x64, 0x51, 0x0d, 0x1f, 0xec,
    0x75, 0x8c, 0x92, 0x1c, 0xc2, 0x2b, 0x0e, 0x17, 0xe6, 0x3a, 0xaf, 0x4b, 0xcb, 0x5e, 0xd6, 0x63, 0x04,
    0xde, 0x9c, 0xf8, 0x09, 0xbd, 0x27, 0x4c, 0xa7, 0x3b, 0xab, 0x4a, 0xf5, 0xa6, 0xe9, 0xc7, 0x6a, 0x4b,
    0xc0, 0x9e, 0x76, 0xea, 0xe8, 0x99, 0x1e, 0xf5, 0xec, 0xe4, 0x5a, 0x01, 0xa7, 0x14, 0xf2, 0xed, 0xb7,
    0x41, 0x19, 0xa2, 0xf2, 0xb0, 0xd5, 0xa7, 0xc7, 0x5b, 0xa9, 0x02, 0xd1, 0x63, 0x70, 0x0a, 0x61, 0xbc,
    0x22, 0x4e, 0xde, 0xdd, 0x8e, 0x63, 0xae, 0xf7, 0xbe, 0x1a, 0xaf, 0x8e, 0x93, 0xd7, 0xa9, 0x71, 0x8b,
    0x04, 0x7c, 0xcd, 0xdb, 0x3e, 0xb5, 0xd6, 0x8b, 0x0e, 0x5d, 0xb2, 0xb6, 0xbf, 0xbb, 0x01, 0xc8, 0x67,
    0x74, 0x9c, 0xad, 0xff, 0xca, 0x88, 0xb3, 0x6c, 0x24, 0xf3, 0x01, 0x2b, 0xa0, 0x9f, 0xc4, 0xd3, 0x02,
    0x2c, 0x5c, 0x37, 0xdc, 0xe0, 0xf9, 0x77, 0xd3, 0xad, 0xb5, 0xd1, 0x83, 0xc7, 0x47, 0x7c, 0x44, 0x2b,
    0x1f, 0x04, 0x51, 0x52, 0x73,
];

/// A beacon's public key: a point of G2, in its subgroup and not at infinity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(pub(super) G2Affine);

impl PublicKey {
    /// The public key of drand quicknet, which the chain opens commits with.
    pub fn quicknet() -> Self {
        // A constant that a test compares with the compressed form.
        Self(G2Affine::from_uncompressed_unchecked(&QUICKNET).unwrap_or(G2Affine::generator()))
    }

    /// Parses a compressed public key, of whatever beacon.
    ///
    /// # Errors
    /// [`TimelockError::InvalidPublicKey`] where it is no point of the subgroup, [`TimelockError::InfinityPublicKey`].
    pub fn parse(bytes: &[u8; 96]) -> Result<Self, TimelockError> {
        let point = Option::from(G2Affine::from_compressed(bytes)).ok_or(TimelockError::InvalidPublicKey)?;
        if bool::from(G2Affine::is_identity(&point)) {
            return Err(TimelockError::InfinityPublicKey);
        }
        Ok(Self(point))
    }

    /// Checks that this is the key of drand quicknet.
    ///
    /// # Errors
    /// [`TimelockError::WrongPublicKey`].
    pub fn check_quicknet(&self) -> Result<(), TimelockError> {
        if *self == Self::quicknet() { Ok(()) } else { Err(TimelockError::WrongPublicKey) }
    }

    /// The compressed form.
    pub fn to_bytes(&self) -> [u8; 96] {
        self.0.to_compressed()
    }
}

/// A beacon's signature on a round: a point of G1, in its subgroup and not at infinity. Whether it is the right one
/// only [`verify`](Self::verify) tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(pub(super) G1Affine);

impl Signature {
    /// Parses a compressed signature, as drand relays and the chain's `Pulses` have it.
    ///
    /// # Errors
    /// [`TimelockError::InvalidSignature`].
    pub fn parse(bytes: &[u8; 48]) -> Result<Self, TimelockError> {
        let point: Option<G1Affine> = G1Affine::from_compressed(bytes).into();
        match point {
            Some(point) if !bool::from(point.is_identity()) => Ok(Self(point)),
            _ => Err(TimelockError::InvalidSignature),
        }
    }

    /// Verifies that `public_key` signed `round` (`verify` of the pallet `Drand`).
    ///
    /// # Errors
    /// [`TimelockError::WrongSignature`].
    pub fn verify(&self, public_key: &PublicKey, round: u64) -> Result<(), TimelockError> {
        let signed = pairing(&hash_to_g1(&identity(round)).into(), &public_key.0);
        if pairing(&self.0, &G2Affine::generator()) == signed {
            Ok(())
        } else {
            Err(TimelockError::WrongSignature)
        }
    }
}

/// What the beacon signs for a round, and what is encrypted to.
pub(super) fn identity(round: u64) -> [u8; 32] {
    sha256(&round.to_be_bytes())
}

/// The round that the beacon signed last at a time in seconds since 1970; 0 before the first.
pub fn round_at(unix_time: u64) -> u64 {
    match unix_time.checked_sub(GENESIS_TIME) {
        Some(seconds) => (seconds / PERIOD).saturating_add(1),
        None => 0,
    }
}

/// When the beacon signs a round, in seconds since 1970.
pub fn time_of(round: u64) -> u64 {
    GENESIS_TIME.saturating_add(round.saturating_sub(1).saturating_mul(PERIOD))
}

/// Checks that a round is still to come at `unix_time`, and within [`HORIZON`].
///
/// # Errors
/// [`TimelockError::RoundInPast`] or [`TimelockError::RoundTooFar`].
pub fn check_round(round: u64, unix_time: u64) -> Result<(), TimelockError> {
    let latest = round_at(unix_time);
    let last = latest.saturating_add(HORIZON);
    if round <= latest {
        Err(TimelockError::RoundInPast { next: latest.saturating_add(1) })
    } else if round > last {
        Err(TimelockError::RoundTooFar { last })
    } else {
        Ok(())
    }
}
