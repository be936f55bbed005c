//! Timelocked commits from the command line: the client's are opened, ours too, and what cannot be is refused with a remedy.

mod common;

use common::{Folder, nanotao, section, text, vectors};
use serde_json::json;

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// Some minutes before the beacon signed round 1000, whose signature is known.
const BEFORE: &str = "2023-08-23T15:50:00Z";

fn signature() -> String {
    text(&section(&vectors("clients/drand_decryptable.json"), "commits")[0]["drand_signature"]).to_owned()
}

fn open(commit: &str, round: &str, signature: &str) -> common::Run {
    nanotao(&["timelock", "open", commit, "--round", round, "--signature", signature, "--json"])
}

#[test]
fn the_clients_commits_open_to_the_weights_that_they_were_made_of() {
    let vectors = vectors("clients/drand_decryptable.json");
    for case in section(&vectors, "commits") {
        let round = case["reveal_round"].to_string();
        let opened = open(text(&case["ciphertext"]), &round, text(&case["drand_signature"])).exits(0).json();
        assert_eq!((&opened["uids"], &opened["weights"]), (&case["uids"], &case["weights"]));
        assert_eq!(opened["version_key"], case["version_key"]);
    }
}

#[test]
fn a_commit_opens_to_the_weights_of_its_file_and_its_call_carries_it() {
    let folder = Folder::new();
    for (mecid, pallet_and_call) in [(0, "0x0771"), (1, "0x0776")] {
        let scores = json!({
            "netuid": 8, "mecid": mecid, "uids": [0, 3, 7], "weights": [1, 65535, 9], "version_key": 4,
        });
        let file = folder.file("scores.json", scores.to_string());
        let arguments = ["timelock", "commit", &file, "--hotkey", ALICE, "--round", "1000", "--date", BEFORE];
        let made = nanotao(&[&arguments[..], &["--json"]].concat()).exits(0).json();
        assert_eq!(made["reveal_round"], 1000);
        let (commit, call) = (text(&made["commit"]), text(&made["call"]));
        assert!(call.starts_with(pallet_and_call), "{call}");
        assert!(call.contains(commit.trim_start_matches("0x")), "{call}");
        let opened = open(commit, "1000", &signature()).exits(0).json();
        assert_eq!(opened["uids"], scores["uids"]);
        assert_eq!(opened["weights"], scores["weights"]);
        assert_eq!(opened["hotkey"], ALICE);
    }
}

#[test]
fn the_round_that_is_foretold_is_the_clients() {
    let vectors = vectors("clients/drand_decryptable.json");
    for case in section(&vectors, "epoch_predict").iter().step_by(5) {
        let next = (case["current_block"].as_u64().unwrap() + 1).to_string();
        let mut arguments: Vec<String> =
            ["timelock", "round", "--json", "--date", "2023-08-23T15:09:27Z", "--block-time-ms", "3000"]
                .map(String::from)
                .into();
        arguments.extend(["--block".into(), next]);
        for (flag, field) in [
            ("--tempo", "tempo"),
            ("--last-epoch-block", "last_epoch_block"),
            ("--pending-epoch-at", "pending_epoch_at"),
            ("--blocks-since-last-step", "blocks_since_last_step"),
            ("--subnet-epoch-index", "subnet_epoch_index"),
            ("--reveal-period-epochs", "subnet_reveal_period_epochs"),
        ] {
            arguments.extend([flag.into(), case[field].to_string()]);
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let rounds = nanotao(&arguments).exits(0).json();
        assert_eq!(rounds[0]["first_reveal_block"], case["first_reveal_block"], "{case}");
        assert_eq!(rounds[0]["reveal_round"], case["round_at_now=genesis,bt=3"], "{case}");
    }
}

#[test]
fn the_beacons_signature_is_told_from_another() {
    let signature = signature();
    let verify = |round: &str, more: &[&str]| {
        nanotao(&[&["timelock", "verify-beacon", "--round", round, "--signature", &signature], more].concat())
    };
    assert!(verify("1000", &[]).exits(0).stdout.contains("2023-08-23 15:59:24 UTC"));
    assert!(verify("1001", &[]).exits(1).stdout.starts_with("invalid"));
    let infinity = format!("c0{}", "00".repeat(95));
    let refused = verify("1000", &["--public-key", &infinity]).exits(3);
    assert!(refused.stderr.contains("infinity"), "{}", refused.stderr);
}

#[test]
fn what_cannot_be_locked_or_opened_says_why() {
    let folder = Folder::new();
    let file = folder.file("scores.json", r#"{"netuid": 8, "uids": [0, 3], "weights": [1, 2]}"#);
    let uids: Vec<u16> = (0..257).collect();
    let many = folder.file("many.json", json!({ "netuid": 8, "uids": uids, "weights": uids }).to_string());
    let commit = |file: &str, more: &[&str]| {
        nanotao(&[&["timelock", "commit", file, "--hotkey", ALICE, "--date", BEFORE], more].concat())
    };
    for (run, code, why) in [
        (commit(&file, &["--round", "1"]), 3, "signed the round already"),
        (commit(&file, &["--round", "52561000"]), 3, "more than five years ahead"),
        (commit(&file, &[]), 2, "--round N"),
        (commit(&file, &["--block", "10", "--tempo", "0"]), 3, "tempo is 0"),
        (commit(&many, &["--round", "1000"]), 3, "256"),
        (open("0x00", "1000", &signature()), 3, "cut short"),
        (open("0x00", "1001", &signature()), 3, "not the beacon's"),
        (open("0x00", "1000", &"ff".repeat(48)), 3, "no point"),
    ] {
        let run = run.exits(code);
        assert!(run.stderr.contains(why), "{why}: {}", run.stderr);
    }
}
