//! Bytes, and what describes them.

use super::{Decoder, Field, Fields, MetadataError, Table, Type, TypeRef, Types, Variant};
use core::marker::PhantomData;

#[cfg(feature = "metadata")]
use super::{Leaves, Proof};

/// Bytes that begin with a call, and what describes its types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Described<'a> {
    /// The table of a spec version.
    Table(Table, &'a [u8]),
    /// A metadata proof.
    #[cfg(feature = "metadata")]
    Proof(Proof<'a>, &'a [u8]),
}

impl<'a> Described<'a> {
    /// The bytes.
    pub const fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Table(_, bytes) => bytes,
            #[cfg(feature = "metadata")]
            Self::Proof(_, bytes) => bytes,
        }
    }

    /// The same description of only the first `len` bytes.
    pub(crate) fn cut(self, len: usize) -> Self {
        let bytes = self.bytes().get(..len).unwrap_or_default();
        match self {
            Self::Table(table, _) => Self::Table(table, bytes),
            #[cfg(feature = "metadata")]
            Self::Proof(proof, _) => Self::Proof(proof, bytes),
        }
    }

    /// The type of a call.
    pub const fn call(&self) -> TypeRef {
        match self {
            Self::Table(table, _) => table.call(),
            #[cfg(feature = "metadata")]
            Self::Proof(proof, _) => proof.call(),
        }
    }

    /// The names of the pallet and the function.
    ///
    /// # Errors
    /// [`MetadataError`] says what is not described.
    pub fn function(&self) -> Result<(&'a str, &'a str), MetadataError> {
        let (TypeRef::Id(pallets), [pallet, call, ..]) = (self.call(), self.bytes()) else {
            return Err(MetadataError::CallType);
        };
        let types = self.types();
        let mut pallet = types.variant(pallets, *pallet)?;
        let Some(Field { ty: TypeRef::Id(calls), .. }) = types.field(&mut pallet.fields)? else {
            return Err(MetadataError::CallType);
        };
        Ok((pallet.name, types.variant(calls, *call)?.name))
    }

    /// The call, item by item.
    #[inline(always)]
    pub fn decoder(&self) -> Decoder<'a, KnownTypes<'a>> {
        Decoder::new(self.types(), self.call(), self.bytes(), 0)
    }

    /// What describes the types, ready to be asked.
    pub(crate) fn types(&self) -> KnownTypes<'a> {
        match self {
            Self::Table(table, _) => KnownTypes::Table(*table, PhantomData),
            #[cfg(feature = "metadata")]
            Self::Proof(proof, _) => KnownTypes::Proof(proof.types()),
        }
    }
}

/// Either description of types.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "metadata",
    expect(clippy::large_enum_variant, reason = "there is no heap to put it on")
)]
pub enum KnownTypes<'a> {
    /// The table of a spec version.
    Table(Table, PhantomData<&'a [u8]>),
    /// A metadata proof's.
    #[cfg(feature = "metadata")]
    Proof(Leaves<'a>),
}

impl<'a> Types<'a> for KnownTypes<'a> {
    fn get(&self, id: u32) -> Result<Type<'a>, MetadataError> {
        match self {
            Self::Table(table, _) => table.get(id),
            #[cfg(feature = "metadata")]
            Self::Proof(leaves) => leaves.get(id),
        }
    }

    fn variant(&self, id: u32, index: u8) -> Result<Variant<'a>, MetadataError> {
        match self {
            Self::Table(table, _) => table.variant(id, index),
            #[cfg(feature = "metadata")]
            Self::Proof(leaves) => leaves.variant(id, index),
        }
    }

    fn field(&self, fields: &mut Fields) -> Result<Option<Field<'a>>, MetadataError> {
        match self {
            Self::Table(table, _) => table.field(fields),
            #[cfg(feature = "metadata")]
            Self::Proof(leaves) => leaves.field(fields),
        }
    }
}
