//! Yuma consensus: what the chain computes at the end of each epoch (`epoch_mechanism`), bit for bit.
//!
//! An [`Epoch`] takes an [`Input`] and weights and bonds, dense or sparse, and writes an [`Output`] and the new bonds. The memory is the caller's: [`Dims::words`] tells how much it takes.
//!
//! The chain builds a dozen matrices of 64-bit numbers. Here weights and bonds stay `u16`: after the rows are summed,
//! every step is local to a column, but for two vectors that join them, so two passes over the columns are enough. The
//! first ends with the incentive, the second with bonds and dividends. Sums that could saturate are made in the chain's
//! order; those that wrap come to the same in any.
//!
//! [`Profile`] carries what changed between spec versions, [`Trace`] shows every vector on the way.

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
mod schedule;
mod share;
mod sparse;
mod stake;
mod terms;
mod trace;

pub use alpha::{alpha_sigmoid, clamp_value, compute_disabled_liquid_alpha, ema_alpha};
pub use error::{EpochError, Field};
pub use input::{Commit, CommitReveal, ConsensusMode, Dims, Input, MAX_NEURONS, Profile, Row, Schedule};
pub use mechanism::{mechanism_weight, split_emissions, weighted_acc_alpha, weighted_acc_u16};
pub use median::weighted_median;
pub use null::{
    EpochConsensus, NullDecision, NullEpoch, apportion_units, dividend_share, null_validator_winner,
};
pub use output::{Output, persisted_uids};
pub use run::{DenseRows, Epoch};
pub use schedule::{
    activity_cutoff_blocks, bond_cutoff_block, current_epoch_with_lookahead, is_commit_expired,
    should_run_epoch,
};
pub use sparse::SparseBonds;
pub use stake::is_topk_nonzero;
pub use terms::emission_of;
pub use trace::{Stage, Trace};
