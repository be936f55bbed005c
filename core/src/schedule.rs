//! When an epoch is due, and what depends on it.

use crate::profile::Profile;

/// Where a subnet stands between two epochs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Schedule {
    /// `Tempo`, in blocks.
    pub tempo: u16,
    /// `LastEpochBlock`.
    pub last_epoch_block: u64,
    /// `PendingEpochAt`; 0 means none.
    pub pending_epoch_at: u64,
    /// `BlocksSinceLastStep`.
    pub blocks_since_last_step: u64,
    /// `SubnetEpochIndex`.
    pub subnet_epoch_index: u64,
    /// `LastMechansimStepBlock` (the chain's spelling); 0 means never.
    pub last_mechanism_step_block: u64,
    /// `LastYumaStepBlock`. It came with the Null consensus; a profile before that does not read it.
    pub last_yuma_step_block: Option<u64>,
}

/// The activity cutoff in blocks (`get_activity_cutoff_blocks`).
///
/// # Chain source
/// `utils/misc.rs`, spec 425.
pub fn activity_cutoff_blocks(activity_cutoff_factor_milli: u32, tempo: u16) -> u64 {
    (u64::from(activity_cutoff_factor_milli).saturating_mul(tempo.into()) / 1000).max(1)
}

/// Tells whether an epoch is due in `block` (`should_run_epoch`).
///
/// # Chain source
/// `coinbase/run_coinbase.rs`, specs 425 and 475.
pub fn should_run_epoch(profile: &Profile, schedule: &Schedule, block: u64) -> bool {
    let tempo = u64::from(schedule.tempo);
    if tempo == 0 {
        return false;
    }
    let pending = schedule.pending_epoch_at;
    (pending > 0 && block >= pending)
        || schedule.blocks_since_last_step > profile.max_blocks_since_last_step.unwrap_or(tempo)
        || block.saturating_sub(schedule.last_epoch_block) >= tempo
}

/// How many blocks are left until the tempo makes an epoch due (`blocks_until_next_auto_epoch`); `u64::MAX` without a
/// tempo.
///
/// # Chain source
/// `coinbase/run_coinbase.rs`, spec 425.
pub fn blocks_until_next_auto_epoch(schedule: &Schedule, block: u64) -> u64 {
    match schedule.tempo {
        0 => u64::MAX,
        tempo => schedule.last_epoch_block.saturating_add(tempo.into()).saturating_sub(block),
    }
}

/// The block in which the next epoch is due by the tempo or the owner's trigger (`get_next_epoch_start_block`). The cap
/// of a block and long silence are not looked at: draining block by block does so (feature `emission`).
///
/// # Chain source
/// `coinbase/run_coinbase.rs`, spec 425.
pub fn next_epoch_start_block(schedule: &Schedule) -> Option<u64> {
    let by_tempo = schedule.last_epoch_block.saturating_add(schedule.tempo.into());
    match (schedule.tempo, schedule.pending_epoch_at) {
        (0, _) => None,
        (_, 0) => Some(by_tempo),
        (_, pending) => Some(by_tempo.min(pending)),
    }
}

/// The epoch that a commit or a reveal in `block` belongs to (`current_epoch_with_lookahead`).
///
/// # Chain source
/// `subnets/weights.rs`, spec 425.
pub fn current_epoch_with_lookahead(profile: &Profile, schedule: &Schedule, block: u64) -> u64 {
    schedule.subnet_epoch_index.saturating_add(should_run_epoch(profile, schedule, block).into())
}

/// Tells whether a commit is to be revealed now (`is_reveal_block_range`).
///
/// # Chain source
/// `subnets/weights.rs`, spec 425.
pub fn is_reveal_block_range(current_epoch: u64, commit_epoch: u64, reveal_period_epochs: u64) -> bool {
    current_epoch == commit_epoch.saturating_add(reveal_period_epochs)
}

/// Tells whether a commit can no longer be revealed (`is_commit_expired`).
///
/// # Chain source
/// `subnets/weights.rs`, spec 425.
pub fn is_commit_expired(current_epoch: u64, commit_epoch: u64, reveal_period_epochs: u64) -> bool {
    current_epoch > commit_epoch.saturating_add(reveal_period_epochs)
}

/// The block from which on a registration hides the bonds to the neuron (`bond_cutoff_block` at spec 475).
///
/// # Chain source
/// `epoch/run_epoch.rs`, specs 425 and 475.
pub fn bond_cutoff_block(profile: &Profile, schedule: &Schedule, current_block: u64) -> u64 {
    match schedule.last_yuma_step_block {
        Some(block) if profile.last_yuma_step_block => block.saturating_add(1),
        _ => match schedule.last_mechanism_step_block {
            0 => current_block.saturating_sub(schedule.tempo.into()),
            block => block.saturating_add(1),
        },
    }
}
