//! The two serial ports: UART0 carries requests and answers, UART1 carries logs. Both at 115 200 baud, 8N1.

use core::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use cortex_m::peripheral::NVIC;
use embedded_io::{ErrorKind, ErrorType, Read, ReadReady, Write};

use crate::{clock, gpio::Port, interrupt::Interrupt, register::Register};

const BAUD: u32 = 115_200;
const FLAG_RECEIVE_EMPTY: u32 = 1 << 4;
const FLAG_TRANSMIT_FULL: u32 = 1 << 5;
const FLAG_BUSY: u32 = 1 << 3;
const LINE_EIGHT_BITS_FIFO: u32 = 0x70;
const CONTROL_ENABLE_BOTH_WAYS: u32 = 0x301;
const INTERRUPT_RECEIVE_AND_TIMEOUT: u32 = 1 << 4 | 1 << 6;
/// Framing, parity and break: the byte is not what was sent.
const DATA_DAMAGED: u32 = 7 << 8;
const DATA_OVERRUN: u32 = 1 << 11;

#[derive(Clone, Copy)]
struct Uart(usize);

impl Uart {
    const ZERO: Self = Self(0x4000_C000);
    const ONE: Self = Self(0x4000_D000);

    const fn register(self, offset: usize) -> Register {
        // SAFETY: a `Uart` is one of the constants above, and every offset in this file is a register of a UART.
        unsafe { Register::at(self.0 + offset) }
    }

    const fn data(self) -> Register {
        self.register(0x00)
    }

    const fn flags(self) -> Register {
        self.register(0x18)
    }

    const fn interrupt_mask(self) -> Register {
        self.register(0x38)
    }

    fn start(self) {
        // The divisor has six fractional bits and counts sixteenths of a bit: clock * 64 / (16 * baud), rounded.
        const DIVISOR: u32 = (clock::HERTZ * 4 + BAUD / 2) / BAUD;
        self.register(0x30).write(0);
        self.register(0x24).write(DIVISOR >> 6);
        self.register(0x28).write(DIVISOR & 0x3f);
        self.register(0x2c).write(LINE_EIGHT_BITS_FIFO);
        self.register(0x30).write(CONTROL_ENABLE_BOTH_WAYS);
    }

    fn send(self, byte: u8) {
        while self.flags().read() & FLAG_TRANSMIT_FULL != 0 {}
        self.data().write(u32::from(byte));
    }
}

/// Bytes that arrived and were not read yet. The interrupt handler alone pushes, the main loop alone pops.
struct Ring {
    bytes: [AtomicU8; Self::CAPACITY],
    pushed: AtomicUsize,
    popped: AtomicUsize,
}

impl Ring {
    /// More than the longest request of the protocol: the host may send one whole while a page is being drawn.
    const CAPACITY: usize = 512;

    const fn new() -> Self {
        Self {
            bytes: [const { AtomicU8::new(0) }; Self::CAPACITY],
            pushed: AtomicUsize::new(0),
            popped: AtomicUsize::new(0),
        }
    }

    fn len(&self) -> usize {
        self.pushed.load(Ordering::Acquire).wrapping_sub(self.popped.load(Ordering::Acquire))
    }

    fn push(&self, byte: u8) {
        let pushed = self.pushed.load(Ordering::Relaxed);
        if let Some(slot) = self.bytes.get(pushed % Self::CAPACITY) {
            slot.store(byte, Ordering::Relaxed);
        }
        self.pushed.store(pushed.wrapping_add(1), Ordering::Release);
    }

    fn pop(&self) -> Option<u8> {
        if self.len() == 0 {
            return None;
        }
        let popped = self.popped.load(Ordering::Relaxed);
        // Nothing stays behind: it may have been part of a key.
        let byte = self.bytes.get(popped % Self::CAPACITY)?.swap(0, Ordering::Relaxed);
        self.popped.store(popped.wrapping_add(1), Ordering::Release);
        Some(byte)
    }
}

static RECEIVED: Ring = Ring::new();
/// Sticky [`LinkError`] of the receiver as its number, or zero.
static FAULT: AtomicU8 = AtomicU8::new(0);

/// What went wrong on the line since the last read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, defmt::Format)]
pub(crate) enum LinkError {
    /// A byte came damaged: framing, parity or break.
    Damaged,
    /// Bytes came faster than they were taken.
    Overrun,
}

impl core::fmt::Display for LinkError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Damaged => "a byte came damaged over the serial line",
            Self::Overrun => "bytes came faster over the serial line than they were taken",
        })
    }
}

impl core::error::Error for LinkError {}

impl embedded_io::Error for LinkError {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Damaged => ErrorKind::InvalidData,
            Self::Overrun => ErrorKind::Other,
        }
    }
}

/// The link to the host.
pub(crate) struct Serial(());

impl Serial {
    pub(crate) fn new() -> Self {
        // PA0 receives, PA1 sends.
        Port::A.hand_to_peripheral(0b11);
        Uart::ZERO.start();
        Uart::ZERO.interrupt_mask().set(INTERRUPT_RECEIVE_AND_TIMEOUT);
        // SAFETY: the handler of this interrupt shares nothing but atomics with the code that it interrupts.
        unsafe { NVIC::unmask(Interrupt::Uart0) };
        Self(())
    }
}

impl ErrorType for Serial {
    type Error = LinkError;
}

impl Read for Serial {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, LinkError> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match FAULT.swap(0, Ordering::AcqRel) {
                0 => {}
                1 => return Err(LinkError::Damaged),
                _ => return Err(LinkError::Overrun),
            }
            let mut count = 0;
            for slot in buffer.iter_mut() {
                let Some(byte) = RECEIVED.pop() else { break };
                *slot = byte;
                count += 1;
            }
            if count > 0 {
                // The handler masks itself when the ring is full; there is room again.
                Uart::ZERO.interrupt_mask().set(INTERRUPT_RECEIVE_AND_TIMEOUT);
                return Ok(count);
            }
            // A byte between the check and here is no loss: the tick wakes the core within a millisecond.
            cortex_m::asm::wfi();
        }
    }
}

impl ReadReady for Serial {
    fn read_ready(&mut self) -> Result<bool, LinkError> {
        Ok(RECEIVED.len() > 0 || FAULT.load(Ordering::Acquire) != 0)
    }
}

impl Write for Serial {
    fn write(&mut self, buffer: &[u8]) -> Result<usize, LinkError> {
        for byte in buffer {
            Uart::ZERO.send(*byte);
        }
        Ok(buffer.len())
    }

    fn flush(&mut self) -> Result<(), LinkError> {
        while Uart::ZERO.flags().read() & FLAG_BUSY != 0 {}
        Ok(())
    }
}

/// Moves what arrived into the ring. A full ring stops the interrupt, not the program: the queue of the UART
/// and then the sender wait until the main loop has read.
pub(crate) fn on_receive() {
    while Uart::ZERO.flags().read() & FLAG_RECEIVE_EMPTY == 0 {
        if RECEIVED.len() == Ring::CAPACITY {
            Uart::ZERO.interrupt_mask().clear(INTERRUPT_RECEIVE_AND_TIMEOUT);
            return;
        }
        let word = Uart::ZERO.data().read();
        if word & DATA_OVERRUN != 0 {
            FAULT.store(2, Ordering::Release);
        }
        if word & DATA_DAMAGED != 0 {
            FAULT.store(1, Ordering::Release);
        } else {
            let [byte, ..] = word.to_le_bytes();
            RECEIVED.push(byte);
        }
    }
}

/// Starts the log port.
pub(crate) fn start_log() {
    // PD2 receives, PD3 sends.
    Port::D.hand_to_peripheral(0b1100);
    Uart::ONE.start();
}

/// Sends log bytes, waiting where the queue is full.
pub(crate) fn send_log(bytes: &[u8]) {
    for byte in bytes {
        Uart::ONE.send(*byte);
    }
}
