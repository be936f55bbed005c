//! Runs vectors on the Cortex-M4 of Arm's MPS2 board with image AN386, over UART 0.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use cortex_m::peripheral::SCB;
use cortex_m_rt::entry;
use embedded_alloc::TlsfHeap;

use mps2_an386::uart::Serial;

#[global_allocator]
static HEAP: TlsfHeap = TlsfHeap::empty();
/// The board's external RAM, which the linker does not use.
const HEAP_START: usize = 0x2100_0000;
const HEAP_LENGTH: usize = 16 << 20;

#[entry]
fn main() -> ! {
    // SAFETY: called once, before any allocation, with memory that belongs to nothing else.
    unsafe { HEAP.init(HEAP_START, HEAP_LENGTH) };
    let (Ok(()) | Err(_)) = conformance::serve(&mut Serial::new());
    SCB::sys_reset()
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    conformance::answer_panic(&mut Serial::new(), info);
    SCB::sys_reset()
}
