//! Counts instructions and stack of each step of a timelocked commit.
//!
//! Waits for a byte, then sends a line for each step: its name, instructions and bytes of stack, with tabs between them;
//! and at the end `done`, or `failed` and what.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use bench::{
    Failed,
    timelock::{Run, Step},
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
    let end = steps(&mut serial);
    let _ = match end {
        Ok(()) => writeln!(serial, "done"),
        Err(Failed(step)) => writeln!(serial, "failed\t{step} gave no result"),
    };
    loop {
        asm::wfi();
    }
}

fn steps(serial: &mut Serial) -> Result<(), Failed> {
    for step in Step::ALL {
        let instructions = measured(step, meter::instructions)?;
        let stack = measured(step, meter::stack)?;
        let _ = writeln!(serial, "{}\t{instructions}\t{stack}", step.name());
    }
    Ok(())
}

/// Measures a step once, and checks it.
fn measured<T>(step: Step, meter: impl Fn(&mut dyn FnMut()) -> T) -> Result<T, Failed> {
    let mut run = Run::new(step);
    let figure = meter(&mut || run.run());
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
