//! Runs the project's copy of the vectors on the host.

use nanotao::crypto::Scheme;
use nanotao_tests::exceptions;
use nanotao_tests::folder::Found;
use nanotao_tests::manifest::Manifest;
use nanotao_tests::report::{Filter, Report};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../vectors")
}

#[test]
fn every_vector_passes_and_none_is_lost() {
    let report =
        Report::of(&vectors(), &Filter::default(), Found::judge, |_, _| ()).expect("vectors/ is readable");
    let total = report.total();
    println!("{report}");
    assert_eq!((total.failed, total.unknown), (0, 0), "see the lines above");
    let found = Manifest::of(&vectors(), &report).expect("vectors/ is readable");
    let kept = Manifest::read(&vectors()).expect("vectors/ has a manifest");
    assert_eq!(found, kept, "write it anew with `cargo xtask vectors vectors --manifest`");
}

/// What `exceptions` computes as sp-core's key is what sp-core's own keys are.
#[test]
fn the_measure_of_the_exceptions_is_that_of_sp_core() {
    let text = fs::read(vectors().join("clients/keys_core.json")).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    let (mut known, mut checked) = (BTreeMap::new(), 0);
    for case in file["uri"].as_array().unwrap() {
        let scheme = if case["crypto_type"] == 1 { Scheme::Sr25519 } else { Scheme::Ed25519 };
        let uri = case["uri"].as_str().unwrap();
        let account = exceptions::sp_core_account(scheme, uri).unwrap();
        let account = account.map(|account| format!("{account:?}").replace("0x", ""));
        assert_eq!(account.as_deref(), case["public_key"].as_str(), "{uri}");
        known.insert((uri.to_owned(), scheme.to_string()), account);
        checked += 1;
    }
    assert!(checked > 200);

    // The table lists every exception among the vectors, each with sp-core's own key.
    let text = fs::read(vectors().join("clients/js_polkadot.json")).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    let found = file["uri"].as_array().unwrap().iter().filter_map(|case| {
        let (uri, scheme) = (case["uri"].as_str().unwrap(), case["type"].as_str().unwrap());
        let why = exceptions::uri(uri)?;
        let account = known.get(&(uri.to_owned(), scheme.to_owned())).cloned().flatten();
        Some(json!({ "uri": uri, "type": scheme, "why": why, "sp_core_public_key": account }))
    });
    let table: Value = serde_json::from_str(include_str!("exceptions.json")).unwrap();
    assert_eq!(table["clients/js_polkadot.json"]["uri"], found.collect::<Value>());
}
