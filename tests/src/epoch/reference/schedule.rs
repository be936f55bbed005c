//! What of an epoch depends on blocks.

use alloc::{vec, vec::Vec};
use nanotao::epoch::{Commit, Epoch};

/// `get_activity_cutoff_blocks`.
pub(super) fn activity_cutoff_blocks(epoch: &Epoch<'_>) -> u64 {
    let cutoff = u64::from(epoch.input.activity_cutoff_factor_milli) * u64::from(epoch.input.schedule.tempo);
    (cutoff / 1000).max(1)
}

/// `bond_cutoff_block`.
pub(super) fn bond_cutoff_block(epoch: &Epoch<'_>) -> u64 {
    let schedule = &epoch.input.schedule;
    if let (true, Some(block)) = (epoch.profile.last_yuma_step_block, schedule.last_yuma_step_block) {
        return block.saturating_add(1);
    }
    if schedule.last_mechanism_step_block == 0 {
        return epoch.input.current_block.saturating_sub(schedule.tempo.into());
    }
    schedule.last_mechanism_step_block.saturating_add(1)
}

/// `should_run_epoch`.
fn should_run_epoch(epoch: &Epoch<'_>) -> bool {
    let (schedule, block) = (&epoch.input.schedule, epoch.input.current_block);
    let tempo = u64::from(schedule.tempo);
    let pending = schedule.pending_epoch_at > 0 && block >= schedule.pending_epoch_at;
    let overdue = schedule.blocks_since_last_step > epoch.profile.max_blocks_since_last_step.unwrap_or(tempo);
    let due = block.saturating_sub(schedule.last_epoch_block) >= tempo;
    tempo != 0 && (pending || overdue || due)
}

/// For each neuron, the block of its earliest commit that can still be revealed; the last block of all without one.
/// Nothing where commit-reveal is off.
pub(super) fn commit_blocks(epoch: &Epoch<'_>) -> Option<Vec<u64>> {
    let commits = epoch.input.commit_reveal.as_ref()?;
    let now = epoch.input.schedule.subnet_epoch_index.saturating_add(should_run_epoch(epoch).into());
    let active = |commit: &&Commit| now <= commit.commit_epoch.saturating_add(commits.reveal_period_epochs);
    let mut blocks = vec![u64::MAX; epoch.input.total_stake.len()];
    for (uid, block) in (0..).zip(&mut blocks) {
        let of_uid = |commit: &&Commit| commit.uid == uid;
        // Of a queue the chain looks at the first one only.
        let queued = commits.weight_commits.iter().filter(of_uid).find(active);
        let timelocked = commits.timelocked_weight_commits.iter().filter(of_uid).filter(active);
        let earliest = queued.into_iter().chain(timelocked).map(|commit| commit.commit_block).min();
        *block = earliest.unwrap_or(u64::MAX);
    }
    Some(blocks)
}
