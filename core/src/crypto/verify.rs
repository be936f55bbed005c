//! Judging signatures of any scheme.

use super::{MultiSignature, SignError};
use crate::primitives::AccountId;
use crate::scale::Writer;

/// Bytes that `<Bytes>` and `</Bytes>` add to a message.
pub const WRAPPING_LEN: usize = 15;

/// Verifies `signature` over `message` by the chain's rule for its scheme.
///
/// # Errors
/// [`SignError::UnsupportedScheme`] for ecdsa, and for a scheme whose feature is off.
///
/// # Chain source
/// `Verify for MultiSignature` in `sp-runtime`.
// So that a caller whose scheme is known links no other.
#[inline(always)]
pub fn verify(signature: &MultiSignature, message: &[u8], account: &AccountId) -> Result<bool, SignError> {
    match signature {
        #[cfg(feature = "ed25519")]
        MultiSignature::Ed25519(signature) => Ok(super::ed25519::verify(signature, message, account)),
        #[cfg(feature = "sr25519")]
        MultiSignature::Sr25519(signature) => Ok(super::sr25519::verify(signature, message, account)),
        #[allow(unreachable_patterns, reason = "with all features on, only ecdsa is left")]
        other => {
            let _ = (message, account);
            Err(SignError::UnsupportedScheme { scheme: other.scheme() })
        }
    }
}

/// Verifies as Bittensor's clients do: also where the signature is over `<Bytes>`, the message and `</Bytes>`, which is
/// what browser wallets sign. `scratch` holds the wrapped message.
///
/// # Errors
/// As [`verify`]; [`SignError::BufferTooSmall`] if `scratch` is shorter than the message and [`WRAPPING_LEN`], and the
/// signature is not over the message itself.
pub fn verify_wrapped(
    signature: &MultiSignature,
    message: &[u8],
    account: &AccountId,
    scratch: &mut [u8],
) -> Result<bool, SignError> {
    if verify(signature, message, account)? {
        return Ok(true);
    }
    let needed = message.len().saturating_add(WRAPPING_LEN);
    let mut wrapped = Writer::new(scratch);
    for part in [b"<Bytes>", message, b"</Bytes>"] {
        wrapped.bytes(part).map_err(|_| SignError::BufferTooSmall { needed })?;
    }
    verify(signature, wrapped.finish(), account)
}

#[cfg(test)]
mod tests {
    use super::verify;
    use crate::AccountId;
    use crate::crypto::{MultiSignature, Scheme, SignError};

    #[test]
    fn ecdsa_is_refused_by_name() {
        let judged = verify(&MultiSignature::Ecdsa([0; 65]), b"", &AccountId([0; 32]));
        assert_eq!(judged, Err(SignError::UnsupportedScheme { scheme: Scheme::Ecdsa }));
    }

    // clients/keys_core.json, `verify`: `sig_over_wrapped__verify_unwrapped`.
    #[cfg(feature = "ed25519")]
    #[test]
    fn a_signature_over_the_wrapped_message_verifies_the_message() {
        use super::{WRAPPING_LEN, verify_wrapped};
        use crate::crypto::unhex;

        let account = AccountId(unhex("88dc3417d5058ec4b4503e0c12ea1a0a89be200fe98922423d4334014fa6b0ee"));
        let signature = MultiSignature::Ed25519(unhex(
            "c7a719e4ff3e212a46b08ff958e54411ed4673c50b88c0f1b5aa8e5e04bdc1b5\
             ec8715fee4b2325c48423fc7028ea74bbe119aac87bae5279c6e1840ceceff00",
        ));
        assert_eq!(verify(&signature, b"", &account), Ok(false));
        assert_eq!(verify_wrapped(&signature, b"", &account, &mut [0; WRAPPING_LEN]), Ok(true));
        let too_small = SignError::BufferTooSmall { needed: WRAPPING_LEN };
        assert_eq!(verify_wrapped(&signature, b"", &account, &mut [0; WRAPPING_LEN - 1]), Err(too_small));
        assert_eq!(verify_wrapped(&signature, b"a", &account, &mut [0; 32]), Ok(false));
    }
}
