//! Cards for a call, made one by one as the call is decoded.

use super::card::{Card, Label};
use super::titles;
use super::value::{Percent, Value};
use crate::metadata::{Decoded, Decoder, Described, Item, KnownTypes, TypeDef, TypeRef};
use crate::primitives::{AccountId, AlphaBalance, TaoBalance};
use crate::scale::{Reader, Scale, U16s};

/// Longest text that is shown in full.
const MAX_TEXT: usize = 128;

/// The cards of the call, and how many of them were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CallCards<'a> {
    start: TypeRef,
    decoder: Decoder<'a, KnownTypes<'a>>,
    made: usize,
    after: After<'a>,
    /// The call that was entered last: its pallet and its name.
    function: (&'a str, &'a str),
    /// What its limit price bounds.
    side: Side,
    /// The sum of the weights in the list of pairs that was begun last, if it is one.
    whole: Option<u64>,
    /// Where the next list of uids stands whose weights are in the list that is read, and how many there still are.
    uids: (usize, usize),
}

/// What a limit price bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// What is paid: the price is the highest.
    Buys,
    /// What is got: the price is the lowest.
    Sells,
    /// When to sell: once the price has fallen so far, which is never to 0.
    StopsLoss,
}

/// What comes before the next item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After<'a> {
    Nothing,
    /// A warning of what lies at a depth.
    Warning(usize, &'static str),
    Pairs {
        depth: usize,
        uids: U16s<'a>,
        weights: U16s<'a>,
        next: usize,
        whole: u64,
    },
    /// The uid of a pair was read, its weight comes next.
    Uid {
        uid: u16,
        whole: u64,
    },
}

impl<'a> CallCards<'a> {
    #[inline(always)]
    pub(super) fn new(call: &Described<'a>) -> Self {
        let (start, decoder, after) = (call.call(), call.decoder(), After::Nothing);
        Self {
            start,
            decoder,
            made: 0,
            after,
            function: ("", ""),
            side: Side::Sells,
            whole: None,
            uids: (0, 0),
        }
    }

    /// Goes back to the first card.
    pub(super) fn restart(&mut self) {
        self.decoder.restart(self.start);
        self.made = 0;
        self.after = After::Nothing;
        self.uids = (0, 0);
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
        let (at, value) = self.advance()?;
        self.made = self.made.saturating_add(1);
        let label = match at {
            At::Depth(depth) => Label::Path(self.decoder.path(depth)),
            At::Warning(depth) => Label::Warning(self.decoder.path(depth)),
            At::Pair(depth, index) => Label::Pair(self.decoder.path(depth), index),
        };
        Some(Card { label, value })
    }

    /// Makes the next warning, or `None` after the last card.
    pub(super) fn next_warning(&mut self) -> Option<&'static str> {
        loop {
            if let (At::Warning(_), Value::Text(text)) = self.advance()? {
                return Some(text);
            }
        }
    }

    fn advance(&mut self) -> Option<(At, Value<'a>)> {
        match self.after {
            After::Warning(depth, text) => {
                self.after = After::Nothing;
                return Some((At::Warning(depth), Value::Text(text)));
            }
            After::Pairs { depth, uids, weights, next, whole } => {
                if let (Some(uid), Some(weight)) = (uids.get(next), weights.get(next)) {
                    self.after = After::Pairs { depth, uids, weights, next: next.saturating_add(1), whole };
                    let share = Percent { part: weight.into(), whole };
                    return Some((At::Pair(depth, next), Value::Weight { uid, weight, share }));
                }
                self.after = After::Nothing;
            }
            After::Nothing | After::Uid { .. } => {}
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
    fn card(&mut self, decoded: Decoded<'a>) -> Option<(At, Value<'a>)> {
        let Decoded { item, type_name, depth, .. } = decoded;
        let field = self.decoder.path(depth).field();
        let value = match item {
            Item::Variant(pallet) if type_name == "RuntimeCall" && self.opens_enumeration() => {
                let Ok(Some(Decoded { item: Item::Variant(function), .. })) = self.decoder.next() else {
                    return None;
                };
                self.function = (pallet, function);
                self.side = match function {
                    "add_stake_limit" | "add_stake_burn" | "add_collateral" | "register_limit" => Side::Buys,
                    _ => Side::Sells,
                };
                if depth == 0 {
                    // What is signed as a whole stands on the first cards.
                    return None;
                }
                if let Some(warning) = titles::warning(pallet, function) {
                    self.after = After::Warning(depth, warning);
                }
                Value::Function { pallet, function }
            }
            // The account that follows says it all.
            Item::Variant("Id") if type_name == "MultiAddress" => return None,
            Item::Variant("Some") if type_name == "Option" => return None,
            Item::Variant(name) => {
                match (field, name) {
                    // An order without a bound on slippage is executed at whatever the price then is.
                    ("limit" | "limit_price" | "max_slippage", "None") => {
                        self.after = After::Warning(depth, titles::NO_LIMIT);
                    }
                    ("order_type", "LimitBuy") => self.side = Side::Buys,
                    ("order_type", "StopLoss") => self.side = Side::StopsLoss,
                    ("order_type", _) => self.side = Side::Sells,
                    _ => {}
                }
                Value::Name(name)
            }
            Item::List(len) => {
                if field == "uids_list"
                    && let Some(uids) = self.decoder.lists_of_uids(len)
                {
                    self.uids = (uids, len);
                    // They stand on the cards of their weights.
                    for _ in 0..len {
                        self.decoder.next().ok()?;
                    }
                    return None;
                }
                self.whole = if field == "weights" { self.decoder.sum_of_pairs(len) } else { None };
                Value::Count(len)
            }
            Item::Bool(value) => Value::Text(if value { "yes" } else { "no" }),
            Item::Char(value) => Value::Char(value),
            Item::Str(text) => Value::Name(text),
            Item::Signed(value) => Value::Signed(value),
            Item::Wide { signed, bytes } => Value::Wide { signed, bytes },
            Item::Bits { len, words } => Value::Bits { len, words },
            Item::Bytes(bytes) => match (type_name, <[u8; 32]>::try_from(bytes)) {
                ("AccountId32", Ok(account)) => Value::Account(AccountId(account)),
                _ => self.text(bytes, &decoded).map_or(Value::Bytes(bytes), Value::Quoted),
            },
            Item::U16s(list) => match self.pairs(list, &decoded) {
                Some((depth, uids, weights)) => {
                    let whole = weights.iter().map(u64::from).sum();
                    self.after = After::Pairs { depth, uids, weights, next: 0, whole };
                    Value::Count(uids.len())
                }
                None => Value::U16s(list),
            },
            Item::Unsigned(value) => {
                let path = self.decoder.path(depth);
                if let (After::Uid { uid, whole }, Ok(weight)) = (self.after, u16::try_from(value)) {
                    self.after = After::Nothing;
                    let share = Percent { part: weight.into(), whole };
                    // The pair is one element of the list.
                    let at = At::Depth(depth.saturating_sub(1));
                    return Some((at, Value::Weight { uid, weight, share }));
                }
                if let (Some(0), Some(whole), Ok(uid)) =
                    (path.place_in_pair("weights"), self.whole, u16::try_from(value))
                {
                    self.after = After::Uid { uid, whole };
                    return None;
                }
                if let ("ip", Some(ip_type)) = (field, self.ip_type()) {
                    return Some((At::Depth(depth), Value::Ip { ip: value, ip_type }));
                }
                let of_children = path.place_in_pair("children") == Some(0);
                if self.limits_nothing(value, field) {
                    self.after = After::Warning(depth, titles::NO_LIMIT);
                }
                self.unsigned(value, type_name, field, of_children)
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

    /// Uids and their weights, and how deep the call or list lies that pairs of them are counted in: the weights are `list`,
    /// whose uids came before, or they come after it.
    fn pairs(&mut self, list: U16s<'a>, decoded: &Decoded<'a>) -> Option<(usize, U16s<'a>, U16s<'a>)> {
        let (at, left) = self.uids;
        let Some(left) = left.checked_sub(1) else {
            let (uids, weights) = self.decoder.weights(decoded).ok()??;
            return Some((decoded.depth.saturating_sub(1), uids, weights));
        };
        let mut input = Reader::at(self.decoder.input(), at);
        let uids = U16s::parse(&mut input).ok()?;
        self.uids = (input.offset(), left);
        Some((decoded.depth, uids, list))
    }

    /// The text that bytes are, if all of them are printable. An array has a meaning of its own, as a hash has, but for a
    /// commitment's.
    fn text(&self, bytes: &'a [u8], decoded: &Decoded<'a>) -> Option<&'a str> {
        let is_list = self.decoder.offset().saturating_sub(decoded.offset) > bytes.len();
        let around = self.decoder.path(decoded.depth).parts().last();
        let is_text = is_list || around.is_some_and(|part| part.variant.as_bytes().starts_with(b"Raw"));
        let is_printable = bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
        let has_room = !bytes.is_empty() && bytes.len() <= MAX_TEXT;
        core::str::from_utf8(bytes).ok().filter(|_| is_text && is_printable && has_room)
    }

    /// Tells whether a limit price is one that every price meets.
    fn limits_nothing(&self, value: u128, field: &str) -> bool {
        match (field, self.side) {
            ("limit" | "limit_price", Side::Buys) => value == u128::from(u64::MAX),
            ("limit" | "limit_price", Side::Sells) | ("min_amount_out", _) => value == 0,
            _ => false,
        }
    }

    /// A number with its unit, which its type's name tells, or its field's.
    fn unsigned(&self, value: u128, type_name: &str, field: &str, of_children: bool) -> Value<'a> {
        let Ok(amount) = u64::try_from(value) else { return Value::Integer(value) };
        let is = |names: &[&str]| names.iter().any(|name| contains(type_name, name));
        let alpha = Value::Alpha(AlphaBalance(amount));
        let tao = Value::Tao(TaoBalance(amount));
        let share = |whole| Value::Share(Percent { part: amount, whole });
        if is(&["AlphaBalance", "AlphaCurrency"]) {
            return alpha;
        }
        if is(&["Balance", "TaoCurrency"]) {
            return tao;
        }
        match (self.function, field) {
            // What is given is TAO where alpha is bought.
            (("LimitOrders", _), "amount" | "partial_fill") => {
                return if self.side == Side::Buys { tao } else { alpha };
            }
            ((_, "sudo_set_nominator_min_required_stake"), "min_stake") => return tao,
            ((_, "sudo_set_root_claim_threshold"), "new_value") => return alpha,
            (_, "limit_price") => return tao,
            (_, field) if field.as_bytes().ends_with(b"_rao") => return tao,
            (_, "take" | "default_take" | "subnet_owner_cut") => return share(u16::MAX.into()),
            _ => {}
        }
        match type_name {
            _ if of_children => share(u64::MAX),
            "Percent" => share(100),
            "Permill" => share(1_000_000),
            "Perbill" => share(1_000_000_000),
            _ => Value::Integer(value),
        }
    }
}

/// What a card's label is made of, before the decoder is borrowed for it.
enum At {
    Depth(usize),
    Warning(usize),
    Pair(usize, usize),
}

/// Tells whether `part` stands in `text`. The search of the standard library leaves a panic in the image.
fn contains(text: &str, part: &str) -> bool {
    let text = text.as_bytes();
    (0..text.len()).any(|at| text.get(at..).is_some_and(|rest| rest.starts_with(part.as_bytes())))
}
