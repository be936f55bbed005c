//! Calls from arguments, by what the table of a spec version says of their types.
//!
//! The counterpart of the [`Decoder`]: whoever has a call's names and arguments, in whatever language, gets its bytes,
//! without a builder for each call. The typed builders are in [`call`](crate::call).

use core::fmt;

use super::{Decoder, Described, Fields, Item, MAX_DEPTH, Table, Type, TypeDef, TypeRef, Types, Variant};
use crate::primitives::AccountId;
use crate::scale::{Compact, Scale, ScaleError, U16s, Writer};

/// What is given for an argument, or for a part of one, as some type `A` holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<'a, A> {
    /// No value of an `Option`. Any other stands for itself.
    None,
    /// Yes or no.
    Bool(bool),
    /// A number, of whatever width, compact or not; also as the only field of a struct (`NetUid`, `TaoBalance`).
    Unsigned(u128),
    /// An `AccountId32`, or a `MultiAddress` of one.
    Account(&'a AccountId),
    /// A list or an array of bytes.
    Bytes(&'a [u8]),
    /// A text, a list of bytes that is one, or the name of a variant without fields.
    Text(&'a str),
    /// A list of numbers of 16 bits, compact or not.
    U16s(U16s<'a>),
    /// The elements of a list, array or tuple, the fields of a struct, or of a variant behind its name.
    List(&'a [A]),
    /// Any type in SCALE: another call, for one.
    Encoded(&'a [u8]),
}

/// Something that holds an argument.
pub trait Arg: Copy {
    /// What it holds.
    fn given(&self) -> Given<'_, Self>;
}

/// An argument, the simplest way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a>(pub Given<'a, Value<'a>>);

impl<'a> Arg for Value<'a> {
    fn given(&self) -> Given<'_, Self> {
        self.0
    }
}

/// Why arguments make no call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum EncodeError {
    /// The runtime has no pallet of that name.
    UnknownPallet,
    /// The pallet has no call of that name.
    UnknownCall,
    /// There are more or fewer arguments than the call takes.
    Count {
        /// As many as it takes.
        needed: usize,
    },
    /// An argument does not fit its type.
    Argument {
        /// Its place, counted from 0.
        index: usize,
        /// Its name in metadata.
        name: &'static str,
        /// What is wrong with it.
        reason: Misfit,
    },
    /// The output is too small.
    Scale(ScaleError),
}

/// What is wrong with an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Misfit {
    /// It is of another kind, or names no variant.
    Kind,
    /// A number is too large.
    Range,
    /// There are more or fewer bytes, elements or fields than the type has.
    Length,
    /// The elements of a set do not rise (`BTreeSet`): the chain would check the signature against other bytes.
    Order,
    /// What is in SCALE already is not of the type, or lists are nested too deep.
    Encoding,
    /// The output is too small.
    Room(ScaleError),
}

impl EncodeError {
    /// A number that stays the same in every release (128–143, and SCALE's own).
    pub const fn code(self) -> u32 {
        match self {
            Self::UnknownPallet => 129,
            Self::UnknownCall => 130,
            Self::Count { .. } => 132,
            Self::Argument { reason, .. } => match reason {
                Misfit::Kind => 133,
                Misfit::Range => 134,
                Misfit::Length => 135,
                Misfit::Order => 136,
                Misfit::Encoding => 137,
                Misfit::Room(error) => error.code(),
            },
            Self::Scale(error) => error.code(),
        }
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPallet => f.write_str("no pallet of that name in the call table"),
            Self::UnknownCall => f.write_str("the pallet has no call of that name in the call table"),
            Self::Count { needed } => write!(f, "the call takes {needed} arguments"),
            Self::Argument { name, reason, .. } => {
                let why = match reason {
                    Misfit::Kind => "is not of its type",
                    Misfit::Range => "is too large for its type",
                    Misfit::Length => "has more or fewer elements than its type",
                    Misfit::Order => "is a set: every element once, in ascending order",
                    Misfit::Encoding => "is not the SCALE form of its type",
                    Misfit::Room(error) => return fmt::Display::fmt(error, f),
                };
                write!(f, "the argument {name} {why}")
            }
            Self::Scale(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for EncodeError {}

impl From<ScaleError> for Misfit {
    fn from(error: ScaleError) -> Self {
        Self::Room(error)
    }
}

/// Counts what is written, and writes it where there is room for it.
struct Sink<'o> {
    out: Option<Writer<'o>>,
    len: usize,
}

impl Sink<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<(), ScaleError> {
        self.len = self.len.saturating_add(bytes.len());
        self.out.as_mut().map_or(Ok(()), |out| out.bytes(bytes))
    }

    fn compact(&mut self, value: u128) -> Result<(), ScaleError> {
        let mut buffer = [0; 17];
        let mut writer = Writer::new(&mut buffer);
        Compact(value).encode(&mut writer)?;
        self.put(writer.finish())
    }
}

impl Table {
    /// The indices of a call, and what it takes.
    ///
    /// # Errors
    /// [`EncodeError::UnknownPallet`] or [`EncodeError::UnknownCall`].
    pub fn find(&self, pallet: &str, function: &str) -> Result<([u8; 2], Variant<'static>), EncodeError> {
        let TypeRef::Id(pallets) = self.call() else { return Err(EncodeError::UnknownPallet) };
        let named = |id, name: &str| self.variants(id).find(|(_, variant)| variant.name == name);
        let (pallet_index, pallet) = named(pallets, pallet).ok_or(EncodeError::UnknownPallet)?;
        let Ok(Some(TypeRef::Id(calls))) =
            self.field(&mut { pallet.fields }).map(|field| field.map(|field| field.ty))
        else {
            return Err(EncodeError::UnknownCall);
        };
        let (call_index, call) = named(calls, function).ok_or(EncodeError::UnknownCall)?;
        Ok(([pallet_index, call_index], call))
    }

    /// Bytes that [`encode`](Self::encode) writes. All arguments are checked.
    ///
    /// # Errors
    /// [`EncodeError`] says which argument does not fit.
    pub fn encoded_len<A: Arg>(
        &self,
        pallet: &str,
        function: &str,
        args: &[A],
    ) -> Result<usize, EncodeError> {
        let mut sink = Sink { out: None, len: 0 };
        self.put_call(pallet, function, args, &mut sink)?;
        Ok(sink.len)
    }

    /// Writes the call of these names with these arguments, in the order of metadata, to the front of `out`, and gives it
    /// back.
    ///
    /// # Errors
    /// [`EncodeError`] says which argument does not fit, or how many bytes are needed; `out` is left alone then.
    pub fn encode<'o, A: Arg>(
        &self,
        pallet: &str,
        function: &str,
        args: &[A],
        out: &'o mut [u8],
    ) -> Result<&'o [u8], EncodeError> {
        let needed = self.encoded_len(pallet, function, args)?;
        let out = out.get_mut(..needed).ok_or(EncodeError::Scale(ScaleError::BufferTooSmall { needed }))?;
        let mut sink = Sink { out: Some(Writer::new(out)), len: 0 };
        self.put_call(pallet, function, args, &mut sink)?;
        Ok(out)
    }

    fn put_call<A: Arg>(
        &self,
        pallet: &str,
        function: &str,
        args: &[A],
        sink: &mut Sink<'_>,
    ) -> Result<(), EncodeError> {
        let (indices, call) = self.find(pallet, function)?;
        sink.put(&indices).map_err(EncodeError::Scale)?;
        if call.fields.left != args.len() {
            return Err(EncodeError::Count { needed: call.fields.left });
        }
        let mut fields = call.fields;
        for (index, arg) in args.iter().enumerate() {
            let Ok(Some(field)) = self.field(&mut fields) else {
                return Err(EncodeError::Count { needed: index });
            };
            let name = field.name.unwrap_or_default();
            self.put(field.ty, arg.given(), 0, sink).map_err(|reason| EncodeError::Argument {
                index,
                name,
                reason,
            })?;
        }
        Ok(())
    }

    fn put<A: Arg>(
        &self,
        ty: TypeRef,
        given: Given<'_, A>,
        depth: usize,
        sink: &mut Sink<'_>,
    ) -> Result<(), Misfit> {
        if depth > MAX_DEPTH {
            return Err(Misfit::Encoding);
        }
        match (ty, given) {
            (_, Given::Encoded(bytes)) => {
                self.check(ty, bytes)?;
                sink.put(bytes)?;
            }
            (TypeRef::Id(id), _) => {
                let ty = self.get(id).map_err(|_| Misfit::Kind)?;
                self.put_type(id, ty, given, depth.saturating_add(1), sink)?;
            }
            (TypeRef::Bool, Given::Bool(value)) => sink.put(&[value.into()])?,
            (TypeRef::Str, Given::Text(text)) => {
                sink.compact(text.len() as u128)?;
                sink.put(text.as_bytes())?;
            }
            (TypeRef::Unsigned { bytes } | TypeRef::Compact { bytes }, Given::Unsigned(value)) => {
                if value.checked_shr(u32::from(bytes).saturating_mul(8)).is_some_and(|rest| rest > 0) {
                    return Err(Misfit::Range);
                }
                if matches!(ty, TypeRef::Compact { .. }) {
                    sink.compact(value)?;
                } else {
                    let mut wide = [0; 32];
                    wide.iter_mut().zip(value.to_le_bytes()).for_each(|(to, from)| *to = from);
                    sink.put(wide.get(..bytes.into()).unwrap_or_default())?;
                }
            }
            _ => return Err(Misfit::Kind),
        }
        Ok(())
    }

    fn put_type<A: Arg>(
        &self,
        id: u32,
        ty: Type<'static>,
        given: Given<'_, A>,
        depth: usize,
        sink: &mut Sink<'_>,
    ) -> Result<(), Misfit> {
        match (ty.def, given) {
            (TypeDef::Composite(_), Given::Account(account)) if ty.name == "AccountId32" => {
                Ok(sink.put(&account.0)?)
            }
            (TypeDef::Composite(fields) | TypeDef::Tuple(fields), given) => {
                if ty.name == "BTreeSet" && !rises(given) {
                    return Err(Misfit::Order);
                }
                let mut rest = fields;
                if fields.left == 1
                    && let Ok(Some(field)) = self.field(&mut rest)
                {
                    return self.put(field.ty, given, depth, sink);
                }
                let Given::List(parts) = given else { return Err(Misfit::Kind) };
                self.put_fields(fields, parts, depth, sink)
            }
            (TypeDef::Enumeration, given) => self.put_variant(id, ty.name, given, depth, sink),
            (TypeDef::Sequence(element), given) => {
                let len = match given {
                    Given::Bytes(bytes) => bytes.len(),
                    Given::Text(text) => text.len(),
                    Given::U16s(list) => list.len(),
                    Given::List(list) => list.len(),
                    _ => return Err(Misfit::Kind),
                };
                sink.compact(len as u128)?;
                self.put_elements(element, given, depth, sink)
            }
            (TypeDef::Array { len: needed, element }, given) => {
                let len = match given {
                    Given::Bytes(bytes) => bytes.len(),
                    Given::U16s(list) => list.len(),
                    Given::List(list) => list.len(),
                    _ => return Err(Misfit::Kind),
                };
                if usize::try_from(needed) != Ok(len) {
                    return Err(Misfit::Length);
                }
                self.put_elements(element, given, depth, sink)
            }
            (TypeDef::BitSequence { .. }, _) => Err(Misfit::Kind),
        }
    }

    fn put_elements<A: Arg>(
        &self,
        element: TypeRef,
        given: Given<'_, A>,
        depth: usize,
        sink: &mut Sink<'_>,
    ) -> Result<(), Misfit> {
        match (element, given) {
            (TypeRef::Unsigned { bytes: 1 }, Given::Bytes(bytes)) => sink.put(bytes)?,
            (TypeRef::Unsigned { bytes: 1 }, Given::Text(text)) => sink.put(text.as_bytes())?,
            (_, Given::U16s(list)) => {
                for number in list.iter() {
                    self.put(element, Given::<A>::Unsigned(number.into()), depth, sink)?;
                }
            }
            (_, Given::List(list)) => {
                for part in list {
                    self.put(element, part.given(), depth, sink)?;
                }
            }
            _ => return Err(Misfit::Kind),
        }
        Ok(())
    }

    fn put_variant<A: Arg>(
        &self,
        id: u32,
        name: &str,
        given: Given<'_, A>,
        depth: usize,
        sink: &mut Sink<'_>,
    ) -> Result<(), Misfit> {
        let mut begin = |name: &str| {
            let (index, variant) =
                self.variants(id).find(|(_, variant)| variant.name == name).ok_or(Misfit::Kind)?;
            sink.put(&[index])?;
            Ok::<_, Misfit>(variant.fields)
        };
        let only = |mut fields| match self.field(&mut fields) {
            Ok(Some(field)) => Ok(field.ty),
            _ => Err(Misfit::Kind),
        };
        match (name, given) {
            ("Option", Given::None) => begin("None").map(|_| ()),
            ("Option", given) => {
                let ty = only(begin("Some")?)?;
                self.put(ty, given, depth, sink)
            }
            ("MultiAddress", Given::Account(_)) => {
                let ty = only(begin("Id")?)?;
                self.put(ty, given, depth, sink)
            }
            (_, Given::Text(variant)) => {
                let fields = begin(variant)?;
                self.put_fields::<A>(fields, &[], depth, sink)
            }
            (_, Given::List([variant, parts @ ..])) => {
                let Given::Text(variant) = variant.given() else { return Err(Misfit::Kind) };
                let fields = begin(variant)?;
                self.put_fields(fields, parts, depth, sink)
            }
            _ => Err(Misfit::Kind),
        }
    }

    fn put_fields<A: Arg>(
        &self,
        mut fields: Fields,
        parts: &[A],
        depth: usize,
        sink: &mut Sink<'_>,
    ) -> Result<(), Misfit> {
        if fields.left != parts.len() {
            return Err(Misfit::Length);
        }
        for part in parts {
            let Ok(Some(field)) = self.field(&mut fields) else { return Err(Misfit::Length) };
            self.put(field.ty, part.given(), depth, sink)?;
        }
        Ok(())
    }

    /// Checks that bytes are a value of a type. On its own, for a decoder is large.
    #[inline(never)]
    fn check(&self, ty: TypeRef, bytes: &[u8]) -> Result<(), Misfit> {
        let mut decoder = Decoder::new(Described::Table(*self, bytes).types(), ty, bytes, 0);
        // The depth of the set that is read, and its last element.
        let mut set = None;
        while let Some(decoded) = decoder.next().map_err(|_| Misfit::Encoding)? {
            set = match (decoded.item, set) {
                (Item::List(_), _) if decoded.type_name == "BTreeSet" => Some((decoded.depth, None)),
                (Item::Unsigned(element), Some((depth, last))) if decoded.depth > depth => {
                    if last.is_some_and(|last| element <= last) {
                        return Err(Misfit::Order);
                    }
                    Some((depth, Some(element)))
                }
                _ => None,
            };
        }
        if decoder.offset() == bytes.len() { Ok(()) } else { Err(Misfit::Encoding) }
    }
}

/// Tells whether the numbers of a set rise.
fn rises<A: Arg>(given: Given<'_, A>) -> bool {
    let mut last = None;
    let mut follows = |number: Option<u128>| {
        let rises = last.is_none_or(|last| number > last);
        last = Some(number);
        rises
    };
    match given {
        Given::U16s(list) => list.iter().all(|number| follows(Some(number.into()))),
        Given::List(list) => list.iter().all(|part| {
            follows(match part.given() {
                Given::Unsigned(number) => Some(number),
                _ => None,
            })
        }),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{EncodeError, Given, Misfit, Value};
    use crate::call::{Builder, ClaimRoot, NetUids, Proxy, ProxyType, SpecVersion, TransferKeepAlive};
    use crate::call::{MultiAddress, SetChildren};
    use crate::metadata::Table;
    use crate::primitives::{AccountId, NetUid};
    use crate::scale::{Compact, List, ScaleError};

    const ACCOUNT: AccountId = AccountId([9; 32]);

    fn encode<'o>(
        pallet: &str,
        function: &str,
        args: &[Given<'_, Value<'_>>],
        out: &'o mut [u8],
    ) -> Result<&'o [u8], EncodeError> {
        let args: std::vec::Vec<Value<'_>> = args.iter().copied().map(Value).collect();
        Table::of(SpecVersion::new(475).unwrap()).encode(pallet, function, &args, out)
    }

    /// What a builder writes.
    fn built<'o>(call: &dyn Builder, out: &'o mut [u8]) -> &'o [u8] {
        call.build(SpecVersion::new(475).unwrap(), out).unwrap()
    }

    #[test]
    fn a_call_has_the_bytes_that_its_builder_gives_it() {
        let (mut out, mut other, mut inner) = ([0; 256], [0; 256], [0; 256]);
        let dest = MultiAddress::Id(ACCOUNT);
        let transfer = TransferKeepAlive { dest, value: Compact(7_000_000_000.into()) };
        let args = [Given::Account(&ACCOUNT), Given::Unsigned(7_000_000_000)];
        let encoded = encode("Balances", "transfer_keep_alive", &args, &mut inner).unwrap();
        assert_eq!(encoded, built(&transfer, &mut other));

        let proxy = Proxy { real: dest, force_proxy_type: Some(ProxyType::Staking), call: &transfer };
        let args = [Given::Account(&ACCOUNT), Given::Text("Staking"), Given::Encoded(encoded)];
        assert_eq!(encode("Proxy", "proxy", &args, &mut out).unwrap(), built(&proxy, &mut other));
        let proxy = Proxy { real: dest, force_proxy_type: None, call: &transfer };
        let args = [Given::Account(&ACCOUNT), Given::None, Given::Encoded(encoded)];
        assert_eq!(encode("Proxy", "proxy", &args, &mut out).unwrap(), built(&proxy, &mut other));

        let children = [(5, ACCOUNT), (6, ACCOUNT)];
        let call =
            SetChildren { hotkey: ACCOUNT, netuid: NetUid(3), children: List::from(children.as_slice()) };
        let child = |share| [Value(Given::Unsigned(share)), Value(Given::Account(&ACCOUNT))];
        let (first, second) = (child(5), child(6));
        let list = [Value(Given::List(&first)), Value(Given::List(&second))];
        let args = [Given::Account(&ACCOUNT), Given::Unsigned(3), Given::List(&list)];
        assert_eq!(
            encode("SubtensorModule", "set_children", &args, &mut out).unwrap(),
            built(&call, &mut other)
        );

        let subnets = [NetUid(2), NetUid(300)];
        let call = ClaimRoot { subnets: NetUids(subnets.as_slice().into()) };
        let args = [Given::U16s([2, 300][..].into())];
        assert_eq!(
            encode("SubtensorModule", "claim_root", &args, &mut out).unwrap(),
            built(&call, &mut other)
        );
    }

    #[test]
    fn an_argument_that_does_not_fit_is_named_and_nothing_is_written() {
        let (account, one) = (Given::Account(&ACCOUNT), Given::Unsigned(1));
        let wide = Given::Unsigned(1 << 64);
        let (falling, twice) = (Given::U16s([3, 2][..].into()), Given::U16s([3, 3][..].into()));
        let stake = |args: &[Given<'_, Value<'_>>], out: &mut [u8]| {
            encode("SubtensorModule", "add_stake", args, out).map(<[u8]>::len)
        };
        let claim =
            |given, out: &mut [u8]| encode("SubtensorModule", "claim_root", &[given], out).map(<[u8]>::len);
        let misfit = |index, name, reason| Err(EncodeError::Argument { index, name, reason });
        let mut out = [0x5a; 64];
        assert_eq!(stake(&[account, one], &mut out), Err(EncodeError::Count { needed: 3 }));
        assert_eq!(stake(&[one, one, one], &mut out), misfit(0, "hotkey", Misfit::Kind));
        assert_eq!(stake(&[account, account, one], &mut out), misfit(1, "netuid", Misfit::Kind));
        assert_eq!(
            stake(&[account, Given::Unsigned(65536), one], &mut out),
            misfit(1, "netuid", Misfit::Range)
        );
        assert_eq!(stake(&[account, one, wide], &mut out), misfit(2, "amount_staked", Misfit::Range));
        assert_eq!(stake(&[account, one, Given::None], &mut out), misfit(2, "amount_staked", Misfit::Kind));
        let hash = Given::Bytes(&[1; 31]);
        assert_eq!(stake(&[hash, one, one], &mut out), misfit(0, "hotkey", Misfit::Length));
        let piece = Given::Encoded(&[1; 33]);
        assert_eq!(stake(&[piece, one, one], &mut out), misfit(0, "hotkey", Misfit::Encoding));
        assert_eq!(claim(falling, &mut out), misfit(0, "subnets", Misfit::Order));
        assert_eq!(claim(twice, &mut out), misfit(0, "subnets", Misfit::Order));
        assert_eq!(claim(Given::Encoded(&[8, 3, 0, 2, 0]), &mut out), misfit(0, "subnets", Misfit::Order));
        assert_eq!(claim(Given::Encoded(&[8, 2, 0, 3, 0]), &mut [0; 64]), Ok(7));
        let room = ScaleError::BufferTooSmall { needed: 44 };
        assert_eq!(stake(&[account, one, one], &mut out[..43]), Err(EncodeError::Scale(room)));
        assert_eq!(encode("Nowhere", "add_stake", &[], &mut out), Err(EncodeError::UnknownPallet));
        assert_eq!(encode("Balances", "add_stake", &[], &mut out), Err(EncodeError::UnknownCall));
        assert_eq!(out, [0x5a; 64]);
    }
}
