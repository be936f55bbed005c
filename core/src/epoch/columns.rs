//! Weights and bonds by column, whatever form the caller has them in.
//!
//! Both passes of an epoch go through targets, and through the validators of each in the order of their uids: so does
//! the chain wherever the order of sums could matter. A validator is known by its slot, its place among the rows.

use super::mask::Mask;

/// The value of one validator for the target whose column it is in: slot and value, and whether the merge that pairs
/// weights with bonds for liquid alpha gets to see it. In a row that rises, it sees all.
#[derive(Clone, Copy)]
pub(super) struct Entry(u32);

impl Entry {
    const SEEN: u32 = 1 << 31;

    /// An entry that is seen. Slots have twelve bits.
    pub(super) const fn pack(slot: usize, value: u16) -> u32 {
        Self::SEEN | (slot as u32) << 16 | value as u32
    }

    pub(super) const fn hide(bits: u32) -> u32 {
        bits & !Self::SEEN
    }

    pub(super) const fn of(bits: u32) -> Self {
        Self(bits)
    }

    pub(super) const fn slot(self) -> usize {
        (self.0 >> 16 & 0xfff) as usize
    }

    pub(super) const fn value(self) -> u16 {
        self.0 as u16
    }

    pub(super) const fn is_seen(self) -> bool {
        self.0 & Self::SEEN != 0
    }
}

/// Columns to read. `buffer` has room for one entry of each row.
pub(super) trait Columns {
    /// The entries for `target` that no mask hides, by slot; of one slot, in the order of its row.
    fn column<'b>(&'b self, target: usize, buffer: &'b mut [u32]) -> &'b [u32];

    /// The number of entries in all columns before that of `target`, where the form keeps count.
    fn start(&self, _target: usize) -> usize {
        0
    }
}

/// Columns of bonds to write.
pub(super) trait BondColumns: Columns {
    /// Begins to write the column of `target`, whose old entries have been read.
    fn begin(&mut self, target: usize);

    /// Writes a bond to `target`; targets come in their order.
    fn put(&mut self, target: usize, slot: usize, bond: u16);

    /// Writes the bond that goes with entry `place` of all weights.
    fn put_at(&mut self, place: usize, target: usize, slot: usize, bond: u16);
}

/// Dense rows of weights: one `u16` for each neuron, zero for none.
pub(super) struct DenseWeights<'a> {
    pub(super) weights: &'a [u16],
    pub(super) mask: Mask<'a>,
}

impl DenseWeights<'_> {
    /// The sum of a row's weights that no mask hides.
    pub(super) fn sum(&self, slot: usize) -> i32 {
        let start = slot.saturating_mul(self.mask.neurons());
        let row = self.weights.get(start..start.saturating_add(self.mask.neurons())).unwrap_or_default();
        // A row of nothing but zeros has the same shares of any sum.
        self.mask.sum_of(slot, row).max(1)
    }
}

impl Columns for DenseWeights<'_> {
    #[inline]
    fn column<'b>(&'b self, target: usize, buffer: &'b mut [u32]) -> &'b [u32] {
        let mask = self.mask.of_target(target);
        gather(self.weights, target, self.mask.neurons(), buffer, |slot| mask.keeps(slot))
    }
}

/// Dense rows of bonds, updated in place.
pub(super) struct DenseBonds<'a> {
    pub(super) bonds: &'a mut [u16],
    pub(super) mask: Mask<'a>,
}

impl Columns for DenseBonds<'_> {
    #[inline]
    fn column<'b>(&'b self, target: usize, buffer: &'b mut [u32]) -> &'b [u32] {
        if self.mask.hides_bonds(target) {
            return &[];
        }
        gather(self.bonds, target, self.mask.neurons(), buffer, |_| true)
    }
}

impl BondColumns for DenseBonds<'_> {
    fn begin(&mut self, target: usize) {
        let cells = self.bonds.get_mut(target..).unwrap_or_default().iter_mut();
        cells.step_by(self.mask.neurons().max(1)).for_each(|cell| *cell = 0);
    }

    fn put(&mut self, target: usize, slot: usize, bond: u16) {
        let index = slot.wrapping_mul(self.mask.neurons()).wrapping_add(target);
        if let Some(cell) = self.bonds.get_mut(index) {
            *cell = bond;
        }
    }

    fn put_at(&mut self, _place: usize, target: usize, slot: usize, bond: u16) {
        self.put(target, slot, bond);
    }
}

/// The values of a dense column that are not zero.
#[inline]
fn gather<'b>(
    rows: &[u16],
    target: usize,
    neurons: usize,
    buffer: &'b mut [u32],
    keep: impl Fn(usize) -> bool,
) -> &'b [u32] {
    let mut len = 0_usize;
    let column = rows.get(target..).unwrap_or_default().iter().step_by(neurons.max(1));
    for (slot, &value) in column.enumerate() {
        if value != 0 && keep(slot) {
            if let Some(entry) = buffer.get_mut(len) {
                *entry = Entry::pack(slot, value);
            }
            len = len.wrapping_add(1);
        }
    }
    buffer.get(..len).unwrap_or_default()
}
