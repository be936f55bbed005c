//! Weights: set in the clear, committed to, revealed. `L` is a list of `u16`, `B` bytes.

use super::super::builder::{Argument, Builder, Place};
use super::super::macros::{call, composite};
use super::super::{CallError, SpecVersion};
use crate::primitives::{H256, MechId, NetUid};
use crate::scale::{Reader, Scale, ScaleError, Writer};

call! {
    /// Sets the caller's weights on a subnet. Refused by the chain where commit-reveal is on.
    SubtensorModule(7).set_weights(0) => SetWeights<L> {
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
    /// Sets the caller's weights on several subnets.
    SubtensorModule(7).batch_set_weights(80) => BatchSetWeights<N, L, K> {
        /// A list of compact subnets.
        netuids: N,
        /// For each subnet a list of compact uids, each with its weight.
        weights: L,
        /// A list of compact numbers.
        version_keys: K,
    }
}

call! {
    /// Commits to weights by their hash.
    SubtensorModule(7).commit_weights(96) => CommitWeights {
        netuid: NetUid,
        /// The hash that [`commit_hash`](crate::weights::commit_hash) gives.
        commit_hash: H256,
    }
}

call! {
    /// Reveals the weights behind a commit.
    SubtensorModule(7).reveal_weights(97) => RevealWeights<L> {
        netuid: NetUid,
        uids: L,
        values: L,
        /// What was hashed with them.
        salt: L,
        version_key: u64,
    }
}

call! {
    /// Reveals the weights behind several commits on a subnet. `L` is a list of lists of `u16`.
    SubtensorModule(7).batch_reveal_weights(98) => BatchRevealWeights<L, K> {
        netuid: NetUid,
        uids_list: L,
        values_list: L,
        salts_list: L,
        /// A list of `u64`.
        version_keys: K,
    }
}

call! {
    /// Commits to weights on several subnets by their hashes.
    SubtensorModule(7).batch_commit_weights(100) => BatchCommitWeights<N, H> {
        /// A list of compact subnets.
        netuids: N,
        /// A list of hashes.
        commit_hashes: H,
    }
}

call! {
    /// Commits to weights that a drand round will open.
    SubtensorModule(7).commit_timelocked_weights(113) => CommitTimelockedWeights<B> {
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
    /// Commits to weights on one mechanism of a subnet by their hash.
    SubtensorModule(7).commit_mechanism_weights(115) => CommitMechanismWeights {
        netuid: NetUid,
        mecid: MechId,
        commit_hash: H256,
    }
}

call! {
    /// Reveals the weights behind a commit on one mechanism of a subnet.
    SubtensorModule(7).reveal_mechanism_weights(116) => RevealMechanismWeights<L> {
        netuid: NetUid,
        mecid: MechId,
        uids: L,
        values: L,
        salt: L,
        version_key: u64,
    }
}

call! {
    /// Commits to weights on one mechanism that a drand round will open, in the older format.
    SubtensorModule(7).commit_crv3_mechanism_weights(117) => CommitCrv3MechanismWeights<B> {
        netuid: NetUid,
        mecid: MechId,
        commit: B,
        reveal_round: u64,
    }
}

call! {
    /// Commits to weights on one mechanism that a drand round will open.
    SubtensorModule(7).commit_timelocked_mechanism_weights(118) => CommitTimelockedMechanismWeights<B> {
        netuid: NetUid,
        mecid: MechId,
        commit: B,
        reveal_round: u64,
        commit_reveal_version: u16,
    }
}

call! {
    /// Sets the caller's weights on one mechanism of a subnet.
    SubtensorModule(7).set_mechanism_weights(119) => SetMechanismWeights<L> {
        netuid: NetUid,
        mecid: MechId,
        /// Who is weighted: uids.
        dests: L,
        /// How much each: the largest stands for all that the caller has.
        weights: L,
        /// The version of the validator's code.
        version_key: u64,
    }
}
