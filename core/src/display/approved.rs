//! From consent to signature.

use core::fmt;

use rand_core::CryptoRngCore;

use crate::crypto::{MultiSignature, SignError, Signer, SigningMessage, sign};
use crate::extrinsic::{Payload, Verified};
use crate::primitives::AccountId;
use crate::scale::ScaleError;

/// A payload of which every card was shown, and to which the user said yes. It can be signed once.
#[derive(Debug, PartialEq, Eq)]
pub struct Approved<'a> {
    verified: Verified<'a>,
    signer: AccountId,
}

impl<'a> Approved<'a> {
    pub(super) fn new(verified: Verified<'a>, signer: AccountId) -> Self {
        Self { verified, signer }
    }

    /// What was approved.
    pub fn payload(&self) -> Payload<'a> {
        self.verified.payload()
    }

    /// Signs with the key of the account that was shown as the signer, and checks the signature before it leaves.
    /// With `rng` the signature is hedged against faults; without it, it is deterministic.
    ///
    /// # Errors
    /// [`SignPayloadError::WrongSigner`] for another account's key; [`SignPayloadError::Sign`] as [`sign`].
    pub fn sign<S: Signer + ?Sized>(
        self,
        key: &S,
        rng: Option<&mut dyn CryptoRngCore>,
    ) -> Result<Signed<'a>, SignPayloadError> {
        if key.account() != self.signer {
            return Err(SignPayloadError::WrongSigner);
        }
        let message = self.payload().message();
        let message = SigningMessage::new(message.as_ref());
        let signature = sign(key, &message, rng).map_err(SignPayloadError::Sign)?;
        Ok(Signed { verified: self.verified, signer: self.signer, signature })
    }
}

/// A payload with its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed<'a> {
    verified: Verified<'a>,
    signer: AccountId,
    signature: MultiSignature,
}

impl Signed<'_> {
    /// Who signed.
    pub fn account(&self) -> AccountId {
        self.signer
    }

    /// The signature.
    pub fn signature(&self) -> &MultiSignature {
        &self.signature
    }

    /// Bytes of the extrinsic.
    pub fn extrinsic_len(&self) -> usize {
        self.verified.extrinsic_len(&self.signature)
    }

    /// Writes the extrinsic into `out`, ready to be sent.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn extrinsic<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], ScaleError> {
        self.verified.extrinsic(&self.signer, &self.signature, out)
    }
}

/// Why an approved payload was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SignPayloadError {
    /// The key is not that of the account which was shown as the signer.
    WrongSigner,
    /// The key did not sign.
    Sign(SignError),
}

impl SignPayloadError {
    /// A number that stays the same in every release (176, and those of signing).
    pub const fn code(self) -> u32 {
        match self {
            Self::WrongSigner => 176,
            Self::Sign(error) => error.code(),
        }
    }
}

impl fmt::Display for SignPayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongSigner => f.write_str("the key is not that of the signer who was shown"),
            Self::Sign(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for SignPayloadError {}

#[cfg(test)]
#[cfg(feature = "sr25519")]
mod tests {
    use super::SignPayloadError;
    use crate::call::{BurnedRegister, Call};
    use crate::crypto::{MultiSignature, Scheme, SignError, Signer, SigningMessage, sr25519};
    use crate::display::TextRender;
    use crate::extrinsic::{Era, FINNEY, Payload, TxExtension};
    use crate::primitives::{AccountId, NetUid, TaoBalance};
    use rand_core::CryptoRngCore;
    use std::string::String;

    /// A key by another author, which says what it is told to.
    struct Foreign(AccountId, MultiSignature);

    impl Signer for Foreign {
        fn account(&self) -> AccountId {
            self.0
        }

        fn scheme(&self) -> Scheme {
            self.1.scheme()
        }

        fn sign_unverified(
            &self,
            _: &SigningMessage<'_>,
            _: Option<&mut dyn CryptoRngCore>,
        ) -> Result<MultiSignature, SignError> {
            Ok(self.1)
        }
    }

    fn sign(key: &dyn Signer) -> Result<MultiSignature, SignPayloadError> {
        let call = Call::from(BurnedRegister { netuid: NetUid(1), hotkey: AccountId([2; 32]) });
        let extension = TxExtension {
            era: Era::Immortal,
            nonce: 0,
            tip: TaoBalance(0),
            metadata_hash: None,
            spec_version: 475,
            transaction_version: 1,
            genesis_hash: FINNEY,
            block_hash: FINNEY,
        };
        let mut buffer = [0; 256];
        let payload = Payload::build(&call, &extension, &mut buffer).unwrap();
        let mut review = payload.verify().unwrap().review(key.account(), None);
        review.emit_all(&mut TextRender(String::new())).unwrap();
        review.approve().unwrap().sign(key, None).map(|signed| *signed.signature())
    }

    #[test]
    fn a_signature_of_any_key_is_verified_before_it_leaves() {
        let alice = sr25519::Keypair::from_uri("//Alice").ok().unwrap();
        let good = sign(&alice).unwrap();
        assert_eq!(sign(&Foreign(alice.account(), good)), Ok(good));
        let MultiSignature::Sr25519(mut bytes) = good else { panic!("{good:?}") };
        bytes[0] ^= 1;
        let failed = |error| Err(SignPayloadError::Sign(error));
        let spoilt = Foreign(alice.account(), MultiSignature::Sr25519(bytes));
        assert_eq!(sign(&spoilt), failed(SignError::VerificationFailed));
        let unknown = Foreign(alice.account(), MultiSignature::Ecdsa([0; 65]));
        assert_eq!(sign(&unknown), failed(SignError::UnsupportedScheme { scheme: Scheme::Ecdsa }));
    }
}
