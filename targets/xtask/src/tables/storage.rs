//! Storage items and constants as text. The form is told in `core/src/storage/mod.rs`.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use frame_metadata::v15::{RuntimeMetadataV15, StorageEntryType, StorageHasher};
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};

pub fn text(metadata: &RuntimeMetadataV15) -> Result<String> {
    let mut text = String::new();
    for pallet in &metadata.pallets {
        writeln!(text, "{}", pallet.name)?;
        if let Some(storage) = &pallet.storage {
            ensure!(storage.prefix == pallet.name, "the prefix of {} is {}", pallet.name, storage.prefix);
            for entry in &storage.entries {
                write!(text, " {}", entry.name)?;
                let value = match &entry.ty {
                    StorageEntryType::Plain(value) => value,
                    StorageEntryType::Map { hashers, key, value } => {
                        for (hasher, key) in hashers.iter().zip(keys(&metadata.types, key.id, hashers.len())?)
                        {
                            let len = len(&metadata.types, key)?.map_or("*".into(), |len| len.to_string());
                            write!(text, " {}{len}", letter(hasher)?)?;
                        }
                        value
                    }
                };
                writeln!(text, " = {}", value.id)?;
            }
        }
        for constant in &pallet.constants {
            let hex: String = constant.value.iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(text, " !{} {hex}", constant.name)?;
        }
    }
    Ok(text)
}

fn letter(hasher: &StorageHasher) -> Result<char> {
    Ok(match hasher {
        StorageHasher::Identity => 'i',
        StorageHasher::Twox64Concat => 't',
        StorageHasher::Blake2_128Concat => 'b',
        other => bail!("the core does not know the hasher {other:?}"),
    })
}

/// The types of the keys: of several, the elements of a tuple.
fn keys(registry: &PortableRegistry, key: u32, count: usize) -> Result<Vec<u32>> {
    if count == 1 {
        return Ok(vec![key]);
    }
    match &registry.resolve(key).context("a key without a type")?.type_def {
        TypeDef::Tuple(tuple) if tuple.fields.len() == count => {
            Ok(tuple.fields.iter().map(|key| key.id).collect())
        }
        other => bail!("{count} keys in {other:?}"),
    }
}

/// The bytes that every value of a type has, if they are always as many.
fn len(registry: &PortableRegistry, id: u32) -> Result<Option<u32>> {
    let sum = |ids: Vec<u32>| {
        let lens = ids.into_iter().map(|id| len(registry, id)).collect::<Result<Vec<_>>>()?;
        Ok(lens.into_iter().sum::<Option<u32>>())
    };
    match &registry.resolve(id).context("a key without a type")?.type_def {
        TypeDef::Composite(composite) => sum(composite.fields.iter().map(|field| field.ty.id).collect()),
        TypeDef::Tuple(tuple) => sum(tuple.fields.iter().map(|field| field.id).collect()),
        TypeDef::Array(array) => Ok(len(registry, array.type_param.id)?.map(|len| len * array.len)),
        TypeDef::Primitive(primitive) => Ok(match primitive {
            TypeDefPrimitive::Bool | TypeDefPrimitive::U8 | TypeDefPrimitive::I8 => Some(1),
            TypeDefPrimitive::U16 | TypeDefPrimitive::I16 => Some(2),
            TypeDefPrimitive::U32 | TypeDefPrimitive::I32 | TypeDefPrimitive::Char => Some(4),
            TypeDefPrimitive::U64 | TypeDefPrimitive::I64 => Some(8),
            TypeDefPrimitive::U128 | TypeDefPrimitive::I128 => Some(16),
            TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => Some(32),
            TypeDefPrimitive::Str => None,
        }),
        TypeDef::Variant(_) | TypeDef::Sequence(_) | TypeDef::Compact(_) | TypeDef::BitSequence(_) => {
            Ok(None)
        }
    }
}
