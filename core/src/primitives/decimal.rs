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
            // Below 10, so it fits.
            *digit = b'0'.saturating_add((rest % 10) as u8);
            start = start.saturating_sub(1);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let text = text.get(start..).unwrap_or_default();
        f.write_str(core::str::from_utf8(text).unwrap_or_default())
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
