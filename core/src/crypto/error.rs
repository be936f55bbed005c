//! Why there is no signature.

use super::Scheme;
use core::fmt;

/// Why a message was not signed, or a signature cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SignError {
    /// This build holds no code for the scheme.
    UnsupportedScheme {
        /// The scheme.
        scheme: Scheme,
    },
    /// The caller's source of randomness failed.
    RandomnessFailed,
    /// The signature that was just made does not verify: the hardware erred or was attacked. It was thrown away.
    VerificationFailed,
    /// The scratch buffer is too small to hold the wrapped message.
    BufferTooSmall {
        /// Bytes that it takes.
        needed: usize,
    },
}

impl SignError {
    /// A number that stays the same in every release (32–63 belong to keys and signatures).
    pub const fn code(self) -> u32 {
        match self {
            Self::UnsupportedScheme { .. } => 32,
            Self::RandomnessFailed => 33,
            Self::VerificationFailed => 34,
            Self::BufferTooSmall { .. } => 35,
        }
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::UnsupportedScheme { scheme } => write!(f, "{scheme} is not part of this build"),
            Self::RandomnessFailed => f.write_str("the source of randomness failed"),
            Self::VerificationFailed => f.write_str("the new signature does not verify and was thrown away"),
            Self::BufferTooSmall { needed } => write!(f, "scratch buffer too small: {needed} bytes needed"),
        }
    }
}

impl core::error::Error for SignError {}
