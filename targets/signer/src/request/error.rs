//! What is wrong with a request, and where.

use core::fmt;

use nanotao::call::CallError;
use nanotao::display::CommitError;
use nanotao::extrinsic::PayloadError;
use nanotao::scale::ScaleError;
use nanotao::weights::{ChainError, QuantiseError};

use crate::protocol::MAX_UIDS;
use crate::scores::ScoresError;

/// Why a request is refused before anything is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum RequestError {
    /// The request ends early or late.
    Scale(ScaleError),
    /// The spec version, the pallet or the call is unknown, or an argument is malformed.
    Call(CallError),
    /// The payload's parts are unknown, malformed or contradictory.
    Payload(PayloadError),
    /// The scores file is at fault.
    Scores(ScoresError),
    /// The scores give no weights.
    Quantise(QuantiseError),
    /// The chain would refuse the weights.
    Chain(ChainError),
    /// The weights cannot be committed to.
    Commit(CommitError),
    /// There are more uids than a subnet has neurons.
    TooManyUids {
        /// How many.
        found: usize,
    },
    /// The era's period is neither 0 nor a power of two from 4 to 65536.
    InvalidPeriod {
        /// As given.
        period: u32,
    },
    /// No quantiser has this number.
    UnknownQuantiser {
        /// As given.
        found: u8,
    },
    /// No form of weights has this number.
    UnknownKind {
        /// As given.
        found: u8,
    },
    /// All weights are zero.
    AllZero,
    /// The payload signs a metadata hash, and no proof came with it.
    ProofMissing,
    /// The rules by which this spec version reveals commits are not known.
    UnknownRules {
        /// As given.
        spec_version: u32,
    },
}

impl RequestError {
    /// A number that stays the same in every release (272–287, and those of what it wraps).
    pub const fn code(self) -> u32 {
        match self {
            Self::Scale(error) => error.code(),
            Self::Call(error) => error.code(),
            Self::Payload(error) => error.code(),
            Self::Scores(error) => error.code(),
            Self::Quantise(error) => error.code(),
            Self::Chain(error) => error.code(),
            Self::Commit(error) => error.code(),
            Self::TooManyUids { .. } => 272,
            Self::InvalidPeriod { .. } => 273,
            Self::UnknownQuantiser { .. } => 274,
            Self::UnknownKind { .. } => 275,
            Self::AllZero => 276,
            Self::ProofMissing => 277,
            Self::UnknownRules { .. } => 278,
        }
    }

    /// The byte or the element at fault, counted from 0.
    pub const fn position(self) -> usize {
        match self {
            Self::Scale(error) => error.position(),
            Self::Call(error) => error.position(),
            Self::Payload(error) => error.position(),
            Self::Scores(error) => error.position(),
            Self::Chain(error) => error.position(),
            Self::Commit(error) => error.position(),
            Self::Quantise(
                QuantiseError::NotFinite { index }
                | QuantiseError::Negative { index }
                | QuantiseError::UidOutOfRange { index },
            ) => index,
            Self::Quantise(QuantiseError::LengthMismatch { uids, weights }) => {
                if uids < weights {
                    uids
                } else {
                    weights
                }
            }
            Self::TooManyUids { .. } => MAX_UIDS,
            _ => 0,
        }
    }
}

macro_rules! from {
    ($($error:ident => $variant:ident),* $(,)?) => {$(
        impl From<$error> for RequestError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from!(
    ScaleError => Scale,
    CallError => Call,
    PayloadError => Payload,
    ScoresError => Scores,
    QuantiseError => Quantise,
    ChainError => Chain,
    CommitError => Commit,
);

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scale(error) => fmt::Display::fmt(error, f),
            Self::Call(error) => fmt::Display::fmt(error, f),
            Self::Payload(error) => fmt::Display::fmt(error, f),
            Self::Scores(error) => fmt::Display::fmt(error, f),
            Self::Quantise(error) => fmt::Display::fmt(error, f),
            Self::Chain(error) => fmt::Display::fmt(error, f),
            Self::Commit(error) => fmt::Display::fmt(error, f),
            Self::TooManyUids { found } => write!(f, "{found} uids, a subnet has at most {MAX_UIDS}"),
            Self::InvalidPeriod { period } => {
                write!(f, "an era lasts 0 blocks, or a power of two from 4 to 65536, not {period}")
            }
            Self::UnknownQuantiser { found } => write!(f, "no quantiser {found}; there are 10 and 11"),
            Self::UnknownKind { found } => {
                write!(f, "no form of weights {found}; there are 0, JSON, and 1, binary")
            }
            Self::AllZero => f.write_str("all weights are zero: nothing to set"),
            Self::ProofMissing => {
                f.write_str("the payload signs a metadata hash: send the metadata proof along")
            }
            Self::UnknownRules { spec_version } => {
                write!(f, "it is not known when a chain of spec version {spec_version} reveals commits")
            }
        }
    }
}

impl core::error::Error for RequestError {}
