//! Secrets that leave no copy behind.

use subtle::{Choice, ConditionallySelectable, ConstantTimeLess};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The 32 bytes that a key pair grows from (`Seed` in `sp-core`). Wiped when dropped; never copied, never shown.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MiniSecret([u8; 32]);

impl MiniSecret {
    /// Takes the bytes. The caller's own copy is the caller's to wipe.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hex digits, in time that does not depend on them; `None` for anything else.
    pub fn from_hex(digits: &str) -> Option<Self> {
        let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
        let pairs: &[[u8; 2]; 32] = pairs.try_into().ok()?;
        let mut secret = Self([0; 32]);
        let mut valid = Choice::from(1);
        for (byte, [high, low]) in secret.0.iter_mut().zip(pairs) {
            let ((high, high_valid), (low, low_valid)) = (nibble(*high), nibble(*low));
            *byte = (high << 4) | low;
            valid &= high_valid & low_valid;
        }
        bool::from(valid).then_some(secret)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The value of a hex digit, and whether it is one.
fn nibble(digit: u8) -> (u8, Choice) {
    let decimal = digit.wrapping_sub(b'0');
    let letter = (digit | 0x20).wrapping_sub(b'a');
    let (is_decimal, is_letter) = (decimal.ct_lt(&10), letter.ct_lt(&6));
    let value = u8::conditional_select(&letter.wrapping_add(10), &decimal, is_decimal);
    (value & 0x0f, is_decimal | is_letter)
}

#[cfg(test)]
mod tests {
    use super::MiniSecret;

    #[test]
    fn a_secret_is_64_hex_digits_and_nothing_else() {
        let digits = "00090a0f90a0f0ffABCDEFabcdef0123456789ffffffffffffffffffffffffff";
        let expected = crate::crypto::unhex(digits);
        assert_eq!(MiniSecret::from_hex(digits).map(|secret| *secret.as_bytes()), Some(expected));
        for len in 0..64 {
            assert!(MiniSecret::from_hex(&digits[..len]).is_none());
        }
        for character in (0..=0x7f_u8).filter(|character| !character.is_ascii_hexdigit()) {
            for place in [0, 1, 63] {
                let mut bytes: [u8; 64] = digits.as_bytes().try_into().unwrap();
                bytes[place] = character;
                assert!(MiniSecret::from_hex(core::str::from_utf8(&bytes).unwrap()).is_none(), "{character}");
            }
        }
    }
}
