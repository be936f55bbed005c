//! Text forms of the core's types: hex, addresses, exact amounts.

use std::fmt;
use std::num::{IntErrorKind, ParseIntError};
use std::str::FromStr;

use nanotao::primitives::RAO_PER_TAO;
use nanotao::{AccountId, H256, ss58};
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde_json::Value;

use crate::{Error, Result};

/// Reads hex digits, with or without `0x` in front. Spaces and line breaks may stand around and between them, as what is
/// pasted may be wrapped.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) with the place of the first wrong digit, counted from the start of the text.
pub fn hex(text: &str) -> Result<Vec<u8>> {
    let digits = text.trim_ascii_start();
    let digits = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")).unwrap_or(digits);
    let skipped = text.len().saturating_sub(digits.len());
    let digit = |(index, character): (usize, char)| {
        character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or_else(|| {
            let offset = index.saturating_add(skipped);
            Error::input(format_args!("{character:?} at character {offset} is no hex digit"))
                .remedy("hex is the digits 0-9 and a-f, without quotes; 0x may stand in front of the first")
        })
    };
    let digits = digits.char_indices().filter(|(_, character)| !character.is_ascii_whitespace());
    let digits = digits.map(digit).collect::<Result<Vec<u8>>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Error::input(format_args!("an odd number of hex digits: {}", digits.len()))
            .remedy("each byte takes two digits; was the text cut off?"));
    }
    Ok(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// Writes bytes as `0x` and hex digits.
pub fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2).saturating_add(2));
    text.push_str("0x");
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(nibble.into(), 16));
        }
    }
    text
}

/// A whole number in JSON: as text from 2^53 on, where other readers of JSON round numbers.
pub fn number(value: u128) -> Value {
    match u64::try_from(value) {
        Ok(value) if value < 1 << 53 => value.into(),
        _ => value.to_string().into(),
    }
}

/// A word of a command line, in quotes if a shell would not take it for one.
pub fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "@%_+=:,./-".contains(character);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// Reads exactly `N` bytes in hex.
///
/// # Errors
/// As [`hex`]; [`Kind::Input`](crate::Kind::Input) for another length.
pub fn hex_array<const N: usize>(text: &str) -> Result<[u8; N]> {
    let bytes = hex(text)?;
    let found = bytes.len();
    bytes.try_into().map_err(|_| {
        Error::input(format_args!("{N} bytes are needed, {found} were given"))
            .remedy(format_args!("give {N} bytes in hex, whole"))
    })
}

/// A hash in hex, from a flag or a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(pub H256);

impl FromStr for Hash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        hex_array(text).map(H256).map(Self)
    }
}

/// An account from a flag or a file: a Bittensor address, or its 32 bytes in hex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account(pub AccountId);

impl FromStr for Account {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text.starts_with("0x") || text.starts_with("0X") {
            return hex_array(text).map(AccountId).map(Self);
        }
        let (account, prefix) = ss58::parse(text)?;
        if prefix == ss58::PREFIX {
            return Ok(Self(account));
        }
        Err(Error::input(format_args!("an address of prefix {prefix}, not Bittensor's {}", ss58::PREFIX))
            .remedy(format_args!(
                "`nanotao address convert {text}` shows the same account's Bittensor address"
            )))
    }
}

/// Reads an amount such as `1.5` into billionths (rao, or alpha's smallest unit), exactly.
///
/// # Errors
/// [`Kind::Input`](crate::Kind::Input) for anything but digits and a point, over nine decimals, or too much for 64 bits.
pub fn amount(text: &str) -> Result<u64> {
    let wrong = |why: &str| {
        Error::input(format_args!("{text:?} is no amount: {why}"))
            .remedy("write it as 12 or 0.000000001, with at most nine decimals")
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(decimals) {
        return Err(wrong("digits and one point are all it may hold"));
    }
    if decimals.len() > 9 {
        return Err(wrong("more than nine decimals"));
    }
    let whole = whole.parse().ok().and_then(|whole: u64| whole.checked_mul(RAO_PER_TAO));
    let decimals = format!("{decimals:0<9}").parse().ok();
    whole
        .zip(decimals)
        .and_then(|(whole, decimals)| whole.checked_add(decimals))
        .ok_or_else(|| wrong("too large"))
}

/// An amount of TAO or alpha with all of its nine decimals.
pub fn exact(amount: u64) -> String {
    format!("{}.{:09}", amount / RAO_PER_TAO, amount % RAO_PER_TAO)
}

/// Lines with their columns aligned to the right.
pub fn align(lines: &[Vec<String>]) -> String {
    align_after(0, lines)
}

/// The same with a single space between columns, for a table that would be wider than a terminal of 80 columns.
pub fn align_closely(lines: &[Vec<String>]) -> String {
    align_apart(" ", 0, lines)
}

/// The same with names in the first column, aligned to the left.
pub fn align_named(lines: &[Vec<String>]) -> String {
    align_after(1, lines)
}

/// The same with text in the first columns, aligned to the left.
pub fn align_after(left: usize, lines: &[Vec<String>]) -> String {
    align_apart("  ", left, lines)
}

fn align_apart(gap: &str, left: usize, lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            column if column < left => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        text.push_str(cells.collect::<Vec<_>>().join(gap).trim_end());
        text.push('\n');
    }
    text
}

/// An integer in a file: a JSON number, or decimal text for what other readers of JSON would round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Integer<T>(pub T);

impl<T: FromStr<Err = ParseIntError>> FromStr for Integer<T> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        text.parse().map(Self).map_err(|error: ParseIntError| {
            let kind = std::any::type_name::<T>();
            Error::input(match error.kind() {
                IntErrorKind::PosOverflow => format!("{text} is too large for {kind}"),
                IntErrorKind::NegOverflow => format!("{text} is too small for {kind}"),
                _ => format!("{text:?} is no whole number that {kind} can hold"),
            })
        })
    }
}

impl<'de, T: FromStr<Err = ParseIntError>> Deserialize<'de> for Integer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(IntegerVisitor)?;
        text.parse().map_err(|error: Error| D::Error::custom(error.cause))
    }
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number (as text, if over 64 bits)")
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}

macro_rules! deserialize_from_str {
    ($($type:ty),*) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|error: Error| D::Error::custom(error.cause))
            }
        }
    )*};
}

deserialize_from_str!(Hash, Account);

#[cfg(test)]
mod tests {
    use super::{Account, Integer, amount, hex, number, quoted, to_hex};

    #[test]
    fn a_word_that_a_shell_would_take_apart_is_quoted() {
        assert_eq!(quoted("@out/commit-1.hex"), "@out/commit-1.hex");
        assert_eq!(quoted("@my commit's.hex"), r"'@my commit'\''s.hex'");
    }

    #[test]
    fn hex_comes_back_and_a_wrong_digit_is_named_by_its_place() {
        assert_eq!(hex("0x00fF").as_deref(), Ok(&[0, 255][..]));
        assert_eq!(hex("0X07").as_deref(), Ok(&[7][..]));
        assert_eq!(hex("").as_deref(), Ok(&[][..]));
        assert_eq!(hex(" 0x0\n0 \t\r\nfF\n").as_deref(), Ok(&[0, 255][..]));
        assert_eq!(hex(" \n0x 0g").unwrap_err().cause, "'g' at character 6 is no hex digit");
        assert_eq!(hex("00\u{a0}00").unwrap_err().cause, "'\\u{a0}' at character 2 is no hex digit");
        assert_eq!(hex("0x00\n0x00").unwrap_err().cause, "'x' at character 6 is no hex digit");
        assert_eq!(to_hex(&[0, 255]), "0x00ff");
        assert_eq!(hex("0x0g").unwrap_err().cause, "'g' at character 3 is no hex digit");
        assert_eq!(hex("abc").unwrap_err().cause, "an odd number of hex digits: 3");
        assert_eq!(hex("0é").unwrap_err().cause, "'é' at character 1 is no hex digit");
    }

    #[test]
    fn a_number_that_other_readers_of_json_would_round_is_text() {
        let limit = 1u128 << 53;
        assert_eq!(number(limit - 1).to_string(), "9007199254740991");
        assert_eq!(number(limit).to_string(), "\"9007199254740992\"");
        assert_eq!(number(u128::MAX), u128::MAX.to_string());
    }

    #[test]
    fn an_amount_is_exact_to_the_rao() {
        for (text, rao) in
            [("0", 0), ("1.5", 1_500_000_000), ("0.000000001", 1), ("18446744073.709551615", u64::MAX)]
        {
            assert_eq!(amount(text), Ok(rao), "{text}");
        }
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e3", "0.0000000001", "18446744073.709551616", "1 "] {
            assert!(amount(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_foreign_address_is_refused_with_its_prefix() {
        let error = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5".parse::<Account>().unwrap_err();
        assert_eq!(error.cause, "an address of prefix 0, not Bittensor's 42");
    }

    #[test]
    fn a_number_may_be_text() {
        let read = |text| serde_json::from_str::<Integer<u64>>(text).map(|number| number.0);
        assert_eq!(read("7").unwrap(), 7);
        assert_eq!(read("\"18446744073709551615\"").unwrap(), u64::MAX);
        for (text, number) in [("-7", -7), ("\"-32768\"", i16::MIN)] {
            assert_eq!(serde_json::from_str::<Integer<i16>>(text).unwrap().0, number);
        }
        for wrong in ["-1", "1.5", "\"18446744073709551616\"", "\"x\"", "null"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
