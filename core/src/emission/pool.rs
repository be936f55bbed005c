//! What a block puts into a subnet's pool, and the prices and proportions that decide on it.

use super::block_emission;
use crate::fixed::{I96F32, SafeDiv, U64F64, U96F32};
use crate::primitives::{AlphaBalance, TaoBalance};

/// A stored `u64` as a part of one (`get_tao_weight` of `TaoWeight`, `get_ck_burn` of `CKBurn`).
///
/// # Chain source
/// `staking/stake_utils.rs`, spec 425.
pub fn u64_proportion(stored: u64) -> U96F32 {
    U96F32::from_num(stored).safe_div(U96F32::from_num(u64::MAX))
}

/// A stored `u16` as a part of one (`get_float_subnet_owner_cut`, `get_hotkey_take_float`, and the childkey take).
///
/// # Chain source
/// `utils/misc.rs` and `staking/helpers.rs`, spec 425.
pub fn u16_proportion(stored: u16) -> U96F32 {
    U96F32::from_num(stored).safe_div(U96F32::from_num(u16::MAX))
}

/// The part of a subnet that root's TAO holds (`root_proportion`): its weighted TAO beside all alpha. Zero where there is
/// neither.
///
/// `alpha_issuance` is `SubnetAlphaIn` and `SubnetAlphaOut` together, since spec 475 with the protocol's reservoir.
///
/// # Chain source
/// `coinbase/block_step.rs`, specs 425 and 475.
pub fn root_proportion(root_tao: TaoBalance, tao_weight: U96F32, alpha_issuance: AlphaBalance) -> U96F32 {
    let weighted = U96F32::from_num(root_tao.0).saturating_mul(tao_weight);
    weighted.safe_div(weighted.saturating_add(U96F32::from_num(alpha_issuance.0)))
}

/// What one subnet's pool gets in a block, stage by stage (`get_subnet_terms`). What the chain books is each amount
/// rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubnetTerms {
    /// The alpha that the block mints for the subnet.
    pub alpha_emission: U96F32,
    /// See [`root_proportion`].
    pub root_proportion: U96F32,
    /// The alpha that would go in with all of the TAO, at the price; zero without a price.
    pub alpha_wanted: U96F32,
    /// The most alpha that may go in: root's proportion of the alpha emission.
    pub alpha_injection_cap: U96F32,
    /// TAO into the pool.
    pub tao_in: U96F32,
    /// Alpha into the pool.
    pub alpha_in: U96F32,
    /// Alpha for the subnet's participants.
    pub alpha_out: U96F32,
    /// TAO that buys alpha instead.
    pub excess_tao: U96F32,
}

impl SubnetTerms {
    /// Computes the terms of a subnet from its TAO emission (`get_subnet_terms`), its `current_alpha_price` and what all
    /// its alpha comes to. At spec 425 and 475 alike.
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs`, spec 425.
    pub fn new(
        tao_emission: U96F32,
        price: U64F64,
        alpha_issuance: AlphaBalance,
        root_proportion: U96F32,
    ) -> Self {
        let alpha_emission = U96F32::from_num(block_emission(alpha_issuance.0));
        let price = U96F32::saturating_from_num(price);
        let alpha_wanted = tao_emission.safe_div(price);
        let alpha_injection_cap = root_proportion.saturating_mul(alpha_emission);
        let (tao_in, alpha_in) = if alpha_wanted > alpha_injection_cap {
            (alpha_injection_cap.saturating_mul(price), alpha_injection_cap)
        } else {
            (tao_emission, alpha_wanted)
        };
        Self {
            alpha_emission,
            root_proportion,
            alpha_wanted,
            alpha_injection_cap,
            tao_in,
            alpha_in,
            alpha_out: alpha_emission,
            excess_tao: tao_emission.saturating_sub(tao_in),
        }
    }
}

/// What the moving price follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovingPrice {
    /// `SubnetMovingAlpha`: how far the average moves at most. What is negative counts as zero.
    pub moving_alpha: I96F32,
    /// `FirstEmissionBlockNumber`; zero where it is not stored.
    pub first_emission_block: u64,
    /// `EMAPriceHalvingBlocks`.
    pub halving_blocks: u64,
    /// `get_moving_alpha_price`; see [`super::moving_alpha_price`].
    pub current: U64F64,
}

impl MovingPrice {
    /// Computes what is stored after `block` (`update_moving_price`): the average moves towards the price, which counts
    /// up to one, and the faster the longer ago the subnet has started.
    ///
    /// # Chain source
    /// `staking/stake_utils.rs`, spec 425.
    pub fn update(&self, block: u64, price: U64F64) -> I96F32 {
        let blocks = U64F64::from_num(block.saturating_sub(self.first_emission_block.saturating_sub(1)));
        let age = blocks.safe_div(blocks.saturating_add(U64F64::from_num(self.halving_blocks)));
        let alpha = U64F64::saturating_from_num(self.moving_alpha).saturating_mul(age);
        let kept = U64F64::ONE.saturating_sub(alpha).saturating_mul(self.current);
        let added = alpha.saturating_mul(price.min(U64F64::ONE));
        I96F32::saturating_from_num(added.saturating_add(kept))
    }
}
