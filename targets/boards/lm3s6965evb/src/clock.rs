//! The system clock (50 MHz from the board's 8 MHz crystal) and a count of milliseconds since boot.

use core::sync::atomic::{AtomicU32, Ordering};

use cortex_m::peripheral::{SYST, syst::SystClkSource};
use cortex_m_rt::exception;
use nanotao_signer::Clock;

use crate::register::Register;

/// What the core runs at once [`start`] is done.
pub(crate) const HERTZ: u32 = 50_000_000;

// SAFETY: System Control of the LM3S6965: raw interrupt status, run-mode clock, and the two clock gates.
const RIS: Register = unsafe { Register::at(0x400F_E050) };
// SAFETY: as above.
const RCC: Register = unsafe { Register::at(0x400F_E060) };
// SAFETY: as above.
const RCGC1: Register = unsafe { Register::at(0x400F_E104) };
// SAFETY: as above.
const RCGC2: Register = unsafe { Register::at(0x400F_E108) };

const RCC_MOSCDIS: u32 = 1 << 0;
const RCC_OSCSRC: u32 = 3 << 4;
const RCC_XTAL: u32 = 0xf << 6;
const RCC_XTAL_8_MHZ: u32 = 0xe << 6;
const RCC_BYPASS: u32 = 1 << 11;
const RCC_PWRDN: u32 = 1 << 13;
const RCC_USESYSDIV: u32 = 1 << 22;
const RCC_SYSDIV: u32 = 0xf << 23;
const RCC_SYSDIV_4: u32 = 3 << 23;
const RIS_PLL_LOCKED: u32 = 1 << 6;

const GATE_UART0_UART1_SSI0: u32 = 1 | 1 << 1 | 1 << 4;
const GATE_GPIO_A_TO_F: u32 = 0x3f;

static MILLIS: AtomicU32 = AtomicU32::new(0);

/// Runs the core from the PLL, opens the clock gates of every peripheral in use, and starts the tick.
pub(crate) fn start(mut tick: SYST) {
    // The order of the data sheet: step off the PLL, choose the crystal, power the PLL, wait for its lock, step on.
    RCC.set(RCC_BYPASS);
    RCC.clear(RCC_USESYSDIV | RCC_MOSCDIS);
    let bypassed = RCC.read() & !(RCC_XTAL | RCC_OSCSRC | RCC_PWRDN | RCC_SYSDIV);
    RCC.write(bypassed | RCC_XTAL_8_MHZ | RCC_SYSDIV_4 | RCC_USESYSDIV);
    while RIS.read() & RIS_PLL_LOCKED == 0 {}
    RCC.clear(RCC_BYPASS);

    RCGC1.set(GATE_UART0_UART1_SSI0);
    RCGC2.set(GATE_GPIO_A_TO_F);
    // A peripheral may be touched three cycles after its gate opens; reading back takes longer.
    let _ = RCGC2.read();

    tick.set_clock_source(SystClkSource::Core);
    tick.set_reload(HERTZ / 1000 - 1);
    tick.clear_current();
    tick.enable_interrupt();
    tick.enable_counter();
}

/// The count of milliseconds.
pub(crate) struct Ticks;

impl Clock for Ticks {
    fn millis(&self) -> u32 {
        MILLIS.load(Ordering::Relaxed)
    }

    fn idle(&self) {
        // The next tick wakes the core at the latest.
        cortex_m::asm::wfi();
    }
}

#[exception]
fn SysTick() {
    MILLIS.store(Ticks.millis().wrapping_add(1), Ordering::Relaxed);
}
