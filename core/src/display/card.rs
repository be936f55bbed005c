//! One idea each: a label and a value.

use core::fmt;

use super::call::CallCards;
use super::hidden::Hidden;
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
    pub(super) const fn new(label: &'a str, value: Value<'a>) -> Self {
        Self { label: Label::Text(label), value }
    }

    pub(super) const fn pair(index: usize, value: Value<'a>) -> Self {
        Self { label: Label::Pair(index), value }
    }

    /// The first cards of any call: what it does.
    pub(super) fn of_function(place: usize, (pallet, function): (&'a str, &'a str)) -> Option<Self> {
        Some(match place {
            0 => Self::new("Action", Value::Text(titles::title(pallet, function))),
            1 => Self::new("Warning", Value::Text(titles::warning(pallet, function)?)),
            2 => Self::new("Call", Value::Function { pallet, function }),
            _ => return None,
        })
    }
}

impl fmt::Display for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.value)
    }
}

/// All cards of a payload: first what it does, then what the extensions carry, then whatever the call holds, and last
/// the weights that a commit hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cards<'a> {
    pub(super) head: Head<'a>,
    /// How many cards come before those of the call.
    head_len: usize,
    call: CallCards<'a>,
    /// What the call hides, and how many cards of its own come first.
    pub(super) hidden: Option<Hidden<'a>>,
    call_len: usize,
}

/// What the cards before those of the call are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) signer: AccountId,
    current: Option<BlockNumber>,
    function: (&'a str, &'a str),
}

/// Places before the cards of the call.
const PLACES: usize = 11;

impl<'a> Head<'a> {
    /// The card in one of the [`PLACES`], if this payload has it.
    fn place(&self, place: usize) -> Option<Card<'a>> {
        let extension = self.verified.extension();
        Some(match place {
            0..=2 => return Card::of_function(place, self.function),
            3 => Card::new("Signer", Value::Account(self.signer)),
            4 => Card::new("Network", Value::Network(extension.genesis_hash)),
            5 => Card::new("Spec version", Value::Integer(extension.spec_version.into())),
            6 => Card::new("Valid", Value::Era { era: extension.era, current: self.current }),
            7 => Card::new("Nonce", Value::Integer(extension.nonce.into())),
            8 => Card::new("Tip", Value::Tao(extension.tip)),
            // The block numbers of `Valid` rest on what the host says the current block is; only this hash names the
            // block from which a mortal era runs. An immortal era is born in the genesis block.
            9 if extension.era != Era::Immortal => {
                Card::new("Birth block", Value::Hash(extension.block_hash))
            }
            10 => Card::new("Metadata hash", Value::Hash(extension.metadata_hash?)),
            _ => return None,
        })
    }

    fn cards(&self) -> impl Iterator<Item = Card<'a>> {
        (0..PLACES).filter_map(|place| self.place(place))
    }

    #[inline(never)]
    fn len(&self) -> usize {
        self.cards().count()
    }

    #[inline(never)]
    fn get(&self, index: usize) -> Option<Card<'a>> {
        self.cards().nth(index)
    }
}

impl<'a> Cards<'a> {
    // Large, so it is made where it is to lie.
    #[inline(always)]
    pub(super) fn new(verified: Verified<'a>, signer: AccountId, current: Option<BlockNumber>) -> Self {
        let function = verified.function();
        let call = *verified.described();
        let head = Head { verified, signer, current, function };
        Self { head_len: head.len(), head, call: CallCards::new(&call), hidden: None, call_len: 0 }
    }

    /// Adds what the call hides.
    pub(super) fn hide(&mut self, hidden: Hidden<'a>) {
        while self.call.get(self.call_len).is_some() {
            self.call_len = self.call_len.saturating_add(1);
        }
        self.hidden = Some(hidden);
    }

    /// Counts the cards.
    pub(super) fn count(&mut self) -> usize {
        let mut count = 0usize;
        while self.get(count).is_some() {
            count = count.saturating_add(1);
        }
        count
    }

    pub(super) fn get(&mut self, index: usize) -> Option<Card<'_>> {
        let Some(in_call) = index.checked_sub(self.head_len) else { return self.head.get(index) };
        match (&self.hidden, in_call.checked_sub(self.call_len)) {
            (Some(hidden), Some(index)) => hidden.card(index),
            _ => self.call.get(in_call),
        }
    }
}
