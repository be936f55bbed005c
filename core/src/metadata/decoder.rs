//! The one decoder: bytes in, values with their paths out, by whatever describes the types.

use core::fmt;

use heapless::Vec;

use super::{Field, Fields, MAX_DEPTH, MetadataError, TypeDef, TypeRef, Types};
use crate::primitives::Escaped;
use crate::scale::{Compact, Reader, Scale, ScaleError, U16s};

/// A value, or what stands for the values inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// 0 or 1.
    Bool(bool),
    /// A character.
    Char(char),
    /// Text.
    Str(&'a str),
    /// An integer of up to 128 bits.
    Unsigned(u128),
    /// A signed one.
    Signed(i128),
    /// An integer of 256 bits, little-endian.
    Wide {
        /// In two's complement.
        signed: bool,
        /// Its 32 bytes.
        bytes: &'a [u8],
    },
    /// A list or array of bytes.
    Bytes(&'a [u8]),
    /// A list or array of `u16`.
    U16s(U16s<'a>),
    /// Bits.
    Bits {
        /// How many.
        len: usize,
        /// The words that hold them.
        words: &'a [u8],
    },
    /// A list or array of so many elements, which follow.
    List(usize),
    /// The variant of an enumeration; its fields follow.
    Variant(&'a str),
}

/// An item, and what is known of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The item.
    pub item: Item<'a>,
    /// The name of its type: the enumeration's, or that of the struct around it, or the one that the field's source
    /// gives it, whichever is nearest.
    pub type_name: &'a str,
    /// How deep it lies: what [`Decoder::path`] takes.
    pub depth: usize,
    /// Where its bytes begin in the input.
    pub offset: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Fields(Fields),
    Elements {
        element: TypeRef,
        left: usize,
        /// Where the last element began: nowhere yet, if it is beyond any input.
        began: usize,
    },
}

/// One level of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    inside: Inside,
    /// The variant whose fields these are, or nothing.
    variant: &'a str,
    /// The current field's name, or nothing.
    name: &'a str,
    /// The current field's or element's number.
    index: usize,
    /// The only field, without a name: it adds nothing to a path.
    transparent: bool,
    /// The type's name, for fields that have none of their own.
    type_name: &'a str,
}

/// Decodes a value of a type, item by item, in memory that is bounded by [`MAX_DEPTH`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoder<'a, T> {
    types: T,
    input: &'a [u8],
    offset: usize,
    start: Option<TypeRef>,
    /// What is open, from the outermost to the innermost.
    steps: Vec<Step<'a>, MAX_DEPTH>,
    /// Values begun since a byte was last taken.
    idle: usize,
}

impl<'a, T: Types<'a>> Decoder<'a, T> {
    /// Begins at byte `offset` of `input` with a value of type `ty`.
    // Large, so it is made where it is to lie.
    #[inline(always)]
    pub fn new(types: T, ty: TypeRef, input: &'a [u8], offset: usize) -> Self {
        Self { types, input, offset, start: Some(ty), steps: Vec::new(), idle: 0 }
    }

    /// Begins again, at the front of the input, with a value of type `ty`.
    #[cfg(feature = "display")]
    pub(crate) fn restart(&mut self, ty: TypeRef) {
        self.offset = 0;
        self.steps.clear();
        self.go_on(ty);
    }

    /// Goes on behind what was read, all of it, with a value of type `ty`.
    #[cfg(any(feature = "display", feature = "metadata"))]
    pub(crate) fn go_on(&mut self, ty: TypeRef) {
        (self.start, self.idle) = (Some(ty), 0);
    }

    /// What is read.
    #[cfg(any(feature = "display", feature = "metadata"))]
    pub(crate) fn input(&self) -> &'a [u8] {
        self.input
    }

    /// How far the input was read.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The field that the next item is or lies in, where it is one of a struct, tuple or variant that was begun, and the
    /// shape of its type, where that has a number.
    pub fn next_field(&self) -> Option<(Field<'a>, Option<TypeDef>)> {
        let Inside::Fields(mut fields) = self.steps.last()?.inside else {
            return None;
        };
        let field = self.types.field(&mut fields).ok()??;
        let TypeRef::Id(id) = field.ty else { return Some((field, None)) };
        Some((field, Some(self.types.get(id).ok()?.def)))
    }

    /// The uids and their weights, if `decoded`, which is the last item that was taken, is a list of uids; takes the list
    /// of weights that follows it.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn weights(&mut self, decoded: &Decoded<'a>) -> Result<Option<(U16s<'a>, U16s<'a>)>, MetadataError> {
        let Item::U16s(uids) = decoded.item else { return Ok(None) };
        let Some((field, Some(TypeDef::Sequence(TypeRef::Unsigned { bytes: 2 })))) = self.next_field() else {
            return Ok(None);
        };
        let own = self.path(decoded.depth).field();
        if !matches!((own, field.name), ("dests" | "uids", Some("weights" | "values"))) {
            return Ok(None);
        }
        let weights = self.next()?;
        Ok(weights.and_then(|weights| match weights.item {
            Item::U16s(weights) => Some((uids, weights)),
            _ => None,
        }))
    }

    /// The sum of the second numbers, if the list of `len` elements that was just begun is one of pairs of compact `u16`.
    #[cfg(feature = "display")]
    pub(crate) fn sum_of_pairs(&self, len: usize) -> Option<u64> {
        let Inside::Elements { element: TypeRef::Id(id), .. } = self.steps.last()?.inside else {
            return None;
        };
        let TypeDef::Tuple(mut fields) = self.types.get(id).ok()?.def else { return None };
        let of_two = fields.left == 2;
        while let Some(field) = self.types.field(&mut fields).ok()? {
            if !of_two || field.ty != (TypeRef::Compact { bytes: 2 }) {
                return None;
            }
        }
        let mut input = Reader::at(self.input, self.offset);
        (0..len).try_fold(0u64, |sum, _| {
            let _uid = Compact::<u16>::parse(&mut input).ok()?;
            Some(sum.saturating_add(Compact::<u16>::parse(&mut input).ok()?.0.into()))
        })
    }

    /// Where the first of `len` lists of uids stands, if the list that was just begun holds those, and the next field as many
    /// lists of as many weights.
    #[cfg(feature = "display")]
    pub(crate) fn lists_of_uids(&self, len: usize) -> Option<usize> {
        let [.., around, list] = self.steps.as_slice() else { return None };
        let (Inside::Fields(mut fields), Inside::Elements { element, .. }) = (around.inside, list.inside)
        else {
            return None;
        };
        let shape = |ty| match ty {
            TypeRef::Id(id) => self.types.get(id).ok().map(|ty| ty.def),
            _ => None,
        };
        let next = self.types.field(&mut fields).ok()??;
        let are_lists = shape(element) == Some(TypeDef::Sequence(TypeRef::Unsigned { bytes: 2 }))
            && shape(next.ty) == Some(TypeDef::Sequence(element));
        let mut uids = Reader::at(self.input, self.offset);
        let mut weights = uids.clone();
        for _ in 0..len {
            U16s::parse(&mut weights).ok()?;
        }
        let mut as_many = weights.length(1) == Ok(len);
        for _ in 0..len {
            as_many &= U16s::parse(&mut uids).ok()?.len() == U16s::parse(&mut weights).ok()?.len();
        }
        (are_lists && as_many && next.name == Some("values_list")).then_some(self.offset)
    }

    /// Where an item lies: its [`depth`](Decoded::depth) says how many levels of what is open now lead to it.
    pub fn path(&self, depth: usize) -> Path<'_> {
        Path(self.steps.get(..depth).unwrap_or_default())
    }

    /// Takes the next item, or `None` after the last.
    ///
    /// # Errors
    /// [`MetadataError`] says what is malformed or not described, and where. Whoever gets one must not go on.
    // Not an `Iterator`: a path borrows from the decoder between two items.
    #[expect(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Decoded<'a>>, MetadataError> {
        loop {
            let Some((ty, type_name)) = self.begin()? else { return Ok(None) };
            self.idle = self.idle.saturating_add(1);
            if self.idle > MAX_DEPTH {
                return Err(MetadataError::ZeroSize { offset: self.offset });
            }
            if let Some(decoded) = self.enter(ty, type_name)? {
                return Ok(Some(decoded));
            }
        }
    }

    /// Takes all items that are left and gives back how far the input was read.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn skip(&mut self) -> Result<usize, MetadataError> {
        while self.next()?.is_some() {}
        Ok(self.offset)
    }

    /// The type of the next value, after whatever has ended was left.
    fn begin(&mut self) -> Result<Option<(TypeRef, &'a str)>, MetadataError> {
        if let Some(ty) = self.start.take() {
            return Ok(Some((ty, "")));
        }
        while let Some(step) = self.steps.last_mut() {
            match &mut step.inside {
                Inside::Fields(fields) => {
                    if let Some(field) = self.types.field(fields)? {
                        step.index = step.index.wrapping_add(1);
                        step.name = field.name.unwrap_or_default();
                        let inherited = step.transparent && !step.type_name.is_empty();
                        let type_name = if inherited || field.type_name.is_empty() {
                            step.type_name
                        } else {
                            field.type_name
                        };
                        return Ok(Some((field.ty, type_name)));
                    }
                }
                Inside::Elements { element, left, began } => {
                    if *began == self.offset {
                        return Err(MetadataError::ZeroSize { offset: self.offset });
                    }
                    *began = self.offset;
                    if let Some(rest) = left.checked_sub(1) {
                        *left = rest;
                        step.index = step.index.wrapping_add(1);
                        return Ok(Some((*element, step.type_name)));
                    }
                }
            }
            self.steps.pop();
        }
        Ok(None)
    }

    /// Takes a value whole, or opens it.
    fn enter(&mut self, ty: TypeRef, type_name: &'a str) -> Result<Option<Decoded<'a>>, MetadataError> {
        let (depth, offset) = (self.steps.len(), self.offset);
        let mut input = Reader::at(self.input, offset);
        let mut named = type_name;
        let item = match ty {
            TypeRef::Void => None,
            TypeRef::Id(id) => {
                let ty = self.types.get(id)?;
                if !ty.name.is_empty() {
                    named = ty.name;
                }
                match ty.def {
                    TypeDef::Composite(fields) => {
                        self.open_fields(fields, "", named)?;
                        None
                    }
                    TypeDef::Tuple(fields) => {
                        // What names the whole names none of several parts.
                        self.open_fields(fields, "", if fields.left == 1 { named } else { "" })?;
                        None
                    }
                    TypeDef::Enumeration => {
                        let index = u8::parse(&mut input)?;
                        let variant = self.types.variant(id, index)?;
                        // `Option<TaoBalance>` says more of the value inside than `Option`.
                        let inner = if type_name.is_empty() { named } else { type_name };
                        self.open_fields(variant.fields, variant.name, inner)?;
                        Some(Item::Variant(variant.name))
                    }
                    TypeDef::Sequence(element) => {
                        let len = input.length(1)?;
                        Some(self.list(element, len, &mut input, type_name)?)
                    }
                    TypeDef::Array { len, element } => {
                        let len = usize::try_from(len).unwrap_or(usize::MAX);
                        if let Some(missing) = len.checked_sub(input.rest().len())
                            && missing > 0
                        {
                            return Err(ScaleError::UnexpectedEnd { offset, missing }.into());
                        }
                        Some(self.list(element, len, &mut input, type_name)?)
                    }
                    TypeDef::BitSequence { bytes } => Some(bits(&mut input, bytes)?),
                }
            }
            _ => Some(primitive(ty, &mut input)?),
        };
        if input.offset() > offset {
            self.idle = 0;
        }
        self.offset = input.offset();
        Ok(item.map(|item| Decoded { item, type_name: named, depth, offset }))
    }

    /// Takes a list of bytes or `u16` whole, or opens any other.
    fn list(
        &mut self,
        element: TypeRef,
        len: usize,
        input: &mut Reader<'a>,
        type_name: &'a str,
    ) -> Result<Item<'a>, MetadataError> {
        Ok(match element {
            TypeRef::Unsigned { bytes: 1 } => Item::Bytes(input.bytes(len)?),
            TypeRef::Unsigned { bytes: 2 } => Item::U16s(U16s::read(input, len)?),
            _ => {
                let inside = Inside::Elements { element, left: len, began: usize::MAX };
                self.open(Step {
                    inside,
                    variant: "",
                    type_name,
                    transparent: false,
                    index: usize::MAX,
                    name: "",
                })?;
                Item::List(len)
            }
        })
    }

    fn open_fields(
        &mut self,
        fields: Fields,
        variant: &'a str,
        type_name: &'a str,
    ) -> Result<(), MetadataError> {
        let mut first = fields;
        let only = fields.left == 1 && !fields.bare;
        let transparent = only && self.types.field(&mut first)?.is_some_and(|field| field.name.is_none());
        self.open(Step {
            inside: Inside::Fields(fields),
            variant,
            type_name,
            transparent,
            index: usize::MAX,
            name: "",
        })
    }

    fn open(&mut self, step: Step<'a>) -> Result<(), MetadataError> {
        self.steps.push(step).map_err(|_| MetadataError::TooDeep { offset: self.offset })
    }
}

fn bits<'a>(input: &mut Reader<'a>, word: u8) -> Result<Item<'a>, MetadataError> {
    let len = input.compact(u32::MAX.into())?;
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    let word = usize::from(word.max(1));
    let words = len.div_ceil(word.saturating_mul(8));
    Ok(Item::Bits { len, words: input.bytes(words.saturating_mul(word))? })
}

fn primitive<'a>(ty: TypeRef, input: &mut Reader<'a>) -> Result<Item<'a>, MetadataError> {
    let offset = input.offset();
    Ok(match ty {
        TypeRef::Bool => Item::Bool(bool::parse(input)?),
        TypeRef::Char => {
            let code = u32::parse(input)?;
            Item::Char(char::from_u32(code).ok_or(ScaleError::OutOfRange { offset })?)
        }
        TypeRef::Str => {
            let bytes = <&[u8]>::parse(input)?;
            let offset = input.offset().saturating_sub(bytes.len());
            Item::Str(core::str::from_utf8(bytes).map_err(|_| MetadataError::NotUtf8 { offset })?)
        }
        TypeRef::Unsigned { bytes: 32 } => Item::Wide { signed: false, bytes: input.bytes(32)? },
        TypeRef::Signed { bytes: 32 } => Item::Wide { signed: true, bytes: input.bytes(32)? },
        TypeRef::Unsigned { bytes } => Item::Unsigned(little_endian(input.bytes(bytes.into())?)),
        TypeRef::Signed { bytes } => {
            let value = little_endian(input.bytes(bytes.into())?);
            // Moves the sign to the top bit and back.
            let spare = 128u32.saturating_sub(u32::from(bytes).saturating_mul(8));
            Item::Signed((value.wrapping_shl(spare) as i128).wrapping_shr(spare))
        }
        TypeRef::Compact { bytes } => {
            let value = Compact::<u128>::parse(input)?.0;
            let bits = u32::from(bytes).saturating_mul(8);
            if value.checked_shr(bits).is_some_and(|rest| rest > 0) {
                return Err(ScaleError::OutOfRange { offset }.into());
            }
            Item::Unsigned(value)
        }
        // Not reached: both are taken care of before.
        TypeRef::Void | TypeRef::Id(_) => return Err(MetadataError::ZeroSize { offset }),
    })
}

fn little_endian(bytes: &[u8]) -> u128 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u128::from(*byte))
}

/// Where an item lies: `calls[1].dest`, without the names of variants; with them by the alternate form (`{:#}`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Path<'a>(&'a [Step<'a>]);

/// A level of a [`Path`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// The variant whose fields this level goes through, or nothing.
    pub variant: &'a str,
    /// Which of them, or of other fields or elements.
    pub place: Place<'a>,
}

/// Where in a value another one lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The only field, which has no name.
    Only,
    /// The field of that number, and its name or nothing.
    Field(usize, &'a str),
    /// The element of that number.
    Element(usize),
}

impl<'a> Path<'a> {
    /// The levels, from the outermost to the innermost.
    pub fn parts(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        self.0.iter().map(|step| {
            let place = match step.inside {
                Inside::Elements { .. } => Place::Element(step.index),
                Inside::Fields(_) if step.transparent => Place::Only,
                Inside::Fields(_) => Place::Field(step.index, step.name),
            };
            Part { variant: step.variant, place }
        })
    }

    /// Tells whether it says nothing: it is that of the whole.
    #[cfg(feature = "display")]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|step| step.transparent)
    }

    /// The name of the field that the item is, or lies in.
    pub fn field(&self) -> &'a str {
        let named = self.0.iter().rev().find(|step| !step.name.is_empty());
        named.map_or("", |step| step.name)
    }

    /// The number of the item in a tuple of two, which is an element of a list that is the field `name`, or of lists in it.
    pub fn place_in_pair(&self, name: &str) -> Option<usize> {
        let [.., list, tuple] = self.0 else { return None };
        let Inside::Fields(Fields { left, bare: true, .. }) = tuple.inside else { return None };
        let of_two = left.saturating_add(tuple.index) == 1;
        let in_list = matches!(list.inside, Inside::Elements { .. });
        (of_two && in_list && self.field() == name).then_some(tuple.index)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = !f.alternate();
        for step in self.0 {
            if f.alternate() && !step.variant.is_empty() {
                write!(f, ".{}", Escaped(step.variant))?;
            }
            if step.transparent {
                continue;
            }
            match (step.inside, step.name) {
                (Inside::Elements { .. }, _) => write!(f, "[{}]", step.index)?,
                (Inside::Fields(_), name) => {
                    if !first {
                        f.write_str(".")?;
                    }
                    if name.is_empty() { write!(f, "{}", step.index)? } else { Escaped(name).fmt(f)? }
                }
            }
            first = false;
        }
        Ok(())
    }
}
