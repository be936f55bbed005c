// What goes into the library and comes out of it, and what is said when it does not fit.

/** Bytes: an array of them, or hex that begins with `0x`. */
export type Bytes = Uint8Array | ArrayBuffer | string | readonly (number | boolean)[];
/** An account: its address on Bittensor, or the 32 bytes of its public key. */
export type AccountId = string | Uint8Array;
/** A text; as UTF-8 where it is a secret that the caller wants to wipe afterwards. */
export type Text = string | Uint8Array;

/**
 * An argument of a call: null for none, numbers, texts (also names of variants), bytes, lists for lists, tuples, fields of a
 * struct, or a variant's name and its fields; an account, or anything that is encoded already, such as another call.
 */
export type Argument =
  | null | boolean | number | bigint | string | Uint8Array | Uint16Array
  | { readonly account: AccountId } | { readonly encoded: Bytes } | readonly Argument[];

/** A struct's field: name, place, type, kind, its length or the name of the field that holds it, and the flag of its presence. */
export type FieldShape = readonly [string, number, string, string, number | string, string];
export interface StructShape {
  readonly size: number;
  readonly kind: string;
  readonly fields: readonly FieldShape[];
}
/** A function's parameter: role, name, type, and what belongs to it. */
export type ParamShape = readonly [string, string, string, string | boolean];
export interface FunctionShape {
  readonly returns: string;
  readonly params: readonly ParamShape[];
}

/** What is wrong, why, and what to do about it. */
export class NanotaoError extends Error {
  override readonly name = 'NanotaoError';
  /** The library's status, one number for each reason; 0 where an argument was refused before the library saw it. */
  readonly code: number;
  /** The status by name, such as `SS58_INVALID_CHECKSUM`; `INVALID_ARGUMENT` where `code` is 0. */
  readonly status: string;
  /** The byte, or the index of the element, at fault. */
  readonly offset: number | undefined;
  /** What to do. */
  readonly remedy: string;

  constructor(what: string, remedy: string, code = 0, status = 'INVALID_ARGUMENT', offset?: number) {
    super(`${what}${offset === undefined ? '' : ` (at ${offset})`}; ${remedy}`);
    this.code = code;
    this.status = status;
    this.offset = offset;
    this.remedy = remedy;
  }
}

/** What a value is, for an error: never what it says, for it may be a secret. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return `an object (${value.constructor?.name ?? 'Object'})`;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return `a ${typeof value}`;
}

export function refuse(name: string, value: unknown, remedy: string, offset?: number): NanotaoError {
  return new NanotaoError(`${name} is ${kindOf(value)}`, remedy, 0, 'INVALID_ARGUMENT', offset);
}

const BITS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  u8: [0n, 8n], u16: [0n, 16n], u32: [0n, 32n], u64: [0n, 64n], i16: [1n, 16n],
};
const LIMITS = Object.fromEntries(
  Object.entries(BITS).map(([type, [sign, bits]]) => {
    const half = 1n << (bits - sign);
    return [type, sign === 1n ? [-half, half - 1n] : [0n, half - 1n]];
  }),
) as Record<string, [bigint, bigint]>;

/** A whole number within its type's range; of 64 bits as a bigint. */
export function integer(type: string, value: unknown, name: string, offset?: number): bigint | number {
  const [low, high] = LIMITS[type]!;
  const remedy = `give a whole number from ${low} to ${high}`;
  const wide = type.endsWith('64');
  if (typeof value === 'bigint') {
    if (value < low || value > high) throw refuse(name, value, remedy, offset);
    return wide ? value : Number(value);
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) throw refuse(name, value, remedy, offset);
  if (!Number.isSafeInteger(value)) throw refuse(name, value, 'give numbers from 2^53 on as a bigint', offset);
  if (value < low || value > high) throw refuse(name, value, remedy, offset);
  return wide ? BigInt(value) : value;
}

function float(value: unknown, name: string, offset?: number): number {
  if (typeof value !== 'number') throw refuse(name, value, 'give a number', offset);
  return value;
}

function flag(value: unknown, name: string, offset?: number): number {
  if (typeof value !== 'boolean') throw refuse(name, value, 'give true or false', offset);
  return Number(value);
}

/** A fixed-point number as the bigint of its smallest parts, or a number of 128 bits. */
export function fixed(type: string, value: unknown, name: string, offset?: number): bigint {
  const bits = type === 'i32f32' ? 64 : 128;
  const fits = (number: bigint): boolean => (type.startsWith('i') ? BigInt.asIntN(bits, number) : BigInt.asUintN(bits, number)) === number;
  if (typeof value !== 'bigint' || !fits(value)) {
    const remedy = type === 'u128' ? 'give a whole number from 0 to 2^128 - 1' : `give a bigint of ${bits} bits, in the smallest parts of ${type.toUpperCase()}`;
    throw refuse(name, value, remedy, offset);
  }
  return value;
}

/** A value of any type that a parameter can have as it is. */
export function scalar(type: string, value: unknown, name: string, offset?: number): bigint | number {
  if (type.startsWith('flag')) return flag(value, name, offset);
  if (type.startsWith('f')) return float(value, name, offset);
  return type === 'i32f32' ? fixed(type, value, name, offset) : integer(type, value, name, offset);
}

/** The elements of an array, read where they are; refuses what a detached buffer would silently make empty. */
export function view(value: ArrayBufferView, name: string): Uint8Array {
  try {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  } catch {
    throw refuse(name, value, 'its buffer was transferred or has shrunk: give a copy made before that');
  }
}

/** What has fields: anything but an object is refused. */
export function object<T>(value: T, name: string): T & object {
  if (typeof value !== 'object' || value === null) throw refuse(name, value, 'give an object');
  return value;
}

/** What an object is, also where it comes from another frame or context. */
export const tag = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

const HEX = /^0x(?:[0-9a-f]{2})*$/i;

/** Bytes of what holds them: of hex that begins with `0x`, or of an array. */
export function bytes(value: unknown, name = 'value'): Uint8Array {
  if (tag(value) === 'Uint8Array') return view(value as Uint8Array, name);
  if (tag(value) === 'ArrayBuffer') return view({ buffer: value as ArrayBuffer, byteOffset: 0, byteLength: (value as ArrayBuffer).byteLength }, name);
  if (typeof value === 'string') {
    if (!HEX.test(value)) {
      throw new NanotaoError(`${name} is a string that is not hex`, 'begin hex with 0x and give two digits for each byte; make bytes of a text with TextEncoder');
    }
    return Uint8Array.from({ length: value.length / 2 - 1 }, (_, at) => parseInt(value.slice(2 * at + 2, 2 * at + 4), 16));
  }
  if (Array.isArray(value)) {
    return Uint8Array.from({ length: value.length }, (_, at) => integer('u8', value[at], name, at) as number);
  }
  throw refuse(name, value, 'give a Uint8Array, or hex that begins with 0x');
}

/** Hex of bytes, which begins with `0x`. */
export function hex(value: Bytes): string {
  return `0x${Array.from(bytes(value), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** A text that UTF-8 can write; others would be altered on the way. */
export function wellFormed(value: unknown, name: string): string {
  if (typeof value !== 'string') throw refuse(name, value, 'give a string');
  const at = value.search(/\p{Surrogate}/u);
  if (at >= 0) throw new NanotaoError(`${name} holds half of a character`, 'give a text without lone surrogates', 0, 'INVALID_ARGUMENT', at);
  return value;
}
