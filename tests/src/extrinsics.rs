//! `extrinsics.json`: everything from an extrinsic's fields to its bytes, and back.

use crate::calls::{LISTED, encode, parse};
use crate::case::{Case, Hex};
use crate::keys::{from_uri, signs};
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes, fail, refused};
use alloc::{format, vec, vec::Vec};
use nanotao::call::CallError;
use nanotao::crypto::{MultiSignature, Scheme, Signer, verify};
use nanotao::display::{Card, Render};
use nanotao::extrinsic::{
    Era, Extension, Payload, PayloadError, SignedExtrinsic, TxExtension, Verified, assemble,
};
use nanotao::hashing::blake2_256;
use nanotao::scale::{Reader, Scale, ScaleError, Writer};
use nanotao::weights::ChainError;
use nanotao::{AccountId, H256, TaoBalance, ss58};

pub(crate) fn cases(case: Case<'_>) -> Verdict {
    let extension = fields(case)?;
    let Hex(call) = case.get("call")?;
    extensions(case, &extension)?;

    let mut buffer = vec![0; call.len() + TxExtension::MAX_EXPLICIT_LEN + TxExtension::MAX_IMPLICIT_LEN];
    let payload = Payload::from_call_bytes(&call, &extension, &mut buffer).step("payload")?;
    equal_bytes("payload", payload.as_bytes(), &case.get::<Hex>("payload")?.0)?;
    let (message, Hex(signed_message)) = (payload.message(), case.get("signed_message")?);
    equal_bytes("signed_message", message.as_ref(), &signed_message)?;
    let hashed = payload.as_bytes().len() > Payload::MAX_UNHASHED_LEN;
    equal("payload_hashed", hashed, case.get::<bool>("payload_hashed")?)?;
    typed(&call, payload, &extension)?;

    let account = AccountId(case.get("account")?);
    let address = &mut [0; ss58::MAX_ENCODED_LEN];
    equal("ss58", ss58::encode(&account, ss58::PREFIX, address).step("ss58")?, case.get::<&str>("ss58")?)?;
    let Hex(signature) = case.get("signature")?;
    let signature = MultiSignature::parse(&mut Reader::new(&signature)).step("signature")?;
    equal("crypto", format!("{}", signature.scheme()).as_str(), case.get::<&str>("crypto")?)?;
    round_trip(case, &account, &signature, &extension, &call, "extrinsic")?;

    let judged = verify(&signature, &signed_message, &account);
    if signature.scheme() == Scheme::Ecdsa {
        return refused("ecdsa", judged);
    }
    equal("check", judged.step("verify")?, case.get::<&str>("check")? == "Ok")?;
    let key = from_uri(signature.scheme(), case.get("suri")?)?.step("suri")?;
    equal("account of suri", key.account(), account)?;
    signs(key.as_ref(), &signed_message, &signature)?;
    match payload.verify() {
        Ok(verified) => journey(case, verified, key.as_ref()),
        Err(_) => Ok(()),
    }
}

/// From the payload to the extrinsic by way of the cards, as a device does it.
fn journey(case: Case<'_>, verified: Verified<'_>, key: &dyn Signer) -> Verdict {
    let mut review = verified.review(key.account(), None);
    review.emit_all(&mut Blind).step("show")?;
    let approved = review.approve().step("approve")?;
    let signed = approved.sign(key, None).step("sign")?;
    let mut buffer = vec![0; signed.extrinsic_len()];
    let ours = signed.extrinsic(&mut buffer).step("extrinsic")?;
    if let MultiSignature::Ed25519(_) = signed.signature() {
        return equal_bytes("signed extrinsic", ours, &case.get::<Hex>("extrinsic")?.0);
    }
    let parsed = SignedExtrinsic::parse(ours).step("parse signed extrinsic")?;
    let message = verified.payload().message();
    equal("our check", verify(&parsed.signature, message.as_ref(), &parsed.account).step("verify")?, true)
}

struct Blind;

impl Render for Blind {
    type Error = core::convert::Infallible;

    fn card(&mut self, _: usize, _: usize, _: &Card<'_>) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// The fields of a case as the core takes them.
fn fields(case: Case<'_>) -> Result<TxExtension, Stop> {
    let genesis_hash = H256(case.get("genesis_hash")?);
    let era = match case.get::<&str>("era") {
        Ok("immortal") => Era::Immortal,
        _ => {
            let era: Case<'_> = case.get("era")?;
            Era::Mortal { period: era.get("period")?, phase: era.get("phase")? }
        }
    };
    let birth: u64 = case.get("era_birth_block")?;
    equal("era_birth_block", era.birth(case.get("current_block")?), birth)?;
    // As the generator of this file has it.
    let birth = u32::try_from(birth).step("era_birth_block")?;
    let block_hash = if birth == 0 { genesis_hash } else { H256(blake2_256(&birth.to_le_bytes())) };
    let metadata_hash = case.nullable("metadata_hash")?.map(H256);
    equal("metadata_hash_mode", u8::from(metadata_hash.is_some()), case.get::<u8>("metadata_hash_mode")?)?;
    Ok(TxExtension {
        era,
        nonce: case.get("nonce")?,
        tip: TaoBalance(case.get("tip")?),
        metadata_hash,
        spec_version: case.get("spec_version")?,
        transaction_version: case.get("transaction_version")?,
        genesis_hash,
        block_hash,
    })
}

/// The thirteen extensions, one by one and together.
fn extensions(case: Case<'_>, extension: &TxExtension) -> Verdict {
    let theirs: Vec<Case<'_>> = case.get("extensions")?;
    equal("number of extensions", Extension::ALL.len(), theirs.len())?;
    for (ours, theirs) in Extension::ALL.into_iter().zip(theirs) {
        let identifier: &str = theirs.get("identifier")?;
        // A wrapper of the runtime's that metadata does not name.
        let identifier = identifier.strip_suffix("Wrapper").unwrap_or(identifier);
        equal("identifier", ours.identifier(), identifier)?;
        let explicit = written(|out| extension.encode_explicit(ours, out))?;
        equal_bytes(&format!("{identifier} explicit"), &explicit, &theirs.get::<Hex>("explicit")?.0)?;
        let implicit = written(|out| extension.encode_implicit(ours, out))?;
        equal_bytes(&format!("{identifier} implicit"), &implicit, &theirs.get::<Hex>("implicit")?.0)?;
    }
    let explicit = written(|out| extension.explicit(out))?;
    equal_bytes("explicit", &explicit, &case.get::<Hex>("explicit")?.0)?;
    equal("explicit_len", extension.explicit_len(), explicit.len())?;
    let implicit = written(|out| extension.implicit(out))?;
    equal_bytes("implicit", &implicit, &case.get::<Hex>("implicit")?.0)?;
    equal("implicit_len", extension.implicit_len(), implicit.len())
}

fn written(write: impl FnOnce(&mut Writer<'_>) -> Result<(), ScaleError>) -> Result<Vec<u8>, Stop> {
    let mut buffer = [0; TxExtension::MAX_IMPLICIT_LEN];
    let mut out = Writer::new(&mut buffer);
    write(&mut out).step("encode")?;
    Ok(out.finish().to_vec())
}

/// A call of the list reads back and may be signed; any other is carried as bytes and refused by name.
pub(crate) fn typed(call: &[u8], payload: Payload<'_>, extension: &TxExtension) -> Verdict {
    let parsed = parse(call, extension.spec_version);
    let verified = payload.verify();
    if LISTED.iter().any(|indices| call.starts_with(indices)) {
        let parsed = parsed.step("parse call")?;
        // Well-formed, but there is no way to show it: uids and weights do not pair up.
        if let Some((uids, values)) = parsed.weights().filter(|(uids, values)| uids.len() != values.len()) {
            let expected = ChainError::WeightVecNotEqualSize { uids: uids.len(), values: values.len() };
            return equal("payload", verified.map(|_| ()), Err(expected.into()));
        }
        let verified = verified.step("verify payload")?;
        equal_bytes("call encoded again", &encode(&parsed)?, call)?;
        equal("verified call", *verified.call(), parsed)?;
        equal("verified extension", verified.extension(), extension)?;
        return equal_bytes("verified call bytes", verified.call_bytes(), call);
    }
    match (parsed, verified.map(|verified| *verified.call())) {
        (
            Err(call @ (CallError::UnknownCall { .. } | CallError::UnknownPallet { .. })),
            Err(PayloadError::Call(payload)),
        ) if call == payload => Ok(()),
        other => fail(format!("a call outside of the list must be refused by name, not {other:?}")),
    }
}

/// The extrinsic's bytes and hash, and every field read from the bytes.
pub(crate) fn round_trip(
    case: Case<'_>,
    account: &AccountId,
    signature: &MultiSignature,
    extension: &TxExtension,
    call: &[u8],
    field: &str,
) -> Verdict {
    let Hex(theirs) = case.get(field)?;
    let mut buffer = vec![0; nanotao::extrinsic::extrinsic_len(signature, extension, call)];
    let ours = assemble(account, signature, extension, call, &mut buffer).step("assemble")?;
    equal_bytes("extrinsic", ours, &theirs)?;
    equal_bytes("extrinsic_hash", &blake2_256(ours), &case.get::<[u8; 32]>("extrinsic_hash")?)?;
    let parsed = SignedExtrinsic::parse(&theirs).step("parse extrinsic")?;
    let expected = SignedExtrinsic {
        account: *account,
        signature: *signature,
        era: extension.era,
        nonce: extension.nonce,
        tip: extension.tip,
        metadata_hash_mode: extension.metadata_hash.is_some(),
        call,
    };
    equal("parsed", parsed, expected)
}
