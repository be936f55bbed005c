//! Which part of a block's emission goes to which subnet.

use crate::fixed::{I96F32, SafeDiv, U64F64, U96F32};

/// What decides on a subnet's share. Subnets that get nothing at all are left out: the root network, those that have not
/// started, those without a subtoken, and those that do not register (`get_subnets_to_emit_to`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// `get_moving_alpha_price`; see [`moving_alpha_price`].
    pub moving_price: U64F64,
    /// `MinerBurned`: which part of its miners' emission was withheld.
    pub miner_burned: U96F32,
    /// `SubnetEmissionEnabled`; what is not stored is true.
    pub emission_enabled: bool,
}

/// The price that counts (`get_moving_alpha_price`): `SubnetMovingPrice`, or one for a stable subnet
/// (`SubnetMechanism` 0).
pub fn moving_alpha_price(mechanism: u16, moving_price: I96F32) -> U64F64 {
    if mechanism == 0 { U64F64::ONE } else { U64F64::saturating_from_num(moving_price) }
}

/// Writes the share of each subnet (`get_shares` at spec 425): its part of all prices, weighed by what its miners were
/// paid. Where that leaves nothing, prices alone count.
///
/// # Chain source
/// `coinbase/subnet_emissions.rs`, spec 425.
pub fn get_shares(subnets: &[Subnet], shares: &mut [U64F64]) {
    let add = U64F64::saturating_add;
    let prices = subnets.iter().fold(U64F64::ZERO, |sum, subnet| add(sum, subnet.moving_price));
    let by_price = |subnet: &Subnet| subnet.moving_price.safe_div(prices);
    let weighted = |subnet: &Subnet| {
        let burned = U64F64::saturating_from_num(subnet.miner_burned).min(U64F64::ONE);
        by_price(subnet).saturating_mul(U64F64::ONE.saturating_sub(burned))
    };
    let total = subnets.iter().fold(U64F64::ZERO, |sum, subnet| add(sum, weighted(subnet)));
    for (share, subnet) in shares.iter_mut().zip(subnets) {
        *share = if total > U64F64::ZERO { weighted(subnet).safe_div(total) } else { by_price(subnet) };
    }
}

/// Writes the emission of each subnet (`get_subnet_block_emissions`). What a subnet whose emission is disabled would get
/// goes to the others; where there is no other, nobody gets it.
///
/// # Chain source
/// `coinbase/subnet_emissions.rs`, spec 425.
pub fn get_subnet_block_emissions(
    subnets: &[Subnet],
    shares: &[U64F64],
    block_emission: U96F32,
    emissions: &mut [U96F32],
) {
    let block_emission = U64F64::saturating_from_num(block_emission);
    let enabled = shares.iter().zip(subnets).filter(|(_, subnet)| subnet.emission_enabled);
    let enabled = enabled.fold(U64F64::ZERO, |sum, (share, _)| sum.saturating_add(*share));
    let any_disabled = subnets.iter().any(|subnet| !subnet.emission_enabled);
    for (emission, (share, subnet)) in emissions.iter_mut().zip(shares.iter().zip(subnets)) {
        let share = match (subnet.emission_enabled, any_disabled) {
            (false, _) => U64F64::ZERO,
            (true, true) => share.safe_div(enabled),
            (true, false) => *share,
        };
        *emission = U96F32::saturating_from_num(block_emission.saturating_mul(share));
    }
}

/// Tells whether root's alpha is sold (`get_network_root_sell_flag`): the prices of all subnets together exceed one TAO.
///
/// # Chain source
/// `coinbase/run_coinbase.rs`, spec 425. The sum wraps.
pub fn get_network_root_sell_flag(subnets: &[Subnet]) -> bool {
    subnets.iter().fold(U64F64::ZERO, |sum, subnet| sum.wrapping_add(subnet.moving_price)) > U64F64::ONE
}
