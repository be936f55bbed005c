//! Why a payload is refused.

use core::fmt;

use crate::call::CallError;
use crate::scale::ScaleError;

/// Why bytes are not a payload that may be shown and signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum PayloadError {
    /// The call, or any field, is unknown or malformed.
    Call(CallError),
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
    /// As many uids as weights are needed (`WeightVecNotEqualSize`).
    WeightVecNotEqualSize {
        /// How many uids there are.
        uids: usize,
        /// How many weights there are.
        weights: usize,
    },
}

impl PayloadError {
    /// A number that stays the same in every release (144–159, and those of call and SCALE).
    pub const fn code(self) -> u32 {
        match self {
            Self::Call(error) => error.code(),
            Self::MetadataHashMode { .. } => 144,
            Self::AmbiguousSpecVersion => 145,
            Self::TransactionVersion { .. } => 146,
            Self::ImmortalBirthHash => 147,
            Self::WeightVecNotEqualSize { .. } => 148,
        }
    }

    /// The byte or element at fault, where there is one.
    pub const fn position(self) -> usize {
        match self {
            Self::Call(error) => error.position(),
            Self::MetadataHashMode { offset } => offset,
            Self::WeightVecNotEqualSize { weights, .. } => weights,
            Self::AmbiguousSpecVersion | Self::TransactionVersion { .. } | Self::ImmortalBirthHash => 0,
        }
    }
}

impl From<CallError> for PayloadError {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<ScaleError> for PayloadError {
    fn from(error: ScaleError) -> Self {
        Self::Call(CallError::Scale(error))
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => fmt::Display::fmt(error, f),
            Self::MetadataHashMode { offset } => {
                write!(f, "the mode at byte {offset} does not go with the metadata hash")
            }
            Self::AmbiguousSpecVersion => f.write_str("the payload can be read with two spec versions"),
            Self::TransactionVersion { found } => write!(f, "unknown transaction version {found}"),
            Self::ImmortalBirthHash => f.write_str("immortal, but the birth hash is not the genesis hash"),
            Self::WeightVecNotEqualSize { uids, weights } => write!(f, "{uids} uids, but {weights} weights"),
        }
    }
}

impl core::error::Error for PayloadError {}
