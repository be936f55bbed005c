//! Hotkeys, coldkeys, their children and their names. `B` is bytes.

use super::super::builder::{Argument, Builder, Place};
use super::super::macros::{call, composite};
use super::super::{CallError, SpecVersion};
use crate::primitives::{AccountId, H256, NetUid, TaoBalance};
use crate::scale::{Reader, Scale, ScaleError, Writer};

call! {
    /// Lowers what a hotkey keeps of the dividends of those who stake to it.
    SubtensorModule(7).decrease_take(65) => DecreaseTake {
        hotkey: AccountId,
        /// In parts of 65535.
        take: u16,
    }
}

call! {
    /// Raises what a hotkey keeps of the dividends of those who stake to it.
    SubtensorModule(7).increase_take(66) => IncreaseTake {
        hotkey: AccountId,
        /// In parts of 65535.
        take: u16,
    }
}

call! {
    /// Gives parts of a hotkey's stake on a subnet to other hotkeys. Replaces all children that it had.
    SubtensorModule(7).set_children(67) => SetChildren<L> {
        hotkey: AccountId,
        netuid: NetUid,
        /// A list of the part, of `u64::MAX`, and the hotkey.
        children: L,
    }
}

call! {
    /// Sets what a hotkey keeps of the dividends of its parents on a subnet.
    SubtensorModule(7).set_childkey_take(75) => SetChildkeyTake {
        hotkey: AccountId,
        netuid: NetUid,
        /// In parts of 65535.
        take: u16,
    }
}

call! {
    /// Sets how many blocks lie between changes of the take of children. For root.
    SubtensorModule(7).sudo_set_tx_childkey_take_rate_limit(69) => SudoSetTxChildkeyTakeRateLimit {
        tx_rate_limit: u64,
    }
}

call! {
    /// Sets the least take of children. For root.
    SubtensorModule(7).sudo_set_min_childkey_take(76) => SudoSetMinChildkeyTake { take: u16 }
}

call! {
    /// Sets the highest take of children. For root.
    SubtensorModule(7).sudo_set_max_childkey_take(77) => SudoSetMaxChildkeyTake { take: u16 }
}

call! {
    /// Sets how many blocks pass before new children count. For root.
    SubtensorModule(7).set_pending_childkey_cooldown(109) => SetPendingChildkeyCooldown { cooldown: u64 }
}

call! {
    /// Says whether a root validator becomes a parent on new subnets by itself.
    SubtensorModule(7).set_auto_parent_delegation_enabled(135) => SetAutoParentDelegationEnabled {
        hotkey: AccountId,
        enabled: bool,
    }
}

call! {
    /// Puts a new hotkey in the place of an old one, with all that is its own.
    SubtensorModule(7).swap_hotkey(70) => SwapHotkey {
        hotkey: AccountId,
        new_hotkey: AccountId,
        /// Where; everywhere if none is named.
        netuid: Option<NetUid>,
    }
}

call! {
    /// Puts a new hotkey in the place of an old one.
    SubtensorModule(7).swap_hotkey_v2(72) => SwapHotkeyV2 {
        hotkey: AccountId,
        new_hotkey: AccountId,
        /// Where; everywhere if none is named.
        netuid: Option<NetUid>,
        /// Whether the stake stays with the old one.
        keep_stake: bool,
    }
}

call! {
    /// Makes the caller the owner of a hotkey that has none.
    SubtensorModule(7).try_associate_hotkey(91) => TryAssociateHotkey { hotkey: AccountId }
}

call! {
    /// Ties a hotkey to an Ethereum address.
    SubtensorModule(7).associate_evm_key(93) => AssociateEvmKey {
        netuid: NetUid,
        evm_key: [u8; 20],
        block_number: u64,
        /// By the Ethereum key.
        signature: [u8; 65],
    }
}

call! {
    /// Puts a new coldkey in the place of an old one. For root.
    SubtensorModule(7).swap_coldkey(71) => SwapColdkey {
        old_coldkey: AccountId,
        new_coldkey: AccountId,
        swap_cost: TaoBalance,
    }
}

call! {
    /// Had a coldkey swapped later. The chain refuses it now: see [`AnnounceColdkeySwap`].
    SubtensorModule(7).schedule_swap_coldkey(73) => ScheduleSwapColdkey { new_coldkey: AccountId }
}

call! {
    /// Announces that another coldkey will take the place of the caller.
    SubtensorModule(7).announce_coldkey_swap(125) => AnnounceColdkeySwap {
        /// Its blake2b-256.
        new_coldkey_hash: H256,
    }
}

call! {
    /// Gives all that the caller has to the coldkey that was announced.
    SubtensorModule(7).swap_coldkey_announced(126) => SwapColdkeyAnnounced { new_coldkey: AccountId }
}

call! {
    /// Stops the announced swap of the caller until it is settled.
    SubtensorModule(7).dispute_coldkey_swap(127) => DisputeColdkeySwap {}
}

call! {
    /// Forgets the announced swap of a coldkey, and its dispute. For root.
    SubtensorModule(7).reset_coldkey_swap(128) => ResetColdkeySwap { coldkey: AccountId }
}

call! {
    /// Takes back the announced swap of the caller.
    SubtensorModule(7).clear_coldkey_swap_announcement(133) => ClearColdkeySwapAnnouncement {}
}

call! {
    /// Publishes who the caller is.
    SubtensorModule(7).set_identity(68) => SetIdentity<B> {
        name: B,
        url: B,
        github_repo: B,
        image: B,
        discord: B,
        description: B,
        additional: B,
    }
}
