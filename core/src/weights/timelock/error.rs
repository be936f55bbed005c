//! Why there is no commit, or none that opens.

use crate::primitives::Decimal;
use crate::scale::ScaleError;
use crate::weights::ChainError;
use core::fmt;

/// Why weights were not locked until a round of the beacon, or do not open with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum TimelockError {
    /// The public key is not the encoding of a point of G2's subgroup.
    InvalidPublicKey,
    /// The public key is the point at infinity: anyone could open what is locked to it.
    InfinityPublicKey,
    /// The public key is a sound one, but not that of drand quicknet, which is the only one that the chain opens with.
    WrongPublicKey,
    /// The beacon has already signed the round: the commit would be open at once.
    RoundInPast {
        /// The first round that is still to come.
        next: u64,
    },
    /// The round lies more than five years ahead.
    RoundTooFar {
        /// The last round within five years.
        last: u64,
    },
    /// The chain would refuse the weights at reveal: too many, not in pairs, or a uid twice.
    Weights(ChainError),
    /// The commit would exceed [`MAX_COMMIT_LEN`](super::MAX_COMMIT_LEN).
    CommitTooLong {
        /// Bytes that it would have.
        len: usize,
    },
    /// The caller's source of randomness failed, or gave nothing that can be used.
    RandomnessFailed,
    /// The output buffer is too small.
    BufferTooSmall {
        /// Bytes that it has to hold.
        needed: usize,
    },
    /// The commit is cut short, longer than it says, or a length in it is not the only one that the format allows.
    InvalidLength {
        /// The byte at fault.
        offset: usize,
    },
    /// The commit names another cipher than `AES_GCM_`.
    UnknownCipherSuite,
    /// `U` is not the encoding of a point of G2's subgroup, or it is the point at infinity.
    InvalidPoint,
    /// The signature is not the encoding of a point of G1's subgroup, or it is the point at infinity.
    InvalidSignature,
    /// The signature is not the beacon's for this round.
    WrongSignature,
    /// The commit does not open: it is locked to another round than the signature's, or was altered in `U`, `V` or `W`.
    DoesNotOpen,
    /// The key opens, the body does not: nonce, ciphertext or tag were altered.
    InvalidTag,
    /// The subnet has a tempo of 0 and never reveals.
    NoEpochs,
    /// The reveal period has more epochs than any subnet can ask for.
    RevealPeriodTooLong,
    /// The reveal period is of no epoch, which no subnet can ask for.
    RevealPeriodTooShort,
    /// The schedule is not one as of the block: `LastEpochBlock` lies ahead of it, or the reveal beyond the last block.
    InvalidSchedule,
    /// The time lies before the beacon's first round.
    BeforeGenesis,
    /// The weights were altered while they were being locked.
    WeightsChanged,
    /// What was locked is not the SCALE form of weights.
    InvalidPayload(ScaleError),
}

impl TimelockError {
    /// A number that stays the same in every release (288–308, and those of the errors within).
    pub const fn code(self) -> u32 {
        match self {
            Self::InvalidPublicKey => 288,
            Self::InfinityPublicKey => 289,
            Self::WrongPublicKey => 290,
            Self::RoundInPast { .. } => 291,
            Self::RoundTooFar { .. } => 292,
            Self::CommitTooLong { .. } => 293,
            Self::RandomnessFailed => 294,
            Self::BufferTooSmall { .. } => 295,
            Self::InvalidLength { .. } => 296,
            Self::UnknownCipherSuite => 297,
            Self::InvalidPoint => 298,
            Self::InvalidSignature => 299,
            Self::WrongSignature => 300,
            Self::DoesNotOpen => 301,
            Self::InvalidTag => 302,
            Self::NoEpochs => 303,
            Self::RevealPeriodTooLong => 304,
            Self::RevealPeriodTooShort => 305,
            Self::InvalidSchedule => 306,
            Self::BeforeGenesis => 307,
            Self::WeightsChanged => 308,
            Self::Weights(error) => error.code(),
            Self::InvalidPayload(error) => error.code(),
        }
    }

    /// The byte or the element at fault, where there is one.
    pub const fn position(self) -> usize {
        match self {
            Self::InvalidLength { offset } => offset,
            Self::Weights(error) => error.position(),
            Self::InvalidPayload(error) => error.position(),
            _ => 0,
        }
    }
}

impl From<ChainError> for TimelockError {
    fn from(error: ChainError) -> Self {
        Self::Weights(error)
    }
}

impl fmt::Display for TimelockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::InvalidPublicKey => f.write_str("the public key is no point of the right group"),
            Self::InfinityPublicKey => {
                f.write_str("the public key is the point at infinity, which locks nothing")
            }
            Self::WrongPublicKey => {
                f.write_str("the public key is not that of drand quicknet, which the chain opens with")
            }
            Self::RoundInPast { next } => {
                write!(
                    f,
                    "the beacon has signed the round already: take round {} or a later one",
                    Decimal(next.into())
                )
            }
            Self::RoundTooFar { last } => {
                write!(
                    f,
                    "the round is more than five years ahead: take round {} or an earlier one",
                    Decimal(last.into())
                )
            }
            Self::Weights(error) => error.fmt(f),
            Self::CommitTooLong { len } => {
                let most = Decimal(super::MAX_COMMIT_LEN as u128);
                write!(f, "the commit would have {} bytes, the chain takes {most}", Decimal(len as u128))
            }
            Self::RandomnessFailed => f.write_str("the source of randomness failed"),
            Self::BufferTooSmall { needed } => {
                write!(f, "output buffer too small: {} bytes needed", Decimal(needed as u128))
            }
            Self::InvalidLength { offset } => {
                let at = Decimal(offset as u128);
                write!(f, "the commit is cut short, too long, or has a wrong length at byte {at}")
            }
            Self::UnknownCipherSuite => f.write_str("the commit's cipher suite is not AES_GCM_"),
            Self::InvalidPoint => f.write_str("the commit's first 96 bytes are no point of the right group"),
            Self::InvalidSignature => f.write_str("the signature is no point of the right group"),
            Self::WrongSignature => f.write_str("the signature is not the beacon's for this round"),
            Self::DoesNotOpen => f.write_str(
                "the commit does not open: the signature is of another round, or the commit was altered",
            ),
            Self::InvalidTag => f.write_str("the commit's body was altered"),
            Self::NoEpochs => {
                f.write_str("the subnet's tempo is 0: it runs no epoch that would reveal a commit")
            }
            Self::RevealPeriodTooLong => {
                let most = Decimal(super::MAX_REVEAL_PERIOD.into());
                write!(f, "a subnet's reveal period is of at most {most} epochs")
            }
            Self::RevealPeriodTooShort => f.write_str("a subnet's reveal period is of at least 1 epoch"),
            Self::InvalidSchedule => f.write_str(
                "the schedule is not as of this block: LastEpochBlock is ahead of it, or the reveal beyond the last block",
            ),
            Self::BeforeGenesis => f.write_str("the time is before the beacon's first round"),
            Self::WeightsChanged => {
                f.write_str("the weights were altered while they were being locked: commit again")
            }
            Self::InvalidPayload(error) => write!(f, "what was locked is not a set of weights: {error}"),
        }
    }
}

impl core::error::Error for TimelockError {}
