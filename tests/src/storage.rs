//! `storage_keys`, `constants` and `multisig`: where the chain keeps what, and the accounts of multisigs.

use crate::case::{Account, Case, Hex};
use crate::outcome::{Step, Stop, Verdict, equal, equal_bytes, fail};
use alloc::{format, vec, vec::Vec};
use nanotao::call::{SpecVersion, multi_account_id};
use nanotao::storage::{Item, Storage};

pub(crate) fn chain(case: Case<'_>) -> Verdict {
    let (pallet, name) = case.get::<&str>("entry")?.split_once('.').step("entry")?;
    let item = storage(425)?.item(pallet, name).step("item")?;
    key(&item, case.get("args")?, &case.get::<Hex>("key")?.0)
}

pub(crate) fn golden(case: Case<'_>) -> Verdict {
    let network: Case<'_> = case.get("network")?;
    let storage = storage(network.get("spec_version")?)?;
    let item = storage.item(case.get("pallet")?, case.get("storage_function")?).step("item")?;
    equal(
        "value_scale_type",
        format!("scale_info::{}", item.value_type),
        case.get::<&str>("value_scale_type")?,
    )?;
    key(&item, case.get("params")?, &case.get::<Hex>("key_hex")?.0)
}

fn storage(spec: u32) -> Result<Storage, Stop> {
    Storage::of(SpecVersion::new(spec).step("spec")?).step("storage")
}

fn key(item: &Item<'_>, args: Vec<Case<'_>>, theirs: &[u8]) -> Verdict {
    let encoded = item.keys().zip(&args).map(|((_, len), arg)| encode(*arg, len));
    let encoded = encoded.collect::<Result<Vec<_>, _>>()?;
    equal("number of keys", args.len(), encoded.len())?;
    let keys: Vec<&[u8]> = encoded.iter().map(Vec::as_slice).collect();
    let mut buffer = vec![0; theirs.len()];
    equal_bytes("key", item.key(&keys, &mut buffer).step("key")?, theirs)
}

/// A key in SCALE: an account, bytes in hex, or a number of so many bytes.
fn encode(arg: Case<'_>, len: Option<usize>) -> Result<Vec<u8>, Stop> {
    let list = [arg.value().clone()].into_iter().collect();
    let arg = Case::new(&list);
    if let Some(len) = len {
        if let Ok(number) = arg.get::<u128>(0) {
            return number.to_le_bytes().get(..len).map(<[u8]>::to_vec).step("a number");
        }
        return match (arg.get::<bool>(0), len) {
            (Ok(value), 1) => Ok(vec![u8::from(value)]),
            _ => arg
                .get::<Account>(0)
                .map(|Account(account)| account.0.to_vec())
                .or_else(|_| arg.get::<Hex>(0).map(|hex| hex.0)),
        };
    }
    let Hex(bytes) = arg.get(0)?;
    let mut buffer = vec![0; bytes.len() + 5];
    let mut out = nanotao::scale::Writer::new(&mut buffer);
    nanotao::scale::Scale::encode(&bytes.as_slice(), &mut out).step("bytes")?;
    Ok(out.finish().to_vec())
}

/// Integers, in SCALE.
pub(crate) fn constants(case: Case<'_>) -> Verdict {
    let network: Case<'_> = case.get("network")?;
    let storage = storage(network.get("spec_version")?)?;
    let hex = storage.constant(case.get("module")?, case.get("name")?).step("constant")?;
    let list = [hex].into_iter().collect();
    let Hex(bytes) = Case::new(&list).get(0)?;
    if bytes.len() > 16 {
        return fail("no integer");
    }
    let value = bytes.iter().rev().fold(0, |value: u128, byte| value << 8 | u128::from(*byte));
    equal("decoded", value, case.get::<u128>("decoded")?)
}

pub(crate) fn multisig(case: Case<'_>) -> Verdict {
    let signatories = case.get::<Vec<Account>>("signatories")?.into_iter().map(|Account(account)| account);
    let account = multi_account_id(&signatories.collect::<Vec<_>>(), case.get("threshold")?);
    equal("account", account, case.get::<Account>("ss58_address")?.0)
}
