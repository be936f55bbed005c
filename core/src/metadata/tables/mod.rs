//! What the calls of a spec version look like, kept in flash.
//!
//! `cargo xtask tables` writes `types.bin` and `names.txt` from the chain's metadata. Types, variants, fields and names that
//! specs share stand there once. In `types.bin` all numbers are little-endian `u16`:
//!
//! ```text
//! the number of the call type, for each of SpecVersion::ALL
//! where each type stands
//! type     kind u8 ‖ name ‖ composite: u8 n, where each field stands    enumeration: u8 n, where each variant stands
//!                           sequence: ref    array: length, ref    tuple: u8 n, n refs    bits: u8 bytes
//! variant  index u8 ‖ name ‖ u8 n, where each field stands
//! field    name ‖ ref ‖ name of its type
//! ```
//! A name is the place in `names.txt` where it begins; it ends with its line. A ref below [`CALL`] is a tag of RFC-78,
//! [`CALL`] is a call of this very spec, and any above are numbers of types.

use super::{Field, Fields, MetadataError, Type, TypeDef, TypeRef, Types, Variant};
use crate::call::{CallError, SpecVersion};

static TYPES: &[u8] = include_bytes!("types.bin");
static NAMES: &str = include_str!("names.txt");

/// The ref that stands for a call.
const CALL: u16 = 22;
/// The ref of the first type.
const FIRST: u16 = 32;

/// The calls of a spec version: every call of every pallet, and all that they take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    call: u16,
}

impl Table {
    /// Bytes that all tables take together in flash.
    pub const LEN: usize = TYPES.len().saturating_add(NAMES.len());

    /// The table of a spec version.
    pub fn of(spec: SpecVersion) -> Self {
        let index = SpecVersion::ALL.iter().position(|known| *known == spec).unwrap_or_default();
        Self { call: u16_at(index.saturating_mul(2)) }
    }

    /// The type of a call (`RuntimeCall`): an enumeration of pallets, each with an enumeration of calls.
    pub const fn call(&self) -> TypeRef {
        TypeRef::Id(self.call as u32)
    }

    /// Finds the names of a pallet and a call by the first two bytes of a call.
    ///
    /// # Errors
    /// [`CallError::UnknownPallet`] or [`CallError::UnknownCall`].
    pub fn names(&self, pallet: u8, call: u8) -> Result<(&'static str, &'static str), CallError> {
        let (name, calls) = self.pallet(pallet).ok_or(CallError::UnknownPallet { pallet })?;
        let call = self.variant(calls, call).map_err(|_| CallError::UnknownCall { pallet, call })?;
        Ok((name, call.name))
    }

    /// The name of a pallet, and the number of the type of its calls.
    fn pallet(&self, index: u8) -> Option<(&'static str, u32)> {
        let pallet = self.variant(self.call.into(), index).ok()?;
        match self.field(&mut { pallet.fields }).ok()??.ty {
            TypeRef::Id(calls) => Some((pallet.name, calls)),
            _ => None,
        }
    }

    /// The variants of an enumeration, each with its index; those of [`call`](Self::call) are the pallets.
    pub fn variants(&self, id: u32) -> impl Iterator<Item = (u8, Variant<'static>)> + use<> {
        let (kind, at) = body(id).unwrap_or_default();
        let count = if kind == ENUMERATION { usize::from(u8_at(at)) } else { 0 };
        let places =
            (0..count).map(move |index| at.saturating_add(1).saturating_add(index.saturating_mul(2)));
        places.map(|place| {
            let at = usize::from(u16_at(place));
            let left = u8_at(at.saturating_add(3)).into();
            let fields = Fields { at: at.saturating_add(4), left, bare: false };
            (u8_at(at), Variant { name: name(u16_at(at.saturating_add(1))), fields })
        })
    }

    fn reference(&self, at: usize) -> TypeRef {
        let bytes =
            |tag: u16, first: u16| 1u8.checked_shl(tag.saturating_sub(first).into()).unwrap_or_default();
        match u16_at(at) {
            0 => TypeRef::Bool,
            1 => TypeRef::Char,
            2 => TypeRef::Str,
            tag @ 3..=8 => TypeRef::Unsigned { bytes: bytes(tag, 3) },
            tag @ 9..=14 => TypeRef::Signed { bytes: bytes(tag, 9) },
            tag @ 15..=20 => TypeRef::Compact { bytes: bytes(tag, 15) },
            CALL => self.call(),
            number @ FIRST.. => TypeRef::Id(number.saturating_sub(FIRST).into()),
            _ => TypeRef::Void,
        }
    }
}

const COMPOSITE: u8 = 0;
const ENUMERATION: u8 = 1;
const SEQUENCE: u8 = 2;
const ARRAY: u8 = 3;
const TUPLE: u8 = 4;
const BITS: u8 = 5;

fn u8_at(at: usize) -> u8 {
    TYPES.get(at).copied().unwrap_or_default()
}

fn u16_at(at: usize) -> u16 {
    TYPES.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

#[expect(
    clippy::manual_pattern_char_comparison,
    reason = "the search for a character can panic, that by a closure cannot"
)]
fn name(at: u16) -> &'static str {
    NAMES
        .get(at.into()..)
        .and_then(|rest| rest.split(|character| character == '\n').next())
        .unwrap_or_default()
}

/// Where a type stands. The first type stands behind the last place.
fn place(id: u32) -> Option<usize> {
    let first = SpecVersion::ALL.len().saturating_mul(2);
    let entry = first.saturating_add(usize::try_from(id).ok()?.saturating_mul(2));
    (entry < usize::from(u16_at(first))).then(|| u16_at(entry).into())
}

/// The kind of a type, and where what follows its name stands.
fn body(id: u32) -> Option<(u8, usize)> {
    let at = place(id)?;
    Some((u8_at(at), at.saturating_add(3)))
}

impl Types<'static> for Table {
    fn get(&self, id: u32) -> Result<Type<'static>, MetadataError> {
        let missing = MetadataError::TypeMissing { id };
        let (kind, at) = body(id).ok_or(missing)?;
        let next = at.saturating_add(1);
        let fields = |bare| Fields { at: next, left: u8_at(at).into(), bare };
        let def = match kind {
            COMPOSITE => TypeDef::Composite(fields(false)),
            ENUMERATION => TypeDef::Enumeration,
            SEQUENCE => TypeDef::Sequence(self.reference(at)),
            ARRAY => TypeDef::Array { len: u16_at(at).into(), element: self.reference(at.saturating_add(2)) },
            TUPLE => TypeDef::Tuple(fields(true)),
            BITS => TypeDef::BitSequence { bytes: u8_at(at) },
            _ => return Err(missing),
        };
        Ok(Type { name: name(u16_at(at.saturating_sub(2))), def })
    }

    fn variant(&self, id: u32, index: u8) -> Result<Variant<'static>, MetadataError> {
        let found = self.variants(id).find(|(found, _)| *found == index);
        found.map(|(_, variant)| variant).ok_or(MetadataError::VariantMissing { id, index })
    }

    fn field(&self, fields: &mut Fields) -> Result<Option<Field<'static>>, MetadataError> {
        let Some(left) = fields.left.checked_sub(1) else { return Ok(None) };
        let field = if fields.bare {
            Field { name: None, ty: self.reference(fields.at), type_name: "" }
        } else {
            let at = usize::from(u16_at(fields.at));
            let own = name(u16_at(at));
            Field {
                name: (!own.is_empty()).then_some(own),
                ty: self.reference(at.saturating_add(2)),
                type_name: name(u16_at(at.saturating_add(4))),
            }
        };
        *fields = Fields { at: fields.at.saturating_add(2), left, ..*fields };
        Ok(Some(field))
    }
}
