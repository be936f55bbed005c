//! `golden_spec461.json`: what the official SDK makes of real metadata.

use crate::calls::both_ways;
use crate::case::{Account, Case, Hex};
use crate::extrinsics::{round_trip, typed};
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes};
use alloc::vec;
use nanotao::crypto::MultiSignature;
use nanotao::extrinsic::{Era, Payload, TxExtension};
use nanotao::scale::{Reader, Scale};
use nanotao::{AccountId, H256, TaoBalance};

pub(crate) fn calls(case: Case<'_>) -> Verdict {
    let network: Case<'_> = case.get("network")?;
    let (module, function): (&str, &str) = (case.get("module")?, case.get("function")?);
    let Hex(encoded) = case.get("data_hex")?;
    both_ways(module, function, case.get("params")?, &encoded, network.get("spec_version")?)
}

pub(crate) fn signature_payloads(case: Case<'_>) -> Verdict {
    let (extension, Hex(call)) = (fields(case)?, case.get("call_data_hex")?);
    let mut buffer = vec![0; call.len() + TxExtension::MAX_EXPLICIT_LEN + TxExtension::MAX_IMPLICIT_LEN];
    let payload = Payload::from_call_bytes(&call, &extension, &mut buffer).step("payload")?;
    let (message, Hex(theirs)) = (payload.message(), case.get("payload_hex")?);
    // The SDK gives what is to be signed: the hash of a long payload.
    let ours = if theirs.len() == 32 { message.as_ref() } else { payload.as_bytes() };
    equal_bytes("payload", ours, &theirs)?;
    typed(&call, payload, &extension)
}

/// Their signatures are dummies: bytes only.
pub(crate) fn extrinsics(case: Case<'_>) -> Verdict {
    let (extension, Hex(call)) = (fields(case)?, case.get("call_data_hex")?);
    let account = AccountId(case.get("public_key_hex")?);
    equal("address", case.get::<Account>("address")?.0, account)?;
    let Hex(mut signature) = case.get("signature_hex")?;
    signature.insert(0, case.get("signature_version")?);
    equal("crypto_type", case.get::<u8>("crypto_type")?, case.get::<u8>("signature_version")?)?;
    let signature = MultiSignature::parse(&mut Reader::new(&signature)).step("signature")?;
    round_trip(case, &account, &signature, &extension, &call, "extrinsic_hex")
}

fn fields(case: Case<'_>) -> Result<TxExtension, Stop> {
    let network: Case<'_> = case.get("network")?;
    let genesis_hash = H256(network.get("genesis_hash")?);
    let era = if let Ok(Hex(encoded)) = case.get("era") {
        Era::parse(&mut Reader::new(&encoded)).step("era")?
    } else {
        let era: Case<'_> = case.get("era")?;
        Era::mortal(era.get("period")?, era.get("current")?)
    };
    Ok(TxExtension {
        era,
        nonce: case.get("nonce")?,
        tip: TaoBalance(case.get("tip")?),
        metadata_hash: None,
        spec_version: network.get("spec_version")?,
        transaction_version: network.get("transaction_version")?,
        genesis_hash,
        // Where the era is immortal, and in extrinsics, which do not hold it.
        block_hash: case.optional("era_birth_block_hash")?.map_or(genesis_hash, H256),
    })
}
