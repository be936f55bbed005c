//! Why bytes are not a call.

use core::fmt;

use crate::scale::ScaleError;

/// Why bytes are not a call that the tables hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum CallError {
    /// No table for this spec version.
    UnknownSpec {
        /// As the payload has it.
        spec_version: u32,
    },
    /// The table has no such pallet.
    UnknownPallet {
        /// The first byte of the call.
        pallet: u8,
    },
    /// The pallet has no such call, or the table does not hold it.
    UnknownCall {
        /// The first byte of the call.
        pallet: u8,
        /// The second.
        call: u8,
    },
    /// The runtime does not have the call, or a value in it.
    NotInSpec {
        /// The pallet, or the enumeration.
        parent: &'static str,
        /// The call, or the variant.
        name: &'static str,
        /// The runtime.
        spec_version: u32,
    },
    /// An argument is malformed.
    Scale(ScaleError),
}

impl CallError {
    /// A number that stays the same in every release (128–143, and SCALE's own).
    pub const fn code(self) -> u32 {
        match self {
            Self::UnknownSpec { .. } => 128,
            Self::UnknownPallet { .. } => 129,
            Self::UnknownCall { .. } => 130,
            Self::NotInSpec { .. } => 131,
            Self::Scale(error) => error.code(),
        }
    }

    /// The byte at fault, counted from the start of the input.
    pub const fn position(self) -> usize {
        match self {
            Self::UnknownSpec { .. } | Self::UnknownPallet { .. } | Self::NotInSpec { .. } => 0,
            Self::UnknownCall { .. } => 1,
            Self::Scale(error) => error.position(),
        }
    }
}

impl From<ScaleError> for CallError {
    fn from(error: ScaleError) -> Self {
        Self::Scale(error)
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSpec { spec_version } => write!(f, "no call table for spec version {spec_version}"),
            Self::UnknownPallet { pallet } => write!(f, "no pallet with index {pallet} in the call table"),
            Self::UnknownCall { pallet, call } => {
                write!(f, "no call with index {call} of pallet {pallet} in the call table")
            }
            Self::NotInSpec { parent, name, spec_version } => {
                write!(f, "spec version {spec_version} has no {parent}.{name}")
            }
            Self::Scale(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for CallError {}
