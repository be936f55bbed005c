//! Every call of every runtime, with arguments of any value: written by Substrate's own libraries from the metadata, and
//! read by the tables of the core.

use nanotao::display::TextRender;
use nanotao::extrinsic::{Era, FINNEY, Payload, TxExtension};
use nanotao::{AccountId, TaoBalance};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::metadata::{Oracle, bytes, json};

/// The name of the call, and the cards of its arguments, but for the warnings.
fn cards(spec: u32, call: &[u8]) -> (String, Vec<String>) {
    let extension = TxExtension {
        era: Era::Immortal,
        nonce: 7,
        tip: TaoBalance(0),
        metadata_hash: None,
        spec_version: spec,
        transaction_version: 1,
        genesis_hash: FINNEY,
        block_hash: FINNEY,
    };
    let mut buffer = vec![0; call.len() + 128];
    let payload = Payload::from_call_bytes(call, &extension, &mut buffer).unwrap();
    let verified = payload.verify().unwrap_or_else(|error| panic!("{error}: {call:02x?}"));
    assert_eq!(verified.call_bytes(), call);
    let (pallet, function) = verified.function();
    let name = format!("{pallet}.{function}");
    let mut text = TextRender(String::new());
    verified.review(AccountId([7; 32]), None).emit_all(&mut text).unwrap();
    let lines = text.0.lines().filter(|line| !line.starts_with("Warning")).map(str::to_owned);
    let mut lines = lines.skip_while(|line| !line.starts_with("Tip: "));
    assert_eq!(lines.next().as_deref(), Some("Tip: 0 TAO"));
    (name, lines.collect())
}

/// Encodings of each call.
const TIMES: u64 = 12;

fn every_call(oracle: &Oracle, spec: u32) -> u64 {
    let mut count = 0;
    for (seed, (pallet, call)) in (0..).zip(oracle.calls()) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        for _ in 0..TIMES {
            let encoded = oracle.any_call(pallet, call, &mut random);
            let mut rest = encoded.as_slice();
            let value = oracle.decode(oracle.call, &mut rest).unwrap();
            assert!(rest.is_empty());
            let expected = (format!("{}.{}", pallet.name, call.name), oracle.cards(&value));
            assert_eq!(cards(spec, &encoded), expected, "spec {spec}");
        }
        count += 1;
    }
    println!("spec {spec}: {count} calls, {} encodings", count * TIMES);
    count
}

#[test]
fn every_call_of_spec_425_and_461_shows_what_the_metadata_says() {
    // But for the two of Grandpa that take a proof of a type without values.
    assert_eq!(every_call(&Oracle::of(425), 425), 288 - 2);
    assert_eq!(every_call(&Oracle::of(461), 461), 305 - 2);
}

#[test]
fn every_call_of_spec_475_shows_what_the_derived_list_says() {
    assert_eq!(every_call(&Oracle::of_475(), 475), 310 - 2);
}

#[test]
fn the_calls_that_the_chain_encoded_show_what_its_metadata_says() {
    let oracle = Oracle::of(425);
    let file = json("chain/calls.json");
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let encoded = bytes(&case["encoded"]);
        let value = oracle.decode(oracle.call, &mut encoded.as_slice()).unwrap();
        let name = format!("{}.{}", case["pallet"].as_str().unwrap(), case["call"].as_str().unwrap());
        assert_eq!(cards(425, &encoded), (name, oracle.cards(&value)));
    }
    assert_eq!(cases.len(), 460);
}
