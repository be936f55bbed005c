// Epochs: against the chain.
import { emission, epoch, mechanismStorageIndex } from 'nanotao';
import { big, bigs, same } from './help.mjs';

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

/** A uid without a key has null in the files. */
const agree = (theirs, ours) =>
  theirs.length === ours.length &&
  theirs.every((value, at) => value === null || String(value) === String(ours[at]));
const flagged = (theirs) => theirs.map((value) => (value === 1 ? true : value === 0 ? false : value));

function isEpoch(theirs, made) {
  return Object.entries(TERMS).every(([name, ours]) =>
    agree(typeof made[ours][0] === 'boolean' ? flagged(theirs[name]) : theirs[name], made[ours]),
  );
}

const one = (specVersion) => (of) => {
  const given = options(of, specVersion);
  const made = epoch.run(given, big(of.rao_emission), of.weights, of.bonds, { trace: true });
  const middle = of.mid_i32f32;
  return (
    isEpoch(of.out, made) &&
    Object.entries(STAGES).every(([name, ours]) => middle[name] == null || agree(middle[name], made.trace[ours])) &&
    agree(of.out.bond, made.bonds) &&
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
  return isEpoch(of.out, epoch.runDense(given, big(of.rao_emission), uids, weights, bonds));
}

/** A list as the chain stores it: without those who have no key. */
const kept = (of, list) => Array.from(epoch.persistedUids(of.has_key), (uid) => list[uid]);
const numbered = (list) => list.map((value) => (typeof value === 'boolean' ? Number(value) : value));

function nullEpoch(of) {
  const budgets = { miningBudget: big(of.mining_budget), dividendBudget: big(of.dividend_budget), fallbackBudget: big(of.fallback_budget) };
  const { decision, ...made } = epoch.runNull(options(of, 475), budgets, of.weights, { trace: true });
  const middle = of.mid;
  return (
    isEpoch(of.out, made) &&
    decision.winner === (middle.winner === null ? null : Number(middle.winner)) &&
    same([decision.minerBudget, decision.validatorBudget], [big(middle.miner_budget), big(middle.validator_budget)]) &&
    [['stake', 'stake'], ['incentive', 'incentive'], ['dividends', 'dividends'], ['incentive_shares', 'incentiveShares']].every(([theirs, ours]) =>
      agree(middle[theirs], made.trace[ours]),
    ) &&
    same(kept(of, made.consensus), of.consensus_stored_after)
  );
}

const STORED = {
  active: 'active', consensus: 'consensus', dividends: 'dividend', emission: 'emission', stake_weight: 'stakeWeight',
  validator_permit: 'newValidatorPermit', validator_trust: 'validatorTrust',
};

/** A subnet with all of its mechanisms, and what the chain stores of it. */
const subnet = (specVersion) => (of) => {
  const consensus = of.epoch_consensus ?? 'Yuma';
  const names = ['miner_budget', 'local_dividend_budget', 'root_budget'];
  const budgets = specVersion === 475 ? names.map((name) => big(of[name])) : [big(of.rao_emission), 0n, 0n];
  const sum = budgets.reduce((all, one) => all + one);
  const total = sum < 2n ** 64n ? sum : 2n ** 64n - 1n;
  const split = (alpha) => Array.from(emission.splitEmissions(specVersion, of.split, alpha, of.mechanisms.length));
  const emissions = split(total);
  const parts = budgets.map(split);
  let whole = null;
  const all = of.mechanisms.every((mechanism, mecid) => {
    const given = options({ ...of, ...mechanism }, specVersion);
    const theirs = of.out.per_mechanism[mecid];
    const stored = new Map(mechanism.bonds);
    let made;
    if (consensus === 'Yuma') {
      made = epoch.run(given, emissions[mecid], mechanism.weights, mechanism.bonds);
      epoch.persistedUids(of.has_key).forEach((from, uid) => stored.set(uid, made.bonds[from]));
    } else {
      const [miner, local, root] = parts.map((part) => part[mecid]);
      emissions[mecid] = miner + local + root;
      made = epoch.runNull(given, { miningBudget: miner, dividendBudget: local + root, fallbackBudget: miner + local }, mechanism.weights);
    }
    whole = epoch.addMechanism(whole, made, mecid, emissions[mecid], total, consensus);
    const after = theirs.consensus_stored_after ?? theirs.consensus;
    return (
      theirs.bonds.every((row, uid) => same(stored.get(uid) ?? [], row)) &&
      same(kept(of, made.incentive), theirs.incentive) &&
      (after == null || same(kept(of, made.consensus), after)) &&
      mechanismStorageIndex(of.netuid, mecid) === mechanism.netuid_index
    );
  });
  const paid = kept(of, whole.serverEmission).map((server, at) => [server, kept(of, whole.validatorEmission)[at]]);
  return (
    all &&
    same(paid, of.out.server_validator_emission.map(bigs)) &&
    Object.entries(STORED).every(([theirs, ours]) => same(numbered(kept(of, whole[ours])).map(String), numbered(of.out[theirs]).map(String)))
  );
};

export const EPOCHS = [
  ['chain/epoch.json', 'cases', one(425)],
  ['chain/epoch_bench.json', 'cases', one(425)],
  ['chain475/epoch.json', 'cases', one(475)],
  ['chain/mechanism_epoch.json', 'cases', subnet(425)],
  ['chain475/mechanism_epoch.json', 'cases', subnet(475)],
  ['chain475/null_consensus.json', 'cases', nullEpoch],
  ['chain475/null_consensus.json', 'mechanisms', subnet(475)],
];
