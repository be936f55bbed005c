//! The first pass over the columns: consensus, trust of validators, ranks.

use super::Trace;
use super::columns::{Columns, Entry};
use super::median::weighted_median;
use super::rows::Rows;
use super::stake::Voters;
use crate::fixed::{I32F32, mul, u16_proportion_to_fixed};

/// Buffers of the first pass.
pub(super) struct Buffers<'a> {
    /// One score for each voter.
    pub(super) score: &'a mut [I32F32],
    /// One index for each voter.
    pub(super) order: &'a mut [u16],
    /// One entry for each row.
    pub(super) column: &'a mut [u32],
}

/// What the first pass writes.
pub(super) struct Results<'a> {
    /// By uid.
    pub(super) consensus: &'a mut [I32F32],
    /// By uid.
    pub(super) ranks: &'a mut [I32F32],
    /// By slot.
    pub(super) trust: &'a mut [I32F32],
}

/// Writes consensus, trust and ranks (`weighted_median_col_sparse`, `col_clip_sparse`, `row_sum_sparse`,
/// `matmul_sparse`).
pub(super) fn pass<W: Columns, T: Trace>(
    kappa: u16,
    weights: &W,
    rows: &Rows<'_>,
    voters: &Voters<'_>,
    buffers: Buffers<'_>,
    results: Results<'_>,
    trace: &mut T,
) {
    let Results { consensus, ranks, trust } = results;
    let kappa = u16_proportion_to_fixed(kappa);
    let minority = voters.stake_sum.saturating_sub(kappa);
    let score = buffers.score.get_mut(..voters.stake.len()).unwrap_or_default();
    let order = buffers.order.get_mut(..voters.stake.len()).unwrap_or_default();
    for (target, (consensus, rank)) in consensus.iter_mut().zip(ranks).enumerate() {
        let column = weights.column(target, buffers.column);
        score.fill(I32F32::ZERO);
        for entry in column.iter().map(|bits| Entry::of(*bits)) {
            // Of two weights for one target, the chain's table keeps the last.
            if let Some(score) = score.get_mut(rows.voter(entry.slot())) {
                *score = rows.weight(entry);
            }
        }
        order.iter_mut().zip(0_u16..).for_each(|(cell, index)| *cell = index);
        *consensus = weighted_median(voters.stake, score, order, minority, I32F32::ZERO, voters.stake_sum);
        for entry in column.iter().map(|bits| Entry::of(*bits)) {
            let weight = rows.weight(entry);
            let clipped = weight.min(*consensus);
            if let Some(trust) = trust.get_mut(entry.slot()) {
                *trust = trust.wrapping_add(clipped);
            }
            *rank = rank.saturating_add(mul(rows.stake(entry.slot()), clipped));
            trace.weight(rows.uid(entry.slot()), target as u16, weight, clipped);
        }
    }
}
