//! Addresses.

use core::ffi::c_char;

use nanotao::ss58::{MAX_ENCODED_LEN, MAX_PAYLOAD_ENCODED_LEN, encode, encode_payload, parse};

use crate::crypto::AccountId;
use crate::fault::{status, status_at};
use crate::memory::{self, Output, Place};
use crate::status::Status;
use crate::text;

/// The address prefix of Bittensor.
pub const NANOTAO_SS58_PREFIX: u16 = 42;

/// Bytes of the longest address of an account, without a NUL.
pub const NANOTAO_SS58_MAX_LEN: usize = 49;

/// Writes the address of an account (SS58).
///
/// - `account`: in.
/// - `prefix`: the network; `NANOTAO_SS58_PREFIX` for Bittensor. Of a prefix above 16383 the lower 14 bits count.
/// - `address`, `cap`, `len`: out, a text.
///
/// Returns `NANOTAO_OK` or `NANOTAO_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_ss58_encode(
    account: *const AccountId,
    prefix: u16,
    address: *mut c_char,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (account, mut out) = unsafe { (memory::get(account)?, Output::new(address.cast(), cap, len)?) };
        let mut buffer = [0; MAX_ENCODED_LEN];
        let text = encode(&account.into(), prefix, &mut buffer)?;
        text::write(&mut [(&mut out, &text)])
    })
}

/// Writes the address of what need not be an account (polkadot-js' `encodeAddress`).
///
/// - `payload`, `payload_len`: in, 32 bytes, 33 (an ecdsa key), or an account index of 1, 2, 4 or 8 bytes.
/// - `prefix`: in, the network: not 46 or 47, and at most 16383.
/// - `address`, `cap`, `len`: out, a text.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_SS58_INVALID_PAYLOAD` or
/// `NANOTAO_SS58_PREFIX_NOT_ALLOWED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_ss58_encode_payload(
    payload: *const u8,
    payload_len: usize,
    prefix: u16,
    address: *mut c_char,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (payload, mut out) =
            unsafe { (memory::slice(payload, payload_len)?, Output::new(address.cast(), cap, len)?) };
        out.apart_from(&[memory::extent(payload)])?;
        let mut buffer = [0; MAX_PAYLOAD_ENCODED_LEN];
        let text = encode_payload(payload, prefix, &mut buffer)?;
        text::write(&mut [(&mut out, &text)])
    })
}

/// Reads the address of an account (SS58).
///
/// - `address`, `address_len`: in; a NUL after it is not needed and not counted.
/// - `account`: out.
/// - `prefix`: out; NULL if it is not wanted.
/// - `position`: out, the byte at fault; may be NULL.
///
/// Returns `NANOTAO_OK`, `NANOTAO_INVALID_TEXT` or `NANOTAO_SS58_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_ss58_parse(
    address: *const c_char,
    address_len: usize,
    account: *mut AccountId,
    prefix: *mut u16,
    position: *mut usize,
) -> Status {
    let run = || {
        // SAFETY: the caller's promise, as the header states it.
        let (text, account, prefix) =
            unsafe { (memory::text(address, address_len)?, Place::new(account)?, Place::optional(prefix)?) };
        let (found, found_prefix) = parse(text)?;
        account.set(found.into());
        prefix.into_iter().for_each(|place| place.set(found_prefix));
        Ok(())
    };
    // SAFETY: the caller's promise, as the header states it.
    unsafe { status_at(position, run) }
}
