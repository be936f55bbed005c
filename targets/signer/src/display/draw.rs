//! Fonts and places: a title in white, five lines of text, and a line that names the keys.

use core::fmt::{self, Write as _};

use embedded_graphics::{
    mono_font::{
        MonoFont, MonoTextStyle,
        ascii::{FONT_4X6, FONT_5X8, FONT_6X10},
    },
    pixelcolor::BinaryColor,
    prelude::*,
    primitives::{PrimitiveStyle, Rectangle},
    text::{Baseline, Text},
};
use nanotao::AccountId;
use nanotao::ss58::Address;

use super::{COLUMNS, Screen, WIDTH};

const TITLE_HEIGHT: u32 = 10;
const FIRST_ROW: i32 = 12;
const ROW_HEIGHT: i32 = 9;
const FOOTER: i32 = 58;
/// Characters of the small font in the last line.
const FOOTER_COLUMNS: usize = WIDTH / 4;

/// The screen did not take the picture. What was on it counts as not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ScreenFailed;

impl fmt::Display for ScreenFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the screen failed")
    }
}

impl core::error::Error for ScreenFailed {}

/// A screen that knows where things go.
pub(super) struct Canvas<'s, S>(&'s mut S);

impl<'s, S: Screen> Canvas<'s, S> {
    pub(super) fn new(screen: &'s mut S) -> Self {
        Self(screen)
    }

    pub(super) fn clear(&mut self) -> Result<(), ScreenFailed> {
        self.0.clear(BinaryColor::Off).map_err(|_| ScreenFailed)
    }

    pub(super) fn title(&mut self, text: &str) -> Result<(), ScreenFailed> {
        Rectangle::new(Point::zero(), Size::new(WIDTH as u32, TITLE_HEIGHT))
            .into_styled(PrimitiveStyle::with_fill(BinaryColor::On))
            .draw(self.0)
            .map_err(|_| ScreenFailed)?;
        self.text(text, Point::new(2, 1), &FONT_5X8, BinaryColor::Off)
    }

    pub(super) fn row(&mut self, row: usize, text: &str) -> Result<(), ScreenFailed> {
        let row = i32::try_from(row).map_err(|_| ScreenFailed)?;
        let top = row.saturating_mul(ROW_HEIGHT).saturating_add(FIRST_ROW);
        self.text(text, Point::new(2, top), &FONT_5X8, BinaryColor::On)
    }

    /// Which page of how many, the question being the last, and what the keys do.
    pub(super) fn footer(&mut self, page: usize, pages: usize) -> Result<(), ScreenFailed> {
        let mut text = heapless::String::<FOOTER_COLUMNS>::new();
        let (page, pages) = (page.saturating_add(1), pages.saturating_add(1));
        let mut place = heapless::String::<16>::new();
        // A request gives at most a few hundred pages; a number that did not fit would be left out, not cut.
        let _ = write!(place, "< {page}/{pages} >");
        let _ = write!(text, "up: reject{place:>21}");
        self.text(&text, Point::new(2, FOOTER), &FONT_4X6, BinaryColor::On)
    }

    pub(super) fn flush(&mut self) -> Result<(), ScreenFailed> {
        self.0.flush().map_err(|_| ScreenFailed)
    }

    fn text(
        &mut self,
        text: &str,
        at: Point,
        font: &MonoFont<'_>,
        color: BinaryColor,
    ) -> Result<(), ScreenFailed> {
        let style = MonoTextStyle::new(font, color);
        Text::with_baseline(text, at, style, Baseline::Top).draw(self.0).map_err(|_| ScreenFailed)?;
        Ok(())
    }
}

/// Draws what is shown while there is nothing to do: whose signer this is, or that it has no key.
///
/// # Errors
/// [`ScreenFailed`].
pub fn draw_idle<S: Screen>(screen: &mut S, account: Option<&AccountId>) -> Result<(), ScreenFailed> {
    let mut canvas = Canvas::new(screen);
    canvas.clear()?;
    canvas.text("nanotao", Point::new(2, 2), &FONT_6X10, BinaryColor::On)?;
    match account {
        Some(account) => {
            let address = Address::new(account);
            let (first, second) = address.as_str().split_at_checked(COLUMNS).unwrap_or_default();
            canvas.row(1, first)?;
            canvas.row(2, second)?;
            canvas.row(4, "ready")?;
        }
        None => {
            canvas.row(1, "no key")?;
            canvas.row(2, "nanotao device provision")?;
        }
    }
    canvas.flush()
}

/// Draws a short message.
///
/// # Errors
/// [`ScreenFailed`].
pub fn draw_message<S: Screen>(screen: &mut S, message: &str) -> Result<(), ScreenFailed> {
    let mut canvas = Canvas::new(screen);
    canvas.clear()?;
    canvas.text("nanotao", Point::new(2, 2), &FONT_6X10, BinaryColor::On)?;
    canvas.row(2, message)?;
    canvas.flush()
}
