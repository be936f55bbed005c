//! SCALE without an allocator: a [`Writer`] over the caller's buffer, a [`Reader`] that borrows from its input,
//! and the [`Scale`] trait that ties a type to both.
//!
//! The reader is as strict as the chain's own codec: a compact integer that is not in its shortest form, a bool
//! that is neither 0 nor 1 and an unknown enum tag are refused, each with the offset of the byte at fault.

#[cfg(feature = "codec")]
mod codec;
mod compact;
mod error;
mod list;
mod reader;
mod writer;

pub use compact::{Compact, compact_len};
pub use error::ScaleError;
pub use list::{List, U16s};
pub use reader::Reader;
pub use writer::Writer;

use crate::primitives::{AccountId, AlphaBalance, H256, MechId, NetUid, NetUidStorageIndex, TaoBalance};

/// A type with a SCALE form. Borrowed types keep a view into the bytes that they were parsed from.
pub trait Scale<'a>: Sized {
    /// Bytes that [`encode`](Self::encode) writes.
    fn encoded_len(&self) -> usize;

    /// Appends the SCALE form to `out`.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError>;

    /// Takes the SCALE form from the front of `input`.
    ///
    /// # Errors
    /// Whatever the chain's codec refuses, with its offset.
    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError>;
}

macro_rules! integer {
    ($($int:ty),*) => {$(
        impl<'a> Scale<'a> for $int {
            fn encoded_len(&self) -> usize {
                size_of::<$int>()
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                out.bytes(&self.to_le_bytes())
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                input.array().map(<$int>::from_le_bytes)
            }
        }
    )*};
}

integer!(u8, u16, u32, u64, u128);

macro_rules! newtype {
    ($($name:ident($inner:ty)),*) => {$(
        impl<'a> Scale<'a> for $name {
            fn encoded_len(&self) -> usize {
                Scale::encoded_len(&self.0)
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                Scale::encode(&self.0, out)
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                <$inner>::parse(input).map(Self)
            }
        }
    )*};
}

newtype!(
    NetUid(u16),
    MechId(u8),
    NetUidStorageIndex(u16),
    TaoBalance(u64),
    AlphaBalance(u64),
    AccountId([u8; 32]),
    H256([u8; 32])
);

/// The bits, as `substrate-fixed` has them.
#[cfg(any(feature = "emission", feature = "epoch", feature = "registration"))]
macro_rules! fixed {
    ($($fixed:ident),*) => {$(
        impl<'a> Scale<'a> for crate::fixed::$fixed {
            fn encoded_len(&self) -> usize {
                size_of::<Self>()
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                out.bytes(&self.to_le_bytes())
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                input.array().map(Self::from_le_bytes)
            }
        }
    )*};
}

#[cfg(any(feature = "emission", feature = "epoch", feature = "registration"))]
fixed!(I32F32, I64F64, I96F32, U64F64, U96F32);

impl<'a, const N: usize> Scale<'a> for [u8; N] {
    fn encoded_len(&self) -> usize {
        N
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(self)
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        input.array()
    }
}

impl<'a> Scale<'a> for bool {
    fn encoded_len(&self) -> usize {
        1
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(&[u8::from(*self)])
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let offset = input.offset();
        match u8::parse(input)? {
            0 => Ok(false),
            1 => Ok(true),
            found => Err(ScaleError::InvalidTag { offset, found }),
        }
    }
}

macro_rules! tuple {
    ($($name:ident . $index:tt),*) => {
        impl<'a, $($name: Scale<'a>),*> Scale<'a> for ($($name,)*) {
            fn encoded_len(&self) -> usize {
                0usize $(.saturating_add(self.$index.encoded_len()))*
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                $(self.$index.encode(out)?;)*
                Ok(())
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                Ok(($($name::parse(input)?,)*))
            }
        }
    };
}

tuple!(A.0, B.1);
tuple!(A.0, B.1, C.2, D.3);

/// `Vec<u8>`: a compact length, then the bytes.
impl<'a> Scale<'a> for &'a [u8] {
    fn encoded_len(&self) -> usize {
        compact_len(self.len() as u64).saturating_add(self.len())
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.compact(self.len() as u64)?;
        out.bytes(self)
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        let len = input.length(1)?;
        input.bytes(len)
    }
}

impl<'a, T: Scale<'a>> Scale<'a> for Option<T> {
    fn encoded_len(&self) -> usize {
        self.as_ref().map_or(0, T::encoded_len).saturating_add(1)
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(&[u8::from(self.is_some())])?;
        self.as_ref().map_or(Ok(()), |value| value.encode(out))
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        Ok(if bool::parse(input)? { Some(T::parse(input)?) } else { None })
    }
}
