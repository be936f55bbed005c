//! Arguments, for whoever walks over a call without knowing which it is.

use super::MultiAddress;
use crate::primitives::{AccountId, AlphaBalance, H256, MechId, NetUid, TaoBalance};
use crate::scale::{Compact, U16s};

/// The value of one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Arg<'a> {
    /// A number without a unit.
    Integer(u128),
    /// A subnet.
    NetUid(NetUid),
    /// A mechanism.
    MechId(MechId),
    /// An amount of TAO.
    Tao(TaoBalance),
    /// An amount of alpha.
    Alpha(AlphaBalance),
    /// An account.
    Account(AccountId),
    /// A hash.
    Hash(H256),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A list of uids, weights or salt.
    U16s(U16s<'a>),
}

macro_rules! from {
    ($($type:ty => $arg:path),* $(,)?) => {$(
        impl<'a> From<$type> for Arg<'a> {
            fn from(value: $type) -> Self {
                $arg(value.into())
            }
        }
    )*};
}

from!(
    u8 => Arg::Integer,
    u16 => Arg::Integer,
    u32 => Arg::Integer,
    u64 => Arg::Integer,
    u128 => Arg::Integer,
    NetUid => Arg::NetUid,
    MechId => Arg::MechId,
    TaoBalance => Arg::Tao,
    AlphaBalance => Arg::Alpha,
    AccountId => Arg::Account,
    H256 => Arg::Hash,
    &'a [u8] => Arg::Bytes,
    U16s<'a> => Arg::U16s,
);

impl From<Compact<TaoBalance>> for Arg<'_> {
    fn from(value: Compact<TaoBalance>) -> Self {
        Self::Tao(value.0)
    }
}

impl From<MultiAddress> for Arg<'_> {
    fn from(MultiAddress::Id(account): MultiAddress) -> Self {
        Self::Account(account)
    }
}
