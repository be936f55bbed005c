//! The rooms without keys.

use core::fmt::Write as _;

use nanotao::{
    AccountId, MechId, NetUid, NetUidStorageIndex, TaoBalance, Uid,
    call::{Call, SpecVersion},
    crypto::{MiniSecret, MultiSignature},
    display::{Card, HiddenWeights, Reading, Render, Review, TextRender, Value},
    extrinsic::{Era, Extension, Payload, SignedExtrinsic, TxExtension, assemble},
    metadata::Proof,
    scale::{Compact, Reader, Scale, ScaleError, U16s, Writer},
    ss58, weights as w,
};

use crate::sink::Sink;

fn round_trip<'a, T: Scale<'a>>(input: &mut Reader<'a>, out: &mut [u8], sink: &mut Sink) -> Option<T> {
    let value = sink.result(T::parse(input))?;
    let mut writer = Writer::new(out);
    sink.result(value.encode(&mut writer));
    sink.add(value.encoded_len() as u32);
    sink.bytes(writer.finish());
    Some(value)
}

pub(crate) fn scale(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    let mut out = [0; 64];
    round_trip::<u8>(&mut input, &mut out, sink);
    round_trip::<u16>(&mut input, &mut out, sink);
    round_trip::<u32>(&mut input, &mut out, sink);
    round_trip::<u64>(&mut input, &mut out, sink);
    round_trip::<u128>(&mut input, &mut out, sink);
    round_trip::<bool>(&mut input, &mut out, sink);
    round_trip::<AccountId>(&mut input, &mut out, sink);
    round_trip::<Option<TaoBalance>>(&mut input, &mut out, sink);
    round_trip::<&[u8]>(&mut input, &mut out, sink);
    round_trip::<Compact<u32>>(&mut input, &mut out, sink);
    round_trip::<Compact<u64>>(&mut input, &mut out, sink);
    if let Some(list) = round_trip::<U16s<'_>>(&mut input, &mut out, sink) {
        let mut copy = [0; 16];
        sink.add(list.copy_to(&mut copy).map_or(0, |copy| copy.len() as u32));
        sink.add(list.get(bytes.len()).unwrap_or_default());
    }
    sink.add(input.offset() as u32);
    sink.result(input.finish());
}

pub(crate) fn ss58(bytes: &[u8], sink: &mut Sink) {
    let text = core::str::from_utf8(bytes).unwrap_or_default();
    if let Some((account, prefix)) = sink.result(ss58::parse(text)) {
        let mut out = [0; ss58::MAX_ENCODED_LEN];
        if let Some(text) = sink.result(ss58::encode(&account, prefix, &mut out)) {
            sink.bytes(text.as_bytes());
        }
        let _ = write!(sink, "{}", ss58::Address::new(&account));
    }
    let mut out = [0; ss58::MAX_PAYLOAD_ENCODED_LEN];
    if let Some(text) = sink.result(ss58::encode_payload(bytes, bytes.len() as u16, &mut out)) {
        sink.bytes(text.as_bytes());
    }
}

pub(crate) fn call(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    let Some(version) = sink.result(u32::parse(&mut input)) else { return };
    let Some(spec) = sink.result(SpecVersion::new(version)) else { return };
    let Some(call) = sink.result(Call::parse(spec, &mut input)) else { return };
    sink.bytes(call.pallet().as_bytes());
    sink.bytes(call.function().as_bytes());
    sink.add(call.encoded_len() as u32);
    let mut out = [0; 256];
    if let Some(encoded) = sink.result(call.encode_to(&mut out)) {
        sink.bytes(encoded);
    }
}

pub(crate) fn extrinsic(bytes: &[u8], sink: &mut Sink) {
    let Some(parsed) = sink.result(SignedExtrinsic::parse(bytes)) else { return };
    sink.bytes(parsed.call);
    let mut input = Reader::new(bytes);
    let extension = extension(&mut input);
    let Some(extension) = sink.result(extension) else { return };
    let mut out = [0; 512];
    for id in Extension::ALL {
        let mut writer = Writer::new(&mut out);
        sink.result(extension.encode_explicit(id, &mut writer));
        sink.result(extension.encode_implicit(id, &mut writer));
        sink.bytes(id.identifier().as_bytes());
        sink.bytes(writer.finish());
    }
    if let Some(payload) = sink.result(Payload::from_call_bytes(parsed.call, &extension, &mut out)) {
        sink.bytes(payload.message().as_ref());
    }
    let signature = MultiSignature::Sr25519([7; 64]);
    if let Some(bytes) = sink.result(assemble(&parsed.account, &signature, &extension, parsed.call, &mut out))
    {
        sink.bytes(bytes);
    }
}

fn extension(input: &mut Reader<'_>) -> Result<TxExtension, ScaleError> {
    let (period, current) = (u64::parse(input)?, u64::parse(input)?);
    let era = Era::mortal(period, current);
    Ok(TxExtension {
        era,
        nonce: era.birth(current) as u32 ^ era.death(current) as u32,
        tip: Scale::parse(input)?,
        metadata_hash: Scale::parse(input)?,
        spec_version: Scale::parse(input)?,
        transaction_version: Scale::parse(input)?,
        genesis_hash: Scale::parse(input)?,
        block_hash: Scale::parse(input)?,
    })
}

/// Shows cards twice: as text, and by its own hand.
struct Cards<'a>(&'a mut Sink);

impl Render for Cards<'_> {
    type Error = core::fmt::Error;

    fn card(&mut self, index: usize, total: usize, card: &Card<'_>) -> core::fmt::Result {
        self.0.add((index ^ total) as u32);
        write!(self.0, "{}{}", card.label, card.value)
    }
}

pub(crate) fn display(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    if let Some(spec) = sink.result(SpecVersion::new(bytes.len() as u32))
        && let Some(mut reading) = sink.result(Reading::of_extrinsic(spec, bytes))
    {
        sink.add(reading.len() as u32);
        if let Some(card) = reading.get(bytes.len()) {
            let _ = write!(sink, "{card}");
        }
    }
    let Some(signer) = sink.result(AccountId::parse(&mut input)) else { return };
    let Some(verified) = sink.result(Payload::new(input.rest()).verify()) else { return };
    show(verified.review(signer, Some(bytes.len() as u32)), bytes, sink);
    let lists = (U16s::parse(&mut input), U16s::parse(&mut input));
    let ((Ok(uids), Ok(values)), Some(secret)) = (lists, bytes.first_chunk()) else { return };
    let (netuid, mecid) = (NetUid(bytes.len() as u16), MechId(bytes.len() as u8));
    let weights = HiddenWeights { hotkey: signer, netuid, mecid, uids, values, version_key: 1 };
    let (mut out, secret) = ([0; 256], MiniSecret::new(*secret));
    let commit = weights.commit(verified.extension(), None, &secret, None, &mut out);
    if let Some(commit) = sink.result(commit) {
        show(commit.review(), bytes, sink);
    }
}

pub(crate) fn metadata(bytes: &[u8], sink: &mut Sink) {
    let (payload, proof) = bytes.split_at_checked(bytes.len() / 2).unwrap_or_default();
    let Some(proof) = sink.result(Proof::parse(proof)) else { return };
    sink.bytes(&proof.digest().0);
    sink.bytes(proof.extra_info().spec_name.as_bytes());
    let Some(verified) = sink.result(Payload::new(payload).verify_by(&proof)) else { return };
    let mut decoder = verified.described().decoder();
    while let Some(Some(decoded)) = sink.result(decoder.next()) {
        let _ = write!(sink, "{}{:#}", decoder.path(decoded.depth), decoder.path(decoded.depth));
    }
    show(verified.review(AccountId::default(), Some(bytes.len() as u32)), bytes, sink);
}

fn show(mut review: Review<'_>, bytes: &[u8], sink: &mut Sink) {
    review.measure(&mut |card| sink.add(u64::from(matches!(card.value, Value::Count(_)))));
    let shown = review.emit(bytes.len(), &mut Cards(sink));
    sink.result(shown);
    let shown = review.emit_all(&mut Cards(sink));
    sink.result(shown);
    let shown = review.emit_all(&mut TextRender(&mut *sink));
    sink.result(shown);
    sink.add(review.len() as u32 ^ review.shown() as u32);
    if let Ok(approved) = review.approve() {
        sink.bytes(approved.payload().as_bytes());
    }
}
pub(crate) fn weights(bytes: &[u8], sink: &mut Sink) {
    let mut input = Reader::new(bytes);
    let mut uids = [0; 64];
    let mut values = [0; 64];
    let mut scores = [0.0; 64];
    let lists = (U16s::parse(&mut input), U16s::parse(&mut input));
    let (Ok(uid_list), Ok(value_list)) = lists else { return };
    let (Some(uids), Some(values)) = (uid_list.copy_to(&mut uids), value_list.copy_to(&mut values)) else {
        return;
    };
    for (score, bits) in scores.iter_mut().zip(input.rest().as_chunks().0) {
        *score = f64::from_le_bytes(*bits);
    }
    let scores = scores.get(..values.len()).unwrap_or_default();
    quantise(uids, scores, sink);
    chain(uids, values, sink);
    let hash = w::commit_hash(
        &AccountId([1; 32]),
        NetUidStorageIndex(bytes.len() as u16),
        uid_list,
        value_list,
        uid_list,
        bytes.len() as u64,
    );
    sink.bytes(&hash.0);
    w::normalize_weights(values);
    w::vec_u16_max_upscale_to_u16(values);
    sink.add(values.iter().fold(0u32, |sum, value| sum.wrapping_add(u32::from(*value))));
}

fn quantise(uids: &[Uid], scores: &[f64], sink: &mut Sink) {
    let (mut out_uids, mut out_values, mut scratch) = ([0; 64], [0; 64], [0.0; 64]);
    if let Some((uids, values)) =
        sink.result(w::sdk10::quantise(uids, scores, &mut out_uids, &mut out_values))
    {
        sink.add(uids.len() as u32 ^ values.len() as u32);
    }
    if let Some((uids, _)) = sink.result(w::sdk11::normalize(uids, scores, &mut out_uids, &mut out_values)) {
        sink.add(uids.len() as u32);
    }
    let limits = w::sdk11::Limits { uid: uids.len() as u16, min_allowed_weights: 3, max_weight_limit: 900 };
    let conformed = w::sdk11::conform(&limits, uids, scores, &mut scratch, &mut out_uids, &mut out_values);
    if let Some((uids, _)) = sink.result(conformed) {
        sink.add(uids.len() as u32);
    }
    let mut clipped = [0.0; 64];
    for (to, from) in clipped.iter_mut().zip(scores) {
        *to = *from;
    }
    sink.result(w::sdk11::clip_to_max_weight(&mut clipped, 0.1, &mut scratch));
}

fn chain(uids: &[Uid], values: &[u16], sink: &mut Sink) {
    let (first, length) = (uids.first().copied().unwrap_or_default(), uids.len() as u16);
    let netuid = NetUid(first);
    let index = w::mechanism_storage_index(netuid, MechId(first as u8));
    sink.add(index.0);
    if let Some((netuid, mecid)) = sink.result(w::get_netuid_and_subid(index, true, MechId(length as u8))) {
        sink.add(netuid.0 ^ u16::from(mecid.0));
    }
    let subnet = w::SubnetState {
        subnet_exists: true,
        mechanism_count: MechId(2),
        subnetwork_n: length,
        commit_reveal_weights_enabled: first == 3,
        weights_version_key: 1,
        weights_set_rate_limit: 100,
        min_allowed_weights: first,
        max_weight_limit: w::MAX_WEIGHT_LIMIT,
        stake_threshold: 1,
        owner_uid: None,
        current_block: u64::from(first),
    };
    sink.result(w::check_commit_reveal_enabled(&subnet));
    let hotkey = w::HotkeyState { uid: Some(first), total_stake: 5, last_update: 2, validator_permit: true };
    let version_key = u64::from(length);
    if let Some(row) =
        sink.result(w::check_set_weights(&subnet, &hotkey, netuid, MechId(0), uids, values, version_key))
    {
        for (uid, value) in row.iter() {
            sink.add(uid ^ value);
        }
    }
}
