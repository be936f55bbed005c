//! The main job: what is asked for is shown, and what is shown is signed.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod device;

use device::{ALICE_ED25519, ALICE_SR25519, Device, PRESS_MS, fault, seed};
use nanotao::call::{Call, SpecVersion};
use nanotao::crypto::MultiSignature;
use nanotao::extrinsic::{Payload, SignedExtrinsic};
use nanotao::scale::{Reader, Writer};
use nanotao::ss58::Address;
use nanotao::{H256, TaoBalance};
use nanotao_signer::Memory;
use nanotao_signer::protocol::{ChainContext, Instruction, StatusWord};
use serde_json::Value;

const ED25519: u8 = 0;
const SR25519: u8 = 1;

fn cases() -> Vec<Value> {
    let text = include_str!("../../../vectors/chain/extrinsics.json");
    let file: Value = serde_json::from_str(text).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap().trim_start_matches("0x")).unwrap()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

/// The context of a vector; `None` where it holds a metadata hash.
fn context(case: &Value) -> Option<ChainContext> {
    if !case["metadata_hash"].is_null() {
        return None;
    }
    let implicit = bytes(&case["implicit"]);
    Some(ChainContext {
        genesis_hash: H256(bytes(&case["genesis_hash"]).try_into().unwrap()),
        spec_version: number(&case["spec_version"]) as u32,
        transaction_version: number(&case["transaction_version"]) as u32,
        nonce: number(&case["nonce"]) as u32,
        period: case["era"]["period"].as_u64().unwrap_or(0) as u32,
        // The vectors' eras were made one block earlier, at their birth.
        current: number(&case["era_birth_block"]) as u32,
        block_hash: H256(implicit[40..72].try_into().unwrap()),
        tip: TaoBalance(number(&case["tip"])),
    })
}

fn encode(context: &ChainContext) -> Vec<u8> {
    let mut buffer = [0; ChainContext::LEN];
    let mut writer = Writer::new(&mut buffer);
    context.encode(&mut writer).unwrap();
    writer.finish().to_vec()
}

/// The binary form of the weights in a call.
fn binary(call: &Call<'_>) -> Option<Vec<u8>> {
    let (netuid, mecid, version_key) = match call {
        Call::SetWeights(call) => (call.netuid, 0, call.version_key),
        Call::SetMechanismWeights(call) => (call.netuid, call.mecid.0, call.version_key),
        _ => return None,
    };
    let (uids, weights) = call.weights()?;
    let mut out = netuid.0.to_be_bytes().to_vec();
    out.push(mecid);
    out.extend(version_key.to_be_bytes());
    out.extend((uids.len() as u16).to_be_bytes());
    uids.iter().chain(weights.iter()).for_each(|element| out.extend(element.to_be_bytes()));
    Some(out)
}

#[test]
fn weights_give_the_extrinsic_that_the_runtime_took() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_ED25519)));
    let mut signed = 0;
    for case in cases().iter().filter(|case| case["crypto"] == "ed25519") {
        let spec = SpecVersion::new(425).unwrap();
        let call = bytes(&case["call"]);
        let Ok(call) = Call::parse(spec, &mut Reader::new(&call)) else { continue };
        let (Some(context), Some(body)) = (context(case), binary(&call)) else { continue };
        let request = [&encode(&context)[..], &[11, 1], &body].concat();
        device.approve(60);
        let (answer, word) = device.request(Instruction::SignWeights, ED25519, &request, 250);
        assert_eq!(word, StatusWord::OK, "{}", case["name"]);
        assert_eq!(answer, bytes(&case["extrinsic"]), "{}", case["name"]);
        signed += 1;
    }
    assert!(signed >= 5, "{signed} cases");
}

#[test]
fn a_payload_gives_the_extrinsic_that_the_runtime_took_or_is_refused_by_name() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_ED25519)));
    let (mut signed, mut refused) = (0, 0);
    for case in cases().iter().filter(|case| case["crypto"] == "ed25519") {
        let payload = bytes(&case["payload"]);
        let current = number(&case["current_block"]) as u32;
        let request = [&current.to_be_bytes()[..], &payload].concat();
        device.approve(200);
        let answer = device.request(Instruction::SignPayload, ED25519, &request, 255);
        match Payload::new(&payload).verify() {
            Ok(verified) if verified.extension().metadata_hash.is_some() => {
                assert_eq!(fault(&answer).0, 277, "{}", case["name"]);
                refused += 1;
            }
            Ok(_) => {
                assert_eq!(answer.1, StatusWord::OK, "{}", case["name"]);
                assert_eq!(answer.0, bytes(&case["extrinsic"]), "{}", case["name"]);
                signed += 1;
            }
            Err(error) => {
                assert_eq!(fault(&answer).2, error.to_string(), "{}", case["name"]);
                device.assert_alive();
                refused += 1;
            }
        }
    }
    assert!(signed >= 10 && refused >= 5, "{signed} signed, {refused} refused");
}

#[test]
fn scores_are_quantised_shown_pair_by_pair_and_signed_with_sr25519() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let case = cases().into_iter().find(|case| context(case).is_some_and(|c| c.period == 64)).unwrap();
    let context = context(&case).unwrap();
    // `weights_emit.json`, `dup_uids`, with uids of their own; one score is zero and is dropped.
    let json = r#"{"netuid": 12, "uids": [5, 6, 7, 65535], "scores": [0.1, 0.2, 0, 0.3], "version_key": 7}"#;
    for quantiser in [10, 11] {
        let request = [&encode(&context)[..], &[quantiser, 0], json.as_bytes()].concat();
        device.picture.take();
        device.approve(7);
        let (answer, word) = device.request(Instruction::SignWeights, SR25519, &request, 100);
        assert_eq!(word, StatusWord::OK);

        let extrinsic = SignedExtrinsic::parse(&answer).unwrap();
        let Ok(Call::SetWeights(call)) =
            Call::parse(SpecVersion::new(425).unwrap(), &mut Reader::new(extrinsic.call))
        else {
            panic!("not set_weights");
        };
        assert_eq!((call.netuid.0, call.version_key), (12, 7));
        assert_eq!(call.dests.iter().collect::<Vec<_>>(), [5, 6, 65535]);
        assert_eq!(call.weights.iter().collect::<Vec<_>>(), [21845, 43690, 65535]);
        let mut buffer = [0; 512];
        let extension = context.extension().unwrap();
        let payload = Payload::from_call_bytes(extrinsic.call, &extension, &mut buffer).unwrap();
        let MultiSignature::Sr25519(signature) = extrinsic.signature else { panic!("another scheme") };
        let message = payload.message();
        assert!(nanotao::crypto::sr25519::verify(&signature, message.as_ref(), &extrinsic.account));

        let address = Address::new(&extrinsic.account).to_string();
        let pages = device.picture.take();
        let text: Vec<&str> = pages[..4].iter().flat_map(|page| &page[1..]).map(String::as_str).collect();
        let expected = [
            "Action: Set weights",
            "Call: SubtensorModule.",
            "set_weights",
            "",
            "",
            "Signer:",
            &address[..25],
            &address[25..],
            "Network: Bittensor",
            "mainnet",
            "Spec version: 425",
            "Valid: block 5000002",
            "until 5000066",
        ];
        assert_eq!(text[..13], expected);
        assert_eq!(text[13], format!("Nonce: {}", context.nonce));
        let hash = context.block_hash.to_string();
        assert_eq!(pages[3][1..], ["Birth block:", &hash[..25], &hash[25..50], &hash[50..], "netuid: 12"]);
        assert_eq!(pages[4][1], "weights: 3");
        assert_eq!(pages[5][0], "  uid      share  weight");
        assert_eq!(
            pages[5][1..4],
            ["    5   16.6667%   21845", "    6   33.3333%   43690", "65535   50.0000%   65535"]
        );
        assert_eq!(pages[6][1], "version_key: 7");
        assert_eq!(pages[7][0], "Sign this?");
        assert_eq!(pages[8][3], "signing");
        assert_eq!(pages[9][3], "signed");
        device.wait(4_000);
        assert_eq!(device.picture.take().last().unwrap()[5], "ready");
    }
}

#[test]
fn a_mechanism_other_than_the_main_one_has_its_own_call() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let context = cases().iter().find_map(context).unwrap();
    let json = r#"{"netuid":1,"mecid":3,"uids":[0],"weights":[7]}"#;
    let request = [&encode(&context)[..], &[11, 0], json.as_bytes()].concat();
    device.approve(9);
    let (answer, word) = device.request(Instruction::SignWeights, SR25519, &request, 255);
    assert_eq!(word, StatusWord::OK);
    let extrinsic = SignedExtrinsic::parse(&answer).unwrap();
    let call = Call::parse(SpecVersion::new(425).unwrap(), &mut Reader::new(extrinsic.call)).unwrap();
    let Call::SetMechanismWeights(call) = call else { panic!("{call:?}") };
    assert_eq!((call.mecid.0, call.weights.get(0)), (3, Some(7)));
}

#[test]
fn a_full_subnet_is_shown_to_the_last_pair() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let context = cases().iter().find_map(context).unwrap();
    let uids: Vec<u16> = (0..256).collect();
    let scores: Vec<f64> = (1..=256).map(|score| f64::from(score) / 256.0).collect();
    let json = serde_json::json!({"netuid": 1, "uids": uids, "scores": scores}).to_string();
    let request = [&encode(&context)[..], &[11, 0], json.as_bytes()].concat();
    device.approve(5 + 52);
    device.picture.take();
    let (answer, word) = device.request(Instruction::SignWeights, SR25519, &request, 255);
    assert_eq!(word, StatusWord::OK);
    assert!(answer.len() > 1024);
    let pages = device.picture.take();
    let rows: Vec<_> =
        pages.iter().filter(|page| page[0].contains("share")).flat_map(|page| &page[1..]).collect();
    let shown: Vec<u16> = rows.iter().filter_map(|row| row.split_whitespace().next()?.parse().ok()).collect();
    assert_eq!(shown, uids);
}

#[test]
fn a_key_pressed_before_the_question_was_on_the_screen_does_not_answer_it() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let context = cases().iter().find_map(context).unwrap();
    let json = r#"{"netuid":1,"uids":[0],"weights":[7]}"#;
    let request = [&encode(&context)[..], &[11, 0], json.as_bytes()].concat();
    device.picture.take();
    device.approve(20);
    device.request(Instruction::SignWeights, SR25519, &request, 255);
    let pages = device.picture.take().iter().position(|page| page[0] == "Sign this?").unwrap();
    // Released before the question appears, and long after it.
    for hold in [PRESS_MS, 2_000] {
        device.approve_blindly(pages, hold);
        let (answer, word) = device.request(Instruction::SignWeights, SR25519, &request, 255);
        assert_eq!((answer, word), (vec![], StatusWord::NO_ANSWER));
        assert!(device.picture.take().iter().any(|page| page[0] == "Sign this?"));
    }
}

/// `rfc78.json`: a payload, and its proof by either prover.
fn proven(spec: u32, name: &str) -> (Vec<u8>, [Vec<u8>; 2]) {
    let text = include_str!("../../../vectors/clients/rfc78.json");
    let file: Value = serde_json::from_str(text).unwrap();
    let mut cases = file["good"].as_array().unwrap().iter();
    let case = cases.find(|case| case["spec"] == spec && case["name"] == name).unwrap();
    (bytes(&case["payload"]), [bytes(&case["proof_js"]), bytes(&case["proof_rust"])])
}

fn with_proof(payload: &[u8], proof: &[u8]) -> Vec<u8> {
    let len = (payload.len() as u16).to_be_bytes();
    [&6_000_000u32.to_be_bytes(), &len[..], payload, proof].concat()
}

#[test]
fn what_no_table_holds_is_shown_and_signed_by_its_proof() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_ED25519)));
    for (spec, name, wanted, rows) in [
        (218, "set_weights 256 uids", "share", 256),
        (461, "set_weights 256 uids", "share", 256),
        (461, "batch of 20 transfers", "transfer_", 20),
        (461, "nested 8 levels", "Call:", 1),
    ] {
        let (payload, proofs) = proven(spec, name);
        for proof in proofs {
            device.picture.take();
            device.approve(300);
            let request = with_proof(&payload, &proof);
            let (answer, word) = device.request(Instruction::SignProven, ED25519, &request, 255);
            assert_eq!(word, StatusWord::OK, "{name}");
            let extrinsic = SignedExtrinsic::parse(&answer).unwrap();
            assert!(payload.starts_with(extrinsic.call), "{name}");
            let MultiSignature::Ed25519(signature) = extrinsic.signature else { panic!("another scheme") };
            let message = Payload::new(&payload).message();
            assert!(nanotao::crypto::ed25519::verify(&signature, message.as_ref(), &extrinsic.account));

            let pages = device.picture.take();
            let pairs = pages.iter().filter(|page| page[0].contains(wanted)).flat_map(|page| &page[1..6]);
            let lines = pages.iter().flat_map(|page| &page[1..6]);
            let found = match wanted {
                "share" => pairs.filter(|row| !row.is_empty()).count(),
                _ => lines.filter(|row| row.contains(wanted)).count(),
            };
            assert_eq!(found, rows, "{name}");
        }
    }
}

#[test]
fn a_payload_without_its_own_proof_is_refused_by_name() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_ED25519)));
    let (payload, [proof, _]) = proven(461, "set_weights 256 uids");
    let (other, [other_proof, _]) = proven(461, "batch of 20 transfers");
    let (_, [old_proof, _]) = proven(425, "set_weights 256 uids");
    let plain = bytes(&cases().iter().find(|case| case["metadata_hash"].is_null()).unwrap()["payload"]);
    let cut = &proof[..proof.len() - 1];
    device.approve(300);
    for (payload, proof, expected) in [
        (&payload, &other_proof[..], 230),
        (&other, &proof, 230),
        (&payload, &old_proof, 237),
        (&plain, &proof, 237),
        (&payload, cut, 224),
        (&payload, &[], 224),
    ] {
        let answer = device.request(Instruction::SignProven, ED25519, &with_proof(payload, proof), 255);
        assert_eq!(fault(&answer).0, expected);
    }
    let without = [&6_000_000u32.to_be_bytes()[..], &payload].concat();
    let answer = device.request(Instruction::SignPayload, ED25519, &without, 255);
    assert_eq!(fault(&answer).0, 277);
    let long = with_proof(&payload, &[0; 12 * 1024]);
    let answer = device.request(Instruction::SignProven, ED25519, &long, 255);
    assert_eq!(answer, (vec![], StatusWord::TOO_LARGE));
    device.assert_alive();
}
