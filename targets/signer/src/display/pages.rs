//! Cards on pages: text in lines, uid–weight pairs in a table, and a question at the end.

use core::fmt::Write as _;

use nanotao::display::{Card, Value};

use super::draw::{Canvas, ScreenFailed};
use super::{COLUMNS, Deck, Screen, Wrap};

/// Lines of a page, between its title and the line that names the keys.
pub const ROWS: usize = 5;

const TABLE_TITLE: &str = "  uid      share  weight";

/// Where a card lies: on which page it begins, in which row, and how many rows it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spot {
    page: usize,
    row: usize,
    rows: usize,
}

impl Spot {
    fn last_page(self) -> usize {
        let end = self.row.saturating_add(self.rows).saturating_sub(1);
        self.page.saturating_add(end / ROWS)
    }
}

/// Deals cards out to pages. A card that does not fit the rest of a page begins the next one, and one that is longer
/// than a page goes on over several. Pairs have pages of their own.
#[derive(Clone, Copy, Debug)]
struct Layout {
    page: usize,
    row: usize,
    table: bool,
}

impl Layout {
    const START: Self = Self { page: 0, row: 0, table: false };

    fn place(&mut self, card: &Card<'_>) -> Spot {
        let table = is_pair(card);
        let rows = if table { 1 } else { write(card, |_, _| ()) };
        let fits = self.row.saturating_add(rows) <= ROWS;
        if self.row > 0 && (!fits || table != self.table) {
            self.page = self.page.saturating_add(1);
            self.row = 0;
        }
        let spot = Spot { page: self.page, row: self.row, rows };
        let end = self.row.saturating_add(rows);
        *self = Self { page: self.page.saturating_add(end / ROWS), row: end % ROWS, table };
        spot
    }

    fn pages(&self) -> usize {
        self.page.saturating_add(usize::from(self.row > 0))
    }
}

fn is_pair(card: &Card<'_>) -> bool {
    matches!(card.value, Value::Weight { .. })
}

/// Breaks a card into lines and gives their number.
fn write(card: &Card<'_>, put: impl FnMut(usize, &[char])) -> usize {
    let mut lines = Wrap::new(put);
    // Neither the lines nor the card's text can fail.
    let _ = write!(lines, "{card}");
    lines.finish()
}

/// A row of the table.
fn row(card: &Card<'_>) -> heapless::String<COLUMNS> {
    let mut row = heapless::String::new();
    if let Value::Weight { uid, weight, share } = card.value {
        let mut percent = heapless::String::<12>::new();
        // `100.0000%` is the longest share, so both fit.
        let _ = write!(percent, "{share}");
        let _ = write!(row, "{uid:>5}{percent:>11}{weight:>8}");
    }
    row
}

/// Pages that the cards of `deck` take. The question comes after them, on a page of its own.
pub fn page_count(deck: &mut dyn Deck) -> usize {
    let mut layout = Layout::START;
    deck.measure(&mut |card| {
        layout.place(card);
    });
    layout.pages()
}

/// Draws a page of cards and makes it visible. Pages must be drawn in order the first time: a card counts as shown
/// with the page that ends it.
///
/// # Errors
/// [`ScreenFailed`]; the deck must then not be approved.
pub fn draw_page<S: Screen>(
    screen: &mut S,
    deck: &mut dyn Deck,
    page: usize,
    pages: usize,
) -> Result<(), ScreenFailed> {
    let mut layout = Layout::START;
    let mut first = None;
    let mut index = 0usize;
    deck.measure(&mut |card| {
        let before = layout;
        let spot = layout.place(card);
        if first.is_none() && spot.last_page() >= page {
            first = Some((index, before, is_pair(card)));
        }
        index = index.saturating_add(1);
    });
    let (first, mut layout, table) = first.ok_or(ScreenFailed)?;

    let mut canvas = Canvas::new(screen);
    canvas.clear()?;
    canvas.title(if table { TABLE_TITLE } else { deck.title() })?;
    let mut index = first;
    let mut drawn = Ok(());
    loop {
        let mut more = false;
        deck.emit(index, &mut |card| {
            let spot = layout.place(card);
            more = spot.page <= page && spot.last_page() <= page;
            if spot.page <= page && drawn.is_ok() {
                drawn = draw_card(&mut canvas, card, spot, page);
            }
            // A card of which a part is still to come has not been shown.
            more && drawn.is_ok()
        });
        drawn?;
        if !more {
            break;
        }
        index = index.saturating_add(1);
    }
    canvas.footer(page, pages)?;
    canvas.flush()
}

/// Draws the lines of a card that are on `page`.
fn draw_card<S: Screen>(
    canvas: &mut Canvas<'_, S>,
    card: &Card<'_>,
    spot: Spot,
    page: usize,
) -> Result<(), ScreenFailed> {
    if is_pair(card) {
        return canvas.row(spot.row, &row(card));
    }
    let skip = page.saturating_sub(spot.page).saturating_mul(ROWS);
    let mut drawn = Ok(());
    write(card, |line, characters| {
        let row = spot.row.saturating_add(line).checked_sub(skip).filter(|row| *row < ROWS);
        if let (Some(row), Ok(())) = (row, drawn) {
            let text: heapless::String<{ COLUMNS * 4 }> = characters.iter().collect();
            drawn = canvas.row(row, &text);
        }
    });
    drawn
}

/// Draws the page that asks, and makes it visible.
///
/// # Errors
/// [`ScreenFailed`].
pub fn draw_question<S: Screen>(screen: &mut S, deck: &dyn Deck, pages: usize) -> Result<(), ScreenFailed> {
    let mut canvas = Canvas::new(screen);
    canvas.clear()?;
    canvas.title(deck.question())?;
    for (row, text) in ["", "select   yes", "up       no", "left     look again"].into_iter().enumerate() {
        canvas.row(row, text)?;
    }
    canvas.footer(pages, pages)?;
    canvas.flush()
}

#[cfg(test)]
mod tests {
    use super::{Layout, ROWS, Spot};
    use nanotao::AccountId;
    use nanotao::display::{Card, Label, Percent, Value};
    use nanotao::metadata::Path;

    #[test]
    fn cards_keep_together_where_they_fit_and_pairs_have_pages_of_their_own() {
        let text = |value| Card { label: Label::Text("Signer"), value };
        let mut layout = Layout::START;
        let account = text(Value::Account(AccountId([7; 32])));
        let spot = |page, row, rows| Spot { page, row, rows };
        assert_eq!(layout.place(&account), spot(0, 0, 3));
        assert_eq!(layout.place(&account), spot(1, 0, 3));
        assert_eq!(layout.place(&text(Value::Integer(5))), spot(1, 3, 1));
        let share = Percent { part: 1, whole: 2 };
        let pair = |index| Card {
            label: Label::Pair(Path::default(), index),
            value: Value::Weight { uid: 0, weight: 1, share },
        };
        for index in 0..=ROWS {
            assert_eq!(layout.place(&pair(index)), spot(2 + index / ROWS, index % ROWS, 1));
        }
        assert_eq!(layout.pages(), 4);
        let list = [u16::MAX; 40];
        let long = text(Value::U16s(list[..].into()));
        let placed = layout.place(&long);
        assert_eq!((placed.page, placed.row), (4, 0));
        assert_eq!(placed.last_page(), 4 + (placed.rows - 1) / ROWS);
        assert!(placed.rows > 2 * ROWS);
    }
}
