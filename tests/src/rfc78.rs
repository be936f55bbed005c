//! Metadata proofs of both provers, what two real decoders read by them, and inputs that must be refused.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use nanotao::AccountId;
use nanotao::extrinsic::{Era, Payload, PayloadError, Verified};
use nanotao::metadata::{Item, Proof};
use nanotao::primitives::H256;
use nanotao::ss58::Address;

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
    let Some((_, allowed)) = REFUSALS.iter().find(|(name, _)| *name == class) else {
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

/// The errors that a case of each class may be refused with, by their codes. SCALE: 2 ends early, 3 compact not shortest,
/// 4 out of range, 5 unknown tag, 6 trailing bytes; 144 mode, 147 immortal with a birth hash; metadata: 224 proof malformed,
/// 225 no UTF-8, 226 leaves and indices, 227 index of a leaf, 228 nodes, 229 type missing, 230 variant missing,
/// 231 described twice, 232 too deep, 233 no bytes, 234 extrinsic version, 236 extension, 237 digest, 238 spec version.
pub const REFUSALS: &[(&str, &[u32])] = &[
    // A changed leaf may be no leaf any more, or another one's double; else only the digest tells.
    ("leaf_flipped", &[224, 225, 231, 237]),
    ("leaf_renamed", &[237]),
    ("leaf_swapped", &[237]),
    ("leaf_missing", &[226, 227, 228, 237]),
    ("leaf_extra", &[226, 227, 228, 231, 237]),
    ("node_flipped", &[237]),
    ("node_swapped", &[237]),
    ("node_missing", &[228, 237]),
    ("node_extra", &[228, 237]),
    ("index_wrong", &[226, 227, 228, 237]),
    ("type_missing", &[229, 230, 237]),
    ("proof_of_another", &[229, 230, 237]),
    ("variant_missing", &[230]),
    ("extra_info_wrong", &[224, 225, 237]),
    ("extrinsic_metadata_wrong", &[224, 225, 234, 237]),
    ("digest_wrong", &[237]),
    // Where no digest is signed, the proof has another.
    ("mode", &[144, 230, 237]),
    ("compact_not_canonical", &[3, 224]),
    ("compact_range", &[4, 224]),
    ("bool_invalid", &[5, 224]),
    ("not_utf8", &[225]),
    ("leaf_malformed", &[224]),
    ("length_claim", &[2, 4, 224]),
    ("proof_truncated", &[224]),
    ("proof_trailing", &[224]),
    // Rearranged bytes are still read by the types, and go wrong wherever they do.
    ("payload_malformed", &[2, 3, 4, 5, 6, 144, 147, 230, 237]),
    ("depth", &[232, 233]),
    ("zero_size", &[2, 233]),
    ("ambiguous_type", &[231]),
    ("spec_mismatch", &[238]),
    ("extrinsic_version", &[234]),
];

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
