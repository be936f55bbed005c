//! Screens that the application can draw on.

mod ssd0323;

pub use ssd0323::{HEIGHT, ScreenError, Ssd0323, WIDTH};
