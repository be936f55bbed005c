//! Keys, addresses and messages, against sp-core's and bittensor-core's own results.

mod common;

use common::{Folder, nanotao, nanotao_with, section, text, vectors};
use serde_json::{Value, json};

const FILE: &str = "clients/keys_core.json";
const PHRASE: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
/// The seed of that phrase: `mini` in clients/js_polkadot.json.
const SEED: &str = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

fn scheme(case: &Value) -> &'static str {
    if case["crypto_type"] == 1 { "sr25519" } else { "ed25519" }
}

#[test]
fn a_secret_uri_has_the_account_that_bittensor_core_gives_it() {
    let vectors = vectors(FILE);
    let folder = Folder::new();
    // Every seventh: the conformance tests run all.
    for case in section(&vectors, "uri").iter().step_by(7) {
        let file = folder.file("uri", format!("{}\n", text(&case["uri"])));
        let run = nanotao(&["key", "inspect", "--uri-file", &file, "--json"]);
        match case.get("public_key") {
            Some(public_key) => {
                let key = &run.exits(0).json()[scheme(case)];
                assert_eq!(text(&key["account"]), format!("0x{}", text(public_key)), "{case}");
                assert_eq!(key["address"], case["ss58"]);
            }
            // Such an error may concern one scheme only: ed25519 has no soft steps.
            None => assert!(run.code == 3 || run.json()[scheme(case)].is_null(), "{case}"),
        }
    }
}

#[test]
fn phrases_are_read_and_bad_ones_refused_without_being_quoted() {
    let vectors = vectors(FILE);
    let folder = Folder::new();
    for case in section(&vectors, "mnemonic") {
        let spread = text(&case["mnemonic"]).replace(' ', "\n");
        let file = folder.file("phrase", spread);
        let key = nanotao(&["key", "inspect", "--mnemonic-file", &file, "--json"]).exits(0).json();
        assert_eq!(key[scheme(case)]["address"], case["ss58"]);
    }
    let wrong = PHRASE.replace("walk", "wakl");
    let run = nanotao_with(&["key", "inspect", "--mnemonic-file", "-"], wrong.as_bytes()).exits(3);
    assert!(run.stderr.contains("word 11"), "{run}");
    assert!(!run.stderr.contains("wakl") && !run.stderr.contains("bottom"), "{run}");
}

#[test]
fn a_password_and_a_path_come_to_what_the_uri_comes_to() {
    let folder = Folder::new();
    let phrase = folder.file("phrase", format!("{PHRASE}\n"));
    let password = folder.file("password", "Pass word\n");
    let uri = folder.file("uri", format!("{PHRASE}//a/b///Pass word"));
    let args = ["--mnemonic-file", &phrase, "--password-file", &password, "--json"];
    let derived = nanotao(&[&["key", "derive", "//a/b"][..], &args].concat()).exits(0);
    let inspected = nanotao(&["key", "inspect", "--uri-file", &uri, "--json"]).exits(0);
    assert_eq!(derived.json(), inspected.json());
    assert!(derived.json()["ed25519"].is_null());
    let alice = nanotao(&["key", "derive", "//Alice", "--mnemonic-file", &phrase]).exits(0);
    assert!(alice.stdout.contains("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"));
    assert!(alice.stdout.contains("5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"));
}

#[test]
fn a_wallets_key_file_is_read_and_checked_against_its_own_address() {
    let folder = Folder::new();
    let address = "5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV";
    let inspect = |content: &str| {
        let file = folder.file("key", content);
        nanotao(&["key", "inspect", "--key-file", &file, "--json"])
    };
    for secret in [json!({ "secretSeed": format!("0x{SEED}") }), json!({ "secretPhrase": PHRASE })] {
        let mut wallet = secret;
        wallet["accountId"] = json!("0x46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a");
        wallet["ss58Address"] = json!(address);
        assert_eq!(inspect(&wallet.to_string()).exits(0).json()["sr25519"]["address"], address);
        wallet["ss58Address"] = json!("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        let run = inspect(&wallet.to_string()).exits(3);
        assert!(run.stderr.contains("is not that of 5Grwva"), "{run}");
    }
    assert_eq!(inspect(SEED).exits(0).json()["sr25519"]["address"], address);
    for (content, cause) in [
        ("$NACL\u{1}\u{2}", "is encrypted"),
        (r#"{"ss58Address": "5Grw"}"#, "holds no secret"),
        (r#"{"secretSeed": "0x12"}"#, "not 32 bytes in hex"),
        (r#"{"secretSeed": 12}"#, "line 1 column"),
        ("0x1234", "neither the key file of a wallet nor a seed"),
    ] {
        let run = inspect(content).exits(3);
        assert!(run.stderr.contains(cause), "{run}");
    }
}

#[test]
fn a_generated_phrase_goes_to_a_private_file_and_nowhere_else() {
    let folder = Folder::new();
    for (words, name) in [("12", "short"), ("24", "long")] {
        let path = folder.path(name).into_os_string().into_string().unwrap();
        let run = nanotao(&["key", "generate", "--words", words, "-o", &path, "--json"]).exits(0);
        let phrase = std::fs::read_to_string(&path).unwrap();
        assert_eq!(phrase.split_whitespace().count().to_string(), words);
        let mut words = phrase.split_whitespace().collect::<Vec<_>>();
        words.retain(|word| word.len() > 7);
        assert!(words.iter().all(|word| !run.stdout.contains(word) && !run.stderr.contains(word)));
        assert!(run.json().get("phrase").is_none());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let inspected = nanotao(&["key", "inspect", "--mnemonic-file", &path, "--json"]).exits(0).json();
        assert_eq!(inspected["sr25519"], run.json()["sr25519"]);
        assert_eq!(inspected["ed25519"], run.json()["ed25519"]);

        let again = nanotao(&["key", "generate", "-o", &path]).exits(4);
        assert!(again.stderr.contains("never overwrites"), "{again}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), phrase);
    }
    let shown =
        ["one", "two"].map(|_| nanotao(&["key", "generate", "--show-secret", "--json"]).exits(0).json());
    assert_ne!(shown[0]["phrase"], shown[1]["phrase"]);
    nanotao(&["key", "generate"]).exits(2);
}

#[test]
fn the_seed_is_shown_only_when_asked_for() {
    let inspect = |more: &[&str]| {
        nanotao_with(
            &[&["key", "inspect", "--mnemonic-file", "-", "--json"], more].concat(),
            PHRASE.as_bytes(),
        )
    };
    assert!(!inspect(&[]).exits(0).stdout.contains(SEED));
    assert_eq!(inspect(&["--show-secret"]).exits(0).json()["seed"], format!("0x{SEED}"));
}

#[test]
fn a_message_verifies_where_it_does_for_bittensor_core() {
    let vectors = vectors(FILE);
    // Every fifth: the conformance tests run all.
    for case in section(&vectors, "verify").iter().step_by(5) {
        let account = format!("0x{}", text(&case["public_key"]));
        let mut args = vec!["verify", "--message-hex", text(&case["msg"]), "--address", &account, "--json"];
        args.extend(["--signature", text(&case["signature"])]);
        args.extend((case["crypto_type"] == 0).then_some("--ed25519"));
        let run = nanotao(&args);
        if text(&case["signature"]).len() == 128 {
            assert_eq!(
                run.exits(i32::from(case["result"] == false)).json()["valid"],
                case["result"],
                "{case}"
            );
        } else {
            assert!(run.exits(3).stderr.contains("a signature has 64 bytes"), "{case}");
        }
    }
}

#[test]
fn a_message_may_come_from_a_file_or_standard_input() {
    let vectors = vectors(FILE);
    let cases = section(&vectors, "verify").iter();
    let case =
        cases.filter(|case| case["result"] == true).max_by_key(|case| text(&case["msg"]).len()).unwrap();
    let message = nanotao_host::text::hex(text(&case["msg"])).unwrap();
    assert!(!message.is_empty());
    let folder = Folder::new();
    let file = folder.file("message", &message);
    let account = format!("0x{}", text(&case["public_key"]));
    // The scheme may stand in front of the signature.
    let signature = format!("0x0{}{}", case["crypto_type"], text(&case["signature"]));
    for source in [file.as_str(), "-"] {
        let args = ["verify", "--message-file", source, "--signature", &signature, "--address", &account];
        let run = nanotao_with(&args, &message).exits(0);
        assert_eq!(run.stdout, "the signature is valid\n");
    }
}

#[test]
fn addresses_are_those_of_sp_core() {
    let vectors = vectors(FILE);
    for case in section(&vectors, "ss58_encode") {
        let prefix = case["format"].to_string();
        let args = ["address", "encode", text(&case["pk"]), "--prefix", &prefix];
        if case["format"].as_u64().unwrap() > 16383 {
            nanotao(&args).exits(2);
            continue;
        }
        if case["r"].is_object() {
            assert!(nanotao(&args).exits(3).stderr.contains("32 bytes are needed"), "{case}");
            continue;
        }
        assert_eq!(nanotao(&args).exits(0).stdout.trim(), text(&case["r"]), "{case}");
        let decoded = nanotao(&["address", "decode", text(&case["r"]), "--json"]).exits(0).json();
        assert_eq!(text(&decoded["account"]), format!("0x{}", text(&case["pk"])));
        assert_eq!(decoded["prefix"], case["format"]);
        let converted = nanotao(&["address", "convert", text(&case["r"]), "--json"]).exits(0).json();
        assert_eq!((&converted["account"], &converted["prefix"]), (&decoded["account"], &json!(42)));
    }
    for case in section(&vectors, "ss58_decode") {
        let run = nanotao(&["address", "decode", text(&case["s"]), "--json"]);
        match case["r"].as_str() {
            Some(account) => assert_eq!(run.exits(0).json()["account"], format!("0x{account}")),
            None => assert!(run.exits(3).stderr.contains("\"code\":"), "{case}"),
        }
    }
}
