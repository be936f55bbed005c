//! An epoch of the obvious kind: `epoch_mechanism` stage by stage over sparse matrices of `I32F32`, as the chain does it.
//!
//! It shares numbers with the core (`nanotao::fixed`), and nothing of how the core computes an epoch: where both come to
//! the same bits, the core's short cuts are none that can be seen.

pub(crate) mod bonds;
pub(crate) mod dense;
mod schedule;
pub(crate) mod sparse;
pub(crate) mod vector;

use super::run::{Computed, Entries, Terms};
use alloc::{vec, vec::Vec};
use nanotao::epoch::{Epoch, Row, Stage};
use nanotao::fixed::{I32F32, I64F64, I96F32, fixed64_to_fixed32, fixed64_to_u64};
use sparse::Matrix;
use vector::{ZERO, is_zero, normalize, normalize_using_sum, proportion, to_u16, vec_mul};

/// `epoch_mechanism` over rows as they are stored, in any order.
///
/// # Panics
/// Where `block_at_registration` is not as long as `total_stake`.
pub fn epoch(epoch: &Epoch<'_>, weights: &[Row<'_>], bonds: &[Row<'_>]) -> Computed {
    let input = &epoch.input;
    let columns = input.total_stake.len() as u16;
    assert_eq!(input.block_at_registration.len(), input.total_stake.len());
    let mut seen = Vec::new();

    let last_update = last_update(epoch);
    let active = active(epoch, &last_update);
    let (stake, permits, new_permits) = stake_and_permits(epoch);
    seen.push((Stage::Stake, stake.clone()));
    let mask = |mask: &[bool], x| vector::mask_vector(&mask.iter().map(|x| !x).collect::<Vec<_>>(), x);
    let active_stake = normalize(&mask(&permits, &mask(&active, &stake)));
    seen.push((Stage::ActiveStake, active_stake.clone()));

    let weights = masked_weights(epoch, weights, &permits, &last_update);
    let weights = sparse::row_normalize(&weights);
    let consensus = sparse::weighted_median_col(&active_stake, &weights, columns, proportion(input.kappa));
    seen.push((Stage::Consensus, consensus.clone()));
    let clipped = sparse::col_clip(&weights, &consensus);
    let trust = sparse::row_sum(&clipped);
    seen.push((Stage::ValidatorTrust, trust.clone()));
    let ranks = sparse::matmul(&clipped, &active_stake, columns);
    let incentive = normalize(&ranks);
    seen.extend([(Stage::Ranks, ranks), (Stage::Incentive, incentive.clone())]);

    let weights = sparse::interpolate(&weights, &clipped, columns, proportion(input.bonds_penalty));
    let old = masked_bonds(epoch, bonds);
    let (bonds, dividends) = if input.yuma3 {
        let selected = bonds::compute_consensus_for_liquid_alpha(epoch, &consensus);
        let new = yuma3(epoch, &weights, old, &selected, &incentive, &active_stake);
        if input.liquid_alpha {
            seen.push((Stage::LiquidAlphaConsensus, selected));
        }
        new
    } else {
        yuma2(epoch, &weights, &old, &incentive, &active_stake)
    };
    seen.push((Stage::Dividends, dividends.clone()));

    let shares = emission_shares(&incentive, &dividends, &stake, &active_stake);
    let [server_emission, validator_emission, emission] =
        [0, 1, 2].map(|which| pay(epoch.rao_emission.0, &shares[which].1));
    seen.extend(shares);
    let of_u16 = |vector: &[I32F32]| vector.iter().map(|x| to_u16(*x)).collect();
    let stored = |(row, permit): (&Vec<(u16, I32F32)>, &bool)| -> Entries {
        if *permit { row.iter().map(|(j, bond)| (*j, to_u16(*bond))).collect() } else { Vec::new() }
    };
    Computed {
        bonds: bonds.iter().zip(&new_permits).map(stored).collect(),
        vectors: seen,
        terms: Terms {
            dividend: of_u16(&dividends),
            incentive: of_u16(&incentive),
            stake_weight: of_u16(&stake),
            consensus: of_u16(&consensus),
            validator_trust: of_u16(&trust),
            validator_emission,
            server_emission,
            emission,
            stake: input.total_stake.iter().map(|stake| fixed64_to_u64(*stake)).collect(),
            active: active.into_iter().take(columns.into()).collect(),
            new_validator_permit: new_permits,
        },
    }
}

/// `get_last_update`: one for each neuron at least.
fn last_update(epoch: &Epoch<'_>) -> Vec<u64> {
    let mut last_update = epoch.input.last_update.to_vec();
    last_update.resize(last_update.len().max(epoch.input.total_stake.len()), 0);
    last_update
}

fn active(epoch: &Epoch<'_>, last_update: &[u64]) -> Vec<bool> {
    let cutoff = schedule::activity_cutoff_blocks(epoch);
    let inactive = |updated: &u64| updated.saturating_add(cutoff) < epoch.input.current_block;
    last_update.iter().map(|updated| !inactive(updated)).collect()
}

/// The uid that rules for stake and permits do not hold for.
fn exempt_owner(epoch: &Epoch<'_>) -> Option<u16> {
    epoch.input.owner_uid.filter(|_| epoch.profile.owner_exempt)
}

/// Normalised stake, the permits of this epoch, and those of the next.
fn stake_and_permits(epoch: &Epoch<'_>) -> (Vec<I32F32>, Vec<bool>, Vec<bool>) {
    let (input, owner) = (&epoch.input, exempt_owner(epoch));
    let filtered = |(uid, stake): (u16, &I64F64)| {
        let below = owner != Some(uid) && fixed64_to_u64(*stake) < input.stake_threshold;
        if below { I64F64::ZERO } else { *stake }
    };
    let filtered: Vec<_> = (0..).zip(input.total_stake).map(filtered).collect();
    let stake = vector::normalize_64(&filtered).into_iter().map(fixed64_to_fixed32).collect::<Vec<_>>();
    let mut permits = input.validator_permit.to_vec();
    let mut new_permits = vector::is_topk_nonzero(&stake, input.max_allowed_validators.into());
    for permits in [&mut permits, &mut new_permits] {
        if let Some(permit) = owner.and_then(|owner| permits.get_mut(usize::from(owner))) {
            *permit = true;
        }
    }
    (stake, permits, new_permits)
}

/// One row for each neuron: `get_weights_sparse`, `get_bonds_sparse`.
fn matrix(epoch: &Epoch<'_>, rows: &[Row<'_>], keep: impl Fn(u16) -> bool) -> Matrix {
    let mut matrix = vec![Vec::new(); epoch.input.total_stake.len()];
    for row in rows {
        if let Some(cells) = matrix.get_mut(usize::from(row.uid)) {
            let kept = row.entries.iter().filter(|(j, _)| keep(*j));
            cells.extend(kept.map(|(j, x)| (*j, I32F32::from(*x))));
        }
    }
    matrix
}

/// Weights that count: of validators, not of itself, and for who has not registered since.
fn masked_weights(epoch: &Epoch<'_>, rows: &[Row<'_>], permits: &[bool], last_update: &[u64]) -> Matrix {
    let registered = epoch.input.block_at_registration;
    let forbidden: Vec<_> = permits.iter().map(|permit| !permit).collect();
    let weights = matrix(epoch, rows, |j| usize::from(j) < registered.len());
    let weights = sparse::mask_rows(&forbidden, &weights);
    let weights = sparse::mask_diag(&weights, exempt_owner(epoch));
    let weights =
        sparse::vec_mask(&weights, last_update, registered, |updated, registered| updated <= registered);
    match schedule::commit_blocks(epoch) {
        Some(blocks) => {
            sparse::vec_mask(&weights, &blocks, registered, |committed, registered| committed < registered)
        }
        None => weights,
    }
}

/// Bonds to who has not registered since the last step. Targets that are no neurons stay.
fn masked_bonds(epoch: &Epoch<'_>, rows: &[Row<'_>]) -> Matrix {
    let cutoff = schedule::bond_cutoff_block(epoch);
    let registered = epoch.input.block_at_registration;
    sparse::scalar_vec_mask(&matrix(epoch, rows, |_| true), cutoff, registered, |cutoff, registered| {
        cutoff <= registered
    })
}

/// Bonds and dividends of Yuma 3.
fn yuma3(
    epoch: &Epoch<'_>,
    weights: &Matrix,
    mut bonds: Matrix,
    consensus: &[I32F32],
    incentive: &[I32F32],
    active_stake: &[I32F32],
) -> (Matrix, Vec<I32F32>) {
    for (_, bond) in bonds.iter_mut().flatten() {
        *bond = vector::div(*bond, I32F32::from(u16::MAX));
    }
    let bonds = bonds::compute_bonds(epoch, weights, &bonds, consensus);
    let normalized = sparse::col_normalize(&bonds, incentive.len() as u16);
    let total = sparse::row_sum(&sparse::mat_vec_mul(&normalized, incentive));
    (bonds, normalize(&vec_mul(&total, active_stake)))
}

/// Bonds and dividends of Yuma 2.
fn yuma2(
    epoch: &Epoch<'_>,
    weights: &Matrix,
    bonds: &Matrix,
    incentive: &[I32F32],
    active_stake: &[I32F32],
) -> (Matrix, Vec<I32F32>) {
    let columns = incentive.len() as u16;
    let bonds = sparse::col_normalize(bonds, columns);
    let delta = sparse::col_normalize(&sparse::row_hadamard(weights, active_stake), columns);
    let bonds = bonds::compute_ema_bonds_normal(epoch, &delta, &bonds);
    let bonds = sparse::col_normalize(&bonds, columns);
    let dividends = normalize(&sparse::matmul_transpose(&bonds, incentive));
    (sparse::col_max_upscale(&bonds, columns), dividends)
}

/// The shares of miners, of validators, and of both.
fn emission_shares(
    incentive: &[I32F32],
    dividends: &[I32F32],
    stake: &[I32F32],
    active_stake: &[I32F32],
) -> [(Stage, Vec<I32F32>); 3] {
    let combined: Vec<_> = incentive.iter().zip(dividends).map(|(a, b)| a.saturating_add(*b)).collect();
    let sum = vector::sum(&combined);
    let mut validator = normalize_using_sum(dividends, sum);
    let mut both = normalize(&combined);
    if sum == ZERO {
        let by_stake = if is_zero(active_stake) { stake } else { active_stake };
        (validator, both) = (by_stake.to_vec(), by_stake.to_vec());
    }
    [
        (Stage::NormalizedServerEmission, normalize_using_sum(incentive, sum)),
        (Stage::NormalizedValidatorEmission, validator),
        (Stage::NormalizedCombinedEmission, both),
    ]
}

fn pay(rao_emission: u64, shares: &[I32F32]) -> Vec<u64> {
    let pay = |share: &I32F32| I96F32::from(*share).saturating_mul(I96F32::from(rao_emission));
    shares.iter().map(|share| pay(share).saturating_to_num()).collect()
}
