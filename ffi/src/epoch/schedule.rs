//! When an epoch is due, and what depends on it.

use nanotao::epoch::persisted_uids;
use nanotao::schedule::{
    activity_cutoff_blocks, blocks_until_next_auto_epoch, bond_cutoff_block, current_epoch_with_lookahead,
    is_commit_expired, is_reveal_block_range, next_epoch_start_block, should_run_epoch,
};

use super::input::{Schedule, profile};
use crate::fault::status;
use crate::memory::{self, Output, Place, extent};
use crate::status::{NANOTAO_INVALID_LENGTH, Status};

/// Tells whether an epoch is due in `block` (`should_run_epoch`).
///
/// - `spec_version`: in, 425 or 475.
/// - `schedule`, `block`: in.
/// - `due`: out, 1 or 0.
///
/// Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_should_run_epoch(
    spec_version: u32,
    schedule: *const Schedule,
    block: u64,
    due: *mut u32,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (schedule, due) = unsafe { (memory::get_struct(schedule)?.to_core()?, Place::new(due)?) };
        due.set(should_run_epoch(&profile(spec_version)?, &schedule, block).into());
        Ok(())
    })
}

/// Tells the epoch that a commit or a reveal in `block` belongs to (`current_epoch_with_lookahead`).
///
/// - `spec_version`: in, 425 or 475.
/// - `schedule`, `block`: in.
/// - `epoch`: out.
///
/// Returns as `nanotao_should_run_epoch`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_current_epoch_with_lookahead(
    spec_version: u32,
    schedule: *const Schedule,
    block: u64,
    epoch: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (schedule, epoch) = unsafe { (memory::get_struct(schedule)?.to_core()?, Place::new(epoch)?) };
        epoch.set(current_epoch_with_lookahead(&profile(spec_version)?, &schedule, block));
        Ok(())
    })
}

/// Tells the block from which on a registration hides the bonds to the neuron (`bond_cutoff_block` at spec 475).
///
/// - `spec_version`: in, 425 or 475.
/// - `schedule`, `current_block`: in.
/// - `block`: out.
///
/// Returns as `nanotao_should_run_epoch`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_bond_cutoff_block(
    spec_version: u32,
    schedule: *const Schedule,
    current_block: u64,
    block: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (schedule, block) = unsafe { (memory::get_struct(schedule)?.to_core()?, Place::new(block)?) };
        block.set(bond_cutoff_block(&profile(spec_version)?, &schedule, current_block));
        Ok(())
    })
}

/// Tells how many blocks it takes to the next epoch by tempo (`blocks_until_next_auto_epoch`).
///
/// - `schedule`, `block`: in.
/// - `blocks`: out; 2^64 - 1 for a tempo of 0.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_blocks_until_next_auto_epoch(
    schedule: *const Schedule,
    block: u64,
    blocks: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (schedule, blocks) = unsafe { (memory::get_struct(schedule)?.to_core()?, Place::new(blocks)?) };
        blocks.set(blocks_until_next_auto_epoch(&schedule, block));
        Ok(())
    })
}

/// Tells the block in which the next epoch is due (`get_next_epoch_start_block`).
///
/// - `schedule`: in.
/// - `has_block`: out, 0 for a tempo of 0, else 1.
/// - `block`: out; 0 where there is none.
///
/// Returns `NANOTAO_OK` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_next_epoch_start_block(
    schedule: *const Schedule,
    has_block: *mut u32,
    block: *mut u64,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (schedule, has_block, block) =
            unsafe { (memory::get_struct(schedule)?.to_core()?, Place::new(has_block)?, Place::new(block)?) };
        let next = next_epoch_start_block(&schedule);
        has_block.set(next.is_some().into());
        block.set(next.unwrap_or(0));
        Ok(())
    })
}

/// Tells whether a commit may be revealed in an epoch (`is_reveal_block_range`): 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_is_reveal_block_range(
    current_epoch: u64,
    commit_epoch: u64,
    reveal_period_epochs: u64,
) -> u32 {
    is_reveal_block_range(current_epoch, commit_epoch, reveal_period_epochs).into()
}

/// Tells the activity cutoff in blocks (`get_activity_cutoff_blocks`).
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_activity_cutoff_blocks(activity_cutoff_factor_milli: u32, tempo: u16) -> u64 {
    activity_cutoff_blocks(activity_cutoff_factor_milli, tempo)
}

/// Tells whether a commit can no longer be revealed (`is_commit_expired`): 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn nanotao_is_commit_expired(
    current_epoch: u64,
    commit_epoch: u64,
    reveal_period_epochs: u64,
) -> u32 {
    is_commit_expired(current_epoch, commit_epoch, reveal_period_epochs).into()
}

/// Tells which uids the chain stores an epoch's results of, in the places that it stores them in
/// (`persist_mechanism_epoch_terms`): behind a uid without a key, all others move up.
///
/// - `has_key`, `has_key_len`: in, 1 or 0 for each uid; at most 65535.
/// - `uids`, `cap`, `len`: out.
///
/// Returns `NANOTAO_OK`, `NANOTAO_BUFFER_TOO_SMALL`, `NANOTAO_INVALID_LENGTH` or `NANOTAO_INVALID_FLAG`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_persisted_uids(
    has_key: *const u8,
    has_key_len: usize,
    uids: *mut u16,
    cap: usize,
    len: *mut usize,
) -> Status {
    status(|| {
        // SAFETY: the caller's promise, as the header states it.
        let (has_key, mut out) =
            unsafe { (memory::flags(has_key, has_key_len)?, Output::new(uids, cap, len)?) };
        if has_key_len > usize::from(u16::MAX) {
            return Err(NANOTAO_INVALID_LENGTH.into());
        }
        out.apart_from(&[extent(has_key)])?;
        let needed = persisted_uids(has_key).count();
        let uids = out.buffer(needed)?;
        uids.iter_mut().zip(persisted_uids(has_key)).for_each(|(to, from)| *to = from);
        out.set_len(needed);
        Ok(())
    })
}
