//! defmt frames over UART1. UART0 belongs to the host protocol, and semihosting would need a debugger to be there.

use core::cell::UnsafeCell;

use critical_section::RestoreState;
use nanotao_signer::Clock as _;

use crate::{clock, uart};

struct State {
    encoder: defmt::Encoder,
    /// What the critical section of the frame in progress has to restore.
    restore: RestoreState,
    in_frame: bool,
}

struct Shared(UnsafeCell<State>);

// SAFETY: defmt calls the logger between `acquire` and `release` only, and `acquire` enters a critical section.
unsafe impl Sync for Shared {}

static STATE: Shared = Shared(UnsafeCell::new(State {
    encoder: defmt::Encoder::new(),
    restore: RestoreState::invalid(),
    in_frame: false,
}));

#[defmt::global_logger]
struct Logger;

// SAFETY: `acquire` excludes everything else on this single core until `release`, as the trait demands.
unsafe impl defmt::Logger for Logger {
    fn acquire() {
        // SAFETY: matched by the `release` in `Logger::release`, on the same thread and in nesting order.
        let restore = unsafe { critical_section::acquire() };
        // SAFETY: interrupts are off, so nothing else can hold a reference.
        let state = unsafe { &mut *STATE.0.get() };
        if state.in_frame {
            // A log statement inside the formatting of another one: its frame cannot be told from the outer one.
            cortex_m::peripheral::SCB::sys_reset();
        }
        state.in_frame = true;
        state.restore = restore;
        state.encoder.start_frame(uart::send_log);
    }

    unsafe fn flush() {}

    unsafe fn release() {
        // SAFETY: the caller has called `acquire`, so interrupts are off.
        let state = unsafe { &mut *STATE.0.get() };
        state.encoder.end_frame(uart::send_log);
        state.in_frame = false;
        // SAFETY: pairs with the one in `acquire`.
        unsafe { critical_section::release(state.restore) }
    }

    unsafe fn write(bytes: &[u8]) {
        // SAFETY: the caller has called `acquire`, so interrupts are off.
        let state = unsafe { &mut *STATE.0.get() };
        state.encoder.write(bytes, uart::send_log);
    }
}

defmt::timestamp!("{=u32:ms}", clock::Ticks.millis());
