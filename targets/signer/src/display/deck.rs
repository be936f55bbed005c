//! Cards to be shown before a question.

use nanotao::display::{Card, Render, Review};
use nanotao::extrinsic::Verified;
use nanotao::{AccountId, BlockNumber};

/// Cards, and the question that follows them.
pub trait Deck {
    /// The title of the pages.
    fn title(&self) -> &'static str;

    /// The title of the page that asks.
    fn question(&self) -> &'static str;

    /// Goes over as many cards as there are, each as long as the one in its place, to see how much room they need.
    /// They do not count as shown.
    fn measure(&self, each: &mut dyn FnMut(&Card<'_>));

    /// Shows the card at `index`. `show` tells whether all of it is before the user's eyes.
    fn emit(&mut self, index: usize, show: &mut dyn FnMut(&Card<'_>) -> bool);
}

/// The cards of a payload that is to be signed.
pub struct ReviewDeck<'a> {
    verified: Verified<'a>,
    signer: AccountId,
    current: Option<BlockNumber>,
    review: Review<'a>,
}

impl<'a> ReviewDeck<'a> {
    /// Begins to show `verified` to whoever is to sign it as `signer`. `current` is the block that the era is
    /// reckoned from.
    pub fn new(verified: Verified<'a>, signer: AccountId, current: Option<BlockNumber>) -> Self {
        Self { verified, signer, current, review: verified.review(signer, current) }
    }

    /// The review, as far as it has come.
    pub fn into_review(self) -> Review<'a> {
        self.review
    }
}

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

    fn measure(&self, each: &mut dyn FnMut(&Card<'_>)) {
        // A second review, which nothing can approve: it is gone at the end of this function.
        let mut review = self.verified.review(self.signer, self.current);
        let pairs = self.verified.call().and_then(|call| call.weights()).map_or(0, |(uids, _)| uids.len());
        let others = review.len().saturating_sub(pairs);
        for index in 0..review.len().min(others.saturating_add(1)) {
            // All pairs take the same room, and the share of each is a sum over all: the first stands for the rest.
            let times = if index < others { 1 } else { pairs };
            let mut show = |card: &Card<'_>| {
                (0..times).for_each(|_| each(card));
                true
            };
            // `Show` renders any card, and the order is that of the review itself.
            let _ = review.emit(index, &mut Show(&mut show));
        }
    }

    fn emit(&mut self, index: usize, show: &mut dyn FnMut(&Card<'_>) -> bool) {
        // What was not shown is counted by the review itself, which will not be approved then.
        let _ = self.review.emit(index, &mut Show(show));
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

    fn measure(&self, each: &mut dyn FnMut(&Card<'_>)) {
        self.cards.iter().for_each(each);
    }

    fn emit(&mut self, index: usize, show: &mut dyn FnMut(&Card<'_>) -> bool) {
        if let Some(card) = self.cards.get(index) {
            show(card);
        }
    }
}
