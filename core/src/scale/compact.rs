//! Compact integers up to 64 bits, and the wider ones that no call of the chain takes.

use super::{Reader, Scale, ScaleError, Writer};
use crate::primitives::{NetUid, TaoBalance};

/// An integer in compact form (`Compact<T>`). `T` sets how large it may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Compact<T>(pub T);

macro_rules! compact {
    ($($int:ty),*) => {$(
        impl<'a> Scale<'a> for Compact<$int> {
            fn encoded_len(&self) -> usize {
                compact_len(self.0.into())
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                out.compact(self.0.into())
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                let offset = input.offset();
                let value = input.compact(<$int>::MAX.into())?;
                <$int>::try_from(value).map(Self).map_err(|_| ScaleError::OutOfRange { offset })
            }
        }
    )*};
}

compact!(u8, u16, u32, u64);

macro_rules! newtype {
    ($($name:ident($int:ty)),*) => {$(
        impl<'a> Scale<'a> for Compact<$name> {
            fn encoded_len(&self) -> usize {
                Compact(self.0.0).encoded_len()
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                Compact(self.0.0).encode(out)
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                Compact::<$int>::parse(input).map(|Compact(value)| Self($name(value)))
            }
        }
    )*};
}

newtype!(NetUid(u16), TaoBalance(u64));

/// Values of more than 64 bits: a tag, and 9 to 16 bytes.
impl<'a> Scale<'a> for Compact<u128> {
    fn encoded_len(&self) -> usize {
        u64::try_from(self.0).map_or_else(|_| wide_len(self.0).saturating_add(1), compact_len)
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        if let Ok(value) = u64::try_from(self.0) {
            return out.compact(value);
        }
        let len = wide_len(self.0);
        out.bytes(&[tag(len)])?;
        out.bytes(self.0.to_le_bytes().get(..len).unwrap_or_default())
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let offset = input.offset();
        let first = input.rest().first().copied().unwrap_or_default();
        if first <= tag(8) || first & 3 != 3 {
            return input.compact(u64::MAX).map(|value| Self(value.into()));
        }
        input.bytes(1)?;
        let bytes = input.bytes(usize::from(first >> 2).saturating_add(4))?;
        if bytes.last() == Some(&0) {
            return Err(ScaleError::NotCanonical { offset });
        }
        if bytes.len() > size_of::<u128>() {
            return Err(ScaleError::OutOfRange { offset });
        }
        Ok(Self(bytes.iter().rev().fold(0, |value, byte| value << 8 | u128::from(*byte))))
    }
}

/// Says that `len` bytes follow.
const fn tag(len: usize) -> u8 {
    (len as u8).saturating_sub(4) << 2 | 3
}

/// Bytes of the little-endian form without leading zeros.
const fn wide_len(value: u128) -> usize {
    u128::BITS.saturating_sub(value.leading_zeros()).div_ceil(8) as usize
}

/// Bytes that `value` takes in compact form: 1, 2, 4, or 5 to 9.
pub const fn compact_len(value: u64) -> usize {
    match value {
        0..=0x3f => 1,
        0x40..=0x3fff => 2,
        0x4000..=0x3fff_ffff => 4,
        _ => big_len(value).saturating_add(1),
    }
}

/// Bytes of the little-endian form without leading zeros, at least 4.
const fn big_len(value: u64) -> usize {
    let bits = u64::BITS.saturating_sub(value.leading_zeros());
    let bytes = bits.div_ceil(8);
    if bytes < 4 { 4 } else { bytes as usize }
}

pub(super) fn encode(value: u64, out: &mut Writer<'_>) -> Result<(), ScaleError> {
    let small = value << 2;
    match value {
        0..=0x3f => out.bytes(small.to_le_bytes().first_chunk::<1>().map_or(&[], |bytes| bytes)),
        0x40..=0x3fff => out.bytes((small | 1).to_le_bytes().first_chunk::<2>().map_or(&[], |bytes| bytes)),
        0x4000..=0x3fff_ffff => {
            out.bytes((small | 2).to_le_bytes().first_chunk::<4>().map_or(&[], |bytes| bytes))
        }
        _ => {
            let len = big_len(value);
            out.bytes(&[tag(len)])?;
            out.bytes(value.to_le_bytes().get(..len).unwrap_or_default())
        }
    }
}

pub(super) fn parse(input: &mut Reader<'_>, max: u64) -> Result<u64, ScaleError> {
    let offset = input.offset();
    let [first] = input.array()?;
    // The low two bits of the first byte say how many bytes there are in all, and the least value for so many.
    let (more, least) = match first & 3 {
        0 => (0, 0),
        1 => (1, 0x40),
        2 => (3, 0x4000),
        _ => {
            let len = usize::from(first >> 2).saturating_add(4);
            let value = little_endian(input.bytes(len)?).ok_or(ScaleError::OutOfRange { offset })?;
            if value < 0x4000_0000 || big_len(value) != len {
                return Err(ScaleError::NotCanonical { offset });
            }
            return in_range(value, max, offset);
        }
    };
    let rest = little_endian(input.bytes(more)?).ok_or(ScaleError::OutOfRange { offset })?;
    let value = (rest << 8 | u64::from(first)) >> 2;
    if value < least {
        return Err(ScaleError::NotCanonical { offset });
    }
    in_range(value, max, offset)
}

fn in_range(value: u64, max: u64, offset: usize) -> Result<u64, ScaleError> {
    if value > max { Err(ScaleError::OutOfRange { offset }) } else { Ok(value) }
}

/// `None` when the value needs more than 64 bits.
fn little_endian(bytes: &[u8]) -> Option<u64> {
    let (low, high) = bytes.split_at_checked(8).unwrap_or((bytes, &[]));
    if high.iter().any(|byte| *byte != 0) {
        return None;
    }
    Some(low.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::{Compact, compact_len};
    use crate::scale::{Reader, Scale, ScaleError, Writer};

    #[test]
    fn a_longer_form_than_needed_is_refused() {
        for bytes in [&[0x01, 0x00][..], &[0x02, 0, 0, 0], &[0x03, 0, 0, 0, 0], &[0x07, 1, 2, 3, 0x40, 0]] {
            assert_eq!(Reader::new(bytes).compact(u64::MAX), Err(ScaleError::NotCanonical { offset: 0 }));
        }
    }

    #[test]
    fn a_value_past_its_type_is_refused() {
        let mut buffer = [0; 9];
        let mut writer = Writer::new(&mut buffer);
        assert_eq!(writer.compact(65536), Ok(()));
        let bytes = writer.finish();
        assert_eq!(Compact::<u16>::parse(&mut Reader::new(bytes)), Err(ScaleError::OutOfRange { offset: 0 }));
        assert_eq!(bytes.len(), compact_len(65536));
    }
}
