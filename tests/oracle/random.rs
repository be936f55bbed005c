//! Encodings of any value of a type.

use parity_scale_codec::{Compact, Encode};
use rand_core::RngCore;
use scale_info::{Field, TypeDef, TypeDefPrimitive, Variant, form::PortableForm};

use crate::metadata::Oracle;

/// Calls in calls, at most.
const NESTED: usize = 3;

impl Oracle {
    /// Bytes of a call of that pallet and function, with arguments of any value that the chain would read.
    pub fn any_call(
        &self,
        pallet: &Variant<PortableForm>,
        call: &Variant<PortableForm>,
        random: &mut dyn RngCore,
    ) -> Vec<u8> {
        let mut any = Any { oracle: self, random, nested: 0, out: Vec::new() };
        any.call(pallet, call);
        any.out
    }
}

struct Any<'a> {
    oracle: &'a Oracle,
    random: &'a mut dyn RngCore,
    nested: usize,
    out: Vec<u8>,
}

impl Any<'_> {
    fn below(&mut self, limit: usize) -> usize {
        self.random.next_u64() as usize % limit
    }

    /// Small numbers as often as large ones.
    fn number(&mut self, bits: usize) -> u128 {
        let shift = 128 - bits + self.below(bits);
        (u128::from(self.random.next_u64()) << 64 | u128::from(self.random.next_u64())) >> shift
    }

    fn call(&mut self, pallet: &Variant<PortableForm>, call: &Variant<PortableForm>) {
        self.out.extend([pallet.index, call.index]);
        self.fields(&call.fields);
    }

    fn value(&mut self, id: u32) {
        let oracle = self.oracle;
        match &oracle.types.resolve(id).unwrap().type_def {
            TypeDef::Variant(_) if id == oracle.call => {
                let calls: Vec<_> = oracle.calls().collect();
                let (pallet, call) = calls[if self.nested < NESTED { self.below(calls.len()) } else { 0 }];
                self.nested += 1;
                self.call(pallet, call);
                self.nested -= 1;
            }
            TypeDef::Variant(variants) => {
                let variants: Vec<_> =
                    variants.variants.iter().filter(|variant| oracle.has_values(&variant.fields)).collect();
                let variant = variants[self.below(variants.len())];
                self.out.push(variant.index);
                self.fields(&variant.fields);
            }
            TypeDef::Composite(composite) => self.fields(&composite.fields),
            TypeDef::Tuple(tuple) => tuple.fields.iter().for_each(|field| self.value(field.id)),
            TypeDef::Sequence(sequence) => {
                let element = sequence.type_param.id;
                let bytes = oracle.is(element, TypeDefPrimitive::U8);
                let len = if bytes && self.below(4) == 0 { 60 + self.below(80) } else { self.below(5) };
                Compact(len as u32).encode_to(&mut self.out);
                if bytes && self.below(2) == 0 {
                    // Text, or nearly.
                    self.out.extend((0..len).map(|_| b' ' + self.random.next_u32() as u8 % 95));
                    let odd =
                        self.out.last_mut().filter(|_| len > 0 && self.random.next_u32().is_multiple_of(4));
                    odd.into_iter().for_each(|byte| *byte = 0x7f);
                } else {
                    (0..len).for_each(|_| self.value(element));
                }
            }
            TypeDef::Array(array) => (0..array.len).for_each(|_| self.value(array.type_param.id)),
            TypeDef::Compact(compact) => self.compact(compact.type_param.id),
            TypeDef::Primitive(primitive) => self.primitive(primitive),
            TypeDef::BitSequence(_) => panic!("no call of these runtimes takes bits"),
        }
    }

    /// Uids and their weights are as many, and no uid comes twice: the chain refuses all else. Lists of them may be as long
    /// as each other or not.
    fn fields(&mut self, fields: &[Field<PortableForm>]) {
        let mut rest = fields;
        while let [field, next @ ..] = rest {
            rest = next;
            if let [weights, next @ ..] = rest
                && self.oracle.are_weights(field, weights)
            {
                rest = next;
                let (len, first) = (self.below(20) as u16, self.random.next_u32() as u16);
                let uids: Vec<u16> = (0..len).map(|index| first.wrapping_add(index)).collect();
                let weights: Vec<u16> = uids.iter().map(|_| self.number(16) as u16).collect();
                (uids, weights).encode_to(&mut self.out);
            } else if let (Some("uids_list"), [_, next @ ..], 0) =
                (field.name.as_deref(), rest, self.below(2))
            {
                rest = next;
                let uids: Vec<Vec<u16>> = (0..self.below(4)).map(|_| self.list()).collect();
                let weights: Vec<Vec<u16>> =
                    uids.iter().map(|uids| uids.iter().map(|_| self.number(16) as u16).collect()).collect();
                (uids, weights).encode_to(&mut self.out);
            } else {
                self.value(field.ty.id);
            }
        }
    }

    fn list(&mut self) -> Vec<u16> {
        (0..self.below(5)).map(|_| self.number(16) as u16).collect()
    }

    fn compact(&mut self, id: u32) {
        match &self.oracle.types.resolve(id).unwrap().type_def {
            TypeDef::Composite(composite) => self.compact(composite.fields[0].ty.id),
            TypeDef::Tuple(tuple) if tuple.fields.is_empty() => {}
            TypeDef::Primitive(TypeDefPrimitive::U8) => Compact(self.number(8)).encode_to(&mut self.out),
            TypeDef::Primitive(TypeDefPrimitive::U16) => Compact(self.number(16)).encode_to(&mut self.out),
            TypeDef::Primitive(TypeDefPrimitive::U32) => Compact(self.number(32)).encode_to(&mut self.out),
            TypeDef::Primitive(TypeDefPrimitive::U64) => Compact(self.number(64)).encode_to(&mut self.out),
            TypeDef::Primitive(TypeDefPrimitive::U128) => Compact(self.number(128)).encode_to(&mut self.out),
            other => panic!("compact of {other:?}"),
        }
    }

    fn primitive(&mut self, primitive: &TypeDefPrimitive) {
        use TypeDefPrimitive as P;
        let bytes = match primitive {
            P::Bool => return (self.below(2) == 1).encode_to(&mut self.out),
            P::Char => return self.character().encode_to(&mut self.out),
            P::Str => {
                let len = self.below(20);
                let text: String = (0..len).filter_map(|_| char::from_u32(self.character())).collect();
                return text.encode_to(&mut self.out);
            }
            P::U256 | P::I256 => {
                let halves = (self.number(128), self.number(128));
                return halves.encode_to(&mut self.out);
            }
            P::U8 | P::I8 => 1,
            P::U16 | P::I16 => 2,
            P::U32 | P::I32 => 4,
            P::U64 | P::I64 => 8,
            P::U128 | P::I128 => 16,
        };
        let number = self.number(bytes * 8).to_le_bytes();
        self.out.extend(&number[..bytes]);
    }

    fn character(&mut self) -> u32 {
        self.below(0x400) as u32
    }
}
