//! Why metadata, or a payload read by it, is refused.

use core::fmt;

use crate::scale::ScaleError;

/// Why a payload is not what its metadata says. Offsets count from the start of the payload, or of the proof where the
/// error is the proof's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum MetadataError {
    /// The payload's bytes are not of the types that the metadata gives them.
    Payload(ScaleError),
    /// The proof's bytes are malformed.
    Proof(ScaleError),
    /// Text in the payload or the proof is not UTF-8.
    NotUtf8 {
        /// Where the text begins.
        offset: usize,
    },
    /// The proof has not one index for each leaf.
    LeafCount {
        /// Leaves.
        leaves: usize,
        /// Indices.
        indices: usize,
    },
    /// A leaf's index is out of order, or no place below the root.
    LeafIndex {
        /// The leaf, counted from 0.
        leaf: usize,
    },
    /// The proof has more or fewer nodes than its leaves leave open.
    NodeCount {
        /// As the proof has them.
        nodes: usize,
    },
    /// The proof does not hold a type that the payload needs.
    TypeMissing {
        /// The type's number.
        id: u32,
    },
    /// The proof does not hold a variant that the payload needs, or the runtime has no such variant.
    VariantMissing {
        /// The enumeration's number.
        id: u32,
        /// The variant's index.
        index: u8,
    },
    /// The proof describes a type or a variant twice.
    AmbiguousType {
        /// The type's number.
        id: u32,
    },
    /// Types are nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep {
        /// How far the payload was read.
        offset: usize,
    },
    /// A list of elements without bytes, or a type that goes on and on without taking any.
    ZeroSize {
        /// How far the payload was read.
        offset: usize,
    },
    /// The metadata is of another extrinsic format than version 4.
    ExtrinsicVersion {
        /// As the proof has it.
        found: u8,
    },
    /// The metadata's call type is not an enumeration of pallets that holds enumerations of calls.
    CallType,
    /// The metadata lacks a transaction extension without which a signature could be used elsewhere, has it twice, or
    /// gives it another form.
    Extension {
        /// Its identifier.
        name: &'static str,
    },
    /// A transaction extension that is not known puts bytes into the payload.
    UnknownExtension {
        /// Its place in the metadata, counted from 0.
        index: usize,
    },
    /// The digest of the proof is not the one that the payload signs.
    DigestMismatch,
    /// The proof is of another spec version than the payload.
    SpecMismatch {
        /// The proof's.
        proof: u32,
        /// The payload's.
        payload: u32,
    },
    /// The proof is of a chain whose amounts and addresses are not those that cards show.
    OtherChain {
        /// What differs.
        part: &'static str,
    },
    /// A name in the proof is no identifier, or longer than 64 bytes.
    Name {
        /// Where it stands.
        offset: usize,
    },
    /// The proof has more leaves than a runtime has types and variants for its extrinsics, all together.
    TooManyLeaves {
        /// As the proof has them.
        leaves: usize,
    },
}

impl MetadataError {
    /// A number that stays the same in every release (224–239, 244–246, and SCALE's own where the payload is malformed).
    pub const fn code(self) -> u32 {
        match self {
            Self::Payload(error) => error.code(),
            Self::Proof(_) => 224,
            Self::NotUtf8 { .. } => 225,
            Self::LeafCount { .. } => 226,
            Self::LeafIndex { .. } => 227,
            Self::NodeCount { .. } => 228,
            Self::TypeMissing { .. } => 229,
            Self::VariantMissing { .. } => 230,
            Self::AmbiguousType { .. } => 231,
            Self::TooDeep { .. } => 232,
            Self::ZeroSize { .. } => 233,
            Self::ExtrinsicVersion { .. } => 234,
            Self::CallType => 235,
            Self::Extension { .. } => 236,
            Self::DigestMismatch => 237,
            Self::SpecMismatch { .. } => 238,
            Self::UnknownExtension { .. } => 239,
            Self::OtherChain { .. } => 244,
            Self::Name { .. } => 245,
            Self::TooManyLeaves { .. } => 246,
        }
    }

    /// The byte, element or type at fault, where there is one.
    pub const fn position(self) -> usize {
        match self {
            Self::Payload(error) | Self::Proof(error) => error.position(),
            Self::NotUtf8 { offset }
            | Self::TooDeep { offset }
            | Self::ZeroSize { offset }
            | Self::Name { offset } => offset,
            Self::LeafCount { leaves, .. } | Self::TooManyLeaves { leaves } => leaves,
            Self::LeafIndex { leaf } => leaf,
            Self::UnknownExtension { index } => index,
            Self::NodeCount { nodes } => nodes,
            Self::TypeMissing { id } | Self::VariantMissing { id, .. } | Self::AmbiguousType { id } => {
                id as usize
            }
            Self::ExtrinsicVersion { .. }
            | Self::CallType
            | Self::Extension { .. }
            | Self::DigestMismatch
            | Self::SpecMismatch { .. }
            | Self::OtherChain { .. } => 0,
        }
    }
}

impl From<ScaleError> for MetadataError {
    fn from(error: ScaleError) -> Self {
        Self::Payload(error)
    }
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Payload(error) => error.fmt(f),
            Self::Proof(error) => write!(f, "in the metadata proof: {error}"),
            Self::NotUtf8 { offset } => write!(f, "the text at byte {offset} is not UTF-8"),
            Self::LeafCount { leaves, indices } => {
                write!(f, "the metadata proof has {leaves} leaves, but {indices} indices")
            }
            Self::LeafIndex { leaf } => {
                write!(f, "the index of leaf {leaf} of the metadata proof is out of order or of no place")
            }
            Self::NodeCount { nodes } => {
                write!(f, "the {nodes} nodes of the metadata proof do not fit its leaves")
            }
            Self::TypeMissing { id } => {
                write!(f, "the metadata proof does not hold type {id}: make it for this very payload")
            }
            Self::VariantMissing { id, index } => write!(
                f,
                "variant {index} of type {id} is not in the metadata: make the proof for this very payload"
            ),
            Self::AmbiguousType { id } => write!(f, "the metadata describes type {id} twice"),
            Self::TooDeep { offset } => {
                write!(f, "nested too deep at byte {offset}: sign the inner calls one by one")
            }
            Self::ZeroSize { offset } => write!(f, "values without bytes at byte {offset}"),
            Self::ExtrinsicVersion { found } => {
                write!(f, "the metadata is of extrinsic version {found}, not 4")
            }
            Self::CallType => f.write_str("the metadata's call type is not an enumeration of calls"),
            Self::Extension { name } => {
                write!(f, "the metadata has not one transaction extension {name} of the known form")
            }
            Self::UnknownExtension { index } => {
                write!(f, "transaction extension {index} of the metadata is unknown, and not empty")
            }
            Self::DigestMismatch => {
                f.write_str("the metadata proof does not have the digest that the payload signs")
            }
            Self::SpecMismatch { proof, payload } => {
                write!(f, "the proof is of spec version {proof}, the payload of {payload}")
            }
            Self::OtherChain { part } => {
                write!(
                    f,
                    "the proof's {part} is not Bittensor's: make it from a Bittensor runtime's metadata"
                )
            }
            Self::Name { offset } => {
                write!(f, "the name at byte {offset} of the metadata proof is no identifier of 1 to 64 bytes")
            }
            Self::TooManyLeaves { leaves } => {
                write!(f, "the metadata proof has {leaves} leaves, more than a runtime")
            }
        }
    }
}

impl core::error::Error for MetadataError {}
