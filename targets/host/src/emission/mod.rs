//! Emission from flags and files: what a block mints, which part of it goes where, and when.
//!
//! - [`supply`]: the emission of a block, and its halvings;
//! - [`Block`]: what is stored after the block before, from the values of storage as a node gives them, or from decoded
//!   ones; [`Outcome`]: what the block makes of each subnet; [`Explanation`]: why it makes that of one;
//! - [`split`]: a block's alpha between owner, miners, validators, root, and mechanisms;
//! - [`hotkey`]: an epoch's dividends between hotkeys, their parents and their nominators;
//! - [`schedule`]: when epochs run, and when commits are revealed.
//!
//! `docs/emission.md` describes flags and files.

mod block;
mod distributed;
mod explain;
mod fields;
pub mod hotkey;
mod items;
mod outcome;
pub mod schedule;
pub mod split;
mod stored;
mod subnets;
pub mod supply;
mod unique;

use std::str::FromStr;

pub use block::{Block, SubnetState, parse, read};
pub use distributed::Distributed;
pub use explain::Explanation;
pub use outcome::{Outcome, SubnetOutcome};

use crate::text::amount;
use crate::{Error, Result};

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
