//! Counts instructions and stack of the steps from scores to an extrinsic.
//!
//! Waits for a byte, then sends a line for each workload: name, tab, instructions, tab, bytes of stack; and at the
//! end `done`, or `failed` and what.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use bench::{Failed, Meter};
use cortex_m::asm;
use cortex_m_rt::entry;
use embedded_io::{Read as _, Write as _};
use mps2_an386::{meter, uart::Serial};

struct Counter(Serial);

impl Meter for Counter {
    fn measure(&mut self, name: &str, work: &mut dyn FnMut()) {
        let instructions = meter::instructions(work);
        let stack = meter::stack(work);
        let _ = writeln!(self.0, "{name}\t{instructions}\t{stack}");
    }
}

#[entry]
fn main() -> ! {
    meter::start();
    let mut serial = Serial::new();
    let _ = serial.read(&mut [0]);
    let mut counter = Counter(serial);
    let end = bench::run(&mut counter);
    let _ = match end {
        Ok(()) => writeln!(counter.0, "done"),
        Err(Failed(what)) => writeln!(counter.0, "failed\t{what}"),
    };
    loop {
        asm::wfi();
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let _ = writeln!(Serial::new(), "failed\t{info}");
    loop {
        asm::wfi();
    }
}
