//! From arguments to the bytes of a call.

use super::{CallError, SpecVersion};
use crate::crypto::MultiSignature;
use crate::primitives::{AccountId, AlphaBalance, H256, MechId, NetUid, TaoBalance};
use crate::scale::{Compact, List, Scale, ScaleError, U16s, Writer, compact_len};

/// Where a call stands in the runtime, and under which names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub struct Place {
    /// The pallet's name in metadata.
    pub pallet: &'static str,
    /// The first byte of the call.
    pub pallet_index: u8,
    /// The call's name in metadata.
    pub function: &'static str,
    /// The second byte.
    pub call_index: u8,
    /// The arguments' names in metadata, in their order.
    pub args: &'static [&'static str],
    /// The first spec version of the tables that has the call, and the last one.
    pub specs: (u32, u32),
}

impl Place {
    /// Checks that a runtime has the call. Where it has, the names and indices are those of this place.
    ///
    /// # Errors
    /// [`CallError::NotInSpec`].
    pub fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
        in_specs(self.specs, self.pallet, self.function, spec)
    }
}

/// Refuses what the runtime of a spec does not have.
pub(super) fn in_specs(
    (since, until): (u32, u32),
    parent: &'static str,
    name: &'static str,
    spec: SpecVersion,
) -> Result<(), CallError> {
    let spec_version = spec.get();
    if (since..=until).contains(&spec_version) {
        Ok(())
    } else {
        Err(CallError::NotInSpec { parent, name, spec_version })
    }
}

/// A call that can be written: the struct of each call, and whatever holds one.
pub trait Builder {
    /// Where the call stands in the runtime.
    fn place(&self) -> &'static Place;

    /// Bytes of the call.
    fn call_len(&self) -> usize;

    /// Appends the call's bytes to `out`, without asking which runtime has it.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    fn encode_call(&self, out: &mut Writer<'_>) -> Result<(), ScaleError>;

    /// Checks that the runtime of a spec has this call, and all that its arguments hold.
    ///
    /// # Errors
    /// [`CallError::NotInSpec`].
    fn check(&self, spec: SpecVersion) -> Result<(), CallError>;

    /// Writes the call's bytes for the runtime of a spec to the front of `out` and gives them back.
    ///
    /// # Errors
    /// As [`check`](Self::check), and [`ScaleError::BufferTooSmall`]; [`call_len`](Self::call_len) tells how much is
    /// needed.
    fn build<'o>(&self, spec: SpecVersion, out: &'o mut [u8]) -> Result<&'o [u8], CallError> {
        self.check(spec)?;
        let mut writer = Writer::new(out);
        self.encode_call(&mut writer)?;
        Ok(writer.finish())
    }
}

/// What a call can take: anything in SCALE, and other calls.
pub trait Argument {
    /// Bytes that [`encode`](Self::encode) writes.
    fn encoded_len(&self) -> usize;

    /// Appends the SCALE form to `out`.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError>;

    /// Checks that the runtime of a spec knows this value.
    ///
    /// # Errors
    /// [`CallError::NotInSpec`].
    fn check(&self, _spec: SpecVersion) -> Result<(), CallError> {
        Ok(())
    }
}

/// Makes arguments of types that every runtime knows.
macro_rules! argument {
    ($([$($generic:tt)*] $type:ty),* $(,)?) => {$(
        impl<$($generic)*> $crate::call::Argument for $type {
            fn encoded_len(&self) -> usize {
                $crate::scale::Scale::encoded_len(self)
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                $crate::scale::Scale::encode(self, out)
            }
        }
    )*};
}

argument!(
    [] u8,
    [] u16,
    [] u32,
    [] u64,
    [] u128,
    [] bool,
    [] NetUid,
    [] MechId,
    [] TaoBalance,
    [] AlphaBalance,
    [] AccountId,
    [] H256,
    [] Compact<u16>,
    [] Compact<u32>,
    [] Compact<u64>,
    [] Compact<NetUid>,
    [] Compact<TaoBalance>,
    [] MultiSignature,
    [] (u64, AccountId),
    [] (Compact<u16>, Compact<u16>),
    [] (NetUid, NetUid, AlphaBalance, u64),
    [const N: usize] [u8; N],
    ['a] &'a [u8],
    ['a] U16s<'a>,
);

pub(super) use argument;

impl<T: Argument> Argument for Option<T> {
    fn encoded_len(&self) -> usize {
        self.as_ref().map_or(0, T::encoded_len).saturating_add(1)
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.bytes(&[u8::from(self.is_some())])?;
        self.as_ref().map_or(Ok(()), |value| value.encode(out))
    }

    fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
        self.as_ref().map_or(Ok(()), |value| value.check(spec))
    }
}

impl<'a, T: Argument + Copy + Scale<'a>> Argument for List<'a, T> {
    fn encoded_len(&self) -> usize {
        Scale::encoded_len(self)
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        Scale::encode(self, out)
    }

    fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
        self.iter().try_for_each(|element| element.check(spec))
    }
}

/// `Box<RuntimeCall>`: another call.
impl<T: Builder + ?Sized> Argument for &T {
    fn encoded_len(&self) -> usize {
        self.call_len()
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        self.encode_call(out)
    }

    fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
        Builder::check(*self, spec)
    }
}

/// `Vec<RuntimeCall>`: other calls, each of its own kind.
impl Argument for &[&dyn Builder] {
    fn encoded_len(&self) -> usize {
        self.iter().fold(compact_len(self.len() as u64), |len, call| len.saturating_add(call.call_len()))
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.compact(self.len() as u64)?;
        self.iter().try_for_each(|call| call.encode_call(out))
    }

    fn check(&self, spec: SpecVersion) -> Result<(), CallError> {
        self.iter().try_for_each(|call| Builder::check(*call, spec))
    }
}
