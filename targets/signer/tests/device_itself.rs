//! Keys in and out, consent and its absence, and a screen that fails.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod device;

use device::{ALICE_ED25519, ALICE_SR25519, Device, apdu, frame, seed};
use nanotao_signer::protocol::{Instruction, Status, StatusWord};
use nanotao_signer::{Key, Memory};

/// `//Alice` with sr25519, as `subkey` prints it.
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_ACCOUNT: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

fn provisioned(device: &mut Device<'_>) -> bool {
    let (answer, word) = device.call(Instruction::Status, 0, 0, &[]);
    assert_eq!(word, StatusWord::OK);
    Status::parse(&answer).unwrap().provisioned
}

#[test]
fn status_tells_what_the_device_is() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, None);
    let (answer, word) = device.call(Instruction::Status, 0, 0, &[]);
    assert_eq!(word, StatusWord::OK);
    let status = Status::parse(&answer).unwrap();
    assert_eq!((status.protocol, status.provisioned, status.schemes), (1, false, 3));
    assert_eq!((status.max_uids, status.max_request, status.stack_high_water), (256, 12_288, 0));
    assert_eq!(status.specs().collect::<Vec<_>>(), [425, 461, 475]);
    for end in 0..answer.len() {
        assert!(Status::parse(&answer[..end]).is_err());
    }
}

#[test]
fn a_key_is_taken_once_shown_and_erased() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, None);
    assert_eq!(device.call(Instruction::Address, 0, 1, &[]).1, StatusWord::NO_KEY);
    assert_eq!(device.call(Instruction::SignWeights, 3, 1, &[0]).1, StatusWord::NO_KEY);
    for len in [0, 31, 33] {
        assert_eq!(device.call(Instruction::Provision, 0, 0, &vec![1; len]).1, StatusWord::WRONG_LENGTH);
    }

    device.keys([Key::Right, Key::Up]);
    let secret = seed(ALICE_SR25519);
    assert_eq!(device.call(Instruction::Provision, 0, 0, &secret).1, StatusWord::REJECTED);
    assert!(!provisioned(&mut device));

    device.picture.take();
    device.approve(4);
    assert_eq!(device.call(Instruction::Provision, 0, 0, &secret), (vec![], StatusWord::OK));
    let pages = device.picture.take();
    assert_eq!(pages[0][..4], ["New key", "sr25519:", &ALICE[..25], &ALICE[25..]]);
    assert_eq!(pages[1][1], "ed25519:");
    assert_eq!(pages[2][0], "Take this key?");
    assert!(provisioned(&mut device));

    let (answer, word) = device.call(Instruction::Address, 0, 1, &[]);
    assert_eq!(word, StatusWord::OK);
    assert_eq!(answer, [&hex::decode(ALICE_ACCOUNT).unwrap()[..], ALICE.as_bytes()].concat());

    let other = seed(ALICE_ED25519);
    assert_eq!(device.call(Instruction::Provision, 0, 0, &other).1, StatusWord::HAS_KEY);
    device.keys([Key::Up]);
    assert_eq!(device.call(Instruction::Wipe, 0, 0, &[]).1, StatusWord::REJECTED);
    assert!(provisioned(&mut device));
    device.approve(3);
    assert_eq!(device.call(Instruction::Wipe, 0, 0, &[]).1, StatusWord::OK);
    assert!(!provisioned(&mut device));
    device.approve(4);
    assert_eq!(device.call(Instruction::Provision, 0, 0, &other).1, StatusWord::OK);
}

#[test]
fn an_address_is_confirmed_page_by_page() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    device.picture.take();
    // Select does nothing before the last page; left goes back.
    device.keys([Key::Select, Key::Right, Key::Left, Key::Select, Key::Down, Key::Select]);
    let (answer, word) = device.call(Instruction::Address, 1, 1, &[]);
    assert_eq!((&answer[32..], word), (ALICE.as_bytes(), StatusWord::OK));
    let titles: Vec<String> = device.picture.take().into_iter().map(|page| page[0].clone()).collect();
    assert_eq!(titles[..4], ["Address", "Is it the same?", "Address", "Is it the same?"]);
    device.keys([Key::Up]);
    assert_eq!(device.call(Instruction::Address, 1, 1, &[]).1, StatusWord::REJECTED);
}

#[test]
fn a_question_that_nobody_answers_is_dropped() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    device.keys([]);
    let before = device.time.0.get();
    assert_eq!(device.call(Instruction::Wipe, 0, 0, &[]).1, StatusWord::NO_ANSWER);
    let waited = device.time.0.get() - before;
    assert!((300_000..300_100).contains(&waited), "{waited}");
    assert!(provisioned(&mut device));
    // The clock wraps after 49 days, and a question that spans the moment is no different.
    device.time.0.set(u32::MAX - 1_000);
    device.keys([]);
    assert_eq!(device.call(Instruction::Wipe, 0, 0, &[]).1, StatusWord::NO_ANSWER);
    assert!(provisioned(&mut device));
}

#[test]
fn a_host_that_sends_something_else_gets_the_answer_to_that() {
    let mut memory = Memory::new();
    let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
    device.keys([Key::Right]);
    device.then_send(frame(&apdu(Instruction::Address, 0, 1, &[])));
    device.send(&frame(&apdu(Instruction::Wipe, 0, 0, &[])));
    let answers = device.answers();
    assert_eq!(answers.len(), 1, "the question is dropped without an answer");
    assert_eq!(answers[0].0[32..], *ALICE.as_bytes());
    assert!(provisioned(&mut device));
}

#[test]
fn nothing_is_approved_on_a_screen_that_fails() {
    for good_pictures in 0..3 {
        let mut memory = Memory::new();
        let mut device = Device::new(&mut memory, Some(seed(ALICE_SR25519)));
        device.picture.breaks_after.set(Some(good_pictures));
        device.approve(3);
        let word = device.call(Instruction::Wipe, 0, 0, &[]).1;
        // One page and the question.
        let expected = if good_pictures < 2 { StatusWord::DEVICE_FAILED } else { StatusWord::OK };
        assert_eq!(word, expected, "after {good_pictures} pictures");
        assert_eq!(provisioned(&mut device), good_pictures < 2);
    }
}
