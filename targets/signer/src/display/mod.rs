//! Screens that the application can draw on.

mod screen;
mod ssd0323;

pub use screen::Screen;
pub use ssd0323::{HEIGHT, ScreenError, Ssd0323, WIDTH};
