//! Address text, in the three files that have it.

use crate::case::{Case, Hex};
use crate::outcome::{Step, Verdict, equal, refused};
use nanotao::{AccountId, ss58};

/// `ss58_encode` of `keys_core.json`: anything but 32 bytes is refused, here by the type.
pub(crate) fn core_encode(case: Case<'_>) -> Verdict {
    let Hex(key) = case.get("pk")?;
    let account = <[u8; 32]>::try_from(key.as_slice());
    if !case.get::<Case<'_>>("r")?.value().is_string() {
        return refused("public key", account);
    }
    both_ways(&AccountId(account.step("pk")?), case.get("format")?, case.get("r")?)
}

/// `ss58_decode` of `keys_core.json`: any prefix is accepted.
pub(crate) fn core_decode(case: Case<'_>) -> Verdict {
    let parsed = ss58::parse(case.get("s")?);
    if !case.get::<Case<'_>>("r")?.value().is_string() {
        return refused("address", parsed);
    }
    equal("account", parsed.step("parse")?.0, AccountId(case.get("r")?))
}

/// `ss58` of `js_polkadot.json`, which also has keys of other lengths.
pub(crate) fn js(case: Case<'_>) -> Verdict {
    let (Hex(payload), format) = (case.get("pk")?, case.get("format")?);
    let out = &mut [0; ss58::MAX_PAYLOAD_ENCODED_LEN];
    let encoded = ss58::encode_payload(&payload, format, out);
    if case.has("err") {
        return refused("payload", encoded);
    }
    let text: &str = case.get("ss58")?;
    equal("address", encoded.step("encode")?, text)?;
    match <[u8; 32]>::try_from(payload) {
        Ok(account) => both_ways(&AccountId(account), format, text),
        Err(_) => Ok(()),
    }
}

pub(crate) fn golden(case: Case<'_>) -> Verdict {
    both_ways(&AccountId(case.get("public_key_hex")?), ss58::PREFIX, case.get("address")?)
}

/// `ss58` of `scale_misc.json`.
pub(crate) fn chain(case: Case<'_>) -> Verdict {
    both_ways(&AccountId(case.get("account")?), case.get("prefix")?, case.get("ss58")?)
}

fn both_ways(account: &AccountId, prefix: u16, text: &str) -> Verdict {
    let out = &mut [0; ss58::MAX_ENCODED_LEN];
    equal("address", ss58::encode(account, prefix, out).step("encode")?, text)?;
    // sp-core writes the lower 14 bits of a prefix and says nothing of the others.
    equal("parsed", ss58::parse(text).step("parse")?, (*account, prefix & 0x3fff))
}
