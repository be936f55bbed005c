//! Why a payload is refused.

use core::fmt;

use crate::call::CallError;
use crate::metadata::MetadataError;
use crate::scale::ScaleError;
use crate::weights::ChainError;

/// Why bytes are not a payload that may be shown and signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum PayloadError {
    /// The call, or any field, is unknown or malformed.
    Call(CallError),
    /// The payload and its metadata proof do not go together, or either is malformed.
    Metadata(MetadataError),
    /// The mode byte does not go with the metadata hash.
    MetadataHashMode {
        /// The mode byte's place.
        offset: usize,
    },
    /// Known spec versions stand at both places where one may stand.
    AmbiguousSpecVersion,
    /// A transaction version that no known spec version has.
    TransactionVersion {
        /// As the payload has it.
        found: u32,
    },
    /// The era is immortal and the birth block's hash is not the genesis hash.
    ImmortalBirthHash,
    /// The call carries weights that the chain refuses on any subnet.
    Weights(ChainError),
}

impl PayloadError {
    /// A number that stays the same in every release (144–159, and those of call, metadata, SCALE and the chain).
    pub const fn code(self) -> u32 {
        match self {
            Self::Call(error) => error.code(),
            Self::Metadata(error) => error.code(),
            Self::MetadataHashMode { .. } => 144,
            Self::AmbiguousSpecVersion => 145,
            Self::TransactionVersion { .. } => 146,
            Self::ImmortalBirthHash => 147,
            Self::Weights(error) => error.code(),
        }
    }

    /// The byte or element at fault, where there is one.
    pub const fn position(self) -> usize {
        match self {
            Self::Call(error) => error.position(),
            Self::Metadata(error) => error.position(),
            Self::MetadataHashMode { offset } => offset,
            Self::Weights(error) => error.position(),
            Self::AmbiguousSpecVersion | Self::TransactionVersion { .. } | Self::ImmortalBirthHash => 0,
        }
    }
}

impl From<CallError> for PayloadError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<MetadataError> for PayloadError {
    fn from(error: MetadataError) -> Self {
        Self::Metadata(error)
    }
}

impl From<ScaleError> for PayloadError {
    fn from(error: ScaleError) -> Self {
        Self::Call(CallError::Scale(error))
    }
}

impl From<ChainError> for PayloadError {
    fn from(error: ChainError) -> Self {
        Self::Weights(error)
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => fmt::Display::fmt(error, f),
            Self::Metadata(error) => fmt::Display::fmt(error, f),
            Self::MetadataHashMode { offset } => {
                write!(f, "the mode at byte {offset} does not go with the metadata hash")
            }
            Self::AmbiguousSpecVersion => f.write_str("the payload can be read with two spec versions"),
            Self::TransactionVersion { found } => write!(f, "unknown transaction version {found}"),
            Self::ImmortalBirthHash => f.write_str("immortal, but the birth hash is not the genesis hash"),
            Self::Weights(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for PayloadError {}
