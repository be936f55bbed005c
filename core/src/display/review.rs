//! Showing, and what it takes to approve.

use core::fmt;

use super::approved::Approved;
use super::card::{Card, Cards};
use crate::extrinsic::Verified;
use crate::primitives::{AccountId, BlockNumber};

/// Something that shows cards: a screen, a terminal, a program in another language.
pub trait Render {
    /// Why a card could not be shown.
    type Error;

    /// Shows `card`, the one at `index` of `total`. `Ok` says that the whole card is before the user's eyes.
    ///
    /// # Errors
    /// Whatever kept it from being shown; the card then counts as not shown.
    fn card(&mut self, index: usize, total: usize, card: &Card<'_>) -> Result<(), Self::Error>;
}

/// The cards of a payload, and a mark of how many of them were shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Review<'a> {
    pub(super) cards: Cards<'a>,
    /// How many there are, once they have been counted.
    len: usize,
    shown: usize,
}

impl<'a> Verified<'a> {
    /// Begins to show this payload to whoever is to sign it as `signer`. `current` is the block that birth and
    /// death of the era are reckoned from, if it is known.
    // On its own, so that it is made where it is to lie: a review is large.
    #[inline(never)]
    pub fn review(self, signer: AccountId, current: Option<BlockNumber>) -> Review<'a> {
        Review { cards: Cards::new(self, signer, current), len: 0, shown: 0 }
    }
}

impl<'a> Review<'a> {
    /// Number of cards.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&mut self) -> usize {
        if self.len == 0 {
            self.cards.summarise();
            self.len = self.cards.count();
        }
        self.len
    }

    /// Number of cards that were shown: those before this index.
    pub fn shown(&self) -> usize {
        self.shown
    }

    /// What is shown.
    pub fn verified(&self) -> &Verified<'a> {
        &self.cards.head.verified
    }

    /// Goes over all cards, to see how much room they need. None of them counts as shown.
    pub fn measure(&mut self, each: &mut dyn FnMut(&Card<'_>)) {
        for index in 0..self.len() {
            if let Some(card) = self.cards.get(index) {
                each(&card);
            }
        }
    }

    /// Shows the card at `index`: one that was shown before, or the next one.
    ///
    /// # Errors
    /// [`EmitError::OutOfOrder`] for a card further on, [`EmitError::Render`] if it could not be shown.
    pub fn emit<R: Render>(&mut self, index: usize, render: &mut R) -> Result<(), EmitError<R::Error>> {
        let (next, len) = (self.shown, self.len());
        let card = if index <= next { self.cards.get(index) } else { None };
        let card = card.ok_or(EmitError::OutOfOrder { next })?;
        render.card(index, len, &card).map_err(EmitError::Render)?;
        if index == self.shown {
            self.shown = self.shown.saturating_add(1);
        }
        Ok(())
    }

    /// Shows all cards in order.
    ///
    /// # Errors
    /// [`EmitError::Render`] if one could not be shown.
    pub fn emit_all<R: Render>(&mut self, render: &mut R) -> Result<(), EmitError<R::Error>> {
        (0..self.len()).try_for_each(|index| self.emit(index, render))
    }

    /// Takes the user's consent.
    ///
    /// # Errors
    /// The review itself, if a card has not been shown yet.
    #[expect(clippy::result_large_err, reason = "there is no heap to put the review on")]
    pub fn approve(mut self) -> Result<Approved<'a>, Self> {
        if self.shown == self.len() {
            Ok(Approved::new(self.cards.head.verified, self.cards.head.signer))
        } else {
            Err(self)
        }
    }
}

/// Why a card was not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmitError<E> {
    /// There is no such card, or an earlier one has not been shown.
    OutOfOrder {
        /// The card to be shown next.
        next: usize,
    },
    /// The renderer failed.
    Render(E),
}

impl<E: fmt::Display> fmt::Display for EmitError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfOrder { next } => write!(f, "cards are shown in order; the next one is {next}"),
            Self::Render(error) => error.fmt(f),
        }
    }
}

impl<E: core::error::Error> core::error::Error for EmitError<E> {}

/// Shows cards as lines of text: `label: value`.
#[derive(Debug)]
pub struct TextRender<W>(pub W);

impl<W: fmt::Write> Render for TextRender<W> {
    type Error = fmt::Error;

    fn card(&mut self, _index: usize, _total: usize, card: &Card<'_>) -> fmt::Result {
        writeln!(self.0, "{card}")
    }
}

#[cfg(test)]
mod tests {
    use super::{EmitError, Render, TextRender};
    use crate::call::{Call, SetWeights};
    use crate::display::Card;
    use crate::extrinsic::{Era, FINNEY, Payload, TxExtension, Verified};
    use crate::primitives::{AccountId, H256, NetUid, TaoBalance};
    use std::string::String;

    const SIGNER: AccountId = AccountId([0; 32]);

    fn payload(buffer: &mut [u8]) -> Verified<'_> {
        let (dests, weights) = ([3, 9][..].into(), [16384, 49152][..].into());
        let call = Call::SetWeights(SetWeights { netuid: NetUid(8), dests, weights, version_key: 1 });
        let extension = TxExtension {
            era: Era::mortal(64, 1000),
            nonce: 2,
            tip: TaoBalance(1),
            metadata_hash: None,
            spec_version: 475,
            transaction_version: 1,
            genesis_hash: FINNEY,
            block_hash: H256([1; 32]),
        };
        Payload::build(&call, &extension, buffer).unwrap().verify().unwrap()
    }

    /// Shows nothing.
    struct Broken;

    impl Render for Broken {
        type Error = ();

        fn card(&mut self, _index: usize, _total: usize, _card: &Card<'_>) -> Result<(), ()> {
            Err(())
        }
    }

    #[test]
    fn every_field_of_the_payload_is_on_a_card() {
        let mut buffer = [0; 256];
        let mut review = payload(&mut buffer).review(SIGNER, Some(1000));
        let mut text = TextRender(String::new());
        review.emit_all(&mut text).unwrap();
        let expected = "Action: Set weights\nCall: SubtensorModule.set_weights\n\
            Signer: 5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM\n\
            Network: Bittensor mainnet\nSpec version: 475\nValid: block 1000 until 1064\nNonce: 2\n\
            Tip: 0.000000001 TAO\n\
            Birth block: 0x0101010101010101010101010101010101010101010101010101010101010101\n\
            netuid: 8\nweights: 2\nweight 1: uid 3: 25.0000% (16384)\n\
            weight 2: uid 9: 75.0000% (49152)\nversion_key: 1\n";
        assert_eq!(text.0, expected);
    }

    #[test]
    fn a_card_counts_as_shown_only_once_it_was_rendered_in_its_turn() {
        let mut buffer = [0; 256];
        let mut review = payload(&mut buffer).review(SIGNER, None);
        let mut text = TextRender(String::new());
        assert_eq!(review.emit(1, &mut text), Err(EmitError::OutOfOrder { next: 0 }));
        assert_eq!(review.emit(0, &mut Broken), Err(EmitError::Render(())));
        assert_eq!(review.shown(), 0);
        let len = review.len();
        for index in 0..len - 1 {
            review.emit(index, &mut text).unwrap();
        }
        let mut review = review.approve().unwrap_err();
        assert_eq!(review.emit(len, &mut text), Err(EmitError::OutOfOrder { next: len - 1 }));
        review.emit(len - 1, &mut text).unwrap();
        assert!(review.approve().is_ok());
    }
}
