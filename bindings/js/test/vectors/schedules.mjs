// When epochs run, and which commits they reveal: against the chain.
import { emission, timelock } from 'nanotao';
import { alike, big, bigs, same } from './help.mjs';

const subnetSchedule = (one) => ({
  schedule: {
    tempo: one.tempo, lastEpochBlock: big(one.last_epoch_block), pendingEpochAt: big(one.pending_epoch_at),
    blocksSinceLastStep: big(one.blocks_since_last_step), subnetEpochIndex: big(one.subnet_epoch_index), lastMechanismStepBlock: 0,
  },
  nullConsensus: one.null_consensus ?? false,
  inputStateConsistent: one.input_state_consistent ?? true,
});

const AFTER = {
  last_epoch_block: 'lastEpochBlock', pending_epoch_at: 'pendingEpochAt', blocks_since_last_step: 'blocksSinceLastStep',
  subnet_epoch_index: 'subnetEpochIndex',
};

const schedule = (specVersion) => (one) => {
  const given = one.subnets.map(subnetSchedule);
  const [most, now] = [one.max_epochs_per_block, big(one.current_block)];
  if (specVersion === 475) {
    const cap = one.epoch_cap_for_block;
    if (one.subnets.every((subnet) => subnet.null_consensus === null)) {
      // The files do not say which subnet runs the Null consensus; a lower cap tells that one that is due does.
      const due = given.find((of) => emission.shouldRunEpoch(475, of.schedule, now));
      if (due !== undefined) due.nullConsensus = cap < most;
    }
    if (emission.epochCapForBlock(475, given, most, now) !== cap) return false;
  }
  const alone = given.every(({ schedule: of }, at) => {
    const subnet = one.subnets[at];
    const start = subnet.next_epoch_start_block;
    return (
      emission.shouldRunEpoch(specVersion, of, now) === subnet.should_run_epoch &&
      emission.currentEpochWithLookahead(specVersion, of, now) === big(subnet.current_epoch_with_lookahead) &&
      emission.blocksUntilNextAutoEpoch(of, now) === big(subnet.blocks_until_next_auto_epoch) &&
      emission.nextEpochStartBlock(of) === (start === null ? null : big(start))
    );
  });
  const netuids = one.subnets.map(({ netuid }) => netuid);
  const late = emission.epochsDeferredThisBlock(specVersion, given, most, now);
  const { subnets, drained } = emission.drainSchedules(specVersion, given, most, now);
  const ran = one.subnets.flatMap(({ netuid, pending }, at) => (drained[at] === 'run' ? [[netuid, bigs(pending)]] : []));
  return (
    alone &&
    same(netuids.filter((_, at) => late[at]).toSorted((a, b) => a - b), one.deferred) &&
    same(ran.toSorted(([a], [b]) => a - b), one.drained.map(([netuid, ...amounts]) => [netuid, bigs(amounts)])) &&
    subnets.every((made, at) =>
      Object.entries(one.subnets[at].after).every(([name, value]) => made.schedule[AFTER[name]] === big(value)),
    )
  );
};

function lookahead(one) {
  const [{ schedule: of }, now] = [subnetSchedule(one), big(one.current_block)];
  const current = emission.currentEpochWithLookahead(475, of, now);
  const period = big(one.reveal_period_epochs);
  return (
    emission.shouldRunEpoch(475, of, now) === one.should_run_epoch &&
    current === big(one.current_epoch_with_lookahead) &&
    one.commits.every(
      (commit) =>
        emission.isRevealBlockRange(current, big(commit.commit_epoch), period) === commit.is_reveal_block_range &&
        emission.isCommitExpired(current, big(commit.commit_epoch), period) === commit.is_commit_expired,
    )
  );
}

/** Blocks of a run have no names for what they hold. */
const blockOf = ([number, epochs, deferred, drained, steps, events]) => ({ now: big(number), epochs, deferred, drained, steps, events });

/**
 * What somebody does behind the drain of a block. The chain refuses a new tempo as long as an epoch is pending; the files were
 * made by writing both values.
 */
function apply(event, schedule, now) {
  if (event.set_tempo === undefined) {
    schedule.pendingEpochAt = big(event.pending_epoch_at);
    return;
  }
  schedule.tempo = event.set_tempo;
  if (event.cycle_reset) Object.assign(schedule, { lastEpochBlock: now, pendingEpochAt: 0n });
}

/** Many blocks in a row. Events and commits come behind the drain of their block; a reveal comes before that of its own. */
function scheduleRun(one) {
  const netuids = one.subnets.map(({ netuid }) => netuid);
  const most = one.max_epochs_per_block;
  const of = (marks) => netuids.filter((_, at) => marks[at]).toSorted((a, b) => a - b);
  const current = ({ schedule }, now) => emission.currentEpochWithLookahead(475, schedule, now);
  const blocks = one.blocks.map(blockOf);
  const commits = one.commits.map((commit) => ({ ...commit, index: netuids.indexOf(commit.netuid), revealed: null }));
  let subnets = one.subnets.map(subnetSchedule);

  const foretell = (commit, at, before) => {
    const { now, events } = blocks[at];
    const [epoch, made] = [big(commit.commit_epoch), big(commit.commit_block)];
    const period = big(one.subnets[commit.index].reveal_period_epochs);
    if (made === now && current(subnets[commit.index], now) !== epoch) return false;
    if (commit.revealed !== null || !(made === now || (made < now && events.length > 0))) return true;
    // As far as nobody does anything.
    const rest = blocks.slice(at + 1);
    const next = rest.findIndex((block) => block.events.length > 0);
    const quiet = next < 0 ? rest.length : next + 1;
    commit.revealed = emission.firstRevealBlock(475, subnets, most, commit.index, epoch, period, now + 1n, quiet);
    // A client cannot foretell that other subnets hold up the epochs of this one.
    const until = blocks.slice(at).filter((block, index) => index === 0 || blocks[at + index - 1].now < commit.revealed);
    if (commit.revealed === null || made !== now || events.length > 0 || until.some(({ deferred }) => deferred.includes(commit.netuid))) return true;
    const reveal = timelock.predictReveal(475, before[commit.index].schedule, now - 1n, period, 0, 0);
    return reveal.commitEpoch === epoch && reveal.firstRevealBlock === commit.revealed;
  };

  return (
    blocks.every(({ now, epochs, deferred, drained, steps, events }, at) => {
      if (now !== big(one.start_block) + BigInt(at) + 1n || !alike(epochs, subnets.map((subnet) => current(subnet, now)))) return false;
      const late = emission.epochsDeferredThisBlock(475, subnets, most, now);
      const before = subnets;
      const made = emission.drainSchedules(475, subnets, most, now);
      subnets = made.subnets;
      if (
        !alike(deferred, of(late)) || !alike(drained, of(made.drained.map((kind) => kind === 'run'))) ||
        !alike(steps, subnets.map(({ schedule }) => schedule.blocksSinceLastStep))
      ) {
        return false;
      }
      for (const event of events) apply(event, subnets[netuids.indexOf(event.netuid)].schedule, now);
      return commits.every((commit) => foretell(commit, at, before));
    }) && commits.every(({ revealed, first_reveal_block: theirs }) => alike(revealed, theirs))
  );
}

export const SCHEDULES = [
  ['chain/emission.json', 'schedule', schedule(425)],
  ['chain475/emission.json', 'schedule', schedule(475)],
  ['chain475/emission.json', 'lookahead', lookahead],
  ['chain475/emission.json', 'schedule_run', scheduleRun],
];
