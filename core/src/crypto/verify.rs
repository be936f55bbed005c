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
