//! What a type looks like, whoever describes it.
//!
//! [`Types`] is the one seam between descriptions and the one decoder that reads bytes by them
//! (`Decoder`). Two things implement it: the leaves of a metadata proof, and the static table of a
//! spec version. Both speak of a type by its number in metadata ([`TypeRef::Id`]), and of an enumeration one variant
//! at a time, as an RFC-78 leaf does.
//!
//! What a description must supply, since cards rest on it:
//!
//! - [`Type::name`]: the last part of the type's path (`AccountId32`, `TaoBalance`, `AlphaBalance`, `NetUid`, `Call`,
//!   `RuntimeCall`, `Option`, `MultiAddress`, ...); empty for a type without a path;
//! - every field's name (`dest`, `netuid`, `hotkey`) and its type's name as the source has it
//!   ([`Field::type_name`]: `TaoBalance`, `AlphaBalance`, `BalanceOf<T>`), because a compact integer has no other;
//! - a variant's name: a pallet's (`SubtensorModule`) in `RuntimeCall`, a call's (`set_weights`) in a pallet's `Call`,
//!   `Some` and `None` in `Option`, `Mortal211` in `Era`;
//! - compact integers as RFC-78 gives them: `Compact<u64>`, and `Compact` of any struct around one integer, is
//!   [`TypeRef::Compact`] with the width of that integer; `()` and an empty tuple are [`TypeRef::Void`];
//! - one number for one type: [`Types::get`] of an enumeration says that it is one, and [`Types::variant`] gives the
//!   variant that the payload's index byte names, or says that there is none.

use super::MetadataError;

/// The type of a field or element (`TypeRef`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum TypeRef {
    /// 0 or 1.
    Bool,
    /// Four bytes, a Unicode scalar value.
    Char,
    /// A compact length, then UTF-8.
    Str,
    /// An integer, little-endian.
    Unsigned {
        /// 1, 2, 4, 8, 16 or 32.
        bytes: u8,
    },
    /// As `Unsigned`, in two's complement.
    Signed {
        /// 1, 2, 4, 8, 16 or 32.
        bytes: u8,
    },
    /// An integer in compact form.
    Compact {
        /// Bytes of the integer that it stands for: 1, 2, 4, 8, 16 or 32.
        bytes: u8,
    },
    /// No bytes at all.
    Void,
    /// The type of that number.
    Id(u32),
}

/// The type that a number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type<'t> {
    /// The last part of its path, or nothing.
    pub name: &'t str,
    /// Its shape.
    pub def: TypeDef,
}

/// The shape of a type (`TypeDef`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeDef {
    /// A struct.
    Composite(Fields),
    /// An index byte, then the fields of the variant that [`Types::variant`] gives for it.
    Enumeration,
    /// A compact length, then so many elements.
    Sequence(TypeRef),
    /// A fixed number of elements.
    Array {
        /// How many.
        len: u32,
        /// Of what.
        element: TypeRef,
    },
    /// Fields without names.
    Tuple(Fields),
    /// A compact number of bits, then as many whole words as hold them.
    BitSequence {
        /// Bytes of a word.
        bytes: u8,
    },
}

/// One variant of an enumeration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant<'t> {
    /// Its name.
    pub name: &'t str,
    /// What follows the index byte.
    pub fields: Fields,
}

/// Fields still to come. Whoever made it knows where `at` is; to all others it is only something to hand back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Where the next field is described.
    pub at: u32,
    /// How many there are.
    pub left: u32,
    /// The fields are bare types, as a tuple has them.
    pub bare: bool,
}

/// A field of a struct, a tuple or a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'t> {
    /// Its name, if it has one.
    pub name: Option<&'t str>,
    /// Its type.
    pub ty: TypeRef,
    /// Its type's name in the source, or nothing.
    pub type_name: &'t str,
}

/// A description of types: a proof's leaves, or a static table.
pub trait Types<'t> {
    /// Gives the type of that number.
    ///
    /// # Errors
    /// [`MetadataError::TypeMissing`] if it isn't described, [`MetadataError::AmbiguousType`] if it is described twice.
    fn get(&self, id: u32) -> Result<Type<'t>, MetadataError>;

    /// Gives the variant of an enumeration that an index byte names.
    ///
    /// # Errors
    /// [`MetadataError::VariantMissing`] or [`MetadataError::AmbiguousType`].
    fn variant(&self, id: u32, index: u8) -> Result<Variant<'t>, MetadataError>;

    /// Takes the next of `fields`, or `None` after the last.
    ///
    /// # Errors
    /// What makes a description unreadable; a static table has nothing of the kind.
    fn field(&self, fields: &mut Fields) -> Result<Option<Field<'t>>, MetadataError>;
}
