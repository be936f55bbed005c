// Epochs: against the chain.
import { emission, epoch, mechanismStorageIndex } from 'nanotao';
import { alike, big, bigs } from './help.mjs';

const TERMS = {
  dividend: 'dividend', incentive: 'incentive', stake_weight: 'stakeWeight', consensus: 'consensus', validator_trust: 'validatorTrust',
  validator_emission: 'validatorEmission', server_emission: 'serverEmission', emission: 'emission', stake: 'stake', active: 'active',
  new_validator_permit: 'newValidatorPermit',
};
const STAGES = {
  stake: 'stake', active_stake: 'activeStake', consensus: 'consensus', liquid_alpha_consensus: 'liquidAlphaConsensus',
  validator_trust: 'validatorTrust', ranks: 'ranks', incentive: 'incentive', dividends: 'dividends',
  normalized_server_emission: 'normalizedServerEmission', normalized_validator_emission: 'normalizedValidatorEmission',
  normalized_combined_emission: 'normalizedCombinedEmission',
};

/** The input of an epoch as the files have it; what a file leaves out does not matter there. */
export function options(one, specVersion) {
  const of475 = specVersion === 475;
  const known = (name, as = Number) => (one[name] == null ? undefined : as(one[name]));
  const commit = (uid, epochOf, block) => ({ uid, commitEpoch: big(epochOf), commitBlock: big(block) });
  const all = {
    specVersion,
    schedule: given({
      tempo: one.tempo, lastEpochBlock: known('last_epoch_block', big), pendingEpochAt: known('pending_epoch_at', big),
      blocksSinceLastStep: known('blocks_since_last_step', big), subnetEpochIndex: known('subnet_epoch_index', big),
      lastMechanismStepBlock: known('last_mechanism_step_block', big),
      lastYumaStepBlock: of475 ? known('last_yuma_step_block', big) : undefined,
    }),
    currentBlock: big(one.current_block), stakeThreshold: known('stake_threshold', big), bondsMovingAverage: known('bonds_moving_average', big),
    activityCutoffFactorMilli: known('activity_cutoff_factor_milli'), maxAllowedValidators: known('max_allowed_validators'), kappa: known('kappa'),
    bondsPenalty: known('bonds_penalty'), alphaLow: known('alpha_low'), alphaHigh: known('alpha_high'),
    alphaSigmoidSteepness: known('alpha_sigmoid_steepness'), ownerUid: one.owner_uid, yuma3: one.yuma3, liquidAlpha: one.liquid_alpha,
    commitReveal: one.commit_reveal_enabled, totalStake: bigs(one.total_stake_i64f64), blockAtRegistration: bigs(one.block_at_registration),
    lastUpdate: bigs(one.last_update), validatorPermit: one.validator_permit,
    consensusMode: of475 ? one.consensus_mode : undefined, previousConsensus: of475 ? one.previous_consensus : undefined,
  };
  if (one.commit_reveal_enabled) {
    all.revealPeriodEpochs = big(one.reveal_period_epochs);
    all.weightCommits = one.weight_commits.flatMap(([uid, queue]) => (uid === null ? [] : queue.map((of) => commit(uid, of[0], of[1]))));
    all.timelockedWeightCommits = one.timelocked_commits.flatMap(([of, queue]) =>
      queue.flatMap(([uid, block]) => (uid === null ? [] : [commit(uid, of, block)])),
    );
  }
  return given(all);
}

const given = (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

/** A list of the file is ours; a uid without a key has null there. */
const agree = (theirs, ours, keys) => alike(theirs, Array.from(ours, (value, uid) => (keys[uid] ? value : null)));
const isEpoch = (theirs, made, keys) => Object.entries(TERMS).every(([name, ours]) => agree(theirs[name], made[ours], keys));
/** Vectors on the way: a file has none that the library does not know. */
const isTrace = (theirs, trace) => Object.keys(theirs).every((name) => alike(theirs[name], Array.from(trace[STAGES[name]])));

/** A list as the chain stores it: without those who have no key. */
export const kept = (keys, list) => Array.from(epoch.persistedUids(keys), (uid) => list[uid]);

/** What the file derives from the state. */
export function isDerived(of, given) {
  const { specVersion, schedule, currentBlock, activityCutoffFactorMilli } = given;
  return (
    [of.has_key, of.block_at_registration, of.total_stake_i64f64].every(({ length }) => length === of.n) &&
    emission.activityCutoffBlocks(activityCutoffFactorMilli, of.tempo) === big(of.activity_cutoff_blocks) &&
    emission.currentEpochWithLookahead(specVersion, schedule, currentBlock) === big(of.current_epoch_with_lookahead) &&
    (specVersion === 425 || of.epoch_consensus === 'Null' ||
      emission.bondCutoffBlock(specVersion, schedule, currentBlock) === big(of.bond_cutoff_block))
  );
}

const isIndex = (of) => mechanismStorageIndex(of.netuid, of.mecid) === of.netuid_index;

const one = (specVersion) => (of) => {
  const given = options(of, specVersion);
  const made = epoch.run(given, big(of.rao_emission), of.weights, of.bonds, { trace: true });
  return (
    isIndex(of) && isDerived(of, given) &&
    isEpoch(of.out, made, of.has_key) && isTrace(of.mid_i32f32, made.trace) && agree(of.out.bond, made.bonds, of.has_key) &&
    (specVersion === 425 || alike(of.consensus_stored_after, kept(of.has_key, made.consensus))) &&
    dense(of, given)
  );
};

/** Over dense rows, where they say the same as the stored ones: no target twice or out of range, and no zeros. */
function dense(of, given) {
  const neurons = given.totalStake.length;
  const uids = [...new Set([...of.weights, ...of.bonds].map(([uid]) => uid))].sort((a, b) => a - b);
  const filled = (rows) => {
    const made = new Uint16Array(uids.length * neurons);
    for (const [uid, entries] of rows) {
      const targets = new Set(entries.filter(([target, value]) => value > 0 && target < neurons).map(([target]) => target));
      if (targets.size !== entries.length) return undefined;
      for (const [target, value] of entries) made[uids.indexOf(uid) * neurons + target] = value;
    }
    return made;
  };
  const [weights, bonds] = [filled(of.weights), filled(of.bonds)];
  if (weights === undefined || bonds === undefined || uids.some((uid) => uid >= neurons)) return true;
  return isEpoch(of.out, epoch.runDense(given, big(of.rao_emission), uids, weights, bonds), of.has_key);
}

const budgets = (mining, dividend, fallback) => ({ miningBudget: big(mining), dividendBudget: big(dividend), fallbackBudget: big(fallback) });
/** A validator's dividends go by its stake, to the last bit; less than none is none. */
const share = (stake) => (big(stake) < 0n ? 0n : big(stake));

function nullEpoch(of) {
  const given = options(of, 475);
  const shared = budgets(of.mining_budget, of.dividend_budget, of.fallback_budget);
  const { decision, trace, ...made } = epoch.runNull(given, shared, of.weights, { trace: true });
  const { stake, incentive, dividends, ...middle } = of.mid;
  return (
    isIndex(of) && isDerived(of, given) && isEpoch(of.out, made, of.has_key) && isTrace({ stake, incentive, dividends }, trace) &&
    alike(middle, {
      incentive_shares: Array.from(trace.incentiveShares), dividend_shares: of.total_stake_i64f64.map(share),
      winner: decision.winner, miner_budget: decision.minerBudget, validator_budget: decision.validatorBudget,
    }) &&
    // Bonds are not written: the rows that would be stored are empty.
    of.out.bond.length === of.n && of.out.bond.every((row) => row === null || row.length === 0) &&
    alike(of.consensus_stored_after, kept(of.has_key, made.consensus))
  );
}

/** Who decides, of all who have stake: an epoch of nothing else. */
function winner(of) {
  const none = of.stake_i64f64.map(() => 0n);
  const given = {
    totalStake: bigs(of.stake_i64f64), blockAtRegistration: none, lastUpdate: none, validatorPermit: none.map(() => false),
    previousConsensus: [], weightCommits: [], timelockedWeightCommits: [],
  };
  return alike(epoch.runNull(given, budgets(0, 0, 0), []).decision.winner, of.winner);
}

const apportion = (of) => alike(of.out, epoch.apportionUnits(bigs(of.shares), big(of.budget)));

export const EPOCHS = [
  ['chain/epoch.json', 'cases', one(425)],
  ['chain/epoch_bench.json', 'cases', one(425)],
  ['chain475/epoch.json', 'cases', one(475)],
  ['chain475/null_consensus.json', 'cases', nullEpoch],
  ['chain475/null_consensus.json', 'apportion', apportion],
  ['chain475/null_consensus.json', 'winner', winner],
];
