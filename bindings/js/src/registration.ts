// Registration by proof of work, and its difficulty.
import { abi } from './runtime.js';
import { bytes, refuse, type AccountId, type Bytes } from './values.js';
import type { PowState } from './abi.js';

type U64 = bigint | number;

/** Computes the seal of a registration by work (`create_registration_seal`, spec 475). */
export const createRegistrationSeal = (netuid: number, blockHash: Bytes, nonce: U64, hotkey: AccountId, coldkey: AccountId): Uint8Array =>
  abi.nanotao_create_registration_seal({ netuid, blockHash, nonce, hotkey, coldkey });

/** Computes the seal of the faucet (`create_seal_hash`, spec 425). */
export const createSealHash = (blockHash: Bytes, nonce: U64, hotkey: AccountId): Uint8Array =>
  abi.nanotao_create_seal_hash({ blockHash, nonce, hotkey });

/** Hashes a block's hash with a hotkey (`hash_block_and_hotkey`, spec 425). */
export const hashBlockAndHotkey = (blockHash: Bytes, hotkey: AccountId): Uint8Array =>
  abi.nanotao_hash_block_and_hotkey({ blockHash, hotkey });

/** Shortens a hotkey to 64 bits (`hash_hotkey_to_u64`, spec 425). */
export const hashHotkeyToU64 = (hotkey: AccountId): bigint => abi.nanotao_hash_hotkey_to_u64({ hotkey });

/** Tells whether a seal is small enough (`hash_meets_difficulty`); the difficulty is a `U256`, or its bytes. */
export function hashMeetsDifficulty(seal: Bytes, difficulty: bigint | Bytes): boolean {
  if (typeof difficulty !== 'bigint') return abi.nanotao_hash_meets_difficulty({ seal, difficulty });
  const little = Array.from({ length: 32 }, (_, at) => Number((difficulty >> BigInt(8 * at)) & 255n));
  // What does not fit into 256 bits is refused with its own words.
  if (difficulty >> 256n !== 0n) throw refuse('difficulty', difficulty, 'give a whole number from 0 to 2^256 - 1');
  return abi.nanotao_hash_meets_difficulty({ seal: bytes(seal, 'seal'), difficulty: little });
}

/** Tells the difficulty that a proof has to meet, of the one that is stored (spec 475). */
export const effectiveDifficulty = (difficulty: U64, min: U64, max: U64): bigint => abi.nanotao_effective_difficulty({ difficulty, min, max });

/** Tells the difficulty in the next block (spec 475). */
export const decayDifficulty = (difficulty: U64, min: U64, max: U64, burnHalfLife: number, currentBlock: U64): bigint =>
  abi.nanotao_decay_difficulty({ difficulty, min, max, burnHalfLife, currentBlock });

/** Computes the factor of one block, in 2^-32 (`decay_factor_q32`). */
export const decayFactorQ32 = (halfLife: number): bigint => abi.nanotao_decay_factor_q32({ halfLife });

/** Tells the difficulty after a registration (spec 475); the factor is a `U64F64`. */
export const bumpDifficulty = (difficulty: U64, min: U64, max: U64, burnIncreaseMult: bigint): bigint =>
  abi.nanotao_bump_difficulty({ difficulty, min, max, burnIncreaseMult });

/** Checks what the chain checks before it takes a proof of work (`pow_register`, spec 475). */
export const checkPowRegistration = (state: PowState): void => abi.nanotao_check_pow_registration({ state });
