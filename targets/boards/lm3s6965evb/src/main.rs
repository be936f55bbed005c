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
mod uart;

use cortex_m_rt::entry;
use embedded_graphics::{
    mono_font::{MonoTextStyle, ascii::FONT_6X10},
    pixelcolor::BinaryColor,
    prelude::*,
    text::Text,
};
use embedded_hal::digital::InputPin as _;
use embedded_hal_bus::spi::ExclusiveDevice;
use embedded_io::{Read as _, ReadReady as _, Write as _};
use nanotao_signer::display::Ssd0323;

use gpio::{Input, Output, Port};

#[entry]
fn main() -> ! {
    if let Some(core) = cortex_m::Peripherals::take() {
        clock::start(core.SYST);
    }
    uart::start_log();
    let mut serial = uart::Serial::new();
    // High at the card means that the screen may listen: QEMU knows only this line, not the screen's own.
    Output::new(Port::D, 0);
    Output::new(Port::C, 6);
    let select = Output::new(Port::A, 3);
    let data_or_command = Output::new(Port::C, 7);
    let Ok(spi) = ExclusiveDevice::new_no_delay(ssi::Ssi0::new(), select);
    let Ok(mut screen) = Ssd0323::new(spi, data_or_command) else { fault::reset("the screen") };
    let mut keys = [
        Input::new(Port::E, 0),
        Input::new(Port::E, 1),
        Input::new(Port::E, 2),
        Input::new(Port::E, 3),
        Input::new(Port::F, 1),
    ];
    defmt::info!("start");

    let style = MonoTextStyle::new(&FONT_6X10, BinaryColor::On);
    let Ok(_) = Text::new("nanotao", Point::new(4, 12), style).draw(&mut screen);
    let _ = screen.flush();
    let mut last = [false; 5];
    loop {
        for ((key, last), name) in
            keys.iter_mut().zip(&mut last).zip(["up", "down", "left", "right", "select"])
        {
            let Ok(high) = key.is_high();
            if high && !*last {
                let _ = screen.clear(BinaryColor::Off);
                let Ok(_) = Text::new(name, Point::new(4, 12), style).draw(&mut screen);
                let _ = screen.flush();
                defmt::info!("key {=str} at {=u32}", name, clock::millis());
            }
            *last = high;
        }
        if let Ok(true) = serial.read_ready() {
            let mut buffer = [0; 64];
            if let Ok(count) = serial.read(&mut buffer) {
                let _ = serial.write_all(buffer.get(..count).unwrap_or_default());
            }
        }
    }
}
