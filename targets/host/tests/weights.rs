//! Scores, checks and commit hashes, against the SDK's and the chain's own results.

mod common;

use common::{Folder, nanotao, nanotao_with, section, text, vectors};
use nanotao_host::scores::{Scores, Sdk};
use nanotao_host::subnet::Subnet;
use serde_json::{Value, json};

/// Scores of a case, as text that reads back to the same bits; `None` where JSON has no word for one.
fn scores(hex: &Value, width: usize) -> Option<Vec<f64>> {
    hex.as_array()?
        .iter()
        .map(|hex| {
            let bytes = nanotao_host::text::hex(text(hex)).unwrap();
            let score = match width {
                4 => f32::from_le_bytes(bytes.try_into().unwrap()).into(),
                _ => f64::from_le_bytes(bytes.try_into().unwrap()),
            };
            f64::is_finite(score).then_some(score)
        })
        .collect()
}

#[test]
fn scores_become_the_weights_that_sdk_10_makes_of_them() {
    let vectors = vectors("clients/weights_emit.json");
    let mut run = 0;
    for case in section(&vectors, "cases").iter().filter(|case| case["dtype"] == "float32") {
        let in_range =
            case["uids"].as_array().unwrap().iter().all(|uid| uid.as_u64().is_some_and(|uid| uid < 65536));
        let Some(scores) = scores(&case["weights_hex"], 4).filter(|_| in_range) else { continue };
        let file = json!({ "netuid": 1, "uids": case["uids"], "scores": scores });
        let found = Scores::parse(file.to_string().as_bytes()).unwrap().quantise(Sdk::V10, None);
        match (found, case.get("out_uids")) {
            (Ok(weights), Some(uids)) => {
                assert_eq!(
                    (&json!(weights.uids), &json!(weights.values)),
                    (uids, &case["out_vals"]),
                    "{case}"
                );
            }
            (Err(_), None) => {}
            (found, _) => panic!("{found:?} for {case}"),
        }
        run += 1;
    }
    assert!(run > 40, "{run}");
}

#[test]
fn scores_become_the_weights_that_sdk_11_makes_of_them() {
    let vectors = vectors("clients/weights_v11.json");
    let mut run = 0;
    for case in section(&vectors, "conform") {
        let Some(scores) = scores(&case["weights_f64_hex"], 8) else { continue };
        let scores = json!({ "netuid": 1, "uids": case["uids"], "scores": scores });
        let subnet: Subnet = serde_json::from_value(json!({
            "subnetwork_n": case["n"],
            "commit_reveal_weights_enabled": false,
            "weights_version_key": 0,
            "weights_set_rate_limit": 0,
            "min_allowed_weights": case["min_allowed_weights"],
            "max_weight_limit": case["max_weight_limit_u16"],
            "stake_threshold": 0,
            "current_block": 1,
            "hotkey": { "uid": case["self_uid"], "total_stake": 0, "last_update": 0, "validator_permit": true },
        }))
        .unwrap();
        let found = Scores::parse(scores.to_string().as_bytes()).unwrap().quantise(Sdk::V11, Some(&subnet));
        match (found, case.get("ok")) {
            (Ok(weights), Some(ok)) => assert_eq!(json!([weights.uids, weights.values]), *ok, "{case}"),
            (Err(_), None) => {}
            (found, _) => panic!("{found:?} for {case}"),
        }
        run += 1;
    }
    assert!(run > 20, "{run}");
}

#[test]
fn the_command_refuses_what_the_chain_refuses_under_the_same_name() {
    let vectors = vectors("chain/weights.json");
    let folder = Folder::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut of_each = std::collections::BTreeMap::<String, usize>::new();
    for case in section(&vectors, "set_weights") {
        // All errors, but not hundreds of each: the conformance tests run every case.
        let count = of_each.entry(case["error"].to_string()).or_default();
        *count += 1;
        if *count > 12 {
            continue;
        }
        let uid = case["caller_uid"].as_u64();
        let of_caller = |list: &Value| uid.and_then(|uid| list.get(uid as usize).cloned());
        let state = json!({
            "subnet_exists": case["subnet_exists"],
            "mechanism_count": case["mechanism_count"],
            "subnetwork_n": case["n"],
            "commit_reveal_weights_enabled": case["commit_reveal_enabled"],
            "weights_version_key": case["network_version_key"],
            "weights_set_rate_limit": case["rate_limit"],
            "min_allowed_weights": case["min_allowed_weights"],
            "stake_threshold": case["stake_threshold"],
            "owner_uid": case["owner_uid"],
            "current_block": case["current_block"],
            "hotkey": {
                "uid": case["caller_uid"],
                "total_stake": case["caller_total_stake"],
                "last_update": of_caller(&case["last_update"]).unwrap_or(json!(0)),
                "validator_permit": of_caller(&case["validator_permit"]).unwrap_or(json!(false)),
            },
        });
        let weights = json!({
            "netuid": case["netuid"],
            "mecid": case["mecid"],
            "uids": case["uids"],
            "weights": case["values"],
            "version_key": text(&case["version_key"]).parse::<u64>().unwrap(),
        });
        let state = folder.file("state.json", state.to_string());
        // The vectors leave out the extrinsic's own check of commit-reveal, as a reveal does.
        let args = ["weights", "check", "-", "--subnet", &state, "--reveal", "--json"];
        let run = nanotao_with(&args, weights.to_string().as_bytes());
        let run = run.exits(i32::from(!case["error"].is_null()));
        let answer = run.json();
        assert_eq!(answer["error"], case["error"], "{case}");
        if case["error"].is_null() {
            assert_eq!(answer["stored"], case["stored"], "{case}");
        }
        seen.insert(answer["error"].to_string());
    }
    assert!(seen.len() >= 10, "{seen:?}");
}

#[test]
fn commit_reveal_bars_plain_weights_but_not_a_reveal() {
    let folder = Folder::new();
    let state = folder.file(
        "state.json",
        r#"{"subnetwork_n": 4, "commit_reveal_weights_enabled": true, "weights_version_key": 0,
            "weights_set_rate_limit": "100", "min_allowed_weights": 1, "stake_threshold": "0", "current_block": 9,
            "hotkey": {"uid": 2, "total_stake": "1", "last_update": 0, "validator_permit": true}}"#,
    );
    let scores = folder.file("scores.json", r#"{"netuid": 1, "uids": [0, 3], "scores": [1, 0.5]}"#);
    let plain = nanotao(&["weights", "check", &scores, "--subnet", &state]).exits(1);
    assert!(plain.stdout.contains("CommitRevealEnabled"), "{plain}");
    let mut sign = vec!["sign", "weights", &scores, "--subnet", &state, "--yes", "--dev", "//Alice"];
    sign.extend(["--spec", "475", "--nonce", "0", "--era-period", "0"]);
    let sign = nanotao(&sign).exits(1);
    assert!(sign.stderr.contains("CommitRevealEnabled") && sign.stdout.is_empty(), "{sign}");
    let reveal = nanotao(&["weights", "check", &scores, "--subnet", &state, "--reveal"]).exits(0);
    assert!(reveal.stdout.contains("uid 3: 32768"), "{reveal}");
}

#[test]
fn a_commit_has_the_hash_that_sdk_10_gives_it() {
    let vectors = vectors("clients/weight_hash.json");
    for case in section(&vectors, "cases") {
        // The SDK's storage index holds the mechanism.
        let index = case["netuid"].as_u64().unwrap();
        let weights = json!({
            "netuid": index % 4096,
            "mecid": index / 4096,
            "uids": case["uids"],
            "weights": case["values"],
            "version_key": case["version_key"],
        });
        let salt: Vec<_> = case["salt"].as_array().unwrap().iter().map(Value::to_string).collect();
        if salt.is_empty() {
            continue;
        }
        let args = ["weights", "hash", "-", "--hotkey", text(&case["address"]), "--salt", &salt.join(",")];
        let run = nanotao_with(&args, weights.to_string().as_bytes()).exits(0);
        assert_eq!(run.stdout.trim(), text(&case["hash"]), "{case}");
    }
}

#[test]
fn uids_that_no_subnet_takes_are_not_quantised() {
    let many: Vec<u16> = (0..257).collect();
    for (uids, name, values, cause) in [
        (&many[..], "scores", 257, "UidsLengthExceedUidsInSubNet: 257 uids, but at most 256 neurons"),
        (&many, "weights", 257, "UidsLengthExceedUidsInSubNet"),
        (&[4, 5, 4], "scores", 3, "DuplicateUids: the uid at index 2 occurred before"),
        (&[4, 5, 4], "weights", 3, "DuplicateUids"),
        (&[4, 5], "weights", 3, "WeightVecNotEqualSize: 2 uids, 3 values"),
        (&[4, 5], "scores", 3, "2 uids, but 3 weights"),
    ] {
        let file = json!({ "netuid": 1, "uids": uids, name: vec![1; values] });
        let run = nanotao_with(&["weights", "quantise", "-"], file.to_string().as_bytes()).exits(3);
        assert!(run.stderr.contains(cause) && run.stdout.is_empty(), "{cause}: {run}");
    }
    let full = json!({ "netuid": 1, "uids": many[..256], "scores": vec![1; 256] });
    nanotao_with(&["weights", "quantise", "-"], full.to_string().as_bytes()).exits(0);
}

#[test]
fn quantised_weights_are_a_scores_file_again() {
    let folder = Folder::new();
    let out = folder.path("weights.json").into_os_string().into_string().unwrap();
    let scores =
        br#"{"netuid":1,"mecid":2,"uids":[5,9,11],"scores":[0.25,0,1],"version_key":18446744073709551615}"#;
    let run = nanotao_with(&["weights", "quantise", "-", "-o", &out], scores).exits(0);
    assert!(run.stdout.starts_with("written to"), "{run}");
    let again = nanotao(&["weights", "quantise", &out, "--json"]).exits(0).json();
    let expected = json!({"netuid": 1, "mecid": 2, "uids": [5, 11], "weights": [16384, 65535],
                          "version_key": 18_446_744_073_709_551_615_u64});
    assert_eq!(again, expected);
}
