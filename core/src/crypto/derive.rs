//! Derivation paths.

use crate::hashing::blake2b_of;
use crate::scale::{Scale, Writer};

/// One step of a derivation path, with its chain code (`DeriveJunction`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum DeriveJunction {
    /// `/name`: the public key follows from the parent's. sr25519 only.
    Soft([u8; 32]),
    /// `//name`: nothing follows from the parent's public key.
    Hard([u8; 32]),
}

/// Computes the chain code of a junction's name: a number below 2⁶⁴ little-endian, anything else as SCALE text; padded
/// with zeros, or hashed where it is longer than 32 bytes.
///
/// # Chain source
/// `From<AsRef<str>> for DeriveJunction` in `sp-core`. Like there, `0x00` is text, `+7` and `007` are the number 7.
pub fn chain_code(name: &str) -> [u8; 32] {
    let mut code = [0; 32];
    let mut out = Writer::new(&mut code);
    let written = match name.parse::<u64>() {
        Ok(number) => number.encode(&mut out),
        Err(_) => name.as_bytes().encode(&mut out),
    };
    if written.is_ok() {
        return code;
    }
    let mut prefix = [0; 9];
    let mut out = Writer::new(&mut prefix);
    // Nine bytes hold any compact length.
    let _ = out.compact(name.len() as u64);
    blake2b_of(&[out.finish(), name.as_bytes()])
}

/// The steps of a path such as `//hard/soft`, in order.
#[derive(Clone, Debug)]
pub struct Junctions<'a> {
    rest: &'a str,
}

impl<'a> Junctions<'a> {
    /// `path` has been checked: it is empty, or each name has one slash or two before it.
    pub(super) const fn new(path: &'a str) -> Self {
        Self { rest: path }
    }
}

impl Iterator for Junctions<'_> {
    type Item = DeriveJunction;

    fn next(&mut self) -> Option<Self::Item> {
        let (name, junction): (_, fn([u8; 32]) -> DeriveJunction) = match self.rest.strip_prefix("//") {
            Some(name) => (name, DeriveJunction::Hard),
            None => (self.rest.strip_prefix('/')?, DeriveJunction::Soft),
        };
        let (name, rest) = name.split_at_checked(name.find('/').unwrap_or(name.len()))?;
        self.rest = rest;
        Some(junction(chain_code(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::chain_code;
    use crate::crypto::unhex;

    // clients/js_polkadot.json, `hd`.
    #[test]
    fn a_name_has_the_chain_code_that_polkadot_js_gives_it() {
        for (name, code) in [
            ("Alice", "14416c6963650000000000000000000000000000000000000000000000000000"),
            ("256", "0001000000000000000000000000000000000000000000000000000000000000"),
            (
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "7c61616161616161616161616161616161616161616161616161616161616161",
            ),
            (
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "897d020215bf7fd7cf5cf374ee2b10da007c201cd2ca57a24815c72bd05d1993",
            ),
            ("é", "08c3a90000000000000000000000000000000000000000000000000000000000"),
        ] {
            assert_eq!(chain_code(name), unhex(code), "{name}");
        }
    }
}
