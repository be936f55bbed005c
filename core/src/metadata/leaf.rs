//! Leaves of the metadata tree: a type, or one variant of an enumeration.

use super::{Field, Fields, MetadataError, TypeDef, TypeRef, Variant};
use crate::scale::{Compact, Reader, Scale, ScaleError};

/// Longest name of a pallet, a call or a field.
const MAX_NAME: usize = 64;

/// A leaf (`merkleized-metadata`'s `Type`).
pub(super) struct Leaf<'a> {
    /// The last part of the type's path.
    pub(super) name: &'a str,
    /// The type's number.
    pub(super) id: u32,
    pub(super) def: LeafDef<'a>,
}

pub(super) enum LeafDef<'a> {
    Type(TypeDef),
    Variant(u32, Variant<'a>),
}

impl<'a> Leaf<'a> {
    /// Takes a leaf from the front of `input`, which stands in `proof` where its offset says.
    pub(super) fn parse(proof: &'a [u8], input: &mut Reader<'a>) -> Result<Self, MetadataError> {
        let parts = length(input, 1)?;
        let mut name = "";
        for _ in 0..parts {
            name = text(input)?;
        }
        let offset = input.offset();
        let def = match byte(input)? {
            0 => LeafDef::Type(TypeDef::Composite(fields(proof, input, false)?)),
            1 => {
                let name = identifier(input)?;
                let fields = fields(proof, input, false)?;
                LeafDef::Variant(compact(input)?, Variant { name, fields })
            }
            2 => LeafDef::Type(TypeDef::Sequence(type_ref(input)?)),
            3 => {
                let len = u32::parse(input).map_err(MetadataError::Proof)?;
                LeafDef::Type(TypeDef::Array { len, element: type_ref(input)? })
            }
            4 => LeafDef::Type(TypeDef::Tuple(fields(proof, input, true)?)),
            5 => {
                let bytes = byte(input)?;
                bool::parse(input).map_err(MetadataError::Proof)?;
                LeafDef::Type(TypeDef::BitSequence { bytes })
            }
            found => return Err(MetadataError::Proof(ScaleError::InvalidTag { offset, found })),
        };
        Ok(Self { name, id: compact(input)?, def })
    }

    /// Tells whether no runtime has both, for a type has one leaf, or one for each variant.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        match (&self.def, &other.def) {
            (LeafDef::Variant(own, _), LeafDef::Variant(others, _)) => {
                own == others || self.name != other.name
            }
            _ => true,
        }
    }
}

/// Takes fields from the front of `input` and gives back where they are.
fn fields<'a>(proof: &'a [u8], input: &mut Reader<'a>, bare: bool) -> Result<Fields, MetadataError> {
    let left = length(input, 1)?;
    let fields = Fields { at: input.offset(), left, bare };
    let mut rest = fields;
    while field(proof, &mut rest)?.is_some() {}
    *input = Reader::at(proof, rest.at);
    Ok(fields)
}

/// Takes the next of `fields`.
pub(super) fn field<'a>(proof: &'a [u8], fields: &mut Fields) -> Result<Option<Field<'a>>, MetadataError> {
    let Some(left) = fields.left.checked_sub(1) else { return Ok(None) };
    let mut input = Reader::at(proof, fields.at);
    let field = if fields.bare {
        Field { name: None, ty: type_ref(&mut input)?, type_name: "" }
    } else {
        let name = option(&mut input, identifier)?;
        Field { name, ty: type_ref(&mut input)?, type_name: option(&mut input, text)?.unwrap_or_default() }
    };
    *fields = Fields { at: input.offset(), left, bare: fields.bare };
    Ok(Some(field))
}

pub(super) fn type_ref(input: &mut Reader<'_>) -> Result<TypeRef, MetadataError> {
    let offset = input.offset();
    let width = |first: u8, tag: u8| 1u8 << tag.saturating_sub(first);
    Ok(match byte(input)? {
        0 => TypeRef::Bool,
        1 => TypeRef::Char,
        2 => TypeRef::Str,
        tag @ 3..=8 => TypeRef::Unsigned { bytes: width(3, tag) },
        tag @ 9..=14 => TypeRef::Signed { bytes: width(9, tag) },
        tag @ 15..=20 => TypeRef::Compact { bytes: width(15, tag) },
        21 => TypeRef::Void,
        22 => TypeRef::Id(compact(input)?),
        found => return Err(MetadataError::Proof(ScaleError::InvalidTag { offset, found })),
    })
}

/// Takes a list's length; each element has at least `width` bytes.
pub(super) fn length(input: &mut Reader<'_>, width: usize) -> Result<usize, MetadataError> {
    input.length(width).map_err(MetadataError::Proof)
}

pub(super) fn text<'a>(input: &mut Reader<'a>) -> Result<&'a str, MetadataError> {
    let len = length(input, 1)?;
    let offset = input.offset();
    let bytes = input.bytes(len).map_err(MetadataError::Proof)?;
    core::str::from_utf8(bytes).map_err(|_| MetadataError::NotUtf8 { offset })
}

/// Takes the name of a pallet, a call, another variant or a field: all that cards say in the runtime's own words.
fn identifier<'a>(input: &mut Reader<'a>) -> Result<&'a str, MetadataError> {
    let offset = input.offset();
    let name = text(input)?;
    let own = name.as_bytes();
    let plain = own.strip_prefix(b"r#").unwrap_or(own);
    let is_plain = plain.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    if plain.is_empty() || !is_plain || own.len() > MAX_NAME {
        return Err(MetadataError::Name { offset });
    }
    Ok(name)
}

fn option<'a>(
    input: &mut Reader<'a>,
    take: fn(&mut Reader<'a>) -> Result<&'a str, MetadataError>,
) -> Result<Option<&'a str>, MetadataError> {
    if bool::parse(input).map_err(MetadataError::Proof)? { take(input).map(Some) } else { Ok(None) }
}

pub(super) fn byte(input: &mut Reader<'_>) -> Result<u8, MetadataError> {
    u8::parse(input).map_err(MetadataError::Proof)
}

fn compact(input: &mut Reader<'_>) -> Result<u32, MetadataError> {
    Compact::parse(input).map(|value| value.0).map_err(MetadataError::Proof)
}
