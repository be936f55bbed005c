//! UART 0 of the CMSDK: one byte each way, no queue.

use core::convert::Infallible;

use embedded_io::{ErrorType, Read, Write};

const DATA: *mut u32 = 0x4000_4000 as *mut u32;
const STATE: *const u32 = 0x4000_4004 as *const u32;
const CONTROL: *mut u32 = 0x4000_4008 as *mut u32;
const DIVISOR: *mut u32 = 0x4000_4010 as *mut u32;

const STATE_TRANSMIT_FULL: u32 = 1;
const STATE_RECEIVE_FULL: u32 = 2;
const CONTROL_BOTH_WAYS: u32 = 3;
/// 25 MHz over 115 200 baud.
const BAUD_DIVISOR: u32 = 217;

/// The serial line.
pub struct Serial(());

impl Serial {
    /// Starts the UART.
    #[expect(clippy::new_without_default, reason = "it starts the device")]
    pub fn new() -> Self {
        // SAFETY: registers of the UART; nothing else writes them.
        unsafe {
            DIVISOR.write_volatile(BAUD_DIVISOR);
            CONTROL.write_volatile(CONTROL_BOTH_WAYS);
        }
        Self(())
    }
}

fn state() -> u32 {
    // SAFETY: a register of the UART; reading it has no effect.
    unsafe { STATE.read_volatile() }
}

impl ErrorType for Serial {
    type Error = Infallible;
}

impl Read for Serial {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Infallible> {
        let Some(first) = buffer.first_mut() else { return Ok(0) };
        while state() & STATE_RECEIVE_FULL == 0 {}
        // SAFETY: a register of the UART; reading it takes the byte, which `state` has promised.
        let [byte, ..] = unsafe { DATA.read_volatile() }.to_le_bytes();
        *first = byte;
        Ok(1)
    }
}

impl Write for Serial {
    fn write(&mut self, buffer: &[u8]) -> Result<usize, Infallible> {
        for byte in buffer {
            while state() & STATE_TRANSMIT_FULL != 0 {}
            // SAFETY: a register of the UART, which has room for a byte.
            unsafe { DATA.write_volatile(u32::from(*byte)) };
        }
        Ok(buffer.len())
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        while state() & STATE_TRANSMIT_FULL != 0 {}
        Ok(())
    }
}
