//! sr25519: Schnorr signatures over Ristretto, by schnorrkel.

use super::rng::FixedRng;
use super::{DeriveJunction, MultiSignature, Scheme, SecretUri, SignError, Signer, SigningMessage, UriError};
use crate::primitives::AccountId;
use rand_core::CryptoRngCore;
use schnorrkel::context::attach_rng;
use schnorrkel::derive::{ChainCode, Derivation};
use schnorrkel::{ExpansionMode, MiniSecretKey, PublicKey, Signature, signing_context};

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
        Self(secret.expand_to_keypair(ExpansionMode::Ed25519))
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

    fn scheme(&self) -> Scheme {
        Scheme::Sr25519
    }

    fn sign(
        &self,
        message: &SigningMessage<'_>,
        rng: Option<&mut dyn CryptoRngCore>,
    ) -> Result<MultiSignature, SignError> {
        let noise = FixedRng::draw(rng)?.unwrap_or(FixedRng::ZEROS);
        let transcript = signing_context(CONTEXT).bytes(message.as_bytes());
        let signature = self.0.sign(attach_rng(transcript, noise)).to_bytes();
        if verify(&signature, message.as_bytes(), &self.account()) {
            Ok(MultiSignature::Sr25519(signature))
        } else {
            Err(SignError::VerificationFailed)
        }
    }
}

/// Verifies a signature (`sr25519_verify`). One without schnorrkel's marker bit is refused, as by the chain.
///
/// # Chain source
/// `sr25519::Pair::verify` in `sp-core`.
pub fn verify(signature: &[u8; 64], message: &[u8], account: &AccountId) -> bool {
    let (Ok(signature), Ok(public)) = (Signature::from_bytes(signature), PublicKey::from_bytes(&account.0))
    else {
        return false;
    };
    public.verify(signing_context(CONTEXT).bytes(message), &signature).is_ok()
}
