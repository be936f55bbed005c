//! BIP-39 phrases, by the substrate rule. Without the feature `mnemonic` every function here says so.

use core::ffi::c_char;

#[cfg(feature = "mnemonic")]
use nanotao::crypto::mnemonic;

use crate::fault::{Fault, status, status_at};
use crate::memory::{self, Output};
#[cfg(not(feature = "mnemonic"))]
use crate::status::NANOTAO_URI_PHRASE_UNSUPPORTED;
use crate::status::Status;
use crate::text;

/// Bytes of the longest phrase, without a NUL.
pub const NANOTAO_MNEMONIC_MAX_LEN: usize = 215;
#[cfg(feature = "mnemonic")]
const _: () = assert!(NANOTAO_MNEMONIC_MAX_LEN == mnemonic::MAX_PHRASE_LEN);

/// Bytes of the longest entropy.
pub const NANOTAO_MNEMONIC_ENTROPY_MAX_LEN: usize = 32;

/// Writes the phrase that stands for some entropy. For a new wallet, take 16 or 32 bytes from a true random source.
///
/// - `entropy`, `entropy_len`: in, 16, 20, 24, 28 or 32 bytes. The caller's copy is the caller's to wipe.
/// - `phrase`, `cap`, `len`: out, a text.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_MNEMONIC_ENTROPY_LENGTH` or
/// `NANOTAO_URI_PHRASE_UNSUPPORTED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_mnemonic_phrase(
    entropy: *const u8,
    entropy_len: usize,
    phrase: *mut c_char,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (entropy, mut out) =
            unsafe { (memory::slice(entropy, entropy_len)?, Output::new(phrase.cast(), cap, len)?) };
        out.apart_from(&[memory::extent(entropy)])?;
        with_phrase(entropy, |phrase| text::write(&mut [(&mut out, &phrase)]))
    })
}

/// Reads the entropy out of a phrase.
///
/// - `phrase`, `phrase_len`: in, words of the English list with any white space between them.
/// - `entropy`, `cap`, `len`: out.
/// - `position`: out, the word at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_INVALID_TEXT`, `NANOTAO_MNEMONIC_...` or
/// `NANOTAO_URI_PHRASE_UNSUPPORTED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_mnemonic_entropy(
    phrase: *const c_char,
    phrase_len: usize,
    entropy: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (phrase, mut out) =
            unsafe { (memory::text(phrase, phrase_len)?, Output::new(entropy, cap, len)?) };
        out.apart_from(&[memory::extent(phrase.as_bytes())])?;
        with_entropy(phrase, |entropy| write(&mut out, entropy))
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

/// Computes the mini secret key that a phrase and a password stand for in Substrate wallets, for
/// `nanotao_key_from_mini_secret`.
///
/// - `phrase`, `phrase_len`: in, as for `nanotao_mnemonic_entropy`.
/// - `password`, `password_len`: in, none if the length is 0.
/// - `secret`, `cap`, `len`: out, `NANOTAO_MINI_SECRET_LEN` bytes.
/// - `position`: out, the word at fault; may be NULL.
///
/// Returns as `nanotao_mnemonic_entropy`. It takes 2048 rounds of HMAC-SHA512.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_mnemonic_mini_secret(
    phrase: *const c_char,
    phrase_len: usize,
    password: *const c_char,
    password_len: usize,
    secret: *mut u8,
    cap: usize,
    len: *mut usize,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (phrase, password, mut out) = unsafe {
            let out = Output::new(secret, cap, len)?;
            (memory::text(phrase, phrase_len)?, memory::text(password, password_len)?, out)
        };
        out.apart_from(&[memory::extent(phrase.as_bytes()), memory::extent(password.as_bytes())])?;
        with_mini_secret(phrase, password, |secret| write(&mut out, secret))
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}

fn write(out: &mut Output<u8>, bytes: &[u8]) -> Result<(), Fault> {
    out.buffer(bytes.len())?.copy_from_slice(bytes);
    out.set_len(bytes.len());
    Ok(())
}

#[cfg(feature = "mnemonic")]
fn with_phrase(entropy: &[u8], run: impl FnOnce(&str) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut buffer = zeroize::Zeroizing::new([0; mnemonic::MAX_PHRASE_LEN]);
    run(mnemonic::phrase(entropy, buffer.as_mut_slice())?)
}

#[cfg(feature = "mnemonic")]
fn with_entropy(phrase: &str, run: impl FnOnce(&[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
    run(mnemonic::entropy(phrase)?.as_bytes())
}

#[cfg(feature = "mnemonic")]
fn with_mini_secret(
    phrase: &str,
    password: &str,
    run: impl FnOnce(&[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    run(mnemonic::mini_secret(phrase, password)?.as_bytes())
}

#[cfg(not(feature = "mnemonic"))]
fn with_phrase(_: &[u8], _: impl FnOnce(&str) -> Result<(), Fault>) -> Result<(), Fault> {
    Err(NANOTAO_URI_PHRASE_UNSUPPORTED.into())
}

#[cfg(not(feature = "mnemonic"))]
fn with_entropy(_: &str, _: impl FnOnce(&[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
    Err(NANOTAO_URI_PHRASE_UNSUPPORTED.into())
}

#[cfg(not(feature = "mnemonic"))]
fn with_mini_secret(_: &str, _: &str, _: impl FnOnce(&[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
    Err(NANOTAO_URI_PHRASE_UNSUPPORTED.into())
}
