//! Types as RFC-78 sees them, each kept once however many specs have it.

use std::{collections::HashMap, hash::Hash};

use anyhow::{Context, Result, bail};
use frame_metadata::v15::RuntimeMetadataV15;
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive, form::PortableForm};

/// What a field or element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ref {
    /// A basic type, by its tag in RFC-78.
    Tag(u8),
    /// A call of the spec that the table is of. That makes pallets whose calls hold calls the same in every spec.
    Call,
    /// A type by its number in the tables.
    Type(usize),
}

/// A field without a name has an empty one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: String,
    pub ty: Ref,
    pub type_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    pub index: u8,
    pub name: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Def {
    Composite(Vec<Field>),
    /// Variants by their number in the tables.
    Enumeration(Vec<usize>),
    Sequence(Ref),
    Array(u32, Ref),
    Tuple(Vec<Ref>),
    Bits(u8),
}

/// A type with the last part of its path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape {
    pub name: String,
    pub def: Def,
}

/// Things in the order in which they were met, each once.
#[derive(Debug)]
pub struct Once<T>(Vec<T>, HashMap<T, usize>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Vec::new(), HashMap::new())
    }
}

impl<T: Clone + Eq + Hash> Once<T> {
    pub fn items(&self) -> &[T] {
        &self.0
    }

    pub fn number(&mut self, item: T) -> usize {
        *self.1.entry(item).or_insert_with_key(|item| {
            self.0.push(item.clone());
            self.0.len() - 1
        })
    }
}

#[derive(Debug, Default)]
pub struct Shapes {
    pub types: Once<Shape>,
    pub variants: Once<Variant>,
}

/// The tag of nothing at all.
pub const VOID: Ref = Ref::Tag(21);

/// The tag of an unsigned integer.
pub fn unsigned(name: &str) -> Option<Ref> {
    ["u8", "u16", "u32", "u64", "u128", "u256"]
        .iter()
        .position(|known| *known == name)
        .map(|at| Ref::Tag(3 + at as u8))
}

impl Shapes {
    /// The number of the call type of some metadata.
    pub fn calls(&mut self, metadata: &RuntimeMetadataV15) -> Result<usize> {
        let id = metadata.extrinsic.call_ty.id;
        match self.shape(&metadata.types, id, id)? {
            Ref::Type(number) => Ok(number),
            other => bail!("the call type is {other:?}"),
        }
    }

    /// The ref of a type of a registry whose call type has the number `call`.
    pub fn ty(&mut self, registry: &PortableRegistry, id: u32, call: u32) -> Result<Ref> {
        if id == call { Ok(Ref::Call) } else { self.shape(registry, id, call) }
    }

    fn shape(&mut self, registry: &PortableRegistry, id: u32, call: u32) -> Result<Ref> {
        let ty = registry.resolve(id).with_context(|| format!("there is no type {id}"))?;
        let def = match &ty.type_def {
            TypeDef::Primitive(primitive) => return Ok(Ref::Tag(tag(primitive))),
            TypeDef::Compact(compact) => {
                return Ok(Ref::Tag(self::compact(registry, compact.type_param.id)?));
            }
            TypeDef::Tuple(tuple) if tuple.fields.is_empty() => return Ok(VOID),
            TypeDef::Tuple(tuple) => {
                let elements = tuple.fields.iter().map(|field| self.ty(registry, field.id, call));
                Def::Tuple(elements.collect::<Result<_>>()?)
            }
            TypeDef::Composite(composite) => {
                Def::Composite(self.fields(registry, &composite.fields, call, false)?)
            }
            TypeDef::Variant(variants) => {
                let mut numbers = Vec::new();
                for variant in &variants.variants {
                    let fields = self.fields(registry, &variant.fields, call, id == call)?;
                    let variant = Variant { index: variant.index, name: variant.name.clone(), fields };
                    numbers.push(self.variants.number(variant));
                }
                Def::Enumeration(numbers)
            }
            TypeDef::Sequence(sequence) => Def::Sequence(self.ty(registry, sequence.type_param.id, call)?),
            TypeDef::Array(array) => Def::Array(array.len, self.ty(registry, array.type_param.id, call)?),
            TypeDef::BitSequence(bits) => match self.ty(registry, bits.bit_store_type.id, call)? {
                Ref::Tag(tag @ 3..=8) => Def::Bits(1 << (tag - 3)),
                other => bail!("a bit sequence of {other:?}"),
            },
        };
        let name = ty.path.segments.last().cloned().unwrap_or_default();
        Ok(Ref::Type(self.types.number(Shape { name, def })))
    }

    /// The names that a pallet's calls have in the source are long and say nothing. Others are of one line.
    fn fields(
        &mut self,
        registry: &PortableRegistry,
        fields: &[scale_info::Field<PortableForm>],
        call: u32,
        of_pallet: bool,
    ) -> Result<Vec<Field>> {
        let field = |field: &scale_info::Field<PortableForm>| {
            Ok(Field {
                name: field.name.clone().unwrap_or_default(),
                ty: self.ty(registry, field.ty.id, call)?,
                type_name: field
                    .type_name
                    .as_deref()
                    .filter(|_| !of_pallet)
                    .unwrap_or_default()
                    .replace('\n', ""),
            })
        };
        fields.iter().map(field).collect()
    }
}

fn tag(primitive: &TypeDefPrimitive) -> u8 {
    match primitive {
        TypeDefPrimitive::Bool => 0,
        TypeDefPrimitive::Char => 1,
        TypeDefPrimitive::Str => 2,
        TypeDefPrimitive::U8 => 3,
        TypeDefPrimitive::U16 => 4,
        TypeDefPrimitive::U32 => 5,
        TypeDefPrimitive::U64 => 6,
        TypeDefPrimitive::U128 => 7,
        TypeDefPrimitive::U256 => 8,
        TypeDefPrimitive::I8 => 9,
        TypeDefPrimitive::I16 => 10,
        TypeDefPrimitive::I32 => 11,
        TypeDefPrimitive::I64 => 12,
        TypeDefPrimitive::I128 => 13,
        TypeDefPrimitive::I256 => 14,
    }
}

/// The tag of a compact integer: that of the one integer in it, however deep.
fn compact(registry: &PortableRegistry, id: u32) -> Result<u8> {
    let ty = registry.resolve(id).with_context(|| format!("there is no type {id}"))?;
    match &ty.type_def {
        TypeDef::Primitive(primitive) => match tag(primitive) {
            tag @ 3..=8 => Ok(tag + 12),
            other => bail!("a compact of {other}"),
        },
        TypeDef::Composite(composite) if composite.fields.len() == 1 => {
            compact(registry, composite.fields[0].ty.id)
        }
        TypeDef::Tuple(tuple) if tuple.fields.is_empty() => Ok(21),
        TypeDef::Composite(composite) if composite.fields.is_empty() => Ok(21),
        other => bail!("a compact of {other:?}"),
    }
}
