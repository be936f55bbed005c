//! `Payload → Verified → Approved → Signed`: no step can be left out or forged.
//!
//! Each file of `typestate/` must fail to compile with the errors that its first lines name, and with no other;
//! `allowed.rs` must compile. They are built without `hazmat`, as a wallet is, and apart from this package, whose own
//! features would be mixed in.

use nanotao::call::{BurnedRegister, Call};
use nanotao::display::{Card, EmitError, Render};
use nanotao::extrinsic::{Era, FINNEY, Payload, TxExtension};
use nanotao::{AccountId, NetUid, TaoBalance};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn no_step_can_be_left_out_or_forged() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("typestate");
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let errors = text.lines().filter_map(|line| line.strip_prefix("//! error"));
        expected.insert(stem(&path), errors.map(str::to_owned).collect());
    }
    assert_eq!(
        expected.values().filter(|errors| errors.is_empty()).count(),
        1,
        "only allowed.rs has no errors"
    );

    let found = compile(&folder, expected.keys());
    for (name, expected) in &expected {
        let mut found = found.get(name).cloned().unwrap_or_default();
        let mut missing = expected.clone();
        missing.retain(|error| match found.iter().position(|found| is_same(error, found)) {
            Some(at) => {
                found.remove(at);
                false
            }
            None => true,
        });
        assert!(
            missing.is_empty() && found.is_empty(),
            "{name}: missing {missing:#?}, unexpected {found:#?}"
        );
    }
}

/// The error's number and the names in it count; its wording changes from compiler to compiler.
fn is_same(expected: &str, found: &str) -> bool {
    let number = |text: &str| text.split(':').next().map(str::to_owned);
    let mut names = expected.split('`').skip(1).step_by(2);
    number(expected) == number(found)
        && names.all(|name| found.contains(name.split('<').next().unwrap_or(name)))
}

/// Checks every file as a program of its own and gives its errors.
fn compile<'a>(folder: &Path, names: impl Iterator<Item = &'a String>) -> BTreeMap<String, Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let package = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("typestate");
    fs::create_dir_all(&package).unwrap();
    let mut manifest = format!(
        "[workspace]\n[package]\nname = \"typestate\"\nedition = \"2024\"\n[dependencies.nanotao]\npath = {:?}\n\
         features = [\"sr25519\", \"ed25519\", \"mnemonic\", \"display\", \"timelock\"]\n",
        root.join("core"),
    );
    for name in names {
        let path = folder.join(name).with_extension("rs");
        manifest += &format!("[[bin]]\nname = {name:?}\npath = {path:?}\n");
    }
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    // The versions of this workspace, not the newest.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--bins", "--keep-going", "--message-format=json", "--target-dir"])
        .arg(package.join("target"))
        .current_dir(&package)
        .output()
        .unwrap();

    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut compiled = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let name = line["target"]["name"].as_str().unwrap_or_default().to_owned();
        let (message, code) = (&line["message"], &line["message"]["code"]["code"]);
        match (line["reason"].as_str(), message["level"].as_str(), code.as_str()) {
            (Some("compiler-artifact"), ..) => compiled.push(name),
            (Some("compiler-message"), Some("error"), Some(code)) => {
                found
                    .entry(name)
                    .or_default()
                    .push(format!("[{code}]: {}", message["message"].as_str().unwrap()));
            }
            _ => {}
        }
    }
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(compiled.contains(&"allowed".to_owned()), "the programs could not be checked at all:\n{log}");
    found
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// Shows cards until one fails.
struct UpTo(usize);

impl Render for UpTo {
    type Error = &'static str;

    fn card(&mut self, index: usize, _total: usize, _card: &Card<'_>) -> Result<(), Self::Error> {
        if index < self.0 { Ok(()) } else { Err("the screen is off") }
    }
}

#[test]
fn a_card_that_was_not_shown_keeps_the_review_from_approval() {
    let call: Call<'_> = BurnedRegister { netuid: NetUid(1), hotkey: AccountId([2; 32]) }.into();
    let extension = TxExtension {
        era: Era::Immortal,
        nonce: 0,
        tip: TaoBalance(0),
        metadata_hash: None,
        spec_version: 475,
        transaction_version: 1,
        genesis_hash: FINNEY,
        block_hash: FINNEY,
    };
    let mut buffer = [0; 256];
    let payload = Payload::build(&call, &extension, &mut buffer).unwrap();
    let mut review = payload.verify().unwrap().review(AccountId([3; 32]), None);
    let total = review.len();
    assert!(total > 5);
    for shown in 0..total {
        assert_eq!(review.emit(shown + 1, &mut UpTo(total)), Err(EmitError::OutOfOrder { next: shown }));
        assert_eq!(review.emit_all(&mut UpTo(shown)), Err(EmitError::Render("the screen is off")));
        assert_eq!(review.shown(), shown);
        review = review.approve().expect_err("a card is missing");
        review.emit(shown, &mut UpTo(total)).unwrap();
    }
    // Looking at a card again neither helps nor hurts.
    review.emit(0, &mut UpTo(total)).unwrap();
    assert_eq!(review.approve().unwrap().payload(), payload);
}
