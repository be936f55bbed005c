//! Sparse rows, sorted into columns in the caller's memory.

use super::Row;
use super::columns::{BondColumns, Columns, Entry};
use super::error::{EpochError, Field};
use super::mask::Mask;
use super::memory::Memory;
use crate::primitives::Uid;

/// The bonds that result, in rows: what the chain would store (`Bonds`).
#[derive(Debug)]
pub struct SparseBonds<'a> {
    /// Targets and bonds of all rows, one row behind another. [`SparseBonds::capacity`] tells how many there may be.
    pub entries: &'a mut [(Uid, u16)],
    /// For each uid, where its row ends; it begins where the row before it ends.
    pub ends: &'a mut [usize],
}

impl SparseBonds<'_> {
    /// Entries to have room for: the new bonds of a validator lie where it has a weight or a bond now.
    pub fn capacity(weights: &[Row<'_>], bonds: &[Row<'_>]) -> usize {
        entries(weights).saturating_add(entries(bonds))
    }

    /// The row of a uid.
    pub fn row(&self, uid: Uid) -> &[(Uid, u16)] {
        let end = |uid: usize| self.ends.get(uid).copied().unwrap_or_default();
        let start = usize::from(uid).checked_sub(1).map_or(0, end);
        self.entries.get(start..end(uid.into())).unwrap_or_default()
    }
}

/// The number of entries of all rows.
pub(super) fn entries(rows: &[Row<'_>]) -> usize {
    rows.iter().fold(0, |sum, row| sum.saturating_add(row.entries.len()))
}

/// Fails unless the uids of the rows rise, as keys of a map do.
pub(super) fn check_order(field: Field, rows: &[Row<'_>]) -> Result<(), EpochError> {
    match rows.windows(2).position(|pair| matches!(pair, [a, b] if a.uid >= b.uid)) {
        Some(index) => Err(EpochError::Uid { field, index: index.saturating_add(1) }),
        None => Ok(()),
    }
}

/// The uids below `neurons` that have a row of weights or of bonds, in their order.
pub(super) fn merged_uids<'r>(
    weights: &'r [Row<'r>],
    bonds: &'r [Row<'r>],
    neurons: usize,
) -> impl Iterator<Item = Uid> + 'r {
    let (mut weights, mut bonds) = (weights.iter().peekable(), bonds.iter().peekable());
    core::iter::from_fn(move || {
        let uid = match (weights.peek(), bonds.peek()) {
            (Some(weight), Some(bond)) => weight.uid.min(bond.uid),
            (Some(row), None) | (None, Some(row)) => row.uid,
            (None, None) => return None,
        };
        // Not by `next_if`, which leaves a panic in the image.
        if weights.peek().is_some_and(|row| row.uid == uid) {
            weights.next();
        }
        if bonds.peek().is_some_and(|row| row.uid == uid) {
            bonds.next();
        }
        Some(uid)
    })
    .take_while(move |uid| usize::from(*uid) < neurons)
}

/// Rows sorted into columns. Entries of one column keep the order of the rows, and of each row.
struct Table<'a> {
    rows: &'a [Row<'a>],
    /// For each target, where its column starts; one more for the end of the last.
    starts: &'a mut [u32],
    entries: &'a mut [u32],
    /// For each target, where in its column a walk through the rows is.
    cursors: &'a mut [u32],
}

impl<'a> Table<'a> {
    fn new(
        rows: &'a [Row<'a>],
        uids: &[Uid],
        neurons: usize,
        memory: &mut Memory<'a>,
        keep: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let starts: &mut [u32] = memory.take(neurons.saturating_add(1));
        let kept =
            || slots(rows, uids).flat_map(|(slot, row)| row.entries.iter().map(move |entry| (slot, entry)));
        let kept = || {
            kept()
                .filter(|(slot, (target, _))| usize::from(*target) < neurons && keep(*slot, (*target).into()))
        };
        for (_, (target, _)) in kept() {
            if let Some(count) = starts.get_mut(usize::from(*target).saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0_u32;
        for start in starts.iter_mut() {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let mut table =
            Self { rows, starts, entries: memory.take(entries(rows)), cursors: memory.take(neurons) };
        table.rewind();
        for (slot, (target, value)) in kept() {
            if let Some(cell) = table.advance((*target).into()).and_then(|place| table.entries.get_mut(place))
            {
                *cell = Entry::pack(slot, *value);
            }
        }
        table
    }

    /// Begins a walk through the rows.
    fn rewind(&mut self) {
        self.cursors.iter_mut().zip(self.starts.iter()).for_each(|(cursor, start)| *cursor = *start);
    }

    /// The place of the walk's next entry for `target`.
    fn advance(&mut self, target: usize) -> Option<usize> {
        let cursor = self.cursors.get_mut(target)?;
        let place = *cursor;
        *cursor = place.saturating_add(1);
        Some(place as usize)
    }

    fn start(&self, target: usize) -> usize {
        self.starts.get(target).copied().unwrap_or_default() as usize
    }

    fn column(&self, target: usize) -> &[u32] {
        self.entries.get(self.start(target)..self.start(target.saturating_add(1))).unwrap_or_default()
    }
}

/// Each row with its slot; rows of uids that are no neurons have none.
fn slots<'r>(rows: &'r [Row<'r>], uids: &'r [Uid]) -> impl Iterator<Item = (usize, &'r Row<'r>)> {
    rows.iter().filter_map(|row| Some((uids.binary_search(&row.uid).ok()?, row)))
}

/// The entries of a slot's row, if it has one.
pub(super) fn row_of<'r>(rows: &'r [Row<'r>], uids: &[Uid], slot: usize) -> &'r [(Uid, u16)] {
    let place = uids.get(slot).and_then(|uid| rows.binary_search_by_key(uid, |row| row.uid).ok());
    place.and_then(|place| rows.get(place)).map_or(&[], |row| row.entries)
}

/// Sparse rows of weights.
pub(super) struct SparseWeights<'a> {
    table: Table<'a>,
    mask: Mask<'a>,
    uids: &'a [Uid],
}

impl<'a> SparseWeights<'a> {
    pub(super) fn new(rows: &'a [Row<'a>], mask: Mask<'a>, uids: &'a [Uid], memory: &mut Memory<'a>) -> Self {
        let table =
            Table::new(rows, uids, mask.neurons(), memory, |slot, target| mask.of_target(target).keeps(slot));
        Self { table, mask, uids }
    }

    pub(super) fn keeps(&self, slot: usize, target: usize) -> bool {
        target < self.mask.neurons() && self.mask.of_target(target).keeps(slot)
    }

    /// Marks what the merge for liquid alpha does not see: an entry whose target is not above all before it in its
    /// row. What `dropped` tells of is not in the row any more.
    pub(super) fn mark_seen(&mut self, dropped: impl Fn(Entry, usize) -> bool) {
        self.table.rewind();
        for (slot, row) in slots(self.table.rows, self.uids) {
            let mut highest = None;
            for (target, value) in row.entries {
                let target = usize::from(*target);
                if !self.keeps(slot, target) {
                    continue;
                }
                let Some(place) = self.table.advance(target) else { continue };
                if dropped(Entry::of(Entry::pack(slot, *value)), target) {
                    continue;
                }
                if highest.is_some_and(|highest| highest >= target) {
                    if let Some(entry) = self.table.entries.get_mut(place) {
                        *entry = Entry::hide(*entry);
                    }
                } else {
                    highest = Some(target);
                }
            }
        }
    }
}

impl Columns for SparseWeights<'_> {
    fn column<'b>(&'b self, target: usize, _buffer: &'b mut [u32]) -> &'b [u32] {
        self.table.column(target)
    }

    fn start(&self, target: usize) -> usize {
        self.table.start(target)
    }
}

/// Sparse rows of bonds, old and new.
pub(super) struct SparseBondColumns<'a> {
    old: Table<'a>,
    /// The new row of each slot, while it grows in the order of targets: where it starts and how long it is.
    row_starts: &'a mut [u32],
    row_lens: &'a mut [u32],
    /// The new bond that goes with each weight, where liquid alpha keeps the order of the weights.
    with_weights: &'a mut [u32],
    new: &'a mut [(Uid, u16)],
}

impl<'a> SparseBondColumns<'a> {
    /// Told apart from no bond at all.
    const BOND: u32 = 1 << 16;

    pub(super) fn new(
        weights: &[Row<'_>],
        bonds: &'a [Row<'a>],
        mask: Mask<'a>,
        uids: &[Uid],
        memory: &mut Memory<'a>,
        new: &'a mut [(Uid, u16)],
    ) -> Self {
        let old = Table::new(bonds, uids, mask.neurons(), memory, |_, target| !mask.hides_bonds(target));
        let row_starts: &mut [u32] = memory.take(uids.len());
        for (slot, row) in slots(weights, uids).chain(slots(bonds, uids)) {
            if let Some(room) = row_starts.get_mut(slot) {
                *room = room.saturating_add(row.entries.len() as u32);
            }
        }
        let mut sum = 0_u32;
        for start in row_starts.iter_mut() {
            sum = sum.saturating_add(core::mem::replace(start, sum));
        }
        let (row_lens, with_weights) = (memory.take(uids.len()), memory.take(entries(weights)));
        let mut columns = Self { old, row_starts, row_lens, with_weights, new };
        columns.mark_seen(&mask, uids);
        columns
    }

    /// As for weights; here targets that are no neurons are in the row, and hide what comes behind them.
    fn mark_seen(&mut self, mask: &Mask<'_>, uids: &[Uid]) {
        self.old.rewind();
        for (_, row) in slots(self.old.rows, uids) {
            let mut highest = None;
            for (target, _) in row.entries {
                let target = usize::from(*target);
                if mask.hides_bonds(target) {
                    continue;
                }
                let place = if target < mask.neurons() { self.old.advance(target) } else { None };
                if highest.is_some_and(|highest| highest >= target) {
                    if let Some(entry) = place.and_then(|place| self.old.entries.get_mut(place)) {
                        *entry = Entry::hide(*entry);
                    }
                } else {
                    highest = Some(target);
                }
            }
        }
    }

    /// Moves the rows together, and writes where each ends.
    pub(super) fn finish(self, uids: &[Uid], ends: &mut [usize]) {
        let mut filled = Filled::new(self.new, ends);
        for (slot, uid) in uids.iter().enumerate() {
            let start = self.row_starts.get(slot).copied().unwrap_or_default() as usize;
            let len = self.row_lens.get(slot).copied().unwrap_or_default() as usize;
            for place in start..start.saturating_add(len) {
                // Rows only move towards the front: nothing is overwritten that has yet to move.
                let bond = filled.new.get(place).copied().unwrap_or_default();
                filled.push(bond);
            }
            filled.end(*uid);
        }
        filled.finish();
    }

    /// Writes the new bonds in the order of the weights.
    pub(super) fn finish_with_weights(
        self,
        mut weights: SparseWeights<'_>,
        uids: &[Uid],
        ends: &mut [usize],
    ) {
        let mut filled = Filled::new(self.new, ends);
        weights.table.rewind();
        for (slot, row) in slots(weights.table.rows, uids) {
            for (target, _) in row.entries {
                if !weights.keeps(slot, (*target).into()) {
                    continue;
                }
                let place = weights.table.advance((*target).into());
                let bond = place.and_then(|place| self.with_weights.get(place)).copied().unwrap_or_default();
                if bond & Self::BOND != 0 {
                    filled.push((*target, bond as u16));
                }
            }
            filled.end(row.uid);
        }
        filled.finish();
    }
}

/// Rows that are written one behind another.
struct Filled<'a> {
    new: &'a mut [(Uid, u16)],
    len: usize,
    ends: &'a mut [usize],
}

impl<'a> Filled<'a> {
    /// What the ends held before does not matter.
    fn new(new: &'a mut [(Uid, u16)], ends: &'a mut [usize]) -> Self {
        ends.fill(0);
        Self { new, len: 0, ends }
    }

    fn push(&mut self, bond: (Uid, u16)) {
        if let Some(cell) = self.new.get_mut(self.len) {
            *cell = bond;
        }
        self.len = self.len.saturating_add(1);
    }

    /// The row of `uid` is complete.
    fn end(&mut self, uid: Uid) {
        if let Some(end) = self.ends.get_mut(usize::from(uid)) {
            *end = self.len;
        }
    }

    /// A uid without a row ends where the one before it does.
    fn finish(self) {
        let mut last = 0;
        for end in self.ends {
            last = last.max(*end);
            *end = last;
        }
    }
}

impl Columns for SparseBondColumns<'_> {
    fn column<'b>(&'b self, target: usize, _buffer: &'b mut [u32]) -> &'b [u32] {
        self.old.column(target)
    }
}

impl BondColumns for SparseBondColumns<'_> {
    fn begin(&mut self, _target: usize) {}

    fn put(&mut self, target: usize, slot: usize, bond: u16) {
        let (Some(start), Some(len)) = (self.row_starts.get(slot), self.row_lens.get_mut(slot)) else {
            return;
        };
        let place = start.saturating_add(*len);
        if let Some(cell) = self.new.get_mut(place as usize) {
            *cell = (target as u16, bond);
            *len = len.saturating_add(1);
        }
    }

    fn put_at(&mut self, place: usize, _target: usize, _slot: usize, bond: u16) {
        if let Some(cell) = self.with_weights.get_mut(place) {
            *cell = Self::BOND | u32::from(bond);
        }
    }
}
