//! One idea each: a label and a value.

use core::fmt;

use super::call::CallCards;
use super::titles;
use super::value::Value;
use crate::extrinsic::{Era, Verified};
use crate::metadata::Path;
use crate::primitives::{AccountId, BlockNumber};

/// What a screen shows at a time, or a line of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card<'a> {
    /// What it is about.
    pub label: Label<'a>,
    /// What it says.
    pub value: Value<'a>,
}

/// What a card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label<'a> {
    /// A plain word, or the field's name in metadata.
    Text(&'a str),
    /// A uid–weight pair, by its place in the list, counted from 0.
    Pair(usize),
    /// A field of a call, as `calls[1].dest`.
    Path(Path<'a>),
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Pair(index) => write!(f, "weight {}", index.saturating_add(1)),
            Self::Path(path) => path.fmt(f),
        }
    }
}

impl<'a> Card<'a> {
    const fn new(label: &'a str, value: Value<'a>) -> Self {
        Self { label: Label::Text(label), value }
    }
}

impl fmt::Display for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.value)
    }
}

/// All cards of a payload: first what it does, then what the extensions carry, and last whatever the call holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cards<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) signer: AccountId,
    current: Option<BlockNumber>,
    call: CallCards<'a>,
}

impl<'a> Cards<'a> {
    pub(super) fn new(verified: Verified<'a>, signer: AccountId, current: Option<BlockNumber>) -> Self {
        Self { verified, signer, current, call: CallCards::new(verified.described()) }
    }

    /// The cards before those of the call.
    fn head(&self) -> impl Iterator<Item = Card<'a>> + use<'a> {
        let (pallet, function) = self.verified.function();
        let extension = *self.verified.extension();
        let action = Card::new("Action", Value::Text(titles::title(pallet, function)));
        let warning =
            titles::warning(pallet, function).map(|warning| Card::new("Warning", Value::Text(warning)));
        let era = Value::Era { era: extension.era, current: self.current };
        let rest = [
            Card::new("Call", Value::Function { pallet, function }),
            Card::new("Signer", Value::Account(self.signer)),
            Card::new("Network", Value::Network(extension.genesis_hash)),
            Card::new("Spec version", Value::Integer(extension.spec_version.into())),
            Card::new("Valid", era),
            Card::new("Nonce", Value::Integer(extension.nonce.into())),
            Card::new("Tip", Value::Tao(extension.tip)),
        ];
        // The block numbers of `Valid` rest on what the host says the current block is; only this hash names the block
        // from which a mortal era runs. An immortal era is born in the genesis block.
        let birth = (extension.era != Era::Immortal).then_some(extension.block_hash);
        let birth = birth.map(|hash| Card::new("Birth block", Value::Hash(hash)));
        let digest = extension.metadata_hash.map(|hash| Card::new("Metadata hash", Value::Hash(hash)));
        [action].into_iter().chain(warning).chain(rest).chain(birth).chain(digest)
    }

    /// Counts all cards.
    pub(super) fn count(&mut self) -> usize {
        self.each(&mut |_| ())
    }

    /// Goes over all cards and counts them.
    pub(super) fn each(&mut self, each: &mut dyn FnMut(&Card<'_>)) -> usize {
        let mut count = 0usize;
        for card in self.head() {
            each(&card);
            count = count.saturating_add(1);
        }
        self.call.restart();
        while let Some(card) = self.call.next() {
            each(&card);
            count = count.saturating_add(1);
        }
        count
    }

    pub(super) fn get(&mut self, index: usize) -> Option<Card<'_>> {
        let mut in_call = index;
        for card in self.head() {
            let Some(rest) = in_call.checked_sub(1) else { return Some(card) };
            in_call = rest;
        }
        self.call.get(in_call)
    }
}
