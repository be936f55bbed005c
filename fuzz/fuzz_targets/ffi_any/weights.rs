//! Weights, and the checks of `set_weights`.

use nanotao_ffi::checks::{
    nanotao_check_length, nanotao_check_rate_limit, nanotao_check_version_key, nanotao_has_duplicate_uids,
    nanotao_is_self_weight,
};
use nanotao_ffi::set_weights::{nanotao_check_vec_max_limited, nanotao_normalize_weights};
use nanotao_ffi::status::NANOTAO_OK;
use nanotao_ffi::weights::nanotao_sdk11_normalize;

use crate::choices::{Arm, Case, Choices, assert_untouched, known};

pub(crate) const ARMS: &[Arm] = &[normalize, in_place, max_limited, checks];

/// Any scores, as the SDK normalises them.
fn normalize(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { words, at, .. } = *case;
    let scores: Vec<f64> = words.iter().map(|word| f64::from(*word) - 1.0).collect();
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let ((uids, uids_len), (list, len)) = (c.input(words), c.input(&scores));
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
}

/// Any weights, in place.
fn in_place(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { words, .. } = *case;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let mut row = words.to_vec();
        let (ptr, len) = c.input(words);
        let ptr = if ptr == words.as_ptr() { row.as_mut_ptr() } else { ptr.cast_mut() };
        if known(nanotao_normalize_weights(ptr, len)) != NANOTAO_OK {
            assert_untouched(&row[..], words);
        }
    }
}

/// Any weights, under a limit.
fn max_limited(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { words, .. } = *case;
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let (row, len) = c.input(words);
        let mut holds = 7;
        let status = known(nanotao_check_vec_max_limited(row, len, 9, c.place(&mut holds)));
        assert!((status == NANOTAO_OK) == (holds < 2));
    }
}

/// The other checks. What has no answer gives none.
fn checks(c: &mut Choices<'_>, case: &Case<'_>) {
    let Case { words, .. } = *case;
    let [first, second, third] = case.numbers();
    let told = |status, holds: u32| assert!(if status == NANOTAO_OK { holds < 2 } else { holds == 7 });
    // SAFETY: whatever is followed lies within a list or a value that lives here; all else is refused unread.
    unsafe {
        let ((uids, uids_len), (values, len)) = (c.input(words), c.input(words));
        let mut holds = 7;
        told(known(nanotao_has_duplicate_uids(uids, uids_len, c.place(&mut holds))), holds);
        holds = 7;
        let uid = words.first().copied().unwrap_or_default();
        told(known(nanotao_is_self_weight(uid, uids, uids_len, values, len, c.place(&mut holds))), holds);
        holds = 7;
        let (netuid, n, min) = (c.byte().into(), c.byte().into(), c.byte().into());
        let place = c.place(&mut holds);
        told(known(nanotao_check_length(netuid, uid, uids, uids_len, values, len, n, min, place)), holds);
        holds = 7;
        let exists = (c.byte() % 3).into();
        told(known(nanotao_check_rate_limit(exists, first, second, third, c.place(&mut holds))), holds);
        assert!(nanotao_check_version_key(first, second) < 2);
    }
}
