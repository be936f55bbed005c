//! What gets signed, who signs it, and the check of every signature before it leaves.

use super::{MultiSignature, Scheme, SignError, verify};
use crate::primitives::AccountId;
use rand_core::CryptoRngCore;

/// The bytes that a key signs. Only an approved payload turns into them, so nothing is signed that was not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigningMessage<'a>(&'a [u8]);

impl<'a> SigningMessage<'a> {
    #[allow(dead_code, reason = "payloads make one only where there are cards to approve them by")]
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Takes bytes that no card has shown. For tests and host tools; a wallet leaves the feature out.
    #[cfg(feature = "hazmat")]
    pub const fn hazmat(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }
}

/// A key, wherever it lives. [`sign`] signs with it.
pub trait Signer {
    /// The account that the key signs for.
    fn account(&self) -> AccountId;

    /// The scheme of its signatures.
    fn scheme(&self) -> Scheme;

    /// Signs `message`. A key need not verify what it made: whoever calls this instead of [`sign`] has to.
    ///
    /// Without `rng` the signature is deterministic; with it, it is hedged: a bad source of randomness does no harm, a
    /// good one makes faults harder to exploit.
    ///
    /// # Errors
    /// [`SignError::RandomnessFailed`], or what keeps the key from signing.
    fn sign_unverified(
        &self,
        message: &SigningMessage<'_>,
        rng: Option<&mut dyn CryptoRngCore>,
    ) -> Result<MultiSignature, SignError>;

    /// The account's public key, if this key keeps it decoded: [`sign`] then does not decode it anew.
    #[cfg(feature = "sr25519")]
    fn sr25519_public(&self) -> Option<super::sr25519::PublicKey> {
        None
    }
}

/// Signs `message` with `key`, and verifies the signature before it leaves, whoever wrote the key.
///
/// # Errors
/// As [`Signer::sign_unverified`]; [`SignError::VerificationFailed`] after a fault; [`SignError::UnsupportedScheme`]
/// if this build cannot verify the key's scheme.
pub fn sign<S: Signer + ?Sized>(
    key: &S,
    message: &SigningMessage<'_>,
    rng: Option<&mut dyn CryptoRngCore>,
) -> Result<MultiSignature, SignError> {
    let signature = key.sign_unverified(message, rng)?;
    if signature.scheme() == key.scheme() && is_good(key, &signature, message)? {
        Ok(signature)
    } else {
        Err(SignError::VerificationFailed)
    }
}

fn is_good<S: Signer + ?Sized>(
    key: &S,
    signature: &MultiSignature,
    message: &SigningMessage<'_>,
) -> Result<bool, SignError> {
    let account = key.account();
    #[cfg(feature = "sr25519")]
    if let (MultiSignature::Sr25519(signature), Some(public)) = (signature, key.sr25519_public())
        && public.account() == account
    {
        return Ok(public.verify(signature, message.as_bytes()));
    }
    verify(signature, message.as_bytes(), &account)
}
