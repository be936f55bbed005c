//! Why there is no storage key.

use core::fmt;

use crate::scale::ScaleError;

/// Why there is no storage key, or no constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum StorageError {
    /// The runtime has no such pallet.
    UnknownPallet {
        /// The runtime.
        spec_version: u32,
    },
    /// The pallet has no such item.
    UnknownItem {
        /// The runtime.
        spec_version: u32,
    },
    /// There are more keys than the item has.
    KeyCount {
        /// How many were given.
        given: usize,
        /// How many the item has.
        known: usize,
    },
    /// A key is not of its type's length.
    KeyLen {
        /// The key, counted from 0.
        index: usize,
        /// The bytes that it must have.
        needed: usize,
    },
    /// The buffer is too small.
    Scale(ScaleError),
}

impl StorageError {
    /// A number that stays the same in every release (240–243, and SCALE's own).
    pub const fn code(self) -> u32 {
        match self {
            Self::UnknownPallet { .. } => 240,
            Self::UnknownItem { .. } => 241,
            Self::KeyCount { .. } => 242,
            Self::KeyLen { .. } => 243,
            Self::Scale(error) => error.code(),
        }
    }
}

impl From<ScaleError> for StorageError {
    fn from(error: ScaleError) -> Self {
        Self::Scale(error)
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPallet { spec_version } => {
                write!(f, "spec version {spec_version} has no such pallet")
            }
            Self::UnknownItem { spec_version } => {
                write!(f, "the pallet has no such storage item or constant at spec version {spec_version}")
            }
            Self::KeyCount { given, known } => write!(f, "{given} keys for an item that has {known}"),
            Self::KeyLen { index, needed } => write!(f, "key {index} must have {needed} bytes"),
            Self::Scale(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for StorageError {}
