//! What the user sees: cards dealt out to pages, and screens that can show them.
//!
//! The keys are the same everywhere: right or down for the next page, left for the one before, up to reject at any
//! time, select to approve on the last page. The last page cannot be reached but through all the others.

mod deck;
mod draw;
mod pages;
mod screen;
mod ssd0323;
mod wrap;

pub use deck::{Deck, NoticeDeck, ReviewDeck};
pub use draw::{ScreenFailed, draw_idle, draw_message};
pub use pages::{ROWS, draw_page, draw_question, page_count};
pub use screen::Screen;
pub use ssd0323::{HEIGHT, ScreenError, Ssd0323, WIDTH};
pub use wrap::{COLUMNS, Wrap};
