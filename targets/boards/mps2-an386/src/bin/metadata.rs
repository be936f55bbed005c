//! Counts instructions and stack of what it takes to verify and show payloads with their metadata proofs.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use cortex_m::asm;
use cortex_m_rt::entry;
use embedded_io::Write as _;
use mps2_an386::{counter, uart::Serial};

#[entry]
fn main() -> ! {
    counter::run(bench::metadata::run)
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let _ = writeln!(Serial::new(), "failed\t{info}");
    loop {
        asm::wfi();
    }
}
