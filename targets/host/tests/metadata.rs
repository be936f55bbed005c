//! Digests of metadata and payloads with proofs, against what both real provers made.

mod common;

use common::{Folder, nanotao, nanotao_with, section, text, vectors, vectors_path};
use serde_json::Value;

const FILE: &str = "clients/rfc78.json";

fn good(name: &str) -> Value {
    let vectors = vectors(FILE);
    let found = section(&vectors, "good").iter().find(|case| case["name"] == name);
    found.unwrap_or_else(|| panic!("no case {name}")).clone()
}

#[test]
fn the_digest_of_metadata_is_that_of_both_provers() {
    let vectors = vectors(FILE);
    for (spec, expected) in vectors["meta"]["metadata"].as_object().unwrap() {
        let path = vectors_path(&format!("metadata/{}", text(&expected["file"])));
        let fields = nanotao(&["metadata", "digest", &path, "--json"]).exits(0).json();
        assert_eq!(fields["digest"], format!("0x{}", text(&expected["digest"])));
        assert_eq!(fields["spec_version"].to_string(), *spec);
        let info = &vectors["meta"]["extra_info"];
        for name in ["spec_name", "base58_prefix", "decimals", "token_symbol"] {
            assert_eq!(fields[name], info[name], "{name}");
        }
        // As state_call answers: an option and a length around it, in hex.
        let bytes = std::fs::read(&path).unwrap();
        let len = (u32::try_from(bytes.len()).unwrap() << 2 | 2).to_le_bytes();
        let answer = [&[1][..], &len, &bytes].concat();
        let hex: String = answer.iter().map(|byte| format!("{byte:02x}")).collect();
        let quoted = format!("\"0x{hex}\"\n");
        let again = nanotao_with(&["metadata", "digest", "-", "--json"], quoted.as_bytes()).exits(0).json();
        assert_eq!(again, fields);
        let other = nanotao(&["metadata", "digest", &path, "--json", "--decimals", "8"]).exits(0).json();
        assert_ne!(other["digest"], fields["digest"]);
    }
}

#[test]
fn what_is_no_metadata_is_refused_with_its_cause() {
    let bytes = std::fs::read(vectors_path("metadata/spec218_v15.scale")).unwrap();
    let folder = Folder::new();
    for (content, cause) in [
        (&b"nothing"[..], "the file holds no runtime metadata"),
        (&bytes[..bytes.len() - 1], "the metadata is malformed or cut off"),
        (&[&bytes[..], &[0]].concat(), "1 bytes follow the metadata"),
        (b"meta\x0f", "the metadata is malformed or cut off"),
        (b"meta\x0e", "metadata of version 14: a digest is made from version 15"),
        (&[b"meta\x10", &bytes[5..]].concat(), "metadata of version 16: a digest is made from version 15"),
    ] {
        let path = folder.file("metadata.scale", content);
        let error = nanotao(&["metadata", "digest", &path]).exits(3).stderr;
        assert!(error.contains(cause), "{error}");
        // The cause and the remedy: no trace of types.
        assert_eq!(error.lines().count(), 2, "{error}");
    }
    let error = nanotao(&["metadata", "digest", "@metadata.scale"]).exits(4).stderr;
    assert!(error.contains("without @"), "{error}");
    assert!(nanotao(&["metadata", "digest", "/no/such/file"]).exits(4).stderr.contains("cannot read"));
}

#[test]
fn a_payload_with_its_proof_shows_its_cards() {
    let case = good("with_weight");
    let (payload, digest) = (text(&case["payload"]), format!("0x{}", text(&case["digest"])));
    for name in ["proof_js", "proof_rust"] {
        let proof = text(&case[name]);
        let run = nanotao(&["metadata", "prove-check", payload, proof, "--digest", &digest]).exits(0);
        for line in [
            "Call: Utility.with_weight",
            "call: SubtensorModule.add_stake",
            "call.hotkey: 5HrD6nh4X8AJuCu7tfuM3ePs41mqsP9sSPZL8yczPoAgtp7M",
            "call.amount_staked: 493808.107762978 TAO",
        ] {
            assert!(run.stdout.lines().any(|own| own.trim() == line), "{line}: {run}");
        }
        let checked = nanotao(&["metadata", "prove-check", payload, proof, "--json"]).exits(0).json();
        assert_eq!(checked["digest"], digest);
        assert_eq!(checked["proof_length"], proof.len() / 2);
        let explained = nanotao(&["explain", payload, "--proof", proof, "--json"]).exits(0).json();
        assert_eq!(explained["cards"], checked["cards"]);
        let decoded = nanotao(&["decode", payload, "--proof", proof, "--json"]).exits(0).json();
        assert_eq!(decoded["metadata_hash"], digest);
        assert_eq!(decoded["call"]["function"], "with_weight");
        let inner = &decoded["call"]["args"]["call"];
        assert_eq!((&inner["function"], &inner["args"]["netuid"]), (&"add_stake".into(), &13.into()));
        assert_eq!(decoded["nonce"], case["ext"]["nonce"]);
    }
    // The tables of this spec know the call as well.
    let by_table = nanotao(&["explain", payload, "--json"]).exits(0).json();
    let by_proof =
        nanotao(&["explain", payload, "--proof", text(&case["proof_js"]), "--json"]).exits(0).json();
    assert_eq!(by_table["cards"], by_proof["cards"]);
    // A device takes it with its proof only.
    assert!(text(&by_table["device"]).contains("--proof"));
    assert!(by_proof.get("device").is_none());
}

#[test]
fn a_payload_that_signs_a_digest_is_signed_with_its_proof_only() {
    let case = good("with_weight");
    let (payload, proof) = (text(&case["payload"]), text(&case["proof_js"]));
    // The digest stands at the end of the payload: without the proof, any would do.
    let other = format!("{}{}", &payload[..payload.len() - 64], "ab".repeat(32));
    for payload in [payload, &other] {
        let run = nanotao(&["sign", "payload", payload, "--dev", "//Alice", "--yes", "--json"]).exits(3);
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!(error["error"]["code"], 277);
        assert!(text(&error["error"]["remedy"]).contains("--proof") && run.stdout.is_empty(), "{run}");
    }
    nanotao(&["sign", "payload", payload, "--proof", proof, "--dev", "//Alice", "--yes"]).exits(0);
    nanotao(&["sign", "payload", &other, "--proof", proof, "--dev", "//Alice", "--yes"]).exits(3);
}

#[test]
fn a_payload_says_all_of_the_chain_but_the_newest_block() {
    let case = good("with_weight");
    let (payload, proof) = (text(&case["payload"]), text(&case["proof_js"]));
    let sign = ["sign", "payload", payload, "--proof", proof, "--dev", "//Alice", "--yes"];
    let block = "8766000";
    let run = nanotao(&[&sign[..], &["--block", block]].concat()).exits(0);
    let valid = |text: &str| text.lines().find(|line| line.starts_with("Valid: ")).unwrap().to_owned();
    assert!(valid(&run.stderr).starts_with("Valid: block "), "{run}");
    let help = nanotao(&["sign", "payload", "--help"]).exits(0).stdout;
    assert!(help.contains("--block <"), "{help}");
    for flag in ["--network", "--genesis", "--spec", "--transaction-version", "--nonce", "--era-period"]
        .iter()
        .chain(&["--block-hash", "--tip", "--metadata-hash", "--chain"])
    {
        let refused = nanotao(&[&sign[..], &[flag, "5"]].concat()).exits(2);
        assert!(refused.stderr.contains("unexpected argument") && refused.stdout.is_empty(), "{refused}");
        assert!(!help.contains(&format!("{flag} <")), "{help}");
    }
    // Wherever cards are shown, the block makes blocks of the era, and without one they say how to get them.
    let era = "Valid: 64 blocks from one whose number modulo 64 is 58 (period 64, phase 58); --block tells birth and death";
    assert_eq!(valid(&nanotao(&sign).exits(0).stderr), era);
    for command in [&["explain", payload, "--proof", proof][..], &["metadata", "prove-check", payload, proof]]
    {
        let without = nanotao(command).exits(0).stdout;
        assert!(without.contains(era), "{without}");
        let with = nanotao(&[command, &["--block", block]].concat()).exits(0).stdout;
        assert!(with.contains(&valid(&run.stderr)), "{with}");
    }
    let decoded = nanotao(&["decode", payload, "--block", block]).exits(0).stdout;
    assert!(decoded.contains(&valid(&run.stderr).replace("Valid", "era")), "{decoded}");
}

#[test]
fn names_of_a_chain_do_nothing_to_the_terminal() {
    let path = vectors_path("metadata/spec218_v15.scale");
    let args = ["metadata", "digest", &path, "--symbol", "\u{1b}[31mX"];
    let run = nanotao(&args).exits(0);
    assert!(run.stdout.contains(r"token_symbol: \u{1b}[31mX"), "{run}");
    let bytes = std::fs::read(&path).unwrap();
    let name = b"node-subtensor";
    let mut marked = bytes.clone();
    let mut found = 0;
    for start in 0..bytes.len() - name.len() {
        if bytes[start..].starts_with(name) {
            marked[start] = 0x1b;
            found += 1;
        }
    }
    assert!(found > 0);
    let folder = Folder::new();
    let run = nanotao(&["metadata", "digest", &folder.file("marked", marked)]).exits(0);
    assert!(run.stdout.contains(r"spec_name: \u{1b}ode-subtensor"), "{run}");
    let bad = folder.file("\u{1b}[31m", "{");
    for (args, code) in [
        (&["metadata", "digest", "\u{1b}[31m"][..], 4),
        (&["decode", "@\u{1b}[31m"], 4),
        (&["weights", "quantise", &bad], 3),
        (&["key", "inspect", "--key-file", &bad], 3),
    ] {
        let run = nanotao(args).exits(code);
        assert!(!run.stderr.contains('\u{1b}'), "{run}");
    }
}

#[test]
fn a_proof_that_does_not_go_with_its_payload_is_refused_with_its_cause() {
    let (case, other) = (good("with_weight"), good("transfer_all"));
    let (payload, proof) = (text(&case["payload"]), text(&case["proof_js"]));
    let refused = |args: &[&str], code: i32, cause: &str| {
        let run = nanotao(args).exits(code);
        assert!(run.stderr.contains(cause), "{run}");
        assert!(run.stdout.is_empty(), "{run}");
    };
    let wrong = "00".repeat(32);
    let check = ["metadata", "prove-check"];
    refused(&[check[0], check[1], payload, proof, "--digest", &wrong], 1, "the proof has the digest 0xaffb");
    refused(&[check[0], check[1], payload, text(&other["proof_js"])], 1, "does not have the digest");
    refused(&[check[0], check[1], payload, &proof[2..]], 3, "metadata proof");
    refused(&[check[0], check[1], &payload[2..], proof], 3, "metadata");
    refused(&[check[0], check[1], "xyz", proof], 3, "hex");
    refused(&["explain", payload, "--proof", &proof[..200]], 3, "no signing payload: in the metadata proof");
    let unhashed = vectors("chain/extrinsics.json");
    let unhashed = section(&unhashed, "cases").iter().find(|case| case["metadata_hash"].is_null()).unwrap();
    let explain = ["explain", text(&unhashed["payload"]), "--proof", proof];
    refused(&explain, 3, "the payload signs no digest: make it again with mode 1");
    for twice in [&["explain", "-", "--proof", "-"][..], &["decode", "-", "--proof", "-"]] {
        refused(twice, 2, "cannot both come from standard input");
    }
    refused(&[check[0], check[1], "-", "-"], 2, "cannot both come from standard input");
    refused(&["decode", "--as", "call", payload, "--proof", proof], 2, "--proof goes with a payload");
    let error = nanotao(&["metadata", "prove-check", payload, "00", "--json"]).exits(3).stderr;
    let error: Value = serde_json::from_str(&error).unwrap();
    assert_eq!(error["error"]["code"], 224);
}
