//! `keys_core.json` and `js_polkadot.json`: keys from seeds, phrases and URIs; signatures both ways.

use crate::case::{Account, Case, Form, Hex};
use crate::exceptions;
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes, fail, refused};
use alloc::{boxed::Box, format, vec};
use core::fmt::Debug;
use nanotao::AccountId;
use nanotao::crypto::{
    self, MultiSignature, Scheme, Signer, SigningMessage, UriError, WRAPPING_LEN, chain_code, ed25519,
    mnemonic, sr25519, verify_wrapped,
};

/// A scheme by its name, or by its number in a `MultiSignature`.
pub(crate) struct SchemeOf(pub(crate) Scheme);

impl<'a> Form<'a> for SchemeOf {
    const NAME: &'static str = "a signature scheme";
    fn read(value: &'a serde_json::Value) -> Option<Self> {
        let schemes = [Scheme::Ed25519, Scheme::Sr25519, Scheme::Ecdsa];
        let is_meant = |scheme: &Scheme| match value.as_str() {
            Some(name) => format!("{scheme}") == name,
            None => value.as_u64() == Some(*scheme as u64),
        };
        schemes.into_iter().find(is_meant).map(Self)
    }
}

/// The key that a URI names. There are no ecdsa keys.
pub(crate) fn from_uri(scheme: Scheme, uri: &str) -> Result<Result<Box<dyn Signer>, UriError>, Stop> {
    match scheme {
        Scheme::Sr25519 => Ok(sr25519::Keypair::from_uri(uri).map(|key| Box::new(key) as _)),
        Scheme::Ed25519 => Ok(ed25519::Keypair::from_uri(uri).map(|key| Box::new(key) as _)),
        Scheme::Ecdsa => Err(Stop::Unsupported),
    }
}

pub(crate) fn from_seed(scheme: Scheme, seed: &[u8; 32]) -> Result<Box<dyn Signer>, Stop> {
    match scheme {
        Scheme::Sr25519 => Ok(Box::new(sr25519::Keypair::from_mini_secret(seed))),
        Scheme::Ed25519 => Ok(Box::new(ed25519::Keypair::from_mini_secret(seed))),
        Scheme::Ecdsa => Err(Stop::Unsupported),
    }
}

/// `uri` and `dev` of `keys_core.json`.
pub(crate) fn core_uri(case: Case<'_>) -> Verdict {
    let SchemeOf(scheme) = case.get("crypto_type")?;
    judge(case, from_uri(scheme, case.get("uri")?)?)
}

/// `uri` of `js_polkadot.json`. Where polkadot-js reads a junction otherwise than sp-core, sp-core's key is right.
pub(crate) fn js_uri(case: Case<'_>) -> Verdict {
    let (SchemeOf(scheme), uri) = (case.get("type")?, case.get("uri")?);
    let key = from_uri(scheme, uri)?;
    let Some(why) = exceptions::uri(uri) else { return judge(case, key) };
    let ours = key.ok().map(|key| key.account());
    let right = exceptions::sp_core_account(scheme, uri).step("sp-core")?;
    equal("public key, where sp-core wins", ours, right)?;
    let theirs = case.optional("public_key")?.map(AccountId);
    if ours == theirs {
        return fail("the exception is none: polkadot-js has sp-core's key");
    }
    Err(Stop::Excepted(format!(
        "{why}; sp-core's key is {}",
        ours.map_or("none".into(), |key| format!("{key:?}"))
    )))
}

pub(crate) fn core_mnemonic(case: Case<'_>) -> Verdict {
    let SchemeOf(scheme) = case.get("crypto_type")?;
    let secret = mnemonic::mini_secret(case.get("mnemonic")?, "");
    if case.has("err") {
        return refused("phrase", secret.map(|_| ()));
    }
    judge::<()>(case, Ok(from_seed(scheme, secret.step("phrase")?.as_bytes())?))
}

pub(crate) fn core_seed(case: Case<'_>) -> Verdict {
    let (SchemeOf(scheme), Hex(seed)) = (case.get("crypto_type")?, case.get("seed")?);
    match <[u8; 32]>::try_from(seed) {
        Ok(seed) => judge::<()>(case, Ok(from_seed(scheme, &seed)?)),
        Err(seed) => judge(case, Err(seed)),
    }
}

/// The key must be the vector's, and be refused where the vector has an error.
fn judge<E: Debug>(case: Case<'_>, key: Result<Box<dyn Signer>, E>) -> Verdict {
    if case.has("err") {
        return refused("secret", key.map(|key| key.account()));
    }
    let account = key.step("secret")?.account();
    equal("public key", account, AccountId(case.get("public_key")?))?;
    equal("ss58", case.get::<Account>("ss58")?.0, account)
}

/// `mini` of `js_polkadot.json`: the substrate secret of a phrase, and BIP-39's own seed.
pub(crate) fn js_mini(case: Case<'_>) -> Verdict {
    let (phrase, password) = (case.get("mnemonic")?, case.get("password")?);
    let entropy = mnemonic::entropy(phrase).step("entropy")?;
    equal_bytes("entropy", entropy.as_bytes(), &case.get::<Hex>("entropy")?.0)?;
    let mut text = [0; mnemonic::MAX_PHRASE_LEN];
    equal("phrase", mnemonic::phrase(entropy.as_bytes(), &mut text).step("phrase")?, phrase)?;
    let secret = mnemonic::mini_secret(phrase, password).step("mini secret")?;
    equal_bytes("mini_secret", secret.as_bytes(), &case.get::<[u8; 32]>("mini_secret")?)?;
    let seed = mnemonic::bip39_seed(phrase, password).step("BIP-39 seed")?;
    equal_bytes("legacy64", seed.as_slice(), &case.get::<[u8; 64]>("legacy64")?)?;
    equal_bytes("legacy", seed.get(..32).unwrap_or_default(), &case.get::<[u8; 32]>("legacy")?)
}

/// `hd` of `js_polkadot.json`: chain codes.
pub(crate) fn js_hd(case: Case<'_>) -> Verdict {
    let (name, theirs) = (case.get::<&str>("junction")?, case.get::<[u8; 32]>("code")?);
    let Some(why) = exceptions::junction(name) else {
        return equal_bytes("chain code", &chain_code(name), &theirs);
    };
    let ours = chain_code(name);
    equal_bytes("chain code, where sp-core wins", &ours, &exceptions::sp_core_chain_code(name))?;
    if ours == theirs {
        return fail("the exception is none: polkadot-js has sp-core's code");
    }
    Err(Stop::Excepted(why.into()))
}

/// `sign` of `keys_core.json`.
pub(crate) fn core_sign(case: Case<'_>) -> Verdict {
    let SchemeOf(scheme) = case.get("crypto_type")?;
    sign(case, scheme, case.get("verify")?)
}

/// `sign` of `js_polkadot.json`.
pub(crate) fn js_sign(case: Case<'_>) -> Verdict {
    let SchemeOf(scheme) = case.get("type")?;
    sign(case, scheme, case.get::<Case<'_>>("verify")?.get("isValid")?)
}

fn sign(case: Case<'_>, scheme: Scheme, valid: bool) -> Verdict {
    let key = from_uri(scheme, case.get("uri")?)?.step("uri")?;
    equal("public key", key.account(), AccountId(case.get("public_key")?))?;
    let (Hex(message), signature) = (case.get("msg")?, signature(scheme, &case.get::<Hex>("signature")?.0)?);
    let signature = signature.step("signature")?;
    equal("verified", verified(&signature, &message, &key.account())?, valid)?;
    signs(key.as_ref(), &message, &signature)
}

/// Signs `message`. An ed25519 signature is the vector's to the byte; an sr25519 one is random in the vectors, so
/// ours must satisfy schnorrkel itself, and be the same when made again.
pub(crate) fn signs(key: &dyn Signer, message: &[u8], theirs: &MultiSignature) -> Verdict {
    let sign = || crypto::sign(key, &SigningMessage::hazmat(message), None).step("sign");
    let ours = sign()?;
    if let MultiSignature::Sr25519(bytes) = ours {
        let account = key.account();
        let public = schnorrkel::PublicKey::from_bytes(&account.0)
            .map_err(|error| format!("{error}"))
            .step("public key")?;
        let signature = schnorrkel::Signature::from_bytes(&bytes)
            .map_err(|error| format!("{error}"))
            .step("signature")?;
        let accepted = public.verify_simple(b"substrate", message, &signature).is_ok();
        equal("schnorrkel accepts our signature", accepted, true)?;
        return equal("signature made again", sign()?, ours);
    }
    equal_bytes("signature", ours.as_bytes(), theirs.as_bytes())
}

/// `verify` of `keys_core.json`: by the rule of the clients, who also take a signature over the wrapped message.
pub(crate) fn core_verify(case: Case<'_>) -> Verdict {
    let SchemeOf(scheme) = case.get("crypto_type")?;
    let signature = signature(scheme, &case.get::<Hex>("signature")?.0)?;
    if !case.get::<Case<'_>>("result")?.value().is_boolean() {
        return refused("signature", signature);
    }
    let (signature, Hex(message)) = (signature.step("signature")?, case.get("msg")?);
    let account = AccountId(case.get("public_key")?);
    equal("verified", verified(&signature, &message, &account)?, case.get::<bool>("result")?)
}

fn verified(signature: &MultiSignature, message: &[u8], account: &AccountId) -> Result<bool, Stop> {
    verify_wrapped(signature, message, account, &mut vec![0; message.len() + WRAPPING_LEN]).step("verify")
}

/// A signature of the scheme; only 64 bytes are one.
fn signature(
    scheme: Scheme,
    bytes: &[u8],
) -> Result<Result<MultiSignature, core::array::TryFromSliceError>, Stop> {
    match scheme {
        Scheme::Sr25519 => Ok(bytes.try_into().map(MultiSignature::Sr25519)),
        Scheme::Ed25519 => Ok(bytes.try_into().map(MultiSignature::Ed25519)),
        Scheme::Ecdsa => Err(Stop::Unsupported),
    }
}
