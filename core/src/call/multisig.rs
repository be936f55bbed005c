//! Calls of the pallet `Multisig`. The other signatories stand in ascending order, without the sender.

use super::builder::{Argument, Builder, Place};
use super::macros::{call, composite};
use super::{CallError, SpecVersion, Timepoint, Weight};
use crate::hashing::Blake2b256;
use crate::primitives::{AccountId, H256};
use crate::scale::{Reader, Scale, ScaleError, Writer};

/// Computes the account of a multisig (`multi_account_id`). The signatories, all of them, may stand in any order; one that
/// stands twice counts once.
///
/// # Chain source
/// `pallet_multisig`: blake2b-256 of `modlpy/utilisuba`, the signatories in ascending order, and the threshold.
pub fn multi_account_id(signatories: &[AccountId], threshold: u16) -> AccountId {
    let ascending = || {
        let above = |last: &&AccountId| signatories.iter().filter(move |next| next > last).min();
        core::iter::successors(signatories.iter().min(), move |last| above(last))
    };
    let mut buffer = [0; 9];
    let mut len = Writer::new(&mut buffer);
    // Nine bytes hold the compact form of any count.
    let _ = len.compact(ascending().count() as u64);
    let mut hasher = Blake2b256::new();
    hasher.update(b"modlpy/utilisuba");
    hasher.update(len.finish());
    ascending().for_each(|account| hasher.update(&account.0));
    hasher.update(&threshold.to_le_bytes());
    AccountId(hasher.finalize())
}

call! {
    /// Runs a call from a multisig account that needs one signatory only.
    Multisig(13).as_multi_threshold_1(0) => AsMultiThreshold1<L, C> { other_signatories: L, call: C }
}

call! {
    /// Approves a call from a multisig account, and runs it once enough have.
    Multisig(13).as_multi(1) => AsMulti<L, C> {
        threshold: u16,
        other_signatories: L,
        /// Where the first approval stands; none for the first.
        maybe_timepoint: Option<Timepoint>,
        call: C,
        max_weight: Weight,
    }
}

call! {
    /// Approves a call from a multisig account by its hash.
    Multisig(13).approve_as_multi(2) => ApproveAsMulti<L> {
        threshold: u16,
        other_signatories: L,
        maybe_timepoint: Option<Timepoint>,
        call_hash: H256,
        max_weight: Weight,
    }
}

call! {
    /// Takes back the call that the sender was the first to approve.
    Multisig(13).cancel_as_multi(3) => CancelAsMulti<L> {
        threshold: u16,
        other_signatories: L,
        timepoint: Timepoint,
        call_hash: H256,
    }
}

call! {
    /// Sets the sender's deposit for a call that waits for approvals right.
    Multisig(13).poke_deposit(4) => PokeMultisigDeposit<L> { threshold: u16, other_signatories: L, call_hash: H256 }
}
