//! Calls of the pallet `LimitOrders`.

use super::builder::{Argument, Builder, Place};
use super::macros::{call, composite, enumeration};
use super::{CallError, SpecVersion};
use crate::crypto::MultiSignature;
use crate::primitives::{AccountId, H256, NetUid};
use crate::scale::{Reader, Scale, ScaleError, Writer};

enumeration! {
    /// What makes an order run (`OrderType`).
    OrderType {
        0 => LimitBuy,
        1 => TakeProfit,
        2 => StopLoss,
    }
}

composite! {
    /// A part of what another order brings in.
    LinkedPercentage {
        /// The order that brings it in.
        provider: H256,
        /// How much of it, in billionths.
        pct: u32,
    }
}

enumeration! {
    /// How much an order moves (`OrderAmount`).
    OrderAmount {
        0 => Fixed(u64),
        1 => LinkedPercentage(LinkedPercentage),
    }
}

composite! {
    /// An order (`Order`). `R` is a list of accounts.
    Order<R> {
        signer: AccountId,
        hotkey: AccountId,
        netuid: NetUid,
        order_type: OrderType,
        amount: u64,
        limit_price: u64,
        expiry: u64,
        /// In billionths.
        fee_rate: u32,
        fee_recipient: AccountId,
        /// Who may run it, if not anyone: at most ten.
        relayer: Option<R>,
        /// In billionths.
        max_slippage: Option<u32>,
        chain_id: u64,
        partial_fills_enabled: bool,
    }
}

composite! {
    /// An order that can be linked to others (`OrderV2`).
    OrderV2<R> {
        signer: AccountId,
        hotkey: AccountId,
        netuid: NetUid,
        order_type: OrderType,
        amount: OrderAmount,
        limit_price: u64,
        expiry: u64,
        /// In billionths.
        fee_rate: u32,
        fee_recipient: AccountId,
        /// Who may run it, if not anyone: at most ten.
        relayer: Option<R>,
        /// In billionths.
        max_slippage: Option<u32>,
        chain_id: u64,
        partial_fills_enabled: bool,
        has_linked_order: bool,
    }
}

enumeration! {
    /// An order of either form (`VersionedOrder`).
    VersionedOrder<R> {
        0 => V1(Order<R>),
        1 since 461 => V2(OrderV2<R>),
    }
}

composite! {
    /// An order with its signer's signature (`SignedOrder`).
    SignedOrder<R> {
        order: VersionedOrder<R>,
        signature: MultiSignature,
        /// How much of it to run, if not all.
        partial_fill: Option<u64>,
    }
}

call! {
    /// Runs signed orders one by one.
    LimitOrders(32).execute_orders(0) => ExecuteOrders<L> {
        /// A list of [`SignedOrder`].
        orders: L,
        /// Whether one that cannot run makes the whole call fail.
        should_fail: bool,
    }
}

call! {
    /// Runs signed orders on one subnet together.
    LimitOrders(32).execute_batched_orders(1) => ExecuteBatchedOrders<L> { netuid: NetUid, orders: L }
}

call! {
    /// Cancels an order of the sender's.
    LimitOrders(32).cancel_order(2) => CancelOrder<R> { order: VersionedOrder<R> }
}

call! {
    /// Switches the pallet on or off. For root.
    LimitOrders(32).set_pallet_status(3) => SetPalletStatus { enabled: bool }
}

call! {
    /// Drops what is left of an order that others were linked to.
    LimitOrders(32).prune_linked_output(4) since 461 => PruneLinkedOutput { order_id: H256 }
}
