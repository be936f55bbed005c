//! Base58 for at most [`MAX_BYTES`] bytes, because the crates for it can panic at link time.

use super::Ss58Error;

/// The longest prefix (2), payload (33) and checksum (2), and one more so that a text too long is told from one that fits.
pub(super) const MAX_BYTES: usize = 38;

/// Digits of the longest address: 37 bytes, the first below 128.
pub(super) const MAX_DIGITS: usize = 51;

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Writes `data`, a big-endian number, in base 58; each leading zero byte becomes a `1`.
pub(super) fn encode<'a>(data: &[u8], out: &'a mut [u8]) -> Result<&'a [u8], Ss58Error> {
    // The number in base 58, least digit first.
    let mut digits = [0_u8; MAX_DIGITS];
    for byte in data {
        let mut carry = u32::from(*byte);
        // The carry stays below 256: (57 · 256 + 255) / 58 < 256.
        for digit in &mut digits {
            carry |= u32::from(*digit) << 8;
            *digit = (carry % 58) as u8;
            carry /= 58;
        }
    }
    let zeros = data.iter().take_while(|byte| **byte == 0).count();
    let significant = digits.iter().rposition(|digit| *digit != 0).map_or(0, |last| last.saturating_add(1));
    let needed = zeros.saturating_add(significant);
    let text = out.get_mut(..needed).ok_or(Ss58Error::BufferTooSmall { needed })?;
    let digits = digits.iter().take(needed).rev();
    for (to, digit) in text.iter_mut().zip(digits) {
        *to = ALPHABET.get(usize::from(*digit)).copied().unwrap_or_default();
    }
    Ok(text)
}

/// Reads a number in base 58 into the end of `buffer`, big-endian; each leading `1` becomes a zero byte.
pub(super) fn decode<'a>(text: &str, buffer: &'a mut [u8; MAX_BYTES]) -> Result<&'a [u8], Ss58Error> {
    let too_long = Ss58Error::InvalidLength { found: MAX_BYTES.saturating_add(1) };
    for (offset, character) in text.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|known| *known == character);
        let mut carry = digit.ok_or(Ss58Error::InvalidCharacter { offset })?;
        for byte in buffer.iter_mut().rev() {
            carry = carry.saturating_add(usize::from(*byte).saturating_mul(58));
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry != 0 {
            return Err(too_long);
        }
    }
    // Beyond the significant bytes the buffer is zero, so the zero bytes are there already.
    let zeros = text.bytes().take_while(|character| *character == b'1').count();
    let unused = buffer.iter().take_while(|byte| **byte == 0).count();
    unused.checked_sub(zeros).and_then(|start| buffer.get(start..)).ok_or(too_long)
}
