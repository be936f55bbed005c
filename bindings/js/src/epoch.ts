// Yuma consensus, and the Null consensus: an epoch of one mechanism, as the chain computes it; and steps of one, whose shares, stakes
// and rates are bigints with 32 bits after the point (`I32F32`).
import type { EpochInput, EpochOutputResult, EpochTraceResult, NullBudgets, NullDecision, Row, Schedule } from './abi.js';
import { CONSTANTS } from './abi.js';
import { abi } from './runtime.js';
import { NanotaoError, object } from './values.js';
import { count } from './weights.js';

type U64 = bigint | number;

const MODES = { Current: 0, Previous: 1, Auto: 2 } as const;

type Lists = 'totalStake' | 'blockAtRegistration' | 'lastUpdate' | 'validatorPermit' | 'previousConsensus' | 'weightCommits' | 'timelockedWeightCommits';

/**
 * What an epoch reads, except weights and bonds. What is left out is as on a new subnet of the chain; `totalStake` has 64
 * bits after the point.
 */
export type EpochOptions = Partial<Omit<EpochInput, Lists | 'consensusMode' | 'schedule'>> &
  Pick<EpochInput, Lists> & {
    totalStake: readonly bigint[];
    schedule?: Partial<Schedule>;
    /** What liquid alpha compares weights with (`LiquidAlphaConsensusMode`). */
    consensusMode?: keyof typeof MODES;
  };

/** A row as the chain stores it: a validator, and pairs of target and value. */
export type RowEntries = readonly [uid: number, entries: readonly (readonly [uid: number, value: number])[]];

/** What an epoch comes to, a list of one element for each uid under each name. */
export interface EpochResult extends EpochOutputResult {
  /** Of each uid, the pairs of target and bond that the chain would store. */
  bonds: [number, number][][];
  /** Vectors on the way, with 32 bits after the point, if they were asked for. */
  trace: EpochTraceResult | undefined;
}

function complete(options: EpochOptions): EpochInput {
  const { consensusMode = 'Auto', schedule = {}, ...rest } = object(options, 'options');
  if (!Object.hasOwn(MODES, consensusMode)) throw new NanotaoError(`no consensus mode ${String(consensusMode)}`, `give one of ${Object.keys(MODES).join(', ')}`);
  return {
    specVersion: 475,
    currentBlock: 0,
    stakeThreshold: 0,
    bondsMovingAverage: 900_000,
    revealPeriodEpochs: 1,
    activityCutoffFactorMilli: 13_889,
    yuma3: false,
    liquidAlpha: false,
    commitReveal: false,
    maxAllowedValidators: 64,
    kappa: 32_767,
    bondsPenalty: 65_535,
    alphaLow: 45_875,
    alphaHigh: 58_982,
    alphaSigmoidSteepness: 1000,
    ...rest,
    consensusMode: MODES[consensusMode],
    schedule: { tempo: 360, lastEpochBlock: 0, pendingEpochAt: 0, blocksSinceLastStep: 0, subnetEpochIndex: 0, lastMechanismStepBlock: 0, ...schedule },
  };
}

const rows = (given: readonly RowEntries[]): Row[] =>
  [...given]
    .sort(([a], [b]) => a - b)
    .map(([uid, entries]) => ({ uid, entries: entries.map(([target, value]) => ({ uid: target, value })) }));

/** The structs that name where results go; their lists are made by the call. */
const lists = (neurons: number): never => ({ neurons }) as never;

/** Whether vectors on the way come with the result. */
type Traced = { trace?: boolean };
const traceOf = (traced: Traced, neurons: number): never | null => (object(traced, 'the last argument').trace ? lists(neurons) : null);

/** Computes an epoch over rows as the chain stores them (`epoch_mechanism`); `raoEmission` in alpha's smallest unit. */
export function run(
  options: EpochOptions, raoEmission: U64, weights: readonly RowEntries[], bonds: readonly RowEntries[] = [], traced: Traced = {},
): EpochResult {
  const input = complete(options);
  const neurons = count(options.totalStake, 'totalStake');
  const [ours, old] = [rows(weights), rows(bonds)];
  const memory = abi.nanotao_epoch_words_sparse({ input, weights: ours, bonds: old });
  const made = abi.nanotao_epoch_run_sparse({
    input, raoEmission, weights: ours, bonds: old, ends: neurons, output: lists(neurons), trace: traceOf(traced, neurons), memory,
  });
  const pairs = made.newBonds.map(({ uid, value }): [number, number] => [uid, value]);
  const stored = Array.from(made.ends, (end, uid) => pairs.slice(uid === 0 ? 0 : made.ends[uid - 1], end));
  return { ...made.output, bonds: stored, trace: made.trace };
}

/** Computes an epoch over dense rows: those of `uids`, which rise, one row of weights and one of bonds each behind another. */
export function runDense(
  options: EpochOptions, raoEmission: U64, uids: ArrayLike<number>, weights: ArrayLike<number>, bonds: ArrayLike<number>, traced: Traced = {},
): Omit<EpochResult, 'bonds'> & { bonds: Uint16Array } {
  const input = complete(options);
  const neurons = count(options.totalStake, 'totalStake');
  const memory = abi.nanotao_epoch_words_dense({ input, rows: count(uids, 'uids') });
  const made = abi.nanotao_epoch_run_dense({
    input, raoEmission, uids, weights, bonds, output: lists(neurons), trace: traceOf(traced, neurons), memory,
  });
  return { ...made.output, bonds: made.bonds, trace: made.trace };
}

/** Computes an epoch under the Null consensus of spec 475 (`epoch_mechanism_with_budgets`); bonds stay as they are. */
export function runNull(
  options: EpochOptions, budgets: NullBudgets, weights: readonly RowEntries[], traced: Traced = {},
): Omit<EpochResult, 'bonds'> & { decision: NullDecision } {
  const input = complete(options);
  const neurons = count(options.totalStake, 'totalStake');
  const ours = rows(weights);
  const memory = abi.nanotao_epoch_words_null({ input, weightsLen: ours.length });
  const made = abi.nanotao_epoch_run_null({ input, budgets, weights: ours, output: lists(neurons), trace: traceOf(traced, neurons), memory });
  return { ...made.output, decision: made.decision, trace: made.trace };
}

const CONSENSUS = { Yuma: CONSTANTS.EPOCH_CONSENSUS_YUMA, Null: CONSTANTS.EPOCH_CONSENSUS_NULL } as const;

/** A result without what is no list of one element for each uid. */
function terms(result: EpochOutputResult): EpochOutputResult {
  const { neurons, dividend, incentive, stakeWeight, consensus, validatorTrust, validatorEmission, serverEmission, emission, stake, active } = result;
  const { newValidatorPermit } = result;
  return { neurons, dividend, incentive, stakeWeight, consensus, validatorTrust, validatorEmission, serverEmission, emission, stake, active, newValidatorPermit };
}

/**
 * Adds one mechanism's results to the subnet's (`epoch_with_mechanisms`), which are null before the first. What the mechanism
 * weighs is its part of the subnet's emission.
 */
export function addMechanism(
  subnet: EpochOutputResult | null, mechanism: EpochOutputResult, mecid: number,
  mechanismEmission: U64, subnetEmission: U64, consensus: keyof typeof CONSENSUS = 'Yuma',
): EpochOutputResult {
  if (!Object.hasOwn(CONSENSUS, consensus)) throw new NanotaoError(`no consensus ${String(consensus)}`, 'give Yuma or Null');
  const { neurons } = object(mechanism, 'mechanism');
  return abi.nanotao_epoch_add_mechanism({
    subnet: subnet === null ? lists(neurons) : (terms(object(subnet, 'subnet')) as never), mechanism: terms(mechanism) as never, mecid,
    mechanismEmission, subnetEmission, consensus: CONSENSUS[consensus], memory: abi.nanotao_epoch_words_mechanism({ neurons }),
  }).subnet;
}

/** Tells a share of an emission in rao, rounded down. */
export const emissionOf = (share: bigint, raoEmission: U64): bigint => abi.nanotao_epoch_emission_of({ share, raoEmission });

/** Holds a value between two others (`clamp_value`): where they are in the wrong order, the lower limit wins. */
export const clampValue = (value: bigint, low: bigint, high: bigint): bigint => abi.nanotao_clamp_value({ value, low, high });

/** Tells the rate at which one bond follows one weight (`alpha_sigmoid`). */
export const alphaSigmoid = (
  consensus: bigint, weight: bigint, bond: bigint, alphaLow: bigint, alphaHigh: bigint, alphaSigmoidSteepness: bigint,
): bigint => abi.nanotao_alpha_sigmoid({ consensus, weight, bond, alphaLow, alphaHigh, alphaSigmoidSteepness });

/** Tells the rate at which bonds follow weights in Yuma 2 (`compute_ema_bonds_normal_sparse`): one less the average, in millionths. */
export const emaAlpha = (bondsMovingAverage: U64): bigint => abi.nanotao_ema_alpha({ bondsMovingAverage });

/** As `emaAlpha`, in Yuma 3 (`compute_disabled_liquid_alpha`): there it wraps where it falls below what there is. */
export const computeDisabledLiquidAlpha = (bondsMovingAverage: U64): bigint => abi.nanotao_compute_disabled_liquid_alpha({ bondsMovingAverage });

/**
 * Finds the score at which the stake of lower scores passes `minority` (`weighted_median`), of the members whose stake lies
 * between the sums `lo` and `hi`.
 */
export const weightedMedian = (stake: ArrayLike<bigint>, score: ArrayLike<bigint>, minority: bigint, lo: bigint, hi: bigint): bigint =>
  abi.nanotao_weighted_median({ stake, score, minority, lo, hi }).median;

/** Tells which elements are not zero and among the `k` largest, of equals the later ones (`is_topk_nonzero`). */
export const isTopkNonzero = (vector: ArrayLike<bigint>, k: number): boolean[] =>
  abi.nanotao_is_topk_nonzero({ vector, k, result: count(vector, 'vector') });

/** Shares out whole units by shares of 128 bits (`apportion_units`, spec 475): the first `i` get the floor of their part together. */
export const apportionUnits = (shares: readonly bigint[], budget: U64): BigUint64Array =>
  abi.nanotao_apportion_units({ shares, budget, payouts: count(shares, 'shares') });

/** Tells which uids the chain stores an epoch's results of (`persist_mechanism_epoch_terms`). */
export const persistedUids = (hasKey: readonly boolean[]): Uint16Array => abi.nanotao_persisted_uids({ hasKey });
