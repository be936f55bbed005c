//! The scores file: JSON without a heap.
//!
//! ```json
//! {"netuid": 1, "mecid": 0, "uids": [0, 3], "scores": [0.5, 0.25], "version_key": 0}
//! ```
//!
//! `mecid` and `version_key` may be left out and are then 0. Instead of `scores`, `weights` may give the `u16`
//! weights as they are. Any other field is refused: a misspelt one must not pass for one that was left out.

mod error;
mod visit;

pub use error::{Field, Place, ScoresError};

use nanotao::{MechId, NetUid, Uid};
use serde::Deserializer as _;
use serde_json_core::de::Deserializer;

use crate::protocol::MAX_UIDS;
use visit::Progress;

/// Room for the lists of a request.
pub struct Lists {
    /// Uids as given.
    pub uids: [Uid; MAX_UIDS],
    /// Scores as given.
    pub scores: [f64; MAX_UIDS],
    /// Weights as given.
    pub weights: [u16; MAX_UIDS],
}

impl Lists {
    /// Empty lists.
    pub const fn new() -> Self {
        Self { uids: [0; MAX_UIDS], scores: [0.0; MAX_UIDS], weights: [0; MAX_UIDS] }
    }
}

impl Default for Lists {
    fn default() -> Self {
        Self::new()
    }
}

/// What a scores file says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores<'a> {
    /// The subnet.
    pub netuid: NetUid,
    /// The mechanism.
    pub mecid: MechId,
    /// The version of the validator's code.
    pub version_key: u64,
    /// Who is weighted.
    pub uids: &'a [Uid],
    /// How much.
    pub values: Values<'a>,
}

/// Scores or weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Values<'a> {
    /// Scores of any scale.
    Scores(&'a [f64]),
    /// Weights as the chain takes them.
    Weights(&'a [u16]),
}

impl Values<'_> {
    /// How many.
    pub const fn len(&self) -> usize {
        match self {
            Self::Scores(scores) => scores.len(),
            Self::Weights(weights) => weights.len(),
        }
    }

    /// Tells whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<'a> Scores<'a> {
    /// Reads a scores file. Lists of different lengths, duplicates and the like are for the caller to find.
    ///
    /// # Errors
    /// [`ScoresError`] names the field and the element.
    pub fn parse(text: &[u8], lists: &'a mut Lists) -> Result<Self, ScoresError> {
        let mut progress = Progress::new(lists);
        let mut json = Deserializer::new(text, None);
        let read = (&mut json).deserialize_map(&mut progress);
        read.map_err(|error| progress.fault(error, text.len()))?;
        // The object holds neither objects nor braces in strings, or it would not have been read.
        let len = text.iter().position(|byte| *byte == b'}').unwrap_or(text.len()).saturating_add(1);
        json.end().map_err(|_| ScoresError::TrailingBytes { offset: len })?;

        let missing = |field| ScoresError::Missing { field };
        let netuid = progress.netuid.ok_or(missing(Field::Netuid))?;
        let uids = progress.uids.ok_or(missing(Field::Uids))?;
        let (mecid, version_key) = (progress.mecid.unwrap_or(0), progress.version_key.unwrap_or(0));
        let (scores, weights) = (progress.scores, progress.weights);
        let values = match (scores, weights) {
            (Some(_), Some(_)) => return Err(ScoresError::ScoresAndWeights),
            (None, None) => return Err(missing(Field::Scores)),
            (Some(len), None) => Values::Scores(lists.scores.get(..len).unwrap_or_default()),
            (None, Some(len)) => Values::Weights(lists.weights.get(..len).unwrap_or_default()),
        };
        Ok(Self {
            netuid: NetUid(netuid),
            mecid: MechId(mecid),
            version_key,
            uids: lists.uids.get(..uids).unwrap_or_default(),
            values,
        })
    }
}
