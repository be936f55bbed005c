//! The SSD0323 controller of a 128×64 OLED, over four-wire SPI.
//!
//! The controller knows sixteen levels of grey and keeps two pixels to a byte; the application knows on and off, so
//! one bit per pixel is kept here (1 KiB) and widened while it is sent.

use core::convert::Infallible;

use embedded_graphics::{pixelcolor::BinaryColor, prelude::*, primitives::Rectangle};
use embedded_hal::{digital::OutputPin, spi::SpiDevice};

/// Pixels in a row.
pub const WIDTH: usize = 128;
/// Rows.
pub const HEIGHT: usize = 64;

const BYTES_PER_ROW: usize = WIDTH / 8;
/// Bytes of the controller per row: two pixels to a byte.
const GREY_BYTES_PER_ROW: usize = WIDTH / 2;

/// Where the picture goes: columns in pairs of pixels, then rows, each first and last.
const WINDOW: [u8; 6] = [0x15, 0, 63, 0x75, 0, 63];
const START: [u8; 13] = [
    0xAE, // display off while it is set up
    0xA0, 0x00, // rows from left to right, the even pixel in the high nibble
    0xA1, 0x00, // first line
    0xA2, 0x00, // no vertical offset
    0xA4, // normal picture
    0xA8, 0x3F, // 64 of 80 rows are wired
    0x86, // full current range
    0x81, 0x7F, // contrast
];
const DISPLAY_ON: u8 = 0xAF;

/// What can go wrong between the board and its screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScreenError<Spi, Pin> {
    /// The bus.
    Spi(Spi),
    /// The line that tells commands from pixels.
    Pin(Pin),
}

impl<Spi: core::fmt::Debug, Pin: core::fmt::Debug> core::fmt::Display for ScreenError<Spi, Pin> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Spi(error) => write!(f, "the bus of the screen failed: {error:?}"),
            Self::Pin(error) => write!(f, "the command line of the screen failed: {error:?}"),
        }
    }
}

impl<Spi: core::fmt::Debug, Pin: core::fmt::Debug> core::error::Error for ScreenError<Spi, Pin> {}

/// A screen behind `spi`; `command` is the D/C line, low for commands.
pub struct Ssd0323<Spi, Pin> {
    spi: Spi,
    command: Pin,
    pixels: [[u8; BYTES_PER_ROW]; HEIGHT],
}

impl<Spi: SpiDevice, Pin: OutputPin> Ssd0323<Spi, Pin> {
    /// Sets the controller up, and shows an empty picture.
    ///
    /// # Errors
    /// [`ScreenError`], as every function here.
    pub fn new(spi: Spi, command: Pin) -> Result<Self, ScreenError<Spi::Error, Pin::Error>> {
        let mut screen = Self { spi, command, pixels: [[0; BYTES_PER_ROW]; HEIGHT] };
        screen.command(&START)?;
        screen.flush()?;
        screen.command(&[DISPLAY_ON])?;
        Ok(screen)
    }

    /// Sends the picture that was drawn.
    ///
    /// # Errors
    /// [`ScreenError`].
    pub fn flush(&mut self) -> Result<(), ScreenError<Spi::Error, Pin::Error>> {
        self.command(&WINDOW)?;
        self.command.set_high().map_err(ScreenError::Pin)?;
        for row in &self.pixels {
            let mut grey = [0u8; GREY_BYTES_PER_ROW];
            for (pairs, bits) in grey.chunks_exact_mut(4).zip(row) {
                for (pair, shift) in pairs.iter_mut().zip([6u8, 4, 2, 0]) {
                    *pair = match (bits >> shift) & 0b11 {
                        0b00 => 0x00,
                        0b01 => 0x0F,
                        0b10 => 0xF0,
                        _ => 0xFF,
                    };
                }
            }
            self.spi.write(&grey).map_err(ScreenError::Spi)?;
        }
        Ok(())
    }

    fn command(&mut self, bytes: &[u8]) -> Result<(), ScreenError<Spi::Error, Pin::Error>> {
        self.command.set_low().map_err(ScreenError::Pin)?;
        self.spi.write(bytes).map_err(ScreenError::Spi)
    }
}

impl<Spi, Pin> Ssd0323<Spi, Pin> {
    fn put(&mut self, at: Point, color: BinaryColor) {
        let (Ok(x), Ok(y)) = (usize::try_from(at.x), usize::try_from(at.y)) else { return };
        let Some(byte) = self.pixels.get_mut(y).and_then(|row| row.get_mut(x / 8)) else { return };
        let bit = 0x80u8 >> (x % 8);
        match color {
            BinaryColor::On => *byte |= bit,
            BinaryColor::Off => *byte &= !bit,
        }
    }
}

impl<Spi, Pin> OriginDimensions for Ssd0323<Spi, Pin> {
    fn size(&self) -> Size {
        Size::new(WIDTH as u32, HEIGHT as u32)
    }
}

impl<Spi, Pin> DrawTarget for Ssd0323<Spi, Pin> {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<BinaryColor>>,
    {
        for Pixel(at, color) in pixels {
            self.put(at, color);
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, color: BinaryColor) -> Result<(), Infallible> {
        for at in area.intersection(&self.bounding_box()).points() {
            self.put(at, color);
        }
        Ok(())
    }

    fn clear(&mut self, color: BinaryColor) -> Result<(), Infallible> {
        let byte = if color.is_on() { 0xFF } else { 0x00 };
        self.pixels = [[byte; BYTES_PER_ROW]; HEIGHT];
        Ok(())
    }
}
