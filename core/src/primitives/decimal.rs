//! Integers as decimal text. The core library's own code for 64 and 128 bits links a panic.

use core::fmt;

/// Shows an integer in decimal.
pub(crate) struct Decimal(pub(crate) u128);

/// Digits of the largest `u128`.
const MAX_DIGITS: usize = 39;

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; MAX_DIGITS];
        let mut rest = self.0;
        let mut start = MAX_DIGITS;
        for digit in text.iter_mut().rev() {
            let (quotient, remainder) = div_rem_10(rest);
            *digit = b'0'.saturating_add(remainder);
            start = start.saturating_sub(1);
            rest = quotient;
            if rest == 0 {
                break;
            }
        }
        let text = text.get(start..).unwrap_or_default();
        f.write_str(core::str::from_utf8(text).unwrap_or_default())
    }
}

/// Divides in the narrowest width: a 32-bit core has an instruction for 32 bits, and hundreds for 128.
fn div_rem_10(value: u128) -> (u128, u8) {
    match (u32::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => ((value / 10).into(), (value % 10) as u8),
        (_, Ok(value)) => ((value / 10).into(), (value % 10) as u8),
        _ => (value / 10, (value % 10) as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;
    use std::string::ToString;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for value in [0, 9, 10, 1_000_000_007, u64::MAX.into(), u128::MAX] {
            assert_eq!(Decimal(value).to_string(), value.to_string());
        }
    }
}
