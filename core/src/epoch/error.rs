//! Why an epoch cannot be computed.

use core::fmt;

/// What an epoch reads or writes, for an error that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Field {
    /// `total_stake`.
    TotalStake,
    /// `block_at_registration`.
    BlockAtRegistration,
    /// The uids of dense rows.
    Uids,
    /// Dense weights.
    Weights,
    /// Dense bonds.
    Bonds,
    /// Sparse rows of weights.
    WeightRows,
    /// Sparse rows of bonds.
    BondRows,
    /// The entries of sparse bonds that result.
    BondEntries,
    /// The ends of the rows of sparse bonds that result.
    BondEnds,
    /// A slice of the output.
    Output,
}

impl Field {
    /// The name under which the API and the JSON know it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TotalStake => "total_stake",
            Self::BlockAtRegistration => "block_at_registration",
            Self::Uids => "uids",
            Self::Weights => "weights",
            Self::Bonds => "bonds",
            Self::WeightRows => "weights (sparse rows)",
            Self::BondRows => "bonds (sparse rows)",
            Self::BondEntries => "entries for the resulting bonds",
            Self::BondEnds => "ends for the resulting bonds",
            Self::Output => "output",
        }
    }
}

/// Why an epoch cannot be computed. Nothing of the caller's has been changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum EpochError {
    /// More neurons than a subnet can have.
    TooManyNeurons {
        /// How many there are.
        neurons: usize,
        /// [`MAX_NEURONS`](super::MAX_NEURONS).
        max: usize,
    },
    /// A slice is not as long as the number of neurons, or of rows, demands.
    Length {
        /// Which slice.
        field: Field,
        /// How long it is.
        len: usize,
        /// How long it has to be.
        needed: usize,
    },
    /// The working memory is too small.
    Memory {
        /// Words that were given.
        len: usize,
        /// Words that are needed.
        needed: usize,
    },
    /// The uids of rows do not rise, or one is no neuron of the subnet where it has to be.
    Uid {
        /// Which rows.
        field: Field,
        /// The first row that is out of order.
        index: usize,
    },
}

impl EpochError {
    /// A number that stays the same in every release (192–207 belong to epochs).
    pub const fn code(self) -> u32 {
        match self {
            Self::TooManyNeurons { .. } => 192,
            Self::Length { .. } => 193,
            Self::Memory { .. } => 194,
            Self::Uid { .. } => 195,
        }
    }
}

impl fmt::Display for EpochError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooManyNeurons { neurons, max } => {
                write!(f, "{neurons} neurons, a subnet has at most {max}")
            }
            Self::Length { field, len, needed } => {
                write!(f, "{}: {len} elements, {needed} are needed", field.name())
            }
            Self::Memory { len, needed } => write!(f, "memory: {len} words, {needed} are needed"),
            Self::Uid { field, index } => {
                write!(f, "{}: the uid of row {index} does not rise, or is no neuron", field.name())
            }
        }
    }
}

impl core::error::Error for EpochError {}
