//! Calls from JSON, against the chain's and the official SDK's bytes.

mod common;

use common::{LISTED, section, text, vectors};
use nanotao_host::calls::CallArgs;
use nanotao_host::text::to_hex;
use serde_json::{Value, json};

fn encode(call: &str, args: &Value) -> String {
    let args: CallArgs = serde_json::from_value(json!({ "call": call, "args": args })).unwrap();
    let call = args.call();
    let mut buffer = vec![0; call.encoded_len()];
    to_hex(call.encode_to(&mut buffer).unwrap())
}

#[test]
fn arguments_under_their_metadata_names_give_the_chains_bytes() {
    let vectors = vectors("chain/calls.json");
    let mut seen = std::collections::BTreeSet::new();
    for case in section(&vectors, "cases") {
        let name = format!("{}.{}", text(&case["pallet"]), text(&case["call"]));
        if LISTED.contains(&name.as_str()) {
            assert_eq!(encode(text(&case["call"]), &case["args"]), text(&case["encoded"]));
            assert_eq!(encode(&name, &case["args"]), text(&case["encoded"]));
            seen.insert(name);
        }
    }
    assert_eq!(seen.len(), LISTED.len() - 1, "all of the pallet SubtensorModule: {seen:?}");
}

#[test]
fn arguments_of_the_official_sdk_give_its_bytes() {
    let vectors = vectors("clients/golden_spec461.json");
    let mut seen = std::collections::BTreeSet::new();
    for case in section(&vectors, "calls") {
        let name = format!("{}.{}", text(&case["module"]), text(&case["function"]));
        if LISTED.contains(&name.as_str()) {
            assert_eq!(encode(&name, &case["params"]), text(&case["data_hex"]), "{case}");
            seen.insert(name);
        }
    }
    assert!(seen.contains("Balances.transfer_keep_alive"), "{seen:?}");
}

#[test]
fn a_file_with_anything_missing_or_unknown_is_refused() {
    let read =
        |text: &str| serde_json::from_str::<CallArgs>(text).map(drop).map_err(|error| error.to_string());
    let error = |text: &str| read(text).unwrap_err();
    assert!(error(r#"{"call": "sudo", "args": {}}"#).contains("unknown variant `sudo`"));
    assert!(error(r#"{"call": "add_stake", "args": {"netuid": 1}}"#).contains("missing field `hotkey`"));
    let more = r#"{"call": "commit_weights", "args": {"netuid": 1, "commit_hash": "0x00", "x": 1}}"#;
    assert!(
        error(more).contains("32 bytes are needed, 1 were given") || error(more).contains("unknown field")
    );
    let uid = r#"{"call": "set_weights", "args": {"netuid": 1, "dests": [65536], "weights": [1], "version_key": 0}}"#;
    assert!(error(uid).contains("expected u16"));
}
