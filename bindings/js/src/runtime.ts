// Calls of the C ABI in WebAssembly. The ABI allocates nothing: what a call reads and writes is laid out in `memory`.
import { FUNCTIONS, STRUCTS, type Abi } from './abi.js';
import { agree, exactly, get, getList, put, putList, sizeOf } from './layout.js';
import { begin, data, failure, release, run, take, takePosition, text, type Word } from './memory.js';
import { bytes, integer, refuse, scalar, type ParamShape } from './values.js';

const TOO_SMALL = 1;

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
    case 'scalar':
      words.push(scalar(type, value, name));
      return;
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
      at = frame.position = takePosition();
  }
  words.push(at);
}

function invoke(name: string, given: Record<string, unknown> = {}): unknown {
  const { returns, params } = FUNCTIONS[name]!;
  for (let room = 512; ; ) {
    const start = begin();
    try {
      const frame: Frame = { words: [], lengths: new Map(), written: new Map(), results: [], position: 0 };
      for (const param of params) lay(param, given, room, frame);
      const answer = run(name, frame.words);
      if (returns === 'char') return text(answer as number);
      if (returns === 'i32f32') return answer;
      if (returns !== 'status') return typeof answer === 'bigint' ? BigInt.asUintN(64, answer) : answer >>> 0;
      const needed = Math.max(0, ...[...frame.written.values()].map((at) => data.getUint32(at, true) + 1));
      if (answer === TOO_SMALL && needed > room) {
        room = needed;
        continue;
      }
      if (answer !== 0) throw failure(answer as number, frame.position);
      return collect(frame.results.map(([key, read]) => [key, read()]));
    } finally {
      release(start);
    }
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

/** Every function of the C ABI by its name, with its arguments by theirs. */
export const abi = Object.fromEntries(
  Object.keys(FUNCTIONS).map((name) => [name, (given?: Record<string, unknown>) => invoke(name, given)]),
) as unknown as Abi;
