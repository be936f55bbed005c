//! Timelocked weights: locked, reviewed, opened.

use std::ffi::c_char;
use std::ptr::{null, null_mut};

use nanotao_ffi::crypto::Key;
use nanotao_ffi::display::review::Review;
use nanotao_ffi::display::timelocked::{
    HiddenWeights, RevealTerms, nanotao_review_card_timelocked, nanotao_review_init_timelocked,
    nanotao_review_sign_timelocked,
};
use nanotao_ffi::status::NANOTAO_OK;
use nanotao_ffi::timelock::{
    Reveal, nanotao_timelock_commit_hedged, nanotao_timelock_message_len, nanotao_timelock_payload_parse,
};

use crate::choices::{ACCOUNT, Arm, Case, Choices, Out, ROOM, known};
use crate::extrinsics::extension;

pub(crate) const ARMS: &[Arm] = &[commit, opened, timelocked];

/// A commit to any weights.
fn commit(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, words, at } = *case;
    let account = ACCOUNT;
    let mut out = Out::new();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let ((uids, uids_len), (values, values_len)) = (c.input(words), c.input(words));
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
}

/// What any bytes say once they are opened.
fn opened(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { body, at, .. } = *case;
    let account = ACCOUNT;
    let (mut out, mut second) = (Out::new(), Out::new());
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
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
}

/// A review of locked weights: begun by anything, gone on with by weights that may be other ones.
fn timelocked(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { words, .. } = *case;
    let (mut out, mut second) = (Out::new(), Out::new());
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
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
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
        out = Out::new();
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
            (out, second) = (Out::new(), Out::new());
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
