//! What the application draws on.

use embedded_graphics::{pixelcolor::BinaryColor, prelude::DrawTarget};
use embedded_hal::{digital::OutputPin, spi::SpiDevice};

use super::{ScreenError, Ssd0323};

/// A picture of 128×64 pixels that appears when it is flushed.
pub trait Screen: DrawTarget<Color = BinaryColor> {
    /// Why the picture did not appear.
    type FlushError;

    /// Makes what was drawn visible.
    ///
    /// # Errors
    /// Whatever kept it from the user's eyes. What was on the page then counts as not shown.
    fn flush(&mut self) -> Result<(), Self::FlushError>;
}

impl<Spi: SpiDevice, Pin: OutputPin> Screen for Ssd0323<Spi, Pin> {
    type FlushError = ScreenError<Spi::Error, Pin::Error>;

    fn flush(&mut self) -> Result<(), Self::FlushError> {
        self.flush()
    }
}
