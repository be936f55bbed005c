//! SSI0 as an `embedded-hal` SPI bus: 8 bits, mode 0, about 3.6 MHz.

use core::convert::Infallible;

use embedded_hal::spi::{ErrorType, SpiBus};

use crate::{gpio::Port, register::Register};

// SAFETY: SSI0 of the LM3S6965: control 0 and 1, data, status, prescale.
const CR0: Register = unsafe { Register::at(0x4000_8000) };
// SAFETY: as above.
const CR1: Register = unsafe { Register::at(0x4000_8004) };
// SAFETY: as above.
const DR: Register = unsafe { Register::at(0x4000_8008) };
// SAFETY: as above.
const SR: Register = unsafe { Register::at(0x4000_800C) };
// SAFETY: as above.
const CPSR: Register = unsafe { Register::at(0x4000_8010) };

const CR0_EIGHT_BITS: u32 = 7;
const CR1_ENABLE: u32 = 1 << 1;
const SR_TRANSMIT_NOT_FULL: u32 = 1 << 1;
const SR_RECEIVE_NOT_EMPTY: u32 = 1 << 2;
/// 50 MHz over 14.
const PRESCALE: u32 = 14;
/// PA2 clock, PA4 receive, PA5 transmit.
const PINS: u8 = 1 << 2 | 1 << 4 | 1 << 5;

/// The bus master of SSI0.
pub(crate) struct Ssi0(());

impl Ssi0 {
    pub(crate) fn new() -> Self {
        Port::A.hand_to_peripheral(PINS);
        CR1.write(0);
        CPSR.write(PRESCALE);
        CR0.write(CR0_EIGHT_BITS);
        CR1.write(CR1_ENABLE);
        Self(())
    }

    /// Sends a byte and takes the one that comes in with it, so that the receive queue never fills.
    fn exchange(&mut self, byte: u8) -> u8 {
        while SR.read() & SR_TRANSMIT_NOT_FULL == 0 {}
        DR.write(u32::from(byte));
        while SR.read() & SR_RECEIVE_NOT_EMPTY == 0 {}
        let [low, ..] = DR.read().to_le_bytes();
        low
    }
}

impl ErrorType for Ssi0 {
    type Error = Infallible;
}

impl SpiBus<u8> for Ssi0 {
    fn read(&mut self, words: &mut [u8]) -> Result<(), Infallible> {
        for word in words {
            *word = self.exchange(0);
        }
        Ok(())
    }

    fn write(&mut self, words: &[u8]) -> Result<(), Infallible> {
        for word in words {
            self.exchange(*word);
        }
        Ok(())
    }

    fn transfer(&mut self, read: &mut [u8], write: &[u8]) -> Result<(), Infallible> {
        // The trait asks for zeros past the end of `write`, and for the rest of `write` past the end of `read`.
        let mut incoming = read.iter_mut();
        let mut outgoing = write.iter();
        loop {
            let (slot, word) = (incoming.next(), outgoing.next());
            if slot.is_none() && word.is_none() {
                return Ok(());
            }
            let received = self.exchange(word.copied().unwrap_or(0));
            if let Some(slot) = slot {
                *slot = received;
            }
        }
    }

    fn transfer_in_place(&mut self, words: &mut [u8]) -> Result<(), Infallible> {
        for word in words {
            *word = self.exchange(*word);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
