//! Metadata proofs, against a definition in parity-scale-codec's own terms and the tree as RFC-78 defines it: what is
//! accepted has the same digest there. A payload that signs whatever digest the proof has is then read by it.
#![no_main]

use std::iter::Peekable;

use libfuzzer_sys::fuzz_target;
use nanotao::extrinsic::Payload;
use nanotao::metadata::Proof;
use parity_scale_codec::{Compact, Decode, Encode};

#[derive(Debug, Decode, Encode)]
enum TypeRef {
    Bool,
    Char,
    Str,
    U8,
    U16,
    U32,
    U64,
    U128,
    U256,
    I8,
    I16,
    I32,
    I64,
    I128,
    I256,
    CompactU8,
    CompactU16,
    CompactU32,
    CompactU64,
    CompactU128,
    CompactU256,
    Void,
    ById(Compact<u32>),
}

#[derive(Debug, Decode, Encode)]
struct Field {
    name: Option<String>,
    ty: TypeRef,
    type_name: Option<String>,
}

#[derive(Debug, Decode, Encode)]
enum TypeDef {
    Composite(Vec<Field>),
    Enumeration { name: String, fields: Vec<Field>, index: Compact<u32> },
    Sequence(TypeRef),
    Array { len: u32, element: TypeRef },
    Tuple(Vec<TypeRef>),
    BitSequence { bytes: u8, least_significant_first: bool },
}

#[derive(Debug, Decode, Encode)]
struct Leaf {
    path: Vec<String>,
    def: TypeDef,
    id: Compact<u32>,
}

#[derive(Debug, Decode)]
struct Tree {
    leaves: Vec<Leaf>,
    indices: Vec<u32>,
    nodes: Vec<[u8; 32]>,
}

#[derive(Debug, Decode, Encode)]
struct ExtrinsicMetadata {
    version: u8,
    types: [TypeRef; 3],
    extensions: Vec<(String, TypeRef, TypeRef)>,
}

type ExtraInfo = (u32, String, u16, u8, String);

/// The hash at a place, whose children are at twice the place and one and two more.
fn root<'a>(
    place: u64,
    indices: &[u32],
    leaves: &mut Peekable<impl Iterator<Item = (&'a u32, &'a Leaf)>>,
    nodes: &mut impl Iterator<Item = [u8; 32]>,
) -> Option<[u8; 32]> {
    let is_below = |leaf: &u32| {
        let mut at = u64::from(*leaf);
        while at > place {
            at = (at - 1) / 2;
        }
        at == place
    };
    if leaves.peek().is_some_and(|(index, _)| u64::from(**index) == place) {
        return leaves.next().map(|(_, leaf)| *blake3::hash(&leaf.encode()).as_bytes());
    }
    if indices.iter().any(is_below) {
        let left = root(2 * place + 1, indices, leaves, nodes)?;
        let right = root(2 * place + 2, indices, leaves, nodes)?;
        return Some(*blake3::hash(&[left, right].concat()).as_bytes());
    }
    nodes.next()
}

fn digest(mut proof: &[u8]) -> Option<[u8; 32]> {
    let tree = Tree::decode(&mut proof).ok()?;
    let extrinsic = ExtrinsicMetadata::decode(&mut proof).ok()?;
    let info = ExtraInfo::decode(&mut proof).ok()?;
    let mut leaves = tree.indices.iter().zip(&tree.leaves).peekable();
    let mut nodes = tree.nodes.iter().copied();
    let root = match (tree.leaves.len(), tree.nodes.len()) {
        (0, 0) => [0; 32],
        _ => root(0, &tree.indices, &mut leaves, &mut nodes)?,
    };
    let whole = proof.is_empty() && tree.indices.len() == tree.leaves.len();
    let used = leaves.next().is_none() && nodes.next().is_none();
    let extrinsic = *blake3::hash(&extrinsic.encode()).as_bytes();
    let digest = blake3::hash(&[&[1][..], &root, &extrinsic, &info.encode()].concat());
    (whole && used).then_some(*digest.as_bytes())
}

fuzz_target!(|data: &[u8]| {
    let Some((len, rest)) = data.split_first_chunk() else { return };
    let Some((payload, bytes)) = rest.split_at_checked(u16::from_le_bytes(*len).into()) else { return };
    let proof = match Proof::parse(bytes) {
        Ok(proof) => proof,
        Err(error) => {
            assert!(error.code() != 0 && !error.to_string().is_empty());
            return;
        }
    };
    assert_eq!(Some(proof.digest().0), digest(bytes));

    let front = &payload[..payload.len().saturating_sub(32)];
    let payload = [front, &proof.digest().0].concat();
    match Payload::new(&payload).verify_by(&proof) {
        Ok(verified) => {
            assert!(payload.starts_with(verified.call_bytes()));
            assert_eq!(verified.extension().metadata_hash, Some(proof.digest()));
            assert_eq!(verified.extension().spec_version, proof.extra_info().spec_version);
        }
        Err(error) => assert!(error.code() != 0 && !error.to_string().is_empty()),
    }
});
