// Epochs: against the chain.
import { epoch } from 'nanotao';
import { big, bigs } from './help.mjs';

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

/** The input of an epoch as the files have it. */
export function options(one, specVersion) {
  const reveal = one.commit_reveal_enabled;
  const commit = (uid, epochOf, block) => ({ uid, commitEpoch: big(epochOf), commitBlock: big(block) });
  const of475 = specVersion === 475 && {
    consensusMode: one.consensus_mode,
    previousConsensus: one.previous_consensus,
  };
  return {
    specVersion,
    schedule: {
      tempo: one.tempo, lastEpochBlock: big(one.last_epoch_block), pendingEpochAt: big(one.pending_epoch_at),
      blocksSinceLastStep: big(one.blocks_since_last_step), subnetEpochIndex: big(one.subnet_epoch_index),
      lastMechanismStepBlock: big(one.last_mechanism_step_block),
      lastYumaStepBlock: specVersion === 475 && one.last_yuma_step_block !== null ? big(one.last_yuma_step_block) : null,
    },
    currentBlock: big(one.current_block), stakeThreshold: big(one.stake_threshold), bondsMovingAverage: big(one.bonds_moving_average),
    activityCutoffFactorMilli: Number(one.activity_cutoff_factor_milli), maxAllowedValidators: one.max_allowed_validators, kappa: one.kappa,
    bondsPenalty: one.bonds_penalty, alphaLow: one.alpha_low, alphaHigh: one.alpha_high, alphaSigmoidSteepness: one.alpha_sigmoid_steepness,
    ownerUid: one.owner_uid, yuma3: one.yuma3, liquidAlpha: one.liquid_alpha, commitReveal: reveal,
    totalStake: bigs(one.total_stake_i64f64), blockAtRegistration: bigs(one.block_at_registration), lastUpdate: bigs(one.last_update),
    validatorPermit: one.validator_permit,
    ...(reveal && {
      revealPeriodEpochs: big(one.reveal_period_epochs),
      weightCommits: one.weight_commits.flatMap(([uid, queue]) => (uid === null ? [] : queue.map((of) => commit(uid, of[0], of[1])))),
      timelockedWeightCommits: one.timelocked_commits.flatMap(([of, queue]) =>
        queue.flatMap(([uid, block]) => (uid === null ? [] : [commit(uid, of, block)])),
      ),
    }),
    ...of475,
  };
}

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

export const EPOCHS = [
  ['chain/epoch.json', 'cases', one(425)],
  ['chain/epoch_bench.json', 'cases', one(425)],
  ['chain475/epoch.json', 'cases', one(475)],
];
