//! Whatever comes over the line: its own error, nothing signed, and the next request answered.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod device;

use device::{ALICE_SR25519, Answer, Device, fault, frame, seed};
use nanotao::call::SetWeights;
use nanotao::extrinsic::{FINNEY, Payload};
use nanotao::scale::Writer;
use nanotao::{H256, NetUid, TaoBalance};
use nanotao_signer::Memory;
use nanotao_signer::protocol::{CLA, ChainContext, Instruction, MAX_REQUEST, StatusWord};

const SR25519: u8 = 1;

fn context() -> ChainContext {
    ChainContext {
        genesis_hash: FINNEY,
        spec_version: 475,
        transaction_version: 1,
        nonce: 7,
        period: 64,
        current: 9_240_382,
        block_hash: H256([9; 32]),
        tip: TaoBalance(0),
    }
}

fn head(context: &ChainContext, quantiser: u8, kind: u8) -> Vec<u8> {
    let mut buffer = [0; ChainContext::LEN];
    context.encode(&mut Writer::new(&mut buffer)).unwrap();
    [&buffer[..], &[quantiser, kind]].concat()
}

fn json(text: &str) -> Vec<u8> {
    [&head(&context(), 11, 0)[..], text.as_bytes()].concat()
}

fn binary(netuid: u16, count: u16, uids: &[u16], weights: &[u16]) -> Vec<u8> {
    let mut request = head(&context(), 11, 1);
    request.extend(netuid.to_be_bytes());
    request.extend([0; 9]);
    request.extend(count.to_be_bytes());
    request.extend(uids.iter().chain(weights).flat_map(|element| element.to_be_bytes()));
    request
}

/// The device would sign: any question is approved.
fn ask(device: &mut Device<'_>, request: &[u8]) -> Answer {
    device.approve(60);
    device.request(Instruction::SignWeights, SR25519, request, 255)
}

const GOOD: &str = r#"{"netuid":1,"mecid":0,"uids":[0,3],"scores":[0.5,1e-3],"version_key":0}"#;

#[test]
fn a_bad_scores_file_is_refused_with_its_own_error() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let list = |count: usize| vec!["1"; count].join(",");
    let many_uids = format!(r#"{{"netuid":1,"uids":[{}],"scores":[1]}}"#, list(257));
    let many_scores = format!(r#"{{"netuid":1,"uids":[1],"scores":[{}]}}"#, list(257));
    for (text, code, position, says) in [
        (r#"{"netuid":1,"uids":[0,1],"scores":[1,NaN]}"#, 260, 1, "scores[1] is not a finite number"),
        (
            r#"{"netuid":1,"uids":[0,1],"scores":[1,null]}"#,
            98,
            1,
            "the weight at index 1 is not a finite number",
        ),
        (r#"{"netuid":1,"uids":[0,1],"scores":[Infinity,1]}"#, 260, 0, "scores[0] is not a finite number"),
        (
            r#"{"netuid":1,"uids":[0,1],"scores":[1e999,1]}"#,
            98,
            0,
            "the weight at index 0 is not a finite number",
        ),
        (r#"{"netuid":1,"uids":[0,1],"scores":["1",1]}"#, 260, 0, "scores[0] is not a finite number"),
        (r#"{"netuid":1,"uids":[0,1],"scores":[1,-0.5]}"#, 99, 1, "the weight at index 1 is negative"),
        (r#"{"netuid":1,"uids":[0,1],"scores":[0,0]}"#, 276, 0, "all weights are zero: nothing to set"),
        (r#"{"netuid":1,"uids":[],"scores":[]}"#, 97, 0, "no weights given"),
        (
            r#"{"netuid":1,"uids":[4,5,4],"scores":[1,1,1]}"#,
            73,
            2,
            "DuplicateUids: the uid at index 2 occurred before",
        ),
        (r#"{"netuid":1,"uids":[0,65536],"scores":[1,1]}"#, 259, 1, "out of range at uids[1]"),
        (r#"{"netuid":1,"uids":[-1,2],"scores":[1,1]}"#, 259, 0, "out of range at uids[0]"),
        (r#"{"netuid":1,"uids":[1,1.5],"scores":[1,1]}"#, 257, 1, "malformed at uids[1]"),
        (r#"{"netuid":1,"uids":[true],"scores":[1]}"#, 258, 0, "wrong type at uids[0]"),
        (r#"{"netuid":1,"uids":5,"scores":[1]}"#, 258, 0, "wrong type at uids[0]"),
        (r#"{"netuid":1,"uids":[5],"scores":1}"#, 258, 0, "wrong type at scores[0]"),
        (r#"{"netuid":1,"uids":[5],"weights":[65536]}"#, 259, 0, "out of range at weights[0]"),
        (&many_uids, 265, 256, "more than 256 elements in uids"),
        (&many_scores, 265, 256, "more than 256 elements in scores"),
        (r#"{"netuid":1,"uids":[0,1],"scores":[1]}"#, 96, 1, "2 uids, but 1 weights"),
        (
            r#"{"netuid":0,"uids":[0],"scores":[1]}"#,
            64,
            0,
            "CanNotSetRootNetworkWeights: the root network takes no weights",
        ),
        (r#"{"netuid":65536,"uids":[0],"scores":[1]}"#, 259, 0, "out of range at netuid"),
        (r#"{"netuid":1,"mecid":256,"uids":[0],"scores":[1]}"#, 259, 0, "out of range at mecid"),
        (r#"{"uids":[0],"scores":[1]}"#, 263, 0, "field netuid is missing"),
        (r#"{"netuid":1,"scores":[1]}"#, 263, 0, "field uids is missing"),
        (r#"{"netuid":1,"uids":[0]}"#, 263, 0, "field scores is missing"),
        (
            r#"{"netuid":1,"uids":[0],"scores":[1],"weights":[1]}"#,
            264,
            0,
            "both scores and weights are given",
        ),
        (r#"{"netuid":1,"netuid":2,"uids":[0],"scores":[1]}"#, 262, 0, "field netuid occurs twice"),
        (r#"{"netuid":1,"verison_key":2,"uids":[0],"scores":[1]}"#, 261, 1, "unknown field after 1 fields"),
        (
            r#"{"netuid":1,"uids":[0],"scores":[1]} x"#,
            266,
            36,
            "something follows the scores file, from byte 36 on",
        ),
        ("[1]", 258, 0, "wrong type after 0 fields"),
        ("", 256, 0, "the scores file ends early, at byte 0"),
    ] {
        let answer = ask(&mut device, &json(text));
        let (got_code, got_position, got_text) = fault(&answer);
        assert_eq!((got_code, got_position), (code, position), "{text}: {got_text}");
        assert!(got_text.starts_with(says), "{text}: {got_text}");
        device.assert_alive();
    }
    assert_eq!(ask(&mut device, &json(GOOD)).1, StatusWord::OK);
}

#[test]
fn a_bad_header_or_binary_body_is_refused_with_its_own_error() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let with = |change: fn(&mut ChainContext)| {
        let mut context = context();
        change(&mut context);
        [&head(&context, 11, 0)[..], GOOD.as_bytes()].concat()
    };
    let uids: Vec<u16> = (0..257).collect();
    let mut trailing = binary(1, 1, &[0], &[9]);
    trailing.push(0);
    for (request, code, position, says) in [
        (with(|context| context.spec_version = 476), 128, 0, "no call table for spec version 476"),
        (with(|context| context.transaction_version = 2), 146, 0, ""),
        (with(|context| context.period = 63), 273, 0, "an era lasts 0 blocks, or a power of two"),
        (with(|context| context.period = 1 << 17), 273, 0, ""),
        (with(|context| context.period = 0), 147, 0, ""),
        ([&head(&context(), 12, 0)[..], GOOD.as_bytes()].concat(), 274, 0, "no quantiser 12"),
        ([&head(&context(), 11, 2)[..], GOOD.as_bytes()].concat(), 275, 0, "no form of weights 2"),
        (binary(1, 257, &uids, &uids), 272, 256, "257 uids, a subnet has at most 256"),
        (binary(1, 2, &[4, 4], &[1, 1]), 73, 1, "DuplicateUids"),
        (binary(1, 2, &[4, 5], &[0, 0]), 276, 0, "all weights are zero"),
        (binary(1, 0, &[], &[]), 97, 0, "no weights given"),
        (binary(0, 1, &[4], &[1]), 64, 0, "CanNotSetRootNetworkWeights"),
        (trailing, 6, 17, "trailing bytes from byte 17 on"),
    ] {
        let answer = ask(&mut device, &request);
        let (got_code, got_position, got_text) = fault(&answer);
        assert_eq!((got_code, got_position), (code, position), "{got_text}");
        assert!(got_text.starts_with(says), "{got_text}");
        device.assert_alive();
    }
}

#[test]
fn a_request_cut_at_any_byte_is_refused() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    for request in [json(GOOD), binary(1, 2, &[0, 3], &[65535, 131])] {
        for end in 1..request.len() {
            let answer = ask(&mut device, &request[..end]);
            let (code, position, text) = fault(&answer);
            // Cut in a number, a text can look malformed rather than short: `1e` of `1e-3`.
            assert!([2, 256, 257, 260].contains(&code), "cut at {end}: {text}");
            assert!(position as usize <= end, "cut at {end}: {text}");
        }
        device.assert_alive();
        assert_eq!(ask(&mut device, &request).1, StatusWord::OK);
    }
}

#[test]
fn a_payload_cut_or_lengthened_at_any_byte_is_refused() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let call = [7, 0, 1, 0, 8, 0, 0, 1, 0, 8, 100, 0, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut buffer = [0; 256];
    let extension = context().extension().unwrap();
    let payload = nanotao::extrinsic::Payload::from_call_bytes(&call, &extension, &mut buffer).unwrap();
    let request = [&context().current.to_be_bytes(), payload.as_bytes()].concat();
    for end in 1..request.len() {
        device.approve(60);
        let answer = device.request(Instruction::SignPayload, SR25519, &request[..end], 255);
        fault(&answer);
    }
    let answer = device.request(Instruction::SignPayload, SR25519, &[&request[..], &[0]].concat(), 255);
    fault(&answer);
    let mut unknown = request.clone();
    unknown[4..6].copy_from_slice(&[7, 200]);
    let answer = device.request(Instruction::SignPayload, SR25519, &unknown, 255);
    assert_eq!(fault(&answer), (130, 1, "no call with index 200 of pallet 7 in the call table".into()));
    device.approve(60);
    assert_eq!(device.request(Instruction::SignPayload, SR25519, &request, 255).1, StatusWord::OK);
}

#[test]
fn a_payload_of_weights_that_no_subnet_takes_is_refused() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let many: Vec<u16> = (0..257).collect();
    for (uids, fault_code, place) in
        [(&many[..256], None, 0), (&many, Some(67), 256), (&[5, 6, 5], Some(73), 2)]
    {
        let (dests, weights) = (uids.into(), uids.into());
        let call = SetWeights { netuid: NetUid(1), dests, weights, version_key: 0 }.into();
        let mut buffer = [0; 2_048];
        let payload = Payload::build(&call, &context().extension().unwrap(), &mut buffer).unwrap();
        let request = [&9_240_382_u32.to_be_bytes(), payload.as_bytes()].concat();
        device.approve(60);
        let answer = device.request(Instruction::SignPayload, SR25519, &request, 255);
        match fault_code {
            None => assert_eq!(answer.1, StatusWord::OK),
            Some(code) => {
                let (got_code, got_place, text) = fault(&answer);
                assert_eq!((got_code, got_place), (code, place), "{text}");
            }
        }
        device.assert_alive();
    }
}

#[test]
fn an_apdu_that_is_not_one_is_refused_by_its_own_word() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let status = Instruction::Status as u8;
    let sign = Instruction::SignWeights as u8;
    for (apdu, word) in [
        (&[][..], StatusWord::WRONG_LENGTH),
        (&[CLA], StatusWord::WRONG_LENGTH),
        (&[CLA, status, 0, 0], StatusWord::WRONG_LENGTH),
        (&[CLA, status, 0, 0, 1], StatusWord::WRONG_LENGTH),
        (&[CLA, status, 0, 0, 0, 9], StatusWord::WRONG_LENGTH),
        (&[CLA, status, 0, 0, 1, 9], StatusWord::WRONG_LENGTH),
        (&[0xf9, status, 0, 0, 0], StatusWord::UNKNOWN_CLASS),
        (&[CLA, 0x77, 0, 0, 0], StatusWord::UNKNOWN_INSTRUCTION),
        (&[CLA, status, 1, 0, 0], StatusWord::WRONG_PARAMETER),
        (&[CLA, Instruction::Address as u8, 2, 1, 0], StatusWord::WRONG_PARAMETER),
        (&[CLA, Instruction::Address as u8, 0, 2, 0], StatusWord::WRONG_PARAMETER),
        (&[CLA, Instruction::Address as u8, 0, 1, 1, 0], StatusWord::WRONG_LENGTH),
        (&[CLA, sign, 4, 1, 0], StatusWord::WRONG_PARAMETER),
        (&[CLA, sign, 3, 2, 0], StatusWord::WRONG_PARAMETER),
        (&[CLA, sign, 1, 1, 1, 0], StatusWord::NOTHING_PENDING),
        (&[CLA, sign, 2, 1, 1, 0], StatusWord::NOTHING_PENDING),
        (&[CLA, Instruction::GetResponse as u8, 0, 0, 0], StatusWord::NOTHING_PENDING),
        (&[CLA, Instruction::Wipe as u8, 0, 0, 1, 0], StatusWord::WRONG_LENGTH),
    ] {
        assert_eq!(device.apdu(apdu), (vec![], word), "{apdu:02x?}");
        device.assert_alive();
    }
}

#[test]
fn chunks_belong_to_one_request_and_no_other() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    let request = json(GOOD);
    let (first, rest) = request.split_at(100);
    let begin = |device: &mut Device<'_>| {
        assert_eq!(device.call(Instruction::SignWeights, 0, SR25519, first), (vec![], StatusWord::OK));
    };
    // Another scheme, another instruction, another request in between, 30 seconds: each ends what was begun.
    for (instruction, scheme) in [(Instruction::SignWeights, 0), (Instruction::SignPayload, SR25519)] {
        begin(&mut device);
        assert_eq!(device.call(instruction, 2, scheme, rest).1, StatusWord::NOTHING_PENDING);
        assert_eq!(device.call(Instruction::SignWeights, 2, SR25519, rest).1, StatusWord::NOTHING_PENDING);
    }
    begin(&mut device);
    device.assert_alive();
    assert_eq!(device.call(Instruction::SignWeights, 2, SR25519, rest).1, StatusWord::NOTHING_PENDING);
    begin(&mut device);
    device.wait(30_500);
    assert!(device.answers().is_empty());
    assert_eq!(device.call(Instruction::SignWeights, 2, SR25519, rest).1, StatusWord::NOTHING_PENDING);
    // Begun anew, it starts from nothing.
    begin(&mut device);
    begin(&mut device);
    device.wait(29_000);
    device.approve(60);
    assert!(device.call(Instruction::SignWeights, 2, SR25519, rest).1 == StatusWord::OK);

    let too_large = vec![b' '; MAX_REQUEST + 1];
    assert_eq!(ask(&mut device, &too_large), (vec![], StatusWord::TOO_LARGE));
    assert_eq!(ask(&mut device, &json(GOOD)).1, StatusWord::OK);
}

#[test]
fn noise_on_the_line_never_resets_and_never_blocks_for_long() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    // A xorshift generator: noise that is the same in every run.
    let mut state = 0x2545_f491_u32;
    for _ in 0..200 {
        let noise: Vec<u8> = (0..64)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                state as u8
            })
            .collect();
        device.send(&noise);
        device.wait(31_000);
        device.answers();
        device.assert_alive();
    }
    device.send(&frame(&[CLA])[..4]);
    device.line.damaged.set(true);
    device.wait(1_500);
    assert_eq!(device.answers(), [(vec![], StatusWord::STALLED)]);
    device.assert_alive();
}

#[test]
fn a_frame_of_any_length_is_answered_once_and_the_next_one_is_found() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    for len in [261, 1_000, 65_535] {
        assert_eq!(device.apdu(&vec![CLA; len]), (vec![], StatusWord::WRONG_LENGTH));
        device.assert_alive();
    }
}
