//! ed25519: signing as in RFC 8032, by ed25519-compact; verification as in ZIP-215, by curve25519-dalek.

use super::rng::FixedRng;
use super::{DeriveJunction, MultiSignature, Scheme, SecretUri, SignError, Signer, SigningMessage, UriError};
use crate::hashing::{blake2b_of, sha512};
use crate::primitives::AccountId;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity;
use rand_core::{CryptoRngCore, RngCore};
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

/// An ed25519 key pair (`ed25519::Pair`). Its secret is wiped when it is dropped, and is never shown or copied.
pub struct Keypair {
    /// Seed and public key; the type wipes itself.
    secret: ed25519_compact::SecretKey,
    account: AccountId,
}

impl Keypair {
    /// Takes a seed (`from_seed`). The seed of zeros is a key like any other, as on the chain.
    ///
    /// # Chain source
    /// `ed25519::Pair::from_seed_slice` in `sp-core`.
    pub fn from_mini_secret(seed: &[u8; 32]) -> Self {
        // Not by ed25519-compact, which refuses the seed of zeros.
        let expanded = Zeroizing::new(sha512(seed));
        let mut scalar = Zeroizing::new([0; 32]);
        copy(scalar.as_mut(), expanded.as_ref());
        let account = EdwardsPoint::mul_base_clamped(*scalar).compress().0;
        let mut secret = Zeroizing::new([0; 64]);
        copy(secret.as_mut(), seed);
        copy(secret.get_mut(32..).unwrap_or_default(), &account);
        Self { secret: ed25519_compact::SecretKey::new(*secret), account: AccountId(account) }
    }

    /// Makes the key that a secret URI names, such as `//Alice` or `phrase//hard///password`.
    ///
    /// # Errors
    /// As [`SecretUri::parse`] and [`SecretUri::mini_secret`], and [`UriError::SoftJunction`].
    pub fn from_uri(uri: &str) -> Result<Self, UriError> {
        let uri = SecretUri::parse(uri)?;
        let mut key = Self::from_mini_secret(uri.mini_secret()?.as_bytes());
        for (index, junction) in uri.junctions().enumerate() {
            key = key.derive(junction).ok_or(UriError::SoftJunction { index })?;
        }
        Ok(key)
    }

    /// Takes one step along a path; `None` if it is a soft one, which ed25519 does not have.
    ///
    /// # Chain source
    /// `ed25519::Pair::derive` in `sp-core`: blake2-256 of the SCALE form of `("Ed25519HDKD", seed, chain code)`.
    #[must_use]
    pub fn derive(&self, junction: DeriveJunction) -> Option<Self> {
        let DeriveJunction::Hard(code) = junction else { return None };
        let (seed, _) = self.secret.split_first_chunk::<32>()?;
        let child = Zeroizing::new(blake2b_of(&[b"\x2cEd25519HDKD", seed, &code]));
        Some(Self::from_mini_secret(&child))
    }
}

impl Signer for Keypair {
    fn account(&self) -> AccountId {
        self.account
    }

    fn scheme(&self) -> Scheme {
        Scheme::Ed25519
    }

    fn sign(
        &self,
        message: &SigningMessage<'_>,
        rng: Option<&mut dyn CryptoRngCore>,
    ) -> Result<MultiSignature, SignError> {
        let noise = FixedRng::draw(rng)?.map(|mut drawn| {
            let mut noise = ed25519_compact::Noise::new([0; 16]);
            drawn.fill_bytes(noise.as_mut_slice());
            noise
        });
        let signature = *self.secret.sign(message.as_bytes(), noise);
        if verify(&signature, message.as_bytes(), &self.account) {
            Ok(MultiSignature::Ed25519(signature))
        } else {
            Err(SignError::VerificationFailed)
        }
    }
}

/// Verifies a signature by the rule of ZIP-215 (`ed25519_verify`): points may have small order and need not be in
/// canonical form, s must be below the group's order, and the equation is multiplied by the cofactor.
///
/// # Chain source
/// `ed25519::Pair::verify` in `sp-core`, by ed25519-zebra.
pub fn verify(signature: &[u8; 64], message: &[u8], account: &AccountId) -> bool {
    check(signature, message, account).unwrap_or(false)
}

#[allow(clippy::arithmetic_side_effects, reason = "the group's operations cannot overflow")]
fn check(signature: &[u8; 64], message: &[u8], account: &AccountId) -> Option<bool> {
    let (r, s) = signature.split_first_chunk::<32>()?;
    let s = Option::<Scalar>::from(Scalar::from_canonical_bytes(s.try_into().ok()?))?;
    let r_point = CompressedEdwardsY(*r).decompress()?;
    let a_point = CompressedEdwardsY(account.0).decompress()?;
    let hash = Sha512::new().chain_update(r).chain_update(account.0).chain_update(message).finalize();
    let k = Scalar::from_bytes_mod_order_wide(&hash.into());
    let expected = EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &-a_point, &s);
    Some((expected - r_point).mul_by_cofactor().is_identity())
}

fn copy(to: &mut [u8], from: &[u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}
