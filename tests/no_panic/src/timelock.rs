//! Timelocked weights: what a device does with them, and what opens them.

use nanotao::weights::timelock::{Profile, Schedule, check_round, predict_reveal};
#[cfg(feature = "crypto")]
use nanotao::{
    scale::{Reader, Scale as _, U16s},
    weights::timelock::{MAX_COMMIT_LEN, PublicKey, Signature, WeightsTlockPayload, commit_hedged, tld},
};

use crate::{epoch::Numbers, sink::Sink};

pub(crate) fn reveal(bytes: &[u8], sink: &mut Sink) {
    let numbers = &mut Numbers::new(bytes);
    let schedule = Schedule {
        tempo: numbers.next() as u16,
        last_epoch_block: numbers.next(),
        pending_epoch_at: numbers.next(),
        blocks_since_last_step: numbers.next(),
        subnet_epoch_index: numbers.next(),
        ..Schedule::default()
    };
    let (block, period, time, block_time) = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
    for profile in [Profile::SPEC_425, Profile::SPEC_475] {
        let reveal = predict_reveal(&profile, &schedule, block, period, time, block_time);
        let Some(reveal) = sink.result(reveal) else { return };
        sink.add(reveal.round);
        sink.add(reveal.first_reveal_block);
        sink.result(check_round(reveal.round, time));
    }
}

/// Its flash is that of a commit: nothing is linked that a commit does not call.
#[cfg(feature = "crypto")]
pub(crate) fn lock(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    let (Ok(uids), Ok(values)) = (U16s::parse(&mut input), U16s::parse(&mut input)) else { return };
    let (Some(secret), round) = (bytes.first_chunk(), bytes.len() as u64) else { return };
    let payload = WeightsTlockPayload { hotkey: bytes, uids, values, version_key: round };
    let mut out = [0; MAX_COMMIT_LEN];
    if let Ok(commit) = commit_hedged(secret, Some(secret), bytes, &payload, round, &mut out) {
        sink.bytes(commit);
    }
}

#[cfg(feature = "crypto")]
pub(crate) fn open(bytes: &[u8], sink: &mut Sink) {
    let Some((signature, rest)) = bytes.split_first_chunk() else { return };
    let Some((key, commit)) = rest.split_first_chunk() else { return };
    let (Some(signature), Some(key)) =
        (sink.result(Signature::parse(signature)), sink.result(PublicKey::parse(key)))
    else {
        return;
    };
    sink.result(signature.verify(&key, commit.len() as u64));
    let mut out = [0; MAX_COMMIT_LEN];
    let opened =
        tld(commit, &signature, &mut out).and_then(|message| WeightsTlockPayload::parse_all(message));
    if let Some(payload) = sink.result(opened) {
        sink.bytes(payload.hotkey);
    }
}
