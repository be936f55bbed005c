import { NanotaoError } from 'nanotao';

/** Whole numbers, also as texts. */
export const big = (value) => BigInt(value);
export const bigs = (values) => values.map(big);
export function data(text) {
  if (!/^(0x)?([0-9a-f]{2})*$/i.test(text)) throw new Error(`${text} is no hex`);
  return Uint8Array.from(Buffer.from(text.replace(/^0x/, ''), 'hex'));
}

/** A number whose lowest byte is the first. */
export const little = (bytes) => bytes.reduceRight((all, byte) => (all << 8n) | BigInt(byte), 0n);

/** Two values that say the same: numbers as numbers, arrays of any kind as arrays. */
export function same(a, b) {
  const plain = (_, value) => (typeof value === 'bigint' ? String(value) : ArrayBuffer.isView(value) ? Array.from(value) : value);
  return JSON.stringify(a, plain) === JSON.stringify(b, plain);
}

/** The status by name that an error has, at some byte if one is given; undefined where there is none. */
export function refused(run, offset) {
  try {
    run();
  } catch (error) {
    if (error instanceof NanotaoError && (offset === undefined || error.offset === offset)) return error.status;
    throw error;
  }
  return undefined;
}

/** Values that say the same, where whole numbers may be texts. */
export const alike = (a, b) =>
  typeof a !== 'object' || typeof b !== 'object' || a === null || b === null
    ? String(a) === String(b)
    : Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => key in b && alike(a[key], b[key]));

/** Whether a call ends as the file says: with an error, or with what `check` accepts. */
export const ends = (isError, run, check) => (isError ? refused(run) !== undefined : check(run()));

/** Floats from the hex of their bytes. */
export function floats(texts, wide = true) {
  const all = data(texts.map((text) => text.replace(/^0x/, '')).join(''));
  return wide ? new Float64Array(all.buffer) : new Float32Array(all.buffer);
}

/** `HotKeyNotRegisteredInSubNet` for `..._HOT_KEY_NOT_REGISTERED_IN_SUBNET`: compared without case and underscores. */
export const sameName = (status, prefix, theirs) =>
  status?.startsWith(prefix) && status.slice(prefix.length).replaceAll('_', '').toLowerCase() === theirs.toLowerCase();
