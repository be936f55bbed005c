//! One idea each: a label and a value.

use core::fmt;

use super::Value;
use super::value::Percent;
use crate::call::Call;
use crate::extrinsic::{Era, Verified};
use crate::primitives::{AccountId, BlockNumber, MechId};
use crate::scale::U16s;

/// What a screen shows at a time, or a line of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card<'a> {
    /// What it is about.
    pub label: Label,
    /// What it says.
    pub value: Value<'a>,
}

/// What a card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A plain word, or the field's name in metadata.
    Text(&'static str),
    /// A uid–weight pair, by its place in the list, counted from 0.
    Pair(usize),
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Pair(index) => write!(f, "weight {}", index.saturating_add(1)),
        }
    }
}

impl<'a> Card<'a> {
    const fn new(label: &'static str, value: Value<'a>) -> Self {
        Self { label: Label::Text(label), value }
    }
}

impl fmt::Display for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.value)
    }
}

/// All cards of a payload: first what it does, then the call's arguments, then what the extensions carry, and last
/// the uid–weight pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cards<'a> {
    pub(super) verified: Verified<'a>,
    pub(super) signer: AccountId,
    current: Option<BlockNumber>,
    /// How many cards there are before the pairs.
    head_len: usize,
    /// The sum of all weights.
    whole: u64,
}

/// Most arguments that a call has.
const MAX_ARGS: usize = 8;

impl<'a> Cards<'a> {
    pub(super) fn new(verified: Verified<'a>, signer: AccountId, current: Option<BlockNumber>) -> Self {
        let mut cards = Self { verified, signer, current, head_len: 0, whole: 0 };
        cards.head_len = cards.head().count();
        cards.whole = cards.pairs().1.iter().map(u64::from).sum();
        cards
    }

    /// The cards before the pairs.
    fn head(&self) -> impl Iterator<Item = Card<'a>> {
        let call = *self.verified.call();
        let extension = *self.verified.extension();
        let summary = [
            Card::new("Action", Value::Text(title(&call))),
            Card::new("Call", Value::Function { pallet: call.pallet(), function: call.function() }),
            Card::new("Signer", Value::Account(self.signer)),
        ];
        let args = (0..MAX_ARGS).filter_map(move |index| arg(&call, index));
        // Calls from before there were mechanisms act on the main one.
        let main = call.weights().filter(|_| !matches!(call, Call::SetMechanismWeights(_)));
        let mecid = main.map(|_| Card::new("mecid", Value::MechId(MechId::MAIN)));
        let count = call.weights().map(|(uids, _)| Card::new("weights", Value::Count(uids.len())));
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
        self.verified.call().weights().unwrap_or(([][..].into(), [][..].into()))
    }

    pub(super) fn len(&self) -> usize {
        self.head_len.saturating_add(self.pairs().0.len())
    }

    pub(super) fn get(&self, index: usize) -> Option<Card<'a>> {
        let Some(index) = index.checked_sub(self.head_len) else {
            return self.head().nth(index);
        };
        let (uids, weights) = self.pairs();
        let (uid, weight) = (uids.get(index)?, weights.get(index)?);
        let share = Percent { part: weight, whole: self.whole };
        Some(Card { label: Label::Pair(index), value: Value::Weight { uid, weight, share } })
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

/// What the call does, in plain English.
fn title(call: &Call<'_>) -> &'static str {
    match call {
        Call::SetWeights(_) => "Set weights",
        Call::SetMechanismWeights(_) => "Set weights on a mechanism",
        Call::CommitWeights(_) => "Commit to hidden weights",
        Call::RevealWeights(_) => "Reveal weights",
        Call::CommitTimelockedWeights(_) => "Commit to timelocked weights",
        Call::ServeAxon(_) => "Publish a miner's address",
        Call::BurnedRegister(_) => "Register on a subnet, at its price",
        Call::AddStake(_) => "Stake TAO, at any price",
        Call::RemoveStake(_) => "Unstake alpha, at any price",
        Call::TransferKeepAlive(_) => "Send TAO",
    }
}
