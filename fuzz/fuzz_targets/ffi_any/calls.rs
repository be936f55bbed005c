//! Calls: made, named, shown, taken apart.

use std::ffi::c_char;
use std::ptr::{null, null_mut};

use nanotao_ffi::call::{nanotao_call_add_stake, nanotao_call_name, nanotao_call_payload};
use nanotao_ffi::display::reading::{nanotao_call_card, nanotao_extrinsic_cards, nanotao_extrinsic_texts};
use nanotao_ffi::encode::{Arg, nanotao_call_argument, nanotao_call_encode};
use nanotao_ffi::metadata::{Item, nanotao_call_item};
use nanotao_ffi::status::NANOTAO_OK;

use crate::choices::{ACCOUNT, Arm, Case, Choices, Out, known};
use crate::extrinsics::extension;

pub(crate) const ARMS: &[Arm] = &[payload, name, add_stake, cards, call_item, encode];

/// The payload of any call.
fn payload(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (call, len) = c.input(body);
        let extension = extension(c);
        let (ptr, cap, out_len) = out.lend(c);
        out.judge(known(nanotao_call_payload(call, len, c.read(&extension), ptr, cap, out_len)));
    }
}

/// The name of any call.
fn name(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let (mut out, mut second) = (Out::new(), Out::new());
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (call, len) = c.input(body);
        let (pallet, pallet_cap, pallet_len) = out.lend::<c_char>(c);
        let (name, name_cap, name_len) = second.lend::<c_char>(c);
        let status = known(nanotao_call_name(
            475, call, len, pallet, pallet_cap, pallet_len, name, name_cap, name_len, at,
        ));
        out.judge(status);
        second.judge(status);
    }
}

/// A call of its own function.
fn add_stake(c: &mut Choices<'_>, _: &Case<'_>) {
    let account = ACCOUNT;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (ptr, cap, len) = out.lend(c);
        out.judge(known(nanotao_call_add_stake(c.read(&account), 1, 2, ptr, cap, len)));
    }
}

/// The cards of any call or extrinsic.
fn cards(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let (mut out, mut second) = (Out::new(), Out::new());
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (call, len) = c.input(body);
        let (label, label_cap, label_len) = out.lend::<c_char>(c);
        let (value, value_cap, value_len) = second.lend::<c_char>(c);
        let index = c.byte().into();
        let status = known(nanotao_call_card(
            475, call, len, index, label, label_cap, label_len, value, value_cap, value_len, at,
        ));
        out.judge(status);
        second.judge(status);
        let mut count = 77;
        let told = known(nanotao_extrinsic_cards(475, call, len, c.place(&mut count), at));
        assert!(told == NANOTAO_OK || count == 77);
        let mut all = Out::new();
        let (texts, cap, texts_len) = all.lend(c);
        all.judge(known(nanotao_extrinsic_texts(475, call, len, texts, cap, texts_len, at)));
    }
}

/// An item of any call.
fn call_item(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (call, len) = c.input(body);
        let mut item = item(c);
        let (path, cap, path_len) = out.lend::<c_char>(c);
        let index = c.byte().into();
        let status =
            known(nanotao_call_item(475, call, len, index, c.place(&mut item), path, cap, path_len, at));
        out.judge(status);
        assert!((status == NANOTAO_OK) == (item.kind != 0));
    }
}

/// A call of any names, with arguments of any kind, over lists that may be none.
fn encode(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    const CALLS: [(&str, &str); 6] = [
        ("SubtensorModule", "add_stake"),
        ("SubtensorModule", "set_children"),
        ("SubtensorModule", "set_root_claim_type"),
        ("Utility", "batch"),
        ("Proxy", "proxy"),
        ("System", "remark"),
    ];
    let (pallet, function) = CALLS[usize::from(c.byte()) % CALLS.len()];
    // SAFETY: integers and pointers, of which zeros are valid.
    let mut parts: [Arg; 4] = unsafe { std::mem::zeroed() };
    for round in 0..2 {
        let inner = parts;
        for arg in &mut parts {
            arg.kind = u32::from(c.byte()) % 10;
            arg.low = c.byte().into();
            arg.high = u64::from(c.byte() == 0);
            arg.reserved = u32::from(c.byte() == 0);
            (arg.ptr, arg.len) = match arg.kind {
                7 if round == 0 => (null(), 0),
                7 => {
                    let (ptr, len) = c.input(&inner[..]);
                    (ptr.cast(), len)
                }
                6 => {
                    let (ptr, len) = c.input(body.as_chunks::<2>().0);
                    (ptr.cast(), len)
                }
                _ => {
                    let (ptr, len) = c.input(body);
                    (ptr.cast(), len)
                }
            };
        }
        let (args, len) = c.input(&parts[..]);
        let mut out = Out::new();
        let (ptr, cap, out_len) = out.lend(c);
        // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
        let status = unsafe {
            known(nanotao_call_encode(
                475,
                pallet.as_ptr().cast(),
                pallet.len(),
                function.as_ptr().cast(),
                function.len(),
                args,
                len,
                ptr,
                cap,
                out_len,
                null_mut(),
            ))
        };
        out.judge(status);
    }
    let (mut out, mut second) = (Out::new(), Out::new());
    let (name, cap, len) = out.lend::<c_char>(c);
    let (type_name, type_cap, type_len) = second.lend::<c_char>(c);
    let index = c.byte().into();
    let (text, text_len) = c.input(function.as_bytes());
    // SAFETY: as above.
    let status = unsafe {
        known(nanotao_call_argument(
            475,
            pallet.as_ptr().cast(),
            pallet.len(),
            text.cast(),
            text_len,
            index,
            name,
            cap,
            len,
            type_name,
            type_cap,
            type_len,
            null_mut(),
        ))
    };
    out.judge(status);
    second.judge(status);
}

pub(crate) fn item(c: &mut Choices<'_>) -> Item {
    // SAFETY: integers, and pointers that are only written.
    let mut item: Item = unsafe { std::mem::zeroed() };
    item.struct_size = size_of::<Item>() as u32 - u32::from(c.byte() == 0);
    item
}
