//! A timelocked commit of a full subnet: made, opened, and the beacon's signature verified.

use core::hint::black_box;

use nanotao::{
    scale::U16s,
    weights::timelock::{PublicKey, Signature, WeightsTlockPayload, commit_hedged, encoded_len, tld},
};

use crate::{Failed, SECRET, UIDS, Workload};

/// What drand quicknet signed in this round; `clients/drand_decryptable.json` has it.
const ROUND: u64 = 1000;
const SIGNATURE: [u8; 48] = [
    0xb4, 0x46, 0x79, 0xb9, 0xa5, 0x9a, 0xf2, 0xec, 0x87, 0x6b, 0x1a, 0x6b, 0x1a, 0xd5, 0x2e, 0xa9, 0xb1,
    0x61, 0x5f, 0xc3, 0x98, 0x2b, 0x19, 0x57, 0x63, 0x50, 0xf9, 0x34, 0x47, 0xcb, 0x11, 0x25, 0xe3, 0x42,
    0xb7, 0x3a, 0x8d, 0xd2, 0xba, 0xcb, 0xe4, 0x7e, 0x4b, 0x6b, 0x63, 0xed, 0x5e, 0x39,
];

/// What is measured on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 256 weights locked.
    Commit,
    /// A beacon's signature verified.
    Verify,
    /// The commit opened with it.
    Open,
}

/// A step, and the memory that its caller gives.
pub struct Run {
    step: Step,
    uids: [u16; UIDS],
    buffer: [u8; encoded_len(UIDS)],
    message: [u8; encoded_len(UIDS)],
    done: bool,
}

impl Workload for Run {
    type Piece = Step;

    fn pieces() -> impl Iterator<Item = Step> {
        [Step::Commit, Step::Verify, Step::Open].into_iter()
    }

    fn name(step: Step) -> &'static str {
        match step {
            Step::Commit => "commit",
            Step::Verify => "verify",
            Step::Open => "open",
        }
    }

    fn new(step: Step) -> Self {
        let mut uids = [0; UIDS];
        for (uid, index) in uids.iter_mut().zip(0..) {
            *uid = index;
        }
        let (buffer, message) = ([0; encoded_len(UIDS)], [0; encoded_len(UIDS)]);
        let mut run = Self { step, uids, buffer, message, done: false };
        if step == Step::Open {
            run.lock();
        }
        run
    }

    #[unsafe(export_name = "nanotao_measured_timelock")]
    #[inline(never)]
    fn run(&mut self) {
        self.done = match black_box(self.step) {
            Step::Commit => self.lock(),
            Step::Verify => verify(),
            Step::Open => self.open(),
        };
    }

    /// Opens what was locked, where that is not what was measured.
    fn check(&mut self) -> Result<(), Failed> {
        let opens = signature().is_some_and(|signature| {
            let opened = tld(&self.buffer, &signature, &mut self.message);
            opened.is_ok_and(|message| WeightsTlockPayload::parse_all(message) == Ok(payload(&self.uids)))
        });
        let same = self.step == Step::Verify || opens;
        if self.done && same { Ok(()) } else { Err(Failed(Self::name(self.step))) }
    }
}

impl Run {
    #[inline(never)]
    fn lock(&mut self) -> bool {
        let payload = payload(&self.uids);
        commit_hedged(black_box(&SECRET), None, &[], &payload, ROUND, &mut self.buffer).is_ok()
    }

    #[inline(never)]
    fn open(&mut self) -> bool {
        signature().is_some_and(|signature| tld(&self.buffer, &signature, &mut self.message).is_ok())
    }
}

#[inline(never)]
fn verify() -> bool {
    let signature = signature();
    signature.is_some_and(|signature| signature.verify(&PublicKey::quicknet(), black_box(ROUND)).is_ok())
}

fn signature() -> Option<Signature> {
    Signature::parse(black_box(&SIGNATURE)).ok()
}

fn payload(uids: &[u16]) -> WeightsTlockPayload<'_> {
    let list = U16s::from(uids);
    WeightsTlockPayload { hotkey: &[3; 32], uids: list, values: list, version_key: 0 }
}
