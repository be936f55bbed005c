//! Input that is borrowed, never copied, and never read past its end.

use super::{ScaleError, compact};

/// Takes values from the front of a slice and knows how far it has come.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the front of `input`.
    pub fn new(input: &'a [u8]) -> Self {
        Self { rest: input, offset: 0 }
    }

    /// Starts at byte `offset` of `input`, or at its end if that comes first.
    pub(crate) fn at(input: &'a [u8], offset: usize) -> Self {
        Self { rest: input.get(offset..).unwrap_or_default(), offset }
    }

    /// Bytes taken so far.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// What has not been taken yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Takes `count` bytes.
    ///
    /// # Errors
    /// [`ScaleError::UnexpectedEnd`].
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], ScaleError> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            let missing = count.saturating_sub(self.rest.len());
            return Err(ScaleError::UnexpectedEnd { offset: self.offset, missing });
        };
        self.rest = rest;
        self.offset = self.offset.saturating_add(count);
        Ok(taken)
    }

    /// Takes `N` bytes as an array.
    ///
    /// # Errors
    /// [`ScaleError::UnexpectedEnd`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], ScaleError> {
        let mut array = [0; N];
        for (to, from) in array.iter_mut().zip(self.bytes(N)?) {
            *to = *from;
        }
        Ok(array)
    }

    /// Takes a compact integer of at most `max`.
    ///
    /// # Errors
    /// [`ScaleError::NotCanonical`], [`ScaleError::OutOfRange`] or [`ScaleError::UnexpectedEnd`].
    pub fn compact(&mut self, max: u64) -> Result<u64, ScaleError> {
        compact::parse(self, max)
    }

    /// Takes the length of a list whose elements are `width` bytes each, and checks that the input can hold them.
    ///
    /// # Errors
    /// As [`compact`](Self::compact); a length that the input cannot hold is [`ScaleError::UnexpectedEnd`].
    pub fn length(&mut self, width: usize) -> Result<usize, ScaleError> {
        let count = self.compact(u32::MAX.into())?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let missing = count.saturating_mul(width).saturating_sub(self.rest.len());
        if missing > 0 {
            return Err(ScaleError::UnexpectedEnd { offset: self.offset, missing });
        }
        Ok(count)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`ScaleError::TrailingBytes`] if anything is left.
    pub fn finish(self) -> Result<(), ScaleError> {
        if self.rest.is_empty() { Ok(()) } else { Err(ScaleError::TrailingBytes { offset: self.offset }) }
    }
}
