//! Neurons: how they come in, and where they are reached. `B` is bytes.

use super::super::builder::{Argument, Builder, Place};
use super::super::macros::{call, composite};
use super::super::{CallError, SpecVersion};
use crate::primitives::{AccountId, NetUid};
use crate::scale::{Reader, Scale, ScaleError, Writer};

call! {
    /// Publishes where a miner answers.
    SubtensorModule(7).serve_axon(4) => ServeAxon {
        netuid: NetUid,
        /// The version of the miner's code.
        version: u32,
        /// The address as a number.
        ip: u128,
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
    /// Publishes where a neuron can be observed.
    SubtensorModule(7).serve_prometheus(5) => ServePrometheus {
        netuid: NetUid,
        version: u32,
        ip: u128,
        port: u16,
        ip_type: u8,
    }
}

call! {
    /// Publishes where a miner answers, and its certificate.
    SubtensorModule(7).serve_axon_tls(40) => ServeAxonTls<B> {
        netuid: NetUid,
        version: u32,
        ip: u128,
        port: u16,
        ip_type: u8,
        protocol: u8,
        placeholder1: u8,
        placeholder2: u8,
        certificate: B,
    }
}

call! {
    /// Registers a hotkey on a subnet and burns the price of it. What was a proof of work is not read.
    SubtensorModule(7).register(6) => Register<B> {
        netuid: NetUid,
        block_number: u64,
        nonce: u64,
        work: B,
        hotkey: AccountId,
        coldkey: AccountId,
    }
}

call! {
    /// Registers a hotkey on a subnet and burns the price of it.
    SubtensorModule(7).burned_register(7) => BurnedRegister { netuid: NetUid, hotkey: AccountId }
}

call! {
    /// Registers a hotkey on a subnet and burns the price of it, if that is within the limit.
    SubtensorModule(7).register_limit(134) => RegisterLimit {
        netuid: NetUid,
        hotkey: AccountId,
        /// In rao.
        limit_price: u64,
    }
}

call! {
    /// Registers a hotkey on a subnet by a proof of work.
    SubtensorModule(7).pow_register(152) since 475 => PowRegister {
        netuid: NetUid,
        /// The block that the work was made for.
        work_block: u64,
        nonce: u64,
        /// The seal.
        work: [u8; 32],
        hotkey: AccountId,
    }
}
