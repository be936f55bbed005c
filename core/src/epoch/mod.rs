//! Yuma consensus: what the chain computes at the end of each epoch (`epoch_mechanism`), bit for bit.
//!
//! An [`Epoch`] takes an [`Input`] and weights and bonds, dense or sparse, and writes an [`Output`] and the new bonds. The
//! memory is the caller's: [`Dims::words`] tells how much it takes. [`Profile`] carries what changed between spec
//! versions, and [`Trace`] shows every vector on the way.
//!
//! The chain builds a dozen matrices of 64-bit numbers. Here weights and bonds stay `u16`: after the rows are summed,
//! every step is local to a column, but for two vectors that join them, so two passes over the columns are enough. The
//! first ends with the incentive, the second with bonds and dividends. Sums that could saturate are made in the chain's
//! order; those that wrap come to the same in any.
//!
//! - A subnet with several mechanisms: [`split_emissions`], an epoch for each, [`Output::add_mechanism`].
//! - The Null consensus: [`NullEpoch`].
//! - What the chain stores of it all: [`persisted_uids`], [`SparseBonds`].
//! - When an epoch is due: [`should_run_epoch`] and its neighbours.
//!
//! Two validators, the first with three quarters of the stake, weigh two miners:
//!
//! ```
//! use nanotao::AlphaBalance;
//! use nanotao::epoch::{ConsensusMode, DenseRows, Dims, Epoch, Input, Output, Profile, Schedule};
//! use nanotao::fixed::I64F64;
//!
//! const DIMS: Dims = Dims { neurons: 4, rows: 2 };
//! let mut memory = [0; DIMS.words()];
//! let total_stake = [300_u32, 100, 0, 0].map(I64F64::from);
//! let input = Input {
//!     current_block: 1000,
//!     schedule: Schedule { tempo: 360, last_mechanism_step_block: 640, ..Schedule::default() },
//!     activity_cutoff_factor_milli: 13_889,
//!     last_update: &[990; 4],
//!     block_at_registration: &[1; 4],
//!     total_stake: &total_stake,
//!     stake_threshold: 0,
//!     owner_uid: None,
//!     validator_permit: &[true, true, false, false],
//!     max_allowed_validators: 64,
//!     kappa: 32_767,
//!     bonds_penalty: 65_535,
//!     bonds_moving_average: 900_000,
//!     yuma3: true,
//!     liquid_alpha: false,
//!     alpha_low: 45_875,
//!     alpha_high: 58_982,
//!     alpha_sigmoid_steepness: 1000,
//!     consensus_mode: ConsensusMode::Auto,
//!     previous_consensus: &[],
//!     commit_reveal: None,
//! };
//! let (weights, mut bonds) = ([0, 0, 65_535, 65_535, 0, 0, 0, 65_535], [0; 8]);
//! let rows = DenseRows { uids: &[0, 1], weights: &weights, bonds: &mut bonds };
//! let (mut u16s, mut u64s, mut bools) = ([[0; 4]; 5], [[0; 4]; 4], [[false; 4]; 2]);
//! let [dividend, incentive, stake_weight, consensus, validator_trust] = &mut u16s;
//! let [validator_emission, server_emission, emission, stake] = &mut u64s;
//! let [active, new_validator_permit] = &mut bools;
//! let mut output = Output {
//!     dividend, incentive, stake_weight, consensus, validator_trust, validator_emission, server_emission, emission,
//!     stake, active, new_validator_permit,
//! };
//! let epoch = Epoch { profile: Profile::SPEC_475, input, rao_emission: AlphaBalance(1_000_000) };
//! epoch.run_dense(rows, &mut output, &mut memory, &mut ())?;
//! // The second validator's weight counts up to what the first one agrees to: half.
//! assert_eq!(*output.consensus, [0, 0, 32_767, 32_767]);
//! assert_eq!(*output.validator_trust, [65_535, 32_767, 0, 0]);
//! # Ok::<(), nanotao::epoch::EpochError>(())
//! ```

mod alpha;
mod bonds;
mod columns;
mod consensus;
mod error;
mod fast;
mod input;
mod mask;
mod mechanism;
mod median;
mod memory;
mod null;
mod output;
mod rows;
mod run;
mod share;
mod sparse;
mod stake;
mod terms;
mod trace;

pub use crate::mechanism::{mechanism_weight, split_emissions, weighted_acc_alpha, weighted_acc_u16};
pub use crate::profile::Profile;
pub use crate::schedule::{
    Schedule, activity_cutoff_blocks, bond_cutoff_block, current_epoch_with_lookahead, is_commit_expired,
    should_run_epoch,
};
pub use alpha::{alpha_sigmoid, clamp_value, compute_disabled_liquid_alpha, ema_alpha};
pub use error::{EpochError, Field};
pub use input::{Commit, CommitReveal, ConsensusMode, Dims, Input, MAX_NEURONS, Row};
pub use median::weighted_median;
pub use null::{
    EpochConsensus, NullDecision, NullEpoch, apportion_units, dividend_share, null_validator_winner,
};
pub use output::{Output, persisted_uids};
pub use run::{DenseRows, Epoch};
pub use sparse::SparseBonds;
pub use stake::is_topk_nonzero;
pub use terms::emission_of;
pub use trace::{Stage, Trace};
