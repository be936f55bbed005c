//! What can go wrong in SCALE, and where.

use core::fmt;

/// Why bytes are not the SCALE form of the type asked for, or do not fit. Offsets count from the start of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum ScaleError {
    /// The output buffer ends before the value does.
    BufferTooSmall {
        /// Bytes that the buffer would have had to hold so far.
        needed: usize,
    },
    /// The input ends before the value does.
    UnexpectedEnd {
        /// Where the value that is cut short begins.
        offset: usize,
        /// Bytes that are missing.
        missing: usize,
    },
    /// The compact integer at `offset` has a shorter form.
    NotCanonical {
        /// Its first byte.
        offset: usize,
    },
    /// The compact integer at `offset` is too large for its type.
    OutOfRange {
        /// Its first byte.
        offset: usize,
    },
    /// The bool, option or enum tag at `offset` is none of the known ones.
    InvalidTag {
        /// The tag's place.
        offset: usize,
        /// Its value.
        found: u8,
    },
    /// The value ended, the input did not.
    TrailingBytes {
        /// The first byte too many.
        offset: usize,
    },
}

impl ScaleError {
    /// A number that stays the same in every release (1–15 belong to SCALE).
    pub const fn code(self) -> u32 {
        match self {
            Self::BufferTooSmall { .. } => 1,
            Self::UnexpectedEnd { .. } => 2,
            Self::NotCanonical { .. } => 3,
            Self::OutOfRange { .. } => 4,
            Self::InvalidTag { .. } => 5,
            Self::TrailingBytes { .. } => 6,
        }
    }

    /// The offset in the input, or the size needed for the output.
    pub const fn position(self) -> usize {
        match self {
            Self::BufferTooSmall { needed } => needed,
            Self::UnexpectedEnd { offset, .. }
            | Self::NotCanonical { offset }
            | Self::OutOfRange { offset }
            | Self::InvalidTag { offset, .. }
            | Self::TrailingBytes { offset } => offset,
        }
    }
}

impl fmt::Display for ScaleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::BufferTooSmall { needed } => write!(f, "output buffer too small: {needed} bytes needed"),
            Self::UnexpectedEnd { offset, missing } => {
                write!(f, "input ends early: {missing} bytes missing for the value at byte {offset}")
            }
            Self::NotCanonical { offset } => write!(f, "compact integer at byte {offset} has a shorter form"),
            Self::OutOfRange { offset } => {
                write!(f, "compact integer at byte {offset} is too large for its type")
            }
            Self::InvalidTag { offset, found } => write!(f, "unknown tag {found} at byte {offset}"),
            Self::TrailingBytes { offset } => write!(f, "trailing bytes from byte {offset} on"),
        }
    }
}

impl core::error::Error for ScaleError {}
