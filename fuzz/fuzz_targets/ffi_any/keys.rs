//! Keys, phrases, addresses, signatures.

use std::ffi::c_char;
use std::ptr::null_mut;

use nanotao_ffi::crypto::{
    Key, nanotao_chain_code, nanotao_key_account, nanotao_key_from_account, nanotao_key_from_mini_secret,
    nanotao_key_from_uri, nanotao_key_verify, nanotao_message_verify, nanotao_signature_verify,
};
use nanotao_ffi::hashing::H256;
use nanotao_ffi::mnemonic::{nanotao_mnemonic_entropy, nanotao_mnemonic_phrase};
use nanotao_ffi::ss58::{nanotao_ss58_encode, nanotao_ss58_encode_payload, nanotao_ss58_parse};
use nanotao_ffi::status::NANOTAO_OK;

use crate::choices::{ACCOUNT, Arm, Case, Choices, Out, ROOM, assert_untouched, known};

pub(crate) const ARMS: &[Arm] =
    &[uri, seed, parse_address, address, payload_address, entropy, phrase, signatures, code];

/// A key of any text, and its account.
fn uri(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let account = ACCOUNT;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (text, len) = c.input(body);
        let mut key = Key { opaque: [9; 48] };
        let status = known(nanotao_key_from_uri(c.place(&mut key), c.byte().into(), text.cast(), len, at));
        if status != NANOTAO_OK {
            assert_untouched(&key.opaque, &[9; 48]);
        }
        let mut found = account;
        let told = known(nanotao_key_account(c.read(&key), c.place(&mut found), null_mut()));
        if told != NANOTAO_OK {
            assert_untouched(&found.bytes, &account.bytes);
        }
    }
}

/// A key of any bytes.
fn seed(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (secret, len) = c.input(body);
        let mut key = Key { opaque: [9; 48] };
        if known(nanotao_key_from_mini_secret(c.place(&mut key), c.byte().into(), secret, len)) != NANOTAO_OK
        {
            assert_untouched(&key.opaque, &[9; 48]);
        }
    }
}

/// An address of any text.
fn parse_address(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let account = ACCOUNT;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (text, len) = c.input(body);
        let mut found = account;
        let status = known(nanotao_ss58_parse(text.cast(), len, c.place(&mut found), null_mut(), at));
        if status != NANOTAO_OK {
            assert_untouched(&found.bytes, &account.bytes);
        }
    }
}

/// The address of an account, in any network.
fn address(c: &mut Choices<'_>, _: &Case<'_>) {
    let account = ACCOUNT;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (ptr, cap, len) = out.lend::<c_char>(c);
        let prefix = u16::from(c.byte()) << 8 | u16::from(c.byte());
        let status = known(nanotao_ss58_encode(c.read(&account), prefix, ptr, cap.min(ROOM), len));
        out.judge(status);
    }
}

/// The entropy of any phrase.
fn entropy(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (text, len) = c.input(body);
        let (ptr, cap, out_len) = out.lend(c);
        let status = known(nanotao_mnemonic_entropy(text.cast(), len, ptr, cap, out_len, at));
        out.judge(status);
    }
}

/// The phrase of any entropy.
fn phrase(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (entropy, len) = c.input(body);
        let (ptr, cap, out_len) = out.lend::<c_char>(c);
        let status = known(nanotao_mnemonic_phrase(entropy, len, ptr, cap, out_len));
        out.judge(status);
    }
}

/// Any message and signature.
fn signatures(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    let account = ACCOUNT;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let ((message, len), (signature, signature_len)) = (c.input(body), c.input(body));
        let account = c.read(&account);
        known(nanotao_message_verify(message, len, account, signature, signature_len));
        known(nanotao_signature_verify(message, len, account, signature, signature_len));
        let mut key = Key { opaque: [9; 48] };
        if known(nanotao_key_from_account(c.place(&mut key), c.byte().into(), account)) != NANOTAO_OK {
            assert_untouched(&key.opaque, &[9; 48]);
        }
        known(nanotao_key_verify(c.read(&key), message, len, signature, signature_len));
    }
}

/// The address of any payload, in any network.
fn payload_address(c: &mut Choices<'_>, case: &Case<'_>) {
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (payload, len) = c.input(&case.body[..case.body.len().min(33)]);
        let (ptr, cap, out_len) = out.lend::<c_char>(c);
        let prefix = u16::from(c.byte()) << 8 | u16::from(c.byte());
        out.judge(known(nanotao_ss58_encode_payload(payload, len, prefix, ptr, cap, out_len)));
    }
}

/// The chain code of any name.
fn code(c: &mut Choices<'_>, case: &Case<'_>) {
    let mut code = H256 { bytes: [9; 32] };
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (name, len) = c.input(case.body);
        if known(nanotao_chain_code(name.cast(), len, c.place(&mut code))) != NANOTAO_OK {
            assert_untouched(&code.bytes, &[9; 32]);
        }
    }
}
