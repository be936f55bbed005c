//! What is known of each row, by slot.

use super::columns::Entry;
use super::fast::is_unit;
use super::share::Share;
use crate::fixed::I32F32;
use crate::primitives::Uid;

/// The validators that have a row, in the order of their uids.
pub(super) struct Rows<'a> {
    /// Their uids.
    pub(super) uids: &'a [Uid],
    /// Their active stake.
    pub(super) stake: &'a [I32F32],
    /// All ones for those who may validate in the next epoch, whose bonds alone are stored, and zero for the others.
    pub(super) permits: &'a [u16],
    /// The sums of their weights, and what goes with them.
    pub(super) sums: &'a [i32],
    pub(super) reciprocals: &'a [u64],
}

/// [`Rows`], while they are written.
pub(super) struct RowBuffers<'a> {
    pub(super) uids: &'a [Uid],
    pub(super) stake: &'a mut [I32F32],
    pub(super) permits: &'a mut [u16],
    pub(super) sums: &'a mut [i32],
    pub(super) reciprocals: &'a mut [u64],
}

impl RowBuffers<'_> {
    pub(super) fn read(&self) -> Rows<'_> {
        let Self { uids, stake, permits, sums, reciprocals } = self;
        Rows { uids, stake, permits, sums, reciprocals }
    }
}

impl Rows<'_> {
    pub(super) fn uid(&self, slot: usize) -> Uid {
        self.uids.get(slot).copied().unwrap_or_default()
    }

    /// Tells whether every stake lies between 0 and 1, as all do unless they are beyond what can exist.
    pub(super) fn are_unit(&self) -> bool {
        self.stake.iter().all(|stake| is_unit(*stake))
    }

    #[inline]
    pub(super) fn stake(&self, slot: usize) -> I32F32 {
        self.stake.get(slot).copied().unwrap_or_default()
    }

    /// A weight, normalised in its row (`inplace_row_normalize_sparse`).
    #[inline]
    pub(super) fn weight(&self, entry: Entry) -> I32F32 {
        let slot = entry.slot();
        let sum = self.sums.get(slot).copied().unwrap_or_default();
        let reciprocal = self.reciprocals.get(slot).copied().unwrap_or_default();
        Share::from_parts(sum, reciprocal).of(entry.value())
    }
}
