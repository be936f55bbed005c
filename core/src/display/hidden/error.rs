//! Why there is no commit.

use core::fmt;

use crate::crypto::SignError;
use crate::extrinsic::PayloadError;
use crate::weights::ChainError;
#[cfg(feature = "timelock")]
use crate::weights::timelock::TimelockError;

/// Why weights were not committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum CommitError {
    /// The chain would refuse the weights on any subnet, or the payload cannot be made.
    Payload(PayloadError),
    /// There is a source of randomness, and it failed.
    RandomnessFailed,
    /// The reveal cannot be foretold, or the weights cannot be locked until it.
    #[cfg(feature = "timelock")]
    Timelock(TimelockError),
}

impl CommitError {
    /// A number that stays the same in every release: that of the error within, or of signing's.
    pub const fn code(self) -> u32 {
        match self {
            Self::Payload(error) => error.code(),
            Self::RandomnessFailed => SignError::RandomnessFailed.code(),
            #[cfg(feature = "timelock")]
            Self::Timelock(error) => error.code(),
        }
    }

    /// The byte or element at fault, where there is one.
    pub const fn position(self) -> usize {
        match self {
            Self::Payload(error) => error.position(),
            Self::RandomnessFailed => 0,
            #[cfg(feature = "timelock")]
            Self::Timelock(error) => error.position(),
        }
    }
}

impl From<PayloadError> for CommitError {
    fn from(error: PayloadError) -> Self {
        Self::Payload(error)
    }
}

impl From<ChainError> for CommitError {
    fn from(error: ChainError) -> Self {
        Self::Payload(error.into())
    }
}

#[cfg(feature = "timelock")]
impl From<TimelockError> for CommitError {
    fn from(error: TimelockError) -> Self {
        Self::Timelock(error)
    }
}

impl fmt::Display for CommitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Payload(error) => fmt::Display::fmt(error, f),
            Self::RandomnessFailed => fmt::Display::fmt(&SignError::RandomnessFailed, f),
            #[cfg(feature = "timelock")]
            Self::Timelock(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for CommitError {}
