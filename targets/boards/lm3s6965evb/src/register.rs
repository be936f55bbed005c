//! Memory-mapped registers: the one place of this board that reads and writes raw addresses.

/// A 32-bit peripheral register of the LM3S6965.
#[derive(Clone, Copy)]
pub(crate) struct Register(usize);

impl Register {
    /// Names the register at `address`.
    ///
    /// # Safety
    /// `address` must be a peripheral register of the LM3S6965 that is 32 bits wide and whose reads and writes
    /// have no effect on memory that Rust knows of.
    pub(crate) const unsafe fn at(address: usize) -> Self {
        Self(address)
    }

    pub(crate) fn read(self) -> u32 {
        // SAFETY: `at` promises a peripheral register, which is always mapped and aligned.
        unsafe { (self.0 as *const u32).read_volatile() }
    }

    pub(crate) fn write(self, value: u32) {
        // SAFETY: as in `read`.
        unsafe { (self.0 as *mut u32).write_volatile(value) }
    }

    pub(crate) fn set(self, bits: u32) {
        self.write(self.read() | bits);
    }

    pub(crate) fn clear(self, bits: u32) {
        self.write(self.read() & !bits);
    }
}
