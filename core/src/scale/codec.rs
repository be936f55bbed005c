//! parity-scale-codec's traits, for users of Substrate's crates.

use super::{Compact, U16s};
use crate::primitives::TaoBalance;
use parity_scale_codec::{Compact as Theirs, Decode, Encode, Error, Input, MaxEncodedLen, Output};

macro_rules! compact {
    ($($type:ty: $int:ty),*) => {$(
        impl Encode for Compact<$type> {
            fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
                Theirs(<$int>::from(self.0)).encode_to(out);
            }
        }

        impl Decode for Compact<$type> {
            fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
                Theirs::<$int>::decode(input).map(|Theirs(value)| Self(value.into()))
            }
        }

        impl MaxEncodedLen for Compact<$type> {
            fn max_encoded_len() -> usize {
                Theirs::<$int>::max_encoded_len()
            }
        }
    )*};
}

compact!(u8: u8, u16: u16, u32: u32, u64: u64, u128: u128, TaoBalance: u64);

/// Borrowed, so it can be encoded only; a `Vec<u16>` decodes what this writes.
impl Encode for U16s<'_> {
    fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
        Theirs(u32::try_from(self.len()).unwrap_or(u32::MAX)).encode_to(out);
        self.iter().for_each(|element| element.encode_to(out));
    }
}
