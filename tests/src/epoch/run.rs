//! An epoch of the core over rows as the chain stores them, and all that it comes to.

use alloc::{vec, vec::Vec};
use nanotao::epoch::{DenseRows, Dims, Epoch, EpochError, Output, Row, SparseBonds, Stage, Trace};
use nanotao::fixed::I32F32;

/// Targets and values of a row.
pub type Entries = Vec<(u16, u16)>;

/// Vectors for an output, under the names of the chain's `EpochTerms`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    pub dividend: Vec<u16>,
    pub incentive: Vec<u16>,
    pub stake_weight: Vec<u16>,
    pub consensus: Vec<u16>,
    pub validator_trust: Vec<u16>,
    pub validator_emission: Vec<u64>,
    pub server_emission: Vec<u64>,
    pub emission: Vec<u64>,
    pub stake: Vec<u64>,
    pub active: Vec<bool>,
    pub new_validator_permit: Vec<bool>,
}

impl Terms {
    /// Full of what is no result: an epoch has to write every term.
    pub fn new(neurons: usize) -> Self {
        let (u16s, u64s, bools) = (vec![0x5a5a; neurons], vec![0x5a5a_5a5a; neurons], vec![true; neurons]);
        Self {
            dividend: u16s.clone(),
            incentive: u16s.clone(),
            stake_weight: u16s.clone(),
            consensus: u16s.clone(),
            validator_trust: u16s,
            validator_emission: u64s.clone(),
            server_emission: u64s.clone(),
            emission: u64s.clone(),
            stake: u64s,
            active: bools.clone(),
            new_validator_permit: bools,
        }
    }

    /// The vectors, to be written.
    pub fn output(&mut self) -> Output<'_> {
        Output {
            dividend: &mut self.dividend,
            incentive: &mut self.incentive,
            stake_weight: &mut self.stake_weight,
            consensus: &mut self.consensus,
            validator_trust: &mut self.validator_trust,
            validator_emission: &mut self.validator_emission,
            server_emission: &mut self.server_emission,
            emission: &mut self.emission,
            stake: &mut self.stake,
            active: &mut self.active,
            new_validator_permit: &mut self.new_validator_permit,
        }
    }
}

/// Keeps every vector of an epoch.
#[derive(Default)]
pub struct Seen(pub Vec<(Stage, Vec<I32F32>)>);

impl Trace for Seen {
    fn vector(&mut self, stage: Stage, values: &[I32F32]) {
        self.0.push((stage, values.to_vec()));
    }
}

/// What an epoch came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The terms of each uid.
    pub terms: Terms,
    /// The row of each uid.
    pub bonds: Vec<Entries>,
    /// The vectors on the way, in the order of their stages.
    pub vectors: Vec<(Stage, Vec<I32F32>)>,
}

/// The uids below `neurons` that have a row.
fn uids(weights: &[Row<'_>], bonds: &[Row<'_>], neurons: usize) -> Vec<u16> {
    let mut uids: Vec<u16> = weights.iter().chain(bonds).map(|row| row.uid).collect();
    uids.retain(|uid| usize::from(*uid) < neurons);
    uids.sort_unstable();
    uids.dedup();
    uids
}

/// What lies in the memory must not matter.
pub(super) fn memory(words: usize) -> Vec<u64> {
    vec![0xa5a5_a5a5_a5a5_a5a5; words]
}

pub(super) fn words_sparse(neurons: usize, weights: &[Row<'_>], bonds: &[Row<'_>]) -> usize {
    let dims = Dims { neurons, rows: uids(weights, bonds, neurons).len() };
    let count = |rows: &[Row<'_>]| rows.iter().map(|row| row.entries.len()).sum();
    dims.words_sparse(count(weights), count(bonds))
}

/// [`Epoch::run_sparse`], with what it needs.
///
/// # Errors
/// Those of the epoch.
pub fn sparse(epoch: &Epoch<'_>, weights: &[Row<'_>], bonds: &[Row<'_>]) -> Result<Computed, EpochError> {
    let neurons = epoch.input.total_stake.len();
    let mut terms = Terms::new(neurons);
    let mut entries = vec![(0x5a5a, 0x5a5a); SparseBonds::capacity(weights, bonds)];
    let mut ends = vec![usize::MAX; neurons];
    let mut new_bonds = SparseBonds { entries: &mut entries, ends: &mut ends };
    let mut memory = memory(words_sparse(neurons, weights, bonds));
    let mut seen = Seen::default();
    epoch.run_sparse(weights, bonds, &mut new_bonds, &mut terms.output(), &mut memory, &mut seen)?;
    let bonds = (0..neurons as u16).map(|uid| new_bonds.row(uid).to_vec()).collect();
    Ok(Computed { terms, bonds, vectors: seen.0 })
}

/// [`Epoch::run_dense`], with what it needs; nothing where dense rows cannot say the same. A bond of zero is none there.
///
/// # Errors
/// Those of the epoch.
pub fn dense(
    epoch: &Epoch<'_>,
    weights: &[Row<'_>],
    bonds: &[Row<'_>],
) -> Result<Option<Computed>, EpochError> {
    let neurons = epoch.input.total_stake.len();
    let regular = |rows: &[Row<'_>]| {
        rows.iter().all(|row| {
            usize::from(row.uid) < neurons
                && row.entries.iter().all(|(target, _)| usize::from(*target) < neurons)
                && row.entries.is_sorted_by(|a, b| a.0 < b.0)
        })
    };
    // Liquid alpha tells a weight of zero from none.
    let zero = weights.iter().any(|row| row.entries.iter().any(|(_, weight)| *weight == 0));
    if !regular(weights) || !regular(bonds) || zero {
        return Ok(None);
    }
    let uids = uids(weights, bonds, neurons);
    let cells = |rows: &[Row<'_>]| {
        let mut cells = vec![0; uids.len() * neurons];
        for row in rows {
            let slot = uids.binary_search(&row.uid).unwrap_or_default();
            for (target, value) in row.entries {
                cells[slot * neurons + usize::from(*target)] = *value;
            }
        }
        cells
    };
    let (weights, mut bonds) = (cells(weights), cells(bonds));
    let mut terms = Terms::new(neurons);
    let mut memory = memory(Dims { neurons, rows: uids.len() }.words());
    let mut seen = Seen::default();
    let rows = DenseRows { uids: &uids, weights: &weights, bonds: &mut bonds };
    epoch.run_dense(rows, &mut terms.output(), &mut memory, &mut seen)?;
    let mut rows = vec![Vec::new(); neurons];
    for (uid, row) in uids.iter().zip(bonds.chunks_exact(neurons.max(1))) {
        rows[usize::from(*uid)] = (0..).zip(row.iter().copied()).filter(|(_, bond)| *bond != 0).collect();
    }
    Ok(Some(Computed { terms, bonds: rows, vectors: seen.0 }))
}
