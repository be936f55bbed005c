//! ed25519: signing as in RFC 8032, by ed25519-compact; verification as in ZIP-215, by curve25519-dalek.

use super::rng::FixedRng;
use super::{DeriveJunction, MultiSignature, Scheme, SecretUri, SignError, Signer, SigningMessage, UriError};
use crate::hashing::{blake2b_of, sha512};
use crate::primitives::AccountId;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
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
        // The library's table of multiples takes 30 KB.
        let public = if cfg!(feature = "small") {
            ED25519_BASEPOINT_POINT.mul_clamped(*scalar)
        } else {
            EdwardsPoint::mul_base_clamped(*scalar)
        };
        let account = public.compress().0;
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

    fn sign_unverified(
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
        Ok(MultiSignature::Ed25519(signature))
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
    // As above, the library has a table for the first.
    let expected = if cfg!(feature = "small") {
        ED25519_BASEPOINT_POINT * s - a_point * k
    } else {
        EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &-a_point, &s)
    };
    Some((expected - r_point).mul_by_cofactor().is_identity())
}

fn copy(to: &mut [u8], from: &[u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

#[cfg(test)]
mod tests {
    use super::{Keypair, verify};
    use crate::AccountId;
    use crate::crypto::rng::doubles::{Broken, Constant};
    use crate::crypto::{MultiSignature, SignError, Signer, SigningMessage, UriError, sign, unhex};

    // clients/keys_core.json, `dev` and `seed`.
    #[test]
    fn a_uri_names_the_key_that_sp_core_makes_of_it() {
        for (uri, account) in [
            ("//Alice", "88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee"),
            ("//Alice//stash", "451781cd0c5504504f69ceec484cc66e4c22a2b6a9d20fb1a426d91ad074a2a8"),
            (
                "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "76a1592044a6e4f511265bca73a604d90b0529d1df602be30a19a9257660d1f5",
            ),
        ] {
            assert_eq!(Keypair::from_uri(uri).ok().unwrap().account().0, unhex(account), "{uri}");
        }
        assert_eq!(Keypair::from_uri("//a/b").err(), Some(UriError::SoftJunction { index: 1 }));
    }

    // clients/keys_core.json, `sign`.
    #[test]
    fn a_signature_is_the_one_of_rfc_8032_and_of_the_clients() {
        let key = Keypair::from_uri("//Alice").ok().unwrap();
        let expected = unhex(
            "4b793986c78867bc6a34c86a39d3d00d77a7172e660ecbf1d7df90a6bd084c3d\
             d2ab90dfd931b46cda801a0487978d1c5970592b58f5125c8114eacf3d8be903",
        );
        let message = SigningMessage::new(b"hello bittensor");
        assert_eq!(sign(&key, &message, None), Ok(MultiSignature::Ed25519(expected)));
        assert!(!verify(&expected, b"hello bittensoR", &key.account()));
    }

    #[test]
    fn the_seed_of_zeros_signs_like_any_other() {
        let key = Keypair::from_mini_secret(&[0; 32]);
        assert!(sign(&key, &SigningMessage::new(b"message"), None).is_ok());
    }

    #[test]
    fn a_generator_hedges_the_signature_and_its_failure_stops_it() {
        let key = Keypair::from_uri("//Alice").ok().unwrap();
        let message = SigningMessage::new(b"message");
        let hedged = sign(&key, &message, Some(&mut Constant(0))).unwrap();
        assert_ne!(sign(&key, &message, None), Ok(hedged));
        assert_ne!(sign(&key, &message, Some(&mut Constant(1))), Ok(hedged));
        assert_eq!(sign(&key, &message, Some(&mut Broken)), Err(SignError::RandomnessFailed));
    }

    #[test]
    fn a_fault_in_the_key_yields_an_error_and_no_signature() {
        let mut key = Keypair::from_uri("//Alice").ok().unwrap();
        key.secret[40] ^= 1;
        let signed = sign(&key, &SigningMessage::new(b"message"), None);
        assert_eq!(signed, Err(SignError::VerificationFailed));
    }

    // clients/keys_core.json, `verify`: `small_order`; two of the encodings are not canonical.
    #[test]
    fn every_pair_of_small_order_points_verifies_as_zip_215_says() {
        let points = [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000080",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ]
        .map(unhex::<32>);
        for a in points {
            for r in points {
                let mut signature = [0; 64];
                signature[..32].copy_from_slice(&r);
                assert!(verify(&signature, b"m", &AccountId(a)));
                signature[32] = 1;
                assert!(!verify(&signature, b"m", &AccountId(a)));
            }
        }
    }

    // clients/keys_core.json, `verify`: `ed_s_plus_L_malleable`.
    #[test]
    fn an_s_above_the_order_is_refused() {
        let account = Keypair::from_uri("//Alice").ok().unwrap().account();
        let signature = unhex(
            "892e02e7083ca93105ccc6a32ffed614643c521265cb00e2ec5f39e343949348\
             9cd003ba0697ea65b456ffb2a36c35872c40777617053c42036ae1d24090d416",
        );
        assert!(!verify(&signature, b"", &account));
    }
}
