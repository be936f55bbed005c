//! A timelocked commit of a full subnet: made, opened, and the beacon's signature verified.

use core::hint::black_box;

use nanotao::{
    scale::U16s,
    weights::timelock::{
        HedgedRng, MAX_COMMIT_LEN, PublicKey, Signature, WeightsTlockPayload, commit, encoded_len, tld,
    },
};

use crate::{Failed, Meter, SECRET, UIDS, check};

/// What drand quicknet signed in this round; `clients/drand_decryptable.json` has it.
const ROUND: u64 = 1000;
const SIGNATURE: [u8; 48] = [
    0xb4, 0x46, 0x79, 0xb9, 0xa5, 0x9a, 0xf2, 0xec, 0x87, 0x6b, 0x1a, 0x6b, 0x1a, 0xd5, 0x2e, 0xa9, 0xb1,
    0x61, 0x5f, 0xc3, 0x98, 0x2b, 0x19, 0x57, 0x63, 0x50, 0xf9, 0x34, 0x47, 0xcb, 0x11, 0x25, 0xe3, 0x42,
    0xb7, 0x3a, 0x8d, 0xd2, 0xba, 0xcb, 0xe4, 0x7e, 0x4b, 0x6b, 0x63, 0xed, 0x5e, 0x39,
];

pub(crate) fn run(meter: &mut impl Meter) -> Result<(), Failed> {
    let mut uids = [0; UIDS];
    for (uid, index) in uids.iter_mut().zip(0..) {
        *uid = index;
    }
    let list = U16s::from(uids.as_slice());
    let payload = WeightsTlockPayload { hotkey: &[3; 32], uids: list, values: list, version_key: 0 };
    let mut buffer = [0; encoded_len(UIDS)];
    let mut done = false;
    meter.measure("timelocked commit of 256 weights", &mut || {
        let mut rng = HedgedRng::new(&SECRET, None, black_box(&payload), ROUND);
        done = commit(&payload, ROUND, &mut rng, &mut buffer).is_ok();
    });
    check(done, "timelocked commit")?;
    let signature = Signature::parse(&SIGNATURE).map_err(|_| Failed("beacon"))?;
    meter.measure("verify a beacon's signature", &mut || {
        done = black_box(signature).verify(&PublicKey::quicknet(), ROUND).is_ok();
    });
    check(done, "beacon")?;
    let mut message = [0; MAX_COMMIT_LEN];
    meter.measure("open the commit", &mut || {
        let opened = tld(black_box(&buffer), &signature, &mut message);
        done = opened.is_ok_and(|opened| WeightsTlockPayload::parse_all(opened) == Ok(payload));
    });
    check(done, "open")
}
