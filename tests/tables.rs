//! The tables of calls, measured by the chain's own metadata through the readers that Substrate has for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use frame_metadata::v15::RuntimeMetadataV15;
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use nanotao::call::{CallError, SpecVersion};
use nanotao::metadata::{Field, Fields, Table, TypeRef, Types};
use nanotao_tests::builders;
use parity_scale_codec::Decode;
use scale_info::form::PortableForm;
use scale_info::{TypeDef, TypeDefPrimitive};
use serde_json::Value;

fn vectors() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors"))
}

fn metadata(spec: u32) -> RuntimeMetadataV15 {
    let bytes = fs::read(vectors().join(format!("metadata/spec{spec}_v15.scale"))).unwrap();
    match RuntimeMetadataPrefixed::decode(&mut bytes.as_slice()).unwrap().1 {
        RuntimeMetadata::V15(metadata) => metadata,
        other => panic!("metadata of version {}", other.version()),
    }
}

fn table(spec: u32) -> Table {
    Table::of(SpecVersion::new(spec).unwrap())
}

/// Walks over the types of metadata and those of a table side by side.
struct Pair<'a> {
    metadata: &'a RuntimeMetadataV15,
    table: Table,
    /// Which number stands for which; a type is looked at once.
    seen: BTreeMap<u32, TypeRef>,
}

impl Pair<'_> {
    fn compare(&mut self, theirs: u32, ours: TypeRef) {
        if let Some(seen) = self.seen.insert(theirs, ours) {
            assert_eq!(seen, ours, "type {theirs} has two shapes");
            return;
        }
        let ty = self.metadata.types.resolve(theirs).unwrap();
        let id = match (&ty.type_def, ours) {
            (TypeDef::Primitive(primitive), _) => return assert_eq!(ours, of(primitive), "type {theirs}"),
            (TypeDef::Compact(compact), TypeRef::Compact { bytes }) => {
                let integer = self.innermost(compact.type_param.id);
                return assert_eq!(integer, TypeRef::Unsigned { bytes }, "type {theirs}");
            }
            (TypeDef::Compact(compact), TypeRef::Void) => {
                return assert_eq!(self.innermost(compact.type_param.id), TypeRef::Void);
            }
            (TypeDef::Tuple(tuple), TypeRef::Void) => return assert!(tuple.fields.is_empty()),
            (_, TypeRef::Id(id)) => id,
            other => panic!("type {theirs}: {other:?}"),
        };
        let found = self.table.get(id).unwrap();
        assert_eq!(found.name, ty.path.segments.last().map_or("", String::as_str), "type {theirs}");
        use nanotao::metadata::TypeDef as Ours;
        match (&ty.type_def, found.def) {
            (TypeDef::Composite(composite), Ours::Composite(fields)) => {
                self.fields(&composite.fields, fields)
            }
            (TypeDef::Tuple(tuple), Ours::Tuple(fields)) => {
                assert!(fields.bare);
                let ours = list(&self.table, fields);
                assert_eq!(ours.len(), tuple.fields.len());
                ours.iter().zip(&tuple.fields).for_each(|(ours, theirs)| self.compare(theirs.id, ours.ty));
            }
            (TypeDef::Sequence(sequence), Ours::Sequence(element)) => {
                self.compare(sequence.type_param.id, element)
            }
            (TypeDef::Array(array), Ours::Array { len, element }) => {
                assert_eq!(len, array.len);
                self.compare(array.type_param.id, element);
            }
            (TypeDef::Variant(variants), Ours::Enumeration) => {
                let known: BTreeSet<u8> = variants.variants.iter().map(|variant| variant.index).collect();
                for index in 0..=u8::MAX {
                    assert_eq!(
                        self.table.variant(id, index).is_ok(),
                        known.contains(&index),
                        "{theirs}.{index}"
                    );
                }
                for variant in &variants.variants {
                    let ours = self.table.variant(id, variant.index).unwrap();
                    assert_eq!(ours.name, variant.name);
                    self.fields(&variant.fields, ours.fields);
                }
            }
            other => panic!("type {theirs}: {other:?}"),
        }
    }

    fn fields(&mut self, theirs: &[scale_info::Field<PortableForm>], fields: Fields) {
        assert!(!fields.bare);
        let ours = list(&self.table, fields);
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert_eq!(ours.name, theirs.name.as_deref());
            let type_name = theirs.type_name.as_deref().unwrap_or_default().replace('\n', "");
            // Which pallet's calls they are, the variant's name says.
            let of_pallet = type_name.contains("CallableCallFor");
            assert_eq!(ours.type_name, if of_pallet { "" } else { type_name.as_str() });
            self.compare(theirs.ty.id, ours.ty);
        }
    }

    /// What is compact, without the structs around it.
    fn innermost(&self, id: u32) -> TypeRef {
        match &self.metadata.types.resolve(id).unwrap().type_def {
            TypeDef::Primitive(primitive) => of(primitive),
            TypeDef::Composite(composite) if composite.fields.len() == 1 => {
                self.innermost(composite.fields[0].ty.id)
            }
            TypeDef::Tuple(tuple) if tuple.fields.is_empty() => TypeRef::Void,
            other => panic!("compact of {other:?}"),
        }
    }
}

fn list(table: &Table, mut fields: Fields) -> Vec<Field<'static>> {
    std::iter::from_fn(|| table.field(&mut fields).unwrap()).collect()
}

fn of(primitive: &TypeDefPrimitive) -> TypeRef {
    use TypeDefPrimitive as P;
    match primitive {
        P::Bool => TypeRef::Bool,
        P::Char => TypeRef::Char,
        P::Str => TypeRef::Str,
        P::U8 => TypeRef::Unsigned { bytes: 1 },
        P::U16 => TypeRef::Unsigned { bytes: 2 },
        P::U32 => TypeRef::Unsigned { bytes: 4 },
        P::U64 => TypeRef::Unsigned { bytes: 8 },
        P::U128 => TypeRef::Unsigned { bytes: 16 },
        P::U256 => TypeRef::Unsigned { bytes: 32 },
        P::I8 => TypeRef::Signed { bytes: 1 },
        P::I16 => TypeRef::Signed { bytes: 2 },
        P::I32 => TypeRef::Signed { bytes: 4 },
        P::I64 => TypeRef::Signed { bytes: 8 },
        P::I128 => TypeRef::Signed { bytes: 16 },
        P::I256 => TypeRef::Signed { bytes: 32 },
    }
}

#[test]
fn every_call_and_every_type_in_it_has_the_shape_that_the_metadata_gives_it() {
    for spec in [425, 461] {
        let (metadata, table) = (metadata(spec), table(spec));
        let mut pair = Pair { metadata: &metadata, table, seen: BTreeMap::new() };
        pair.compare(metadata.extrinsic.call_ty.id, table.call());
        assert!(pair.seen.len() > 290);
    }
}

/// The calls of a table: pallet, call, and the arguments' names.
fn calls(spec: u32) -> BTreeMap<(u8, u8), (String, String, Vec<String>)> {
    let table = table(spec);
    let TypeRef::Id(root) = table.call() else { panic!() };
    let mut calls = BTreeMap::new();
    for (pallet_index, pallet) in table.variants(root) {
        let [Field { ty: TypeRef::Id(id), .. }] = list(&table, pallet.fields)[..] else {
            panic!("{}", pallet.name)
        };
        for (index, call) in table.variants(id) {
            let args = list(&table, call.fields).iter().map(|field| field.name.unwrap().into()).collect();
            assert_eq!(table.names(pallet_index, index), Ok((pallet.name, call.name)));
            calls.insert((pallet_index, index), (pallet.name.into(), call.name.into(), args));
        }
    }
    calls
}

#[test]
fn spec_475_is_spec_461_and_what_the_list_adds_but_for_what_it_infers() {
    let text = fs::read(vectors().join("calls/calls_475_derived.json")).unwrap();
    let file: Value = serde_json::from_slice(&text).unwrap();
    let mut expected = BTreeMap::new();
    for (name, pallet) in file["pallets"].as_object().unwrap() {
        for call in pallet["calls"].as_array().unwrap() {
            let args = call["args"].as_array().unwrap().iter();
            let args = args.map(|arg| arg["name"].as_str().unwrap().into()).collect();
            let place =
                (pallet["pallet_index"].as_u64().unwrap() as u8, call["index"].as_u64().unwrap() as u8);
            expected.insert(place, (name.clone(), call["name"].as_str().unwrap().into(), args));
        }
    }
    // The list's source infers the index of this one alone, which is too little to sign by.
    assert!(file["source"].as_str().unwrap().contains("index 110 inferred"));
    assert_eq!(expected.remove(&(19, 110)).unwrap().1, "sudo_set_basket_claim_dust");
    let (spec_425, spec_461, spec_475) = (calls(425), calls(461), calls(475));
    assert_eq!(spec_475, expected);
    assert!(spec_461.iter().all(|call| spec_475.get(call.0) == Some(call.1)));
    assert_eq!([spec_425.len(), spec_461.len(), spec_475.len()], [288, 305, 310]);
    let added: Vec<_> = spec_475.keys().filter(|place| !spec_461.contains_key(place)).collect();
    assert_eq!(added, [&(7, 151), &(7, 152), &(19, 111), &(19, 112), &(19, 113)]);
    assert_eq!(table(475).names(19, 110), Err(CallError::UnknownCall { pallet: 19, call: 110 }));
    assert_eq!(table(475).names(33, 0), Err(CallError::UnknownPallet { pallet: 33 }));
}

#[test]
fn every_builder_stands_where_the_tables_say_at_the_specs_that_have_it_and_nowhere_else() {
    let places = builders();
    for (spec, subtensor) in [(425, 78), (461, 83), (475, 85)] {
        let (calls, version) = (calls(spec), SpecVersion::new(spec).unwrap());
        let mut built = BTreeSet::new();
        for place in &places {
            let found = calls.get(&(place.pallet_index, place.call_index));
            match place.check(version) {
                Ok(()) => {
                    let (pallet, function, args) = found.unwrap();
                    assert_eq!((place.pallet, place.function), (pallet.as_str(), function.as_str()));
                    assert_eq!(place.args, args, "{pallet}.{function}");
                    built.insert((place.pallet_index, place.call_index));
                }
                Err(error) => {
                    let (parent, name) = (place.pallet, place.function);
                    assert_eq!(error, CallError::NotInSpec { parent, name, spec_version: spec });
                    assert_eq!(found, None);
                }
            }
        }
        let has_all =
            |pallet: u8| calls.keys().filter(|place| place.0 == pallet).all(|place| built.contains(place));
        // SubtensorModule, Proxy, Multisig, Commitments and LimitOrders.
        assert!([7, 16, 13, 18, 32].into_iter().all(has_all), "{spec}");
        assert_eq!(built.iter().filter(|place| place.0 == 7).count(), subtensor);
    }
}
