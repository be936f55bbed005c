//! The signer application, independent of boards: it sees pins, buses, screens and flash as traits only.
//!
//! A board brings a [`Board`] and a [`Memory`], and calls [`App::run`]:
//!
//! | part | trait | notes |
//! | --- | --- | --- |
//! | serial line | [`embedded_io`]'s `Read`, `ReadReady`, `Write` | `read` is called only when `read_ready` says so; what was read must not linger in a buffer, for it may have been a secret |
//! | screen | [`Screen`](display::Screen) | 128×64, one bit per pixel |
//! | keys | [`Keypad`], or five [`InputPin`](embedded_hal::digital::InputPin)s as [`Pins`] | low while pressed; a press counts on its release |
//! | clock | [`Clock`] | milliseconds, which may wrap; `idle` may sleep until the next interrupt |
//! | key store | [`KeyStore`](keystore::KeyStore) | [`FlashKeyStore`](keystore::FlashKeyStore) over any `NorFlash`, [`RamFlash`](keystore::RamFlash) where there is none |
//!
//! The rooms: [`link`] frames the serial line, [`protocol`] names instructions and status words, [`request`] and
//! [`scores`] read what the host asks for, [`display`] lays cards out in pages, [`keystore`] keeps the key, and
//! [`App`] ties them together. `docs/protocol.md` describes the protocol for whoever writes a host.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

#[cfg(test)]
extern crate std;

/// Logs where there is somewhere to log to.
macro_rules! info {
    ($($arg:tt)*) => {{
        #[cfg(feature = "defmt")]
        defmt::info!($($arg)*);
    }};
}

mod app;
pub mod board;
pub mod display;
pub mod keystore;
pub mod link;
pub mod protocol;
pub mod request;
pub mod scores;

pub use app::{App, DEBOUNCE_MS, Memory, Settings};
pub use board::{Board, Clock, Key, Keypad, Pins};
