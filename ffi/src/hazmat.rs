//! Signing of what no card has shown.

use nanotao::crypto::MultiSignature;

use crate::crypto::{Key, signer};
use crate::display::{Given, SIGNATURE_LEN};
use crate::fault::{Fault, status};
use crate::memory::{self, Output, extent};
use crate::status::Status;

/// Signs a message as it is, which nobody has seen: for host tools and for requests between machines. Only a library that was
/// built with the feature `hazmat` does it; one for a wallet is built without. The signature is verified before it is
/// handed out.
///
/// - `key`: in.
/// - `message`, `message_len`: in. A payload of more than 256 bytes has to be hashed by the caller, as the chain wants it.
/// - `random`, `random_len`: in, at least 32 random bytes; or NULL and 0 for a deterministic signature.
/// - `signature`, `cap`, `len`: out, with the scheme's number in front: 65 bytes.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_HAZMAT_OFF`, `NANOTAO_NO_KEY`,
/// `NANOTAO_SIGN_RANDOMNESS_FAILED` or `NANOTAO_SIGN_VERIFICATION_FAILED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_hazmat_sign(
    key: *const Key,
    message: *const u8,
    message_len: usize,
    random: *const u8,
    random_len: usize,
    signature: *mut u8,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (key, message, random, out) = unsafe {
            let (message, random) =
                (memory::slice(message, message_len)?, memory::slice(random, random_len)?);
            (signer(key)?, message, random, Output::new(signature, cap, len)?)
        };
        out.apart_from(&[extent(message), extent(random)])?;
        out.reserve(SIGNATURE_LEN)?;
        let mut given = Given(random);
        write(sign(key, message, &mut given)?, out)
    })
}

#[cfg(feature = "hazmat")]
fn sign(
    key: &dyn nanotao::crypto::Signer,
    message: &[u8],
    given: &mut Given<'_>,
) -> Result<MultiSignature, Fault> {
    let random = (!given.0.is_empty()).then_some(given as &mut dyn rand_core::CryptoRngCore);
    Ok(nanotao::crypto::sign(key, &nanotao::crypto::SigningMessage::hazmat(message), random)?)
}

#[cfg(not(feature = "hazmat"))]
fn sign(_: &dyn nanotao::crypto::Signer, _: &[u8], _: &mut Given<'_>) -> Result<MultiSignature, Fault> {
    Err(crate::status::NANOTAO_HAZMAT_OFF.into())
}

fn write(signature: MultiSignature, mut out: Output<u8>) -> Result<(), Fault> {
    use nanotao::scale::{Scale, Writer};
    let needed = signature.encoded_len();
    signature.encode(&mut Writer::new(out.buffer(needed)?))?;
    out.set_len(needed);
    Ok(())
}
