//! Mechanisms: how a subnet's emission is split between them, and what each weighs.

use crate::fixed::{SafeDiv, U64F64};
use crate::primitives::{AlphaBalance, MechId};
use crate::profile::Profile;

/// Splits an emission between mechanisms (`split_emissions`): evenly, or by `MechanismEmissionSplit`, of 65535. What
/// rounding leaves goes to the first.
///
/// `emissions` has one element for each mechanism.
///
/// # Chain source
/// `subnets/mechanism.rs`, specs 425 and 475.
pub fn split_emissions(profile: &Profile, split: Option<&[u16]>, alpha: AlphaBalance, emissions: &mut [u64]) {
    let count = emissions.len();
    let split = split.filter(|split| split.len() == count || !profile.malformed_split_is_even);
    let even = u64::try_from(count).ok().and_then(|count| alpha.0.checked_div(count)).unwrap_or_default();
    // A split that is too long is cut, one that is too short gives nothing to the rest.
    for (index, emission) in emissions.iter_mut().enumerate() {
        *emission = split.map_or(even, |split| share(alpha.0, split.get(index).copied().unwrap_or_default()));
    }
    let sum = emissions.iter().fold(0_u64, |sum, emission| sum.wrapping_add(*emission));
    if let Some(first) = emissions.first_mut() {
        *first = first.saturating_add(alpha.0.saturating_sub(sum));
    }
}

/// `alpha · part / 65535`, which fits as `part` is at most 65535.
fn share(alpha: u64, part: u16) -> u64 {
    (u128::from(alpha).wrapping_mul(part.into()) / 65_535) as u64
}

/// What a mechanism's results weigh in the subnet's (`sub_weight` of `epoch_with_mechanisms`): its part of the
/// emission. Where there is none, the first mechanism counts alone.
pub fn mechanism_weight(
    mecid: MechId,
    mechanism_emission: AlphaBalance,
    subnet_emission: AlphaBalance,
) -> U64F64 {
    let alone = if mecid == MechId::MAIN { U64F64::ONE } else { U64F64::ZERO };
    U64F64::from_num(mechanism_emission.0).safe_div_or(U64F64::from_num(subnet_emission.0), alone)
}

/// Adds a weighted part to a `u16` (`weighted_acc_u16`).
pub fn weighted_acc_u16(existing: u16, added: u16, weight: U64F64) -> u16 {
    weighted_acc(existing.into(), added.into(), weight).saturating_to_num()
}

/// Adds a weighted part to an amount (`weighted_acc_alpha`).
pub fn weighted_acc_alpha(existing: u64, added: u64, weight: U64F64) -> u64 {
    weighted_acc(existing, added, weight).saturating_to_num()
}

fn weighted_acc(existing: u64, added: u64, weight: U64F64) -> U64F64 {
    U64F64::from_num(existing).saturating_add(U64F64::from_num(added).saturating_mul(weight))
}
