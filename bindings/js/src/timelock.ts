// Weights that nobody can read before a round of drand quicknet.
import { CONSTANTS } from './abi.js';
import type { Reveal, Schedule } from './abi.js';
import { holds } from './keys.js';
import { abi } from './runtime.js';
import type { AccountId, Bytes } from './values.js';

type U64 = bigint | number;
type Numbers = ArrayLike<number>;

/** Lets a call have fresh random bytes, and wipes them: whoever knows them can open what was locked. */
function withRandom<T>(call: (random: Uint8Array) => T): T {
  const random = crypto.getRandomValues(new Uint8Array(CONSTANTS.TIMELOCK_RANDOM_LEN));
  try {
    return call(random);
  } finally {
    random.fill(0);
  }
}

/** Locks weights until a round, as `commitTimelockedWeightsCall` takes them. `checkRound` tells whether the round will do. */
export const commit = (hotkey: AccountId, uids: Numbers, values: Numbers, versionKey: U64, round: U64): Uint8Array =>
  withRandom((random) => abi.nanotao_timelock_commit({ hotkey, uids, values, versionKey, round, random }));

/**
 * As `commit`, where the system's randomness should not have to be trusted: either that or the secret, 32 bytes that are kept for
 * this, is enough to keep the commit closed. A context that no other commit has (subnet, mechanism, nonce, birth block) keeps equal
 * weights from showing as equal even if that randomness repeats itself.
 */
export function commitHedged(
  hotkey: AccountId, uids: Numbers, values: Numbers, versionKey: U64, round: U64, secret: Bytes, context: Bytes,
): Uint8Array {
  return withRandom((random) => {
    const fresh = random.subarray(0, CONSTANTS.TIMELOCK_SECRET_LEN);
    return abi.nanotao_timelock_commit_hedged({ hotkey, uids, values, versionKey, round, secret, fresh, context });
  });
}

/** Locks any message until a round of a beacon (`tle`): drand quicknet unless another's public key is given. */
export const encrypt = (message: Bytes, round: U64, publicKey: Bytes | null = null): Uint8Array =>
  withRandom((random) => abi.nanotao_timelock_encrypt({ publicKey, message, round, random }));

/** Opens a commit, or another ciphertext, with the beacon's signature on its round (`tld`). */
export const open = (ciphertext: Bytes, signature: Bytes): Uint8Array => abi.nanotao_timelock_open({ ciphertext, signature });

/** Checks a ciphertext's form, and tells the length of the message in it. */
export const messageLength = (ciphertext: Bytes): number => abi.nanotao_timelock_message_len({ ciphertext });

/** Writes the message that a commit locks (`WeightsTlockPayload`). */
export const encodePayload = (hotkey: Bytes, uids: Numbers, values: Numbers, versionKey: U64): Uint8Array =>
  abi.nanotao_timelock_payload_encode({ hotkey, uids, values, versionKey });

/** Reads the weights that a commit opened to (`WeightsTlockPayload`). */
export const parsePayload = (message: Bytes): { hotkey: Uint8Array; uids: Uint16Array; values: Uint16Array; versionKey: bigint } =>
  abi.nanotao_timelock_payload_parse({ message });

/** Tells whether a signature is the beacon's on a round. */
export const verifyBeacon = (signature: Bytes, round: U64, publicKey: Bytes | null = null): boolean =>
  holds(() => abi.nanotao_beacon_verify({ publicKey, signature, round }));

/** Checks that a round is neither past nor too far off for the chain, given the time in seconds. */
export const checkRound = (round: U64, unixTime: U64): void => abi.nanotao_check_round({ round, unixTime });

/** Foretells when the chain reveals a commit, and the round that it needs. */
export const predictReveal = (
  specVersion: number, schedule: Schedule, currentBlock: U64, revealPeriodEpochs: U64, unixTimeMs: U64, blockTimeMs: U64 = 12_000,
): Reveal => abi.nanotao_predict_reveal({ specVersion, schedule, currentBlock, revealPeriodEpochs, unixTimeMs, blockTimeMs });

/** Tells the newest round at a time in seconds. */
export const roundAt = (unixTime: U64): bigint => abi.nanotao_round_at({ unixTime });

/** Tells when a round is signed, in seconds. */
export const timeOfRound = (round: U64): bigint => abi.nanotao_time_of_round({ round });
