//! What happens when the program cannot go on: a log line that says where, and a reset. Keys live in RAM, which
//! start-up clears, so a reset also forgets what was being signed.

use core::panic::PanicInfo;

use cortex_m::peripheral::SCB;
use cortex_m_rt::{ExceptionFrame, exception};

/// Starts over because `what` failed.
pub(crate) fn reset(what: &str) -> ! {
    defmt::error!("{=str} failed; reset", what);
    SCB::sys_reset()
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    // The message stays out: formatting it would bring `core::fmt` into the image for every panic that remains.
    match info.location() {
        Some(at) => defmt::error!("panic at {=str}:{=u32}; reset", at.file(), at.line()),
        None => defmt::error!("panic; reset"),
    }
    SCB::sys_reset()
}

#[exception]
unsafe fn HardFault(frame: &ExceptionFrame) -> ! {
    defmt::error!("fault at pc {=u32:#x}, lr {=u32:#x}; reset", frame.pc(), frame.lr());
    SCB::sys_reset()
}

#[exception]
unsafe fn DefaultHandler(number: i16) {
    defmt::error!("unexpected interrupt {=i16}; reset", number);
    SCB::sys_reset()
}
