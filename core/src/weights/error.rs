//! Why weights are refused: by the chain, or by the SDK's rules before they get there.

use crate::primitives::Decimal;
use core::fmt;

/// Why the chain would refuse weights. Each variant bears the name of the pallet's error and adds what it was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum ChainError {
    /// The root network takes no weights.
    CanNotSetRootNetworkWeights,
    /// There are not as many values as uids.
    WeightVecNotEqualSize {
        /// Number of uids.
        uids: usize,
        /// Number of values.
        values: usize,
    },
    /// The subnet does not exist, or it has no such mechanism.
    MechanismDoesNotExist,
    /// There are more uids than neurons in the subnet.
    UidsLengthExceedUidsInSubNet {
        /// Number of uids.
        len: usize,
        /// Number of neurons.
        max: u16,
    },
    /// The hotkey is not registered in the subnet.
    HotKeyNotRegisteredInSubNet,
    /// The hotkey's stake weight is below the threshold for setting weights.
    NotEnoughStakeToSetWeights {
        /// The threshold.
        needed: u64,
    },
    /// The version key is older than the subnet's.
    IncorrectWeightVersionKey {
        /// The lowest one that passes.
        needed: u64,
    },
    /// The hotkey has set weights too recently.
    SettingWeightsTooFast {
        /// The first block that passes.
        next_block: u64,
    },
    /// The neuron has no validator permit, and these are not weights for itself alone.
    NeuronNoValidatorPermit,
    /// A uid occurs twice.
    DuplicateUids {
        /// The first one that occurred before.
        index: usize,
    },
    /// A uid is not a neuron of the subnet.
    UidVecContainInvalidOne {
        /// The first such uid.
        index: usize,
    },
    /// There are fewer weights than the subnet allows.
    WeightVecLengthIsLow {
        /// Number of weights.
        len: usize,
        /// Number needed.
        needed: u16,
    },
    /// A weight's share exceeds the subnet's limit.
    MaxWeightExceeded {
        /// The limit, as a share of 65535.
        limit: u16,
    },
    /// Commit-reveal is on: plain weights are refused.
    CommitRevealEnabled,
}

impl ChainError {
    /// A number that stays the same in every release (64–95 belong to the chain's errors on weights).
    pub const fn code(self) -> u32 {
        match self {
            Self::CanNotSetRootNetworkWeights => 64,
            Self::WeightVecNotEqualSize { .. } => 65,
            Self::MechanismDoesNotExist => 66,
            Self::UidsLengthExceedUidsInSubNet { .. } => 67,
            Self::HotKeyNotRegisteredInSubNet => 68,
            Self::NotEnoughStakeToSetWeights { .. } => 69,
            Self::IncorrectWeightVersionKey { .. } => 70,
            Self::SettingWeightsTooFast { .. } => 71,
            Self::NeuronNoValidatorPermit => 72,
            Self::DuplicateUids { .. } => 73,
            Self::UidVecContainInvalidOne { .. } => 74,
            Self::WeightVecLengthIsLow { .. } => 75,
            Self::MaxWeightExceeded { .. } => 76,
            Self::CommitRevealEnabled => 77,
        }
    }

    /// The element at fault, where there is one: of lists that do not pair up, the first one left over.
    pub const fn position(self) -> usize {
        match self {
            Self::WeightVecNotEqualSize { uids, values } => {
                if uids < values {
                    uids
                } else {
                    values
                }
            }
            Self::UidsLengthExceedUidsInSubNet { max, .. } => max as usize,
            Self::DuplicateUids { index } | Self::UidVecContainInvalidOne { index } => index,
            _ => 0,
        }
    }

    /// The name of the error in the chain's metadata.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CanNotSetRootNetworkWeights => "CanNotSetRootNetworkWeights",
            Self::WeightVecNotEqualSize { .. } => "WeightVecNotEqualSize",
            Self::MechanismDoesNotExist => "MechanismDoesNotExist",
            Self::UidsLengthExceedUidsInSubNet { .. } => "UidsLengthExceedUidsInSubNet",
            Self::HotKeyNotRegisteredInSubNet => "HotKeyNotRegisteredInSubNet",
            Self::NotEnoughStakeToSetWeights { .. } => "NotEnoughStakeToSetWeights",
            Self::IncorrectWeightVersionKey { .. } => "IncorrectWeightVersionKey",
            Self::SettingWeightsTooFast { .. } => "SettingWeightsTooFast",
            Self::NeuronNoValidatorPermit => "NeuronNoValidatorPermit",
            Self::DuplicateUids { .. } => "DuplicateUids",
            Self::UidVecContainInvalidOne { .. } => "UidVecContainInvalidOne",
            Self::WeightVecLengthIsLow { .. } => "WeightVecLengthIsLow",
            Self::MaxWeightExceeded { .. } => "MaxWeightExceeded",
            Self::CommitRevealEnabled => "CommitRevealEnabled",
        }
    }
}

impl fmt::Display for ChainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match *self {
            Self::CanNotSetRootNetworkWeights => f.write_str(": the root network takes no weights"),
            Self::WeightVecNotEqualSize { uids, values } => write!(f, ": {uids} uids, {values} values"),
            Self::MechanismDoesNotExist => f.write_str(": no such subnet or mechanism"),
            Self::UidsLengthExceedUidsInSubNet { len, max } => {
                write!(f, ": {len} uids, but at most {max} neurons")
            }
            Self::HotKeyNotRegisteredInSubNet => f.write_str(": the hotkey is not registered in the subnet"),
            Self::NotEnoughStakeToSetWeights { needed } => {
                write!(f, ": a stake weight of {} is needed", Decimal(needed.into()))
            }
            Self::IncorrectWeightVersionKey { needed } => {
                write!(f, ": version key {} or higher is needed", Decimal(needed.into()))
            }
            Self::SettingWeightsTooFast { next_block } => {
                write!(f, ": wait for block {}", Decimal(next_block.into()))
            }
            Self::NeuronNoValidatorPermit => f.write_str(": the neuron has no validator permit"),
            Self::DuplicateUids { index } => write!(f, ": the uid at index {index} occurred before"),
            Self::UidVecContainInvalidOne { index } => {
                write!(f, ": the uid at index {index} is no neuron of the subnet")
            }
            Self::WeightVecLengthIsLow { len, needed } => write!(f, ": {len} weights, {needed} are needed"),
            Self::MaxWeightExceeded { limit } => write!(f, ": a weight's share exceeds {limit} of 65535"),
            Self::CommitRevealEnabled => f.write_str(": the subnet takes committed weights only"),
        }
    }
}

impl core::error::Error for ChainError {}

/// Why scores give no weights. Indices count in the lists as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum QuantiseError {
    /// There are not as many weights as uids.
    LengthMismatch {
        /// Number of uids.
        uids: usize,
        /// Number of weights.
        weights: usize,
    },
    /// There is no weight at all.
    Empty,
    /// A weight is infinite or not a number.
    NotFinite {
        /// Its place.
        index: usize,
    },
    /// A weight is negative.
    Negative {
        /// Its place.
        index: usize,
    },
    /// A uid is negative, or too large for a `u16`.
    UidOutOfRange {
        /// Its place.
        index: usize,
    },
    /// Every weight is zero, or becomes so.
    AllZero,
    /// Fewer weights than the subnet allows are left once zeros are dropped.
    TooFew {
        /// Number of weights left.
        len: usize,
        /// Number needed.
        needed: u16,
    },
    /// The clip would divide by zero. Weights without a negative one, under a limit below 1, never lead here.
    DivisionByZero,
    /// A buffer of the caller's is too short.
    BufferTooSmall {
        /// Elements that it has to hold.
        needed: usize,
    },
}

impl QuantiseError {
    /// A number that stays the same in every release (96–127 belong to quantising).
    pub const fn code(self) -> u32 {
        match self {
            Self::LengthMismatch { .. } => 96,
            Self::Empty => 97,
            Self::NotFinite { .. } => 98,
            Self::Negative { .. } => 99,
            Self::UidOutOfRange { .. } => 100,
            Self::AllZero => 101,
            Self::TooFew { .. } => 102,
            Self::DivisionByZero => 103,
            Self::BufferTooSmall { .. } => 104,
        }
    }
}

impl fmt::Display for QuantiseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::LengthMismatch { uids, weights } => write!(f, "{uids} uids, but {weights} weights"),
            Self::Empty => f.write_str("no weights given"),
            Self::NotFinite { index } => write!(f, "the weight at index {index} is not a finite number"),
            Self::Negative { index } => write!(f, "the weight at index {index} is negative"),
            Self::UidOutOfRange { index } => write!(f, "the uid at index {index} is out of range"),
            Self::AllZero => f.write_str("all weights are zero: nothing to set"),
            Self::TooFew { len, needed } => {
                write!(f, "{len} weights are left without zeros, {needed} are needed")
            }
            Self::DivisionByZero => f.write_str("clipping to the limit divides by zero"),
            Self::BufferTooSmall { needed } => {
                write!(f, "buffer too small: it has to hold {needed} elements")
            }
        }
    }
}

impl core::error::Error for QuantiseError {}
