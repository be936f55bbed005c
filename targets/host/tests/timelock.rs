//! Timelocked commits from the command line: the client's are opened, ours too, and what cannot be is refused with a remedy.

mod common;

use common::{Folder, nanotao, section, text, vectors};
use serde_json::{Value, json};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// A round that no test lives to see signed, and no check takes for too far.
fn to_come() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    (now - 1_692_803_367) / 3 + 1_000_000
}

/// A refusal as JSON, on standard error alone: its code and its remedy, which there has to be.
fn refused(args: &[&str], code: i32) -> (Value, String) {
    let run = nanotao(&[args, &["--json"]].concat()).exits(code);
    assert!(run.stdout.is_empty(), "{run}");
    let error: Value = serde_json::from_str(&run.stderr).unwrap_or_else(|error| panic!("{error}: {run}"));
    let remedy = error["error"]["remedy"].as_str().unwrap_or_else(|| panic!("no remedy: {run}"));
    (error["error"]["code"].clone(), format!("{} {remedy}", text(&error["error"]["cause"])))
}

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
        let arguments = ["timelock", "commit", &file, "--hotkey", ALICE, "--round", "1000", "--allow-past"];
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
    let cases = section(&vectors, "epoch_predict").iter();
    // No subnet reveals in the epoch of the commit, which the client foretells all the same.
    for case in cases.filter(|case| case["subnet_reveal_period_epochs"] != 0).step_by(5) {
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

/// The schedule in the README's example, whose forecast at spec 475 is reckoned by hand: epochs end in blocks 8766000,
/// 8766360 and so on, and a commit in the first of them is of epoch 24001.
const SCHEDULE: [&str; 6] =
    ["--block", "8766000", "--last-epoch-block", "8765640", "--subnet-epoch-index", "24000"];

#[test]
fn what_is_locked_until_is_told_with_the_command_that_signs_it() {
    let folder = Folder::new();
    let now = ["timelock", "round", "--json"];
    let signing = ["--spec", "475", "--nonce", "0", "--era-period", "0", "--dev", "//Alice", "--yes"];
    for (mecid, call) in [
        (0, "commit-timelocked-weights --netuid 8 "),
        (1, "commit-timelocked-mechanism-weights --netuid 8 --mecid 1 "),
    ] {
        let scores = json!({ "netuid": 8, "mecid": mecid, "uids": [0, 3], "scores": [1, 2] }).to_string();
        let file = folder.file("scores.json", scores);
        let out = folder.path("commit.hex").into_os_string().into_string().unwrap();
        let commit = ["timelock", "commit", &file, "--hotkey", ALICE, "-o", &out, "--force"];
        let run = nanotao(&[&commit[..], &SCHEDULE].concat()).exits(0);
        let foretold = nanotao(&[&now[..], &SCHEDULE].concat()).exits(0).json()[1].clone();
        assert_eq!(
            (&foretold["commit_epoch"], &foretold["first_reveal_block"]),
            (&json!(24001), &json!(8_766_360))
        );
        for told in ["first revealed in block 8766360", "committed in epoch 24001", "block 8765999 is taken"]
        {
            assert!(run.stderr.contains(told), "{told}: {run}");
        }
        // As written: the line's own words, with the placeholders filled.
        let line = run.stderr.lines().find_map(|line| line.strip_prefix("sign it: nanotao ")).unwrap();
        assert!(line.contains(call), "{line}");
        let round = line.split("--reveal-round ").nth(1).unwrap().split(' ').next().unwrap();
        let ahead = round.parse::<u64>().unwrap() - foretold["reveal_round"].as_u64().unwrap();
        assert!(ahead < 100 && run.stderr.contains(&format!("round {round}, signed 20")), "{run}");
        let words: Vec<&str> = line.split(" --chain").next().unwrap().split_whitespace().collect();
        let signed = nanotao(&[&words[..], &signing].concat()).exits(0);
        assert!(signed.stderr.contains(&format!("locked until round {round}, signed 20")), "{signed}");
        let decoded = nanotao(&["decode", signed.stdout.trim(), "--json"]).exits(0).json();
        assert_eq!(decoded["call"]["args"]["reveal_round"].to_string().trim_matches('"'), round);
    }
    let file = folder.file("scores.json", r#"{"netuid": 8, "uids": [0, 3], "scores": [1, 2]}"#);
    let commit = ["timelock", "commit", &file, "--hotkey", ALICE, "--json"];
    let told = nanotao(&[&commit[..], &SCHEDULE].concat()).exits(0).json();
    assert_eq!((&told["commit_epoch"], &told["first_reveal_block"]), (&json!(24001), &json!(8_766_360)));
    let round = told["reveal_round"].as_u64().unwrap();
    assert_eq!(told["signed_at"], 1_692_803_367 + (round - 1) * 3);
    // Nothing is said of an epoch whose number nothing tells.
    let told = nanotao(&[&commit[..], &SCHEDULE[..4]].concat()).exits(0);
    assert_eq!(told.json()["commit_epoch"], Value::Null);
    assert!(!told.stderr.contains("epoch"), "{told}");
    let told = nanotao(&[&["timelock", "round"], &SCHEDULE[..4]].concat()).exits(0);
    assert!(!told.stdout.contains("epoch") && told.stdout.contains("8766360"), "{told}");
}

#[test]
fn a_round_that_is_signed_already_is_not_locked_to() {
    let folder = Folder::new();
    let file = folder.file("scores.json", r#"{"netuid": 8, "uids": [0, 3], "weights": [1, 2]}"#);
    let commit = ["timelock", "commit", &file, "--hotkey", ALICE];
    let dated = [&commit[..], &SCHEDULE, &["--date", "2026-06-01"]].concat();
    for args in [dated.clone(), [&commit[..], &["--round", "1000"]].concat()] {
        let (code, why) = refused(&args, 3);
        assert_eq!((code, why.contains("--date")), (json!(291), true), "{why}");
    }
    nanotao(&[&dated[..], &["--allow-past"]].concat()).exits(0);
    let none = nanotao(&[&commit[..], &["--round", "0", "--allow-past"]].concat()).exits(2);
    assert!(none.stderr.contains("0 is not in 1.."), "{none}");
    for more in [
        &["--tempo", "360"][..],
        &["--spec", "425"],
        &["--last-epoch-block", "1"],
        &["--block", "9"],
        &["--date", "2026-06-01"],
    ] {
        let run = nanotao(&[&commit[..], &["--round", &to_come().to_string()], more].concat()).exits(2);
        assert!(run.stderr.contains("cannot be used with"), "{run}");
    }
}

#[test]
fn weights_that_no_subnet_takes_are_neither_locked_nor_signed() {
    let folder = Folder::new();
    let round = to_come().to_string();
    for (scores, why) in [
        (json!({ "netuid": 8, "uids": [0, 3], "scores": [0, 0] }), "all weights are zero"),
        (json!({ "netuid": 8, "uids": [0, 3], "weights": [0, 0] }), "all weights are zero"),
        (json!({ "netuid": 8, "uids": [], "scores": [] }), "all weights are zero"),
        (json!({ "netuid": 0, "uids": [0], "scores": [1] }), "CanNotSetRootNetworkWeights"),
        (json!({ "netuid": 4096, "uids": [0], "scores": [1] }), "MechanismDoesNotExist"),
        (json!({ "netuid": 8, "mecid": 16, "uids": [0], "scores": [1] }), "MechanismDoesNotExist"),
    ] {
        let file = folder.file("scores.json", scores.to_string());
        let lock = ["timelock", "commit", &file, "--hotkey", ALICE, "--round", &round];
        let sign =
            ["sign", "weights", &file, "--spec=475", "--nonce=0", "--era-period=0", "--dev=//Alice", "--yes"];
        for args in [&lock[..], &sign] {
            let (_, found) = refused(args, 3);
            assert!(found.contains(why), "{why}: {found}");
        }
    }
}

#[test]
fn a_commit_that_the_chain_refuses_or_nobody_opens_is_not_signed() {
    let folder = Folder::new();
    let file = folder.file("scores.json", r#"{"netuid": 8, "uids": [0, 3], "weights": [1, 2]}"#);
    let round = to_come().to_string();
    let made = nanotao(&["timelock", "commit", &file, "--hotkey", ALICE, "--round", &round]).exits(0);
    let good = made.stdout.trim();
    let cut = &good[..good.len() - 2];
    let sign = |netuid: &str, commit: &str, round: &str, more: &[&str]| -> Vec<String> {
        let args = ["sign", "commit-timelocked-weights", "--netuid", netuid, "--commit", commit];
        let chain =
            ["--reveal-round", round, "--spec=475", "--nonce=0", "--era-period=0", "--dev=//Alice", "--yes"];
        [&args[..], &chain, more].concat().into_iter().map(str::to_owned).collect()
    };
    let sound = sign("8", good, &round, &[]);
    nanotao(&sound.iter().map(String::as_str).collect::<Vec<_>>()).exits(0);
    for (args, code, why) in [
        (sign("8", "0x", &round, &[]), json!(296), "timelock commit"),
        (sign("8", "0x00", &round, &[]), json!(296), "timelock commit"),
        (sign("8", cut, &round, &[]), json!(296), "timelock commit"),
        (sign("8", good, "0", &[]), json!(291), "no round 0"),
        (sign("8", good, "1000", &[]), json!(291), "2023-08-23 15:59:24 UTC"),
        (sign("8", good, "18446744073709551615", &[]), json!(292), "five years"),
        (sign("0", good, &round, &[]), json!(64), "CanNotSetRootNetworkWeights"),
        (sign("4096", good, &round, &[]), json!(66), "MechanismDoesNotExist"),
        (
            sign("8", good, &round, &["--commit-reveal-version", "3"]),
            Value::Null,
            "IncorrectCommitRevealVersion",
        ),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (found, text) = refused(&args, 3);
        assert_eq!((&found, text.contains(why)), (&code, true), "{why}: {text}");
    }
}

#[test]
fn a_payload_is_signed_with_a_word_on_when_what_it_hides_opens() {
    let vectors = vectors("chain/extrinsics.json");
    let mut cases = section(&vectors, "cases").iter();
    let found = cases.find(|case| {
        case["name"] == "SubtensorModule.commit_timelocked_weights" && case["metadata_hash"].is_null()
    });
    let case = found.unwrap();
    let (call, payload) = (text(&case["call"]), text(&case["payload"]));
    let rest = payload.strip_prefix(call).unwrap();
    // The round stands before the version of two bytes.
    let (front, version) = (&call[2..call.len() - 20], &call[call.len() - 4..]);
    let locked = |round: u64| format!("{front}{:016x}{version}", round.swap_bytes());
    let sign = ["--dev=//Alice", "--yes"];
    for (round, why) in [(0, "no round 0"), (1000, "2023-08-23"), (u64::MAX, "five years")] {
        // By itself, and in a batch of one.
        for begin in ["0x", "0x0b0004"] {
            let payload = format!("{begin}{}{rest}", locked(round));
            let run = nanotao(&[&["sign", "payload", &payload], &sign[..]].concat()).exits(0);
            let warned = run.stderr.lines().any(|line| line.starts_with("warning: ") && line.contains(why));
            assert!(warned, "{why}: {run}");
        }
    }
    let payload = format!("0x{}{rest}", locked(to_come()));
    let run = nanotao(&[&["sign", "payload", &payload], &sign[..]].concat()).exits(0);
    assert!(run.stderr.contains("Hides its weights") && run.stderr.contains("locked until round"), "{run}");
    // What is made here from scores has no use for a payload's proof.
    let run = nanotao(&["device", "sign", "scores.json", "--proof=00", "--device", "127.0.0.1:1"]).exits(2);
    assert!(run.stderr.contains("cannot be used with"), "{run}");
    // By a metadata proof as well.
    let vectors = common::vectors("clients/rfc78.json");
    let mut cases = section(&vectors, "good").iter();
    let case = cases.find(|case| case["name"] == "commit_timelocked_weights 1313 bytes").unwrap();
    let proven = ["sign", "payload", text(&case["payload"]), "--proof", text(&case["proof_js"])];
    let run = nanotao(&[&proven[..], &sign].concat()).exits(0);
    assert!(run.stderr.contains("five years"), "{run}");
}

#[test]
fn what_cannot_be_foretold_is_refused() {
    let max = "18446744073709551615";
    for (args, code, error, why) in [
        (&["--block", "8766000"][..], 2, Value::Null, "--last-epoch-block"),
        (&["--block", "0", "--last-epoch-block", "0"], 3, Value::Null, "--block N"),
        (&["--block", "8766000", "--last-epoch-block", "8766000"], 3, json!(306), "LastEpochBlock"),
        (&["--block", "4294967295", "--last-epoch-block", "4294967000"], 3, json!(306), "--block"),
        (&["--block", "4294967296", "--last-epoch-block", "1"], 2, Value::Null, "not in 0..=4294967295"),
        (
            &["--block", "500", "--last-epoch-block", "400", "--subnet-epoch-index", max],
            3,
            json!(306),
            "--block",
        ),
        (
            &["--block", "500", "--last-epoch-block", "400", "--block-time-ms", max],
            3,
            json!(292),
            "--block-time-ms",
        ),
        (
            &["--block", "500", "--last-epoch-block", "400", "--date", "2023-08-23T15:09:26Z"],
            3,
            json!(307),
            "--date",
        ),
        (&["--block", "500", "--last-epoch-block", "400", "--date", "1969-01-01"], 3, json!(307), "--date"),
        (&["--block", "500", "--last-epoch-block", "400", "--tempo", "0"], 3, json!(303), "--tempo"),
        (
            &["--block", "500", "--last-epoch-block", "400", "--reveal-period-epochs", "0"],
            3,
            json!(305),
            "at least 1",
        ),
        (
            &["--block", "500", "--last-epoch-block", "400", "--reveal-period-epochs", "101"],
            3,
            json!(304),
            "at most 100",
        ),
    ] {
        let (found, text) = refused(&[&["timelock", "round"], args].concat(), code);
        assert_eq!((&found, text.contains(why)), (&error, true), "{args:?}: {text}");
    }
}

#[test]
fn what_cannot_be_locked_or_opened_says_why_and_what_to_do() {
    let folder = Folder::new();
    let uids: Vec<u16> = (0..257).collect();
    let many = folder.file("many.json", json!({ "netuid": 8, "uids": uids, "weights": uids }).to_string());
    let file = folder.file("scores.json", r#"{"netuid": 8, "uids": [0, 3], "weights": [1, 2]}"#);
    let run = nanotao(&["timelock", "commit", &many, "--hotkey", ALICE, "--round", &to_come().to_string()]);
    assert!(run.exits(3).stderr.contains("256"));
    let case = section(&vectors("clients/drand_decryptable.json"), "commits")[0].clone();
    let (good, signature) = (text(&case["ciphertext"]).to_owned(), signature());
    let altered = format!("{}ff{}", &good[..400], &good[402..]);
    let sealed = format!("{}00{}", &good[..250], &good[252..]);
    let other = "ff".repeat(48);
    let open = |commit: &str, round: &str, signature: &str| {
        ["timelock", "open", commit, "--round", round, "--signature", signature].map(str::to_owned).to_vec()
    };
    let verify = |signature: &str, more: &[&str]| {
        let args = ["timelock", "verify-beacon", "--round", "1000", "--signature", signature];
        [&args[..], more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let commit = |more: &[&str]| {
        let args = ["timelock", "commit", &file, "--hotkey", ALICE];
        [&args[..], more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for (args, code, why) in [
        (commit(&["--round", "18446744073709551615"]), 3, "more than five years ahead"),
        (commit(&[]), 2, "--round N"),
        (open("0x00", "1000", &signature), 3, "cut short"),
        (open("xyz", "1000", &signature), 3, "the commit: 'x' at character 0 is no hex digit"),
        (open("0x00", "1001", &signature), 3, "not the beacon's"),
        (open(&good, "1000", &other), 3, "no point"),
        (open(&good, "1000", "b446"), 3, "--signature: 48 bytes are needed, 2 were given"),
        (open(&good, "1000", "g"), 3, "--signature: 'g'"),
        (open(&sealed, "1000", &signature), 3, "does not open"),
        (open(&altered, "1000", &signature), 3, "body was altered"),
        (verify(&other, &[]), 3, "no point"),
        (verify("b446", &[]), 3, "--signature: 48 bytes"),
        (verify(&signature, &["--public-key", "00"]), 3, "--public-key: 96 bytes"),
        (verify(&signature, &["--public-key", &"00".repeat(96)]), 3, "public key"),
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (_, text) = refused(&args, code);
        assert!(text.contains(why), "{why}: {text}");
    }
}
