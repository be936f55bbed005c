// How values of JavaScript lie in memory: by the shapes of the C ABI's structs.
import { CONSTANTS, STRUCTS } from './abi.js';
import { begin, data, failure, memory, release, run, take, takePosition } from './memory.js';
import { NanotaoError, bytes, fixed, integer, object, refuse, scalar, tag, view, wellFormed } from './values.js';

const SIZES: Readonly<Record<string, number>> = {
  char: 1, u8: 1, flag8: 1, u16: 2, i16: 2, flag16: 2, u32: 4, flag32: 4, f32: 4, u64: 8, i32f32: 8, f64: 8,
};
const ARRAYS = {
  u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, u64: BigUint64Array, i32f32: BigInt64Array, f32: Float32Array, f64: Float64Array,
} as const;
export const sizeOf = (type: string): number => SIZES[type] ?? STRUCTS[type]!.size;

export function put(type: string, at: number, value: unknown, name: string, index?: number): void {
  const number = (): number => scalar(type, value, name, index) as number;
  const wide = (): bigint => scalar(type, value, name, index) as bigint;
  switch (type) {
    case 'u8': case 'flag8': return data.setUint8(at, number());
    case 'u16': case 'flag16': return data.setUint16(at, number(), true);
    case 'i16': return data.setInt16(at, number(), true);
    case 'u32': case 'flag32': return data.setUint32(at, number(), true);
    case 'u64': return data.setBigUint64(at, wide(), true);
    case 'i32f32': return data.setBigInt64(at, wide(), true);
    case 'f32': return data.setFloat32(at, number(), true);
    case 'f64': return data.setFloat64(at, number(), true);
  }
  if (type === 'arg') return putArgument(at, value, index === undefined ? name : `${name}[${index}]`);
  const { kind, size } = STRUCTS[type]!;
  if (kind === 'number') {
    const bits = fixed(type, value, name, index);
    data.setBigUint64(at, BigInt.asUintN(64, bits), true);
    data.setBigInt64(at + 8, BigInt.asIntN(64, bits >> 64n), true);
  } else if (kind === 'bytes') {
    exactly(size, at, type === 'account_id' ? accountId(value, name) : bytes(value, name), name, index);
  } else {
    putStruct(type, at, value, index === undefined ? name : `${name}[${index}]`);
  }
}

/** An account's bytes, from them or from its address on Bittensor. */
export function accountId(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string' || value.startsWith('0x')) return bytes(value, name);
  const start = begin();
  try {
    const [account, prefix, position] = [take(sizeOf('account_id')), take(sizeOf('u16')), takePosition()];
    const status = run('nanotao_ss58_parse', [...putList('char', value, name), account, prefix, position]);
    if (status !== 0) throw failure(status as number, position);
    const network = get('u16', prefix);
    if (network !== CONSTANTS.SS58_PREFIX) {
      throw new NanotaoError(`${name} is an address of network ${network}`, 'give one of Bittensor, network 42, or decode it yourself if that is meant');
    }
    return memory.slice(account, account + sizeOf('account_id'));
  } finally {
    release(start);
  }
}

export function exactly(size: number, at: number, value: Uint8Array, name: string, index?: number): void {
  if (value.length !== size) {
    throw new NanotaoError(`${name} has ${value.length} bytes`, `give ${size} bytes`, 0, 'INVALID_ARGUMENT', index);
  }
  memory.set(value, at);
}

/** Of every struct, its fields by name, and those that are given. */
const PLANS = new Map(
  Object.entries(STRUCTS).map(([type, { fields }]) => [
    type,
    {
      all: new Map(fields.map((field) => [field[0], field])),
      given: new Set(fields.filter(([, , , kind]) => kind !== 'size' && kind !== 'implied').map(([field]) => field)),
    },
  ]),
);

function putStruct(type: string, at: number, value: unknown, name: string): void {
  const { fields, size } = STRUCTS[type]!;
  const { all, given: known } = PLANS.get(type)!;
  const given = object(value, name) as Record<string, unknown>;
  for (const key of Object.keys(given)) {
    if (!known.has(key)) throw new NanotaoError(`${name} has no field ${key}`, `its fields are ${[...known].join(', ')}`);
  }
  const place = (of: string): number => at + all.get(of)![1];
  const lengths = new Map<string, number>();
  for (const [field, offset, kindOfValue, kind, extra, has] of fields) {
    const one = given[field];
    const path = `${name}.${field}`;
    if (kind === 'size') data.setUint32(at + offset, size, true);
    if (kind === 'list') {
      const [list, count] = putList(kindOfValue, one ?? [], path);
      agree(lengths, extra as string, count, path);
      data.setUint32(at + offset, list, true);
    } else if (kind === 'lists') {
      const count = integer('u32', given[extra], `${name}.${extra}`) as number;
      if (one !== undefined && (one as ArrayLike<unknown>).length !== count) throw refuse(`the length of ${path}`, (one as ArrayLike<unknown>).length, `give ${count} elements`);
      const list = one === undefined ? take(count * sizeOf(kindOfValue)) : putList(kindOfValue, one, path)[0];
      data.setUint32(at + offset, list, true);
    } else if (kind === 'value' || kind === 'bytes') {
      if (has !== '') {
        if (one === undefined || one === null) continue;
        put(all.get(has)![2].replace('flag', 'u'), place(has), 1, has);
      }
      if (kind === 'bytes') exactly(extra as number, at + offset, bytes(one, path), path);
      else put(kindOfValue, at + offset, one, path);
    }
  }
  for (const [of, count] of lengths) data.setUint32(place(of), count, true);
}

/** Lists may lie in lists 16 deep, and the arguments lie in one. */
const MAX_DEPTH = 18;

/** An argument of a call, by what it is in JavaScript. */
function putArgument(at: number, value: unknown, name: string): void {
  if (name.split('[').length > MAX_DEPTH) throw new NanotaoError(`${name.slice(0, 12)}... lies too deep`, 'nest lists 16 deep at most');
  const place = (field: string): number => at + PLANS.get('arg')!.all.get(field)![1];
  const kind = (of: number): void => data.setUint32(place('kind'), of, true);
  const list = (of: number, [start, count]: [number, number]): void => {
    kind(of);
    data.setUint32(place('ptr'), start, true);
    data.setUint32(place('len'), count, true);
  };
  const given = value as { account?: unknown; encoded?: unknown };
  if (value === null) kind(CONSTANTS.ARG_NONE);
  else if (typeof value === 'boolean') {
    kind(CONSTANTS.ARG_BOOL);
    data.setUint32(place('low'), Number(value), true);
  } else if (typeof value === 'number' || typeof value === 'bigint') {
    kind(CONSTANTS.ARG_UNSIGNED);
    const number = typeof value === 'number' ? (integer('u64', value, name) as bigint) : fixed('u128', value, name);
    data.setBigUint64(place('low'), BigInt.asUintN(64, number), true);
    data.setBigUint64(place('high'), number >> 64n, true);
  } else if (typeof value === 'string') list(CONSTANTS.ARG_TEXT, putList('char', value, name));
  else if (tag(value) === 'Uint16Array') list(CONSTANTS.ARG_U16S, putList('u16', value, name));
  else if (tag(value) === 'Uint8Array') list(CONSTANTS.ARG_BYTES, putList('u8', value, name));
  else if (Array.isArray(value)) list(CONSTANTS.ARG_LIST, putList('arg', value, name));
  else if (given?.account !== undefined) list(CONSTANTS.ARG_ACCOUNT, putBytes(accountId(given.account, name)));
  else if (given?.encoded !== undefined) list(CONSTANTS.ARG_ENCODED, putBytes(bytes(given.encoded, name)));
  else throw refuse(name, value, 'give null, a number, a text, bytes, a list, { account } or { encoded }');
}

/** Lists that have one length in common have to have it. */
export function agree(lengths: Map<string, number>, of: string, count: number, name: string): void {
  const before = lengths.get(of);
  if (before !== undefined && before !== count) throw refuse(`the length of ${name}`, count, `give ${before} elements, as many as in the list before`);
  lengths.set(of, count);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Lays a list out: its place and its length. */
export function putList(type: string, value: unknown, name: string): [number, number] {
  if (type === 'char' && typeof value === 'string') {
    const string = wellFormed(value, name);
    const at = take(3 * string.length);
    return [at, encoder.encodeInto(string, memory.subarray(at)).written];
  }
  const of = tag(value);
  if (type === 'u8' || type === 'char') return putBytes(bytes(value, name));
  const same = ARRAYS[type as keyof typeof ARRAYS];
  if (same !== undefined && of === same.name) {
    const [at] = putBytes(view(value as ArrayBufferView, name));
    return [at, (value as Uint8Array).length];
  }
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && of !== 'DataView')) throw refuse(name, value, 'give an array');
  if (ArrayBuffer.isView(value)) view(value, name);
  const elements = value as readonly unknown[];
  const [count, size] = [elements.length, sizeOf(type)];
  const at = take(count * size);
  for (let index = 0; index < count; index += 1) put(type, at + index * size, elements[index], name, index);
  return [at, count];
}

/** A copy of a list, whose elements are then what the library would take. */
export function copyList(type: string, value: unknown, name: string): unknown {
  const start = begin();
  try {
    return getList(type, ...putList(type, value, name));
  } finally {
    release(start);
  }
}

function putBytes(value: Uint8Array): [number, number] {
  const at = take(value.length);
  memory.set(value, at);
  return [at, value.length];
}

export function get(type: string, at: number): unknown {
  switch (type) {
    case 'u8': return data.getUint8(at);
    case 'u16': return data.getUint16(at, true);
    case 'i16': return data.getInt16(at, true);
    case 'u32': return data.getUint32(at, true);
    case 'u64': return data.getBigUint64(at, true);
    case 'i32f32': return data.getBigInt64(at, true);
    case 'f64': return data.getFloat64(at, true);
    case 'flag8': return data.getUint8(at) === 1;
    case 'flag16': return data.getUint16(at, true) === 1;
    case 'flag32': return data.getUint32(at, true) === 1;
  }
  const { kind, size, fields } = STRUCTS[type]!;
  if (kind === 'number') {
    const high = type.startsWith('i') ? data.getBigInt64(at + 8, true) : data.getBigUint64(at + 8, true);
    return (high << 64n) | data.getBigUint64(at, true);
  }
  if (kind === 'bytes') return memory.slice(at, at + size);
  const made: Record<string, unknown> = {};
  const { all } = PLANS.get(type)!;
  for (const [field, offset, of, role, extra, has] of fields) {
    const presence = all.get(has);
    const absent = presence !== undefined && get(presence[2].replace('flag', 'u'), at + presence[1]) === 0;
    if (role === 'bytes') made[field] = absent ? null : memory.slice(at + offset, at + offset + (extra as number));
    if (role === 'value') made[field] = absent ? null : get(of, at + offset);
    if (role === 'list') made[field] = getList(of, data.getUint32(at + offset, true), get('u32', at + all.get(extra as string)![1]) as number);
    if (role === 'lists') {
      const count = get('u32', at + all.get(extra as string)![1]) as number;
      made[field] = getList(of, data.getUint32(at + offset, true), count);
    }
  }
  return made;
}

export function getList(type: string, at: number, count: number): unknown {
  if (type === 'char') return decoder.decode(memory.subarray(at, at + count));
  const same = ARRAYS[type as keyof typeof ARRAYS];
  if (same !== undefined) return new same(memory.slice(at, at + count * same.BYTES_PER_ELEMENT).buffer);
  return Array.from({ length: count }, (_, index) => get(type, at + index * sizeOf(type)));
}
