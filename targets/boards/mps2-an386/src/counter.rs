//! A program that measures workloads.
//!
//! Waits for a byte, then sends a line for each workload: name, tab, instructions, tab, bytes of stack; and at the
//! end `done`, or `failed` and what.

use bench::{Failed, Meter};
use cortex_m::asm;
use embedded_io::{Read as _, Write as _};

use crate::{meter, uart::Serial};

/// Sends what it measures.
pub struct Counter(Serial);

impl Meter for Counter {
    fn measure(&mut self, name: &str, work: &mut dyn FnMut()) {
        let instructions = meter::instructions(work);
        let stack = meter::stack(work);
        let _ = writeln!(self.0, "{name}\t{instructions}\t{stack}");
    }
}

/// Measures `workloads` once a byte has come.
pub fn run(workloads: impl FnOnce(&mut Counter) -> Result<(), Failed>) -> ! {
    meter::start();
    let mut serial = Serial::new();
    let _ = serial.read(&mut [0]);
    let mut counter = Counter(serial);
    let end = workloads(&mut counter);
    let _ = match end {
        Ok(()) => writeln!(counter.0, "done"),
        Err(Failed(what)) => writeln!(counter.0, "failed\t{what}"),
    };
    loop {
        asm::wfi();
    }
}
