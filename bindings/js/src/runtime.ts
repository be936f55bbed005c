// Calls of the C ABI in WebAssembly. The ABI allocates nothing: what a call reads and writes is laid out on a stack behind the
// module's own data, which grows by pages, and is wiped when the call ends.
import { CONSTANTS, FUNCTIONS, STATUS, STRUCTS, type Abi } from './abi.js';
import { remedyFor } from './remedies.js';
import { NanotaoError, bytes, fixed, flag, float, integer, refuse, tag, view, wellFormed } from './values.js';
import type { ParamShape } from './values.js';

type Word = number | bigint;
type Exports = Record<string, (...words: Word[]) => Word> & { memory: WebAssembly.Memory; __stack_pointer: WebAssembly.Global; __heap_base: WebAssembly.Global };

const NO_POSITION = 0xffffffff;
const TOO_SMALL = 1;
/** More memory than this is given back after a call, by a new instance. */
const KEPT = 1 << 25;

let wasm: WebAssembly.Module | undefined;
let library: Exports;
let memory: Uint8Array;
let data: DataView;
/** Where the next thing goes; from here on, all bytes are zero. */
let top = 0;

/** What `init` can be given: the module, its bytes, where they are, or the answer that brings them. */
export type WasmSource = WebAssembly.Module | BufferSource | URL | string | Response | Promise<Response>;

let loading: Promise<void> | undefined;

/** Loads the WebAssembly module: once, before anything else. From a file of this package, unless told otherwise. */
export function init(source: WasmSource = new URL('nanotao.wasm', import.meta.url)): Promise<void> {
  loading ??= load(source).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(source: WasmSource): Promise<void> {
  wasm = tag(source) === 'WebAssembly.Module' ? (source as WebAssembly.Module) : await WebAssembly.compile(await fetched(source));
  restart();
  const version = abi.nanotao_abi_version();
  if (version !== CONSTANTS.ABI_VERSION) {
    wasm = undefined;
    throw new NanotaoError(`the module has version ${version} of the ABI, not ${CONSTANTS.ABI_VERSION}`, 'load the nanotao.wasm that came with this package');
  }
}

async function fetched(source: WasmSource): Promise<BufferSource> {
  const at = typeof source === 'string' ? new URL(source, import.meta.url) : source;
  if (at instanceof URL && at.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    return readFile(at);
  }
  const answer = await (at instanceof URL ? fetch(at) : at);
  if (tag(answer) !== 'Response') return answer as BufferSource;
  const response = answer as Response;
  if (!response.ok) {
    throw new NanotaoError(`${response.url} answers ${response.status}`, 'serve nanotao.wasm beside this package, or give init its address');
  }
  return response.arrayBuffer();
}

/** A new instance: a library without state has nothing to lose. */
function restart(): void {
  const imports = {
    env: {
      nanotao_panic: () => {
        throw new Error('the library stopped itself');
      },
    },
  };
  library = new WebAssembly.Instance(wasm!, imports).exports as unknown as Exports;
  refresh();
  top = library.__heap_base.value as number;
}

function refresh(): void {
  memory = new Uint8Array(library.memory.buffer);
  data = new DataView(library.memory.buffer);
}

/** Zeroed memory until the call ends, aligned for everything. */
function take(size: number): number {
  const at = Math.ceil(top / 16) * 16;
  const missing = at + size - memory.length;
  if (missing > 0) {
    try {
      library.memory.grow(Math.ceil(missing / 65536));
    } catch {
      throw new NanotaoError(`${size} bytes do not fit into memory`, 'give less at once');
    }
    refresh();
  }
  top = at + size;
  return at;
}

function release(start: number): void {
  memory.fill(0, start, top);
  top = start;
  if (memory.length > KEPT && start === library.__heap_base.value) restart();
}

const SIZES: Readonly<Record<string, number>> = {
  char: 1, u8: 1, flag8: 1, u16: 2, i16: 2, flag16: 2, u32: 4, flag32: 4, f32: 4, u64: 8, i64: 8, f64: 8,
};
const ARRAYS = {
  u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, u64: BigUint64Array, i64: BigInt64Array, f32: Float32Array, f64: Float64Array,
} as const;
const sizeOf = (type: string): number => SIZES[type] ?? STRUCTS[type]!.size;

function put(type: string, at: number, value: unknown, name: string, index?: number): void {
  const number = (): number => integer(type, value, name, index) as number;
  const wide = (): bigint => integer(type, value, name, index) as bigint;
  switch (type) {
    case 'u8': return data.setUint8(at, number());
    case 'u16': return data.setUint16(at, number(), true);
    case 'i16': return data.setInt16(at, number(), true);
    case 'u32': return data.setUint32(at, number(), true);
    case 'u64': return data.setBigUint64(at, wide(), true);
    case 'i64': return data.setBigInt64(at, wide(), true);
    case 'f32': return data.setFloat32(at, float(value, name, index), true);
    case 'f64': return data.setFloat64(at, float(value, name, index), true);
    case 'flag8': return data.setUint8(at, flag(value, name, index));
    case 'flag16': return data.setUint16(at, flag(value, name, index), true);
    case 'flag32': return data.setUint32(at, flag(value, name, index), true);
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

function exactly(size: number, at: number, value: Uint8Array, name: string, index?: number): void {
  if (value.length !== size) {
    throw new NanotaoError(`${name} has ${value.length} bytes`, `give ${size} bytes`, 0, 'INVALID_ARGUMENT', index);
  }
  memory.set(value, at);
}

/** An account's bytes, from them or from its address on Bittensor. */
export function accountId(value: unknown, name: string): Uint8Array {
  if (typeof value !== 'string' || value.startsWith('0x')) return bytes(value, name);
  const parsed = abi.nanotao_ss58_parse({ address: value });
  if (parsed.prefix !== 42) {
    throw new NanotaoError(`${name} is an address of network ${parsed.prefix}`, 'give one of Bittensor, network 42, or decode it yourself if that is meant');
  }
  return parsed.account;
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
  if (typeof value !== 'object' || value === null) throw refuse(name, value, 'give an object');
  const given = value as Record<string, unknown>;
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
function agree(lengths: Map<string, number>, of: string, count: number, name: string): void {
  const before = lengths.get(of);
  if (before !== undefined && before !== count) throw refuse(`the length of ${name}`, count, `give ${before} elements, as many as in the list before`);
  lengths.set(of, count);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Lays a list out: its place and its length. */
function putList(type: string, value: unknown, name: string): [number, number] {
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

function putBytes(value: Uint8Array): [number, number] {
  const at = take(value.length);
  memory.set(value, at);
  return [at, value.length];
}

function get(type: string, at: number): unknown {
  switch (type) {
    case 'u8': return data.getUint8(at);
    case 'u16': return data.getUint16(at, true);
    case 'i16': return data.getInt16(at, true);
    case 'u32': return data.getUint32(at, true);
    case 'u64': return data.getBigUint64(at, true);
    case 'i64': return data.getBigInt64(at, true);
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
    if (role === 'lists') {
      const count = get('u32', at + all.get(extra as string)![1]) as number;
      made[field] = getList(of, data.getUint32(at + offset, true), count);
    }
  }
  return made;
}

function getList(type: string, at: number, count: number): unknown {
  if (type === 'char') return decoder.decode(memory.subarray(at, at + count));
  const same = ARRAYS[type as keyof typeof ARRAYS];
  if (same !== undefined) return new same(memory.slice(at, at + count * same.BYTES_PER_ELEMENT).buffer);
  return Array.from({ length: count }, (_, index) => get(type, at + index * sizeOf(type)));
}

/** One call under way: what is passed, and what to read when it has ended well. */
interface Frame {
  words: Word[];
  lengths: Map<string, number>;
  /** Where the library writes how long each buffer is. */
  written: Map<string, number>;
  results: [string, () => unknown][];
  position: number;
}

function lay([role, name, type, more]: ParamShape, given: Record<string, unknown>, room: number, frame: Frame): void {
  const { words, lengths, written, results } = frame;
  const value = given[name];
  if (value === undefined && !/^(out|buffer|cap|written|len|position)$/.test(role)) throw refuse(name, value, 'it has to be given');
  let at = 0;
  switch (role) {
    case 'scalar': {
      const word = type.startsWith('flag') ? flag(value, name) : type.startsWith('f') ? float(value, name) : integer(type, value, name);
      words.push(word);
      return;
    }
    case 'list':
    case 'list?':
    case 'inoutlist': {
      const [place, count] = role === 'list?' && value === null ? [0, 0] : putList(type, value, name);
      agree(lengths, more as string, count, name);
      words.push(place);
      if (role === 'inoutlist') results.push([name, () => getList(type, place, count)]);
      return;
    }
    case 'outlist': {
      const count = integer('u32', value, name) as number;
      at = take(count * sizeOf(type));
      if (more !== '') lengths.set(more as string, count);
      if (name !== 'memory' && name !== 'scratch') results.push([name, () => getList(type, at, count)]);
      break;
    }
    case 'len':
      words.push(lengths.get(name)!);
      return;
    case 'exact':
    case 'exact?':
      if (value === null && role === 'exact?') break;
      at = take(Number(more));
      exactly(Number(more), at, bytes(value, name), name);
      break;
    case 'in':
      if (value === null && more === true) break;
      at = take(sizeOf(type));
      put(type, at, value, name);
      if (STRUCTS[type]?.fields.some(([, , , kind]) => kind === 'lists')) results.push([name, () => get(type, at)]);
      break;
    case 'inout':
    case 'out':
      at = take(sizeOf(type));
      if (role === 'inout') put(type, at, value, name);
      else if (STRUCTS[type]?.fields[0]?.[3] === 'size') data.setUint32(at, sizeOf(type), true);
      results.push([name, () => get(type, at)]);
      break;
    case 'buffer':
      at = take(room * sizeOf(type));
      results.push([name, () => getList(type, at, data.getUint32(written.get(more as string)!, true))]);
      break;
    case 'cap':
      words.push(room);
      return;
    case 'written':
      at = take(4);
      written.set(name, at);
      break;
    case 'position':
      at = take(4);
      data.setUint32(at, NO_POSITION, true);
      frame.position = at;
  }
  words.push(at);
}

function invoke(name: string, given: Record<string, unknown> = {}): unknown {
  if (wasm === undefined) throw new NanotaoError('the library is not loaded', 'await init() first');
  const { returns, secret, params } = FUNCTIONS[name]!;
  for (let room = 512; ; ) {
    const start = top;
    try {
      const frame: Frame = { words: [], lengths: new Map(), written: new Map(), results: [], position: 0 };
      for (const param of params) lay(param, given, room, frame);
      const answer = run(name, frame.words);
      if (returns === 'char') return getList('char', answer as number, memory.indexOf(0, answer as number) - (answer as number));
      if (returns !== 'status') return typeof answer === 'bigint' ? BigInt.asUintN(64, answer) : answer >>> 0;
      const needed = Math.max(0, ...[...frame.written.values()].map((at) => data.getUint32(at, true) + 1));
      if (answer === TOO_SMALL && needed > room) {
        room = needed;
        continue;
      }
      if (answer !== 0) throw failure(answer as number, frame.position === 0 ? NO_POSITION : data.getUint32(frame.position, true));
      return collect(frame.results.map(([key, read]) => [key, read()]));
    } finally {
      release(start);
      // What the library computed with secrets is left below the end of its stack.
      if (secret) memory.fill(0, 0, library.__stack_pointer.value as number);
    }
  }
}

function run(name: string, words: Word[]): Word {
  try {
    return library[name]!(...words);
  } catch (cause) {
    restart();
    throw Object.assign(new NanotaoError(`${name} broke off`, 'report this with what you called; nothing was signed'), { cause });
  }
}

/** One result as it is, several by name; `has x` and `x` are one. */
function collect(results: [string, unknown][]): unknown {
  const all = new Map(results);
  for (const [key, value] of results) {
    if (!key.startsWith('has')) continue;
    const of = `${key.charAt(3).toLowerCase()}${key.slice(4)}`;
    if (!all.has(of)) continue;
    if (value === 0 || value === false) all.set(of, null);
    all.delete(key);
  }
  return all.size === 1 ? all.values().next().value : all.size === 0 ? undefined : Object.fromEntries(all);
}

function failure(code: number, position: number): NanotaoError {
  const status = STATUS[code] ?? `STATUS_${code}`;
  return new NanotaoError(abi.nanotao_status_text({ status: code }), remedyFor(status), code, status, position === NO_POSITION ? undefined : position);
}

/** Every function of the C ABI by its name, with its arguments by theirs. */
export const abi = Object.fromEntries(
  Object.keys(FUNCTIONS).map((name) => [name, (given?: Record<string, unknown>) => invoke(name, given)]),
) as unknown as Abi;
