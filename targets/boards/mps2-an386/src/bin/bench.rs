//! Counts the instructions of the main job, whole and in its steps, and the stack that each takes. Every line that
//! goes out is `name: instructions, bytes of stack`; the last one is `done`.
//!
//! Under `-icount shift=6` an instruction takes 64 ns, which is 1.6 ticks of the 25 MHz timer.
#![no_std]
#![no_main]

#[path = "../uart.rs"]
mod uart;

use core::fmt::Write as _;
use core::hint::black_box;
use core::panic::PanicInfo;

use cortex_m::peripheral::SCB;
use cortex_m_rt::entry;
use embedded_alloc::TlsfHeap;
use embedded_io::Write as _;
use nanotao_tests::workload::Workload;
use nanotao_tests::workload::crypto::Scheme;

use uart::Serial;

/// Never used here: the package that holds the workload reads JSON elsewhere.
#[global_allocator]
static HEAP: TlsfHeap = TlsfHeap::empty();

const TIMER_CONTROL: *mut u32 = 0x4000_0000 as *mut u32;
const TIMER_VALUE: *mut u32 = 0x4000_0004 as *mut u32;
const TIMER_RELOAD: *mut u32 = 0x4000_0008 as *mut u32;

fn start_timer() {
    // SAFETY: registers of timer 0; nothing else writes them.
    unsafe {
        TIMER_RELOAD.write_volatile(u32::MAX);
        TIMER_VALUE.write_volatile(u32::MAX);
        TIMER_CONTROL.write_volatile(1);
    }
}

/// Counts down.
#[inline(always)]
fn ticks() -> u32 {
    // SAFETY: a register of timer 0; reading it has no effect.
    unsafe { TIMER_VALUE.read_volatile() }
}

const PAINT: u32 = 0xcccc_cccc;
/// Words below this function's own frame that are painted.
const DEPTH: usize = 16 * 1024;
/// Words that painting itself may need.
const MARGIN: usize = 64;

#[inline(never)]
fn measure(name: &str, step: &mut dyn FnMut()) {
    let here = cortex_m::register::msp::read() as *mut u32;
    let top = here.wrapping_sub(MARGIN);
    for word in 1..=DEPTH {
        // SAFETY: below the stack pointer, and far above everything static: the board has 4 MiB of RAM.
        unsafe { top.wrapping_sub(word).write_volatile(PAINT) };
    }
    let before = ticks();
    step();
    let instructions = u64::from(before.wrapping_sub(ticks())) * 5 / 8;
    let untouched = (1..=DEPTH)
        .rev()
        // SAFETY: as above.
        .take_while(|word| unsafe { top.wrapping_sub(*word).read_volatile() } == PAINT)
        .count();
    let mut line = heapless::String::<96>::new();
    let _ = writeln!(line, "{name}: {instructions}, {}", (DEPTH - untouched + MARGIN) * 4);
    let Ok(()) = Serial::new().write_all(line.as_bytes());
}

#[entry]
fn main() -> ! {
    start_timer();
    let mut workload = Workload::default();
    measure("quantise 256", &mut || {
        black_box(workload.quantise());
    });
    measure("encode", &mut || {
        black_box(workload.encode());
    });
    let mut message = [0; 32];
    message.copy_from_slice(workload.encode().as_ref());
    for (scheme, [sign, verify, journey]) in [
        (Scheme::Sr25519, ["sr25519 sign and check", "sr25519 verify", "sr25519 journey"]),
        (Scheme::Ed25519, ["ed25519 sign and check", "ed25519 verify", "ed25519 journey"]),
    ] {
        let mut signature = workload.sign(scheme, &message);
        measure(sign, &mut || signature = workload.sign(scheme, &message));
        measure(verify, &mut || {
            black_box(workload.verify(scheme, &signature, &message));
        });
        measure(journey, &mut || {
            black_box(workload.journey(scheme));
        });
    }
    let Ok(()) = Serial::new().write_all(b"done\n");
    loop {
        cortex_m::asm::wfi();
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    conformance::answer_panic(&mut Serial::new(), info);
    SCB::sys_reset()
}
