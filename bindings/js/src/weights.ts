// From scores to weights, and what the chain checks of them.
import { abi } from './runtime.js';
import { NanotaoError, scalar, type AccountId } from './values.js';
import type { Limits, SetWeightsState } from './abi.js';

type Numbers = ArrayLike<number>;
type U64 = bigint | number;

export interface Weights {
  uids: Uint16Array;
  weights: Uint16Array;
}

const named = ({ outUids, outWeights }: { outUids: Uint16Array; outWeights: Uint16Array }): Weights => ({ uids: outUids, weights: outWeights });

/** Makes weights of scores as version 11 of the official SDK does: the largest becomes 65535, zeros are dropped. */
export const quantise = (uids: Numbers, scores: Numbers): Weights => named(abi.nanotao_sdk11_normalize({ uids, scores }));

/**
 * Makes weights of scores as version 10 of the official SDK does (`convert_weights_and_uids_for_emit`): of 32 bits in a
 * `Float32Array`, else of 64.
 */
export const convertWeightsAndUidsForEmit = (uids: Numbers, scores: Numbers): Weights =>
  named(scores instanceof Float32Array ? abi.nanotao_sdk10_quantise({ uids, scores }) : abi.nanotao_sdk10_quantise_f64({ uids, scores }));

/** Clips scores so that no share of their sum exceeds the limit, as version 11 of the official SDK does. */
export const clipToMaxWeight = (scores: Numbers, limit: number): Float64Array =>
  abi.nanotao_sdk11_clip_to_max_weight({ scores, limit, scratch: count(scores, 'scores') });

/** Makes weights of scores within a subnet's limits, as version 11 of the official SDK does. */
export const conform = (uids: Numbers, scores: Numbers, limits: Limits): Weights =>
  named(abi.nanotao_sdk11_conform({ limits, uids, scores, scratch: count(scores, 'scores') }));

/** Scales weights so that the largest is 65535 (`vec_u16_max_upscale_to_u16`). */
export const vecU16MaxUpscaleToU16 = (weights: Numbers): Uint16Array => abi.nanotao_vec_u16_max_upscale_to_u16({ weights });

/** Scales weights so that their sum is 65535 at most (`normalize_weights`). */
export const normalizeWeights = (weights: Numbers): Uint16Array => abi.nanotao_normalize_weights({ weights });

/** Tells whether no weight's share exceeds the limit (`check_vec_max_limited`). */
export const checkVecMaxLimited = (weights: Numbers, maxLimit: number): boolean =>
  abi.nanotao_check_vec_max_limited({ weights, maxLimit });

/** Computes the hash of a commit to weights (`get_commit_hash`). */
export const commitHash = (
  account: AccountId, netuidIndex: number, uids: Numbers, values: Numbers, salt: Numbers, versionKey: U64,
): Uint8Array => abi.nanotao_commit_hash({ account, netuidIndex, uids, values, salt, versionKey });

/** Computes the index under which a mechanism's weights are stored (`get_mechanism_storage_index`). */
export const mechanismStorageIndex = (netuid: number, mecid: number): number => abi.nanotao_mechanism_storage_index({ netuid, mecid });

/** Takes a storage index apart (`get_netuid_and_subid`), given the subnet that comes out. */
export const getNetuidAndSubid = (netuidIndex: number, subnetExists: boolean, mechanismCount: number): { netuid: number; mecid: number } =>
  abi.nanotao_get_netuid_and_subid({ netuidIndex, subnetExists: scalar('flag8', subnetExists, 'subnetExists') as number, mechanismCount });

/** Checks what the chain checks when weights are set (`do_set_mechanism_weights`), and tells what it would store. */
export const checkSetWeights = (
  netuid: number, mecid: number, uids: Numbers, values: Numbers, versionKey: U64, state: SetWeightsState,
): Uint16Array => abi.nanotao_check_set_weights({ state, netuid, mecid, uids, values, versionKey });

/** Checks that a subnet takes plain weights, as the chain does before all else. */
export const checkCommitRevealEnabled = (state: SetWeightsState): void => abi.nanotao_check_commit_reveal_enabled({ state });

/** Tells whether a version key is up to date (`check_version_key`). A subnet's key of 0 lets every one pass. */
export const checkVersionKey = (weightsVersionKey: U64, versionKey: U64): boolean =>
  abi.nanotao_check_version_key({ weightsVersionKey, versionKey }) === 1;

/** Tells whether enough blocks have passed since the neuron's last weights (`check_rate_limit`); a `lastUpdate` of 0 means never. */
export const checkRateLimit = (uidExists: boolean, lastUpdate: U64, currentBlock: U64, weightsSetRateLimit: U64): boolean =>
  abi.nanotao_check_rate_limit({ uidExists, lastUpdate, currentBlock, weightsSetRateLimit });

/** Tells whether a uid occurs twice (`has_duplicate_uids`). */
export const hasDuplicateUids = (uids: Numbers): boolean => abi.nanotao_has_duplicate_uids({ uids });

/** Tells whether the weights are one weight of the neuron for itself (`is_self_weight`). */
export const isSelfWeight = (uid: number, uids: Numbers, weights: Numbers): boolean => abi.nanotao_is_self_weight({ uid, uids, weights });

/**
 * Tells whether there are enough weights (`check_length`): `minAllowedWeights`, or one for each neuron of a smaller subnet. A
 * single weight for itself is enough outside the root network.
 */
export const checkLength = (
  netuid: number, uid: number, uids: Numbers, weights: Numbers, subnetworkN: number, minAllowedWeights: number,
): boolean => abi.nanotao_check_length({ netuid, uid, uids, weights, subnetworkN, minAllowedWeights });

/** How many elements there are, for working memory. */
export function count(list: { readonly length: number }, name: string): number {
  if (!Number.isSafeInteger(list?.length)) throw new NanotaoError(`${name} is no array`, 'give an array');
  return list.length;
}
