//! Payloads and extrinsics.

use nanotao_ffi::extrinsic::{
    Extrinsic, TxExtension, nanotao_extrinsic_encode, nanotao_extrinsic_parse, nanotao_extrinsic_payload,
    nanotao_set_weights_payload,
};
use nanotao_ffi::status::NANOTAO_OK;

use crate::choices::{ACCOUNT, Arm, Case, Choices, Out, known};

pub(crate) const ARMS: &[Arm] = &[set_weights, parse, encode, payload_again];

/// A payload of any weights.
fn set_weights(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { words, at, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let ((uids, uids_len), (weights, len)) = (c.input(words), c.input(words));
        let extension = extension(c);
        let (ptr, cap, out_len) = out.lend(c);
        let status = known(nanotao_set_weights_payload(
            1,
            uids,
            uids_len,
            weights,
            len,
            0,
            c.read(&extension),
            ptr,
            cap,
            out_len,
            at,
        ));
        out.judge(status);
    }
}

/// An extrinsic of any bytes.
fn parse(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (extrinsic, len) = c.input(body);
        let mut parsed: Extrinsic = std::mem::zeroed();
        parsed.struct_size = size_of::<Extrinsic>() as u32 - u32::from(c.byte() == 0);
        let status = known(nanotao_extrinsic_parse(extrinsic, len, c.place(&mut parsed), at));
        assert!(status == NANOTAO_OK || (parsed.nonce, parsed.call_len) == (0, 0));
    }
}

/// An extrinsic of any payload and signature.
fn encode(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let account = ACCOUNT;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let ((payload, len), (signature, signature_len)) =
            (c.input(body), c.input(&body[..body.len().min(65)]));
        let (ptr, cap, out_len) = out.lend(c);
        let status = known(nanotao_extrinsic_encode(
            payload,
            len,
            c.read(&account),
            signature,
            signature_len,
            ptr,
            cap,
            out_len,
            at,
        ));
        out.judge(status);
    }
}

/// The payload of any extrinsic.
fn payload_again(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (extrinsic, len) = c.input(body);
        let extension = extension(c);
        let (ptr, cap, out_len) = out.lend(c);
        let status =
            known(nanotao_extrinsic_payload(extrinsic, len, c.read(&extension), ptr, cap, out_len, at));
        out.judge(status);
    }
}

pub(crate) fn extension(c: &mut Choices<'_>) -> TxExtension {
    // SAFETY: integers only.
    let mut extension: TxExtension = unsafe { std::mem::zeroed() };
    extension.struct_size = size_of::<TxExtension>() as u32 + u32::from(c.byte() == 0);
    extension.era_period = c.byte().into();
    extension.has_metadata_hash = u32::from(c.byte() == 1);
    extension.spec_version = 475;
    extension.transaction_version = 1;
    extension
}
