//! Calls of the pallet `SubtensorModule`.

use super::arg::Arg;
use super::macros::call;
use crate::primitives::{AccountId, AlphaBalance, H256, MechId, NetUid, TaoBalance};
use crate::scale::{Reader, Scale, ScaleError, Writer};

call! {
    /// Sets the caller's weights on a subnet. Refused by the chain where commit-reveal is on.
    SubtensorModule(7).set_weights(0) => SetWeights<L> {
        /// The subnet.
        netuid: NetUid,
        /// Who is weighted: uids.
        dests: L,
        /// How much each: the largest stands for all that the caller has.
        weights: L,
        /// The version of the validator's code.
        version_key: u64,
    }
}

call! {
    /// Stakes TAO to a hotkey on a subnet, at whatever price the pool gives.
    SubtensorModule(7).add_stake(2) => AddStake {
        /// Who is staked to.
        hotkey: AccountId,
        /// The subnet.
        netuid: NetUid,
        /// How much TAO.
        amount_staked: TaoBalance,
    }
}

call! {
    /// Takes alpha from a hotkey on a subnet, at whatever price the pool gives.
    SubtensorModule(7).remove_stake(3) => RemoveStake {
        /// Who it is taken from.
        hotkey: AccountId,
        /// The subnet.
        netuid: NetUid,
        /// How much alpha.
        amount_unstaked: AlphaBalance,
    }
}

call! {
    /// Publishes where a miner answers.
    SubtensorModule(7).serve_axon(4) => ServeAxon {
        /// The subnet.
        netuid: NetUid,
        /// The version of the miner's code.
        version: u32,
        /// The address as a number.
        ip: u128,
        /// The port.
        port: u16,
        /// 4 or 6.
        ip_type: u8,
        /// A number that miner and validator agree on.
        protocol: u8,
        /// Unused by the chain.
        placeholder1: u8,
        /// Unused by the chain.
        placeholder2: u8,
    }
}

call! {
    /// Registers a hotkey on a subnet and burns the price of it.
    SubtensorModule(7).burned_register(7) => BurnedRegister {
        /// The subnet.
        netuid: NetUid,
        /// Who is registered.
        hotkey: AccountId,
    }
}

call! {
    /// Commits to weights by their hash.
    SubtensorModule(7).commit_weights(96) => CommitWeights {
        /// The subnet.
        netuid: NetUid,
        /// The hash that [`commit_hash`](crate::weights::commit_hash) gives.
        commit_hash: H256,
    }
}

call! {
    /// Reveals the weights behind a commit.
    SubtensorModule(7).reveal_weights(97) => RevealWeights<L> {
        /// The subnet.
        netuid: NetUid,
        /// Who is weighted.
        uids: L,
        /// How much each.
        values: L,
        /// What was hashed with them.
        salt: L,
        /// The version of the validator's code.
        version_key: u64,
    }
}

call! {
    /// Commits to weights that a drand round will open.
    SubtensorModule(7).commit_timelocked_weights(113) => CommitTimelockedWeights<B> {
        /// The subnet.
        netuid: NetUid,
        /// The timelocked ciphertext, at most 5000 bytes.
        commit: B,
        /// The drand round that opens it.
        reveal_round: u64,
        /// The version of the commit's format: 4.
        commit_reveal_version: u16,
    }
}

call! {
    /// Sets the caller's weights on one mechanism of a subnet.
    SubtensorModule(7).set_mechanism_weights(119) => SetMechanismWeights<L> {
        /// The subnet.
        netuid: NetUid,
        /// The mechanism.
        mecid: MechId,
        /// Who is weighted: uids.
        dests: L,
        /// How much each: the largest stands for all that the caller has.
        weights: L,
        /// The version of the validator's code.
        version_key: u64,
    }
}
