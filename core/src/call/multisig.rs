//! Calls of the pallet `Multisig`. The other signatories stand in ascending order, without the sender.

use super::builder::{Argument, Builder, Place};
use super::macros::{call, composite};
use super::{CallError, SpecVersion, Timepoint, Weight};
use crate::primitives::H256;
use crate::scale::{Reader, Scale, ScaleError, Writer};

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
