//! Payloads of any call on the emulated signer: by their metadata proof, or by the table of their spec version; and what it
//! has to refuse.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, anyhow, ensure as require};
use nanotao::{
    crypto::{self, Scheme},
    extrinsic::{Payload, SignedExtrinsic, TxExtension},
};
use nanotao_host::{
    device::{ChainContext, DeviceError},
    metadata::Runtime,
    sign::{OwnedPayload, confirm, verified},
    text::{hex, to_hex},
};
use nanotao_signer::display::{ReviewDeck, page_count};
use nanotao_tests::refusals;
use serde_json::Value;

use super::{CONTEXT, emulated::Demo};
use crate::{
    process::{command, root, run, step},
    qemu::scratch,
    qmp::Key,
};

/// A payload, and the metadata proof that it needs if it signs a metadata hash.
struct Case {
    name: String,
    payload: Vec<u8>,
    proof: Option<Vec<u8>>,
}

impl Case {
    /// A case of the vectors.
    fn of(name: &str, case: &Value, proof: Option<&str>) -> Result<Self> {
        let bytes = |field: &str| Ok::<_, anyhow::Error>(hex(case[field].as_str().context("no hex")?)?);
        let proof = proof.map(bytes).transpose()?;
        Ok(Self { name: name.to_owned(), payload: bytes("payload")?, proof })
    }
}

/// Has payloads reviewed to the last page and signed, as `nanotao device sign` asks for it, and verifies what comes back.
///
/// # Errors
/// What building and emulating can fail with, and what `judge` gives.
pub(super) fn sign_all(demo: &mut Demo, judge: &mut dyn FnMut(&str, Result<()>) -> Result<()>) -> Result<()> {
    let nanotao = nanotao()?;
    let rfc78 = vectors("clients/rfc78.json")?;
    let proven = |name: &str, proof: &str| {
        let case = find(&rfc78["good"], |case| case["spec"] == 461 && case["name"] == name)?;
        Case::of(name, case, Some(proof))
    };
    let extrinsics = vectors("chain/extrinsics.json")?;
    let by_table = |name: &str| {
        let case =
            find(&extrinsics["cases"], |case| case["name"] == name && case["metadata_hash"].is_null())?;
        Case::of(&format!("{name} by table"), case, None)
    };
    let cases = [
        proven("set_weights 256 uids", "proof_rust")?,
        proven("set_weights 256 uids", "proof_js")?,
        proven("batch of 20 transfers", "proof_rust")?,
        proven("nested 8 levels", "proof_js")?,
        batch_of_16(&rfc78)?,
        by_table("Utility.batch_all")?,
        by_table("Proxy.proxy")?,
    ];
    for (case, scheme) in cases.iter().zip([Scheme::Sr25519, Scheme::Ed25519].into_iter().cycle()) {
        judge(&format!("{}, {scheme}", case.name), sign(demo, &nanotao, scheme, case))?;
    }
    Ok(())
}

/// The `nanotao` command.
fn nanotao() -> Result<PathBuf> {
    step("building the nanotao command");
    run(command("cargo")
        .args(["build", "--quiet", "--package", "nanotao-host", "--bin", "nanotao"])
        .current_dir(root()))?;
    Ok(root().join("target/debug/nanotao"))
}

/// Has one payload signed by the command, which speaks to the device, while the user reads every page.
fn sign(demo: &mut Demo, nanotao: &Path, scheme: Scheme, case: &Case) -> Result<()> {
    step(format!("having {} shown and signed with {scheme}", case.name));
    let account = demo.account(scheme)?;
    let mut command = command(nanotao);
    command.args(["device", "sign", "--json", "--device", &demo.address().to_string()]);
    command.args(["--payload", &to_file("payload", &case.payload)?]);
    if let Some(proof) = &case.proof {
        command.args(["--proof", &to_file("proof", proof)?]);
    }
    if scheme == Scheme::Ed25519 {
        command.arg("--ed25519");
    }
    let reviewed = demo.review("payload", Key::Select, || answer(&mut command))?;
    let extrinsic = reviewed.answer?;

    let verified = verified(Payload::new(&case.payload), case.proof.as_deref())?;
    confirm(&extrinsic, &account, verified.extension(), verified.call_bytes())?;
    let signed = SignedExtrinsic::parse(&extrinsic)?;
    let message = verified.payload().message();
    require!(crypto::verify(&signed.signature, message.as_ref(), &account)?, "the signature does not verify");
    let pages = page_count(&mut ReviewDeck(verified.review(account, Some(0))));
    // One that was drawn slowly may have been seen half, too.
    require!(reviewed.pages > pages, "{} pages were seen, of {pages} and the question", reviewed.pages);
    Ok(())
}

/// Bytes in a file, as the command takes it.
fn to_file(name: &str, bytes: &[u8]) -> Result<String> {
    let file = scratch()?.join(format!("{name}-{}.hex", std::process::id()));
    fs::write(&file, to_hex(bytes)).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(format!("@{}", file.display()))
}

/// The extrinsic that the command prints.
fn answer(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.output().context("the nanotao command does not start")?;
    require!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout)?;
    Ok(hex(json["extrinsic"].as_str().context("no extrinsic")?)?)
}

/// A batch of as many calls, each another one, with the proof that the Rust prover makes for it.
fn batch_of_16(rfc78: &Value) -> Result<Case> {
    const SPEC: u32 = 425;
    let file = root().join(format!("vectors/metadata/spec{SPEC}_v15.scale"));
    let runtime = Runtime::parse(&fs::read(file)?, 9, "TAO")?;
    let own = |case: &&Value| {
        let name = case["name"].as_str().unwrap_or_default();
        case["spec"] == SPEC && name.starts_with("SubtensorModule.")
    };
    // Utility.batch, and the length of the list.
    let mut call = vec![11, 0, 16 << 2];
    let cases = rfc78["good"].as_array().context("no cases")?;
    for case in cases.iter().filter(own).step_by(3).take(16) {
        let payload = Case::of("", case, None)?.payload;
        let len = case["call_len"].as_u64().context("no length")?;
        call.extend(payload.get(..usize::try_from(len)?).context("too short")?);
    }
    let context = ChainContext { spec_version: SPEC, ..CONTEXT };
    let extension = context.extension().map_err(|error| anyhow!("{error}"))?;
    let extension = TxExtension { metadata_hash: Some(runtime.digest()?), ..extension };
    let payload = OwnedPayload::from_call_bytes(&call, &extension)?;
    let proof = runtime.prove(&call, &extension)?;
    let payload = payload.payload().as_bytes().to_vec();
    Ok(Case { name: "batch of 16 calls".to_owned(), payload, proof: Some(proof) })
}

/// Sends what the device itself has to refuse, and looks for the error that says why.
///
/// # Errors
/// The vectors cannot be read, or the machine has ended.
pub(super) fn refuse_all(demo: &Demo, judge: &mut dyn FnMut(&str, Result<()>)) -> Result<()> {
    let rfc78 = vectors("clients/rfc78.json")?;
    let bad = rfc78["bad"].as_array().context("no cases")?;
    for (class, allowed) in refusals() {
        let cases = bad.iter().filter(|case| case["must_fail"] == class);
        // What cannot be sent to a device is refused before.
        let case =
            cases.map(|case| Case::of(&class, case, Some("proof"))).next().context(class.clone())??;
        judge(&class, refused(demo, &case, &allowed)?);
    }
    let good = find(&rfc78["good"], |case| case["spec"] == 461 && case["name"] == "set_weights 256 uids")?;
    let proven = Case::of("", good, Some("proof_js"))?;
    let proof = proven.proof.clone();
    let extrinsics = vectors("chain/extrinsics.json")?;
    let plain = find(&extrinsics["cases"], |case| {
        case["name"] == "Utility.batch_all" && case["metadata_hash"].is_null()
    })?;
    let plain = Case::of("", plain, None)?.payload;
    let with = |at: usize, byte: u8| {
        let mut changed = plain.clone();
        changed[at] = byte;
        changed
    };
    // From the end: a mode without hash, two hashes, and two versions.
    let spec_version = plain.len() - 1 - 64 - 8;
    let long = [&plain[..], &[0]].concat();
    for (name, payload, proof, code) in [
        ("a metadata hash without a proof", proven.payload, None, 277),
        ("no metadata hash with a proof", plain.clone(), proof, 237),
        ("an unknown pallet", with(0, 200), None, 129),
        ("an unknown call", with(1, 200), None, 130),
        ("an unknown spec version", with(spec_version, 0xff), None, 128),
        ("a byte after the payload", long, None, 128),
    ] {
        let case = Case { name: name.to_owned(), payload, proof };
        judge(name, refused(demo, &case, &[code])?);
    }
    Ok(())
}

/// Passes if the device refuses a request by one of the errors that are allowed, and is still there.
fn refused(demo: &Demo, case: &Case, allowed: &[u32]) -> Result<Result<()>> {
    let mut device = demo.device()?;
    let result = match &case.proof {
        Some(proof) => device.sign_proven(Scheme::Sr25519, CONTEXT.current, &case.payload, proof),
        None => device.sign_payload(Scheme::Sr25519, CONTEXT.current, &case.payload),
    };
    drop(device);
    demo.answers()?;
    Ok(match result {
        Err(DeviceError::Invalid { code, .. }) if allowed.contains(&code) => Ok(()),
        Err(DeviceError::Invalid { code, text, .. }) => {
            Err(anyhow!("refused, but with error {code}: {text}"))
        }
        Err(error) => Err(anyhow!("refused, but with {error}")),
        Ok(_) => Err(anyhow!("signed")),
    })
}

fn vectors(name: &str) -> Result<Value> {
    let path = root().join("vectors").join(name);
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

fn find(cases: &Value, wanted: impl Fn(&Value) -> bool) -> Result<&Value> {
    let cases = cases.as_array().context("no cases")?;
    cases.iter().find(|case| wanted(case)).context("the case is gone")
}
