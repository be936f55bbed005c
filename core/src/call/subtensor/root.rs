//! The root network: claims of its dividends, and baskets.

use super::super::builder::{Argument, Builder, Place, argument};
use super::super::macros::{call, composite, enumeration};
use super::super::{CallError, SpecVersion};
use crate::primitives::{AccountId, AlphaBalance, NetUid, TaoBalance};
use crate::scale::{List, Reader, Scale, ScaleError, Writer, compact_len};

/// A set of subnets (`BTreeSet<NetUid>`). The chain checks a signature against the set as it writes it itself: each
/// subnet once, in ascending order. So that is how this is written, however the list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NetUids<'a>(pub List<'a, NetUid>);

impl<'a> NetUids<'a> {
    /// The subnets as they are written.
    pub fn iter(&self) -> impl Iterator<Item = NetUid> + use<'a> {
        let list = self.0;
        core::iter::successors(list.iter().min(), move |last| list.iter().filter(|next| next > last).min())
    }
}

impl<'a> Scale<'a> for NetUids<'a> {
    fn encoded_len(&self) -> usize {
        let len = self.iter().count();
        compact_len(len as u64).saturating_add(len.saturating_mul(2))
    }

    fn encode(&self, out: &mut Writer<'_>) -> Result<(), ScaleError> {
        out.compact(self.iter().count() as u64)?;
        self.iter().try_for_each(|netuid| Scale::encode(&netuid, out))
    }

    fn parse(input: &mut Reader<'a>) -> Result<Self, ScaleError> {
        Scale::parse(input).map(Self)
    }
}

argument!(['a] NetUids<'a>);

/// Borrowed, so it can be encoded only; a `BTreeSet<NetUid>` decodes what this writes.
#[cfg(feature = "codec")]
impl parity_scale_codec::Encode for NetUids<'_> {
    fn encode_to<T: parity_scale_codec::Output + ?Sized>(&self, out: &mut T) {
        let len = u32::try_from(self.iter().count()).unwrap_or(u32::MAX);
        parity_scale_codec::Compact(len).encode_to(out);
        self.iter().for_each(|netuid| netuid.encode_to(out));
    }
}

enumeration! {
    /// What becomes of root dividends that are claimed (`RootClaimTypeEnum`). `S` is a [`NetUids`].
    RootClaimTypeEnum<S> {
        /// They are swapped to TAO.
        0 => Swap,
        /// They stay alpha.
        1 => Keep,
        /// They stay alpha on these subnets.
        2 => KeepSubnets(S),
    }
}

call! {
    /// Registers a hotkey on the root network.
    SubtensorModule(7).root_register(62) => RootRegister { hotkey: AccountId }
}

call! {
    /// Claims the root dividends of the caller on some subnets.
    SubtensorModule(7).claim_root(121) => ClaimRoot<S> {
        /// A [`NetUids`]: at most five on the chain.
        subnets: S,
    }
}

call! {
    /// Says what becomes of root dividends that are claimed.
    SubtensorModule(7).set_root_claim_type(122) until 425 => SetRootClaimType<S> {
        new_root_claim_type: RootClaimTypeEnum<S>,
    }
}

call! {
    /// Sets how many root claims a block makes by itself. For root.
    SubtensorModule(7).sudo_set_num_root_claims(123) until 425 => SudoSetNumRootClaims { new_value: u64 }
}

call! {
    /// Sets the least root dividends that can be claimed on a subnet.
    SubtensorModule(7).sudo_set_root_claim_threshold(124) => SudoSetRootClaimThreshold {
        netuid: NetUid,
        new_value: u64,
    }
}

call! {
    /// Stakes TAO into a hotkey's basket of subnets.
    SubtensorModule(7).stake_into_basket(147) since 461 => StakeIntoBasket {
        hotkey: AccountId,
        amount_staked: TaoBalance,
    }
}

call! {
    /// Claims the root dividends of the caller from a hotkey.
    SubtensorModule(7).claim_root_with_hotkey(148) since 461 => ClaimRootWithHotkey { hotkey: AccountId }
}

call! {
    /// Moves a part of a hotkey's basket to another subnet.
    SubtensorModule(7).swap_basket(150) since 461 => SwapBasket {
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        amount: AlphaBalance,
        min_amount_out: u64,
    }
}

call! {
    /// Moves several parts of a hotkey's basket to other subnets.
    SubtensorModule(7).swap_basket_many(151) since 475 => SwapBasketMany<L> {
        hotkey: AccountId,
        /// A list of at most 64: from, to, how much, and the least that comes out.
        legs: L,
    }
}
