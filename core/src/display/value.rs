//! Values as text: exact, and never cut short.

use core::fmt::{self, Write};

use crate::extrinsic::{Era, FINNEY};
use crate::hashing::blake2_256;
use crate::primitives::{
    AccountId, AlphaBalance, BlockNumber, Decimal, Escaped, H256, TaoBalance, Uid, UnixTime,
};
use crate::scale::U16s;
use crate::ss58::Address;

/// What a card says. `Display` gives the whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// A word or a name.
    Text(&'static str),
    /// `SubtensorModule.set_weights`.
    Function {
        /// The pallet's name in metadata.
        pallet: &'a str,
        /// The call's.
        function: &'a str,
    },
    /// A name or text of the payload's own, with whatever is no plain character escaped.
    Name(&'a str),
    /// A character.
    Char(char),
    /// A number that may be negative.
    Signed(i128),
    /// A number of 256 bits, little-endian, shown in hex.
    Wide {
        /// In two's complement.
        signed: bool,
        /// Its bytes.
        bytes: &'a [u8],
    },
    /// Bits, as the words that hold them.
    Bits {
        /// How many.
        len: usize,
        /// The words in hex.
        words: &'a [u8],
    },
    /// A part of a whole, and beside it the integer that is signed.
    Share(Percent),
    /// A number without a unit.
    Integer(u128),
    /// A time in seconds since 1970.
    Time(u64),
    /// An amount of TAO.
    Tao(TaoBalance),
    /// An amount of alpha.
    Alpha(AlphaBalance),
    /// An account, shown as an SS58 address.
    Account(AccountId),
    /// A hash.
    Hash(H256),
    /// The network that a genesis hash names.
    Network(H256),
    /// Up to 64 bytes as hex; more by their number and their blake2b-256.
    Bytes(&'a [u8]),
    /// Bytes that are text, in quotes, so that none looks like the hex of others.
    Quoted(&'a str),
    /// A list of numbers.
    U16s(U16s<'a>),
    /// A miner's address.
    Ip {
        /// The address as the chain stores it.
        ip: u128,
        /// 4, or anything else for version 6.
        ip_type: u8,
    },
    /// How long the extrinsic may be included.
    Era {
        /// The era.
        era: Era,
        /// The block that birth and death are reckoned from, if it is known.
        current: Option<BlockNumber>,
    },
    /// A number of uid–weight pairs, which follow on cards of their own.
    Count(usize),
    /// A uid and its weight.
    Weight {
        /// Who is weighted.
        uid: Uid,
        /// How much, as it is signed.
        weight: u16,
        /// How much of all that the caller gives away.
        share: Percent,
    },
}

/// Longest byte string that is shown as hex.
const MAX_HEX: usize = 64;

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Function { pallet, function } => write!(f, "{}.{}", Escaped(pallet), Escaped(function)),
            Self::Name(text) => Escaped(text).fmt(f),
            Self::Char(value) => value.escape_default().try_for_each(|c| f.write_char(c)),
            Self::Signed(value) => {
                if *value < 0 {
                    f.write_str("-")?;
                }
                Decimal(value.unsigned_abs()).fmt(f)
            }
            Self::Wide { signed, bytes } => {
                f.write_str(if *signed { "signed 0x" } else { "0x" })?;
                bytes.iter().rev().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Self::Bits { len, words } => {
                write!(f, "{len} bits, ")?;
                fmt_bytes(words, f)
            }
            Self::Share(share) => write!(f, "{share} ({})", Decimal(share.part.into())),
            Self::Integer(value) => Decimal(*value).fmt(f),
            Self::Time(seconds) => UnixTime(*seconds).fmt(f),
            Self::Tao(value) => write!(f, "{value}"),
            Self::Alpha(value) => write!(f, "{value}"),
            Self::Account(value) => write!(f, "{}", Address::new(value)),
            Self::Hash(value) => write!(f, "{value}"),
            Self::Network(genesis) if *genesis == FINNEY => f.write_str("Bittensor mainnet"),
            Self::Network(genesis) => write!(f, "unknown, genesis {genesis}"),
            Self::Bytes(bytes) => fmt_bytes(bytes, f),
            Self::Quoted(text) => write!(f, "\"{}\"", Escaped(text)),
            Self::U16s(list) => fmt_list(list, f),
            Self::Ip { ip, ip_type } => fmt_ip(*ip, *ip_type, f),
            Self::Era { era, current } => fmt_era(*era, *current, f),
            Self::Count(count) => write!(f, "{count}"),
            Self::Weight { uid, weight, share } => write!(f, "uid {uid}: {share} ({weight})"),
        }
    }
}

fn fmt_ip(ip: u128, ip_type: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (ip_type, u32::try_from(ip)) {
        (4, Ok(ip)) => {
            let [a, b, c, d] = ip.to_be_bytes();
            write!(f, "{a}.{b}.{c}.{d}")
        }
        (4, Err(_)) => write!(f, "{}, not an IPv4 address", Decimal(ip)),
        _ => {
            // All eight groups: nothing is folded, so nothing is misread.
            (0..8u32).rev().try_for_each(|group| {
                let separator = if group == 0 { "" } else { ":" };
                write!(f, "{:x}{separator}", ip >> group.saturating_mul(16) & 0xffff)
            })
        }
    }
}

fn fmt_era(era: Era, current: Option<BlockNumber>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (era, current) {
        (Era::Immortal, _) => f.write_str("immortal: valid forever"),
        (Era::Mortal { .. }, Some(block)) => {
            let (birth, death) = (era.birth(block.into()), era.death(block.into()));
            write!(f, "block {} until {}", Decimal(birth.into()), Decimal(death.into()))
        }
        (Era::Mortal { period, phase }, None) => {
            let period = Decimal(period.into());
            write!(f, "{period} blocks from one whose number modulo {period} is {}", Decimal(phase.into()))
        }
    }
}

fn fmt_bytes(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if bytes.len() > MAX_HEX {
        return write!(f, "{} bytes, blake2b-256 {}", bytes.len(), H256(blake2_256(bytes)));
    }
    f.write_str("0x")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

fn fmt_list(list: &U16s<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("[")?;
    for (index, element) in list.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        write!(f, "{separator}{element}")?;
    }
    f.write_str("]")
}

/// A share of a whole, shown in percent with four decimals, rounded half up; what is not nothing never shows as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent {
    /// The part.
    pub part: u64,
    /// The whole.
    pub whole: u64,
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scaled = u128::from(self.part).saturating_mul(1_000_000);
        let half = u128::from(self.whole / 2);
        let tenths_of_thousandths =
            scaled.saturating_add(half).checked_div(self.whole.into()).unwrap_or_default();
        if tenths_of_thousandths == 0 && self.part != 0 {
            return f.write_str("<0.0001%");
        }
        let (percent, rest) = (tenths_of_thousandths / 10_000, tenths_of_thousandths % 10_000);
        write!(f, "{}.{:04}%", Decimal(percent), rest as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::{Percent, Value};
    use std::string::ToString;

    #[test]
    fn a_share_is_rounded_but_never_to_nothing() {
        for (part, whole, text) in [
            (65535, 65535, "100.0000%"),
            (1, 64, "1.5625%"),
            (1, 3, "33.3333%"),
            (2, 3, "66.6667%"),
            (1, 10_000_000, "<0.0001%"),
            (1745, 65535, "2.6627%"),
            (1, 2_000_000, "0.0001%"),
            (u64::MAX, u64::MAX, "100.0000%"),
            (0, 5, "0.0000%"),
            (0, 0, "0.0000%"),
        ] {
            assert_eq!(Percent { part, whole }.to_string(), text);
        }
    }

    #[test]
    fn a_name_that_a_proof_gives_breaks_no_line() {
        let call = Value::Function { pallet: "Balances\n", function: "send\0all" };
        assert_eq!(call.to_string(), "Balances\\n.send\\u{0}all");
    }

    #[test]
    fn text_in_quotes_is_never_mistaken_for_hex_or_for_other_text() {
        assert_eq!(Value::Bytes(b"0x00").to_string(), "0x30783030");
        assert_eq!(Value::Quoted("0x00").to_string(), r#""0x00""#);
        assert_eq!(Value::Quoted(r#"say "\""#).to_string(), r#""say \"\\\"""#);
    }

    #[test]
    fn an_ip_shows_as_its_type_says() {
        let text = |ip, ip_type| Value::Ip { ip, ip_type }.to_string();
        assert_eq!(text(0x7f00_0001, 4), "127.0.0.1");
        assert_eq!(text(0x2001 << 112 | 1, 6), "2001:0:0:0:0:0:0:1");
        assert_eq!(text(1 << 32, 4), "4294967296, not an IPv4 address");
    }
}
