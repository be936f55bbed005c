//! Metadata proofs of both provers, what two real decoders read by them, and inputs that must be refused.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use nanotao::AccountId;
use nanotao::extrinsic::{Era, Payload, PayloadError, Verified};
use nanotao::metadata::{Item, Proof};
use nanotao::primitives::H256;
use nanotao::ss58::Address;
use serde_json::Value;

use crate::case::{Case, Hex, hex};
use crate::outcome::{Step, Verdict, equal, equal_bytes, fail};

/// `clients/rfc78.json`, `good`.
pub(crate) fn good(case: Case<'_>) -> Verdict {
    let Hex(payload) = case.get("payload")?;
    for name in ["proof_js", "proof_rust"] {
        let Hex(bytes) = case.get(name)?;
        let proof = Proof::parse(&bytes).step(name)?;
        equal("digest", proof.digest(), H256(case.get("digest")?))?;
        equal("spec", proof.extra_info().spec_version, case.get::<u32>("spec")?)?;
        let verified = Payload::new(&payload).verify_by(&proof).step(name)?;
        equal("call_len", verified.call_bytes().len(), case.get::<usize>("call_len")?)?;
        extension(case.get("ext")?, &verified)?;
        let theirs: Vec<(&str, &str)> = case.get("expected")?;
        let addresses: Vec<(&str, &str)> = case.get("ss58")?;
        values(&verified, &theirs, &addresses)?;
    }
    Ok(())
}

fn extension(theirs: Case<'_>, verified: &Verified<'_>) -> Verdict {
    let ours = verified.extension();
    let era = match theirs.optional::<bool>("immortal")? {
        Some(true) => Era::Immortal,
        _ => Era::Mortal { period: theirs.get("period")?, phase: theirs.get("phase")? },
    };
    equal("era", ours.era, era)?;
    let Hex(era_bytes) = theirs.get("era")?;
    equal("era bytes", verified.explicit_bytes().starts_with(&era_bytes), true)?;
    equal("nonce", ours.nonce, theirs.get::<u32>("nonce")?)?;
    equal("tip", ours.tip.0, theirs.get::<u64>("tip")?)?;
    equal("mode", u8::from(ours.metadata_hash.is_some()), theirs.get::<u8>("mode")?)?;
    equal("spec_version", ours.spec_version, theirs.get::<u32>("spec_version")?)?;
    equal("transaction_version", ours.transaction_version, theirs.get::<u32>("transaction_version")?)?;
    equal("genesis_hash", ours.genesis_hash.0, theirs.get::<[u8; 32]>("genesis_hash")?)?;
    equal("birth_hash", ours.block_hash.0, theirs.get::<[u8; 32]>("birth_hash")?)?;
    equal("metadata_hash", ours.metadata_hash, Some(H256(theirs.get("metadata_hash")?)))
}

/// The decoded call, as a list of paths and values, and the addresses of the accounts among them.
fn values(verified: &Verified<'_>, theirs: &[(&str, &str)], addresses: &[(&str, &str)]) -> Verdict {
    let mut decoder = verified.described().decoder();
    let mut ours: Vec<(String, String)> = Vec::new();
    let mut accounts: Vec<(String, String)> = Vec::new();
    while let Some(decoded) = decoder.next().step("decode")? {
        let path = format!("call{:#}", decoder.path(decoded.depth));
        if let (Item::Bytes(bytes), "AccountId32") = (decoded.item, decoded.type_name) {
            let account = AccountId(bytes.try_into().step("account")?);
            accounts.push((path.clone(), Address::new(&account).as_str().into()));
        }
        let text = match decoded.item {
            Item::Bool(value) => value.to_string(),
            Item::Char(value) => value.to_string(),
            Item::Str(text) => text.into(),
            Item::Unsigned(value) => value.to_string(),
            Item::Signed(value) => value.to_string(),
            Item::Bytes(bytes) => format!("0x{}", hex(bytes)),
            Item::List(len) => format!("[{len}]"),
            Item::Variant(name) => name.into(),
            Item::U16s(list) => {
                ours.push((path.clone(), format!("[{}]", list.len())));
                ours.extend(
                    list.iter()
                        .enumerate()
                        .map(|(index, value)| (format!("{path}[{index}]"), value.to_string())),
                );
                continue;
            }
            Item::Wide { .. } | Item::Bits { .. } => return fail("no runtime of these has such a value"),
        };
        ours.push((path, text));
    }
    let same = |ours: &[(String, String)], theirs: &[(&str, &str)]| {
        let ours = ours.iter().map(|(path, value)| (path.as_str(), value.as_str()));
        let differs = ours.clone().zip(theirs.iter().copied()).find(|(ours, theirs)| ours != theirs);
        equal("value", differs, None::<((&str, &str), (&str, &str))>)?;
        equal("number of values", ours.count(), theirs.len())
    };
    same(&ours, theirs)?;
    same(&accounts, addresses)
}

/// `clients/rfc78.json`, `bad`.
pub(crate) fn bad(case: Case<'_>) -> Verdict {
    let (Hex(payload), Hex(proof)) = (case.get("payload")?, case.get("proof")?);
    let class: &str = case.get("must_fail")?;
    let Err(error) = verify(&payload, &proof) else {
        return fail(format!("{class}: accepted, must be refused"));
    };
    let refusals = refusals();
    let Some(allowed) = refusals.get(class) else {
        return fail(format!("unknown class {class}"));
    };
    if allowed.contains(&error.code()) {
        return Ok(());
    }
    fail(format!("{class}: error {} does not belong: {error:?}", error.code()))
}

fn verify<'a>(payload: &'a [u8], proof: &'a [u8]) -> Result<Verified<'a>, PayloadError> {
    Payload::new(payload).verify_by(&Proof::parse(proof)?)
}

/// The errors that a case of each class may be refused with, by their codes: `refusals.json`, which the judges of other
/// languages go by, too.
pub fn refusals() -> BTreeMap<String, Vec<u32>> {
    let table: Value = serde_json::from_str(include_str!("../refusals.json")).unwrap_or_default();
    let codes = |of: &Value| {
        of.as_array().into_iter().flatten().flat_map(Value::as_u64).flat_map(u32::try_from).collect()
    };
    let classes = table["classes"].as_object().into_iter().flatten();
    classes.map(|(class, of)| (class.clone(), codes(of))).collect()
}

/// `clients/rfc78_spec218.json`, `calls`: both proofs of a call. The digest is in what is signed.
pub(crate) fn spec_218(case: Case<'_>) -> Verdict {
    let mut payload = case.get::<Hex>("call_data")?.0;
    payload.extend(case.get::<Hex>("included_in_extrinsic")?.0);
    payload.extend(case.get::<Hex>("included_in_signed_data")?.0);
    for (name, len) in [("rust_proof", "rust_len"), ("js_proof", "js_len")] {
        let Hex(proof) = case.get(name)?;
        equal(len, proof.len(), case.get::<usize>(len)?)?;
        let verified = verify(&payload, &proof).step(name)?;
        equal_bytes("call", verified.call_bytes(), &case.get::<Hex>("call_data")?.0)?;
        equal_bytes("explicit", verified.explicit_bytes(), &case.get::<Hex>("included_in_extrinsic")?.0)?;
    }
    Ok(())
}

/// `clients/ledger_proof_vector.json`.
pub(crate) fn ledger(case: Case<'_>) -> Verdict {
    let mut payload = case.get::<Hex>("call_data_hex")?.0;
    payload.extend(case.get::<Hex>("included_in_extrinsic_hex")?.0);
    payload.extend(case.get::<Hex>("included_in_signed_data_hex")?.0);
    for name in ["polkadot_js_proof_hex", "rust_proof_hex"] {
        let Hex(proof) = case.get(name)?;
        let verified = verify(&payload, &proof).step(name)?;
        equal_bytes("call", verified.call_bytes(), &case.get::<Hex>("call_data_hex")?.0)?;
        equal("spec", verified.extension().spec_version, case.get::<u32>("spec_version")?)?;
    }
    Ok(())
}
