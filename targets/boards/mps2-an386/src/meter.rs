//! Counts instructions and stack. QEMU has to run with `-icount shift=6`: then an instruction takes 64 ns, and the
//! board's 25 MHz timer tells how many there were.

use cortex_m::{asm, register::msp};

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

/// Starts the timer.
pub fn start() {
    // SAFETY: registers of the timer; nothing else uses it.
    unsafe {
        TIMER_CONTROL.write_volatile(0);
        TIMER_RELOAD.write_volatile(u32::MAX);
        TIMER_VALUE.write_volatile(u32::MAX);
        TIMER_CONTROL.write_volatile(TIMER_ENABLE);
    }
}

/// Counts the instructions of `work`.
pub fn instructions(work: &mut dyn FnMut()) -> u64 {
    // A timer tick is 40 ns, an instruction 64 ns. What an empty workload takes is the measurement's own.
    let ticks = count(work).saturating_sub(count(&mut || ()));
    u64::from(ticks) * 5 / 8
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

/// Measures how many bytes of stack `work` uses.
#[inline(never)]
pub fn stack(work: &mut dyn FnMut()) -> u32 {
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
