//! Bytes, and what describes them.

#[cfg(feature = "metadata")]
use super::Proof;
use super::{Decoder, Field, Fields, MetadataError, Table, Type, TypeRef, Types, Variant};

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
        let mut pallet = self.variant(pallets, *pallet)?;
        let Some(Field { ty: TypeRef::Id(calls), .. }) = self.field(&mut pallet.fields)? else {
            return Err(MetadataError::CallType);
        };
        Ok((pallet.name, self.variant(calls, *call)?.name))
    }

    /// The call, item by item.
    #[inline(always)]
    pub fn decoder(&self) -> Decoder<'a, Self> {
        Decoder::new(*self, self.call(), self.bytes(), 0)
    }
}

impl<'a> Types<'a> for Described<'a> {
    fn get(&self, id: u32) -> Result<Type<'a>, MetadataError> {
        match self {
            Self::Table(table, _) => table.get(id),
            #[cfg(feature = "metadata")]
            Self::Proof(proof, _) => proof.get(id),
        }
    }

    fn variant(&self, id: u32, index: u8) -> Result<Variant<'a>, MetadataError> {
        match self {
            Self::Table(table, _) => table.variant(id, index),
            #[cfg(feature = "metadata")]
            Self::Proof(proof, _) => proof.variant(id, index),
        }
    }

    fn field(&self, fields: &mut Fields) -> Result<Option<Field<'a>>, MetadataError> {
        match self {
            Self::Table(table, _) => table.field(fields),
            #[cfg(feature = "metadata")]
            Self::Proof(proof, _) => proof.field(fields),
        }
    }
}
