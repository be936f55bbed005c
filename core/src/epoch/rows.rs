//! What is known of each row, by slot.

use super::columns::Entry;
use super::share::Share;
use crate::fixed::I32F32;
use crate::primitives::Uid;

/// The validators that have a row, in the order of their uids.
pub(super) struct Rows<'a> {
    /// Their uids.
    pub(super) uids: &'a [Uid],
    /// Their active stake.
    pub(super) stake: &'a [I32F32],
    /// Their places among the voters.
    pub(super) voters: &'a [u16],
    /// The sums of their weights, and what goes with them.
    pub(super) sums: &'a [i32],
    pub(super) reciprocals: &'a [u64],
}

impl Rows<'_> {
    pub(super) fn uid(&self, slot: usize) -> Uid {
        self.uids.get(slot).copied().unwrap_or_default()
    }

    #[inline]
    pub(super) fn stake(&self, slot: usize) -> I32F32 {
        self.stake.get(slot).copied().unwrap_or_default()
    }

    /// The place among the voters; out of range for one that has no vote.
    #[inline]
    pub(super) fn voter(&self, slot: usize) -> usize {
        self.voters.get(slot).copied().unwrap_or(u16::MAX).into()
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
