//! parity-scale-codec's traits, for users of Substrate's crates.

use super::{Compact, List, U16s};
use crate::primitives::{NetUid, TaoBalance};
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

compact!(u8: u8, u16: u16, u32: u32, u64: u64, u128: u128, NetUid: u16, TaoBalance: u64);

/// Borrowed, so it can be encoded only; a `Vec<u16>` decodes what this writes.
impl Encode for U16s<'_> {
    fn encode_to<T: Output + ?Sized>(&self, out: &mut T) {
        Theirs(u32::try_from(self.len()).unwrap_or(u32::MAX)).encode_to(out);
        self.iter().for_each(|element| element.encode_to(out));
    }
}

/// Borrowed, so it can be encoded only; a `Vec<T>` decodes what this writes.
impl<T: Encode> Encode for List<'_, T> {
    fn encode_to<O: Output + ?Sized>(&self, out: &mut O) {
        let count = |len| Theirs(u32::try_from(len).unwrap_or(u32::MAX));
        match self {
            Self::Native(slice) => {
                count(slice.len()).encode_to(out);
                slice.iter().for_each(|element| element.encode_to(out));
            }
            Self::Encoded { len, bytes } => {
                count(*len).encode_to(out);
                out.write(bytes);
            }
        }
    }
}
