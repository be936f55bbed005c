//! Counts instructions and stack of the steps from scores to an extrinsic.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use cortex_m::asm;
use cortex_m_rt::entry;
use embedded_io::Write as _;
use mps2_an386::{counter, uart::Serial};

#[entry]
fn main() -> ! {
    counter::run(bench::run)
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let _ = writeln!(Serial::new(), "failed\t{info}");
    loop {
        asm::wfi();
    }
}
