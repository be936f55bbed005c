//! The vector table past the core's own exceptions, as far as this board uses it.

use cortex_m::interrupt::InterruptNumber;

use crate::uart;

/// The interrupts in use, by their number in the data sheet.
#[derive(Clone, Copy)]
#[repr(u16)]
pub(crate) enum Interrupt {
    /// UART0: bytes have arrived.
    Uart0 = 5,
}

// SAFETY: the number is the chip's, and never changes.
unsafe impl InterruptNumber for Interrupt {
    fn number(self) -> u16 {
        self as u16
    }
}

unsafe extern "C" {
    fn DefaultHandler();
}

extern "C" fn uart0() {
    uart::on_receive();
}

extern "C" fn unused() {
    // SAFETY: cortex-m-rt defines it; it takes nothing and may be called from any exception.
    unsafe { DefaultHandler() }
}

/// One entry for each interrupt up to the last in use; cortex-m-rt puts it behind the exceptions.
#[unsafe(link_section = ".vector_table.interrupts")]
#[unsafe(no_mangle)]
#[used]
static __INTERRUPTS: [extern "C" fn(); 6] = [unused, unused, unused, unused, unused, uart0];
