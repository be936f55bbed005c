//! Counts instructions and stack. QEMU has to run with `-icount shift=6`: then an instruction takes 64 ns, and the
//! board's 25 MHz timer tells how many there were.
//!
//! Waits for a byte, then sends a line for each workload: name, tab, instructions, tab, bytes of stack; and at the
//! end `done`, or `failed` and what.
#![no_std]
#![no_main]

use core::panic::PanicInfo;

use bench::{Failed, Meter};
use cortex_m::{asm, register::msp};
use cortex_m_rt::entry;
use embedded_io::{Read as _, Write as _};
use mps2_an386::uart::Serial;

const TIMER_CONTROL: *mut u32 = 0x4000_0000 as *mut u32;
const TIMER_VALUE: *mut u32 = 0x4000_0004 as *mut u32;
const TIMER_RELOAD: *mut u32 = 0x4000_0008 as *mut u32;
const TIMER_ENABLE: u32 = 1;

/// An unlikely word.
const PAINT: u32 = 0xccc5_5ccc;
/// More than anything here uses; the board has 4 MiB.
const DEPTH: u32 = 256 << 10;
/// Left alone below the measuring function's own stack, for the functions that paint and look.
const GAP: u32 = 128;

struct Counter(Serial);

impl Meter for Counter {
    fn measure(&mut self, name: &str, work: &mut dyn FnMut()) {
        // A timer tick is 40 ns, an instruction 64 ns. What an empty workload takes is the measurement's own.
        let ticks = count(work).saturating_sub(count(&mut || ()));
        let stack = stack(work);
        let _ = writeln!(self.0, "{name}\t{}\t{stack}", u64::from(ticks) * 5 / 8);
    }
}

#[inline(never)]
fn count(work: &mut dyn FnMut()) -> u32 {
    let before = now();
    work();
    // It counts down, and wraps after 2.6 thousand million instructions.
    before.wrapping_sub(now())
}

fn now() -> u32 {
    asm::dmb();
    // SAFETY: a register of the timer; reading it has no effect.
    unsafe { TIMER_VALUE.read_volatile() }
}

#[inline(never)]
fn stack(work: &mut dyn FnMut()) -> u32 {
    let top = (msp::read() & !3) - GAP;
    let words = || (top - DEPTH..top).step_by(4).map(|address| address as usize as *mut u32);
    for word in words() {
        // SAFETY: free stack: further down than this function and those it calls here have got.
        unsafe { word.write_volatile(PAINT) };
    }
    work();
    // SAFETY: as above.
    let untouched = words().take_while(|word| unsafe { word.read_volatile() } == PAINT).count() as u32;
    DEPTH - untouched * 4 + GAP
}

#[entry]
fn main() -> ! {
    // SAFETY: registers of the timer; nothing else uses it.
    unsafe {
        TIMER_CONTROL.write_volatile(0);
        TIMER_RELOAD.write_volatile(u32::MAX);
        TIMER_VALUE.write_volatile(u32::MAX);
        TIMER_CONTROL.write_volatile(TIMER_ENABLE);
    }
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
