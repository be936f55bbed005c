// The module in WebAssembly, and a stack behind its own data on which a call's arguments and results lie. It grows by pages, and is
// wiped when the call ends.
import { CONSTANTS, STATUS } from './abi.js';
import { remedyFor } from './remedies.js';
import { NanotaoError, tag } from './values.js';

export type Word = number | bigint;
type Exports = Record<string, (...words: Word[]) => Word> & { memory: WebAssembly.Memory; __stack_pointer: WebAssembly.Global; __heap_base: WebAssembly.Global };

/** More memory than this is given back after a call, by a new instance. */
const KEPT = 1 << 25;

let wasm: WebAssembly.Module | undefined;
export let library: Exports;
export let memory: Uint8Array;
export let data: DataView;
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
  const version = run('nanotao_abi_version', []);
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

/** A new instance: a library without state has nothing to lose. Nobody wipes the old one later, so all of it is wiped now. */
function restart(): void {
  memory?.fill(0);
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

/** Where a call begins, which releases what it takes from there on. */
export function begin(): number {
  if (wasm === undefined) throw new NanotaoError('the library is not loaded', 'await init() first');
  return top;
}

/** Zeroed memory until the call ends, aligned for everything. */
export function take(size: number): number {
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

/** Ends a call, of which nothing is left: any may have had a secret, if only to hash it. */
export function release(start: number): void {
  const isLast = start === library.__heap_base.value;
  if (isLast && memory.length > KEPT) return restart();
  memory.fill(0, start, top);
  // What the library computed with is left below the end of its stack.
  if (isLast) memory.fill(0, 0, library.__stack_pointer.value as number);
  top = start;
}

/** Calls the library, which loses nothing if it breaks off. */
export function run(name: string, words: Word[]): Word {
  try {
    return library[name]!(...words);
  } catch (cause) {
    restart();
    throw Object.assign(new NanotaoError(`${name} broke off`, 'report this with what you called; nothing was signed'), { cause });
  }
}

/** What a position is before the library writes one. */
const NO_POSITION = 0xffffffff;

/** Makes room for the place at fault. */
export function takePosition(): number {
  const at = take(4);
  data.setUint32(at, NO_POSITION, true);
  return at;
}

/** What a status means; `position` is where the library wrote the place at fault, or 0. */
export function failure(code: number, position: number): NanotaoError {
  const status = STATUS[code] ?? `STATUS_${code}`;
  const offset = position === 0 ? NO_POSITION : data.getUint32(position, true);
  return new NanotaoError(text(run('nanotao_status_text', [code]) as number), remedyFor(status), code, status, offset === NO_POSITION ? undefined : offset);
}

/** A text that ends in a zero. */
export const text = (at: number): string => new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at)));
