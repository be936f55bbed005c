// What a block mints, and which part of it goes to which subnet, and on to each hotkey; when epochs run.
//
// Fixed-point numbers are bigints of their smallest part, as the chain stores them: prices and shares have 64 bits after the
// point (`U64F64`), amounts 32 (`U96F32`, `I96F32`).
import type {
  Childkey, EmissionSubnet, HotkeyDividend, HotkeyShare, Pending, PendingResult, PendingSplit, PendingSplitResult, Schedule, StakeResult,
  SubnetSchedule, SubnetScheduleResult, SubnetTerms,
} from './abi.js';
import { abi } from './runtime.js';
import { object } from './values.js';
import { count } from './weights.js';

type U64 = bigint | number;

/** Working memory for lists of so many elements. */
const words = (len: number): number => abi.nanotao_emission_words({ len });

/** Computes the emission of a block for an issuance (`get_block_emission_for_issuance`), both in rao. */
export const blockEmission = (issuance: U64): bigint => abi.nanotao_block_emission({ issuance });

/** Tells the lowest issuance at which the emission is lower than at `issuance`; null where it falls no more. */
export const nextHalving = (issuance: U64): bigint | null => abi.nanotao_next_halving({ issuance }) || null;

/** Tells how many blocks it takes to the next halving; null where there is none. */
export const blocksUntilHalving = (issuance: U64): bigint | null => abi.nanotao_blocks_until_halving({ issuance }) || null;

/** Tells the price of a subnet that shares go by (`get_moving_alpha_price`). */
export const movingAlphaPrice = (mechanism: number, movingPrice: bigint): bigint => abi.nanotao_moving_alpha_price({ mechanism, movingPrice });

/** Computes the shares of subnets (`get_shares`); of spec 475, before the gate. */
export function getShares(subnets: readonly EmissionSubnet[]): bigint[] {
  const shares = count(subnets, 'subnets');
  return abi.nanotao_get_shares({ subnets, shares, memory: words(shares) });
}

/** Tells the bar of the gate in a block (`get_emission_gate_bar`, spec 475). */
export const gateBar = (rank: number, quantile: bigint, stored: bigint, block: U64, shares: readonly bigint[]): bigint =>
  abi.nanotao_gate_bar({ rank, quantile, stored, block, shares, memory: words(count(shares, 'shares')) });

/** Presses shares below the bar down (`apply_emission_gate`, spec 475). */
export const applyEmissionGate = (shares: readonly bigint[], bar: bigint, exponent: bigint): bigint[] =>
  abi.nanotao_apply_emission_gate({ shares, bar, exponent, memory: words(count(shares, 'shares')) });

/** Computes a power as the gate does (`safe_pow`). */
export const safePow = (value: bigint, exponent: bigint): bigint => abi.nanotao_safe_pow({ value, exponent });

/** Computes what each subnet gets of a block's emission in rao (`get_subnet_block_emissions`). */
export function getSubnetBlockEmissions(subnets: readonly EmissionSubnet[], shares: readonly bigint[], emission: U64): bigint[] {
  const emissions = count(subnets, 'subnets');
  return abi.nanotao_get_subnet_block_emissions({ subnets, shares, blockEmission: emission, emissions, memory: words(emissions) });
}

/** Tells whether root's alpha is sold (`get_network_root_sell_flag`). */
export const getNetworkRootSellFlag = (subnets: readonly EmissionSubnet[]): boolean =>
  abi.nanotao_get_network_root_sell_flag({ subnets, memory: words(count(subnets, 'subnets')) });

/** Reads a part of one that the chain stores in 64 bits. */
export const u64Proportion = (stored: U64): bigint => abi.nanotao_u64_proportion({ stored });

/** Reads a part of one that the chain stores in 16 bits. */
export const u16Proportion = (stored: number): bigint => abi.nanotao_u16_proportion({ stored });

/** Computes root's part in a subnet (`root_proportion`). */
export const rootProportion = (rootTao: U64, taoWeight: bigint, alphaIssuance: U64): bigint =>
  abi.nanotao_root_proportion({ rootTao, taoWeight, alphaIssuance });

/** Computes the price of alpha in a pool (`current_alpha_price`). */
export const currentAlphaPrice = (mechanism: number, tao: U64, alphaIn: U64, quote: U64): bigint =>
  abi.nanotao_current_alpha_price({ mechanism, tao, alphaIn, quote });

/** Computes what goes into a subnet's pool, and what buys alpha (`get_subnet_terms`). */
export const getSubnetTerms = (taoEmission: bigint, price: bigint, alphaIssuance: U64, proportion: bigint): SubnetTerms =>
  abi.nanotao_get_subnet_terms({ taoEmission, price, alphaIssuance, rootProportion: proportion });

/** Computes `SubnetMovingPrice` after a block (`update_moving_price`). */
export const updateMovingPrice = (
  movingAlpha: bigint, firstEmissionBlock: U64, halvingBlocks: U64, current: bigint, block: U64, price: bigint,
): bigint => abi.nanotao_update_moving_price({ movingAlpha, firstEmissionBlock, halvingBlocks, current, block, price });

/** Divides a block's alpha for participants (`emit_to_subnets`); without an owner's cut where it is null. */
export const splitPending = (alphaOut: bigint, ownerCut: bigint | null, proportion: bigint): PendingSplitResult =>
  abi.nanotao_split_pending({ alphaOut, ownerCut, rootProportion: proportion });

/** Sets a block's alpha aside, and tells what is recycled of root's. */
export const addPending = (split: PendingSplit, rootSellFlag: boolean, pending: Pending): { pending: PendingResult; recycled: bigint } =>
  abi.nanotao_add_pending({ split, rootSellFlag, pending });

/** Tells whether an epoch is due in a block (`should_run_epoch`). */
export const shouldRunEpoch = (specVersion: number, schedule: Schedule, block: U64): boolean =>
  abi.nanotao_should_run_epoch({ specVersion, schedule, block });

/** Tells the epoch that a commit or a reveal in a block belongs to (`current_epoch_with_lookahead`). */
export const currentEpochWithLookahead = (specVersion: number, schedule: Schedule, block: U64): bigint =>
  abi.nanotao_current_epoch_with_lookahead({ specVersion, schedule, block });

/** Tells the block from which on a registration hides the bonds to the neuron (`bond_cutoff_block` at spec 475). */
export const bondCutoffBlock = (specVersion: number, schedule: Schedule, currentBlock: U64): bigint =>
  abi.nanotao_bond_cutoff_block({ specVersion, schedule, currentBlock });

/** Tells how many blocks it takes to the next epoch by tempo (`blocks_until_next_auto_epoch`). */
export const blocksUntilNextAutoEpoch = (schedule: Schedule, block: U64): bigint =>
  abi.nanotao_blocks_until_next_auto_epoch({ schedule, block });

/** Tells the block in which the next epoch is due (`get_next_epoch_start_block`); null for a tempo of 0. */
export const nextEpochStartBlock = (schedule: Schedule): bigint | null => abi.nanotao_next_epoch_start_block({ schedule });

/** Tells how many epochs a block runs at most (`epoch_cap_for_block`). */
export const epochCapForBlock = (specVersion: number, subnets: readonly SubnetSchedule[], maxEpochsPerBlock: number, block: U64): number =>
  abi.nanotao_epoch_cap_for_block({ specVersion, subnets, maxEpochsPerBlock, block, memory: words(count(subnets, 'subnets')) });

/** Tells which epochs are due in a block and put off (`epochs_deferred_this_block`). */
export function epochsDeferredThisBlock(
  specVersion: number, subnets: readonly SubnetSchedule[], maxEpochsPerBlock: number, block: U64,
): boolean[] {
  const deferred = count(subnets, 'subnets');
  return abi.nanotao_epochs_deferred_this_block({ specVersion, subnets, maxEpochsPerBlock, block, deferred, memory: words(deferred) });
}

const DRAINED = ['not due', 'deferred', 'skipped', 'run'] as const;

/** Runs the schedules of a block: of each subnet, what happened and its schedule from then on. */
export function drainSchedules(
  specVersion: number, subnets: readonly SubnetSchedule[], maxEpochsPerBlock: number, block: U64,
): { subnets: SubnetScheduleResult[]; drained: (typeof DRAINED)[number][] } {
  const many = count(subnets, 'subnets');
  const made = abi.nanotao_drain_schedules({ specVersion, subnets, maxEpochsPerBlock, block, drained: many, memory: words(many) });
  return { subnets: made.subnets, drained: Array.from(made.drained, (kind) => DRAINED[kind]!) };
}

/** Tells the first block that reveals a commit, if nobody changes a schedule until then; null if none of `blocks` does. */
export function firstRevealBlock(
  specVersion: number, subnets: readonly SubnetSchedule[], maxEpochsPerBlock: number, index: number,
  commitEpoch: U64, revealPeriodEpochs: U64, block: U64, blocks: U64,
): bigint | null {
  const memory = words(count(subnets, 'subnets'));
  return abi.nanotao_first_reveal_block({ specVersion, subnets, maxEpochsPerBlock, index, commitEpoch, revealPeriodEpochs, block, blocks, memory }) || null;
}

/** Tells whether a commit may be revealed in an epoch (`is_reveal_block_range`). */
export const isRevealBlockRange = (currentEpoch: U64, commitEpoch: U64, revealPeriodEpochs: U64): boolean =>
  abi.nanotao_is_reveal_block_range({ currentEpoch, commitEpoch, revealPeriodEpochs }) === 1;

/** Tells whether a commit can no longer be revealed (`is_commit_expired`). */
export const isCommitExpired = (currentEpoch: U64, commitEpoch: U64, revealPeriodEpochs: U64): boolean =>
  abi.nanotao_is_commit_expired({ currentEpoch, commitEpoch, revealPeriodEpochs }) === 1;

/** Tells the activity cutoff in blocks (`get_activity_cutoff_blocks`). */
export const activityCutoffBlocks = (activityCutoffFactorMilli: number, tempo: number): bigint =>
  abi.nanotao_activity_cutoff_blocks({ activityCutoffFactorMilli, tempo });

const parents = (childkey: Childkey): number => count(object(childkey, 'childkey').parents ?? [], 'childkey.parents');

/** Divides a hotkey's dividends: what each parent gets, what it keeps, and what is recycled. */
export function parentChildDividends(
  specVersion: number, childkey: Childkey, taoWeight: bigint, ckBurn: bigint, dividends: U64,
): { paid: BigUint64Array; own: bigint; recycled: bigint } {
  const paid = parents(childkey);
  return abi.nanotao_parent_child_dividends({ specVersion, childkey, taoWeight, ckBurn, dividends, paid, memory: words(paid) });
}

/** Tells a hotkey's stake with what it borrows, what that weighs (`I64F64`), and its own contribution. */
export const inheritedStake = (
  specVersion: number, childkey: Childkey, taoWeight: bigint,
): { inherited: StakeResult; totalStake: bigint; selfContribution: bigint } =>
  abi.nanotao_inherited_stake({ specVersion, childkey, taoWeight, memory: words(parents(childkey)) });

/** Divides a subnet's dividends between hotkeys, in the order of their accounts; and what is recycled of root's. */
export function dividendDistribution(
  specVersion: number, pendingAlpha: U64, pendingRootAlpha: U64, taoWeight: bigint, hotkeys: readonly HotkeyDividend[],
): { shares: HotkeyShare[]; rootRecycled: bigint } {
  const shares = count(hotkeys, 'hotkeys');
  return abi.nanotao_dividend_distribution({ specVersion, pendingAlpha, pendingRootAlpha, taoWeight, hotkeys, shares, memory: words(shares) });
}

/** Divides a hotkey's dividends between its take and its nominators. */
export const splitTake = (take: number, dividends: bigint): { taken: bigint; nominators: bigint } => abi.nanotao_split_take({ take, dividends });

/** Withholds the incentives of the subnet owner's hotkeys: what each is paid, and the part that is burnt. */
export const withholdIncentives = (
  incentives: ArrayLike<U64>, owned: ArrayLike<boolean>,
): { paid: BigUint64Array; minerBurned: bigint } =>
  abi.nanotao_withhold_incentives({ incentives, owned: owned as readonly boolean[], paid: count(incentives, 'incentives') });

/** Splits an emission between mechanisms (`split_emissions`); evenly where no split is stored. */
export const splitEmissions = (specVersion: number, split: ArrayLike<number> | null, alpha: U64, mechanisms: number): BigUint64Array =>
  abi.nanotao_split_emissions({ specVersion, split, alpha, emissions: mechanisms });

/** Adds a mechanism's value to the subnet's (`weighted_acc_u16`); the weight is a `U64F64`. */
export const weightedAccU16 = (existing: number, added: number, weight: bigint): number =>
  abi.nanotao_weighted_acc_u16({ existing, added, weight });

/** Adds a mechanism's alpha to the subnet's (`weighted_acc_alpha`). */
export const weightedAccAlpha = (existing: U64, added: U64, weight: bigint): bigint =>
  abi.nanotao_weighted_acc_alpha({ existing, added, weight });
