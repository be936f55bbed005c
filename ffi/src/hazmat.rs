//! Signing of what no card has shown.

use nanotao::crypto::MultiSignature;
use nanotao::extrinsic::Payload;

use crate::crypto::{Key, signer};
use crate::display::SIGNATURE_LEN;
use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output, extent};
use crate::random::Given;
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

/// Signs a payload that nobody has seen, by the chain's rule, and puts the extrinsic together: for a validator's own
/// program. As `nanotao_hazmat_sign`, it takes a library with the feature `hazmat`.
///
/// - `key`: in.
/// - `payload`, `payload_len`: in, as a payload function wrote it; its parts are checked against each other.
/// - `random`, `random_len`: in, as for `nanotao_hazmat_sign`.
/// - `extrinsic`, `cap`, `len`: out.
/// - `position`: out, the byte or the list element at fault; may be NULL.
///
/// Returns as `nanotao_hazmat_sign`, or `NANOTAO_SCALE_...`, `NANOTAO_CHAIN_...`, `NANOTAO_CALL_...` or
/// `NANOTAO_PAYLOAD_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_hazmat_extrinsic(
    key: *const Key,
    payload: *const u8,
    payload_len: usize,
    random: *const u8,
    random_len: usize,
    extrinsic: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (key, payload, random, mut out) = unsafe {
            let (payload, random) =
                (memory::slice(payload, payload_len)?, memory::slice(random, random_len)?);
            (signer(key)?, payload, random, Output::new(extrinsic, cap, len)?)
        };
        out.apart_from(&[extent(payload), extent(random)])?;
        let payload = Payload::new(payload);
        let verified = payload.verify()?;
        let signature = sign(key, payload.message().as_ref(), &mut Given(random))?;
        let needed = verified.extrinsic_len(&signature);
        verified.extrinsic(&key.account(), &signature, out.buffer(needed)?)?;
        out.set_len(needed);
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
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
