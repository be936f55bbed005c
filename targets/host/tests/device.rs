//! `nanotao device`, with the signer application at the other end of the line.

mod common;
#[path = "common/device.rs"]
mod device;

use std::io::{Read, Write};
use std::net::TcpListener;

use common::{Folder, Run, nanotao, section, text, vectors};
use device::{Device, User};
use serde_json::{Value, json};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
/// `//Alice` of ed25519: the address is from chain/extrinsics.json, the seed what sp-core derives.
const ALICE_ED25519: &str = "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu";
const ALICE_ED25519_SEED: &str = "0xabf8e5bdbe30c65656c0a3cbd181ff8a56294a69dfedd27982aace4a76909115";

fn on(device: &Device, args: &[&str]) -> Run {
    nanotao(&[&["device", "--device", &device.line], args].concat())
}

/// A device that holds the ed25519 key of the vectors.
fn device_of_alice() -> Device {
    let (device, folder) = (Device::new(), Folder::new());
    let seed = folder.file("seed", ALICE_ED25519_SEED);
    let run = on(&device, &["provision", "--key-file", &seed, "--json"]).exits(0);
    assert_eq!(run.json()["ed25519"]["address"], ALICE_ED25519);
    device
}

#[test]
fn the_device_signs_the_chains_own_extrinsic_byte_for_byte() {
    let device = device_of_alice();
    device.pages();
    let (vectors, folder) = (vectors("chain/extrinsics.json"), Folder::new());
    let cases = section(&vectors, "cases").iter();
    let fits = |case: &&Value| {
        let name = text(&case["name"]);
        name.starts_with("SubtensorModule.set_weights")
            && case["crypto"] == "ed25519"
            && case["metadata_hash"].is_null()
    };
    let mut signed = 0;
    for case in cases.filter(fits) {
        let call = nanotao(&["decode", "--as", "call", "--json", text(&case["call"])]).exits(0).json();
        let args = &call["args"];
        let scores = json!({
            "netuid": args["netuid"],
            "uids": args["dests"],
            "weights": args["weights"],
            "version_key": args["version_key"],
        });
        let implicit = text(&case["implicit"]);
        let immortal = case["era"] == "immortal";
        let period = if immortal { json!(0) } else { case["era"]["period"].clone() };
        let birth: u32 = text(&case["era_birth_block"]).parse().unwrap();
        let chain = json!({
            "spec_version": case["spec_version"],
            "nonce": case["nonce"],
            "era_period": period,
            "block": (!immortal).then_some(birth),
            "block_hash": (!immortal).then(|| format!("0x{}", &implicit[82..146])),
        });
        let tip: u64 = text(&case["tip"]).parse().unwrap();
        let tip = format!("{}.{:09}", tip / 1_000_000_000, tip % 1_000_000_000);
        let scores = folder.file("scores.json", scores.to_string());
        let chain = folder.file("chain.json", chain.to_string());
        let args = [
            "sign",
            &scores,
            "--chain",
            &chain,
            "--tip",
            &tip,
            "--ed25519",
            "--signer",
            ALICE_ED25519,
            "--json",
        ];
        let run = on(&device, &args).exits(0);
        assert_eq!(run.json()["extrinsic"], case["extrinsic"]);
        assert_eq!(run.json()["decoded"]["nonce"], case["nonce"]);
        assert!(run.stderr.contains("function: set_weights"), "{run}");
        signed += 1;
    }
    assert!(signed >= 3, "{signed}");
    let pages = device.pages();
    assert!(pages.contains("    2   31.4018%   30000"), "{pages}");
}

#[test]
fn scores_are_quantised_on_the_device_as_here_and_sr25519_verifies() {
    let (device, folder) = (Device::new(), Folder::new());
    let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
    let phrase = folder.file("phrase", phrase);
    on(&device, &["provision", "--mnemonic-file", &phrase]).exits(0);
    let uids: Vec<u16> = (0..64).collect();
    let scores: Vec<f64> = (0..64).map(|uid| f64::from(uid) / 3.0 + 0.1).collect();
    let file = json!({ "netuid": 1, "mecid": 2, "uids": uids, "scores": scores, "version_key": 7 });
    let scores = folder.file("scores.json", file.to_string());
    for sdk in ["10", "11"] {
        let weights = nanotao(&["weights", "quantise", &scores, "--sdk", sdk, "--json"]).exits(0).json();
        let args = ["sign", &scores, "--sdk", sdk, "--spec", "475", "--nonce", "3", "--era-period", "0"];
        let run = on(&device, &args).exits(0);
        let extrinsic = run.stdout.trim();
        nanotao(&["verify", extrinsic, "--spec", "475"]).exits(0);
        let call = nanotao(&["decode", extrinsic, "--json"]).exits(0).json()["call"].clone();
        assert_eq!(call["function"], "set_mechanism_weights");
        assert_eq!(call["args"]["weights"], weights["weights"]);
        assert_eq!(call["args"]["dests"], weights["uids"]);
        assert!(
            run.stderr.contains("signer:\n  address: 5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV"),
            "{run}"
        );
    }
}

#[test]
fn a_user_who_says_no_is_an_answer_and_nothing_is_signed() {
    let device = device_of_alice();
    device.user(User::Rejects);
    let folder = Folder::new();
    let out = folder.path("extrinsic.hex");
    let scores = folder.file("scores.json", r#"{"netuid": 1, "uids": [0, 3], "scores": [0.5, 1]}"#);
    let mut sign = vec!["sign", &scores, "--spec", "475", "--nonce", "3", "--era-period", "0"];
    sign.extend(["-o", out.to_str().unwrap()]);
    for args in [&sign[..], &["wipe"], &["address", "--show"]] {
        let run = on(&device, args).exits(1);
        assert!(run.stderr.contains("rejected on the device") && run.stdout.is_empty(), "{run}");
    }
    assert!(!out.exists());
    device.user(User::Approves);
    on(&device, &sign).exits(0);
    assert!(out.exists());
}

#[test]
fn a_key_goes_onto_the_device_once_and_is_erased_only_with_consent() {
    let (device, folder) = (Device::new(), Folder::new());
    let scores = folder.file("scores.json", r#"{"netuid": 1, "uids": [0], "scores": [1]}"#);
    let sign = ["sign", &scores, "--spec", "475", "--nonce", "3", "--era-period", "0"];
    assert_eq!(on(&device, &["status", "--json"]).exits(0).json()["provisioned"], false);
    assert!(on(&device, &sign).exits(1).stderr.contains("nanotao device provision"));

    let backup = folder.path("backup").into_os_string().into_string().unwrap();
    device.user(User::Rejects);
    on(&device, &["provision", "--generate", "-o", &backup]).exits(1);
    assert!(!folder.path("backup").exists(), "the phrase of a key that was refused is nobody's");

    device.user(User::Approves);
    let made =
        on(&device, &["provision", "--generate", "--words", "24", "-o", &backup, "--json"]).exits(0).json();
    let inspected = nanotao(&["key", "inspect", "--mnemonic-file", &backup, "--json"]).exits(0).json();
    assert_eq!((&made["sr25519"], &made["ed25519"]), (&inspected["sr25519"], &inspected["ed25519"]));
    let shown = on(&device, &["address", "--show", "--json"]).exits(0).json();
    assert_eq!(shown, inspected["sr25519"]);
    assert_eq!(on(&device, &["address", "--ed25519", "--json"]).exits(0).json(), inspected["ed25519"]);

    let run = on(&device, &["provision", "--generate"]).exits(1);
    assert!(run.stderr.contains("nanotao device wipe"), "{run}");
    let status = on(&device, &["status", "--json"]).exits(0).json();
    assert_eq!((&status["provisioned"], &status["specs"]), (&json!(true), &json!([425, 461, 475])));
    on(&device, &["wipe"]).exits(0);
    assert!(on(&device, &["address"]).exits(1).stderr.contains("holds no key"));
    on(&device, &["provision", "--generate"]).exits(0);
}

#[test]
fn other_calls_are_signed_once_shown_and_the_wrong_device_is_noticed() {
    let (device, folder) = (device_of_alice(), Folder::new());
    let call =
        json!({"call": "add_stake", "args": {"hotkey": ALICE, "netuid": 1, "amount_staked": 1_500_000_001}});
    let call = folder.file("call.json", call.to_string());
    let zeros = format!("0x{}", "00".repeat(32));
    let mut args = vec!["sign", "--call", &call, "--ed25519", "--spec", "475", "--nonce", "3"];
    args.extend(["--block", "6000000", "--block-hash", &zeros]);
    device.pages();
    let run = on(&device, &args).exits(0);
    nanotao(&["verify", run.stdout.trim(), "--spec", "475", "--block-hash", &zeros]).exits(0);
    let pages = device.pages();
    assert!(pages.contains("1.500000001 TAO"), "{pages}");

    args.extend(["--signer", ALICE]);
    let run = on(&device, &args).exits(3);
    assert!(run.stderr.contains("the device's ed25519 key is that of 5FA9nQ"), "{run}");
}

#[test]
fn what_is_no_signer_is_refused() {
    let folder = Folder::new();
    nanotao(&["device", "status"]).exits(2);
    let nowhere = folder.path("tty").into_os_string().into_string().unwrap();
    assert!(nanotao(&["device", "status", "--device", &nowhere]).exits(4).stderr.contains(&nowhere));

    // Whatever speaks first here, it does not speak the protocol.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let line = listener.local_addr().unwrap().to_string();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut [0; 9]).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
    });
    let run = nanotao(&["device", "status", "--device", &line]).exits(4);
    assert!(run.stderr.contains("no answer"), "{run}");
    server.join().unwrap();
}

/// Somebody between host and device changes one byte of the answer.
#[test]
fn a_changed_extrinsic_is_not_handed_on() {
    let (device, folder) = (device_of_alice(), Folder::new());
    let scores = folder.file("scores.json", r#"{"netuid": 1, "uids": [0, 3], "scores": [0.5, 1]}"#);
    let sign = ["sign", &scores, "--ed25519", "--spec", "475", "--nonce", "3", "--era-period", "0"];
    let extrinsic = on(&device, &sign).exits(0).stdout;
    let extrinsic = nanotao_host::text::hex(extrinsic.trim()).unwrap();
    // Places in the extrinsic, after its length of two bytes.
    for (place, named) in
        [(5, "the signer"), (40, "the signature"), (102, "the nonce"), (103, "the tip"), (110, "the call")]
    {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = listener.local_addr().unwrap().to_string();
        let mut answer = extrinsic.clone();
        answer[place] ^= 4;
        let upstream = device.line.clone();
        let middle = std::thread::spawn(move || {
            let (mut host, _) = listener.accept().unwrap();
            let mut device = std::net::TcpStream::connect(upstream).unwrap();
            let mut head = [0; 9];
            while host.read_exact(&mut head).is_ok() {
                let mut data = vec![0; head[8].into()];
                host.read_exact(&mut data).unwrap();
                if head[5] == 2 {
                    let frame = [&(answer.len() as u32).to_be_bytes()[..], &answer, &[0x90, 0]].concat();
                    host.write_all(&frame).unwrap();
                    continue;
                }
                device.write_all(&[&head[..], &data].concat()).unwrap();
                let mut len = [0; 4];
                device.read_exact(&mut len).unwrap();
                let mut rest = vec![0; u32::from_be_bytes(len) as usize + 2];
                device.read_exact(&mut rest).unwrap();
                host.write_all(&[&len[..], &rest].concat()).unwrap();
            }
        });
        let run = nanotao(&[&["device", "--device", &line], &sign[..]].concat()).exits(4);
        assert!(run.stderr.contains(named) && run.stdout.is_empty(), "{named}: {run}");
        middle.join().unwrap();
    }
}

/// `rfc78.json`: a payload, and its proof by polkadot-js.
fn proven(name: &str) -> (String, String) {
    let file = vectors("clients/rfc78.json");
    let mut cases = file["good"].as_array().unwrap().iter();
    let case = cases.find(|case| case["spec"] == 461 && case["name"] == name).unwrap();
    (text(&case["payload"]).to_owned(), text(&case["proof_js"]).to_owned())
}

#[test]
fn a_payload_with_its_proof_is_shown_and_signed_here_and_by_the_device() {
    let (device, folder) = (device_of_alice(), Folder::new());
    for (name, card) in
        [("set_weights 256 uids", "weight 256: uid 4094: "), ("batch of 20 transfers", "calls[19].dest: ")]
    {
        let (payload, proof) = proven(name);
        let (payload, proof) = (folder.file("payload.hex", payload), folder.file("proof.hex", proof));
        let (payload, proof) = (format!("@{payload}"), format!("@{proof}"));
        let with = ["--payload", &payload, "--proof", &proof, "--ed25519", "--json"];
        device.pages();
        let on_device = on(&device, &[&["sign"][..], &with].concat()).exits(0).json();
        assert!(device.pages().contains("Metadata hash"));

        let args = ["sign", "payload", &payload, "--proof", &proof, "--dev", "//Alice", "--ed25519", "--yes"];
        let run = nanotao(&[&args[..], &["--deterministic", "--json"]].concat()).exits(0);
        assert_eq!(run.json()["extrinsic"], on_device["extrinsic"], "{name}");
        assert!(run.stderr.contains(card), "{run}");
    }
    let (payload, _) = proven("set_weights 256 uids");
    let (_, proof) = proven("batch of 20 transfers");
    let run =
        nanotao(&["sign", "payload", &payload, "--proof", &proof, "--dev", "//Alice", "--yes"]).exits(3);
    assert!(run.stderr.contains("make the proof for this very payload"), "{run}");
}
