//! One idea each: a label and a value.

use core::fmt;

use heapless::Vec;

use super::call::CallCards;
use super::hidden::Hidden;
use super::titles;
use super::value::Value;
use crate::extrinsic::{Era, Verified};
use crate::metadata::Path;
use crate::primitives::{AccountId, BlockNumber, TaoBalance};

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
    /// A uid–weight pair, by the call that it is in and its place in the list, counted from 0.
    Pair(Path<'a>, usize),
    /// A warning of a call within the call, or of a field.
    Warning(Path<'a>),
    /// A field of a call, as `calls[1].dest`.
    Path(Path<'a>),
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Pair(path, index) => {
                let point = if path.is_empty() { "" } else { "." };
                write!(f, "{path}{point}weight {}", index.saturating_add(1))
            }
            Self::Warning(path) => write!(f, "Warning at {path}"),
            Self::Path(path) => path.fmt(f),
        }
    }
}

impl<'a> Card<'a> {
    pub(super) const fn new(label: &'a str, value: Value<'a>) -> Self {
        Self { label: Label::Text(label), value }
    }

    pub(super) fn pair(index: usize, value: Value<'a>) -> Self {
        Self { label: Label::Pair(Path::default(), index), value }
    }
}

impl fmt::Display for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.value)
    }
}

/// What the first cards of any call say: what it does, and all that is to be beware of in it and in the calls within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Summary<'a> {
    function: (&'a str, &'a str),
    title: &'static str,
    /// Each once, however many calls bear it.
    warnings: Vec<&'static str, WARNINGS>,
}

/// Warnings that have room in a summary. The last of more says that there are more.
const WARNINGS: usize = 6;

impl<'a> Summary<'a> {
    /// Places of its cards.
    pub(super) const PLACES: usize = WARNINGS + 2;

    pub(super) const fn new(function: (&'a str, &'a str)) -> Self {
        Self { function, title: "", warnings: Vec::new() }
    }

    /// Gathers the warnings. Of what is `revealed` by other cards none is due.
    #[inline(never)]
    pub(super) fn gather(&mut self, tip: TaoBalance, call: &mut CallCards<'_>, revealed: bool) {
        let (pallet, function) = self.function;
        self.title = titles::title(pallet, function);
        call.restart();
        let own = titles::warning(pallet, function).filter(|text| !(revealed && *text == titles::HIDDEN));
        let mut whole = [titles::of_tip(tip), own].into_iter().flatten();
        while let Some(text) = whole.next().or_else(|| call.next_warning()) {
            if !self.warnings.contains(&text)
                && self.warnings.push(text).is_err()
                && let Some(last) = self.warnings.last_mut()
            {
                *last = "There are more: see each below";
            }
        }
        call.restart();
    }

    /// The card in one of the [`PLACES`](Self::PLACES), if this call has it.
    pub(super) fn place(&self, place: usize) -> Option<Card<'a>> {
        let Some(index) = place.checked_sub(1) else {
            return Some(Card::new("Action", Value::Text(self.title)));
        };
        if index == WARNINGS {
            let (pallet, function) = self.function;
            return Some(Card::new("Call", Value::Function { pallet, function }));
        }
        self.warnings.get(index).map(|text| Card::new("Warning", Value::Text(text)))
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
    summary: Summary<'a>,
}

/// Places before the cards of the call.
const PLACES: usize = Summary::PLACES + 8;

impl<'a> Head<'a> {
    /// The card in one of the [`PLACES`], if this payload has it.
    fn place(&self, place: usize) -> Option<Card<'a>> {
        let Some(place) = place.checked_sub(Summary::PLACES) else { return self.summary.place(place) };
        let extension = self.verified.extension();
        Some(match place {
            0 => Card::new("Signer", Value::Account(self.signer)),
            1 => Card::new("Network", Value::Network(extension.genesis_hash)),
            2 => Card::new("Spec version", Value::Integer(extension.spec_version.into())),
            3 => Card::new("Valid", Value::Era { era: extension.era, current: self.current }),
            4 => Card::new("Nonce", Value::Integer(extension.nonce.into())),
            5 => Card::new("Tip", Value::Tao(extension.tip)),
            // The block numbers of `Valid` rest on what the host says the current block is; only this hash names the
            // block from which a mortal era runs. An immortal era is born in the genesis block.
            6 if extension.era != Era::Immortal => {
                Card::new("Birth block", Value::Hash(extension.block_hash))
            }
            7 => Card::new("Metadata hash", Value::Hash(extension.metadata_hash?)),
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
        let summary = Summary::new(verified.function());
        let call = *verified.described();
        let head = Head { verified, signer, current, summary };
        Self { head_len: 0, head, call: CallCards::new(&call), hidden: None, call_len: 0 }
    }

    /// Makes the first cards ready.
    pub(super) fn summarise(&mut self) {
        let tip = self.head.verified.extension().tip;
        self.head.summary.gather(tip, &mut self.call, self.hidden.is_some());
        self.head_len = self.head.len();
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
