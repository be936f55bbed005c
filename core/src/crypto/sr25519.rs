//! sr25519: Schnorr signatures over Ristretto, by schnorrkel.

mod small;

use super::rng::FixedRng;
use super::{DeriveJunction, MultiSignature, Scheme, SecretUri, SignError, Signer, SigningMessage, UriError};
use crate::primitives::AccountId;
use rand_core::CryptoRngCore;
use schnorrkel::context::attach_rng;
use schnorrkel::derive::{ChainCode, Derivation};
use schnorrkel::{ExpansionMode, MiniSecretKey, Signature, signing_context};

/// The signing context of Substrate.
const CONTEXT: &[u8] = b"substrate";

/// An sr25519 key pair (`sr25519::Pair`). Its secret is wiped when it is dropped, and is never shown or copied.
pub struct Keypair(schnorrkel::Keypair);

impl Keypair {
    /// Expands a mini secret key (`ExpansionMode::Ed25519`, as `from_seed` does).
    ///
    /// # Chain source
    /// `sr25519::Pair::from_seed_slice` in `sp-core`.
    pub fn from_mini_secret(secret: &[u8; 32]) -> Self {
        // The one constructor of schnorrkel's that cannot fail.
        let secret = MiniSecretKey::generate_with(FixedRng::new(secret));
        let secret = secret.expand(ExpansionMode::Ed25519);
        Self(if cfg!(feature = "small") { small::keypair(secret) } else { secret.to_keypair() })
    }

    /// Makes the key that a secret URI names, such as `//Alice` or `phrase//hard/soft///password`.
    ///
    /// # Errors
    /// As [`SecretUri::parse`] and [`SecretUri::mini_secret`].
    pub fn from_uri(uri: &str) -> Result<Self, UriError> {
        let uri = SecretUri::parse(uri)?;
        let root = Self::from_mini_secret(uri.mini_secret()?.as_bytes());
        Ok(uri.junctions().fold(root, |key, junction| key.derive(junction)))
    }

    /// Takes one step along a path.
    ///
    /// # Chain source
    /// `sr25519::Pair::derive` in `sp-core`.
    #[must_use]
    pub fn derive(&self, junction: DeriveJunction) -> Self {
        match junction {
            DeriveJunction::Soft(code) => {
                // The noise only goes into the child's nonce seed, which the parent's secret makes unpredictable anyway.
                let (child, _) = self.0.derived_key_simple_rng(ChainCode(code), [], FixedRng::ZEROS);
                Self(child)
            }
            DeriveJunction::Hard(code) => {
                let (child, _) = self.0.hard_derive_mini_secret_key(Some(ChainCode(code)), []);
                Self(child.expand_to_keypair(ExpansionMode::Ed25519))
            }
        }
    }
}

impl Signer for Keypair {
    fn account(&self) -> AccountId {
        AccountId(self.0.public.to_bytes())
    }

    fn sr25519_public(&self) -> Option<PublicKey> {
        Some(PublicKey(self.0.public))
    }

    fn scheme(&self) -> Scheme {
        Scheme::Sr25519
    }

    fn sign_unverified(
        &self,
        message: &SigningMessage<'_>,
        rng: Option<&mut dyn CryptoRngCore>,
    ) -> Result<MultiSignature, SignError> {
        let noise = FixedRng::draw(rng)?.unwrap_or(FixedRng::ZEROS);
        let transcript = signing_context(CONTEXT).bytes(message.as_bytes());
        let transcript = attach_rng(transcript, noise);
        Ok(MultiSignature::Sr25519(if cfg!(feature = "small") {
            small::sign(&self.0, transcript)
        } else {
            self.0.sign(transcript).to_bytes()
        }))
    }
}

/// A public key whose point is decoded, once for all signatures that it verifies.
#[derive(Clone, Copy)]
pub struct PublicKey(schnorrkel::PublicKey);

impl PublicKey {
    /// Decodes an account; none if it is no public key.
    pub fn decode(account: &AccountId) -> Option<Self> {
        schnorrkel::PublicKey::from_bytes(&account.0).ok().map(Self)
    }

    /// The account.
    pub fn account(&self) -> AccountId {
        AccountId(self.0.to_bytes())
    }

    /// Verifies a signature, as [`verify`] does.
    pub fn verify(&self, signature: &[u8; 64], message: &[u8]) -> bool {
        let Ok(signature) = Signature::from_bytes(signature) else { return false };
        let transcript = signing_context(CONTEXT).bytes(message);
        if cfg!(feature = "small") {
            small::verify(&self.0, transcript, &signature)
        } else {
            self.0.verify(transcript, &signature).is_ok()
        }
    }
}

/// Verifies a signature (`sr25519_verify`). One without schnorrkel's marker bit is refused, as by the chain.
///
/// # Chain source
/// `sr25519::Pair::verify` in `sp-core`.
pub fn verify(signature: &[u8; 64], message: &[u8], account: &AccountId) -> bool {
    PublicKey::decode(account).is_some_and(|public| public.verify(signature, message))
}

#[cfg(test)]
mod tests {
    use super::{Keypair, PublicKey, verify};
    use crate::crypto::rng::doubles::{Broken, Constant};
    use crate::crypto::{MultiSignature, SignError, Signer, SigningMessage, UriError, sign, unhex};

    // clients/keys_core.json, `dev` and `uri`.
    #[test]
    fn a_uri_names_the_key_that_sp_core_makes_of_it() {
        for (uri, account) in [
            ("//Alice", "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"),
            ("/Alice", "d6c71059dbbe9ad2b0ed3f289738b800836eb425544ce694825285b958ca755e"),
            ("//hard/soft", "881cdc4ff2029648b2f49d00cc7dd6f91d04789097502e05ab8a444911e7372a"),
            ("/a/b/c", "968cdf90a6b534cd00126c027258d5ab38439676fecc3cb5b728c9fd8097993d"),
        ] {
            let key = Keypair::from_uri(uri).ok().unwrap();
            assert_eq!(key.account().0, unhex(account), "{uri}");
        }
        assert_eq!(Keypair::from_uri("0x11").err(), Some(UriError::InvalidSeed));
    }

    // clients/keys_core.json, `verify`: `good` and `sr_marker_bit_cleared`.
    #[test]
    fn a_signature_of_a_client_verifies_and_one_without_the_marker_bit_does_not() {
        let account = Keypair::from_uri("//Alice").ok().unwrap().account();
        let mut signature = unhex(
            "80fce8fabd29c6619ac1270f1927fccbae9782fb98dce19a07deed3cecfdac07\
             3350f26f28ac17a9fc60c76b4d1319f0e2411ef54227ea48be40181977015b82",
        );
        assert!(verify(&signature, b"", &account));
        assert!(!verify(&signature, b"a", &account));
        signature[63] &= 0x7f;
        assert!(!verify(&signature, b"", &account));
    }

    #[test]
    fn signing_is_deterministic_without_a_generator_and_hedged_with_one() {
        let key = Keypair::from_uri("/soft").ok().unwrap();
        let message = SigningMessage::new(b"message");
        let plain = sign(&key, &message, None).unwrap();
        assert_eq!(sign(&key, &message, None), Ok(plain));
        let hedged = sign(&key, &message, Some(&mut Constant(1))).unwrap();
        assert_ne!(hedged, plain);
        assert_ne!(sign(&key, &message, Some(&mut Constant(2))), Ok(hedged));
        assert_eq!(sign(&key, &message, Some(&mut Broken)), Err(SignError::RandomnessFailed));
    }

    #[test]
    fn a_decoded_key_judges_as_its_account_does() {
        let key = Keypair::from_uri("//Alice").ok().unwrap();
        let MultiSignature::Sr25519(signature) = sign(&key, &SigningMessage::new(b"a"), None).unwrap() else {
            unreachable!()
        };
        for account in [key.account(), Keypair::from_uri("//Bob").ok().unwrap().account()] {
            let public = PublicKey::decode(&account).unwrap();
            assert_eq!(public.account(), account);
            for message in [&b"a"[..], b"b"] {
                assert_eq!(public.verify(&signature, message), verify(&signature, message, &account));
            }
        }
        assert!(PublicKey::decode(&crate::AccountId([0xff; 32])).is_none());
    }

    #[test]
    fn a_fault_in_the_key_yields_an_error_and_no_signature() {
        let mut key = Keypair::from_uri("//Alice").ok().unwrap();
        key.0.public = Keypair::from_uri("//Bob").ok().unwrap().0.public;
        let signed = sign(&key, &SigningMessage::new(b"message"), None);
        assert_eq!(signed, Err(SignError::VerificationFailed));
    }
}
