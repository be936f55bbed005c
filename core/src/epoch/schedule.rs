//! When an epoch is due, and what depends on it.

use super::{Profile, Schedule};

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

/// The epoch that a commit or a reveal in `block` belongs to (`current_epoch_with_lookahead`).
///
/// # Chain source
/// `subnets/weights.rs`, spec 425.
pub fn current_epoch_with_lookahead(profile: &Profile, schedule: &Schedule, block: u64) -> u64 {
    schedule.subnet_epoch_index.saturating_add(should_run_epoch(profile, schedule, block).into())
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
