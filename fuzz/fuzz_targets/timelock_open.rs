//! Timelocked commits of any bytes: what opens is what encrypts to the same bytes, and nothing that is altered opens.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nanotao::scale::{Scale as _, Writer};
use nanotao::weights::timelock::{PublicKey, Signature, WeightsTlockPayload, message_len, tld};

/// What drand quicknet signed in round 1000, to which the seeds are locked.
static SIGNATURE: LazyLock<Signature> = LazyLock::new(|| {
    let signature = Signature::parse(&[
        0xb4, 0x46, 0x79, 0xb9, 0xa5, 0x9a, 0xf2, 0xec, 0x87, 0x6b, 0x1a, 0x6b, 0x1a, 0xd5, 0x2e, 0xa9, 0xb1,
        0x61, 0x5f, 0xc3, 0x98, 0x2b, 0x19, 0x57, 0x63, 0x50, 0xf9, 0x34, 0x47, 0xcb, 0x11, 0x25, 0xe3, 0x42,
        0xb7, 0x3a, 0x8d, 0xd2, 0xba, 0xcb, 0xe4, 0x7e, 0x4b, 0x6b, 0x63, 0xed, 0x5e, 0x39,
    ]);
    signature.expect("a point of the subgroup")
});

fuzz_target!(|data: &[u8]| {
    // Points of any bytes are parsed or refused.
    if let Some(bytes) = data.first_chunk() {
        if let Ok(key) = PublicKey::parse(bytes) {
            assert_eq!(key.to_bytes(), *bytes);
        }
    }
    if let Some(bytes) = data.first_chunk() {
        let _ = Signature::parse(bytes);
    }
    let mut out = [0; 8192];
    let Ok(len) = message_len(data) else {
        assert!(tld(data, &SIGNATURE, &mut out).is_err());
        return;
    };
    let Ok(message) = tld(data, &SIGNATURE, &mut out) else {
        assert!(out[..len].iter().all(|byte| *byte == 0), "a commit that does not open leaves nothing");
        return;
    };
    assert_eq!(message.len(), len);
    if let Ok(payload) = WeightsTlockPayload::parse_all(message) {
        let mut again = vec![0; payload.encoded_len()];
        let mut writer = Writer::new(&mut again);
        payload.encode(&mut writer).expect("there is room");
        assert_eq!(writer.finish(), message);
    }
    // One bit, chosen by the message itself, and one byte less.
    let mut altered = data.to_vec();
    let sum = message.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
    let at = sum % (8 * altered.len());
    altered[at / 8] ^= 1 << (at % 8);
    assert!(tld(&altered, &SIGNATURE, &mut out).is_err(), "bit {at} is not authentic");
    assert!(tld(&data[..data.len() - 1], &SIGNATURE, &mut out).is_err());
});
