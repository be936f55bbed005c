//! Hashes, SCALE, storage keys, constants.

use std::ptr::null;

use nanotao_ffi::hashing::nanotao_hash;
use nanotao_ffi::scale::{nanotao_compact_encode, nanotao_compact_parse};
use nanotao_ffi::status::NANOTAO_OK;
use nanotao_ffi::storage::{nanotao_constant, nanotao_storage_key};

use crate::choices::{Arm, Case, Choices, Out, known};

pub(crate) const ARMS: &[Arm] = &[hash, compact, compact_of, storage_key, constant];

/// A hash of any bytes, by any function.
fn hash(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (input, len) = c.input(body);
        let (ptr, cap, out_len) = out.lend(c);
        let status = known(nanotao_hash(c.byte().into(), input, len, ptr, cap, out_len));
        out.judge(status);
    }
}

/// A compact integer of any bytes.
fn compact(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (input, len) = c.input(body);
        let (mut value, mut used) = (77, 77);
        let status = known(nanotao_compact_parse(input, len, c.place(&mut value), c.place(&mut used), at));
        assert!(status == NANOTAO_OK || (value, used) == (77, 77));
    }
}

/// A compact integer.
fn compact_of(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (ptr, cap, len) = out.lend(c);
        let value = body.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let status = known(nanotao_compact_encode(value, ptr, cap, len));
        out.judge(status);
    }
}

/// A storage key of any names and keys.
fn storage_key(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (text, len) = c.input(body);
        let ends = [usize::from(c.byte()).min(body.len()), body.len()];
        let (places, count) = c.input(&ends);
        let keys = if count == 0 || count > 2 { (null(), 0) } else { (body.as_ptr(), 0) };
        let (ptr, cap, out_len) = out.lend(c);
        let status = known(nanotao_storage_key(
            461,
            text.cast(),
            len,
            c"Tempo".as_ptr(),
            5,
            keys.0,
            places,
            count,
            ptr,
            cap,
            out_len,
            at,
        ));
        out.judge(status);
    }
}

/// A constant of any names.
fn constant(c: &mut Choices<'_>, case: &Case<'_>) {
    let pallet: &[u8] = if c.byte() % 2 == 0 { b"Balances" } else { case.body };
    let name: &[u8] = if c.byte() % 2 == 0 { b"ExistentialDeposit" } else { case.body };
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let ((pallet, pallet_len), (name, name_len)) = (c.input(pallet), c.input(name));
        let spec_version = 460 + u32::from(c.byte() % 2);
        let (ptr, cap, out_len) = out.lend(c);
        let status = known(nanotao_constant(
            spec_version,
            pallet.cast(),
            pallet_len,
            name.cast(),
            name_len,
            ptr,
            cap,
            out_len,
        ));
        out.judge(status);
    }
}
