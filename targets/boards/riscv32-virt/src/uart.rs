//! The 16550 of the virt machine. Its queues stay off: switching them on would drop what the host has sent already.

use core::convert::Infallible;

use embedded_io::{ErrorType, Read, Write};

const DATA: *mut u8 = 0x1000_0000 as *mut u8;
const LINE_STATUS: *const u8 = 0x1000_0005 as *const u8;

const STATUS_RECEIVED: u8 = 1;
const STATUS_TRANSMIT_EMPTY: u8 = 1 << 5;

/// The serial line.
pub(crate) struct Serial(());

impl Serial {
    pub(crate) fn new() -> Self {
        Self(())
    }
}

fn status() -> u8 {
    // SAFETY: a register of the UART; what reading it clears, nothing here uses.
    unsafe { LINE_STATUS.read_volatile() }
}

impl ErrorType for Serial {
    type Error = Infallible;
}

impl Read for Serial {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Infallible> {
        let Some(first) = buffer.first_mut() else { return Ok(0) };
        while status() & STATUS_RECEIVED == 0 {}
        // SAFETY: a register of the UART; reading it takes the byte, which `status` has promised.
        *first = unsafe { DATA.read_volatile() };
        Ok(1)
    }
}

impl Write for Serial {
    fn write(&mut self, buffer: &[u8]) -> Result<usize, Infallible> {
        for byte in buffer {
            while status() & STATUS_TRANSMIT_EMPTY == 0 {}
            // SAFETY: a register of the UART, which has room for a byte.
            unsafe { DATA.write_volatile(*byte) };
        }
        Ok(buffer.len())
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        while status() & STATUS_TRANSMIT_EMPTY == 0 {}
        Ok(())
    }
}
