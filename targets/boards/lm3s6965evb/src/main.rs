//! The signer on the Stellaris LM3S6965 evaluation board.
//!
//! | what | where |
//! | --- | --- |
//! | host protocol | UART0, PA0 and PA1 |
//! | logs (defmt) | UART1, PD2 and PD3 |
//! | OLED 128×64, SSD0323 | SSI0 on PA2, PA4, PA5; chip select on PA3, D/C on PC7, supply on PC6 |
//! | memory card on the same bus | chip select on PD0, held high: unused |
//! | keys up, down, left, right | PE0 to PE3 |
//! | key select | PF1 |
#![no_std]
#![no_main]

mod clock;
mod fault;
mod gpio;
mod interrupt;
mod log;
mod register;
mod ssi;
mod stack;
mod uart;

use cortex_m_rt::entry;
use embedded_hal_bus::spi::ExclusiveDevice;
use nanotao_signer::display::Ssd0323;
use nanotao_signer::keystore::{FlashKeyStore, RamFlash};
use nanotao_signer::{App, Board, Memory, Pins, Settings};
use static_cell::ConstStaticCell;

use gpio::{Input, Output, Port};

static MEMORY: ConstStaticCell<Memory> = ConstStaticCell::new(Memory::new());

#[entry]
fn main() -> ! {
    if let Some(core) = cortex_m::Peripherals::take() {
        clock::start(core.SYST);
    }
    uart::start_log();
    // High at the card means that the screen may listen: QEMU knows only this line, not the screen's own.
    Output::new(Port::D, 0);
    Output::new(Port::C, 6);
    let select = Output::new(Port::A, 3);
    let data_or_command = Output::new(Port::C, 7);
    let Ok(spi) = ExclusiveDevice::new_no_delay(ssi::Ssi0::new(), select);
    let Ok(screen) = Ssd0323::new(spi, data_or_command) else { fault::reset("the screen") };
    let serial = uart::Serial::new();
    // Whoever listens may speak from here on; what came before the serial line was set up is lost.
    defmt::info!("start");
    let board = Board {
        serial,
        screen,
        keypad: Pins {
            up: Input::new(Port::E, 0),
            down: Input::new(Port::E, 1),
            left: Input::new(Port::E, 2),
            right: Input::new(Port::E, 3),
            select: Input::new(Port::F, 1),
        },
        clock: clock::Ticks,
        // No flash of this board's own is emulated: the key lasts as long as the power does.
        store: FlashKeyStore::new(RamFlash::new()),
        // No source of randomness either: signatures are deterministic.
        rng: None,
        stack_high_water: Some(stack::high_water),
    };
    App::new(board, MEMORY.take(), Settings::default()).run()
}
