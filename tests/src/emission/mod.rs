//! `block_emission.json`, and `emission.json` of both specs; here the shares of subnets.

pub mod any;
pub(crate) mod dividends;
pub(crate) mod pool;
pub(crate) mod schedule;

use crate::case::Case;
use crate::outcome::{Stop, Verdict, equal};
use alloc::{vec, vec::Vec};
use nanotao::emission::{
    GateBar, Subnet, apply_emission_gate, block_emission, get_network_root_sell_flag, get_shares,
    get_subnet_block_emissions, moving_alpha_price, next_halving, safe_pow,
};
use nanotao::fixed::{I96F32, U64F64, U96F32};

pub(crate) fn block(case: Case<'_>) -> Verdict {
    equal("emission", block_emission(case.get(0)?), case.get::<u64>(1)?)
}

/// A step: the last issuance with one emission, and the first with the next.
pub(crate) fn step(case: Case<'_>) -> Verdict {
    let (last, first): (u64, u64) = (case.get("last_with_previous")?, case.get("first_with_next")?);
    equal("previous_emission", block_emission(last), case.get::<u64>("previous_emission")?)?;
    equal("next_emission", block_emission(first), case.get::<u64>("next_emission")?)?;
    equal("first_with_next", next_halving(last), Some(first))
}

/// Subnets by number, and what the chain made of their prices.
struct Subnets {
    netuids: Vec<u16>,
    subnets: Vec<Subnet>,
}

impl Subnets {
    fn read(case: Case<'_>) -> Result<Self, Stop> {
        let (mut netuids, mut subnets) = (Vec::new(), Vec::new());
        for subnet in case.get::<Vec<Case<'_>>>("subnets")? {
            let moving_price =
                moving_alpha_price(subnet.get("mechanism")?, subnet.get("moving_price_i96f32")?);
            equal(
                "moving_price_used_u64f64",
                moving_price,
                subnet.get::<U64F64>("moving_price_used_u64f64")?,
            )?;
            let miner_burned = subnet.get("miner_burned_u96f32")?;
            netuids.push(subnet.get("netuid")?);
            subnets.push(Subnet {
                moving_price,
                miner_burned,
                emission_enabled: subnet.get("emission_enabled")?,
            });
        }
        Ok(Self { netuids, subnets })
    }

    fn shares(&self) -> Vec<U64F64> {
        let mut shares = vec![U64F64::ZERO; self.subnets.len()];
        get_shares(&self.subnets, &mut shares);
        shares
    }

    /// What is the same in both specs once the shares are known.
    fn compare(&self, case: Case<'_>, shares: &[U64F64]) -> Verdict {
        let flag: bool = case.get("root_sell_flag")?;
        equal("root_sell_flag", get_network_root_sell_flag(&self.subnets), flag)?;
        let mut emissions = vec![U96F32::ZERO; shares.len()];
        let block_emission = U96F32::from_num(case.get::<u64>("block_emission")?);
        get_subnet_block_emissions(&self.subnets, shares, block_emission, &mut emissions);
        self.equal("emissions_u96f32", &emissions, case.get("emissions_u96f32")?)
    }

    /// Compares values by number of the subnet.
    fn equal<T: Copy + PartialEq + core::fmt::Debug>(
        &self,
        what: &str,
        ours: &[T],
        theirs: Vec<(u16, T)>,
    ) -> Verdict {
        // The chain's map is in the order of numbers.
        let mut ours: Vec<_> = self.netuids.iter().copied().zip(ours.iter().copied()).collect();
        ours.sort_by_key(|(netuid, _)| *netuid);
        equal(what, ours, theirs)
    }
}

pub(crate) fn shares_425(case: Case<'_>) -> Verdict {
    let subnets = Subnets::read(case)?;
    let shares = subnets.shares();
    subnets.equal("shares_u64f64", &shares, case.get("shares_u64f64")?)?;
    subnets.compare(case, &shares)
}

pub(crate) fn shares_475(case: Case<'_>) -> Verdict {
    let subnets = Subnets::read(case)?;
    let mut shares = subnets.shares();
    subnets.equal("pre_gate_u64f64", &shares, case.get("pre_gate_u64f64")?)?;
    let bar = GateBar { rank: case.get("rank")?, quantile: case.get("quantile_u64f64")? };
    if case.get("rank_is_default")? {
        equal("rank", bar.rank, GateBar::default().rank)?;
    }
    if case.get("quantile_is_default")? {
        equal("quantile", bar.quantile, GateBar::default().quantile)?;
    }
    let bar = bar.refresh(case.get("bar_before_u64f64")?, case.get("current_block")?, &shares);
    equal("bar_after_u64f64", bar, case.get::<U64F64>("bar_after_u64f64")?)?;
    apply_emission_gate(&mut shares, bar, case.get("exponent_u64f64")?);
    subnets.equal("shares_u64f64", &shares, case.get("shares_u64f64")?)?;
    subnets.compare(case, &shares)
}

/// Blocks in a row, each with the bar that the one before it has stored.
pub(crate) fn bar_run(case: Case<'_>) -> Verdict {
    let bar = GateBar { rank: case.get("rank")?, quantile: case.get("quantile_u64f64")? };
    let exponent = case.get("exponent_u64f64")?;
    let mut stored = U64F64::ZERO;
    for block in case.get::<Vec<Case<'_>>>("blocks")? {
        if block.get("bar_deleted_before")? {
            stored = U64F64::ZERO;
        }
        equal("bar_before_u64f64", stored, block.get::<U64F64>("bar_before_u64f64")?)?;
        let prices: Vec<I96F32> = block.get("moving_price_i96f32")?;
        let subnets = prices.into_iter().map(|price| Subnet {
            moving_price: moving_alpha_price(1, price),
            miner_burned: U96F32::ZERO,
            emission_enabled: true,
        });
        let subnets = Subnets { netuids: case.get("netuids")?, subnets: subnets.collect() };
        let mut shares = subnets.shares();
        stored = bar.refresh(stored, block.get("block")?, &shares);
        equal("bar_after_u64f64", stored, block.get::<U64F64>("bar_after_u64f64")?)?;
        apply_emission_gate(&mut shares, stored, exponent);
        if let Some(theirs) = block.optional("shares_u64f64")? {
            subnets.equal("shares_u64f64", &shares, theirs)?;
        }
    }
    Ok(())
}

pub(crate) fn power(case: Case<'_>) -> Verdict {
    let ours = safe_pow(case.get("val_u64f64")?, case.get("p_u64f64")?);
    equal("out_u64f64", ours, case.get::<U64F64>("out_u64f64")?)
}

pub(crate) fn gate(case: Case<'_>) -> Verdict {
    let shares: Vec<(u16, U64F64)> = case.get("shares_u64f64")?;
    let (netuids, mut gated): (Vec<u16>, Vec<U64F64>) = shares.into_iter().unzip();
    apply_emission_gate(&mut gated, case.get("bar_u64f64")?, case.get("exponent_u64f64")?);
    let ours: Vec<_> = netuids.into_iter().zip(gated).collect();
    equal("out_u64f64", ours, case.get::<Vec<(u16, U64F64)>>("out_u64f64")?)
}
