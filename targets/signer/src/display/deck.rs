//! Cards to be shown before a question.

use nanotao::display::{Card, Render, Review};

/// Cards, and the question that follows them.
pub trait Deck {
    /// The title of the pages.
    fn title(&self) -> &'static str;

    /// The title of the page that asks.
    fn question(&self) -> &'static str;

    /// Goes over all cards, to see how much room they need. They do not count as shown.
    fn measure(&mut self, each: &mut dyn FnMut(&Card<'_>));

    /// Shows the card at `index`. `show` tells whether all of it is before the user's eyes.
    fn emit(&mut self, index: usize, show: &mut dyn FnMut(&Card<'_>) -> bool);
}

/// The cards of a payload that is to be signed.
pub struct ReviewDeck<'a>(pub Review<'a>);

struct Show<'f>(&'f mut dyn FnMut(&Card<'_>) -> bool);

/// The card is not, or not wholly, before the user's eyes.
struct NotShown;

impl Render for Show<'_> {
    type Error = NotShown;

    fn card(&mut self, _index: usize, _total: usize, card: &Card<'_>) -> Result<(), NotShown> {
        if (self.0)(card) { Ok(()) } else { Err(NotShown) }
    }
}

impl Deck for ReviewDeck<'_> {
    fn title(&self) -> &'static str {
        "Review"
    }

    fn question(&self) -> &'static str {
        "Sign this?"
    }

    fn measure(&mut self, each: &mut dyn FnMut(&Card<'_>)) {
        self.0.measure(each);
    }

    fn emit(&mut self, index: usize, show: &mut dyn FnMut(&Card<'_>) -> bool) {
        // What was not shown is counted by the review itself, which will not be approved then.
        let _ = self.0.emit(index, &mut Show(show));
    }
}

/// Cards about the device itself, and a question.
pub struct NoticeDeck<'a> {
    /// The title of the pages.
    pub title: &'static str,
    /// The title of the page that asks.
    pub question: &'static str,
    /// What there is to know.
    pub cards: &'a [Card<'a>],
}

impl Deck for NoticeDeck<'_> {
    fn title(&self) -> &'static str {
        self.title
    }

    fn question(&self) -> &'static str {
        self.question
    }

    fn measure(&mut self, each: &mut dyn FnMut(&Card<'_>)) {
        self.cards.iter().for_each(each);
    }

    fn emit(&mut self, index: usize, show: &mut dyn FnMut(&Card<'_>) -> bool) {
        if let Some(card) = self.cards.get(index) {
            show(card);
        }
    }
}
