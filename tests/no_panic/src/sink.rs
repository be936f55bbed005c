//! Where results go, so that no call can be left out as unused.

use core::fmt;

/// A running sum of everything that was written to it.
pub(crate) struct Sink(u32);

impl Sink {
    pub(crate) fn new() -> Self {
        Self(0)
    }

    pub(crate) fn value(&self) -> u32 {
        self.0
    }

    pub(crate) fn add(&mut self, value: impl Into<u64>) {
        let value: u64 = value.into();
        self.0 = self.0.rotate_left(5) ^ value as u32 ^ (value >> 32) as u32;
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.add(*byte);
        }
    }

    /// Takes a result apart; an error counts by its message, so that its formatting is linked too.
    pub(crate) fn result<T, E: fmt::Display>(&mut self, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let _ = fmt::write(self, format_args!("{error}"));
                None
            }
        }
    }
}

impl fmt::Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }
}
