//! Emission from flags and files: what a block mints, which part of it goes where, and when.
//!
//! - [`supply`]: the emission of a block, and its halvings;
//! - [`split`]: a block's alpha between owner, miners, validators, root, and mechanisms;
//! - [`hotkey`]: an epoch's dividends between hotkeys, their parents and their nominators;
//! - [`schedule`]: when epochs run, and when commits are revealed.
//!
//! `docs/emission.md` describes flags and files.

pub mod hotkey;
pub mod schedule;
pub mod split;
pub mod supply;

use std::str::FromStr;

use serde::de::DeserializeOwned;

use crate::text::amount;
use crate::{Error, Result, files};

/// An amount from a flag: a whole number of the smallest unit, or TAO or alpha with a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(pub u64);

impl FromStr for Amount {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(Self).map_err(|_| {
                Error::input(format_args!("{text} is more than 64 bits hold"))
                    .remedy("a whole number counts in rao; write TAO or alpha with a point: 12.0")
            });
        }
        amount(text).map(Self).map_err(|error| {
            error.remedy("write rao as 12, TAO or alpha as 12.0 or 0.000000001, with at most nine decimals")
        })
    }
}

/// Reads a file of named fields, or standard input for `-`.
fn read<T: DeserializeOwned>(path: &str) -> Result<T> {
    parse(&files::read_rows(path)?).map_err(|error| error.context(path))
}

/// Reads the text of such a file. An error names the field by its path.
fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let read = serde_path_to_error::deserialize(&mut deserializer);
    let read = read.map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { String::new() } else { format!("{path}: ") };
        Error::input(format_args!("{place}{}", error.inner())).remedy("docs/emission.md lists the fields")
    })?;
    deserializer.end().map_err(Error::input)?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn a_whole_number_is_in_the_smallest_unit_and_one_with_a_point_is_not() {
        for (text, amount) in [("7", 7), ("7.0", 7_000_000_000), ("18446744073709551615", u64::MAX)] {
            assert_eq!(text.parse(), Ok(Amount(amount)), "{text}");
        }
        for text in ["", "-1", "NaN", "1e9", "18446744073709551616", "18446744073.8"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }
}
