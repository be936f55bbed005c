//! What a runtime's metadata says of its calls and extensions.

use std::fs;

use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use parity_scale_codec::Decode;
use scale_info::{
    Field, Path, PortableRegistry, PortableType, Type, TypeDef, TypeDefComposite, TypeDefPrimitive,
    TypeDefSequence, TypeDefTuple, TypeDefVariant, Variant, form::PortableForm,
};
use scale_value::Value;
use scale_value::scale::{DecodeError, decode_as_type};
use serde_json::Value as Json;

pub fn vectors() -> &'static std::path::Path {
    std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors"))
}

pub fn json(file: &str) -> Json {
    serde_json::from_slice(&fs::read(vectors().join(file)).unwrap()).unwrap()
}

pub fn bytes(value: &Json) -> Vec<u8> {
    let text = value.as_str().unwrap();
    let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

/// The one call that the list for spec 475 infers: its pallet and its own index.
const INFERRED: (u8, u8) = (19, 110);

/// What a runtime's metadata says of its calls.
pub struct Oracle {
    pub types: PortableRegistry,
    /// The type of a call.
    pub call: u32,
    /// The transaction extensions: the types of what they put into the extrinsic, and of what they add to the payload.
    pub extensions: Vec<(String, u32, u32)>,
    pub metadata: RuntimeMetadata,
}

impl Oracle {
    /// The metadata of a spec version that there is a file of.
    pub fn of(spec: u32) -> Self {
        let file = fs::read(vectors().join(format!("metadata/spec{spec}_v15.scale"))).unwrap();
        let metadata = RuntimeMetadataPrefixed::decode(&mut file.as_slice()).unwrap().1;
        let RuntimeMetadata::V15(v15) = &metadata else {
            panic!("metadata of version {}", metadata.version())
        };
        let mut types = v15.types.clone();
        // `scale-value` does not read the compact form of `()`, which has no bytes either way.
        let is_unit = |id| types.resolve(id).is_some_and(|ty| ty.type_def == TypeDef::Tuple(unit()));
        let units: Vec<bool> = types
            .types
            .iter()
            .map(|ty| matches!(&ty.ty.type_def, TypeDef::Compact(compact) if is_unit(compact.type_param.id)))
            .collect();
        for (ty, is_unit) in types.types.iter_mut().zip(units) {
            if is_unit {
                ty.ty.type_def = TypeDef::Tuple(unit());
            }
        }
        let extensions = v15.extrinsic.signed_extensions.iter();
        Self {
            types,
            call: v15.extrinsic.call_ty.id,
            extensions: extensions
                .map(|extension| {
                    (extension.identifier.clone(), extension.ty.id, extension.additional_signed.id)
                })
                .collect(),
            metadata,
        }
    }

    /// Spec 475, of which there is no metadata: that of spec 461, and the calls that the derived list adds. What the list
    /// infers is no call.
    pub fn of_475() -> Self {
        let mut oracle = Self::of(461);
        let list = json("calls/calls_475_derived.json");
        for pallet in oracle.variants(oracle.call).to_vec() {
            let calls = pallet.fields[0].ty.id;
            for call in list["pallets"][&pallet.name]["calls"].as_array().unwrap() {
                let (index, name) = (call["index"].as_u64().unwrap() as u8, call["name"].as_str().unwrap());
                let known = oracle.variants(calls).iter().any(|own| own.index == index);
                if known || (pallet.index, index) == INFERRED {
                    continue;
                }
                let args = call["args"].as_array().unwrap().iter();
                let fields = args
                    .map(|arg| {
                        let [name, source, wire] =
                            ["name", "type", "wire"].map(|key| arg[key].as_str().unwrap());
                        let ty = oracle.type_of(source, wire);
                        Field::new(Some(name.to_owned()), ty.into(), Some(source.to_owned()), Vec::new())
                    })
                    .collect();
                let call = Variant { name: name.to_owned(), fields, index, docs: Vec::new() };
                let TypeDef::Variant(variants) = &mut oracle.types.types[calls as usize].ty.type_def else {
                    panic!("no enumeration")
                };
                variants.variants.push(call);
            }
        }
        oracle
    }

    /// The number of the type that the list names and writes out.
    fn type_of(&mut self, source: &str, wire: &str) -> u32 {
        let (path, def): (&[&str], TypeDef<PortableForm>) = match (source, wire) {
            ("EpochConsensus", "enum EpochConsensus[0:Yuma()|1:Null()]") => {
                let variant = |(index, name): (u8, &str)| Variant {
                    name: name.to_owned(),
                    fields: Vec::new(),
                    index,
                    docs: Vec::new(),
                };
                let variants = [(0, "Yuma"), (1, "Null")].map(variant).to_vec();
                (&["EpochConsensus"], TypeDefVariant { variants }.into())
            }
            ("BoundedVec<(NetUid,NetUid,AlphaBalance,u64),64>", "Vec<(u16,u16,u64,u64)>") => {
                let elements = ["NetUid", "NetUid", "AlphaBalance", "u64"];
                let elements = elements.map(|name| self.type_of(name, "").into()).to_vec();
                let tuple = self.add(&[], TypeDefTuple::new_portable(elements).into());
                let list = self.add(&[], TypeDefSequence::new(tuple.into()).into());
                let list = Field::new(None, list.into(), Some("Vec<T>".to_owned()), Vec::new());
                (&["bounded_collections", "BoundedVec"], TypeDefComposite { fields: vec![list] }.into())
            }
            _ => {
                let found = self.types.types.iter().find(|ty| {
                    let path = ty.ty.path.segments.last().map_or("", String::as_str);
                    match &ty.ty.type_def {
                        TypeDef::Primitive(TypeDefPrimitive::U16) => source == "u16",
                        TypeDef::Primitive(TypeDefPrimitive::U64) => source == "u64",
                        TypeDef::Array(array) => {
                            source == format!("[u8;{}]", array.len)
                                && self.is(array.type_param.id, TypeDefPrimitive::U8)
                        }
                        _ => path == source || (path, source) == ("AccountId32", "AccountId"),
                    }
                });
                return found.unwrap_or_else(|| panic!("no type {source}")).id;
            }
        };
        self.add(path, def)
    }

    fn add(&mut self, path: &[&str], def: TypeDef<PortableForm>) -> u32 {
        let segments = path.iter().map(|segment| (*segment).to_owned());
        let path = Path::from_segments_unchecked(segments);
        let id = self.types.types.len() as u32;
        let ty = Type::new(path, Vec::new(), def, Vec::new());
        self.types.types.push(PortableType { id, ty });
        id
    }

    pub fn variants(&self, ty: u32) -> &[Variant<PortableForm>] {
        match &self.types.resolve(ty).unwrap().type_def {
            TypeDef::Variant(variants) => &variants.variants,
            other => panic!("no enumeration: {other:?}"),
        }
    }

    /// Every call that there can be: its pallet and its function.
    pub fn calls(&self) -> impl Iterator<Item = (&Variant<PortableForm>, &Variant<PortableForm>)> {
        self.variants(self.call).iter().flat_map(|pallet| {
            let calls = self.variants(pallet.fields[0].ty.id).iter();
            calls.filter(|call| self.has_values(&call.fields)).map(move |call| (pallet, call))
        })
    }

    /// Not so where one of the fields is an enumeration without variants, as of an origin that cannot be.
    pub fn has_values(&self, fields: &[Field<PortableForm>]) -> bool {
        fields.iter().all(|field| match &self.types.resolve(field.ty.id).unwrap().type_def {
            TypeDef::Variant(variants) => {
                variants.variants.iter().any(|variant| self.has_values(&variant.fields))
            }
            _ => true,
        })
    }

    /// Reads a value, all of it or from the front.
    pub fn decode(&self, ty: u32, bytes: &mut &[u8]) -> Result<Value<u32>, DecodeError> {
        decode_as_type(bytes, ty, &self.types)
    }
}

fn unit() -> TypeDefTuple<PortableForm> {
    TypeDefTuple::new_portable(Vec::new())
}
