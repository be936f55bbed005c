//! `weights.json` and `drand_*.json`: timelocked commits, made and opened.

use crate::case::{Case, Hex};
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes};
use alloc::{vec, vec::Vec};
use nanotao::scale::{Reader, Scale, Writer};
use nanotao::weights::timelock::{
    GENESIS_TIME, OVERHEAD, Profile, PublicKey, Reveal, Schedule, Signature, WeightsTlockPayload,
    encoded_len, message_len, predict_reveal, tld, tle,
};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

pub(crate) fn payload(case: Case<'_>) -> Verdict {
    let Hex(theirs) = case.get("scale")?;
    equal_bytes("scale", &encoded(case, "values")?, &theirs)
}

/// The payload's bytes, parsed again to the same fields.
fn encoded(case: Case<'_>, values: &str) -> Result<Vec<u8>, Stop> {
    let Hex(hotkey) = case.get("hotkey")?;
    let (uids, values): (Vec<u16>, Vec<u16>) = (case.get("uids")?, case.get(values)?);
    let payload = WeightsTlockPayload {
        hotkey: &hotkey,
        uids: uids.as_slice().into(),
        values: values.as_slice().into(),
        version_key: case.get("version_key")?,
    };
    let mut bytes = vec![0; payload.encoded_len()];
    let mut out = Writer::new(&mut bytes);
    payload.encode(&mut out).step("encode")?;
    let written = out.finish();
    equal("parsed", WeightsTlockPayload::parse_all(written).step("parse")?, payload)?;
    if hotkey.len() == 32 && uids.len() == values.len() {
        equal("encoded_len", encoded_len(uids.len()), written.len() + OVERHEAD)?;
    }
    Ok(bytes)
}

/// With the randomness that the chain's own library was given.
pub(crate) fn encrypt(case: Case<'_>) -> Verdict {
    let public_key = PublicKey::parse(&case.get("drand_pubkey_g2")?).step("public key")?;
    let mut rng = ChaCha20Rng::from_seed(case.get("chacha20rng_seed")?);
    let key = case.get("ephemeral_key_esk")?;
    let Hex(payload) = case.get("payload")?;
    let mut out = vec![0; payload.len() + OVERHEAD];
    let ours = tle(&public_key, &key, &payload, case.get("round")?, &mut rng, &mut out).step("tle")?;
    equal_bytes("commit", ours, &case.get::<Hex>("commit")?.0)
}

pub(crate) fn commit(case: Case<'_>) -> Verdict {
    let Hex(ciphertext) = case.get("ciphertext")?;
    let opened = opened(case, &ciphertext, "drand_signature", "reveal_round")?;
    equal_bytes("plaintext", &opened, &case.get::<Hex>("expected_plaintext")?.0)?;
    equal_bytes("payload", &encoded(case, "weights")?, &opened)?;
    let reveal = foretold(case, milliseconds(case, "fake_now_unix")?, milliseconds(case, "block_time")?)?;
    equal("reveal_round", reveal.round, case.get::<u64>("reveal_round")?)
}

/// The client's forecast by the rule of spec 425. A round holds one block where a block takes a round's time.
pub(crate) fn epoch_predict(case: Case<'_>) -> Verdict {
    let reveal = foretold(case, GENESIS_TIME * 1000, 3000)?;
    equal("first_reveal_block", reveal.first_reveal_block, case.get::<u64>("first_reveal_block")?)?;
    equal("round", reveal.round, case.get::<u64>("round_at_now=genesis,bt=3")?)
}

fn foretold(case: Case<'_>, unix_time_ms: u64, block_time_ms: u64) -> Result<Reveal, Stop> {
    let schedule = Schedule {
        tempo: case.get("tempo")?,
        last_epoch_block: case.get("last_epoch_block")?,
        pending_epoch_at: case.get("pending_epoch_at")?,
        blocks_since_last_step: case.get("blocks_since_last_step")?,
        subnet_epoch_index: case.get("subnet_epoch_index")?,
        ..Schedule::default()
    };
    let period = case.get("subnet_reveal_period_epochs")?;
    let current_block = case.get("current_block")?;
    predict_reveal(&Profile::SPEC_425, &schedule, current_block, period, unix_time_ms, block_time_ms)
        .step("reveal")
}

/// Seconds with a fraction that the client has in double precision.
fn milliseconds(case: Case<'_>, field: &str) -> Result<u64, Stop> {
    let seconds = case.get::<Case<'_>>(field)?.value().as_f64().step(field)?;
    Ok((seconds * 1000.0) as u64)
}

pub(crate) fn envelope(case: Case<'_>) -> Verdict {
    let Hex(envelope) = case.get("envelope")?;
    let inner = inner(case, &envelope)?;
    equal_bytes("inner", inner, &case.get::<Hex>("inner")?.0)?;
    equal_bytes("data", &opened(case, inner, "signature", "round")?, &case.get::<Hex>("data")?.0)
}

/// Opens a commit with a signature, which must be the round's.
fn opened(case: Case<'_>, commit: &[u8], signature: &str, round: &str) -> Result<Vec<u8>, Stop> {
    let signature = Signature::parse(&case.get(signature)?).step("signature")?;
    signature.verify(&PublicKey::quicknet(), case.get(round)?).step("verify")?;
    let mut out = vec![0; message_len(commit).step("layout")?];
    Ok(tld(commit, &signature, &mut out).step("open")?.to_vec())
}

/// The client's `UserData`: a ciphertext and its round.
fn inner<'a>(case: Case<'_>, envelope: &'a [u8]) -> Result<&'a [u8], Stop> {
    let mut reader = Reader::new(envelope);
    let inner = Scale::parse(&mut reader).step("ciphertext")?;
    let round = u64::parse(&mut reader).step("round")?;
    reader.finish().step("envelope")?;
    equal("round", round, case.get::<u64>("round")?)?;
    Ok(inner)
}

pub(crate) fn sealed_commit(case: Case<'_>) -> Verdict {
    let (Hex(ciphertext), Hex(plaintext)) = (case.get("ciphertext")?, case.get("plaintext")?);
    equal("ct_len", ciphertext.len(), case.get::<u64>("ct_len")? as usize)?;
    equal("pt_len", message_len(&ciphertext).step("layout")?, case.get::<u64>("pt_len")? as usize)?;
    equal_bytes("plaintext", &encoded(case, "weights")?, &plaintext)?;
    equal("length", message_len(&ciphertext).step("layout")?, plaintext.len())?;
    match case.get::<&str>("fn")? {
        "get_encrypted_commit_v2" => (),
        // The older client counts epochs otherwise.
        "get_encrypted_commit" => return Ok(()),
        _ => return Err(Stop::Unsupported),
    }
    // A client looks at the clock some time between these.
    let block_time = milliseconds(case, "block_time")?;
    let round =
        |clock| -> Result<u64, Stop> { Ok(foretold(case, milliseconds(case, clock)?, block_time)?.round) };
    let (earliest, latest) = (round("t_before")?, round("t_after")?);
    let theirs = case.get::<u64>("reveal_round")?;
    equal("reveal_round", theirs.clamp(earliest, latest), theirs)
}

/// A text is locked in its SCALE form.
pub(crate) fn sealed_commitment(case: Case<'_>) -> Verdict {
    let (Hex(ciphertext), data) = (case.get("ct")?, case.get::<&str>("data")?);
    equal("length", message_len(&ciphertext).step("layout")?, data.as_bytes().encoded_len())
}

pub(crate) fn sealed_envelope(case: Case<'_>) -> Verdict {
    let (Hex(envelope), Hex(data)) = (case.get("bytes")?, case.get("data")?);
    equal("len", envelope.len(), case.get::<u64>("len")? as usize)?;
    equal("length", message_len(inner(case, &envelope)?).step("layout")?, data.len())
}
