//! A screen that keeps every picture, and reads the text back from its pixels.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::convert::Infallible;
use std::rc::Rc;

use embedded_graphics::mono_font::{MonoTextStyle, ascii::FONT_5X8};
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::*;
use embedded_graphics::text::{Baseline, Text};
use nanotao_signer::display::{COLUMNS, HEIGHT, ROWS, Screen, WIDTH};

type Pixels = Vec<[bool; WIDTH]>;

#[derive(Clone)]
pub struct Picture {
    pixels: Rc<RefCell<Pixels>>,
    /// Every picture that was made visible.
    pub shown: Rc<RefCell<Vec<Pixels>>>,
    /// After so many more pictures, the screen breaks.
    pub breaks_after: Rc<Cell<Option<usize>>>,
}

impl Default for Picture {
    fn default() -> Self {
        let pixels = vec![[false; WIDTH]; HEIGHT];
        Self { pixels: Rc::new(RefCell::new(pixels)), shown: Rc::default(), breaks_after: Rc::default() }
    }
}

impl OriginDimensions for Picture {
    fn size(&self) -> Size {
        Size::new(WIDTH as u32, HEIGHT as u32)
    }
}

impl DrawTarget for Picture {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<BinaryColor>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(at, color) in pixels {
            assert!(self.bounding_box().contains(at), "{at} is off the screen: something was cut");
            self.pixels.borrow_mut()[at.y as usize][at.x as usize] = color.is_on();
        }
        Ok(())
    }
}

#[derive(Debug)]
pub struct Broken;

impl Screen for Picture {
    type FlushError = Broken;

    fn flush(&mut self) -> Result<(), Broken> {
        if let Some(left) = self.breaks_after.get() {
            if left == 0 {
                return Err(Broken);
            }
            self.breaks_after.set(Some(left - 1));
        }
        self.shown.borrow_mut().push(self.pixels.borrow().clone());
        Ok(())
    }
}

const CELL: (usize, usize) = (5, 8);

fn cell(pixels: &Pixels, x: usize, y: usize, inverted: bool) -> Vec<bool> {
    let (width, height) = CELL;
    let rows = pixels[y..y + height].iter();
    rows.flat_map(|row| row[x..x + width].iter().map(|on| on ^ inverted)).collect()
}

fn glyphs() -> HashMap<Vec<bool>, char> {
    (' '..='~')
        .map(|character| {
            let mut picture = Picture::default();
            let style = MonoTextStyle::new(&FONT_5X8, BinaryColor::On);
            let text = character.to_string();
            Text::with_baseline(&text, Point::zero(), style, Baseline::Top).draw(&mut picture).unwrap();
            let pixels = picture.pixels.borrow();
            (cell(&pixels, 0, 0, false), character)
        })
        .collect()
}

/// The text of a page: its title, then its rows.
pub fn read(pixels: &Pixels) -> Vec<String> {
    let glyphs = glyphs();
    let line = |y, inverted| {
        let characters =
            (0..COLUMNS).map(|column| glyphs.get(&cell(pixels, 2 + column * CELL.0, y, inverted)));
        let text: String = characters.map(|glyph| glyph.copied().unwrap_or('\u{fffd}')).collect();
        text.trim_end().to_string()
    };
    [line(1, true)].into_iter().chain((0..ROWS).map(|row| line(12 + 9 * row, false))).collect()
}

impl Picture {
    /// The text of every picture since the last call.
    pub fn take(&self) -> Vec<Vec<String>> {
        self.shown.borrow_mut().drain(..).map(|pixels| read(&pixels)).collect()
    }
}
