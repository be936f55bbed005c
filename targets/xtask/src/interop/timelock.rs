//! The official client's library opens our commits, refuses what it should, and locks what we open.

use std::{fs, fs::File};

use anyhow::{Context, Result, anyhow, ensure};
use nanotao::{
    scale::{Reader, Scale, Writer},
    weights::timelock::{
        MAX_COMMIT_LEN, PublicKey, Signature, WeightsTlockPayload, commit_hedged, message_len, tld,
    },
};
use nanotao_host::text::{hex, hex_array, to_hex};
use serde_json::{Value, json};

use crate::{
    process::{output, root, step},
    python,
    test::Counts,
};

/// Runs all checks, prints those that fail, and counts.
pub(super) fn check() -> Result<Counts> {
    let (round, signature) = beacon()?;
    let parsed = Signature::parse(&hex_array(&signature)?)?;
    parsed.verify(&PublicKey::quicknet(), round)?;
    let (mut expected, mut open, mut lock) = (Vec::new(), Vec::new(), Vec::new());
    let mut asked = |name: String, commit: &[u8], opens: Option<&[u8]>| {
        expected.push((name, opens.map(bare)));
        open.push(json!({ "envelope": bare(&envelope(commit, round)), "signature": signature }));
    };
    for len in [0, 1, 64, 256_u16] {
        let uids: Vec<u16> = (0..len).collect();
        let uids = uids.as_slice().into();
        let payload = WeightsTlockPayload { hotkey: &[9; 32], uids, values: uids, version_key: u64::MAX };
        let message = encoded(&payload);
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| anyhow!("no randomness: {error}"))?;
        let locked = |round| {
            let mut out = [0; MAX_COMMIT_LEN];
            commit_hedged(&secret, None, &[], &payload, round, &mut out).map(|commit| commit.to_vec())
        };
        let commit = locked(round)?;
        asked(format!("{len} weights"), &commit, Some(&message));
        asked(format!("{len} weights for another round"), &locked(round + 1)?, None);
        for (part, at) in [("V", 104), ("W", 144), ("body", 192), ("tag", commit.len() - 50)] {
            let mut altered = commit.clone();
            altered[at] ^= 1;
            asked(format!("{len} weights with another {part}"), &altered, None);
        }
        lock.push(json!({ "data": bare(&message), "round": round }));
    }
    step("having bittensor-drand open our commits, and lock what we open");
    let file = root().join("target/interop/timelock.json");
    fs::create_dir_all(root().join("target/interop"))?;
    fs::write(&file, json!({ "open": open, "lock": lock }).to_string())?;
    let mut python = python::with_client()?;
    python.arg(root().join("tests/interop/timelock.py")).stdin(File::open(&file)?);
    let theirs: Value =
        serde_json::from_str(&output(&mut python)?).context("what bittensor-drand printed")?;
    let list = |name: &str| theirs[name].as_array().cloned().unwrap_or_default();
    let (opened, locked) = (list("open"), list("lock"));
    ensure!(opened.len() == expected.len() && locked.len() == lock.len(), "some answers are missing");
    let mut counts = Counts::default();
    let mut judge = |name: String, holds: bool| {
        if holds {
            counts.passed += 1;
        } else {
            println!("FAILED bittensor-drand, {name}");
            counts.failed += 1;
        }
    };
    for ((name, expected), opened) in expected.into_iter().zip(opened) {
        judge(name, opened.as_str() == expected.as_deref());
    }
    for (locked, asked) in locked.iter().zip(&lock) {
        let data = asked["data"].as_str().unwrap_or_default();
        judge(format!("locks {} bytes", data.len() / 2), open_theirs(locked, &parsed)? == data);
    }
    Ok(counts)
}

/// A round that the beacon has signed, and its signature.
fn beacon() -> Result<(u64, String)> {
    let text = fs::read_to_string(root().join("vectors/clients/drand_decryptable.json"))?;
    let vectors: Value = serde_json::from_str(&text)?;
    let case = &vectors["commits"][0];
    let round = case["reveal_round"].as_u64().context("no round")?;
    Ok((round, case["drand_signature"].as_str().context("no signature")?.to_owned()))
}

fn encoded(payload: &WeightsTlockPayload<'_>) -> Vec<u8> {
    let mut bytes = vec![0; payload.encoded_len()];
    let mut writer = Writer::new(&mut bytes);
    // The room is as long as the payload says.
    let _ = payload.encode(&mut writer);
    bytes
}

/// What the client's library reads: a ciphertext behind its length, and its round.
fn envelope(commit: &[u8], round: u64) -> Vec<u8> {
    let mut bytes = vec![0; commit.encoded_len() + round.encoded_len()];
    let mut writer = Writer::new(&mut bytes);
    let _ = commit.encode(&mut writer).and_then(|()| round.encode(&mut writer));
    bytes
}

fn open_theirs(envelope: &Value, signature: &Signature) -> Result<String> {
    let envelope = hex(envelope.as_str().context("no envelope")?)?;
    let commit = <&[u8]>::parse(&mut Reader::new(&envelope))?;
    let mut out = vec![0; message_len(commit)?];
    Ok(bare(tld(commit, signature, &mut out)?))
}

/// Hex without a prefix, as Python reads it.
fn bare(bytes: &[u8]) -> String {
    to_hex(bytes).trim_start_matches("0x").to_owned()
}
