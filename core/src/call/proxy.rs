//! Calls of the pallet `Proxy`.

use super::builder::{Argument, Builder, Place};
use super::macros::{call, composite, enumeration};
use super::{CallError, MultiAddress, SpecVersion};
use crate::primitives::{BlockNumber, H256};
use crate::scale::{Compact, Reader, Scale, ScaleError, Writer};

enumeration! {
    /// What a proxy may do (`ProxyType`).
    ProxyType {
        /// Everything.
        0 => Any,
        1 => Owner,
        2 => NonCritical,
        3 => NonTransfer,
        4 => Senate,
        5 => NonFungible,
        6 => Triumvirate,
        7 => Governance,
        8 => Staking,
        9 => Registration,
        10 => Transfer,
        11 => SmallTransfer,
        12 => RootWeights,
        13 => ChildKeys,
        14 => SudoUncheckedSetCode,
        15 => SwapHotkey,
        16 => SubnetLeaseBeneficiary,
        17 => RootClaim,
        18 since 461 => BasketTrading,
    }
}

call! {
    /// Runs a call on behalf of an account that the sender is a proxy of.
    Proxy(16).proxy(0) => Proxy<C> {
        real: MultiAddress,
        /// The only kind of proxy to act as, if any will not do.
        force_proxy_type: Option<ProxyType>,
        /// Another call: `&SetWeights`, `&dyn Builder`.
        call: C,
    }
}

call! {
    /// Lets another account act for the sender's.
    Proxy(16).add_proxy(1) => AddProxy {
        delegate: MultiAddress,
        proxy_type: ProxyType,
        /// Blocks between announcing a call and running it.
        delay: BlockNumber,
    }
}

call! {
    /// Takes another account's leave to act for the sender's.
    Proxy(16).remove_proxy(2) => RemoveProxy { delegate: MultiAddress, proxy_type: ProxyType, delay: BlockNumber }
}

call! {
    /// Takes every account's leave to act for the sender's.
    Proxy(16).remove_proxies(3) => RemoveProxies {}
}

call! {
    /// Makes an account without a key, for which the sender acts.
    Proxy(16).create_pure(4) => CreatePure {
        proxy_type: ProxyType,
        delay: BlockNumber,
        /// Tells accounts apart that one call makes several of.
        index: u16,
    }
}

call! {
    /// Ends an account without a key; what it holds is lost.
    Proxy(16).kill_pure(5) => KillPure {
        spawner: MultiAddress,
        proxy_type: ProxyType,
        index: u16,
        /// The block that the account was made in.
        height: Compact<BlockNumber>,
        /// The extrinsic in that block.
        ext_index: Compact<u32>,
    }
}

call! {
    /// Announces a call that the sender will run as a proxy.
    Proxy(16).announce(6) => Announce { real: MultiAddress, call_hash: H256 }
}

call! {
    /// Takes back an announcement of the sender's.
    Proxy(16).remove_announcement(7) => RemoveAnnouncement { real: MultiAddress, call_hash: H256 }
}

call! {
    /// Refuses what a proxy of the sender's announced.
    Proxy(16).reject_announcement(8) => RejectAnnouncement { delegate: MultiAddress, call_hash: H256 }
}

call! {
    /// Runs a call that was announced long enough ago.
    Proxy(16).proxy_announced(9) => ProxyAnnounced<C> {
        delegate: MultiAddress,
        real: MultiAddress,
        force_proxy_type: Option<ProxyType>,
        call: C,
    }
}

call! {
    /// Sets the sender's deposits for proxies and announcements right.
    Proxy(16).poke_deposit(10) => PokeProxyDeposit {}
}

call! {
    /// Says whether the account that is acted for pays the fees.
    Proxy(16).set_real_pays_fee(11) => SetRealPaysFee { delegate: MultiAddress, pays_fee: bool }
}
