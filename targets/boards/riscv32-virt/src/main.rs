//! Runs vectors on 32-bit RISC-V, on QEMU's virt machine, over its serial line.
#![no_std]
#![no_main]

mod uart;

use core::panic::PanicInfo;

use embedded_alloc::TlsfHeap;
use riscv_rt::entry;

use uart::Serial;

#[global_allocator]
static HEAP: TlsfHeap = TlsfHeap::empty();
/// RAM behind what the linker uses.
const HEAP_START: usize = 0x8200_0000;
const HEAP_LENGTH: usize = 32 << 20;

/// The machine's power switch, and the word that makes it start over.
const SWITCH: *mut u32 = 0x0010_0000 as *mut u32;
const SWITCH_RESET: u32 = 0x7777;

#[entry]
fn main() -> ! {
    // SAFETY: called once, before any allocation, with memory that belongs to nothing else.
    unsafe { HEAP.init(HEAP_START, HEAP_LENGTH) };
    let (Ok(()) | Err(_)) = conformance::serve(&mut Serial::new());
    reset()
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    conformance::answer_panic(&mut Serial::new(), info);
    reset()
}

fn reset() -> ! {
    loop {
        // SAFETY: a register of the machine, and the value that it knows.
        unsafe { SWITCH.write_volatile(SWITCH_RESET) };
    }
}
