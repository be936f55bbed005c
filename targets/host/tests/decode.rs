//! Calls of every kind, decoded by table: fields and cards, against what the chain and the official SDK put in.

mod common;

use common::{nanotao, section, text, vectors};
use nanotao_host::decode::{describe_call, describe_extrinsic};
use nanotao_host::text::{Account, hex, to_hex};
use serde_json::{Value, json};

fn decoded(bytes: &str, spec: u32) -> Value {
    describe_call(&hex(bytes).unwrap(), spec).unwrap().to_json()
}

/// Numbers as text and accounts as hex, as the vectors have them.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::String(text) => match text.parse::<Account>() {
            Ok(Account(account)) => to_hex(&account.0).into(),
            Err(_) => value.clone(),
        },
        Value::Array(list) => list.iter().map(plain).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        _ => value.clone(),
    }
}

/// The file describes calls within calls in words of its own.
const NESTED: [&str; 3] = ["sudo", "proxy", "batch"];

#[test]
fn every_call_of_the_chain_is_decoded_to_the_arguments_that_it_was_made_of() {
    let vectors = vectors("chain/calls.json");
    for case in section(&vectors, "cases") {
        let fields = decoded(text(&case["encoded"]), 425);
        assert_eq!((&fields["pallet"], &fields["function"]), (&case["pallet"], &case["call"]));
        assert!(fields["cards"].as_array().unwrap().len() > 1);
        if !NESTED.contains(&text(&case["call"])) {
            assert_eq!(plain(&fields["args"]), plain(&case["args"]), "{}", case["call"]);
        }
    }
}

#[test]
fn calls_of_the_official_sdk_give_back_its_arguments() {
    let vectors = vectors("clients/golden_spec461.json");
    for case in section(&vectors, "calls") {
        let fields = decoded(text(&case["data_hex"]), 461);
        assert_eq!((&fields["pallet"], &fields["function"]), (&case["module"], &case["function"]));
        let (mut ours, mut theirs) = (fields["args"].clone(), case["params"].clone());
        for name in ["call", "calls"] {
            let inner = |args: &mut Value| match args.as_object_mut()?.shift_remove(name)? {
                Value::Array(calls) => Some(calls),
                call => Some(vec![call]),
            };
            let (ours, theirs) =
                (inner(&mut ours).unwrap_or_default(), inner(&mut theirs).unwrap_or_default());
            assert_eq!(ours.len(), theirs.len());
            ours.iter().zip(&theirs).for_each(|(ours, theirs)| same_call(ours, theirs));
        }
        assert_eq!(plain(&ours), plain(&theirs), "{}", case["function"]);
    }
}

/// Compares a call within another, which the SDK's file has by its names or as `transfer 1 to bob`.
fn same_call(ours: &Value, theirs: &Value) {
    let args = &ours["args"];
    match theirs.as_str() {
        Some(words) => {
            assert_eq!(ours["function"], "transfer_keep_alive");
            assert_eq!(Some(args["value"].to_string().as_str()), words.split(' ').nth(1));
        }
        None => {
            assert_eq!((&ours["pallet"], &ours["function"]), (&theirs["module"], &theirs["function"]));
            args.as_object().unwrap().iter().for_each(|(name, value)| assert_eq!(*value, theirs[name]));
        }
    }
}

#[test]
fn what_no_table_holds_is_refused_by_name() {
    let refused = |args: &[&str], causes: &[&str]| {
        let run = nanotao(&[&["decode"], args].concat()).exits(3);
        assert!(causes.iter().all(|cause| run.stderr.contains(cause)) && run.stdout.is_empty(), "{run}");
    };
    let call = "0x07003f0000004000000000000000";
    refused(&["--as", "call", call, "--spec", "476"], &["no call table for spec version 476", "help:"]);
    refused(&["--as", "call", "0xc800"], &["no pallet with index 200", "help:"]);
    refused(&["--as", "call", "0x07fa"], &["no call with index 250 of pallet 7", "help:"]);
    refused(&["--as", "call", &format!("{call}00")], &["trailing bytes"]);
    // A batch of a call that the pallet does not have.
    refused(&["--as", "call", "0x0b000407fa"], &["no call with index 250 of pallet 7"]);
    let extrinsics = vectors("chain/extrinsics.json");
    let extrinsic = text(&section(&extrinsics, "cases")[0]["extrinsic"]);
    refused(&[extrinsic, "--spec", "476"], &["no call table for spec version 476"]);
    for args in [&["--as", "call", call, "--spec", "476"][..], &[extrinsic, "--spec", "476"]] {
        // There is no proof of a call alone.
        assert!(!nanotao(&[&["decode"], args].concat()).stderr.contains("--proof"));
    }
    let run = nanotao(&["decode", "--as", "call", &format!("{call}00")]);
    assert!(run.stderr.contains("help: the call ends there"), "{run}");
}

/// A payload of `Balances.transfer_all`, of which the first two bytes may be a length, with 84 behind.
const LIKE_AN_EXTRINSIC: &str = "050a840000feffffff13ffffffffffffffff00cd010000010000002f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c032f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c0300";

#[test]
fn a_payload_that_begins_like_an_extrinsic_is_a_payload() {
    let fields = nanotao(&["decode", LIKE_AN_EXTRINSIC, "--json"]).exits(0).json();
    assert_eq!(fields["kind"], "payload");
    // Its tip, as large as can be, is text: other readers of JSON would round the number.
    assert_eq!(fields["tip"], "18446744073709551615");
}

#[test]
fn what_decode_cannot_guess_is_asked_for_and_the_reason_stands() {
    let payloads = vectors("chain/extrinsics.json");
    let case = &section(&payloads, "cases")[0];
    let payload = text(&case["payload"]);
    let spec = if case["spec_version"] == 475 { "425" } else { "475" };
    let run = nanotao(&["decode", payload, "--spec", spec]).exits(3);
    assert!(run.stderr.contains("the payload says spec version") && run.stderr.contains("leave out --spec"));
    // A call alone: no payload, and what it might be is named beside what is wrong.
    let run = nanotao(&["decode", "0x07003f0000004000000000000000"]).exits(3);
    assert!(run.stderr.contains("help: ") && run.stderr.contains("--as extrinsic, payload or call"), "{run}");
    assert!(!run.stderr.contains("nor is it"), "{run}");
}

#[test]
fn weights_that_the_chain_refuses_are_shown_with_its_reason() {
    // set_weights of uid 1 twice, and of two uids with one weight.
    for (call, reason, weights) in [
        ("0700010008010001000801000200 0000000000000000", "DuplicateUids", json!([1, 2])),
        ("07000100080100020004 0100 0000000000000000", "WeightVecNotEqualSize", json!([1])),
    ] {
        let fields = decoded(&call.replace(' ', ""), 475);
        assert!(text(&fields["refused_by_chain"]).contains(reason), "{fields}");
        assert_eq!(fields["args"]["weights"], weights);
        assert!(fields.get("cards").is_none());
    }
    assert!(describe_extrinsic(&[0x84], 475, None).is_err());
}
