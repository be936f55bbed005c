// Hashes, compact integers, storage keys, constants.
import { CONSTANTS } from './abi.js';
import { abi } from './runtime.js';
import { NanotaoError, bytes, type Bytes } from './values.js';

const HASHES = {
  twox_64: CONSTANTS.HASH_TWOX_64,
  twox_128: CONSTANTS.HASH_TWOX_128,
  twox_256: CONSTANTS.HASH_TWOX_256,
  blake2_64: CONSTANTS.HASH_BLAKE2_64,
  blake2_128: CONSTANTS.HASH_BLAKE2_128,
  blake2_256: CONSTANTS.HASH_BLAKE2_256,
  blake2_512: CONSTANTS.HASH_BLAKE2_512,
  sha2_256: CONSTANTS.HASH_SHA_256,
  sha2_512: CONSTANTS.HASH_SHA_512,
  keccak_256: CONSTANTS.HASH_KECCAK_256,
} as const;

export type HashName = keyof typeof HASHES;

/** Hashes, by Substrate's name of the function. */
export function hash(name: HashName, data: Bytes): Uint8Array {
  if (!Object.hasOwn(HASHES, name)) throw new NanotaoError(`no hash function ${String(name)}`, `give one of ${Object.keys(HASHES).join(', ')}`);
  return abi.nanotao_hash({ hash: HASHES[name], data });
}

/** Computes BLAKE2b of 32 bytes with a key of at most 64 bytes. */
export const blake2_256Keyed = (key: Bytes, data: Bytes): Uint8Array => abi.nanotao_blake2_256_keyed({ key, data });

/** Writes a compact integer (`Compact<u64>`). */
export const compactToU8a = (value: bigint | number): Uint8Array => abi.nanotao_compact_encode({ value });

/** Reads a compact integer from the front of some bytes, and how many of them it took. */
export const compactFromU8a = (data: Bytes): { value: bigint; used: number } => abi.nanotao_compact_parse({ bytes: data });

/** Writes the storage key of an item; each of its keys in SCALE. */
export function storageKey(specVersion: number, pallet: string, item: string, ...keys: readonly Bytes[]): Uint8Array {
  const parts = keys.map((key, at) => bytes(key, `keys[${at}]`));
  const ends = parts.map((_, at) => parts.slice(0, at + 1).reduce((sum, part) => sum + part.length, 0));
  return abi.nanotao_storage_key({ specVersion, pallet, item, keys: concat(parts), ends });
}

/**
 * Tells a constant of the runtime (`Balances`, `ExistentialDeposit`) in SCALE: an integer's bytes, the lowest first. Of spec 475 none
 * are known yet.
 */
export const constant = (specVersion: number, pallet: string, name: string): Uint8Array => abi.nanotao_constant({ specVersion, pallet, name });

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
