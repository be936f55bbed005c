//! The first pass over the columns: consensus, trust of validators, ranks.

use super::Trace;
use super::columns::{Columns, Entry};
use super::rows::Rows;
use super::stake::{MedianBuffers, Voters};
use crate::fixed::{I32F32, mul};

/// Buffers of the first pass.
pub(super) struct Buffers<'a> {
    /// Scores by the place of the voter, with room for all neurons, and zero to begin with.
    pub(super) scores: &'a mut [I32F32],
    pub(super) median: MedianBuffers<'a>,
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
    let minority = voters.minority(kappa);
    let Buffers { scores, mut median, column: buffer } = buffers;
    for (target, (consensus, rank)) in consensus.iter_mut().zip(ranks).enumerate() {
        let column = weights.column(target, buffer);
        scores.fill(I32F32::ZERO);
        for entry in column.iter().map(|bits| Entry::of(*bits)) {
            // Of two weights for one target, the chain's table keeps the last.
            if let Some(score) = scores.get_mut(entry.slot()) {
                *score = rows.weight(entry);
            }
        }
        *consensus = voters.median(I32F32::saturating_add, scores, minority, &mut median);
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
