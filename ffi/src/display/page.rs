//! Where the texts of a card go.

use core::ffi::c_char;
use core::ops::Range;

use nanotao::display::Card;

use crate::fault::Fault;
use crate::memory::{Output, apart};
use crate::text;

/// A buffer for a text, as it came: its first place, its room, and where the length goes.
pub(super) type Text = (*mut c_char, usize, *mut usize);

/// The caller's two buffers.
pub(super) struct Page {
    label: Output<u8>,
    value: Output<u8>,
}

impl Page {
    /// # Safety
    /// As [`Output::new`], for both.
    pub(super) unsafe fn new(label: Text, value: Text) -> Result<Self, Fault> {
        // SAFETY: the caller's promise.
        unsafe {
            let label = Output::new(label.0.cast(), label.1, label.2)?;
            Ok(Self { label, value: Output::new(value.0.cast(), value.1, value.2)? })
        }
    }

    /// Refuses buffers that share memory with an input, or with each other.
    pub(super) fn apart_from(&self, inputs: &[Range<usize>]) -> Result<(), Fault> {
        apart(&[self.label.extent(), self.value.extent()], inputs)
    }

    /// Writes both texts, or neither.
    pub(super) fn write(&mut self, card: &Card<'_>) -> Result<(), Fault> {
        text::write(&mut [(&mut self.label, &card.label), (&mut self.value, &card.value)])
    }
}
