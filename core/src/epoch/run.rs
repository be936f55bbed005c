//! One epoch of one mechanism.

use super::alpha::{LiquidAlpha, compute_disabled_liquid_alpha, ema_alpha, liquid_alpha_consensus};
use super::bonds::{self, Pass, Penalty, Rates, Rule, Target};
use super::columns::{DenseBonds, DenseWeights};
use super::consensus;
use super::error::{EpochError, Field};
use super::fast;
use super::mask::{Mask, masked_from};
use super::memory::{Memory, words_for};
use super::output::length;
use super::rows::{RowBuffers, Rows};
use super::share::Share;
use super::sparse::{self, SparseBondColumns, SparseBonds, SparseWeights};
use super::stake::{self, MedianBuffers, Voters, normalize};
use super::terms::{self, Vectors};
use super::{Dims, Input, MAX_NEURONS, Output, Profile, Row, Stage, Trace};
use crate::fixed::I32F32;
use crate::primitives::{AlphaBalance, Uid};

/// Vectors of 64 bits, one element for each neuron: those of [`Vectors`], thresholds, the liquid consensus, and the stake
/// of voters.
const NEURON_VECTORS: usize = 10;
/// Vectors of 64 bits, one element for each row: thresholds, reciprocals, stake, trust, earned, three rates.
const ROW_VECTORS: usize = 8;

impl Dims {
    /// Words of working memory for rows that are given densely.
    pub const fn words(self) -> usize {
        let Self { neurons, rows } = self;
        let by_neuron =
            words_for(neurons, 8).saturating_mul(NEURON_VECTORS).saturating_add(words_for(neurons, 2));
        let by_row = words_for(rows, 8).saturating_mul(ROW_VECTORS);
        // Uids, permits, sums, two columns.
        let narrow =
            words_for(rows, 2).saturating_mul(2).saturating_add(words_for(rows, 4).saturating_mul(3));
        by_neuron.saturating_add(by_row).saturating_add(narrow)
    }

    /// Words of working memory for sparse rows with that many entries: they are sorted into columns.
    pub const fn words_sparse(self, weight_entries: usize, bond_entries: usize) -> usize {
        let Self { neurons, rows } = self;
        let columns =
            words_for(neurons.saturating_add(1), 4).saturating_add(words_for(neurons, 4)).saturating_mul(2);
        let entries =
            words_for(weight_entries, 4).saturating_mul(2).saturating_add(words_for(bond_entries, 4));
        let new = words_for(rows, 4).saturating_mul(2);
        self.words().saturating_add(columns).saturating_add(entries).saturating_add(new)
    }
}

/// Dense rows of weights and bonds: one `u16` for each neuron, zero where nothing is stored.
#[derive(Debug)]
pub struct DenseRows<'a> {
    /// The neurons that have a row, in their order.
    pub uids: &'a [Uid],
    /// A row of weights for each of them, one behind another.
    pub weights: &'a [u16],
    /// A row of bonds for each of them, one behind another. The new bonds take their place.
    pub bonds: &'a mut [u16],
}

/// An epoch of one mechanism, ready to be computed.
#[derive(Clone, Copy, Debug)]
pub struct Epoch<'a> {
    /// The rules.
    pub profile: Profile,
    /// What it reads, except weights and bonds.
    pub input: Input<'a>,
    /// What it shares out.
    pub rao_emission: AlphaBalance,
}

impl Epoch<'_> {
    /// Computes the epoch over dense rows (`epoch_mechanism`), and updates the bonds in place.
    ///
    /// Where the chain stores a weight of zero, which liquid alpha tells from none, [`Self::run_sparse`] is exact.
    ///
    /// # Errors
    /// Where lengths disagree, the memory is below [`Dims::words`], or the uids do not rise. Bonds and output are
    /// untouched then.
    ///
    /// # Chain source
    /// `epoch/run_epoch.rs`, specs 425 and 475.
    pub fn run_dense<T: Trace>(
        &self,
        rows: DenseRows<'_>,
        output: &mut Output<'_>,
        memory: &mut [u64],
        trace: &mut T,
    ) -> Result<(), EpochError> {
        let Self { profile, input, rao_emission } = self;
        let DenseRows { uids, weights, bonds } = rows;
        let neurons = check(input, output)?;
        let cells = uids.len().saturating_mul(neurons);
        length(Field::Weights, weights.len(), cells)?;
        length(Field::Bonds, bonds.len(), cells)?;
        let rising = uids
            .windows(2)
            .position(|pair| matches!(pair, [a, b] if a >= b))
            .map(|index| index.saturating_add(1));
        let foreign = || uids.iter().position(|uid| usize::from(*uid) >= neurons);
        if let Some(index) = rising.or_else(foreign) {
            return Err(EpochError::Uid { field: Field::Uids, index });
        }
        let dims = Dims { neurons, rows: uids.len() };
        let mut memory = Memory::new(memory, dims.words())?;
        let own_uids = memory.take(uids.len());
        own_uids.iter_mut().zip(uids).for_each(|(cell, uid)| *cell = *uid);
        let mut state = State::new(profile, input, own_uids, &mut memory);
        let mask = state.mask(profile, input);
        let weights = DenseWeights { weights, mask };
        let mut bonds = DenseBonds { bonds, mask };
        state.sum_rows(|slot| weights.sum(slot));
        state.first_pass(profile, input, output, trace, |rows, voters, buffers, results, trace| {
            if rows.are_unit() && voters.are_unit() {
                fast::consensus(input.kappa, &weights, rows, voters, buffers, results, trace);
            } else {
                consensus::pass(input.kappa, &weights, rows, voters, buffers, results, trace);
            }
        });
        state.second_pass(input, trace, |pass, target, buffers, earned| {
            if pass.rule.is_unit() && pass.rows.are_unit() {
                fast::bonds(pass, target, &weights, &mut bonds, &mut buffers.rates, earned);
            } else {
                pass.column(target, &weights, &mut bonds, buffers, earned);
            }
        });
        state.finish(input, *rao_emission, output, trace);
        Ok(())
    }

    /// Computes the epoch over sparse rows as the chain stores them (`epoch_mechanism`), and writes the bonds that the
    /// chain would store.
    ///
    /// Rows come in the order of their uids. Inside a row anything goes that the chain can hold: targets out of order,
    /// twice, or out of range.
    ///
    /// # Errors
    /// Where lengths disagree, the memory is below [`Dims::words_sparse`], `new_bonds` has less room than
    /// [`SparseBonds::capacity`] or not one end for each neuron, or the uids of rows do not rise. The output is
    /// untouched then.
    ///
    /// # Chain source
    /// `epoch/run_epoch.rs`, specs 425 and 475.
    pub fn run_sparse<T: Trace>(
        &self,
        weights: &[Row<'_>],
        bonds: &[Row<'_>],
        new_bonds: &mut SparseBonds<'_>,
        output: &mut Output<'_>,
        memory: &mut [u64],
        trace: &mut T,
    ) -> Result<(), EpochError> {
        let Self { profile, input, rao_emission } = self;
        let neurons = check(input, output)?;
        sparse::check_order(Field::WeightRows, weights)?;
        sparse::check_order(Field::BondRows, bonds)?;
        length(Field::BondEnds, new_bonds.ends.len(), neurons)?;
        let (len, needed) = (new_bonds.entries.len(), SparseBonds::capacity(weights, bonds));
        if len < needed {
            return Err(EpochError::Length { field: Field::BondEntries, len, needed });
        }
        let uids = || sparse::merged_uids(weights, bonds, neurons);
        let dims = Dims { neurons, rows: uids().count() };
        let words = dims.words_sparse(sparse::entries(weights), sparse::entries(bonds));
        let mut memory = Memory::new(memory, words)?;
        let own_uids = memory.take(dims.rows);
        own_uids.iter_mut().zip(uids()).for_each(|(cell, uid)| *cell = uid);
        let mut state = State::new(profile, input, own_uids, &mut memory);
        let mask = state.mask(profile, input);
        let uids = state.rows.uids;
        let mut weight_columns = SparseWeights::new(weights, mask, uids, &mut memory);
        let mut bond_columns =
            SparseBondColumns::new(weights, bonds, mask, uids, &mut memory, new_bonds.entries);
        state.sum_rows(|slot| {
            let row = sparse::row_of(weights, uids, slot).iter();
            let kept = row.filter(|(target, _)| weight_columns.keeps(slot, (*target).into()));
            kept.fold(0, |sum, (_, weight)| sum.wrapping_add((*weight).into()))
        });
        state.first_pass(profile, input, output, trace, |rows, voters, buffers, results, trace| {
            consensus::pass(input.kappa, &weight_columns, rows, voters, buffers, results, trace);
        });
        let penalty = Penalty::new(input.bonds_penalty);
        if state.liquid.is_some() {
            let rows = state.rows.read();
            weight_columns.mark_seen(|entry, target| {
                let consensus = state.vectors.consensus.get(target).copied().unwrap_or_default();
                penalty.drops(rows.weight(entry), consensus)
            });
        }
        state.second_pass(input, trace, |pass, target, buffers, earned| {
            pass.column(target, &weight_columns, &mut bond_columns, buffers, earned);
        });
        if state.liquid.is_some() && penalty.keeps_rows() {
            bond_columns.finish_with_weights(weight_columns, uids, new_bonds.ends);
        } else {
            bond_columns.finish(uids, new_bonds.ends);
        }
        state.finish(input, *rao_emission, output, trace);
        Ok(())
    }
}

/// What does not depend on the form of the rows. Gives the number of neurons.
pub(super) fn check(input: &Input<'_>, output: &Output<'_>) -> Result<usize, EpochError> {
    let neurons = input.total_stake.len();
    if neurons > MAX_NEURONS {
        return Err(EpochError::TooManyNeurons { neurons, max: MAX_NEURONS });
    }
    length(Field::BlockAtRegistration, input.block_at_registration.len(), neurons)?;
    output.check(neurons)?;
    Ok(neurons)
}

/// An epoch on its way.
struct State<'a> {
    vectors: Vectors<'a>,
    /// What liquid alpha compares with.
    selected: &'a mut [I32F32],
    liquid: Option<LiquidAlpha>,
    voter_stake: &'a mut [I32F32],
    places: &'a mut [u16],
    rows: RowBuffers<'a>,
    // By slot:
    masked_from: &'a [u64],
    trust: &'a mut [I32F32],
    earned: &'a mut [I32F32],
    buffers: bonds::Buffers<'a>,
}

impl<'a> State<'a> {
    fn new(profile: &Profile, input: &Input<'_>, uids: &'a [Uid], memory: &mut Memory<'a>) -> Self {
        let (neurons, rows) = (input.total_stake.len(), uids.len());
        let by_uid: &mut [u64] = memory.take(neurons);
        masked_from(profile, input, by_uid);
        let by_slot: &mut [u64] = memory.take(rows);
        for (cell, uid) in by_slot.iter_mut().zip(uids) {
            let uid = usize::from(*uid);
            // Nothing is registered before block 0: a threshold there hides all weights.
            let from = by_uid.get(uid).copied().unwrap_or_default();
            *cell = if input.has_permit(profile, uid) { from } else { 0 };
        }
        Self {
            vectors: Vectors {
                stake: memory.take(neurons),
                active_stake: memory.take(neurons),
                consensus: memory.take(neurons),
                validator_trust: memory.take(neurons),
                incentive: memory.take(neurons),
                dividends: memory.take(neurons),
                scratch: memory.take(neurons),
            },
            selected: memory.take(neurons),
            liquid: None,
            voter_stake: memory.take(neurons),
            places: memory.take(neurons),
            rows: RowBuffers {
                uids,
                stake: memory.take(rows),
                permits: memory.take(rows),
                sums: memory.take(rows),
                reciprocals: memory.take(rows),
            },
            masked_from: by_slot,
            trust: memory.take(rows),
            earned: memory.take(rows),
            buffers: bonds::Buffers {
                weights: memory.take(rows),
                bonds: memory.take(rows),
                rates: Rates { ema: memory.take(rows), bond: memory.take(rows), alpha: memory.take(rows) },
            },
        }
    }

    fn mask<'m>(&self, profile: &Profile, input: &Input<'m>) -> Mask<'m>
    where
        'a: 'm,
    {
        Mask::new(profile, input, self.rows.uids, self.masked_from)
    }

    /// Takes the sum of each row's weights that no mask hides.
    fn sum_rows(&mut self, sum_of: impl Fn(usize) -> i32) {
        for (slot, (sum, reciprocal)) in
            self.rows.sums.iter_mut().zip(self.rows.reciprocals.iter_mut()).enumerate()
        {
            (*sum, *reciprocal) = Share::new(sum_of(slot)).parts();
        }
    }

    /// From stake to incentive.
    fn first_pass<T: Trace>(
        &mut self,
        profile: &Profile,
        input: &Input<'_>,
        output: &mut Output<'_>,
        trace: &mut T,
        pass: impl FnOnce(&Rows<'_>, &Voters<'_>, consensus::Buffers<'_>, consensus::Results<'_>, &mut T),
    ) {
        let Vectors { stake, active_stake, consensus, validator_trust, incentive, dividends, scratch } =
            &mut self.vectors;
        stake::stake(profile, input, stake);
        trace.vector(Stage::Stake, stake);
        stake::new_permits(profile, input, stake, output.new_validator_permit);
        stake::active_stake(profile, input, stake, active_stake, output);
        trace.vector(Stage::ActiveStake, active_stake);
        for ((cell, permit), uid) in
            self.rows.stake.iter_mut().zip(self.rows.permits.iter_mut()).zip(self.rows.uids)
        {
            let uid = usize::from(*uid);
            *cell = active_stake.get(uid).copied().unwrap_or_default();
            *permit = if output.new_validator_permit.get(uid) == Some(&true) { u16::MAX } else { 0 };
        }
        let voters = Voters::gather(active_stake, self.rows.uids, self.places, self.voter_stake);
        // What these two hold is still to come.
        let median = MedianBuffers { stake: self.selected, score: dividends };
        let buffers = consensus::Buffers { scores: scratch, median, column: self.buffers.weights };
        let results = consensus::Results { consensus, ranks: incentive, trust: self.trust };
        pass(&self.rows.read(), &voters, buffers, results, trace);
        dividends.fill(I32F32::ZERO);
        for (uid, trust) in self.rows.uids.iter().zip(self.trust.iter()) {
            if let Some(cell) = validator_trust.get_mut(usize::from(*uid)) {
                *cell = *trust;
            }
        }
        trace.vector(Stage::Consensus, consensus);
        trace.vector(Stage::ValidatorTrust, validator_trust);
        trace.vector(Stage::Ranks, incentive);
        normalize(incentive);
        trace.vector(Stage::Incentive, incentive);
        if input.yuma3 && input.liquid_alpha {
            liquid_alpha_consensus(profile, input, consensus, self.selected);
            trace.vector(Stage::LiquidAlphaConsensus, self.selected);
            self.liquid = LiquidAlpha::new(input, self.selected);
        }
    }

    /// From incentive to bonds and dividends.
    fn second_pass<T: Trace>(
        &mut self,
        input: &Input<'_>,
        trace: &mut T,
        mut column: impl FnMut(&mut Pass<'_, T>, Target, &mut bonds::Buffers<'_>, &mut [I32F32]),
    ) {
        let rule = match &self.liquid {
            Some(liquid) => Rule::Liquid(liquid),
            None if input.yuma3 => Rule::Yuma3(compute_disabled_liquid_alpha(input.bonds_moving_average)),
            None => Rule::Yuma2(ema_alpha(input.bonds_moving_average)),
        };
        let penalty = Penalty::new(input.bonds_penalty);
        let rows = self.rows.read();
        let mut pass = Pass { rule, penalty, rows: &rows, trace };
        let Vectors { active_stake, consensus, incentive, dividends, .. } = &mut self.vectors;
        let targets = consensus.iter().zip(self.selected.iter()).zip(incentive.iter()).enumerate();
        for (index, ((consensus, liquid_consensus), incentive)) in targets {
            let target = Target {
                index,
                consensus: *consensus,
                liquid_consensus: *liquid_consensus,
                incentive: *incentive,
            };
            column(&mut pass, target, &mut self.buffers, self.earned);
        }
        for (uid, earned) in self.rows.uids.iter().zip(self.earned.iter()) {
            let uid = usize::from(*uid);
            let stake = active_stake.get(uid).copied().unwrap_or_default();
            if let Some(cell) = dividends.get_mut(uid) {
                // Yuma 2 has weighed in the stake already (`vec_mul` for Yuma 3).
                *cell = if input.yuma3 { earned.checked_mul(stake).unwrap_or_default() } else { *earned };
            }
        }
        normalize(dividends);
        trace.vector(Stage::Dividends, dividends);
    }

    fn finish<T: Trace>(
        &mut self,
        input: &Input<'_>,
        rao_emission: AlphaBalance,
        output: &mut Output<'_>,
        trace: &mut T,
    ) {
        terms::populate(input, rao_emission.0, &mut self.vectors, output, trace);
    }
}
