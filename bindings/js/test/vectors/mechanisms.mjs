// Subnets with all of their mechanisms, what the chain stores of them, and many epochs in a row.
import { emission, epoch, mechanismStorageIndex } from 'nanotao';
import { isDerived, kept, options } from './epochs.mjs';
import { alike, big } from './help.mjs';

const MOST = 2n ** 64n - 1n;
const sum = (...amounts) => amounts.reduce((all, one) => (all + one > MOST ? MOST : all + one));

/** A mechanism's own storage, with its rows by uid. */
const stored = (mechanism, rows) => ({ ...mechanism, weights: new Map(rows(mechanism.weights)), bonds: new Map(rows(mechanism.bonds)) });

/** The budgets of miners, of validators, and of root. */
const budgetsOf = (of) => [of.miner_budget, of.local_dividend_budget, of.root_budget].map(big);

/** Runs the epoch of every mechanism, stores what the chain stores of each, and gives what they come to together. */
function epochs(of, mechanisms, budgets, specVersion) {
  const consensus = of.epoch_consensus ?? 'Yuma';
  const total = sum(...budgets);
  const split = (alpha) => Array.from(emission.splitEmissions(specVersion, of.split, alpha, mechanisms.length));
  const [all, ...parts] = [total, ...budgets].map(split);
  let whole = null;
  mechanisms.forEach((mechanism, mecid) => {
    const given = options({ ...of, ...mechanism }, specVersion);
    const [miner, local, root] = parts.map((part) => part[mecid]);
    const weights = [...mechanism.weights];
    const shared = { miningBudget: miner, dividendBudget: sum(local, root), fallbackBudget: sum(miner, local) };
    const part = consensus === 'Null' ? sum(miner, local, root) : all[mecid];
    const made = consensus === 'Null' ? epoch.runNull(given, shared, weights) : epoch.run(given, part, weights, [...mechanism.bonds]);
    if (consensus !== 'Null') kept(of.has_key, made.bonds).forEach((row, place) => mechanism.bonds.set(place, row));
    mechanism.incentive = kept(of.has_key, made.incentive);
    mechanism.previous_consensus = kept(of.has_key, made.consensus);
    whole = epoch.addMechanism(whole, made, mecid, part, total, consensus);
  });
  return whole;
}

const STORED = {
  active: 'active', consensus: 'consensus', dividends: 'dividend', emission: 'emission', stake_weight: 'stakeWeight',
  validator_permit: 'newValidatorPermit', validator_trust: 'validatorTrust',
};

/** What is stored of the subnet, and of its mechanisms. */
function isSubnet(out, keys, whole, mechanisms) {
  const [server, validator] = [kept(keys, whole.serverEmission), kept(keys, whole.validatorEmission)];
  return (
    Object.entries(STORED).every(([theirs, ours]) => alike(out[theirs], kept(keys, whole[ours]))) &&
    alike(out.server_validator_emission, server.map((paid, at) => [paid, validator[at]])) &&
    out.per_mechanism.length === mechanisms.length &&
    out.per_mechanism.every((theirs, mecid) => {
      const { incentive, bonds, previous_consensus: consensus } = mechanisms[mecid];
      return (
        theirs.mecid === mecid && alike(theirs.incentive, incentive) &&
        theirs.bonds.every((row, uid) => alike(row, bonds.get(uid) ?? [])) &&
        ['consensus_stored_after', 'consensus'].every((name) => !(name in theirs) || alike(theirs[name], consensus))
      );
    })
  );
}

const subnet = (specVersion) => (of) => {
  const mechanisms = of.mechanisms.map((mechanism) => stored(mechanism, (rows) => rows));
  const budgets = specVersion === 475 ? budgetsOf(of) : [big(of.rao_emission), 0n, 0n];
  return (
    mechanisms.length > 0 && mechanisms.length === of.mechanism_count && isDerived(of, options({ ...of, ...of.mechanisms[0] }, specVersion)) &&
    mechanisms.every((mechanism, at) => mechanism.mecid === at && mechanismStorageIndex(of.netuid, at) === mechanism.netuid_index) &&
    isSubnet(of.out, of.has_key, epochs(of, mechanisms, budgets, specVersion), mechanisms)
  );
};

/** What happens between two epochs. */
function apply(event, state, mechanisms) {
  const { type, block, uid } = event;
  if (type === 'set_epoch_consensus') {
    state.validator_permit = event.validator_permit_after;
    state.max_allowed_validators = event.max_allowed_validators_after;
    if (event.mode === 'Null') state.last_yuma_step_block ??= state.last_mechanism_step_block;
    return true;
  }
  if (type === 'set_weights') {
    mechanisms[event.mecid].weights.set(uid, event.row);
    mechanisms[event.mecid].last_update[uid] = block;
    return true;
  }
  if (type === 'register_append') state.n += 1;
  if (!/^register_(append|replace)$/.test(type) || (type === 'register_append' && uid !== state.n - 1)) return false;
  state.validator_permit[uid] = false;
  state.block_at_registration[uid] = block;
  for (const mechanism of mechanisms) {
    mechanism.last_update[uid] = block;
    if (type === 'register_append') continue;
    mechanism.weights.delete(uid);
    mechanism.bonds.delete(uid);
    for (const [of, row] of mechanism.weights) mechanism.weights.set(of, row.map(([to, weight]) => [to, to === uid ? 0 : weight]));
    if (uid < mechanism.previous_consensus.length) mechanism.previous_consensus[uid] = 0;
  }
  return true;
}

/** Our state, as the file has that of the chain. */
function asFile(state, mechanisms) {
  const rows = (map) => Array.from({ length: state.n }, (_, uid) => map.get(uid) ?? []);
  const own = ({ last_update, previous_consensus, weights, bonds }) => ({ last_update, previous_consensus, weights: rows(weights), bonds: rows(bonds) });
  return { ...state, mechanisms: mechanisms.map(own) };
}

/** Many epochs of one subnet: our results, and what happens between, make the state of the next. Nothing commits here. */
function sequence(of) {
  const { mechanisms: list, ...state } = structuredClone(of.initial);
  const mechanisms = list.map((mechanism) => stored(mechanism, (rows) => rows.map((row, uid) => [uid, row])));
  if (
    of.commit_reveal_enabled || of.mechanism_count !== mechanisms.length ||
    emission.activityCutoffBlocks(of.activity_cutoff_factor_milli, of.tempo) !== big(of.activity_cutoff_blocks)
  ) {
    return false;
  }
  return of.epochs.every((one) => {
    if (!one.events.every((event) => apply(event, state, mechanisms)) || !alike(one.input, asFile(state, mechanisms))) return false;
    const keys = Array(state.n).fill(true);
    const now = { ...of, ...state, ...one, current_block: one.block, has_key: keys };
    const { schedule, currentBlock } = options({ ...now, ...mechanisms[0] }, 475);
    if (emission.bondCutoffBlock(475, { ...EMPTY, ...schedule }, currentBlock) !== big(one.bond_cutoff_block)) return false;
    const whole = epochs(now, mechanisms, budgetsOf(one), 475);
    state.validator_permit = Array.from(whole.newValidatorPermit);
    state.last_mechanism_step_block = one.block;
    if (one.epoch_consensus === 'Yuma') state.last_yuma_step_block = one.block;
    return isSubnet(one.out, keys, whole, mechanisms);
  });
}

/** What sequences do not say of a schedule. */
const EMPTY = { lastEpochBlock: 0, pendingEpochAt: 0, blocksSinceLastStep: 0, subnetEpochIndex: 0 };

export const MECHANISMS = [
  ['chain/mechanism_epoch.json', 'cases', subnet(425)],
  ['chain475/mechanism_epoch.json', 'cases', subnet(475)],
  ['chain475/null_consensus.json', 'mechanisms', subnet(475)],
  ['chain475/sequences.json', 'sequences', sequence],
];
