//! A metadata proof: some leaves of the tree, the hashes that lead to its root, and what else the digest covers.

use super::leaf::{self, Leaf};
use super::leaves::Leaves;
use super::{MetadataError, TypeRef};
use crate::hashing::{blake3_256, blake3_256_of};
use crate::primitives::H256;
use crate::scale::{Reader, Scale};

/// The extrinsic format that there is: signed, version 4.
const EXTRINSIC_VERSION: u8 = 4;

/// A proof has indices of 32 bits, so no leaf is deeper.
const MAX_TREE_DEPTH: usize = 32;

/// A metadata proof in the form that wallets send to a Ledger:
/// `SCALE(Proof{leaves, leaf_indices, nodes}) ‖ SCALE(ExtrinsicMetadata) ‖ SCALE(ExtraInfo)`.
///
/// Its bytes are all well-formed, and it has a digest. Whether that is the digest of the chain's metadata, only the payload
/// that signs it can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof<'a> {
    bytes: &'a [u8],
    leaves: Span,
    call: TypeRef,
    extensions: Span,
    info: ExtraInfo<'a>,
    digest: H256,
}

/// What the digest says of the chain (`ExtraInfo`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtraInfo<'a> {
    /// The runtime's `spec_version`.
    pub spec_version: u32,
    /// The runtime's `spec_name`.
    pub spec_name: &'a str,
    /// The prefix of its addresses.
    pub base58_prefix: u16,
    /// Decimals of its token.
    pub decimals: u8,
    /// The token's symbol.
    pub token_symbol: &'a str,
}

impl ExtraInfo<'_> {
    /// Checks that amounts and addresses mean what cards say: wholes of 10⁹ of TAO, and the prefix 42.
    pub(crate) fn check(&self) -> Result<(), MetadataError> {
        let part = match self {
            Self {
                decimals: 9, token_symbol: "TAO", base58_prefix: 42, spec_name: "node-subtensor", ..
            } => {
                return Ok(());
            }
            Self { decimals: 9, token_symbol: "TAO", base58_prefix: 42, .. } => "spec name",
            Self { decimals: 9, token_symbol: "TAO", .. } => "address prefix",
            Self { decimals: 9, .. } => "token symbol",
            _ => "number of decimals",
        };
        Err(MetadataError::OtherChain { part })
    }
}

/// A transaction extension (`SignedExtensionMetadata`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ExtensionType<'a> {
    pub(crate) identifier: &'a str,
    pub(crate) explicit: TypeRef,
    pub(crate) implicit: TypeRef,
}

/// A list somewhere in the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    at: usize,
    count: usize,
}

impl<'a> Proof<'a> {
    /// Reads a proof and computes its digest.
    ///
    /// # Errors
    /// [`MetadataError`] says what is malformed, out of order, or described twice.
    ///
    /// # Cost
    /// Quadratic in the number of leaves beyond those that signed calls need: each is looked for among all of them, of which
    /// there may be 4096. All 1065 leaves of spec 461 take a quarter of a second on a desktop.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, MetadataError> {
        let mut input = Reader::new(bytes);
        let leaves = Leaves::parse(&mut input)?;
        let leaves = Span { at: leaves.offset(), count: leaves.len() };
        let indices = leaf::length(&mut input, 4)?;
        let indices_at = input.offset();
        input.bytes(indices.saturating_mul(4)).map_err(MetadataError::Proof)?;
        if indices != leaves.count {
            return Err(MetadataError::LeafCount { leaves: leaves.count, indices });
        }
        let nodes = leaf::length(&mut input, 32)?;
        let nodes_at = input.offset();
        input.bytes(nodes.saturating_mul(32)).map_err(MetadataError::Proof)?;

        let extrinsic_at = input.offset();
        let found = leaf::byte(&mut input)?;
        if found != EXTRINSIC_VERSION {
            return Err(MetadataError::ExtrinsicVersion { found });
        }
        let _address = leaf::type_ref(&mut input)?;
        let call = leaf::type_ref(&mut input)?;
        let _signature = leaf::type_ref(&mut input)?;
        let count = leaf::length(&mut input, 3)?;
        let extensions = Span { at: input.offset(), count };
        for _ in 0..count {
            extension(&mut input)?;
        }
        let info_at = input.offset();
        let info = ExtraInfo {
            spec_version: scale(&mut input)?,
            spec_name: leaf::text(&mut input)?,
            base58_prefix: scale(&mut input)?,
            decimals: scale(&mut input)?,
            token_symbol: leaf::text(&mut input)?,
        };
        input.finish().map_err(MetadataError::Proof)?;

        let mut proof = Self { bytes, leaves, call, extensions, info, digest: H256([0; 32]) };
        let nodes = Span { at: nodes_at, count: nodes };
        let root = proof.root(indices_at, nodes)?;
        let extrinsic = blake3_256(bytes.get(extrinsic_at..info_at).unwrap_or_default());
        let info = bytes.get(info_at..).unwrap_or_default();
        proof.digest = H256(blake3_256_of(&[&[1], &root, &extrinsic, info]));
        Ok(proof)
    }

    /// The digest that this proof leads to (`MetadataDigest::V1`).
    pub const fn digest(&self) -> H256 {
        self.digest
    }

    /// What the digest says of the chain.
    pub const fn extra_info(&self) -> ExtraInfo<'a> {
        self.info
    }

    /// Number of leaves.
    pub const fn leaves_len(&self) -> usize {
        self.leaves.count
    }

    /// The types, ready to be looked up.
    pub(super) fn types(&self) -> Leaves<'a> {
        // They have been read before, so there is no error.
        Leaves::parse(&mut Reader::new(self.bytes)).unwrap_or(Leaves::NONE)
    }

    /// The type of a call.
    pub(crate) const fn call(&self) -> TypeRef {
        self.call
    }

    /// The transaction extensions, in the order of the runtime.
    pub(crate) fn extensions(&self) -> impl Iterator<Item = ExtensionType<'a>> + use<'a> {
        let mut input = Reader::at(self.bytes, self.extensions.at);
        (0..self.extensions.count).map_while(move |_| extension(&mut input).ok())
    }

    /// Computes the root of the tree. Places are those of a heap: the children of `p` are `2p + 1` and `2p + 2`. The leaves
    /// stand in the proof from left to right, and so do the nodes that no leaf lies below.
    fn root(&self, indices_at: usize, nodes: Span) -> Result<[u8; 32], MetadataError> {
        if self.leaves.count == 0 && nodes.count == 0 {
            return Ok([0; 32]);
        }
        let mut indices = Reader::at(self.bytes, indices_at);
        let mut input = Reader::at(self.bytes, self.leaves.at);
        let mut node_hashes = Reader::at(self.bytes, nodes.at);
        let (mut leaves_left, mut nodes_left) = (self.leaves.count, nodes.count);
        let mut lefts = [[0; 32]; MAX_TREE_DEPTH];
        let mut height = 0usize;
        let (mut place, mut next) = (0u64, u32::parse(&mut indices).ok().filter(|_| leaves_left > 0));
        loop {
            let mut hash = match next {
                Some(leaf) if u64::from(leaf) == place => {
                    let start = input.offset();
                    Leaf::parse(self.bytes, &mut input)?;
                    leaves_left = leaves_left.saturating_sub(1);
                    next = if leaves_left == 0 { None } else { u32::parse(&mut indices).ok() };
                    blake3_256(self.bytes.get(start..input.offset()).unwrap_or_default())
                }
                Some(leaf) if is_below(leaf.into(), place) => {
                    place = place.saturating_mul(2).saturating_add(1);
                    continue;
                }
                _ => {
                    let Some(left) = nodes_left.checked_sub(1) else {
                        return Err(MetadataError::NodeCount { nodes: nodes.count });
                    };
                    nodes_left = left;
                    node_hashes.array().map_err(MetadataError::Proof)?
                }
            };
            while place > 0 && place.is_multiple_of(2) {
                height = height.saturating_sub(1);
                hash = blake3_256_of(&[lefts.get(height).unwrap_or(&[0; 32]), &hash]);
                place = place.saturating_sub(2) / 2;
            }
            if place == 0 {
                if leaves_left > 0 {
                    return Err(MetadataError::LeafIndex {
                        leaf: self.leaves.count.saturating_sub(leaves_left),
                    });
                }
                return if nodes_left == 0 {
                    Ok(hash)
                } else {
                    Err(MetadataError::NodeCount { nodes: nodes.count })
                };
            }
            if let Some(left) = lefts.get_mut(height) {
                *left = hash;
            }
            height = height.saturating_add(1);
            place = place.saturating_add(1);
        }
    }
}

/// Tells whether place `below` lies under `above` in the heap.
fn is_below(below: u64, above: u64) -> bool {
    let (below, above) = (below.saturating_add(1), above.saturating_add(1));
    let levels = above.leading_zeros().saturating_sub(below.leading_zeros());
    levels > 0 && below >> levels == above
}

fn extension<'a>(input: &mut Reader<'a>) -> Result<ExtensionType<'a>, MetadataError> {
    let identifier = leaf::text(input)?;
    let (explicit, implicit) = (leaf::type_ref(input)?, leaf::type_ref(input)?);
    Ok(ExtensionType { identifier, explicit, implicit })
}

fn scale<'a, T: Scale<'a>>(input: &mut Reader<'a>) -> Result<T, MetadataError> {
    T::parse(input).map_err(MetadataError::Proof)
}
