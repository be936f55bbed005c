//! `nanotao device timelock`, `commit` and `reveal`, with the signer application at the other end of the line.

mod common;
#[path = "common/device.rs"]
mod device;

use common::{Folder, Run, nanotao, section, text, vectors};
use device::{Device, User};
use serde_json::{Value, json};

const SEED: &str = "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";
const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const HASH: &str = "0x37ba886e5e76882b6d48b270d852b51f24b74bd2e68318c343ae0f3cbbc1e8b1";

fn on(device: &Device, args: &[&str]) -> Run {
    nanotao(&[&["device", "--device", &device.line], args].concat())
}

fn device_of_alice() -> Device {
    let (device, folder) = (Device::new(), Folder::new());
    on(&device, &["provision", "--key-file", &folder.file("seed", SEED)]).exits(0);
    device
}

fn chain(spec: u32) -> String {
    json!({ "spec_version": spec, "nonce": 7, "block": 1010, "block_hash": HASH }).to_string()
}

fn scores(netuid: u16, mecid: u8) -> String {
    let uids: Vec<u16> = (0..64).collect();
    let scores: Vec<f64> = uids.iter().map(|uid| f64::from(*uid) / 3.0 + 0.1).collect();
    json!({ "netuid": netuid, "mecid": mecid, "uids": uids, "scores": scores, "version_key": 7 }).to_string()
}

/// The schedule of `clients/drand_decryptable.json`'s first commit: the client foretells round 1000, which is signed.
const SCHEDULE: [&str; 9] = [
    "--tempo=100",
    "--last-epoch-block=1000",
    "--blocks-since-last-step=10",
    "--subnet-epoch-index=5",
    "--reveal-period-epochs=1",
    "--date=2023-08-23T15:40:52.500Z",
    "--block-time-ms=12000",
    "--allow-past",
    "--json",
];

#[test]
fn what_the_device_locks_opens_to_its_scores_once_the_beacon_has_signed() {
    let (device, folder) = (device_of_alice(), Folder::new());
    let vectors = vectors("clients/drand_decryptable.json");
    let first = &section(&vectors, "commits")[0];
    let chain = folder.file("chain.json", chain(475));
    for (mecid, function) in [(0, "commit_timelocked_weights"), (1, "commit_timelocked_mechanism_weights")] {
        let scores = folder.file("scores.json", scores(8, mecid));
        let args = ["timelock", &scores, "--chain", &chain];
        let run = on(&device, &[&args[..], &SCHEDULE].concat()).exits(0).json();
        assert_eq!(run["reveal_round"], first["reveal_round"]);
        assert_eq!((&run["signed_at"], &run["commit_epoch"]), (&json!(1_692_806_364), &json!(5)));
        assert_eq!(run["first_reveal_block"], 1100);
        let signed = text(&run["extrinsic"]);
        nanotao(&["verify", signed, "--spec", "475", "--block-hash", HASH]).exits(0);
        let call = nanotao(&["decode", signed, "--json"]).exits(0).json()["call"].clone();
        assert_eq!((text(&call["function"]), call["args"]["netuid"].clone()), (function, json!(8)));
        let opened = nanotao(&[
            "timelock",
            "open",
            text(&call["args"]["commit"]),
            "--round=1000",
            "--signature",
            text(&first["drand_signature"]),
            "--json",
        ]);
        let opened = opened.exits(0).json();
        let weights = nanotao(&["weights", "quantise", &scores, "--json"]).exits(0).json();
        assert_eq!((&opened["uids"], &opened["weights"]), (&weights["uids"], &weights["weights"]));
        assert_eq!((text(&opened["hotkey"]), &opened["version_key"]), (ALICE, &json!(7)));
    }
    let pages = device.pages();
    assert!(pages.contains("Reveal block: 1100"), "{pages}");
    device.user(User::Rejects);
    let args = ["timelock", &folder.file("scores.json", scores(8, 0)), "--chain", &chain];
    let run = on(&device, &[&args[..], &SCHEDULE].concat()).exits(1);
    assert!(run.stdout.is_empty() && run.stderr.contains("rejected on the device"), "{run}");
}

#[test]
fn a_commit_by_hash_is_revealed_with_the_salt_that_came_with_it() {
    let (device, folder) = (device_of_alice(), Folder::new());
    let chain = folder.file("chain.json", chain(475));
    for (mecid, functions) in [
        (0, ["commit_weights", "reveal_weights"]),
        (1, ["commit_mechanism_weights", "reveal_mechanism_weights"]),
    ] {
        let file = folder.file("scores.json", scores(8, mecid));
        let run = on(&device, &["commit", &file, "--chain", &chain, "--json"]).exits(0);
        let commit = run.json();
        let salt: Vec<String> = commit["salt"].as_array().unwrap().iter().map(Value::to_string).collect();
        let salt = salt.join(",");
        assert!(run.stderr.contains(&salt), "{run}");
        let weights = nanotao(&["weights", "quantise", &file, "--json"]).exits(0);
        let weights = folder.file("weights.json", weights.stdout.clone());
        let hash = nanotao(&["weights", "hash", &weights, "--hotkey", ALICE, "--salt", &salt]).exits(0);
        let call = |extrinsic: &Value| {
            nanotao(&["decode", text(extrinsic), "--json"]).exits(0).json()["call"].clone()
        };
        let committed = call(&commit["extrinsic"]);
        assert_eq!(
            (text(&committed["function"]), text(&committed["args"]["commit_hash"])),
            (functions[0], hash.stdout.trim())
        );
        let reveal = on(&device, &["reveal", &file, "--chain", &chain, "--salt", &salt, "--json"]).exits(0);
        let revealed = call(&reveal.json()["extrinsic"]);
        assert_eq!((text(&revealed["function"]), &revealed["args"]["salt"]), (functions[1], &commit["salt"]));
    }
    let run = on(&device, &["reveal", "-", "--chain", &chain, "--salt", "1,2,3"]).exits(2);
    assert!(run.stderr.contains("eight"), "{run}");
}

#[test]
fn what_cannot_be_foretold_is_refused_with_a_remedy_before_the_device_is_asked() {
    let folder = Folder::new();
    let file = folder.file("scores.json", scores(8, 0));
    let (known, unknown) = (folder.file("chain.json", chain(475)), folder.file("unknown.json", chain(461)));
    for (chain, flag, code, remedy) in [
        (&known, "--tempo=0", 303, "--tempo"),
        (&known, "--reveal-period-epochs=0", 305, "--reveal-period-epochs"),
        (&known, "--reveal-period-epochs=101", 304, "--reveal-period-epochs"),
        (&known, "--block-time-ms=0", 291, "--block-time-ms"),
        (&known, "--date=2026-06-01", 291, "--date"),
        (&known, "--date=2023-01-01", 307, "--date"),
        (&known, "--block-time-ms=18446744073709551615", 292, "--date"),
        (&unknown, "--tempo=360", 278, "--spec"),
    ] {
        let args = ["device", "--device=127.0.0.1:1", "timelock", &file, "--chain", chain, flag, "--json"];
        let run = nanotao(&[&args[..], &SCHEDULE[1..4]].concat()).exits(3);
        let error: Value = serde_json::from_str(&run.stderr).unwrap_or_else(|error| panic!("{error}: {run}"));
        assert_eq!(error["error"]["code"], json!(code), "{run}");
        assert!(text(&error["error"]["remedy"]).contains(remedy), "{run}");
    }
    for (given, missing) in [(&SCHEDULE[..1], "--last-epoch-block"), (&SCHEDULE[..2], "--subnet-epoch-index")]
    {
        let args = ["device", "--device=127.0.0.1:1", "timelock", &file, "--chain", &known];
        let run = nanotao(&[&args[..], given].concat()).exits(2);
        assert!(run.stderr.contains(missing), "{run}");
    }
    let args =
        ["device", "--device=127.0.0.1:1", "timelock", &file, "--spec=475", "--nonce=7", "--era-period=0"];
    let run = nanotao(&args).exits(2);
    assert!(run.stderr.contains("--block-hash"), "{run}");
    let device = device_of_alice();
    let file = folder.file("scores.json", scores(4096, 0));
    let run = on(&device, &[&["timelock", &file, "--chain", &known][..], &SCHEDULE].concat()).exits(3);
    assert!(
        run.stderr.contains("MechanismDoesNotExist") || run.stdout.contains("MechanismDoesNotExist"),
        "{run}"
    );
}
