//! The coinbase of a block, from what is stored to what goes into pools.

use super::{
    GateBar, Subnet, SubnetTerms, apply_emission_gate, block_emission, get_shares,
    get_subnet_block_emissions, root_proportion, u64_proportion,
};
use crate::fixed::{SafeDiv, U64F64, U96F32};
use crate::primitives::{AlphaBalance, TaoBalance};

/// A subnet's pool as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// `SubnetMechanism`: 1 for a pool that has a price of its own.
    pub mechanism: u16,
    /// `SubnetTAO`.
    pub tao: TaoBalance,
    /// `SubnetAlphaIn`.
    pub alpha_in: AlphaBalance,
    /// `SubnetAlphaOut`.
    pub alpha_out: AlphaBalance,
    /// `SwapBalancer`: the weight of TAO, of 10⁻¹⁸s (`Perquintill`).
    pub quote: u64,
}

impl Pool {
    /// A weight of one.
    const ONE: u64 = 1_000_000_000_000_000_000;
    /// The weight of TAO where none is stored: a half.
    pub const DEFAULT_QUOTE: u64 = Self::ONE / 2;

    /// The price of alpha in TAO (`current_alpha_price`); zero for a pool without alpha, one for a stable subnet.
    ///
    /// # Chain source
    /// `pallets/swap/src/pallet/impls.rs` and `balancer.rs`, spec 425.
    pub fn current_alpha_price(&self) -> U64F64 {
        if self.mechanism != 1 {
            return U64F64::ONE;
        }
        let part = |a: u64, b: u64| U64F64::from_num(a).safe_div(U64F64::from_num(b));
        let weights = part(Self::ONE.saturating_sub(self.quote), self.quote);
        weights.saturating_mul(part(self.tao.0, self.alpha_in.0))
    }

    /// All of the subnet's alpha (`get_alpha_issuance`).
    ///
    /// # Chain source
    /// `staking/stake_utils.rs`, spec 425.
    pub fn alpha_issuance(&self) -> AlphaBalance {
        AlphaBalance(self.alpha_in.0.saturating_add(self.alpha_out.0))
    }
}

/// The emission gate as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmissionGate {
    /// `EmissionBarRank` and `EmissionBarQuantile`.
    pub bar: GateBar,
    /// `EmissionGateBar`; zero where none is stored.
    pub stored: U64F64,
    /// `EmissionGateExponent`.
    pub exponent: U64F64,
}

impl EmissionGate {
    /// The exponent where none is stored.
    pub const DEFAULT_EXPONENT: U64F64 = U64F64::lit("3");
}

/// What the emission of a block depends on, beside its subnets: all as it is stored after the block before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coinbase {
    /// The number of the block.
    pub block: u64,
    /// `TotalIssuance`.
    pub total_issuance: TaoBalance,
    /// `SubnetTAO` of root.
    pub root_tao: TaoBalance,
    /// `TaoWeight`.
    pub tao_weight: u64,
    /// The gate; spec 425 has none.
    pub gate: Option<EmissionGate>,
}

impl Coinbase {
    /// Where nothing is stored: `TaoWeight`.
    pub const DEFAULT_TAO_WEIGHT: u64 = 971_718_665_099_567_868;

    /// The TAO that the block mints.
    pub fn block_emission(&self) -> TaoBalance {
        TaoBalance(block_emission(self.total_issuance.0))
    }

    /// Writes the share of each subnet before the gate and behind it, and its TAO emission
    /// (`get_subnet_block_emissions`). Gives `EmissionGateBar` as it is stored after the block, if there is a gate.
    ///
    /// # Chain source
    /// `coinbase/subnet_emissions.rs`, specs 425 and 475.
    pub fn get_subnet_block_emissions(
        &self,
        subnets: &[Subnet],
        shares: &mut [U64F64],
        gated: &mut [U64F64],
        emissions: &mut [U96F32],
    ) -> Option<U64F64> {
        get_shares(subnets, shares);
        gated.iter_mut().zip(shares.iter()).for_each(|(gated, share)| *gated = *share);
        let after = self.gate.map(|gate| {
            let bar = gate.bar.refresh(gate.stored, self.block, shares);
            apply_emission_gate(gated, bar, gate.exponent);
            bar
        });
        let minted = U96F32::from_num(self.block_emission().0);
        get_subnet_block_emissions(subnets, gated, minted, emissions);
        after
    }

    /// What a pool gets for its TAO emission (`get_subnet_terms`).
    ///
    /// # Chain source
    /// `coinbase/run_coinbase.rs`, specs 425 and 475.
    pub fn get_subnet_terms(&self, tao_emission: U96F32, pool: &Pool) -> SubnetTerms {
        let issuance = pool.alpha_issuance();
        let proportion = root_proportion(self.root_tao, u64_proportion(self.tao_weight), issuance);
        SubnetTerms::new(tao_emission, pool.current_alpha_price(), issuance, proportion)
    }
}
