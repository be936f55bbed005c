//! Cards for a call, made one by one as the call is decoded.

use super::card::{Card, Label};
use super::titles;
use super::value::{Percent, Share, Value};
use crate::metadata::{Decoded, Decoder, Described, Item, KnownTypes, TypeDef, TypeRef};
use crate::primitives::{AccountId, AlphaBalance, TaoBalance};
use crate::scale::U16s;

/// The cards of the call, and how many of them were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CallCards<'a> {
    start: TypeRef,
    decoder: Decoder<'a, KnownTypes<'a>>,
    made: usize,
    after: After<'a>,
}

/// What comes before the next item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After<'a> {
    Nothing,
    Warning(&'static str),
    Pairs {
        uids: U16s<'a>,
        weights: U16s<'a>,
        next: usize,
        whole: u64,
    },
    /// The uid of a pair was read, its weight comes next.
    Uid(u16),
}

impl<'a> CallCards<'a> {
    #[inline(always)]
    pub(super) fn new(call: &Described<'a>) -> Self {
        Self { start: call.call(), decoder: call.decoder(), made: 0, after: After::Nothing }
    }

    /// Goes back to the first card.
    pub(super) fn restart(&mut self) {
        self.decoder.restart(self.start);
        self.made = 0;
        self.after = After::Nothing;
    }

    /// Makes the card at `index`: from where the decoder is, or from the start again.
    pub(super) fn get(&mut self, index: usize) -> Option<Card<'_>> {
        if self.made > index {
            self.restart();
        }
        while self.made < index {
            self.next()?;
        }
        self.next()
    }

    /// Makes the next card, or `None` after the last.
    pub(super) fn next(&mut self) -> Option<Card<'_>> {
        let (label, value) = self.advance()?;
        self.made = self.made.saturating_add(1);
        let label = match label {
            At::Depth(depth) => Label::Path(self.decoder.path(depth)),
            At::Label(label) => label,
        };
        Some(Card { label, value })
    }

    fn advance(&mut self) -> Option<(At<'a>, Value<'a>)> {
        match self.after {
            After::Warning(text) => {
                self.after = After::Nothing;
                return Some((At::Label(Label::Text("Warning")), Value::Text(text)));
            }
            After::Pairs { uids, weights, next, whole } => {
                if let (Some(uid), Some(weight)) = (uids.get(next), weights.get(next)) {
                    self.after = After::Pairs { uids, weights, next: next.saturating_add(1), whole };
                    let share = Percent { part: weight, whole };
                    return Some((At::Label(Label::Pair(next)), Value::Weight { uid, weight, share }));
                }
                self.after = After::Nothing;
            }
            After::Nothing | After::Uid(_) => {}
        }
        loop {
            // Verification has read the call to its end, so an error is no more to be met than a panic.
            let decoded = self.decoder.next().ok()??;
            if let Some(card) = self.card(decoded) {
                return Some(card);
            }
        }
    }

    /// The card of an item, if it has one of its own.
    fn card(&mut self, decoded: Decoded<'a>) -> Option<(At<'a>, Value<'a>)> {
        let Decoded { item, type_name, depth, .. } = decoded;
        let field = self.decoder.path(depth).field();
        let value = match item {
            Item::Variant(pallet) if type_name == "RuntimeCall" && self.opens_enumeration() => {
                let Ok(Some(Decoded { item: Item::Variant(function), .. })) = self.decoder.next() else {
                    return None;
                };
                if depth == 0 {
                    // What is signed as a whole stands on the first cards.
                    return None;
                }
                if let Some(warning) = titles::warning(pallet, function) {
                    self.after = After::Warning(warning);
                }
                Value::Function { pallet, function }
            }
            // The account that follows says it all.
            Item::Variant("Id") if type_name == "MultiAddress" => return None,
            Item::Variant("Some") if type_name == "Option" => return None,
            Item::Variant("None") if type_name == "Option" && contains(field, "limit") => {
                self.after = After::Warning(titles::NO_LIMIT);
                Value::Name("None")
            }
            Item::Variant(name) => Value::Name(name),
            Item::List(len) => Value::Count(len),
            Item::Bool(value) => Value::Text(if value { "yes" } else { "no" }),
            Item::Char(value) => Value::Char(value),
            Item::Str(text) => Value::Name(text),
            Item::Signed(value) => Value::Signed(value),
            Item::Wide { signed, bytes } => Value::Wide { signed, bytes },
            Item::Bits { len, words } => Value::Bits { len, words },
            Item::Bytes(bytes) => match (type_name, <[u8; 32]>::try_from(bytes)) {
                ("AccountId32", Ok(account)) => Value::Account(AccountId(account)),
                _ => Value::Bytes(bytes),
            },
            Item::U16s(list) => match self.decoder.weights(&decoded).ok()? {
                Some((uids, weights)) => {
                    let whole = weights.iter().map(u64::from).sum();
                    self.after = After::Pairs { uids, weights, next: 0, whole };
                    Value::Count(uids.len())
                }
                None => Value::U16s(list),
            },
            Item::Unsigned(value) => {
                let path = self.decoder.path(depth);
                if let After::Uid(uid) = self.after {
                    self.after = After::Nothing;
                    // The pair is one element of the list.
                    return Some((At::Depth(depth.saturating_sub(1)), Value::Pair { uid, weight: value }));
                }
                if path.place_in_pair("weights") == Some(0)
                    && let Ok(uid) = u16::try_from(value)
                    && let Some((field, _)) = self.decoder.next_field()
                    && matches!(field.ty, TypeRef::Compact { .. } | TypeRef::Unsigned { bytes: 2 })
                {
                    self.after = After::Uid(uid);
                    return None;
                }
                if let ("ip", Some(ip_type)) = (field, self.ip_type()) {
                    return Some((At::Depth(depth), Value::Ip { ip: value, ip_type }));
                }
                unsigned(value, type_name, field, path.place_in_pair("children") == Some(0))
            }
        };
        Some((At::Depth(depth), value))
    }

    /// Tells whether the fields of a variant are those of a call: one, which is an enumeration.
    fn opens_enumeration(&self) -> bool {
        self.decoder.next_field().is_some_and(|(_, def)| def == Some(TypeDef::Enumeration))
    }

    /// The kind of an IP address that was just read: it stands behind the port that comes next.
    fn ip_type(&self) -> Option<u8> {
        let (port, _) = self.decoder.next_field()?;
        if port.name != Some("port") || port.ty != (TypeRef::Unsigned { bytes: 2 }) {
            return None;
        }
        self.decoder.input().get(self.decoder.offset().checked_add(2)?).copied()
    }
}

/// What a card's label is made of, before the decoder is borrowed for it.
enum At<'a> {
    Depth(usize),
    Label(Label<'a>),
}

/// Tells whether `part` stands in `text`. The search of the standard library leaves a panic in the image.
fn contains(text: &str, part: &str) -> bool {
    let text = text.as_bytes();
    (0..text.len()).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(part.as_bytes())))
}

/// A number with its unit, which its type's name tells, or its field's.
fn unsigned<'a>(value: u128, type_name: &str, field: &str, of_children: bool) -> Value<'a> {
    let amount = u64::try_from(value);
    let is = |names: &[&str]| names.iter().any(|name| contains(type_name, name));
    match (amount, field) {
        (Ok(amount), _) if is(&["AlphaBalance", "AlphaCurrency"]) => Value::Alpha(AlphaBalance(amount)),
        (Ok(amount), _) if is(&["Balance", "TaoCurrency"]) => Value::Tao(TaoBalance(amount)),
        (Ok(part), "take") => Value::Share(Share { part, whole: u16::MAX.into() }),
        (Ok(part), _) if of_children => Value::Share(Share { part, whole: u64::MAX }),
        (Ok(part), _) if type_name == "Percent" => Value::Share(Share { part, whole: 100 }),
        (Ok(part), _) if type_name == "Permill" => Value::Share(Share { part, whole: 1_000_000 }),
        (Ok(part), _) if type_name == "Perbill" => Value::Share(Share { part, whole: 1_000_000_000 }),
        _ => Value::Integer(value),
    }
}
