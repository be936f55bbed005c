//! The 16550 of the virt machine, with its queues on.

use core::convert::Infallible;

use embedded_io::{ErrorType, Read, Write};

const DATA: *mut u8 = 0x1000_0000 as *mut u8;
const QUEUE_CONTROL: *mut u8 = 0x1000_0002 as *mut u8;
const LINE_STATUS: *const u8 = 0x1000_0005 as *const u8;

const QUEUE_ENABLE: u8 = 1;
const STATUS_RECEIVED: u8 = 1;
const STATUS_TRANSMIT_EMPTY: u8 = 1 << 5;

/// The serial line.
pub(crate) struct Serial(());

impl Serial {
    pub(crate) fn new() -> Self {
        // SAFETY: a register of the UART; nothing else writes it.
        unsafe { QUEUE_CONTROL.write_volatile(QUEUE_ENABLE) };
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
        let mut count = 0;
        for slot in buffer {
            while count == 0 && status() & STATUS_RECEIVED == 0 {}
            if status() & STATUS_RECEIVED == 0 {
                break;
            }
            // SAFETY: a register of the UART; reading it takes the byte, which `status` has promised.
            *slot = unsafe { DATA.read_volatile() };
            count += 1;
        }
        Ok(count)
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
