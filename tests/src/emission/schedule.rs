//! When epochs run: one block, what commits make of it, and many blocks in a row.

use super::pool::pending as amounts;
use crate::case::Case;
use crate::outcome::{Step, Stop, Verdict, equal, fail};
use alloc::{vec, vec::Vec};
use nanotao::emission::{
    Drained, Pending, Profile, Schedule, SubnetSchedule, drain_schedules, epoch_cap_for_block,
    epochs_deferred_this_block, first_reveal_block,
};
use nanotao::schedule::{
    blocks_until_next_auto_epoch, current_epoch_with_lookahead, is_commit_expired, is_reveal_block_range,
    next_epoch_start_block, should_run_epoch,
};
use nanotao::weights::timelock::predict_reveal;

fn schedule(case: Case<'_>, tempo: u16) -> Result<Schedule, Stop> {
    Ok(Schedule {
        tempo,
        last_epoch_block: case.get("last_epoch_block")?,
        pending_epoch_at: case.get("pending_epoch_at")?,
        blocks_since_last_step: case.get("blocks_since_last_step")?,
        subnet_epoch_index: case.get("subnet_epoch_index")?,
        ..Schedule::default()
    })
}

/// Reads a subnet's schedule. A file that says nothing of its state means one that is consistent.
fn subnet(case: Case<'_>) -> Result<SubnetSchedule, Stop> {
    Ok(SubnetSchedule {
        schedule: schedule(case, case.get("tempo")?)?,
        null_consensus: case.has("null_consensus") && case.nullable("null_consensus")?.unwrap_or(false),
        input_state_consistent: case.optional("input_state_consistent")?.unwrap_or(true),
    })
}

pub(crate) fn block_425(case: Case<'_>) -> Verdict {
    block(&Profile::SPEC_425, case, subnets(case)?)
}

/// A file may say null of every subnet, whichever consensus it runs. Then a cap below the configured one tells that a
/// subnet that is due is under Null; which of them makes no difference. What is judged is which values the cap can have,
/// and all that follows from it, but not which consensus brings it about.
pub(crate) fn block_475(case: Case<'_>) -> Verdict {
    let profile = Profile::SPEC_475;
    let mut subnets = subnets(case)?;
    let (max, now) = (case.get("max_epochs_per_block")?, case.get("current_block")?);
    let theirs: u8 = case.get("epoch_cap_for_block")?;
    let consensus = case.get::<Vec<Case<'_>>>("subnets")?.into_iter();
    let consensus = consensus.map(|subnet| subnet.nullable::<bool>("null_consensus"));
    if consensus.collect::<Result<Vec<_>, _>>()?.iter().all(Option::is_none)
        && let Some(due) = subnets.iter_mut().find(|subnet| should_run_epoch(&profile, &subnet.schedule, now))
    {
        due.null_consensus = theirs < max;
    }
    equal("epoch_cap_for_block", epoch_cap_for_block(&profile, &subnets, max, now), theirs)?;
    block(&profile, case, subnets)
}

fn subnets(case: Case<'_>) -> Result<Vec<SubnetSchedule>, Stop> {
    case.get::<Vec<Case<'_>>>("subnets")?.into_iter().map(subnet).collect()
}

fn block(profile: &Profile, case: Case<'_>, mut subnets: Vec<SubnetSchedule>) -> Verdict {
    let (max, now) = (case.get("max_epochs_per_block")?, case.get("current_block")?);
    let cases: Vec<Case<'_>> = case.get("subnets")?;
    for (subnet, case) in subnets.iter().zip(&cases) {
        let schedule = &subnet.schedule;
        equal(
            "should_run_epoch",
            should_run_epoch(profile, schedule, now),
            case.get::<bool>("should_run_epoch")?,
        )?;
        let lookahead = current_epoch_with_lookahead(profile, schedule, now);
        equal("current_epoch_with_lookahead", lookahead, case.get::<u64>("current_epoch_with_lookahead")?)?;
        let left = blocks_until_next_auto_epoch(schedule, now);
        equal("blocks_until_next_auto_epoch", left, case.get::<u64>("blocks_until_next_auto_epoch")?)?;
        let next = next_epoch_start_block(schedule);
        equal("next_epoch_start_block", next, case.nullable::<u64>("next_epoch_start_block")?)?;
    }
    let netuids = cases.iter().map(|subnet| subnet.get("netuid")).collect::<Result<Vec<u16>, _>>()?;
    equal("deferred", deferred(profile, &netuids, &subnets, max, now), case.get::<Vec<u16>>("deferred")?)?;
    let mut held =
        cases.iter().map(|subnet| amounts(subnet.get("pending")?, 0)).collect::<Result<Vec<_>, _>>()?;
    let mut drained: Vec<(u16, Pending)> = Vec::new();
    drain_schedules(profile, &mut subnets, max, now, |index, outcome| {
        if outcome == Drained::Run {
            drained.push((netuids[index], held[index].drain()));
        }
    });
    drained.sort_by_key(|(netuid, _)| *netuid);
    let theirs = case.get::<Vec<Case<'_>>>("drained")?.into_iter();
    let theirs = theirs.map(|drained| Ok((drained.get(0)?, amounts(drained, 1)?)));
    equal("drained", drained, theirs.collect::<Result<Vec<_>, Stop>>()?)?;
    for (subnet, case) in subnets.iter().zip(&cases) {
        equal("after", subnet.schedule, schedule(case.get("after")?, subnet.schedule.tempo)?)?;
    }
    Ok(())
}

fn deferred(profile: &Profile, netuids: &[u16], subnets: &[SubnetSchedule], max: u8, block: u64) -> Vec<u16> {
    let deferred = netuids.iter().zip(epochs_deferred_this_block(profile, subnets, max, block));
    let mut deferred: Vec<u16> =
        deferred.filter(|(_, deferred)| *deferred).map(|(netuid, _)| *netuid).collect();
    deferred.sort_unstable();
    deferred
}

pub(crate) fn lookahead(case: Case<'_>) -> Verdict {
    let profile = Profile::SPEC_475;
    let schedule = schedule(case, case.get("tempo")?)?;
    let now = case.get("current_block")?;
    equal(
        "should_run_epoch",
        should_run_epoch(&profile, &schedule, now),
        case.get::<bool>("should_run_epoch")?,
    )?;
    let epoch = current_epoch_with_lookahead(&profile, &schedule, now);
    equal("current_epoch_with_lookahead", epoch, case.get::<u64>("current_epoch_with_lookahead")?)?;
    let period = case.get("reveal_period_epochs")?;
    for commit in case.get::<Vec<Case<'_>>>("commits")? {
        let of = commit.get("commit_epoch")?;
        let revealed = is_reveal_block_range(epoch, of, period);
        equal("is_reveal_block_range", revealed, commit.get::<bool>("is_reveal_block_range")?)?;
        equal(
            "is_commit_expired",
            is_commit_expired(epoch, of, period),
            commit.get::<bool>("is_commit_expired")?,
        )?;
    }
    Ok(())
}

/// A commit that waits for its block.
struct Waiting<'a> {
    case: Case<'a>,
    index: usize,
    revealed: Option<u64>,
}

/// Blocks in a row. Events and commits come after the drain of their block; a reveal comes before that of its own.
pub(crate) fn run(case: Case<'_>) -> Verdict {
    let profile = Profile::SPEC_475;
    let cases: Vec<Case<'_>> = case.get("subnets")?;
    let netuids = cases.iter().map(|subnet| subnet.get("netuid")).collect::<Result<Vec<u16>, _>>()?;
    let periods =
        cases.iter().map(|subnet| subnet.get("reveal_period_epochs")).collect::<Result<Vec<u64>, _>>()?;
    let mut subnets = subnets(case)?;
    let max = case.get("max_epochs_per_block")?;
    let place = |netuid: u16| netuids.iter().position(|of| *of == netuid).step("a subnet of the run");
    let mut commits = Vec::new();
    for commit in case.get::<Vec<Case<'_>>>("commits")? {
        commits.push(Waiting { case: commit, index: place(commit.get("netuid")?)?, revealed: None });
    }
    let mut expected = case.get::<u64>("start_block")?;
    let blocks: Vec<Case<'_>> = case.get("blocks")?;
    for (at, block) in blocks.iter().enumerate() {
        let now: u64 = block.get(0)?;
        expected = expected.saturating_add(1);
        equal("block", now, expected)?;
        let epochs: Vec<u64> = subnets
            .iter()
            .map(|subnet| current_epoch_with_lookahead(&profile, &subnet.schedule, now))
            .collect();
        equal("lookahead", &epochs, &block.get::<Vec<u64>>(1)?)?;
        let late = deferred(&profile, &netuids, &subnets, max, now);
        equal("deferred", &late, &block.get::<Vec<u16>>(2)?)?;
        let mut drained = vec![];
        let before = subnets.clone();
        drain_schedules(&profile, &mut subnets, max, now, |index, outcome| {
            if outcome == Drained::Run {
                drained.push(netuids[index]);
            }
        });
        drained.sort_unstable();
        equal("drained", drained, block.get::<Vec<u16>>(3)?)?;
        let steps: Vec<u64> = subnets.iter().map(|subnet| subnet.schedule.blocks_since_last_step).collect();
        equal("BlocksSinceLastStep", steps, block.get::<Vec<u64>>(4)?)?;
        let events: Vec<Case<'_>> = block.get(5)?;
        for event in &events {
            apply(*event, &mut subnets[place(event.get("netuid")?)?].schedule, now)?;
        }
        // As far as nobody does anything.
        let quiet = undisturbed(&blocks[at + 1..])?;
        for commit in &mut commits {
            let (of, made): (u64, u64) = (commit.case.get("commit_epoch")?, commit.case.get("commit_block")?);
            if made == now {
                let schedule = subnets[commit.index].schedule;
                equal("commit_epoch", current_epoch_with_lookahead(&profile, &schedule, now), of)?;
            }
            let is_new = made == now || (made < now && !events.is_empty());
            if is_new && commit.revealed.is_none() {
                let (period, mut ahead) = (periods[commit.index], subnets.clone());
                commit.revealed = first_reveal_block(
                    &profile,
                    &mut ahead,
                    max,
                    commit.index,
                    of,
                    period,
                    now.saturating_add(1),
                    quiet,
                );
                if let Some(revealed) = commit.revealed
                    && made == now
                    && events.is_empty()
                    && is_on_time(&blocks[at..], netuids[commit.index], revealed)?
                {
                    let SubnetSchedule { schedule, .. } = before[commit.index];
                    let foretold =
                        predict_reveal(&profile, &schedule, now - 1, period, 0, 0).step("foretell")?;
                    equal("foretold epoch", foretold.commit_epoch, of)?;
                    equal("foretold block", foretold.first_reveal_block, revealed)?;
                }
            }
        }
    }
    for commit in commits {
        equal("first_reveal_block", commit.revealed, commit.case.nullable::<u64>("first_reveal_block")?)?;
    }
    Ok(())
}

/// Whether no other subnet holds up the epochs of this one until a block: what a client cannot foretell.
fn is_on_time(blocks: &[Case<'_>], netuid: u16, until: u64) -> Result<bool, Stop> {
    for block in blocks {
        if block.get::<Vec<u16>>(2)?.contains(&netuid) {
            return Ok(false);
        }
        if block.get::<u64>(0)? >= until {
            break;
        }
    }
    Ok(true)
}

/// How many blocks it takes to the next event, its own among them: it comes after the drain.
fn undisturbed(blocks: &[Case<'_>]) -> Result<u64, Stop> {
    let mut count = 0;
    for block in blocks {
        count += 1;
        if !block.get::<Vec<Case<'_>>>(5)?.is_empty() {
            break;
        }
    }
    Ok(count)
}

/// What somebody does between two blocks.
fn apply(event: Case<'_>, schedule: &mut Schedule, now: u64) -> Verdict {
    if let Some(tempo) = event.optional("set_tempo")? {
        schedule.tempo = tempo;
        if event.get("cycle_reset")? {
            // `apply_tempo_with_cycle_reset` (`utils/misc.rs`, specs 425 and 475) leaves PendingEpochAt alone, and
            // `ensure_admin_window_open` refuses a new tempo as long as an epoch is pending. The files were made by
            // writing both values, also where the cap had moved an epoch to the next block.
            schedule.last_epoch_block = now;
            schedule.pending_epoch_at = 0;
        }
        return Ok(());
    }
    match event.optional("pending_epoch_at")? {
        Some(at) => schedule.pending_epoch_at = at,
        None => return fail("no such event"),
    }
    Ok(())
}
