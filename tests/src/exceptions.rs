//! Where polkadot-js and sp-core read a derivation path differently. The chain's tools use sp-core, so sp-core wins.
//!
//! For such a case the vector's own value is no measure. What sp-core makes of it is computed here with schnorrkel and
//! BLAKE2b, apart from the core's own derivation, and `conformance.rs` checks this against the keys that
//! `keys_core.json` holds for the same URIs. `exceptions.json` lists the cases of the project's own vectors.

use crate::case::{Form, hex};
use crate::keys::SchemeOf;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use nanotao::AccountId;
use nanotao::crypto::{Scheme, SecretUri, Signer, ed25519};
use nanotao::hashing::blake2_256;
use schnorrkel::derive::{ChainCode, Derivation};
use schnorrkel::{ExpansionMode, MiniSecretKey};
use serde_json::{Value, json};

/// Why polkadot-js derives another key from `uri` than sp-core does, if it does.
pub fn uri(uri: &str) -> Option<&'static str> {
    junctions(uri).find_map(|(_, name)| junction(name))
}

/// The entry of a case of `js_polkadot.json`, section `uri` or `hd`, in a table like `exceptions.json`, if it is an exception.
pub fn entry(case: &Value) -> Option<Value> {
    if let Some(name) = case.get("junction") {
        let name = name.as_str()?;
        let why = junction(name)?;
        return Some(json!({ "junction": name, "why": why, "sp_core_code": hex(&sp_core_chain_code(name)) }));
    }
    let (uri, SchemeOf(scheme)) = (case.get("uri")?.as_str()?, SchemeOf::read(case.get("type")?)?);
    let why = self::uri(uri).filter(|_| scheme != Scheme::Ecdsa)?;
    let account = sp_core_account(scheme, uri).ok()?.map(|account| hex(&account.0));
    Some(json!({ "uri": uri, "type": case.get("type"), "why": why, "sp_core_public_key": account }))
}

/// Why polkadot-js makes another chain code of `name` than sp-core does, if it does.
pub fn junction(name: &str) -> Option<&'static str> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_hex =
        |text: &str| text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_number(name) && name.parse::<u64>().is_err() {
        Some("a number of more than 64 bits is 256 bits in polkadot-js, text in sp-core")
    } else if name.strip_prefix("0x").is_some_and(is_hex) {
        Some("hex is bytes in polkadot-js, text in sp-core")
    } else if name.strip_prefix('+').is_some_and(is_number) && name.parse::<u64>().is_ok() {
        Some("a number with a plus sign is text in polkadot-js, a number in sp-core")
    } else {
        None
    }
}

/// Steps of the path: whether each is hard, and its name.
fn junctions(uri: &str) -> impl Iterator<Item = (bool, &str)> {
    let path = uri.split_once("///").map_or(uri, |(path, _)| path);
    let mut rest = path.find('/').map_or("", |at| &path[at..]);
    core::iter::from_fn(move || {
        let hard = rest.starts_with("//");
        let name = rest.get(if hard { 2 } else { 1 }..)?;
        let end = name.find('/').unwrap_or(name.len());
        rest = &name[end..];
        Some((hard, &name[..end]))
    })
}

/// sp-core's chain code: a `u64` as such, anything else as SCALE text.
pub(crate) fn sp_core_chain_code(name: &str) -> [u8; 32] {
    let encoded = match name.parse::<u64>() {
        Ok(number) => number.to_le_bytes().to_vec(),
        // A name of 16 KiB is as good as none: the vectors hold short ones.
        Err(_) if name.len() < 64 => [&[(name.len() as u8) << 2], name.as_bytes()].concat(),
        Err(_) => [&((name.len() as u16) << 2 | 1).to_le_bytes()[..], name.as_bytes()].concat(),
    };
    let mut code = [0; 32];
    match code.get_mut(..encoded.len()) {
        Some(front) => front.copy_from_slice(&encoded),
        None => code = blake2_256(&encoded),
    }
    code
}

/// The account that sp-core makes of `uri`; none where ed25519 would need a soft step.
pub fn sp_core_account(scheme: Scheme, uri: &str) -> Result<Option<AccountId>, String> {
    let parsed = SecretUri::parse(uri).map_err(|error| error.to_string())?;
    let mut secret = *parsed.mini_secret().map_err(|error| error.to_string())?.as_bytes();
    let steps: Vec<_> = junctions(uri).map(|(hard, name)| (hard, sp_core_chain_code(name))).collect();
    if scheme == Scheme::Ed25519 {
        if steps.iter().any(|(hard, _)| !hard) {
            return Ok(None);
        }
        for (_, code) in steps {
            secret = blake2_256(&[&b"\x2cEd25519HDKD"[..], &secret, &code].concat());
        }
        return Ok(Some(ed25519::Keypair::from_mini_secret(&secret).account()));
    }
    let secret = MiniSecretKey::from_bytes(&secret).map_err(|error| error.to_string())?;
    let mut key = secret.expand_to_keypair(ExpansionMode::Ed25519);
    for (hard, code) in steps {
        key = if hard {
            let (secret, _) = key.hard_derive_mini_secret_key(Some(ChainCode(code)), b"");
            secret.expand_to_keypair(ExpansionMode::Ed25519)
        } else {
            key.derived_key_simple_rng(ChainCode(code), b"", Zeros).0
        };
    }
    Ok(Some(AccountId(key.public.to_bytes())))
}

/// Goes into the nonces of a soft key, which is never used to sign here.
struct Zeros;

impl rand_core::RngCore for Zeros {
    fn next_u32(&mut self) -> u32 {
        0
    }

    fn next_u64(&mut self) -> u64 {
        0
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.fill(0);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        bytes.fill(0);
        Ok(())
    }
}

impl rand_core::CryptoRng for Zeros {}
