// Emission: against the chain.
import { emission } from 'nanotao';
import { big, bigs, same } from './help.mjs';
import { QUANTILE, RANK } from './mainnet.mjs';

const MOST = 2n ** 64n - 1n;
const smaller = (a, b) => (a < b ? a : b);
const byNetuid = (pairs) => pairs.toSorted(([a], [b]) => a - b);
/** Pairs of netuid, or of a key, and a whole number. */
const pairs = (list) => list.map(([of, value]) => [of, big(value)]);
const zip = (names, values) => names.map((name, at) => [name, values[at]]);

const block = ([issuance, made]) => emission.blockEmission(big(issuance)) === big(made);

function step(one) {
  const [last, first] = [big(one.last_with_previous), big(one.first_with_next)];
  return (
    emission.blockEmission(last) === big(one.previous_emission) &&
    emission.blockEmission(first) === big(one.next_emission) &&
    emission.nextHalving(last) === first
  );
}

function priced(one) {
  return one.subnets.map((subnet) => {
    const movingPrice = emission.movingAlphaPrice(subnet.mechanism, big(subnet.moving_price_i96f32));
    if (movingPrice !== big(subnet.moving_price_used_u64f64)) throw new Error('another price');
    return { movingPrice, minerBurned: big(subnet.miner_burned_u96f32), emissionEnabled: subnet.emission_enabled };
  });
}

const shares = (specVersion) => (one) => {
  const netuids = one.subnets.map(({ netuid }) => netuid);
  const given = priced(one);
  let made = emission.getShares(given);
  if (specVersion === 475) {
    if (!same(byNetuid(zip(netuids, made)), pairs(one.pre_gate_u64f64))) return false;
    if ((one.rank_is_default && one.rank !== RANK) || (one.quantile_is_default && big(one.quantile_u64f64) !== QUANTILE)) return false;
    const stored = big(one.bar_before_u64f64);
    const bar = emission.gateBar(one.rank, big(one.quantile_u64f64), stored, big(one.current_block), made);
    if (bar !== big(one.bar_after_u64f64)) return false;
    made = emission.applyEmissionGate(made, bar, big(one.exponent_u64f64));
  }
  const amounts = emission.getSubnetBlockEmissions(given, made, big(one.block_emission));
  return (
    same(byNetuid(zip(netuids, made)), pairs(one.shares_u64f64)) &&
    same(byNetuid(zip(netuids, amounts)), pairs(one.emissions_u96f32)) &&
    emission.getNetworkRootSellFlag(given) === one.root_sell_flag
  );
};

function barRun(one) {
  let stored = 0n;
  return one.blocks.every((of) => {
    if (of.bar_deleted_before) stored = 0n;
    const before = stored;
    const given = of.moving_price_i96f32.map((price) => ({
      movingPrice: emission.movingAlphaPrice(1, big(price)), minerBurned: 0n, emissionEnabled: true,
    }));
    const made = emission.getShares(given);
    stored = emission.gateBar(one.rank, big(one.quantile_u64f64), stored, big(of.block), made);
    const gated = emission.applyEmissionGate(made, stored, big(one.exponent_u64f64));
    const theirs = of.shares_u64f64;
    return (
      before === big(of.bar_before_u64f64) &&
      stored === big(of.bar_after_u64f64) &&
      (theirs == null || same(byNetuid(zip(one.netuids, gated)), pairs(theirs)))
    );
  });
}

const power = (one) => emission.safePow(big(one.val_u64f64), big(one.p_u64f64)) === big(one.out_u64f64);

function gate(one) {
  const given = pairs(one.shares_u64f64);
  const made = emission.applyEmissionGate(given.map(([, share]) => share), big(one.bar_u64f64), big(one.exponent_u64f64));
  return same(zip(given.map(([netuid]) => netuid), made), pairs(one.out_u64f64));
}

const TERMS = { tao_in: 'taoIn', alpha_in: 'alphaIn', alpha_out: 'alphaOut', excess_tao: 'excessTao', root_proportion_u96f32: 'rootProportion' };

function subnetTerms(one) {
  const weight = emission.u64Proportion(big(one.tao_weight));
  const emissions = new Map(pairs(one.tao_emission_u96f32));
  const made = one.subnets
    .filter(({ netuid }) => emissions.has(netuid))
    .map((subnet) => {
      const issuance = big(subnet.alpha_issuance);
      const proportion = emission.rootProportion(big(one.root_tao), weight, issuance);
      return [subnet.netuid, emission.getSubnetTerms(emissions.get(subnet.netuid), big(subnet.price_u64f64), issuance, proportion)];
    });
  return (
    weight === big(one.tao_weight_u96f32) &&
    Object.entries(TERMS).every(([theirs, ours]) => same(byNetuid(made.map(([netuid, terms]) => [netuid, terms[ours]])), pairs(one[theirs])))
  );
}

function emitToSubnets(one) {
  const [rootTao, weight] = [big(one.root_tao), big(one.tao_weight_u96f32)];
  const cut = emission.u16Proportion(one.subnet_owner_cut);
  if (cut !== big(one.owner_cut_u96f32)) return false;
  return one.subnets.every((subnet) => {
    const before = big(subnet.alpha_issuance_before);
    const terms = emission.getSubnetTerms(
      big(subnet.tao_emission_u96f32), big(subnet.price_u64f64), before, emission.rootProportion(rootTao, weight, before),
    );
    const [alphaIn, alphaOut] = [terms.alphaIn >> 32n, emission.blockEmission(before)];
    const minted = smaller(before + alphaIn + alphaOut, MOST);
    const proportion = emission.rootProportion(rootTao, weight, minted);
    const split = emission.splitPending(terms.alphaOut, subnet.owner_cut_enabled ? cut : null, proportion);
    const [server, validator, rootAlpha, ownerCut] = bigs(subnet.pending_before);
    const { pending, recycled } = emission.addPending(split, one.root_sell_flag, { server, validator, rootAlpha, ownerCut });
    return (
      terms.taoIn >> 32n === big(subnet.tao_in_emission) &&
      alphaIn === big(subnet.alpha_in_emission) &&
      alphaOut === big(subnet.alpha_out_emission) &&
      proportion === big(subnet.root_proportion_used_u96f32) &&
      same([pending.server, pending.validator, pending.rootAlpha, pending.ownerCut], bigs(subnet.pending_after)) &&
      minted - recycled === big(subnet.alpha_issuance_after)
    );
  });
}

function rootProportion(one) {
  const weight = emission.u64Proportion(big(one.tao_weight));
  const made = emission.rootProportion(big(one.root_tao), weight, big(one.alpha_issuance));
  return weight === big(one.tao_weight_u96f32) && made === big(one.out_u96f32);
}

const movingPrice = (one) =>
  emission.updateMovingPrice(
    big(one.moving_alpha_i96f32), big(one.first_emission_block ?? 0), big(one.halving_blocks),
    emission.movingAlphaPrice(one.pool.mechanism, big(one.moving_price_i96f32)), big(one.current_block), big(one.pool.price_u64f64),
  ) === big(one.out_i96f32);

function childkey(one, specVersion) {
  // The stored take, unless the least one is above it.
  if (one.childkey_take > one.effective_childkey_take) throw new Error('a take above that in effect');
  const suspended = (of, key) =>
    specVersion !== 425 && of[key === 0 ? 'self_suspended' : 'suspended'] && one.subnet_owner_key !== key;
  return {
    take: one.effective_childkey_take,
    suspended: suspended(one, 0),
    stake: { alpha: big(one.self_alpha_stake), root: big(one.self_root_stake) },
    children: bigs(one.children_proportions),
    parents: one.parents.map((parent) => ({
      proportion: big(parent.proportion),
      stake: { alpha: big(parent.alpha_stake), root: big(parent.root_stake) },
      sameOwner: parent.same_owner,
      suspended: suspended(parent, parent.key),
    })),
  };
}

const parents = (specVersion) => (one) => {
  const [child, weight] = [childkey(one, specVersion), emission.u64Proportion(big(one.tao_weight))];
  const { inherited, totalStake, selfContribution } = emission.inheritedStake(specVersion, child, weight);
  const half = 2n ** 63n - 1n;
  if (
    specVersion === 475 &&
    (smaller(inherited.alpha, half) << 64n !== big(one.inherited_alpha_i64f64) ||
      smaller(inherited.root, half) << 64n !== big(one.inherited_tao_i64f64) ||
      totalStake !== big(one.total_stake_i64f64))
  ) {
    return false;
  }
  const { paid, own } = emission.parentChildDividends(specVersion, child, weight, emission.u64Proportion(big(one.ck_burn)), big(one.dividends));
  // Of spec 475, a suspended hotkey's parents, and suspended parents, get nothing and are not listed.
  const listed = one.parents.flatMap((parent, at) => (child.parents[at].suspended ? [] : [[parent.key, paid[at]]]));
  return selfContribution === big(one.self_contribution) && same([...listed, [0, own]], pairs(one.out));
};

const distribution = (specVersion) => (one) => {
  const known = one.hotkeys.filter((hotkey) => hotkey.in_stake_map);
  const names = known.map(({ key }) => key);
  const made = emission.dividendDistribution(
    specVersion, big(one.pending_alpha), big(one.pending_root_alpha), big(one.tao_weight_u96f32),
    known.map((hotkey) => ({
      dividend: big(hotkey.dividend_u96f32),
      stake: { alpha: big(hotkey.alpha_stake), root: big(hotkey.root_stake) },
      rootUid: hotkey.root_uid ?? true,
    })),
  );
  return (
    same(zip(names, made.shares.map((share) => share.alphaDividends)), pairs(one.alpha_dividends_u96f32)) &&
    same(zip(names, made.shares.map((share) => share.rootAlphaDividends)), pairs(one.root_alpha_dividends_u96f32)) &&
    (specVersion === 425 || made.rootRecycled > 0n === one.root_pool_recycled)
  );
};

function distribute(one) {
  const { paid, minerBurned } = emission.withholdIncentives(
    one.hotkeys.map(({ incentive }) => big(incentive)), one.hotkeys.map((hotkey) => hotkey.owned_by_subnet_owner),
  );
  return (
    minerBurned === big(one.miner_burned_u96f32) &&
    one.hotkeys.every((hotkey, at) => {
      const alpha = emission.splitTake(hotkey.take, big(hotkey.alpha_dividends_u96f32));
      const root = emission.splitTake(hotkey.take, big(hotkey.root_alpha_dividends_u96f32));
      return (
        emission.u16Proportion(hotkey.take) === big(hotkey.take_u96f32) &&
        alpha.nominators === big(hotkey.alpha_dividends_per_subnet) &&
        root.nominators === big(hotkey.root_alpha_dividends_per_subnet) &&
        paid[at] + alpha.taken + alpha.nominators + root.taken + root.nominators === big(hotkey.total_hotkey_alpha_after)
      );
    })
  );
}

const split = (specVersion) => (one) =>
  same(emission.splitEmissions(specVersion, one.split, big(one.alpha), one.mechanism_count), bigs(one.out));

const weightedAcc = (one) =>
  emission.weightedAccAlpha(big(one.alpha_existing), big(one.alpha_added), big(one.weight_u64f64)) === big(one.alpha_out) &&
  emission.weightedAccU16(one.u16_existing, one.u16_added, big(one.weight_u64f64)) === one.u16_out;

export const EMISSION = [
  ['chain/block_emission.json', 'cases', block],
  ['chain/block_emission.json', 'steps', step],
  ['chain/emission.json', 'shares', shares(425)],
  ['chain/emission.json', 'subnet_terms', subnetTerms],
  ['chain/emission.json', 'emit_to_subnets', emitToSubnets],
  ['chain/emission.json', 'root_proportion', rootProportion],
  ['chain/emission.json', 'moving_price', movingPrice],
  ['chain/emission.json', 'dividend_distribution', distribution(425)],
  ['chain/emission.json', 'parent_child_dividends', parents(425)],
  ['chain/emission.json', 'distribute_dividends', distribute],
  ['chain/emission.json', 'split_emissions', split(425)],
  ['chain/emission.json', 'weighted_acc', weightedAcc],
  ['chain475/emission.json', 'shares', shares(475)],
  ['chain475/emission.json', 'bar_run', barRun],
  ['chain475/emission.json', 'safe_pow', power],
  ['chain475/emission.json', 'gate', gate],
  ['chain475/emission.json', 'dividend_distribution', distribution(475)],
  ['chain475/emission.json', 'parents', parents(475)],
  ['chain475/emission.json', 'split_emissions', split(475)],
];
