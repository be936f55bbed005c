//! When a commit is revealed: the chain's epochs, run ahead.

use super::{GENESIS_TIME, PERIOD, TimelockError, check_round};
use crate::primitives::BlockNumber;
use crate::profile::Profile;
use crate::schedule::{Schedule, current_epoch_with_lookahead, should_run_epoch};

/// Blocks from the first that reveals to the one by which the beacon's signature must be on the chain.
pub const SECURITY_BLOCK_OFFSET: u64 = 3;

/// Epochs from a commit to its reveal that a subnet can ask for at most (`MAX_COMMIT_REVEAL_PEROIDS`).
pub const MAX_REVEAL_PERIOD: u64 = 100;

/// Epochs from a commit to its reveal that a subnet can ask for at least (`MIN_COMMIT_REVEAL_PEROIDS`).
pub const MIN_REVEAL_PERIOD: u64 = 1;

/// What is foretold for a commit that is sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Reveal {
    /// The epoch that the commit will belong to, as `SubnetEpochIndex` counts.
    pub commit_epoch: u64,
    /// The first block that reveals it.
    pub first_reveal_block: u64,
    /// The round of the beacon to lock it until.
    pub round: u64,
}

/// All that a reveal is foretold from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct RevealTerms {
    /// The chain's rules.
    pub profile: Profile,
    /// The subnet's schedule as of `current_block`.
    pub schedule: Schedule,
    /// The newest block: the commit is to be in the next.
    pub current_block: u64,
    /// `RevealPeriodEpochs`.
    pub reveal_period_epochs: u64,
    /// The time, in milliseconds since 1970.
    pub unix_time_ms: u64,
    /// Milliseconds from a block to the next.
    pub block_time_ms: u64,
}

impl RevealTerms {
    /// Foretells the reveal, as [`predict_reveal`] does, checks that the terms are such as the chain can have, and that the
    /// round can be locked to.
    ///
    /// # Errors
    /// As [`predict_reveal`] and [`check_round`]; [`TimelockError::RevealPeriodTooShort`],
    /// [`TimelockError::InvalidSchedule`] and [`TimelockError::BeforeGenesis`].
    pub fn predict(&self) -> Result<Reveal, TimelockError> {
        let Self { profile, schedule, current_block, reveal_period_epochs, unix_time_ms, block_time_ms } =
            self;
        if *reveal_period_epochs < MIN_REVEAL_PERIOD {
            return Err(TimelockError::RevealPeriodTooShort);
        }
        if unix_time_ms / 1000 < GENESIS_TIME {
            return Err(TimelockError::BeforeGenesis);
        }
        let reveal = predict_reveal(
            profile,
            schedule,
            *current_block,
            *reveal_period_epochs,
            *unix_time_ms,
            *block_time_ms,
        )?;
        // Behind these limits the forecast holds no sum that saturates but the time's, which `check_round` refuses.
        if schedule.last_epoch_block > *current_block
            || reveal.commit_epoch.checked_add(*reveal_period_epochs).is_none()
            || reveal.first_reveal_block > u64::from(BlockNumber::MAX)
        {
            return Err(TimelockError::InvalidSchedule);
        }
        check_round(reveal.round, unix_time_ms / 1000)?;
        Ok(reveal)
    }
}

/// Foretells when a commit on top of `current_block` is revealed, and until which round to lock it, as the official client
/// does (`get_encrypted_commit_v2`). That client has the rule of [`Profile::SPEC_425`] still.
///
/// `schedule` is the subnet's as of `current_block`, `unix_time_ms` the time, and `block_time_ms` the time from a block
/// to the next. Epochs that the cap of a block defers, a tempo that changes and an epoch that the owner triggers later
/// cannot be foretold: a commit is then revealed in a later block, or opens earlier than need be.
///
/// # Errors
/// [`TimelockError::NoEpochs`], [`TimelockError::RevealPeriodTooLong`].
///
/// # Chain source
/// `coinbase/block_step.rs` and `coinbase/run_coinbase.rs`, specs 425 and 475.
///
/// # Cost
/// A step for each epoch of the reveal period.
pub fn predict_reveal(
    profile: &Profile,
    schedule: &Schedule,
    current_block: u64,
    reveal_period_epochs: u64,
    unix_time_ms: u64,
    block_time_ms: u64,
) -> Result<Reveal, TimelockError> {
    if schedule.tempo == 0 {
        return Err(TimelockError::NoEpochs);
    }
    if reveal_period_epochs > MAX_REVEAL_PERIOD {
        return Err(TimelockError::RevealPeriodTooLong);
    }
    let mut schedule = *schedule;
    // The next block takes the commit in.
    let mut block = current_block.saturating_add(1);
    let commit_epoch = current_epoch_with_lookahead(profile, &schedule, block);
    let reveal_epoch = commit_epoch.saturating_add(reveal_period_epochs);
    while current_epoch_with_lookahead(profile, &schedule, block) < reveal_epoch && block < u64::MAX {
        block = advance(profile, &mut schedule, block);
    }
    let blocks = block.saturating_add(SECURITY_BLOCK_OFFSET).saturating_sub(current_block);
    let target = unix_time_ms.saturating_add(blocks.saturating_mul(block_time_ms));
    let since = target.saturating_sub(GENESIS_TIME.saturating_mul(1000));
    let round = (since / 1000 / PERIOD).max(1);
    Ok(Reveal { commit_epoch, first_reveal_block: block, round })
}

/// Drains `block` if an epoch runs in it, and otherwise moves on to the next block in which one does; gives the block to
/// go on with. Draining counts the block first, so that long silence ends a block before a reveal sees it.
fn advance(profile: &Profile, schedule: &mut Schedule, block: u64) -> u64 {
    let counted =
        Schedule { blocks_since_last_step: schedule.blocks_since_last_step.saturating_add(1), ..*schedule };
    if should_run_epoch(profile, &counted, block) {
        schedule.last_epoch_block = block;
        schedule.pending_epoch_at = 0;
        schedule.subnet_epoch_index = schedule.subnet_epoch_index.saturating_add(1);
        schedule.blocks_since_last_step = 0;
        return block.saturating_add(1);
    }
    let tempo = u64::from(schedule.tempo);
    let limit = profile.max_blocks_since_last_step.unwrap_or(tempo);
    let by_tempo = schedule.last_epoch_block.saturating_add(tempo);
    let by_silence = block.saturating_add(limit.saturating_sub(schedule.blocks_since_last_step));
    let by_owner = if schedule.pending_epoch_at > 0 { schedule.pending_epoch_at } else { u64::MAX };
    let next = by_tempo.min(by_silence).min(by_owner);
    let passed = next.saturating_sub(block);
    schedule.blocks_since_last_step = schedule.blocks_since_last_step.saturating_add(passed);
    next
}
