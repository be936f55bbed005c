//! One idea each: a label and a value.

use core::fmt;

#[cfg(feature = "metadata")]
use super::proven::{self, CallCards};
use super::titles;
use super::value::{Percent, Value};
use crate::call::Call;
use crate::extrinsic::{Era, Verified};
#[cfg(feature = "metadata")]
use crate::metadata::Path;
use crate::primitives::{AccountId, BlockNumber, MechId};
use crate::scale::U16s;

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
    #[cfg(feature = "metadata")]
    Path(Path<'a>),
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Pair(index) => write!(f, "weight {}", index.saturating_add(1)),
            #[cfg(feature = "metadata")]
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

/// All cards of a payload: first what it does, then the call's arguments, then what the extensions carry, and last
/// the uid–weight pairs, or whatever a call that was read by a proof holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cards<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) signer: AccountId,
    current: Option<BlockNumber>,
    /// How many cards there are before the pairs.
    head_len: usize,
    tail_len: usize,
    /// The sum of all weights.
    whole: u64,
    #[cfg(feature = "metadata")]
    proven: Option<CallCards<'a>>,
}

/// Most arguments that a call has.
const MAX_ARGS: usize = 8;

impl<'a> Cards<'a> {
    pub(super) fn new(verified: Verified<'a>, signer: AccountId, current: Option<BlockNumber>) -> Self {
        let mut cards = Self {
            verified,
            signer,
            current,
            head_len: 0,
            tail_len: 0,
            whole: 0,
            #[cfg(feature = "metadata")]
            proven: CallCards::new(&verified),
        };
        cards.head_len = cards.head().count();
        let (uids, weights) = cards.pairs();
        cards.tail_len = uids.len();
        cards.whole = weights.iter().map(u64::from).sum();
        #[cfg(feature = "metadata")]
        if let Some(proven) = &mut cards.proven {
            while proven.next().is_some() {}
            cards.tail_len = proven.made();
        }
        cards
    }

    /// The pallet and the function.
    fn function(&self) -> (&'a str, &'a str) {
        #[cfg(feature = "metadata")]
        if let Some(function) = proven::function(&self.verified) {
            return function;
        }
        self.verified.call().map_or(("", ""), |call| (call.pallet(), call.function()))
    }

    /// The cards before the pairs.
    fn head(&self) -> impl Iterator<Item = Card<'a>> {
        let call = self.verified.call().copied();
        let (pallet, function) = self.function();
        let extension = *self.verified.extension();
        let summary = [
            Card::new("Action", Value::Text(titles::title(pallet, function))),
            Card::new("Call", Value::Function { pallet, function }),
            Card::new("Signer", Value::Account(self.signer)),
        ];
        let args = (0..MAX_ARGS).filter_map(move |index| arg(call.as_ref()?, index));
        // Calls from before there were mechanisms act on the main one.
        let weights = call.and_then(|call| call.weights());
        let main = weights.filter(|_| !matches!(call, Some(Call::SetMechanismWeights(_))));
        let mecid = main.map(|_| Card::new("mecid", Value::MechId(MechId::MAIN)));
        let count = weights.map(|(uids, _)| Card::new("weights", Value::Count(uids.len())));
        let network = [
            Card::new("Network", Value::Network(extension.genesis_hash)),
            Card::new("Spec version", Value::Integer(extension.spec_version.into())),
            Card::new("Valid", Value::Era { era: extension.era, current: self.current }),
            Card::new("Nonce", Value::Integer(extension.nonce.into())),
            Card::new("Tip", Value::Tao(extension.tip)),
        ];
        // The block numbers of `Valid` rest on what the host says the current block is; only this hash names the block
        // from which a mortal era runs. An immortal era is born in the genesis block.
        let birth = (extension.era != Era::Immortal).then_some(extension.block_hash);
        let birth = birth.map(|hash| Card::new("Birth block", Value::Hash(hash)));
        let digest = extension.metadata_hash.map(|hash| Card::new("Metadata hash", Value::Hash(hash)));
        summary.into_iter().chain(args).chain(mecid).chain(network).chain(birth).chain(digest).chain(count)
    }

    fn pairs(&self) -> (U16s<'a>, U16s<'a>) {
        let weights = self.verified.call().and_then(Call::weights);
        weights.unwrap_or(([][..].into(), [][..].into()))
    }

    pub(super) fn len(&self) -> usize {
        self.head_len.saturating_add(self.tail_len)
    }

    pub(super) fn get(&mut self, index: usize) -> Option<Card<'_>> {
        let Some(index) = index.checked_sub(self.head_len) else {
            return self.head().nth(index);
        };
        #[cfg(feature = "metadata")]
        if self.proven.is_some() {
            return self.get_proven(index);
        }
        let (uids, weights) = self.pairs();
        let (uid, weight) = (uids.get(index)?, weights.get(index)?);
        let share = Percent { part: weight, whole: self.whole };
        Some(Card { label: Label::Pair(index), value: Value::Weight { uid, weight, share } })
    }
}

#[cfg(feature = "metadata")]
impl<'a> Cards<'a> {
    /// The card of a decoded call: from where the decoder is, or from the start again.
    fn get_proven(&mut self, index: usize) -> Option<Card<'_>> {
        if self.proven.as_ref().is_none_or(|cards| cards.made() > index) {
            self.proven = CallCards::new(&self.verified);
        }
        let cards = self.proven.as_mut()?;
        while cards.made() < index {
            cards.next()?;
        }
        cards.next()
    }
}

/// The card of an argument, if it is not shown as pairs.
fn arg<'a>(call: &Call<'a>, index: usize) -> Option<Card<'a>> {
    let (name, arg) = call.arg(index)?;
    match (call, name) {
        (_, "dests" | "weights" | "uids" | "values") => None,
        (Call::ServeAxon(axon), "ip") => {
            Some(Card::new(name, Value::Ip { ip: axon.ip, ip_type: axon.ip_type }))
        }
        _ => Some(Card::new(name, arg.into())),
    }
}
