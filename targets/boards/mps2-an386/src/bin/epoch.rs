//! Counts instructions and stack of one Yuma epoch.
//!
//! Waits for a byte, then sends a line for each epoch: its name, instructions, bytes of stack, of working memory and of
//! results, with tabs between them; and at the end `done`, or `failed` and what.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use bench::{
    Failed,
    epoch::{CASES, Case, Run},
};
use cortex_m::asm;
use cortex_m_rt::entry;
use embedded_io::{Read as _, Write as _};
use mps2_an386::{meter, uart::Serial};

#[entry]
fn main() -> ! {
    meter::start();
    let mut serial = Serial::new();
    let _ = serial.read(&mut [0]);
    let end = epochs(&mut serial);
    let _ = match end {
        Ok(()) => writeln!(serial, "done"),
        Err(Failed(what)) => writeln!(serial, "failed\t{what}"),
    };
    loop {
        asm::wfi();
    }
}

fn epochs(serial: &mut Serial) -> Result<(), Failed> {
    for case in &CASES {
        let instructions = measured(case, meter::instructions)?;
        let stack = measured(case, meter::stack)?;
        let (memory, output) = (Run::MEMORY, Run::OUTPUT);
        let _ = writeln!(serial, "{}\t{instructions}\t{stack}\t{memory}\t{output}", case.name);
    }
    Ok(())
}

/// Measures an epoch once, and checks it: the bonds that it leaves are no longer those that it starts from.
fn measured<T>(case: &'static Case, meter: impl Fn(&mut dyn FnMut()) -> T) -> Result<T, Failed> {
    let mut run = Run::new(case);
    let figure = meter(&mut || run.epoch());
    run.check()?;
    Ok(figure)
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let _ = writeln!(Serial::new(), "failed\t{info}");
    loop {
        asm::wfi();
    }
}
