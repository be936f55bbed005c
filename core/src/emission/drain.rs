//! Which subnets run an epoch in a block: due by their schedules, as far as the block's cap goes.

use crate::profile::Profile;
use crate::schedule::{Schedule, current_epoch_with_lookahead, is_reveal_block_range, should_run_epoch};

/// A subnet in the order of netuids, without root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SubnetSchedule {
    /// Where it stands between two epochs.
    pub schedule: Schedule,
    /// `SubnetEpochConsensus` is Null.
    pub null_consensus: bool,
    /// `is_epoch_input_state_consistent`: no hotkey has two uids.
    pub input_state_consistent: bool,
}

/// What a block does with a subnet's epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Drained {
    /// No epoch is due.
    NotDue,
    /// An epoch is due and the cap is reached: the next block tries again (`EpochDeferred`).
    Deferred,
    /// The slot is used up and no epoch runs, as the state is not consistent (`EpochSkipped`). What is pending stays.
    Skipped,
    /// The epoch runs with what is pending ([`super::Pending::drain`]).
    Run,
}

/// The most epochs that run in `block`: `MaxEpochsPerBlock`, and since spec 475 one at most where a subnet under the Null
/// consensus is due.
///
/// # Chain source
/// `coinbase/run_coinbase.rs`, spec 475.
pub fn epoch_cap_for_block(
    profile: &Profile,
    subnets: &[SubnetSchedule],
    max_epochs_per_block: u8,
    block: u64,
) -> u8 {
    let is_due =
        |subnet: &SubnetSchedule| subnet.null_consensus && should_run_epoch(profile, &subnet.schedule, block);
    let alone = profile.null_epoch_runs_alone && subnets.iter().any(is_due);
    if alone { max_epochs_per_block.min(1) } else { max_epochs_per_block }
}

/// Gives for each subnet whether its epoch is due in `block` and will be deferred (`epochs_deferred_this_block`): it
/// reveals no commits there. To be asked before [`drain_schedules`].
///
/// # Chain source
/// `coinbase/run_coinbase.rs`, specs 425 and 475.
pub fn epochs_deferred_this_block<'a>(
    profile: &'a Profile,
    subnets: &'a [SubnetSchedule],
    max_epochs_per_block: u8,
    block: u64,
) -> impl Iterator<Item = bool> + use<'a> {
    let cap = epoch_cap_for_block(profile, subnets, max_epochs_per_block, block);
    let mut run = 0_u8;
    subnets.iter().map(move |subnet| {
        if !should_run_epoch(profile, &subnet.schedule, block) {
            return false;
        }
        let deferred = run >= cap;
        run = run.saturating_add((!deferred && subnet.input_state_consistent).into());
        deferred
    })
}

/// Moves all schedules on by `block` (`drain_pending`), and tells for each subnet by its place what the block does.
///
/// # Chain source
/// `coinbase/run_coinbase.rs`, specs 425 and 475.
pub fn drain_schedules(
    profile: &Profile,
    subnets: &mut [SubnetSchedule],
    max_epochs_per_block: u8,
    block: u64,
    mut drained: impl FnMut(usize, Drained),
) {
    let cap = epoch_cap_for_block(profile, subnets, max_epochs_per_block, block);
    let mut run = 0_u8;
    for (index, subnet) in subnets.iter_mut().enumerate() {
        let schedule = &mut subnet.schedule;
        schedule.blocks_since_last_step = schedule.blocks_since_last_step.saturating_add(1);
        if profile.max_blocks_since_last_step.is_none() {
            let most = u64::from(schedule.tempo).saturating_add(1);
            schedule.blocks_since_last_step = schedule.blocks_since_last_step.min(most);
        }
        let outcome = match (should_run_epoch(profile, schedule, block), run >= cap) {
            (false, _) => Drained::NotDue,
            (true, true) => Drained::Deferred,
            (true, false) if subnet.input_state_consistent => Drained::Run,
            (true, false) => Drained::Skipped,
        };
        match outcome {
            Drained::NotDue => (),
            Drained::Deferred => schedule.pending_epoch_at = block.saturating_add(1),
            Drained::Skipped | Drained::Run => {
                schedule.last_epoch_block = block;
                schedule.pending_epoch_at = 0;
                schedule.subnet_epoch_index = schedule.subnet_epoch_index.saturating_add(1);
            }
        }
        if outcome == Drained::Run {
            schedule.blocks_since_last_step = 0;
            run = run.saturating_add(1);
        }
        drained(index, outcome);
    }
}

/// Gives the first block from `block` on, of `blocks`, that reveals what the subnet at `index` commits in `commit_epoch`,
/// and moves all schedules on to it. `None` where there is none, as the epoch has gone by or lies farther ahead.
///
/// # Chain source
/// `coinbase/block_step.rs` (`reveal_crv3_commits`) and `coinbase/reveal_commits.rs`, spec 425.
///
/// # Cost
/// All subnets for each block.
#[allow(clippy::too_many_arguments, reason = "each is a value of its own that the chain stores elsewhere")]
pub fn first_reveal_block(
    profile: &Profile,
    subnets: &mut [SubnetSchedule],
    max_epochs_per_block: u8,
    index: usize,
    commit_epoch: u64,
    reveal_period_epochs: u64,
    block: u64,
    blocks: u64,
) -> Option<u64> {
    (block..block.saturating_add(blocks)).find(|block| {
        let deferred = epochs_deferred_this_block(profile, subnets, max_epochs_per_block, *block).nth(index);
        let reveals = subnets.get(index).filter(|_| deferred == Some(false)).is_some_and(|subnet| {
            let epoch = current_epoch_with_lookahead(profile, &subnet.schedule, *block);
            is_reveal_block_range(epoch, commit_epoch, reveal_period_epochs)
        });
        if !reveals {
            drain_schedules(profile, subnets, max_epochs_per_block, *block, |_, _| ());
        }
        reveals
    })
}

#[cfg(test)]
mod tests {
    use super::{Drained, SubnetSchedule, drain_schedules};
    use crate::profile::Profile;
    use crate::schedule::Schedule;

    /// What comes of three subnets that are due, of which the second is as told.
    fn due(profile: &Profile, second: SubnetSchedule, max_epochs_per_block: u8) -> [Drained; 3] {
        let mut subnets = [yuma(), second, yuma()];
        let mut found = [Drained::NotDue; 3];
        drain_schedules(profile, &mut subnets, max_epochs_per_block, 360, |index, drained| {
            found[index] = drained;
        });
        found
    }

    fn yuma() -> SubnetSchedule {
        let schedule = Schedule { tempo: 360, ..Schedule::default() };
        SubnetSchedule { schedule, null_consensus: false, input_state_consistent: true }
    }

    #[test]
    fn since_475_one_epoch_runs_where_a_null_subnet_is_due() {
        use Drained::{Deferred, NotDue, Run};
        let null = SubnetSchedule { null_consensus: true, ..yuma() };
        assert_eq!(due(&Profile::SPEC_475, null, 2), [Run, Deferred, Deferred]);
        assert_eq!(due(&Profile::SPEC_475, null, 0), [Deferred; 3]);
        assert_eq!(due(&Profile::SPEC_425, null, 2), [Run, Run, Deferred]);
        assert_eq!(due(&Profile::SPEC_475, yuma(), 2), [Run, Run, Deferred]);
        let schedule = Schedule { last_epoch_block: 1, ..null.schedule };
        let early = SubnetSchedule { schedule, ..null };
        assert_eq!(due(&Profile::SPEC_475, early, 2), [Run, NotDue, Run]);
    }
}
