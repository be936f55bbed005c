//! Output into the caller's buffer.

use super::{ScaleError, compact};

/// Appends to a slice of the caller's. Whoever uses it hands out nothing of the buffer after an error.
#[derive(Debug)]
pub struct Writer<'a> {
    buffer: &'a mut [u8],
    len: usize,
}

impl<'a> Writer<'a> {
    /// Starts at the front of `buffer`.
    pub fn new(buffer: &'a mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// Appends `bytes` as they are.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`]; nothing is written then.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), ScaleError> {
        let end = self.len.saturating_add(bytes.len());
        let Some(room) = self.buffer.get_mut(self.len..end) else {
            return Err(ScaleError::BufferTooSmall { needed: end });
        };
        for (to, from) in room.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.len = end;
        Ok(())
    }

    /// Appends a compact integer in its shortest form.
    ///
    /// # Errors
    /// [`ScaleError::BufferTooSmall`].
    pub fn compact(&mut self, value: u64) -> Result<(), ScaleError> {
        compact::encode(value, self)
    }

    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Tells whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Gives back what was written.
    pub fn finish(self) -> &'a mut [u8] {
        self.buffer.get_mut(..self.len).unwrap_or_default()
    }
}
