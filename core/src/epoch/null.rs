//! The Null consensus of spec 475: one validator's weights decide, and payouts are exact whole numbers.

use super::error::EpochError;
use super::mask::masked_from;
use super::memory::{Memory, words_for};
use super::run::check;
use super::stake::{is_active, normalize_64, stake};
use super::{Dims, Input, Output, Profile, Row, Stage, Trace};
use crate::fixed::{I32F32, I64F64, fixed_proportion_to_u16, fixed64_to_u64};
use crate::primitives::{AlphaBalance, Uid};
use ethnum::U256;

/// Which consensus a subnet runs (`EpochConsensus`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum EpochConsensus {
    /// Yuma consensus.
    #[default]
    Yuma,
    /// The Null consensus.
    Null,
}

/// An epoch under the Null consensus, ready to be computed. What only Yuma reads in `input` does not matter.
#[derive(Clone, Copy, Debug)]
pub struct NullEpoch<'a> {
    /// The rules.
    pub profile: Profile,
    /// What it reads, except weights.
    pub input: Input<'a>,
    /// What miners share.
    pub mining_budget: AlphaBalance,
    /// What validators share: the local and the root slice.
    pub dividend_budget: AlphaBalance,
    /// What miners share where nobody has stake: all but the root slice.
    pub fallback_budget: AlphaBalance,
}

/// Who decided, and how much was shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NullDecision {
    /// The validator whose weights count.
    pub winner: Option<Uid>,
    /// What miners shared.
    pub miner_budget: AlphaBalance,
    /// What validators shared.
    pub validator_budget: AlphaBalance,
}

impl NullEpoch<'_> {
    /// Computes the epoch (`epoch_mechanism_with_budgets` under `EpochConsensus::Null`). Bonds stay as they are.
    ///
    /// Only the row of the validator with the most stake is read: raw weights, not normalised, and of several for one
    /// target the last. Where none is left, all neurons are paid alike.
    ///
    /// # Errors
    /// Where lengths disagree or the memory is below [`Dims::words_null`]. The output is untouched then.
    ///
    /// # Chain source
    /// `epoch/run_epoch.rs`, spec 475.
    pub fn run<T: Trace>(
        &self,
        weights: &[Row<'_>],
        output: &mut Output<'_>,
        memory: &mut [u64],
        trace: &mut T,
    ) -> Result<NullDecision, EpochError> {
        let Self { profile, input, mining_budget, dividend_budget, fallback_budget } = self;
        let neurons = check(input, output)?;
        let mut memory = Memory::new(memory, Dims { neurons, rows: 0 }.words_null())?;
        let from: &mut [u64] = memory.take(neurons);
        let vector: &mut [I32F32] = memory.take(neurons);
        let shares: &mut [u16] = memory.take(neurons);
        output.clear();

        stake(profile, input, vector);
        trace.vector(Stage::Stake, vector);
        store(output.stake_weight, vector);
        is_active(input, output.active);
        for (cell, total) in output.stake.iter_mut().zip(input.total_stake) {
            *cell = fixed64_to_u64(*total);
        }
        let winner = null_validator_winner(input.total_stake);
        if let Some(permit) = winner.and_then(|uid| output.new_validator_permit.get_mut(usize::from(uid))) {
            *permit = true;
        }

        masked_from(profile, input, from);
        self.incentive_shares(weights, winner, from, shares);
        trace.incentive_shares(shares);
        normalize_64(vector, || shares.iter().map(|share| I64F64::from_num(*share)));
        trace.vector(Stage::Incentive, vector);
        store(output.incentive, vector);
        let stakes = || input.total_stake.iter().map(|stake| dividend_share(*stake));
        normalize_64(vector, || stakes().map(|share| I64F64::from_bits(share.cast_signed())));
        trace.vector(Stage::Dividends, vector);
        store(output.dividend, vector);

        let has_validators = stakes().any(|share| share > 0);
        let miner_budget = if has_validators { *mining_budget } else { *fallback_budget };
        let validator_budget = if has_validators { *dividend_budget } else { AlphaBalance(0) };
        apportion_units(shares.iter().map(|share| u128::from(*share)), miner_budget, output.server_emission);
        apportion_units(stakes(), validator_budget, output.validator_emission);
        let parts = output.server_emission.iter().zip(output.validator_emission.iter());
        for (cell, (miner, validator)) in output.emission.iter_mut().zip(parts) {
            *cell = miner.saturating_add(*validator);
        }
        Ok(NullDecision { winner, miner_budget, validator_budget })
    }

    fn incentive_shares(&self, weights: &[Row<'_>], winner: Option<Uid>, from: &[u64], shares: &mut [u16]) {
        let row = winner.and_then(|uid| weights.iter().find(|row| row.uid == uid));
        for (target, weight) in row.map_or(&[][..], |row| row.entries) {
            let from = winner.and_then(|uid| from.get(usize::from(uid))).copied().unwrap_or_default();
            let registered = self.input.block_at_registration.get(usize::from(*target)).copied();
            let foreign = winner != Some(*target) || self.input.owner_uid == winner;
            if let (true, true, Some(share)) =
                (registered < Some(from), foreign, shares.get_mut(usize::from(*target)))
            {
                *share = *weight;
            }
        }
        if shares.iter().all(|share| *share == 0) {
            shares.fill(1);
        }
    }
}

impl Dims {
    /// Words of working memory for the Null consensus.
    pub const fn words_null(self) -> usize {
        words_for(self.neurons, 8).saturating_mul(2).saturating_add(words_for(self.neurons, 2))
    }
}

/// The validator whose weights count (`null_validator_winner`): the one with the most stake, of equals the lowest uid.
pub fn null_validator_winner(total_stake: &[I64F64]) -> Option<Uid> {
    let mut winner = None;
    for (uid, stake) in (0..).zip(total_stake) {
        if winner.is_none_or(|(_, most)| stake > most) {
            winner = Some((uid, stake));
        }
    }
    winner.map(|(uid, _)| uid)
}

/// A validator's share of the dividends: the bits of its stake, if that is positive.
pub fn dividend_share(total_stake: I64F64) -> u128 {
    u128::try_from(total_stake.to_bits()).unwrap_or_default()
}

/// Shares out whole units (`apportion_units`): together, the first `i` get the floor of their part of the budget. If all
/// shares are zero, nobody gets anything.
///
/// # Chain source
/// `epoch/run_epoch.rs`, spec 475.
pub fn apportion_units(
    shares: impl Iterator<Item = u128> + Clone,
    budget: AlphaBalance,
    payouts: &mut [u64],
) {
    let total = shares.clone().fold(U256::ZERO, |sum, share| sum.saturating_add(U256::from(share)));
    let mut prefix = U256::ZERO;
    let mut allocated = 0;
    for (payout, share) in payouts.iter_mut().zip(shares) {
        prefix = prefix.saturating_add(U256::from(share));
        // 4096 shares of 128 bits times 64 bits: the product has 204.
        let through = quotient(prefix.saturating_mul(U256::from(budget.0)), total);
        *payout = through.saturating_sub(allocated);
        allocated = through;
    }
}

/// Divides bit by bit, where the quotient fits 64 bits and the divisor 192: a division of `ethnum` leaves a panic in the
/// image. By zero it gives zero.
fn quotient(mut dividend: U256, divisor: U256) -> u64 {
    let mut quotient = 0_u64;
    let mut part = divisor.wrapping_shl(64);
    for _ in 0..u64::BITS {
        part = part.wrapping_shr(1);
        quotient <<= 1;
        if divisor != U256::ZERO && dividend >= part {
            dividend = dividend.wrapping_sub(part);
            quotient |= 1;
        }
    }
    quotient
}

fn store(stored: &mut [u16], vector: &[I32F32]) {
    stored.iter_mut().zip(vector).for_each(|(cell, element)| *cell = fixed_proportion_to_u16(*element));
}
