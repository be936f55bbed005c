//! Port pins as `embedded-hal` inputs and outputs.

use core::convert::Infallible;

use embedded_hal::digital::{ErrorType, InputPin, OutputPin};

use crate::register::Register;

/// A GPIO port by its base address.
#[derive(Clone, Copy)]
pub(crate) struct Port(usize);

impl Port {
    pub(crate) const A: Self = Self(0x4000_4000);
    pub(crate) const C: Self = Self(0x4000_6000);
    pub(crate) const D: Self = Self(0x4000_7000);
    pub(crate) const E: Self = Self(0x4002_4000);
    pub(crate) const F: Self = Self(0x4002_5000);

    const fn register(self, offset: usize) -> Register {
        // SAFETY: a `Port` is one of the constants above, and every offset in this file is a register of a port.
        unsafe { Register::at(self.0 + offset) }
    }

    /// The data register seen through a mask, so that no other pin of the port changes.
    const fn data(self, mask: u8) -> Register {
        self.register((mask as usize) << 2)
    }

    const fn direction(self) -> Register {
        self.register(0x400)
    }

    const fn alternate_function(self) -> Register {
        self.register(0x420)
    }

    const fn pull_up(self) -> Register {
        self.register(0x510)
    }

    const fn digital_enable(self) -> Register {
        self.register(0x51c)
    }

    /// Gives the pins of `mask` to their peripheral (UART, SSI).
    pub(crate) fn hand_to_peripheral(self, mask: u8) {
        self.alternate_function().set(u32::from(mask));
        self.digital_enable().set(u32::from(mask));
    }
}

/// A pin that drives its line; high from the start.
pub(crate) struct Output {
    port: Port,
    mask: u8,
}

impl Output {
    pub(crate) fn new(port: Port, pin: u8) -> Self {
        let mask = 1 << pin;
        port.direction().set(u32::from(mask));
        port.digital_enable().set(u32::from(mask));
        port.data(mask).write(u32::from(mask));
        Self { port, mask }
    }
}

impl ErrorType for Output {
    type Error = Infallible;
}

impl OutputPin for Output {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.port.data(self.mask).write(0);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.port.data(self.mask).write(u32::from(self.mask));
        Ok(())
    }
}

/// A key: the line is pulled up, and low while the key is down.
pub(crate) struct Input {
    port: Port,
    mask: u8,
}

impl Input {
    pub(crate) fn new(port: Port, pin: u8) -> Self {
        let mask = 1 << pin;
        port.direction().clear(u32::from(mask));
        port.pull_up().set(u32::from(mask));
        port.digital_enable().set(u32::from(mask));
        Self { port, mask }
    }
}

impl ErrorType for Input {
    type Error = Infallible;
}

impl InputPin for Input {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.port.data(self.mask).read() != 0)
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        self.is_high().map(|high| !high)
    }
}
