//! `hash` of `js_polkadot.json`.

use crate::case::{Case, Hex};
use crate::outcome::{Step, Verdict, equal_bytes};
use nanotao::hashing;

pub(crate) fn cases(case: Case<'_>) -> Verdict {
    let Hex(data) = &case.get("data")?;
    for (name, hash) in [
        ("twox64", &hashing::twox_64(data)[..]),
        ("twox128", &hashing::twox_128(data)),
        ("twox256", &hashing::twox_256(data)),
        ("blake2_64", &hashing::blake2_64(data)),
        ("blake2_128", &hashing::blake2_128(data)),
        ("blake2_256", &hashing::blake2_256(data)),
        ("blake2_512", &hashing::blake2_512(data)),
        ("blake2_256_keyed_01x32", &hashing::blake2_256_keyed(&[1; 32], data).step("key")?),
        ("keccak256", &hashing::keccak256(data)),
        ("sha256", &hashing::sha256(data)),
    ] {
        equal_bytes(name, hash, &case.get::<Hex>(name)?.0)?;
    }
    Ok(())
}
