//! Weights that the world must not see yet: what is shown is what is locked, or hashed.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod device;

use device::{ALICE_ED25519, ALICE_SR25519, Answer, Device, fault, seed};
use nanotao::call::{Call, SpecVersion};
use nanotao::crypto::{Signer, ed25519, sr25519, verify};
use nanotao::extrinsic::{FINNEY, Payload, SignedExtrinsic};
use nanotao::scale::{Reader, ScaleError, Writer};
use nanotao::weights::timelock::{MAX_COMMIT_LEN, Signature, WeightsTlockPayload, tld};
use nanotao::weights::{commit_hash, mechanism_storage_index, sdk11};
use nanotao::{AccountId, H256, MechId, NetUid, TaoBalance};
use nanotao_signer::protocol::{ChainContext, Instruction, RevealContext, StatusWord};
use nanotao_signer::{Key, Memory};
use rand_core::{CryptoRng, Error, RngCore};
use serde_json::{Value, json};

const ED25519: u8 = 0;
const SR25519: u8 = 1;

const CONTEXT: ChainContext = ChainContext {
    genesis_hash: FINNEY,
    spec_version: 475,
    transaction_version: 1,
    nonce: 7,
    period: 64,
    current: 1010,
    block_hash: H256([3; 32]),
    tip: TaoBalance(0),
};

/// `clients/drand_decryptable.json`, the first commit: the client foretells round 1000, whose signature is known.
fn vector() -> Value {
    let text = include_str!("../../../vectors/clients/drand_decryptable.json");
    serde_json::from_str::<Value>(text).unwrap()["commits"][0].clone()
}

fn reveal() -> RevealContext {
    let case = vector();
    let number = |name: &str| case[name].as_u64().unwrap();
    assert_eq!((number("current_block"), number("reveal_round")), (CONTEXT.current.into(), 1000));
    RevealContext {
        tempo: number("tempo") as u16,
        last_epoch_block: number("last_epoch_block"),
        pending_epoch_at: number("pending_epoch_at"),
        blocks_since_last_step: number("blocks_since_last_step"),
        subnet_epoch_index: number("subnet_epoch_index"),
        reveal_period_epochs: number("subnet_reveal_period_epochs"),
        unix_time_ms: (case["fake_now_unix"].as_f64().unwrap() * 1000.0) as u64,
        block_time_ms: (case["block_time"].as_f64().unwrap() * 1000.0) as u64,
    }
}

fn head(context: &ChainContext) -> Vec<u8> {
    let mut buffer = [0; ChainContext::LEN];
    context.encode(&mut Writer::new(&mut buffer)).unwrap();
    buffer.to_vec()
}

/// A request: the context, what its form needs, and a scores file by the rule of SDK 11.
fn request(context: &ChainContext, form: &[u8], scores: &Value) -> Vec<u8> {
    [&head(context), form, &[11, 0], scores.to_string().as_bytes()].concat()
}

fn encoded(reveal: &RevealContext) -> Vec<u8> {
    let mut buffer = [0; RevealContext::LEN];
    reveal.encode(&mut Writer::new(&mut buffer)).unwrap();
    buffer.to_vec()
}

fn timelock(context: &ChainContext, reveal: &RevealContext, scores: &Value) -> Vec<u8> {
    request(context, &encoded(reveal), scores)
}

/// So many uids, and the weights that SDK 11 makes of their scores.
fn scores(count: u16, mecid: u8) -> (Value, Vec<u16>, Vec<u16>) {
    let uids: Vec<u16> = (0..count).collect();
    let scores: Vec<f64> = uids.iter().map(|uid| f64::from(*uid) / 300.0 + 0.1).collect();
    let (mut uids_out, mut weights) = (vec![0; uids.len()], vec![0; uids.len()]);
    sdk11::normalize(&uids, &scores, &mut uids_out, &mut weights).unwrap();
    let file = json!({ "netuid": 8, "mecid": mecid, "uids": uids, "scores": scores, "version_key": 5 });
    (file, uids_out, weights)
}

/// The call of an extrinsic whose signature, over what the context says, verifies.
fn call(extrinsic: &[u8], account: AccountId) -> Vec<u8> {
    let signed = SignedExtrinsic::parse(extrinsic).unwrap();
    assert_eq!(signed.account, account);
    let mut buffer = vec![0; extrinsic.len() + 256];
    let payload = Payload::from_call_bytes(signed.call, &CONTEXT.extension().unwrap(), &mut buffer).unwrap();
    payload.verify().unwrap();
    assert_eq!(verify(&signed.signature, payload.message().as_ref(), &account), Ok(true));
    signed.call.to_vec()
}

fn parse(call: &[u8]) -> Call<'_> {
    Call::parse(SpecVersion::new(475).unwrap(), &mut Reader::new(call)).unwrap()
}

/// The text of every page since the last call.
fn pages(device: &Device<'_>) -> Vec<String> {
    device.picture.take().iter().map(|page| page.join(" ")).collect()
}

fn approve(device: &mut Device<'_>, instruction: Instruction, scheme: u8, request: &[u8]) -> Answer {
    device.approve(90);
    device.request(instruction, scheme, request, 255)
}

#[test]
fn what_is_locked_is_what_was_shown_and_opens_with_the_beacons_signature() {
    let signature = hex::decode(vector()["drand_signature"].as_str().unwrap()).unwrap();
    let signature = Signature::parse(&signature.try_into().unwrap()).unwrap();
    let (sr25519, ed25519) = (seed(ALICE_SR25519), seed(ALICE_ED25519));
    let accounts = [
        (ED25519, ed25519, ed25519::Keypair::from_mini_secret(&ed25519).account()),
        (SR25519, sr25519, sr25519::Keypair::from_mini_secret(&sr25519).account()),
    ];
    for ((scheme, secret, account), (count, mecid)) in accounts.into_iter().zip([(256, 0), (3, 2)]) {
        let (file, uids, weights) = scores(count, mecid);
        let mut memory = Memory::new();
        let mut device = Device::new(&mut memory, Some(secret));
        let asked = timelock(&CONTEXT, &reveal(), &file);
        let (answer, word) = approve(&mut device, Instruction::SignTimelocked, scheme, &asked);
        assert_eq!(word, StatusWord::OK);
        let call = call(&answer, account);
        let (netuid, of, commit, round, version) = match parse(&call) {
            Call::CommitTimelockedWeights(c) => {
                (c.netuid, MechId::MAIN, c.commit, c.reveal_round, c.commit_reveal_version)
            }
            Call::CommitTimelockedMechanismWeights(c) => {
                (c.netuid, c.mecid, c.commit, c.reveal_round, c.commit_reveal_version)
            }
            other => panic!("{other:?}"),
        };
        assert_eq!((netuid, of, round, version), (NetUid(8), MechId(mecid), 1000, 4));
        let mut message = [0; MAX_COMMIT_LEN];
        let opened = WeightsTlockPayload::parse_all(tld(commit, &signature, &mut message).unwrap()).unwrap();
        assert_eq!((opened.hotkey, opened.version_key), (&account.0[..], 5));
        assert!(opened.uids.iter().eq(uids.iter().copied()));
        assert!(opened.values.iter().eq(weights.iter().copied()));

        let shown_pages = pages(&device);
        let shown = |text: &str| {
            assert!(shown_pages.iter().any(|page| page.contains(text)), "{text}\n{shown_pages:?}")
        };
        shown("Commit to timelocked");
        shown("2023-08-23 15:59:24");
        shown("Reveal block: 1100");
        shown("Commit epoch: 5");
        let whole: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        for (uid, weight) in uids.iter().zip(&weights) {
            let share = nanotao::display::Percent { part: (*weight).into(), whole }.to_string();
            shown(&format!("{uid:>5}{share:>11}{weight:>8}"));
        }
    }
}

#[test]
fn a_commit_by_hash_is_to_the_weights_that_its_salt_reveals() {
    let account = sr25519::Keypair::from_mini_secret(&seed(ALICE_SR25519)).account();
    for (count, mecid) in [(256, 0), (3, 2)] {
        let (file, uids, weights) = scores(count, mecid);
        let mut memory = Memory::new();
        let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
        let asked = request(&CONTEXT, &[], &file);
        let (answer, word) = approve(&mut device, Instruction::SignCommit, SR25519, &asked);
        assert_eq!(word, StatusWord::OK);
        let (salt_bytes, extrinsic) = answer.split_at(16);
        let salt: Vec<u16> =
            salt_bytes.chunks(2).map(|pair| u16::from_be_bytes(pair.try_into().unwrap())).collect();
        let hash = commit_hash(
            &account,
            mechanism_storage_index(NetUid(8), MechId(mecid)),
            uids.as_slice().into(),
            weights.as_slice().into(),
            salt.as_slice().into(),
            5,
        );
        match parse(&call(extrinsic, account)) {
            Call::CommitWeights(call) => assert_eq!((call.commit_hash, mecid), (hash, 0)),
            Call::CommitMechanismWeights(call) => assert_eq!((call.commit_hash, call.mecid.0), (hash, mecid)),
            other => panic!("{other:?}"),
        }
        let text = pages(&device).join("\n");
        assert!(salt.iter().all(|number| text.contains(&number.to_string())), "{text}");

        // Another nonce gives another salt, so that the same weights are not known for the same.
        let later = ChainContext { nonce: 8, ..CONTEXT };
        let (later, _) = approve(&mut device, Instruction::SignCommit, SR25519, &request(&later, &[], &file));
        assert_ne!(&later[..16], salt_bytes);

        let asked = request(&CONTEXT, salt_bytes, &file);
        let (answer, word) = approve(&mut device, Instruction::SignReveal, SR25519, &asked);
        assert_eq!(word, StatusWord::OK);
        let revealed = call(&answer, account);
        let call = parse(&revealed);
        let (shown_uids, shown_weights) = call.weights().unwrap();
        assert!(
            shown_uids.iter().eq(uids.iter().copied()) && shown_weights.iter().eq(weights.iter().copied())
        );
        let told = match call {
            Call::RevealWeights(call) => call.salt,
            Call::RevealMechanismWeights(call) => call.salt,
            other => panic!("{other:?}"),
        };
        assert!(told.iter().eq(salt.iter().copied()));
    }
}

#[test]
fn who_says_no_or_walks_away_gets_no_commit() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let (file, ..) = scores(3, 0);
    let asked = timelock(&CONTEXT, &reveal(), &file);
    device.keys([Key::Right, Key::Up]);
    let answer = device.request(Instruction::SignTimelocked, SR25519, &asked, 255);
    assert_eq!(answer, (vec![], StatusWord::REJECTED));
    device.keys([Key::Right, Key::Up]);
    let answer = device.request(Instruction::SignCommit, SR25519, &request(&CONTEXT, &[], &file), 255);
    assert_eq!(answer, (vec![], StatusWord::REJECTED));
    device.keys([]);
    let answer = device.request(Instruction::SignTimelocked, SR25519, &asked, 255);
    assert_eq!(answer, (vec![], StatusWord::NO_ANSWER));
    device.assert_alive();
}

#[test]
fn what_cannot_be_foretold_or_locked_is_refused_by_name() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let (file, ..) = scores(3, 0);
    let good = reveal();
    let with = |name: &str, value: Value| {
        let mut file = file.clone();
        file[name] = value;
        file
    };
    let many: Vec<u16> = (0..257).collect();
    let terms = |reveal: RevealContext| timelock(&CONTEXT, &reveal, &file);
    for (code, asked) in [
        (64, timelock(&CONTEXT, &good, &with("netuid", 0.into()))),
        (66, timelock(&CONTEXT, &good, &with("netuid", 4096.into()))),
        (66, timelock(&CONTEXT, &good, &with("mecid", 16.into()))),
        (73, timelock(&CONTEXT, &good, &with("uids", json!([1, 2, 1])))),
        (128, timelock(&ChainContext { spec_version: 476, ..CONTEXT }, &good, &file)),
        (278, timelock(&ChainContext { spec_version: 461, ..CONTEXT }, &good, &file)),
        (291, terms(RevealContext { block_time_ms: 0, ..good })),
        (292, terms(RevealContext { block_time_ms: u64::MAX, ..good })),
        (292, terms(RevealContext { block_time_ms: 5 * 365 * 24 * 3600 * 1000 / 92, ..good })),
        (303, terms(RevealContext { tempo: 0, ..good })),
        (304, terms(RevealContext { reveal_period_epochs: 101, ..good })),
        (304, terms(RevealContext { reveal_period_epochs: u64::MAX, ..good })),
        (305, terms(RevealContext { reveal_period_epochs: 0, ..good })),
        (306, terms(RevealContext { last_epoch_block: u64::MAX, ..good })),
        (307, terms(RevealContext { unix_time_ms: 1000, ..good })),
        (ScaleError::UnexpectedEnd { offset: 0, missing: 0 }.code(), head(&CONTEXT)),
    ] {
        let answer = device.request(Instruction::SignTimelocked, SR25519, &asked, 255);
        assert_eq!(fault(&answer).0, code, "{}", fault(&answer).2);
        device.assert_alive();
    }
    let many = json!({ "netuid": 8, "uids": many, "scores": vec![1.0; 257] });
    for (instruction, asked) in [
        (Instruction::SignTimelocked, timelock(&CONTEXT, &good, &many)),
        (Instruction::SignCommit, request(&CONTEXT, &[], &many)),
    ] {
        let refused = fault(&device.request(instruction, SR25519, &asked, 255));
        assert!(refused.2.contains("256"), "{refused:?}");
    }
}

/// A source that has nothing to give.
struct Broken;

impl RngCore for Broken {
    fn next_u32(&mut self) -> u32 {
        panic!("only a call that can fail is allowed")
    }

    fn next_u64(&mut self) -> u64 {
        panic!("only a call that can fail is allowed")
    }

    fn fill_bytes(&mut self, _: &mut [u8]) {
        panic!("only a call that can fail is allowed")
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Error> {
        Err(core::num::NonZeroU32::MIN.into())
    }
}

impl CryptoRng for Broken {}

#[test]
fn a_source_of_randomness_that_fails_is_no_reason_to_do_without() {
    let (mut memory, mut rng) = (Memory::new(), Broken);
    let mut device = Device::with_rng(&mut memory, Some(seed(ALICE_SR25519)), Some(&mut rng));
    let (file, ..) = scores(3, 0);
    for (instruction, asked) in [
        (Instruction::SignTimelocked, timelock(&CONTEXT, &reveal(), &file)),
        (Instruction::SignCommit, request(&CONTEXT, &[], &file)),
    ] {
        let refused = fault(&device.request(instruction, SR25519, &asked, 255));
        assert_eq!((refused.0, refused.2.as_str()), (33, "the source of randomness failed"));
        device.assert_alive();
    }
}
