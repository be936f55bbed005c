//! Counts instructions and stack of what a block computes of emission.
//!
//! Waits for a byte, then sends a line for each stage: its name, instructions and bytes of stack, with tabs between them;
//! and at the end `done`, or `failed` and what.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use bench::{
    Failed,
    emission::{Run, Stage},
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
    let end = stages(&mut serial);
    let _ = match end {
        Ok(()) => writeln!(serial, "done"),
        Err(Failed(stage)) => writeln!(serial, "failed\t{stage} is not what the chain computed"),
    };
    loop {
        asm::wfi();
    }
}

fn stages(serial: &mut Serial) -> Result<(), Failed> {
    for stage in Stage::ALL {
        let instructions = measured(stage, meter::instructions)?;
        let stack = measured(stage, meter::stack)?;
        let _ = writeln!(serial, "{}\t{instructions}\t{stack}", stage.name());
    }
    Ok(())
}

/// Measures a stage once, and checks it.
fn measured<T>(stage: Stage, meter: impl Fn(&mut dyn FnMut()) -> T) -> Result<T, Failed> {
    let mut run = Run::new(stage);
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
