//! Stake: into subnets, out of them, and between them. A limit price is in rao for one alpha.

use super::super::builder::{Argument, Builder, Place};
use super::super::macros::{call, composite};
use super::super::{CallError, SpecVersion};
use crate::primitives::{AccountId, AlphaBalance, NetUid, TaoBalance};
use crate::scale::{Reader, Scale, ScaleError, Writer};

call! {
    /// Stakes TAO to a hotkey on a subnet, at whatever price the pool gives.
    SubtensorModule(7).add_stake(2) => AddStake {
        hotkey: AccountId,
        netuid: NetUid,
        amount_staked: TaoBalance,
    }
}

call! {
    /// Takes alpha from a hotkey on a subnet, at whatever price the pool gives.
    SubtensorModule(7).remove_stake(3) => RemoveStake {
        hotkey: AccountId,
        netuid: NetUid,
        amount_unstaked: AlphaBalance,
    }
}

call! {
    /// Takes all that is staked to a hotkey, on every subnet, at whatever price the pools give.
    SubtensorModule(7).unstake_all(83) => UnstakeAll { hotkey: AccountId }
}

call! {
    /// Takes all alpha that is staked to a hotkey and stakes it on the root, at whatever price the pools
    /// give.
    SubtensorModule(7).unstake_all_alpha(84) => UnstakeAllAlpha { hotkey: AccountId }
}

call! {
    /// Moves stake to another hotkey, another subnet, or both.
    SubtensorModule(7).move_stake(85) => MoveStake {
        origin_hotkey: AccountId,
        destination_hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    }
}

call! {
    /// Gives stake to another coldkey.
    SubtensorModule(7).transfer_stake(86) => TransferStake {
        destination_coldkey: AccountId,
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    }
}

call! {
    /// Moves stake to another subnet.
    SubtensorModule(7).swap_stake(87) => SwapStake {
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    }
}

call! {
    /// Stakes TAO to a hotkey on a subnet, at a price no higher than the limit.
    SubtensorModule(7).add_stake_limit(88) => AddStakeLimit {
        hotkey: AccountId,
        netuid: NetUid,
        amount_staked: TaoBalance,
        limit_price: TaoBalance,
        /// Whether to stake the part that the limit allows.
        allow_partial: bool,
    }
}

call! {
    /// Takes alpha from a hotkey on a subnet, at a price no lower than the limit.
    SubtensorModule(7).remove_stake_limit(89) => RemoveStakeLimit {
        hotkey: AccountId,
        netuid: NetUid,
        amount_unstaked: AlphaBalance,
        limit_price: TaoBalance,
        allow_partial: bool,
    }
}

call! {
    /// Moves stake to another subnet, at a ratio of prices within the limit.
    SubtensorModule(7).swap_stake_limit(90) => SwapStakeLimit {
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
        limit_price: TaoBalance,
        allow_partial: bool,
    }
}

call! {
    /// Gives alpha back to the subnet, which may emit it again.
    SubtensorModule(7).recycle_alpha(101) => RecycleAlpha {
        hotkey: AccountId,
        amount: AlphaBalance,
        netuid: NetUid,
    }
}

call! {
    /// Burns alpha.
    SubtensorModule(7).burn_alpha(102) => BurnAlpha {
        hotkey: AccountId,
        amount: AlphaBalance,
        netuid: NetUid,
    }
}

call! {
    /// Takes all that is staked to a hotkey on a subnet, at a price no lower than the limit, if there is one.
    SubtensorModule(7).remove_stake_full_limit(103) => RemoveStakeFullLimit {
        hotkey: AccountId,
        netuid: NetUid,
        limit_price: Option<TaoBalance>,
    }
}

call! {
    /// Names the hotkey that the caller's rewards on a subnet are staked to.
    SubtensorModule(7).set_coldkey_auto_stake_hotkey(114) => SetColdkeyAutoStakeHotkey {
        netuid: NetUid,
        hotkey: AccountId,
    }
}

call! {
    /// Buys alpha with TAO and burns it.
    SubtensorModule(7).add_stake_burn(132) => AddStakeBurn {
        hotkey: AccountId,
        netuid: NetUid,
        amount: TaoBalance,
        /// The highest price, if there is one.
        limit: Option<TaoBalance>,
    }
}

call! {
    /// Locks stake on a subnet to a hotkey, which gains conviction.
    SubtensorModule(7).lock_stake(136) => LockStake {
        hotkey: AccountId,
        netuid: NetUid,
        amount: AlphaBalance,
    }
}

call! {
    /// Moves the caller's lock on a subnet to another hotkey.
    SubtensorModule(7).move_lock(137) => MoveLock { destination_hotkey: AccountId, netuid: NetUid }
}

call! {
    /// Says whether the caller's lock on a subnet stays, or decays.
    SubtensorModule(7).set_perpetual_lock(138) => SetPerpetualLock { netuid: NetUid, enabled: bool }
}

call! {
    /// Says whether the caller refuses locked alpha that others send.
    SubtensorModule(7).set_reject_locked_alpha(142) => SetRejectLockedAlpha { enabled: bool }
}

call! {
    /// Gives stake to another coldkey, under another hotkey.
    SubtensorModule(7).transfer_stake_and_hotkey(143) since 461 => TransferStakeAndHotkey {
        destination_coldkey: AccountId,
        origin_hotkey: AccountId,
        destination_hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    }
}

call! {
    /// Puts up alpha as collateral for a hotkey on a subnet, bought within a limit price.
    SubtensorModule(7).add_collateral(144) since 461 => AddCollateral {
        netuid: NetUid,
        hotkey: AccountId,
        alpha: AlphaBalance,
        limit_price: TaoBalance,
    }
}

call! {
    /// Sets how much collateral of a hotkey on a subnet stays locked at least.
    SubtensorModule(7).set_min_collateral(145) since 461 => SetMinCollateral {
        netuid: NetUid,
        hotkey: AccountId,
        min_locked: AlphaBalance,
    }
}

call! {
    /// Moves stake to another hotkey, another subnet, or both, at a ratio of prices within the limit.
    SubtensorModule(7).move_stake_limit(149) since 461 => MoveStakeLimit {
        origin_hotkey: AccountId,
        destination_hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
        limit_price: TaoBalance,
        allow_partial: bool,
    }
}
