//! Identity-based encryption of the key (Boneh–Franklin's FullIdent), with the hashes that the chain's `tle` has.

use super::TimelockError;
use super::beacon::{PublicKey, Signature, identity};
use super::curve::{gt_bytes, hash_to_g1, mul_g1, mul_g2_generator, pairing};
use ic_bls12_381::{G1Affine, G2Affine, Gt, Scalar};
use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// A secret of 32 bytes, wiped when dropped.
pub(super) type Secret = Zeroizing<[u8; 32]>;

/// `R⁻¹` modulo the order of the groups, little-endian, `R` being 2²⁵⁶. `tle` draws a scalar in Montgomery form.
const R_INV: [u8; 32] = [
    0x40, 0xc0, 0x75, 0xfe, 0x69, 0x5b, 0xf7, 0x13, 0x5f, 0x70, 0xdc, 0x09, 0x8f, 0xca, 0x6f, 0xab, 0x6a,
    0x26, 0x77, 0x4f, 0x8a, 0x07, 0x04, 0x72, 0x57, 0x9d, 0x00, 0x30, 0x93, 0x86, 0xbe, 0x1b,
];

/// How often a scalar is drawn at most. One draw in ten is too large and repeated: a source that works fails once in 10¹³².
const DRAWS: usize = 128;

/// The key, encrypted: `U`, `V` and `W`.
pub(super) struct Header {
    /// The ephemeral scalar times the generator of G2, compressed.
    pub u: [u8; 96],
    /// `σ`, masked by what only the round's signature gives.
    pub v: [u8; 32],
    /// The key, masked by `σ`.
    pub w: [u8; 32],
}

/// Encrypts `key` to a round. The ephemeral scalar is a hash of `σ` and the key, so that whoever opens can check it.
#[inline(never)]
pub(super) fn encrypt(
    public_key: &PublicKey,
    round: u64,
    key: &[u8; 32],
    rng: &mut dyn CryptoRngCore,
) -> Result<Header, TimelockError> {
    let sigma = draw_sigma(rng)?;
    let r = Zeroizing::new(ephemeral(&sigma, key));
    Ok(Header {
        u: ephemeral_point(&r).to_compressed(),
        v: xor(&sigma, &mask(public_key, round, &r)),
        w: xor(key, &hash(&[sigma.as_slice()])),
    })
}

/// Decrypts the key with the round's signature.
#[inline(never)]
pub(super) fn decrypt(header: &Header, signature: &Signature) -> Result<Secret, TimelockError> {
    let u: Option<G2Affine> = G2Affine::from_compressed(&header.u).into();
    let u = u.filter(|point| !bool::from(point.is_identity())).ok_or(TimelockError::InvalidPoint)?;
    let sigma = Zeroizing::new(xor(&header.v, &shared(&signature.0, &u)));
    let key = Zeroizing::new(xor(&header.w, &hash(&[sigma.as_slice()])));
    let r = Zeroizing::new(ephemeral(&sigma, &key));
    if ephemeral_point(&r) == u { Ok(key) } else { Err(TimelockError::DoesNotOpen) }
}

/// The hash of `e(r·H, PK)`: multiplying before the pairing is cheapest in G1.
fn mask(public_key: &PublicKey, round: u64, r: &Scalar) -> Secret {
    shared(&blinded(round, r), &public_key.0)
}

/// `r` times the generator of G2.
#[inline(never)]
fn ephemeral_point(r: &Scalar) -> G2Affine {
    mul_g2_generator(r)
}

/// `r·H` for the round's point `H`. On its own, so that none of it is on the stack during the pairing.
#[inline(never)]
fn blinded(round: u64, r: &Scalar) -> Zeroizing<G1Affine> {
    let point = Zeroizing::new(mul_g1(&hash_to_g1(&identity(round)), r));
    Zeroizing::new(G1Affine::from(&*point))
}

/// The hash of a pairing.
#[inline(never)]
fn shared(p: &G1Affine, q: &G2Affine) -> Secret {
    let mut value = pairing(p, q);
    let digest = hash_gt(&value);
    value.zeroize();
    digest
}

#[inline(never)]
fn hash_gt(value: &Gt) -> Secret {
    hash(&[gt_bytes(value).as_slice()])
}

/// `σ` as `tle` draws it: the hash of a random scalar.
fn draw_sigma(rng: &mut dyn CryptoRngCore) -> Result<Secret, TimelockError> {
    let r_inv = Scalar::from_bytes(&R_INV).unwrap_or(Scalar::one());
    for _ in 0..DRAWS {
        let mut drawn = draw::<32>(rng)?;
        if let Some(top) = drawn.last_mut() {
            *top &= 0x7f;
        }
        let scalar: Option<Scalar> = Scalar::from_bytes(&drawn).into();
        if let Some(scalar) = scalar.map(Zeroizing::new) {
            let scalar = Zeroizing::new(scalar.mul(&r_inv));
            return Ok(hash(&[Zeroizing::new(scalar.to_bytes()).as_slice()]));
        }
    }
    Err(TimelockError::RandomnessFailed)
}

/// Random bytes, by the only call that can tell of a failure.
pub(super) fn draw<const N: usize>(rng: &mut dyn CryptoRngCore) -> Result<Zeroizing<[u8; N]>, TimelockError> {
    let mut drawn = Zeroizing::new([0; N]);
    rng.try_fill_bytes(drawn.as_mut_slice()).map_err(|_| TimelockError::RandomnessFailed)?;
    Ok(drawn)
}

/// The ephemeral scalar: a hash as a big-endian number, modulo the order.
fn ephemeral(sigma: &[u8; 32], key: &[u8; 32]) -> Scalar {
    let digest = hash(&[sigma, key]);
    let mut wide = Zeroizing::new([0; 64]);
    for (to, from) in wide.iter_mut().zip(digest.iter().rev()) {
        *to = *from;
    }
    Scalar::from_bytes_wide(&wide)
}

fn hash(parts: &[&[u8]]) -> Secret {
    let mut hasher = Sha256::new();
    parts.iter().for_each(|part| hasher.update(part));
    Zeroizing::new(hasher.finalize().into())
}

fn xor(a: &[u8; 32], b: &[u8; 32]) -> [u8; 32] {
    let mut out = *a;
    for (to, from) in out.iter_mut().zip(b) {
        *to ^= from;
    }
    out
}
