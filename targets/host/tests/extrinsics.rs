//! Decoding, signing and verifying, against extrinsics that the chain's own code made.

mod common;

use common::{Folder, LISTED, nanotao, nanotao_with, section, text, vectors};
use serde_json::{Value, json};

const FILE: &str = "chain/extrinsics.json";

/// The vectors name variants of a call with a suffix.
fn is_listed(case: &Value) -> bool {
    LISTED.contains(&text(&case["name"]).trim_end_matches("_256"))
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| text(value).parse().unwrap())
}

/// The hash of the block in which the era begins stands in the implicit part, after spec, version and genesis.
fn block_hash(case: &Value) -> String {
    format!("0x{}", &text(&case["implicit"])[82..146])
}

#[test]
fn every_extrinsic_is_decoded_to_what_the_chain_put_in() {
    let vectors = vectors(FILE);
    for case in section(&vectors, "cases") {
        let spec = case["spec_version"].to_string();
        let fields =
            nanotao(&["decode", "--json", "--spec", &spec, text(&case["extrinsic"])]).exits(0).json();
        assert_eq!(fields["kind"], "extrinsic");
        assert_eq!(fields["hash"], case["extrinsic_hash"]);
        assert_eq!(fields["signer"]["account"], case["account"]);
        assert_eq!(fields["signer"]["address"], case["ss58"]);
        assert_eq!(fields["signature"]["scheme"], case["crypto"]);
        assert_eq!(fields["signature"]["bytes"], format!("0x{}", &text(&case["signature"])[4..]));
        assert_eq!(fields["era"], case["era"]);
        assert_eq!(fields["nonce"], case["nonce"]);
        let tip = number(&case["tip"]);
        assert_eq!(number(&fields["tip"]), tip);
        // A number that other readers of JSON would round is text.
        assert_eq!(fields["tip"].is_string(), tip >= 1 << 53);
        assert_eq!(fields["metadata_hash_mode"], case["metadata_hash_mode"]);
        let call = &fields["call"];
        assert_eq!(call["bytes"], case["call"]);
        let name = text(&case["name"]).trim_end_matches("_256").trim_end_matches("_long");
        assert_eq!(format!("{}.{}", text(&call["pallet"]), text(&call["function"])), name);
    }
}

#[test]
fn every_payload_is_decoded_to_what_the_chain_put_in() {
    let vectors = vectors(FILE);
    for case in section(&vectors, "cases") {
        let run = nanotao_with(&["decode", "--json", "-"], text(&case["payload"]).as_bytes());
        let fields = run.exits(0).json();
        assert_eq!(fields["kind"], "payload");
        assert_eq!(fields["call"]["bytes"], case["call"]);
        assert_eq!(fields["signed_message"], case["signed_message"]);
        assert_eq!(fields["metadata_hash"], case["metadata_hash"]);
        assert_eq!(fields["genesis_hash"], case["genesis_hash"]);
        assert_eq!(fields["block_hash"], block_hash(case));
        assert_eq!((&fields["era"], &fields["nonce"]), (&case["era"], &case["nonce"]));
    }
}

/// The arguments come from our decoder and go into our encoder, so only the vector's bytes are the judge.
#[test]
fn an_ed25519_extrinsic_is_the_chains_byte_for_byte() {
    let vectors = vectors(FILE);
    let folder = Folder::new();
    let cases = section(&vectors, "cases").iter().filter(|case| is_listed(case));
    let mut signed = 0;
    for case in cases.filter(|case| case["crypto"] != "ecdsa") {
        let call = nanotao(&["decode", "--as", "call", "--json", text(&case["call"])]).exits(0).json();
        let file = json!({ "call": call["function"], "args": call["args"] });
        let file = folder.file("call.json", file.to_string());
        let mut chain = json!({
            "genesis_hash": case["genesis_hash"],
            "spec_version": case["spec_version"],
            "nonce": case["nonce"],
            "era_period": 0,
            "metadata_hash": case["metadata_hash"],
        });
        if let Some(period) = case["era"].get("period") {
            chain["era_period"] = period.clone();
            chain["block"] = number(&case["era_birth_block"]).into();
            chain["block_hash"] = block_hash(case).into();
        }
        let chain = folder.file("chain.json", chain.to_string());
        let tip = number(&case["tip"]);
        let tip = format!("{}.{:09}", tip / 1_000_000_000, tip % 1_000_000_000);
        let ed25519 = case["crypto"] == "ed25519";
        let mut args = vec!["sign", "call", &file, "--chain", &chain, "--tip", &tip, "--yes", "--json"];
        args.extend(["--deterministic", "--dev", text(&case["suri"])]);
        args.extend(ed25519.then_some("--ed25519"));
        let run = nanotao(&args);
        if text(&call["function"]).contains("timelocked") {
            // The vector's ciphertext is made up, and nobody could open it.
            assert!(run.exits(3).stderr.contains("\"code\":296"));
            continue;
        }
        let run = run.exits(0);
        let answer = run.json();
        assert_eq!(answer["payload"], case["payload"]);
        assert_eq!(answer["signed_message"], case["signed_message"]);
        assert!(run.stderr.contains(&format!("Signer: {}", text(&case["ss58"]))), "{run}");
        if ed25519 {
            assert_eq!(answer["extrinsic"], case["extrinsic"]);
        } else {
            // The chain's sr25519 signatures are random. What surrounds them is not: length, 84, signer, scheme ...
            let (ours, theirs) = (text(&answer["extrinsic"]), text(&case["extrinsic"]));
            let signature = theirs.find(&text(&case["signature"])[2..]).unwrap();
            assert_eq!(ours[..signature + 2], theirs[..signature + 2]);
            assert_eq!(ours[signature + 130..], theirs[signature + 130..]);
        }
        signed += 1;
    }
    assert!(signed >= 30, "{signed}");
}

#[test]
fn the_chains_signatures_verify_and_under_another_block_hash_do_not() {
    let vectors = vectors(FILE);
    for case in section(&vectors, "cases") {
        let spec = case["spec_version"].to_string();
        let verify = |block_hash: &str| {
            let mut args = vec!["verify", text(&case["extrinsic"]), "--spec", &spec, "--json"];
            args.extend(["--genesis", text(&case["genesis_hash"]), "--block-hash", block_hash]);
            if let Some(hash) = case["metadata_hash"].as_str() {
                args.extend(["--metadata-hash", hash]);
            }
            nanotao(&args)
        };
        if case["crypto"] == "ecdsa" {
            assert!(verify(&block_hash(case)).exits(3).stderr.contains("ecdsa is not part of this build"));
            continue;
        }
        assert_eq!(verify(&block_hash(case)).exits(0).json()["valid"], true);
        // An immortal era is bound to the genesis hash, whatever is given.
        let other = format!("0x{}", "ab".repeat(32));
        let expected = i32::from(case["era"] != "immortal");
        let answer = verify(&other).exits(expected).json();
        assert_eq!(answer["valid"], expected == 0);
        // What may be the cause is told, with the value that was taken.
        let named = answer["remedy"].as_str().is_some_and(|remedy| {
            remedy.contains(&format!("--spec {spec},")) && remedy.contains(&format!("--block-hash {other}"))
        });
        assert_eq!(named, expected == 1);
    }
}

#[test]
fn a_cut_extrinsic_is_refused_at_every_length_with_the_place() {
    let vectors = vectors(FILE);
    let cases = section(&vectors, "cases");
    let case = cases.iter().find(|case| case["name"] == "SubtensorModule.set_weights").unwrap();
    let hex = text(&case["extrinsic"]);
    for end in (4..hex.len()).step_by(2) {
        let run = nanotao(&["decode", "--as", "extrinsic", &hex[..end]]).exits(3);
        assert!(run.stderr.contains("byte"), "{run}");
        assert!(run.stdout.is_empty());
    }
    let longer = nanotao(&["decode", &format!("{hex}00")]).exits(3);
    assert!(longer.stderr.contains("trailing bytes"), "{longer}");
}
