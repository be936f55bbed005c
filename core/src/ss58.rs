//! SS58, the text form of an account: base58 of prefix, payload and checksum.
//!
//! Every prefix from 0 to 16383 is understood; Bittensor's is [`PREFIX`].

mod base58;

use crate::hashing::blake2b_of;
use crate::primitives::AccountId;
use crate::scale::Writer;
use core::fmt;

/// The prefix of Bittensor addresses (`System::SS58Prefix`).
pub const PREFIX: u16 = 42;

/// Bytes that [`encode`] writes at most.
pub const MAX_ENCODED_LEN: usize = 49;

/// Bytes that [`encode_payload`] writes at most.
pub const MAX_PAYLOAD_ENCODED_LEN: usize = base58::MAX_DIGITS;

/// Why a text is no address, or an address cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Ss58Error {
    /// The output buffer is shorter than the address.
    BufferTooSmall {
        /// Bytes that the address takes.
        needed: usize,
    },
    /// The byte at `offset` is no base58 digit.
    InvalidCharacter {
        /// Its place in the text.
        offset: usize,
    },
    /// The text does not hold as many bytes as an account, its prefix and its checksum take.
    InvalidLength {
        /// Bytes that the text holds; 39 stands for more than 38.
        found: usize,
    },
    /// The first byte begins no prefix (it is 128 or more).
    InvalidPrefix {
        /// That byte.
        found: u8,
    },
    /// The prefix is reserved (46, 47) or above 16383.
    PrefixNotAllowed {
        /// The prefix.
        prefix: u16,
    },
    /// The checksum does not fit the rest.
    InvalidChecksum,
    /// SS58 has no form for a payload of this length.
    InvalidPayload {
        /// Its length in bytes.
        found: usize,
    },
}

impl Ss58Error {
    /// A number that stays the same in every release (16–31 belong to SS58).
    pub const fn code(self) -> u32 {
        match self {
            Self::BufferTooSmall { .. } => 16,
            Self::InvalidCharacter { .. } => 17,
            Self::InvalidLength { .. } => 18,
            Self::InvalidPrefix { .. } => 19,
            Self::PrefixNotAllowed { .. } => 20,
            Self::InvalidChecksum => 21,
            Self::InvalidPayload { .. } => 22,
        }
    }
}

impl fmt::Display for Ss58Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::BufferTooSmall { needed } => {
                write!(f, "output buffer too small: the address takes {needed} bytes")
            }
            Self::InvalidCharacter { offset } => write!(f, "byte {offset} of the address is no base58 digit"),
            Self::InvalidLength { found } => {
                write!(f, "the address holds {found} bytes, an account takes 35 or 36")
            }
            Self::InvalidPrefix { found } => write!(f, "no address prefix begins with byte {found}"),
            Self::PrefixNotAllowed { prefix } => write!(f, "address prefix {prefix} is not allowed"),
            Self::InvalidChecksum => f.write_str("the checksum of the address does not match"),
            Self::InvalidPayload { found } => write!(f, "there is no address form for {found} bytes"),
        }
    }
}

impl core::error::Error for Ss58Error {}

/// Writes the address of `account` under `prefix` (`to_ss58check_with_version`). Of a prefix above 16383 only the
/// lower 14 bits count, as in `sp-core`.
///
/// # Errors
/// [`Ss58Error::BufferTooSmall`]; [`MAX_ENCODED_LEN`] bytes always do.
///
/// # Chain source
/// `Ss58Codec::to_ss58check_with_version` in `sp-core`.
pub fn encode<'a>(account: &AccountId, prefix: u16, out: &'a mut [u8]) -> Result<&'a str, Ss58Error> {
    write(&account.0, prefix, 2, out)
}

/// Writes the address of a payload that need not be an account: 32 bytes, 33 (an ecdsa key), or an account index of
/// 1, 2, 4 or 8 bytes (polkadot-js' `encodeAddress`).
///
/// # Errors
/// [`Ss58Error::InvalidPayload`] for any other length, [`Ss58Error::PrefixNotAllowed`] for 46, 47 and all above
/// 16383, [`Ss58Error::BufferTooSmall`]; [`MAX_PAYLOAD_ENCODED_LEN`] bytes always do.
pub fn encode_payload<'a>(payload: &[u8], prefix: u16, out: &'a mut [u8]) -> Result<&'a str, Ss58Error> {
    let checksum_len = match payload.len() {
        1 | 2 | 4 | 8 => 1,
        32 | 33 => 2,
        found => return Err(Ss58Error::InvalidPayload { found }),
    };
    if is_reserved(prefix) || prefix > MAX_PREFIX {
        return Err(Ss58Error::PrefixNotAllowed { prefix });
    }
    write(payload, prefix, checksum_len, out)
}

/// Reads the address of an account, and its prefix (`from_ss58check_with_version`).
///
/// # Errors
/// [`Ss58Error`], with the place or the value at fault; 46 and 47 are [`Ss58Error::PrefixNotAllowed`].
///
/// # Chain source
/// `Ss58Codec::from_ss58check_with_version` in `sp-core`, which knows no other payload than the account's 32 bytes.
pub fn parse(text: &str) -> Result<(AccountId, u16), Ss58Error> {
    let mut buffer = [0; base58::MAX_BYTES];
    let data = base58::decode(text, &mut buffer)?;
    let length = Ss58Error::InvalidLength { found: data.len() };
    let (prefix, prefix_len) = match *data {
        [_] | [] => return Err(length),
        [one @ 0..=63, ..] => (u16::from(one), 1),
        [low @ 64..=127, high, ..] => (u16::from_le_bytes([(low << 2) | (high >> 6), high & 0x3f]), 2),
        [found, ..] => return Err(Ss58Error::InvalidPrefix { found }),
    };
    let (body, checksum) = data.split_last_chunk::<2>().ok_or(length)?;
    let (_, account) = body.split_at_checked(prefix_len).ok_or(length)?;
    let account = <[u8; 32]>::try_from(account).map_err(|_| length)?;
    if is_reserved(prefix) {
        return Err(Ss58Error::PrefixNotAllowed { prefix });
    }
    let [first, second, ..]: [u8; 64] = blake2b_of(&[HASH_PREFIX, body]);
    if *checksum != [first, second] {
        return Err(Ss58Error::InvalidChecksum);
    }
    Ok((AccountId(account), prefix))
}

/// An account's Bittensor address, held as text.
#[derive(Clone, Copy)]
pub struct Address {
    text: [u8; MAX_ENCODED_LEN],
    len: usize,
}

impl Address {
    /// Writes the address of `account` under [`PREFIX`].
    pub fn new(account: &AccountId) -> Self {
        let mut text = [0; MAX_ENCODED_LEN];
        let len = encode(account, PREFIX, &mut text).map_or(0, str::len);
        Self { text, len }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        as_text(self.text.get(..self.len).unwrap_or_default())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Address {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=str}", self.as_str());
    }
}

const HASH_PREFIX: &[u8] = b"SS58PRE";

const MAX_PREFIX: u16 = 0x3fff;

const fn is_reserved(prefix: u16) -> bool {
    matches!(prefix, 46 | 47)
}

fn write<'a>(
    payload: &[u8],
    prefix: u16,
    checksum_len: usize,
    out: &'a mut [u8],
) -> Result<&'a str, Ss58Error> {
    let [low, high] = (prefix & MAX_PREFIX).to_le_bytes();
    let (prefix, prefix_len) =
        if high == 0 && low < 64 { ([low, 0], 1) } else { ([0x40 | (low >> 2), (low << 6) | high], 2) };
    let prefix = prefix.get(..prefix_len).unwrap_or_default();
    let digest: [u8; 64] = blake2b_of(&[HASH_PREFIX, prefix, payload]);
    let checksum = digest.get(..checksum_len).unwrap_or_default();
    let mut buffer = [0; base58::MAX_BYTES];
    let mut data = Writer::new(&mut buffer);
    for part in [prefix, payload, checksum] {
        data.bytes(part).map_err(|_| Ss58Error::InvalidPayload { found: payload.len() })?;
    }
    base58::encode(data.finish(), out).map(as_text)
}

/// Base58 digits are ASCII.
fn as_text(digits: &[u8]) -> &str {
    core::str::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{
        Address, MAX_ENCODED_LEN, MAX_PAYLOAD_ENCODED_LEN, Ss58Error, encode, encode_payload, parse,
    };
    use crate::primitives::AccountId;
    use std::string::ToString;

    const ALICE: [u8; 32] = [
        212, 53, 147, 199, 21, 253, 211, 28, 97, 20, 26, 189, 4, 169, 159, 214, 130, 44, 133, 88, 133, 76,
        205, 227, 154, 86, 132, 231, 165, 109, 162, 125,
    ];
    const ADDRESS: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    // clients/keys_core.json, `ss58_encode`; 16384 is written as its lower 14 bits.
    #[test]
    fn an_account_has_the_address_that_sp_core_gives_it() {
        for (account, prefix, text) in [
            (ALICE, 0, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"),
            (ALICE, 42, ADDRESS),
            (ALICE, 64, "cEaNSpz4PxFcZ7nT1VEKrKewH67rfx6MfcM6yKojyyPz7qaqp"),
            (ALICE, 16383, "yNa8JpqfFB3q8A29rCwSgxvdU94ufJw2yKKxDgznS5m1PoFvn"),
            (ALICE, 16384, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"),
            ([0; 32], 0, "111111111111111111111111111111111HC1"),
            ([255; 32], 256, "VBzdgXSwUaNCrEqxLK46CT2p1DtDJL4fouSeSCsCc2LLzZ2or"),
        ] {
            let mut out = [0; MAX_ENCODED_LEN];
            assert_eq!(encode(&AccountId(account), prefix, &mut out), Ok(text));
            assert_eq!(parse(text), Ok((AccountId(account), prefix & 0x3fff)));
        }
        assert_eq!(Address::new(&AccountId(ALICE)).to_string(), ADDRESS);
    }

    // clients/js_polkadot.json, `ss58`.
    #[test]
    fn a_payload_of_another_length_has_the_address_that_polkadot_js_gives_it() {
        let mut out = [0; MAX_PAYLOAD_ENCODED_LEN];
        assert_eq!(encode_payload(&[0xaa], 0, &mut out), Ok("1Dzg"));
        assert_eq!(encode_payload(&[0xaa; 8], 16383, &mut out), Ok("YjwvkYpPFXxBPRN"));
        let ecdsa = "3gWr9EpLVSai7ECkD5prAo24ir85pQbkZbVoiCSPBBb3kENE16c";
        assert_eq!(encode_payload(&[0xaa; 33], 64, &mut out), Ok(ecdsa));
        assert_eq!(parse(ecdsa), Err(Ss58Error::InvalidLength { found: 37 }));
        assert_eq!(encode_payload(&[0xaa; 31], 0, &mut out), Err(Ss58Error::InvalidPayload { found: 31 }));
        for prefix in [46, 47, 16384] {
            assert_eq!(
                encode_payload(&[0; 32], prefix, &mut out),
                Err(Ss58Error::PrefixNotAllowed { prefix })
            );
        }
    }

    #[test]
    fn every_prefix_but_the_two_reserved_ones_comes_back() {
        for prefix in 0..=16383 {
            let mut out = [0; MAX_ENCODED_LEN];
            let text = encode(&AccountId(ALICE), prefix, &mut out).unwrap();
            let expected = match prefix {
                46 | 47 => Err(Ss58Error::PrefixNotAllowed { prefix }),
                _ => Ok((AccountId(ALICE), prefix)),
            };
            assert_eq!(parse(text), expected);
        }
    }

    // The texts that sp-core refuses are from clients/keys_core.json, `ss58_decode`.
    #[test]
    fn a_text_that_is_no_address_is_refused_with_its_fault() {
        for (text, error) in [
            ("", Ss58Error::InvalidLength { found: 0 }),
            ("25GUyv", Ss58Error::InvalidLength { found: 4 }),
            ("111111111111111111111111111111111111111111111111", Ss58Error::InvalidLength { found: 39 }),
            ("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ", Ss58Error::InvalidPrefix { found: 189 }),
            ("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", Ss58Error::InvalidChecksum),
            ("0GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", Ss58Error::InvalidCharacter { offset: 0 }),
            ("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY ", Ss58Error::InvalidCharacter { offset: 48 }),
            ("5Grwvé", Ss58Error::InvalidCharacter { offset: 5 }),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
        let digits = "z".repeat(400);
        assert_eq!(parse(&digits), Err(Ss58Error::InvalidLength { found: 39 }));
        for len in 0..48 {
            assert!(parse(&ADDRESS[..len]).is_err());
            let mut short = std::vec![0; len];
            let too_small = Err(Ss58Error::BufferTooSmall { needed: 48 });
            assert_eq!(encode(&AccountId(ALICE), 42, &mut short), too_small);
        }
    }
}
