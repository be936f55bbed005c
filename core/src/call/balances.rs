//! Calls of the pallet `Balances`.

use super::builder::{Argument, Builder, Place};
use super::macros::{call, composite};
use super::{CallError, MultiAddress, SpecVersion};
use crate::primitives::TaoBalance;
use crate::scale::{Compact, Reader, Scale, ScaleError, Writer};

call! {
    /// Sends TAO, and may leave the sender's account without any.
    Balances(5).transfer_allow_death(0) => TransferAllowDeath { dest: MultiAddress, value: Compact<TaoBalance> }
}

call! {
    /// Sends TAO from another's account. For root.
    Balances(5).force_transfer(2) => ForceTransfer {
        source: MultiAddress,
        dest: MultiAddress,
        value: Compact<TaoBalance>,
    }
}

call! {
    /// Sends TAO and keeps the sender's account alive.
    Balances(5).transfer_keep_alive(3) => TransferKeepAlive {
        /// Who gets it.
        dest: MultiAddress,
        /// How much.
        value: Compact<TaoBalance>,
    }
}

call! {
    /// Sends all the TAO that can be sent.
    Balances(5).transfer_all(4) => TransferAll {
        dest: MultiAddress,
        /// Whether the existential deposit stays behind.
        keep_alive: bool,
    }
}

call! {
    /// Burns TAO of the sender's.
    Balances(5).burn(10) => Burn { value: Compact<TaoBalance>, keep_alive: bool }
}
