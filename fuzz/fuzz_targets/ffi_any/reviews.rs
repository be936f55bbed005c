//! Reviews, and metadata proofs.

use std::ffi::c_char;
use std::ptr::{null, null_mut};

use nanotao_ffi::crypto::{Key, nanotao_key_from_uri};
use nanotao_ffi::display::proven::{nanotao_review_card_by_proof, nanotao_review_init_by_proof};
use nanotao_ffi::display::review::{
    Review, nanotao_review_approve, nanotao_review_card, nanotao_review_init, nanotao_review_sign,
    nanotao_review_texts,
};
use nanotao_ffi::metadata::{ProofInfo, nanotao_payload_item_by_proof, nanotao_proof_parse};
use nanotao_ffi::status::NANOTAO_OK;

use crate::calls::item;
use crate::choices::{ACCOUNT, Arm, Case, Choices, Out, known};

pub(crate) const ARMS: &[Arm] = &[proof, by_proof, review];

/// A proof of any bytes.
fn proof(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (proof, len) = c.input(body);
        let mut info: ProofInfo = std::mem::zeroed();
        info.struct_size = size_of::<ProofInfo>() as u32 - u32::from(c.byte() == 0);
        let status = known(nanotao_proof_parse(proof, len, c.place(&mut info), at));
        assert!(status == NANOTAO_OK || info.digest == [0; 32]);
    }
}

/// A payload and a proof, divided anywhere.
fn by_proof(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    let account = ACCOUNT;
    let (mut out, mut second) = (Out::new(), Out::new());
    let cut = (usize::from(c.byte()) << 8 | usize::from(c.byte())).min(body.len());
    let (front, back) = body.split_at(cut);
    let (mut review, mut cards, mut item) = (Review { opaque: [3; 18] }, 77, item(c));
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
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
        let mut out = Out::new();
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

/// A review in any order of steps, over memory that may hold none.
fn review(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, .. } = *case;
    let account = ACCOUNT;
    let (mut review, mut cards, mut key) = (Review { opaque: [0; 18] }, 0, Key { opaque: [0; 48] });
    for _ in 0..6 {
        // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
        unsafe {
            let (payload, len) = c.input(body);
            match c.byte() % 6 {
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
                    let (mut out, mut second) = (Out::new(), Out::new());
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
                4 => {
                    let mut all = Out::new();
                    let (texts, cap, texts_len) = all.lend(c);
                    all.judge(known(nanotao_review_texts(&mut review, payload, len, texts, cap, texts_len)));
                }
                _ => {
                    let mut out = Out::new();
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
