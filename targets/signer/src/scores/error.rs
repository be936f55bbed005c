//! Why a text is no scores file, and where.

use core::fmt;

use crate::protocol::MAX_UIDS;

/// A field of a scores file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Field {
    /// The subnet.
    Netuid,
    /// The mechanism; 0 if absent.
    Mecid,
    /// Who is weighted.
    Uids,
    /// How much, in any scale.
    Scores,
    /// How much, as the chain takes it.
    Weights,
    /// The version of the validator's code; 0 if absent.
    VersionKey,
}

impl Field {
    const ALL: [Self; 6] =
        [Self::Netuid, Self::Mecid, Self::Uids, Self::Scores, Self::Weights, Self::VersionKey];

    pub(super) fn new(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Its name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Netuid => "netuid",
            Self::Mecid => "mecid",
            Self::Uids => "uids",
            Self::Scores => "scores",
            Self::Weights => "weights",
            Self::VersionKey => "version_key",
        }
    }

    const fn is_list(self) -> bool {
        matches!(self, Self::Uids | Self::Scores | Self::Weights)
    }
}

/// A place in a scores file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Place {
    /// Outside any field's value, after so many fields.
    Between {
        /// Fields before it.
        fields: usize,
    },
    /// In a field's value.
    In {
        /// The field.
        field: Field,
        /// The element, where the value is a list.
        index: usize,
    },
}

impl Place {
    const fn position(self) -> usize {
        match self {
            Self::Between { fields } => fields,
            Self::In { index, .. } => index,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Between { fields } => write!(f, "after {fields} fields"),
            Self::In { field, index } if field.is_list() => write!(f, "at {}[{index}]", field.name()),
            Self::In { field, .. } => write!(f, "at {}", field.name()),
        }
    }
}

/// Why a text is no scores file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum ScoresError {
    /// The text ends before the object does.
    UnexpectedEnd {
        /// Where it ends.
        offset: usize,
    },
    /// This is not JSON, or a fraction where an integer should be.
    Malformed {
        /// Where.
        place: Place,
    },
    /// A value is of another type than it should be.
    WrongType {
        /// Where.
        place: Place,
    },
    /// An integer is negative, or too large for its field.
    OutOfRange {
        /// Where.
        place: Place,
    },
    /// A score is not a finite number.
    NotFinite {
        /// Its place in `scores`.
        index: usize,
    },
    /// There is no field of such a name.
    UnknownField {
        /// How many fields stand before it.
        fields: usize,
    },
    /// A field occurs twice.
    DuplicateField {
        /// The field.
        field: Field,
    },
    /// A field is missing.
    Missing {
        /// The field.
        field: Field,
    },
    /// There are both scores and weights.
    ScoresAndWeights,
    /// A list is longer than any subnet has neurons.
    TooMany {
        /// The list.
        field: Field,
    },
    /// Something follows the object.
    TrailingBytes {
        /// The first byte after it.
        offset: usize,
    },
}

impl ScoresError {
    /// A number that stays the same in every release (256–271 belong to the scores file).
    pub const fn code(self) -> u32 {
        match self {
            Self::UnexpectedEnd { .. } => 256,
            Self::Malformed { .. } => 257,
            Self::WrongType { .. } => 258,
            Self::OutOfRange { .. } => 259,
            Self::NotFinite { .. } => 260,
            Self::UnknownField { .. } => 261,
            Self::DuplicateField { .. } => 262,
            Self::Missing { .. } => 263,
            Self::ScoresAndWeights => 264,
            Self::TooMany { .. } => 265,
            Self::TrailingBytes { .. } => 266,
        }
    }

    /// The byte, the element or the field at fault, as its text says.
    pub const fn position(self) -> usize {
        match self {
            Self::UnexpectedEnd { offset } | Self::TrailingBytes { offset } => offset,
            Self::Malformed { place } | Self::WrongType { place } | Self::OutOfRange { place } => {
                place.position()
            }
            Self::NotFinite { index } => index,
            Self::UnknownField { fields } => fields,
            Self::TooMany { .. } => MAX_UIDS,
            Self::DuplicateField { .. } | Self::Missing { .. } | Self::ScoresAndWeights => 0,
        }
    }
}

impl fmt::Display for ScoresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedEnd { offset } => write!(f, "the scores file ends early, at byte {offset}"),
            Self::Malformed { place } => write!(f, "malformed {place}"),
            Self::WrongType { place } => write!(f, "wrong type {place}"),
            Self::OutOfRange { place } => write!(f, "out of range {place}"),
            Self::NotFinite { index } => write!(f, "scores[{index}] is not a finite number"),
            Self::UnknownField { fields } => {
                write!(f, "unknown field after {fields} fields; known are")?;
                Field::ALL.iter().try_for_each(|field| write!(f, " {}", field.name()))
            }
            Self::DuplicateField { field } => write!(f, "field {} occurs twice", field.name()),
            Self::Missing { field } => write!(f, "field {} is missing", field.name()),
            Self::ScoresAndWeights => f.write_str("both scores and weights are given"),
            Self::TooMany { field } => write!(f, "more than {MAX_UIDS} elements in {}", field.name()),
            Self::TrailingBytes { offset } => {
                write!(f, "something follows the scores file, from byte {offset} on")
            }
        }
    }
}

impl core::error::Error for ScoresError {}
