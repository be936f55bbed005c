//! The caller's words, cut into the vectors of an epoch.

use super::EpochError;
use bytemuck::Pod;
use core::mem::size_of;

/// Hands out slices from the front of the caller's memory.
pub(super) struct Memory<'a> {
    rest: &'a mut [u64],
}

impl<'a> Memory<'a> {
    /// Takes the words, if there are enough of them.
    pub(super) fn new(words: &'a mut [u64], needed: usize) -> Result<Self, EpochError> {
        if words.len() < needed {
            return Err(EpochError::Memory { len: words.len(), needed });
        }
        Ok(Self { rest: words })
    }

    /// The next `len` elements, zeroed. The words counted for [`Self::new`] leave no request unmet; the rest is empty.
    pub(super) fn take<T: Pod>(&mut self, len: usize) -> &'a mut [T] {
        let words = words_for(len, size_of::<T>());
        let rest = core::mem::take(&mut self.rest);
        let Some((taken, rest)) = rest.split_at_mut_checked(words) else { return &mut [] };
        self.rest = rest;
        taken.fill(0);
        let elements = bytemuck::try_cast_slice_mut(taken).unwrap_or_default();
        elements.get_mut(..len).unwrap_or_default()
    }
}

/// Words that `len` elements of `size` bytes take.
pub(super) const fn words_for(len: usize, size: usize) -> usize {
    len.saturating_mul(size).div_ceil(size_of::<u64>())
}
