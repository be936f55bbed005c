//! The C ABI with any arguments: NULL, misaligned, empty, too short, too long, a wrong `struct_size`. Each call ends in a
//! status that has a text, and what fails leaves its outputs alone.
#![no_main]

use std::ffi::{CStr, c_char};
use std::fmt::Debug;
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use nanotao_ffi::call::{nanotao_call_add_stake, nanotao_call_name, nanotao_call_payload};
use nanotao_ffi::crypto::{
    AccountId, Key, nanotao_key_account, nanotao_key_from_account, nanotao_key_from_mini_secret,
    nanotao_key_from_uri, nanotao_key_verify, nanotao_message_verify, nanotao_signature_verify,
};
use nanotao_ffi::display::proven::{nanotao_review_card_by_proof, nanotao_review_init_by_proof};
use nanotao_ffi::display::reading::{nanotao_call_card, nanotao_extrinsic_cards};
use nanotao_ffi::display::review::{
    Review, nanotao_review_approve, nanotao_review_card, nanotao_review_init, nanotao_review_sign,
};
use nanotao_ffi::display::timelocked::{
    HiddenWeights, RevealTerms, nanotao_review_card_timelocked, nanotao_review_init_timelocked,
    nanotao_review_sign_timelocked,
};
use nanotao_ffi::encode::{Arg, nanotao_call_argument, nanotao_call_encode};
use nanotao_ffi::extrinsic::{
    Extrinsic, TxExtension, nanotao_extrinsic_encode, nanotao_extrinsic_parse, nanotao_extrinsic_payload,
    nanotao_set_weights_payload,
};
use nanotao_ffi::hashing::nanotao_hash;
use nanotao_ffi::metadata::{
    Item, ProofInfo, nanotao_call_item, nanotao_payload_item_by_proof, nanotao_proof_parse,
};
use nanotao_ffi::mnemonic::{nanotao_mnemonic_entropy, nanotao_mnemonic_phrase};
use nanotao_ffi::scale::{nanotao_compact_encode, nanotao_compact_parse};
use nanotao_ffi::set_weights::{nanotao_check_vec_max_limited, nanotao_normalize_weights};
use nanotao_ffi::ss58::{nanotao_ss58_encode, nanotao_ss58_parse};
use nanotao_ffi::status::{NANOTAO_BUFFER_TOO_SMALL, NANOTAO_OK, nanotao_status_text};
use nanotao_ffi::storage::nanotao_storage_key;
use nanotao_ffi::timelock::{
    Reveal, nanotao_timelock_commit_hedged, nanotao_timelock_message_len, nanotao_timelock_payload_parse,
};
use nanotao_ffi::weights::nanotao_sdk11_normalize;

/// Decisions, a byte each; when none is left, all that is asked for is as it should be.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&7, &[]));
        self.0 = rest;
        *first
    }

    /// A list, or something like one. What is followed lies within the list.
    fn input<T>(&mut self, list: &[T]) -> (*const T, usize) {
        let (ptr, len) = (list.as_ptr(), list.len());
        match self.byte() {
            0 => (null(), 0),
            1 => (null(), 1),
            2 if align_of::<T>() > 1 => (ptr.wrapping_byte_add(1), len),
            3 => (ptr, usize::MAX),
            4 => (ptr, (usize::MAX >> 1) / size_of::<T>() + 1),
            5 => (ptr, usize::from(self.byte()).min(len)),
            _ => (ptr, len),
        }
    }

    fn place<T>(&mut self, value: &mut T) -> *mut T {
        match self.byte() {
            0 => null_mut(),
            1 if align_of::<T>() > 1 => (&raw mut *value).wrapping_byte_add(1),
            _ => value,
        }
    }

    fn read<T>(&mut self, value: &T) -> *const T {
        match self.byte() {
            0 => null(),
            1 if align_of::<T>() > 1 => (&raw const *value).wrapping_byte_add(1),
            _ => value,
        }
    }
}

const ROOM: usize = 2048;

/// An output of bytes, all of one value before the call.
struct Out {
    cells: [u8; ROOM],
    len: usize,
}

const BEFORE: u8 = 0xa5;

impl Out {
    const fn new() -> Self {
        Self { cells: [BEFORE; ROOM], len: usize::MAX }
    }

    fn lend<T>(&mut self, choices: &mut Choices<'_>) -> (*mut T, usize, *mut usize) {
        let ptr = self.cells.as_mut_ptr();
        let (ptr, cap) = match choices.byte() {
            0 => (null_mut(), 0),
            1 => (null_mut(), 1),
            2 => (ptr, usize::MAX),
            3 => (ptr, usize::from(choices.byte())),
            _ => (ptr, ROOM),
        };
        (ptr.cast(), cap, choices.place(&mut self.len))
    }

    fn judge(&self, status: u32) {
        if status != NANOTAO_OK {
            assert_untouched(&self.cells, &[BEFORE; ROOM]);
            assert!(self.len == usize::MAX || status == NANOTAO_BUFFER_TOO_SMALL, "{status} told a length");
        } else if self.len != usize::MAX {
            assert!(self.len <= ROOM);
        }
    }
}

fn assert_untouched<T: PartialEq + Debug>(now: &T, before: &T) {
    assert_eq!(now, before, "a call that failed wrote something");
}

/// Every status has a text of its own.
fn known(status: u32) -> u32 {
    // SAFETY: the text ends with a NUL.
    let text = unsafe { CStr::from_ptr(nanotao_status_text(status)) };
    assert_ne!(text, c"unknown status", "{status}");
    status
}

fuzz_target!(|data: &[u8]| {
    let (head, body) = data.split_at_checked(96).unwrap_or((data, &[]));
    let (kind, head) = head.split_first().unwrap_or((&0, &[]));
    let mut choices = Choices(head);
    let (wide, _) = body.as_chunks::<2>();
    let words: Vec<u16> = wide.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    let scores: Vec<f64> = words.iter().map(|word| f64::from(*word) - 1.0).collect();
    let account = AccountId { bytes: [7; 32] };
    let (mut out, mut second) = (Out::new(), Out::new());
    let mut position = usize::MAX - 1;
    let at = choices.place(&mut position);
    let c = &mut choices;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        match kind % 31 {
            0 => {
                let (text, len) = c.input(body);
                let mut key = Key { opaque: [9; 48] };
                let status =
                    known(nanotao_key_from_uri(c.place(&mut key), c.byte().into(), text.cast(), len, at));
                if status != NANOTAO_OK {
                    assert_untouched(&key.opaque, &[9; 48]);
                }
                let mut found = account;
                let told = known(nanotao_key_account(c.read(&key), c.place(&mut found), null_mut()));
                if told != NANOTAO_OK {
                    assert_untouched(&found.bytes, &account.bytes);
                }
            }
            1 => {
                let (secret, len) = c.input(body);
                let mut key = Key { opaque: [9; 48] };
                if known(nanotao_key_from_mini_secret(c.place(&mut key), c.byte().into(), secret, len))
                    != NANOTAO_OK
                {
                    assert_untouched(&key.opaque, &[9; 48]);
                }
            }
            2 => {
                let (text, len) = c.input(body);
                let mut found = account;
                let status = known(nanotao_ss58_parse(text.cast(), len, c.place(&mut found), null_mut(), at));
                if status != NANOTAO_OK {
                    assert_untouched(&found.bytes, &account.bytes);
                }
            }
            3 => {
                let (ptr, cap, len) = out.lend::<c_char>(c);
                let prefix = u16::from(c.byte()) << 8 | u16::from(c.byte());
                let status = known(nanotao_ss58_encode(c.read(&account), prefix, ptr, cap.min(ROOM), len));
                out.judge(status);
            }
            4 => {
                let (input, len) = c.input(body);
                let (ptr, cap, out_len) = out.lend(c);
                let status = known(nanotao_hash(c.byte().into(), input, len, ptr, cap, out_len));
                out.judge(status);
            }
            5 => {
                let (input, len) = c.input(body);
                let (mut value, mut used) = (77, 77);
                let status =
                    known(nanotao_compact_parse(input, len, c.place(&mut value), c.place(&mut used), at));
                assert!(status == NANOTAO_OK || (value, used) == (77, 77));
            }
            6 => {
                let (ptr, cap, len) = out.lend(c);
                let value = body.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
                let status = known(nanotao_compact_encode(value, ptr, cap, len));
                out.judge(status);
            }
            7 => {
                let (text, len) = c.input(body);
                let (ptr, cap, out_len) = out.lend(c);
                let status = known(nanotao_mnemonic_entropy(text.cast(), len, ptr, cap, out_len, at));
                out.judge(status);
            }
            8 => {
                let (entropy, len) = c.input(body);
                let (ptr, cap, out_len) = out.lend::<c_char>(c);
                let status = known(nanotao_mnemonic_phrase(entropy, len, ptr, cap, out_len));
                out.judge(status);
            }
            9 => {
                let ((uids, uids_len), (list, len)) = (c.input(&words), c.input(&scores));
                let mut weights = vec![0x5a5a_u16; words.len() + 1];
                let mut kept = vec![0x5a5a_u16; words.len() + 1];
                let cap = usize::from(c.byte()).min(words.len());
                let mut made = usize::MAX;
                let (to_kept, to_weights) = (kept.as_mut_ptr(), weights.as_mut_ptr());
                let status = known(nanotao_sdk11_normalize(
                    uids,
                    uids_len,
                    list,
                    len,
                    to_kept,
                    to_weights,
                    cap,
                    c.place(&mut made),
                    at,
                ));
                if status != NANOTAO_OK {
                    assert!(kept.iter().chain(&weights).all(|cell| *cell == 0x5a5a));
                }
            }
            10 => {
                let ((uids, uids_len), (weights, len)) = (c.input(&words), c.input(&words));
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
            11 => {
                let (call, len) = c.input(body);
                let extension = extension(c);
                let (ptr, cap, out_len) = out.lend(c);
                out.judge(known(nanotao_call_payload(call, len, c.read(&extension), ptr, cap, out_len)));
            }
            12 => {
                let (call, len) = c.input(body);
                let (pallet, pallet_cap, pallet_len) = out.lend::<c_char>(c);
                let (name, name_cap, name_len) = second.lend::<c_char>(c);
                let status = known(nanotao_call_name(
                    475, call, len, pallet, pallet_cap, pallet_len, name, name_cap, name_len, at,
                ));
                out.judge(status);
                second.judge(status);
            }
            13 => {
                let (ptr, cap, len) = out.lend(c);
                out.judge(known(nanotao_call_add_stake(c.read(&account), 1, 2, ptr, cap, len)));
            }
            14 => {
                let (extrinsic, len) = c.input(body);
                let mut parsed: Extrinsic = std::mem::zeroed();
                parsed.struct_size = size_of::<Extrinsic>() as u32 - u32::from(c.byte() == 0);
                let status = known(nanotao_extrinsic_parse(extrinsic, len, c.place(&mut parsed), at));
                assert!(status == NANOTAO_OK || (parsed.nonce, parsed.call_len) == (0, 0));
            }
            15 => {
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
            16 => {
                let (extrinsic, len) = c.input(body);
                let extension = extension(c);
                let (ptr, cap, out_len) = out.lend(c);
                let status = known(nanotao_extrinsic_payload(
                    extrinsic,
                    len,
                    c.read(&extension),
                    ptr,
                    cap,
                    out_len,
                    at,
                ));
                out.judge(status);
            }
            17 => {
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
            18 => {
                let mut row = words.clone();
                let (ptr, len) = c.input(&words);
                let ptr = if ptr == words.as_ptr() { row.as_mut_ptr() } else { ptr.cast_mut() };
                if known(nanotao_normalize_weights(ptr, len)) != NANOTAO_OK {
                    assert_untouched(&row, &words);
                }
            }
            19 => {
                let (row, len) = c.input(&words);
                let mut holds = 7;
                let status = known(nanotao_check_vec_max_limited(row, len, 9, c.place(&mut holds)));
                assert!((status == NANOTAO_OK) == (holds < 2));
            }
            20 => {
                let ((message, len), (signature, signature_len)) = (c.input(body), c.input(body));
                let account = c.read(&account);
                known(nanotao_message_verify(message, len, account, signature, signature_len));
                known(nanotao_signature_verify(message, len, account, signature, signature_len));
                let mut key = Key { opaque: [9; 48] };
                if known(nanotao_key_from_account(c.place(&mut key), c.byte().into(), account)) != NANOTAO_OK
                {
                    assert_untouched(&key.opaque, &[9; 48]);
                }
                known(nanotao_key_verify(c.read(&key), message, len, signature, signature_len));
            }
            21 => encode(c, body, &mut out),
            22 => {
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
            }
            23 => {
                let (call, len) = c.input(body);
                let mut item = item(c);
                let (path, cap, path_len) = out.lend::<c_char>(c);
                let index = c.byte().into();
                let status = known(nanotao_call_item(
                    475,
                    call,
                    len,
                    index,
                    c.place(&mut item),
                    path,
                    cap,
                    path_len,
                    at,
                ));
                out.judge(status);
                assert!((status == NANOTAO_OK) == (item.kind != 0));
            }
            24 => {
                let (proof, len) = c.input(body);
                let mut info: ProofInfo = std::mem::zeroed();
                info.struct_size = size_of::<ProofInfo>() as u32 - u32::from(c.byte() == 0);
                let status = known(nanotao_proof_parse(proof, len, c.place(&mut info), at));
                assert!(status == NANOTAO_OK || info.digest == [0; 32]);
            }
            25 => by_proof(c, body, &mut out, &mut second),
            26 => {
                let ((uids, uids_len), (values, values_len)) = (c.input(&words), c.input(&words));
                let (secret, fresh) = ([5; 32], [6; 32]);
                let (context, context_len) = c.input(body);
                let (ptr, cap, len) = out.lend(c);
                let status = known(nanotao_timelock_commit_hedged(
                    c.read(&account),
                    uids,
                    uids_len,
                    values,
                    values_len,
                    1,
                    2,
                    c.read(&secret).cast(),
                    c.read(&fresh).cast(),
                    context,
                    context_len,
                    ptr,
                    cap,
                    len,
                    at,
                ));
                out.judge(status);
            }
            27 => {
                let (message, len) = c.input(body);
                let (uids, uids_cap, uids_len) = out.lend::<u16>(c);
                let (values, values_cap, values_len) = second.lend::<u16>(c);
                let (mut found, mut version_key) = (account, 77);
                let (room, place) = (ROOM / 2, c.place(&mut found));
                let status = known(nanotao_timelock_payload_parse(
                    message,
                    len,
                    place,
                    uids,
                    if uids_cap > ROOM { uids_cap } else { uids_cap.min(room) },
                    uids_len,
                    values,
                    if values_cap > ROOM { values_cap } else { values_cap.min(room) },
                    values_len,
                    c.place(&mut version_key),
                    at,
                ));
                out.judge(status);
                second.judge(status);
                assert!(status == NANOTAO_OK || version_key == 77);
                let mut told = 77;
                let status = known(nanotao_timelock_message_len(message, len, c.place(&mut told), at));
                assert!(status == NANOTAO_OK || told == 77);
            }
            28 => timelocked(c, &words, &mut out, &mut second),
            _ => review(c, body, &mut out, &mut second),
        }
    }
    assert!(position == usize::MAX - 1 || !at.is_null());
});

fn extension(c: &mut Choices<'_>) -> TxExtension {
    // SAFETY: integers only.
    let mut extension: TxExtension = unsafe { std::mem::zeroed() };
    extension.struct_size = size_of::<TxExtension>() as u32 + u32::from(c.byte() == 0);
    extension.era_period = c.byte().into();
    extension.has_metadata_hash = u32::from(c.byte() == 1);
    extension.spec_version = 475;
    extension.transaction_version = 1;
    extension
}

fn item(c: &mut Choices<'_>) -> Item {
    // SAFETY: integers, and pointers that are only written.
    let mut item: Item = unsafe { std::mem::zeroed() };
    item.struct_size = size_of::<Item>() as u32 - u32::from(c.byte() == 0);
    item
}

/// A call of any names, with arguments of any kind, over lists that may be none.
///
/// # Safety
/// None is needed: whatever is followed lies within what lives here.
unsafe fn encode(c: &mut Choices<'_>, body: &[u8], out: &mut Out) {
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
        *out = Out::new();
        let (ptr, cap, out_len) = out.lend(c);
        // SAFETY: as above.
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
    *out = Out::new();
    let mut second = Out::new();
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

/// A payload and a proof, divided anywhere.
///
/// # Safety
/// None is needed: whatever is followed lies within what lives here.
unsafe fn by_proof(c: &mut Choices<'_>, body: &[u8], out: &mut Out, second: &mut Out) {
    let account = AccountId { bytes: [7; 32] };
    let cut = (usize::from(c.byte()) << 8 | usize::from(c.byte())).min(body.len());
    let (front, back) = body.split_at(cut);
    let (mut review, mut cards, mut item) = (Review { opaque: [3; 18] }, 77, item(c));
    // SAFETY: as above.
    unsafe {
        let ((payload, len), (proof, proof_len)) = (c.input(front), c.input(back));
        let place = c.place(&mut review);
        let begun = known(nanotao_review_init_by_proof(
            place,
            payload,
            len,
            proof,
            proof_len,
            c.read(&account),
            null(),
            c.place(&mut cards),
            null_mut(),
        ));
        assert!(begun == NANOTAO_OK || (review.opaque == [3; 18] && cards == 77));
        let (label, label_cap, label_len) = out.lend::<c_char>(c);
        let (value, value_cap, value_len) = second.lend::<c_char>(c);
        let status = known(nanotao_review_card_by_proof(
            &mut review,
            payload,
            len,
            proof,
            proof_len,
            c.byte().into(),
            label,
            label_cap,
            label_len,
            value,
            value_cap,
            value_len,
            null_mut(),
        ));
        out.judge(status);
        second.judge(status);
        *out = Out::new();
        let (path, cap, path_len) = out.lend::<c_char>(c);
        let index = c.byte().into();
        let place = c.place(&mut item);
        let status = known(nanotao_payload_item_by_proof(
            payload,
            len,
            proof,
            proof_len,
            index,
            place,
            path,
            cap,
            path_len,
            null_mut(),
        ));
        out.judge(status);
        assert!((status == NANOTAO_OK) == (item.kind != 0));
    }
}

/// A review of locked weights: begun by anything, gone on with by weights that may be other ones.
///
/// # Safety
/// None is needed: whatever is followed lies within what lives here.
unsafe fn timelocked(c: &mut Choices<'_>, words: &[u16], out: &mut Out, second: &mut Out) {
    let (mut review, mut cards, secret, fresh) = (Review { opaque: [3; 18] }, 77, [5; 32], [6; 32]);
    // SAFETY: integers, and pointers that are set before they are followed.
    let (mut weights, mut terms, mut reveal): (HiddenWeights, RevealTerms, Reveal) =
        unsafe { std::mem::zeroed() };
    weights.struct_size = size_of::<HiddenWeights>() as u32 - u32::from(c.byte() == 0);
    (weights.netuid, weights.mecid) = (c.byte().into(), c.byte() % 17);
    (weights.uids, weights.uids_len) = c.input(words);
    (weights.values, weights.values_len) = c.input(words);
    terms.struct_size = size_of::<RevealTerms>() as u32 - u32::from(c.byte() == 0);
    (terms.schedule.tempo, terms.reveal_period_epochs) = (360, c.byte().into());
    (terms.current_block, terms.block_time_ms) = (c.byte().into(), 12_000);
    terms.unix_time_ms = 1_700_000_000_000;
    reveal.struct_size = size_of::<Reveal>() as u32 - u32::from(c.byte() == 0);
    let extension = extension(c);
    // SAFETY: as above.
    unsafe {
        let (ptr, cap, len) = out.lend(c);
        let status = known(nanotao_review_init_timelocked(
            c.place(&mut review),
            c.read(&weights),
            c.read(&terms),
            c.read(&extension),
            c.read(&secret).cast(),
            c.read(&fresh).cast(),
            ptr,
            cap,
            len,
            c.place(&mut reveal),
            c.place(&mut cards),
            null_mut(),
        ));
        out.judge(status);
        assert!(status == NANOTAO_OK || (review.opaque == [3; 18] && (cards, reveal.round) == (77, 0)));
        let payload = out.cells;
        let len = if status == NANOTAO_OK { out.len } else { usize::from(c.byte()) };
        weights.version_key = (c.byte() == 0).into();
        *out = Out::new();
        for index in 0..3 {
            let (label, label_cap, label_len) = out.lend::<c_char>(c);
            let (value, value_cap, value_len) = second.lend::<c_char>(c);
            let shown = known(nanotao_review_card_timelocked(
                &mut review,
                payload.as_ptr(),
                len,
                &weights,
                index,
                label,
                label_cap,
                label_len,
                value,
                value_cap,
                value_len,
                null_mut(),
            ));
            assert!(shown != NANOTAO_OK || (status, weights.version_key) == (NANOTAO_OK, 0));
            out.judge(shown);
            second.judge(shown);
            (*out, *second) = (Out::new(), Out::new());
        }
        let key = Key { opaque: [0; 48] };
        let (ptr, cap, out_len) = out.lend(c);
        let signed = known(nanotao_review_sign_timelocked(
            &mut review,
            payload.as_ptr(),
            len,
            &weights,
            c.read(&key),
            null(),
            0,
            ptr,
            cap,
            out_len,
        ));
        assert_ne!(signed, NANOTAO_OK);
        out.judge(signed);
    }
}

/// A review in any order of steps, over memory that may hold none.
///
/// # Safety
/// None is needed: whatever is followed lies within what lives here.
unsafe fn review(c: &mut Choices<'_>, body: &[u8], out: &mut Out, second: &mut Out) {
    let account = AccountId { bytes: [7; 32] };
    let (mut review, mut cards, mut key) = (Review { opaque: [0; 18] }, 0, Key { opaque: [0; 48] });
    for _ in 0..6 {
        // SAFETY: as above.
        unsafe {
            let (payload, len) = c.input(body);
            match c.byte() % 5 {
                0 => {
                    known(nanotao_key_from_uri(
                        &mut key,
                        c.byte().into(),
                        c"//Alice".as_ptr(),
                        7,
                        null_mut(),
                    ));
                }
                1 => {
                    let place = c.place(&mut review);
                    let count = c.place(&mut cards);
                    known(nanotao_review_init(
                        place,
                        payload,
                        len,
                        c.read(&account),
                        null(),
                        count,
                        null_mut(),
                    ));
                }
                2 => {
                    *out = Out::new();
                    *second = Out::new();
                    let (label, label_cap, label_len) = out.lend::<c_char>(c);
                    let (value, value_cap, value_len) = second.lend::<c_char>(c);
                    let index = c.byte().into();
                    let status = known(nanotao_review_card(
                        &mut review,
                        payload,
                        len,
                        index,
                        label,
                        label_cap,
                        label_len,
                        value,
                        value_cap,
                        value_len,
                        null_mut(),
                    ));
                    out.judge(status);
                    second.judge(status);
                }
                3 => {
                    known(nanotao_review_approve(c.place(&mut review), null_mut()));
                }
                _ => {
                    *out = Out::new();
                    let (ptr, cap, out_len) = out.lend(c);
                    let status = known(nanotao_review_sign(
                        &mut review,
                        payload,
                        len,
                        c.read(&key),
                        null(),
                        0,
                        ptr,
                        cap,
                        out_len,
                    ));
                    out.judge(status);
                }
            }
        }
    }
}
