//! Arguments of calls that own what they hold, read from JSON. In SCALE they are written and read through the core's
//! own types, which only borrow.

use crate::case::{Account, Case, Form, Hex};
use alloc::vec::Vec;
use nanotao::call::{Argument, MultiAddress, NetUids, ProxyType, RootClaimTypeEnum, SubnetIdentityOfV3};
use nanotao::scale::{self, Compact, Reader, Scale, ScaleError, Writer};
use nanotao::{AccountId, AlphaBalance, H256, MechId, NetUid, TaoBalance};
use serde_json::Value;

/// `Vec<u8>`.
#[derive(Debug, PartialEq)]
pub(crate) struct Bytes(Vec<u8>);

/// `Vec<T>`.
#[derive(Debug, PartialEq)]
pub(crate) struct List<T>(Vec<T>);

/// `Vec<Vec<T>>`.
#[derive(Debug, PartialEq)]
pub(crate) struct Lists<T>(Vec<Vec<T>>);

/// `BTreeSet<NetUid>`.
#[derive(Debug, PartialEq)]
pub(crate) struct Subnets(Vec<NetUid>);

/// An owned type that is written and read through a borrowed one.
trait Through: Sized {
    type Borrowed<'a>: Scale<'a>;
    fn lend<R>(&self, to: impl FnOnce(&Self::Borrowed<'_>) -> R) -> R;
    fn own(borrowed: Self::Borrowed<'_>) -> Self;
}

impl Through for Bytes {
    type Borrowed<'a> = &'a [u8];

    fn lend<R>(&self, to: impl FnOnce(&&[u8]) -> R) -> R {
        to(&self.0.as_slice())
    }

    fn own(borrowed: &[u8]) -> Self {
        Self(borrowed.to_vec())
    }
}

/// What lists hold here.
trait Element: Copy + for<'a> Scale<'a> + 'static {}
impl<T: Copy + for<'a> Scale<'a> + 'static> Element for T {}

impl<T: Element> Through for List<T> {
    type Borrowed<'a> = scale::List<'a, T>;

    fn lend<R>(&self, to: impl FnOnce(&scale::List<'_, T>) -> R) -> R {
        to(&self.0.as_slice().into())
    }

    fn own(borrowed: scale::List<'_, T>) -> Self {
        Self(borrowed.iter().collect())
    }
}

impl<T: Element> Through for Lists<T> {
    type Borrowed<'a> = scale::List<'a, scale::List<'a, T>>;

    fn lend<R>(&self, to: impl FnOnce(&Self::Borrowed<'_>) -> R) -> R {
        let lists: Vec<scale::List<'_, T>> = self.0.iter().map(|list| list.as_slice().into()).collect();
        to(&lists.as_slice().into())
    }

    fn own(borrowed: Self::Borrowed<'_>) -> Self {
        Self(borrowed.iter().map(|list| list.iter().collect()).collect())
    }
}

impl Through for Subnets {
    type Borrowed<'a> = NetUids<'a>;

    fn lend<R>(&self, to: impl FnOnce(&NetUids<'_>) -> R) -> R {
        to(&NetUids(self.0.as_slice().into()))
    }

    fn own(borrowed: NetUids<'_>) -> Self {
        Self(borrowed.iter().collect())
    }
}

macro_rules! through {
    ($([$($generic:tt)*] $type:ty),* $(,)?) => {$(
        impl<$($generic)*> Argument for $type {
            fn encoded_len(&self) -> usize {
                self.lend(|borrowed| Scale::encoded_len(borrowed))
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                self.lend(|borrowed| Scale::encode(borrowed, out))
            }
        }

        impl<'a, $($generic)*> Scale<'a> for $type {
            fn encoded_len(&self) -> usize {
                Argument::encoded_len(self)
            }

            fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
                Argument::encode(self, out)
            }

            fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
                Scale::parse(input).map(Self::own)
            }
        }
    )*};
}

through!([] Bytes, [T: Element] List<T>, [T: Element] Lists<T>, [] Subnets);

macro_rules! forms {
    ($([$($generic:tt)*] $type:ty, $name:literal: $read:expr;)*) => {$(
        impl<'a, $($generic)*> Form<'a> for $type {
            const NAME: &'static str = $name;
            fn read(value: &'a Value) -> Option<Self> {
                $read(value)
            }
        }
    )*};
}

forms!(
    [] Bytes, "hex": |value| Hex::read(value).map(|Hex(bytes)| Self(bytes));
    [T: Form<'a>] List<T>, "a list of the right elements": |value| Vec::read(value).map(Self);
    [T: Form<'a>] Lists<T>, "a list of lists of the right elements": |value| Vec::read(value).map(Self);
    [] Subnets, "a list of subnets": |value| Vec::read(value).map(Self);
    [] NetUid, "a subnet": |value| u16::read(value).map(Self);
    [] MechId, "a mechanism": |value| u8::read(value).map(Self);
    [] TaoBalance, "an amount in rao": |value| u64::read(value).map(Self);
    [] AlphaBalance, "an amount": |value| u64::read(value).map(Self);
    [] AccountId, "an account": |value| Account::read(value).map(|Account(account)| account);
    [] MultiAddress, "an account": |value| AccountId::read(value).map(Self::Id);
    [] H256, "a hash": |value| Form::read(value).map(Self);
    [T: Form<'a>] Compact<T>, "a compact integer": |value| T::read(value).map(Self);
    [T: Form<'a>] Option<T>, "a value or null": |value: &'a Value| match value {
        Value::Null => Some(None),
        value => T::read(value).map(Some),
    };
    [] ProxyType, "a kind of proxy": |value| Some(match <&str>::read(value)? {
        "Any" => Self::Any,
        "Transfer" => Self::Transfer,
        _ => return None,
    });
    [] RootClaimTypeEnum<Subnets>, "a root claim type": |value: &'a Value| match value.as_str() {
        Some("Swap") => Some(Self::Swap),
        Some("Keep") => Some(Self::Keep),
        _ => Case::new(value.get("KeepSubnets")?).get("subnets").ok().map(Self::KeepSubnets),
    };
    [] SubnetIdentityOfV3<Bytes>, "a subnet's identity": |value| {
        let part = |name| Case::new(value).get::<Bytes>(name).ok();
        Some(Self {
            subnet_name: part("subnet_name")?,
            github_repo: part("github_repo")?,
            subnet_contact: part("subnet_contact")?,
            subnet_url: part("subnet_url")?,
            discord: part("discord")?,
            description: part("description")?,
            logo_url: part("logo_url")?,
            additional: part("additional")?,
        })
    };
);

impl<'a, A: Form<'a>, B: Form<'a>, C: Form<'a>, D: Form<'a>> Form<'a> for (A, B, C, D) {
    const NAME: &'static str = "four values";
    fn read(value: &'a Value) -> Option<Self> {
        match value.as_array()?.as_slice() {
            [a, b, c, d] => Some((A::read(a)?, B::read(b)?, C::read(c)?, D::read(d)?)),
            _ => None,
        }
    }
}
